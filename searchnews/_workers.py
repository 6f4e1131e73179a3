"""Analysing articles in several processes: reading goes on in this one, and documents come back in order.

A worker numbers words in vocabularies of its own and sends only the words that are new with each batch, so that
what crosses between processes is mostly arrays.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from os import getpid
from threading import current_thread, main_thread
from typing import Final, NamedTuple

import numpy as np

from searchnews._building import Array, Coder, DocumentBuilder, Part, Vocabularies, document_of
from searchnews._documents import columns_of, pack
from searchnews.arabic import Analyzer, analyzer
from searchnews.engines.base import Document
from searchnews.model import Article

__all__ = ["ParallelBuilder"]

_BATCH: Final = 128
_AHEAD: Final = 2
"""Batches that each worker may have before it: enough that none waits, few enough that memory is bounded."""

_WORTH_IT: Final = 150
"""Articles up to which this process is done sooner than a worker has started."""

_Job = tuple[Article, str]


class _Analysed(NamedTuple):
    id: str
    columns: dict[str, str]
    stored: bytes


class _Batch(NamedTuple):
    """What a worker gives back: documents, and the words that its vocabularies have gained since the last batch.

    The words of all titles and texts, in turn, are one array: to pass many small ones on takes longer than to make
    them. `lengths` and `places` have one element for each title and text.
    """

    vocabulary: tuple[int, int]
    gained: Vocabularies
    documents: list[_Analysed]
    numbers: Array
    lengths: list[int]
    places: list[Array | None]

    def parts(self) -> Iterator[Part]:
        """Give the titles and texts in turn."""
        start = 0
        for length, places in zip(self.lengths, self.places, strict=True):
            yield Part(self.numbers[:, start : start + length], places)
            start += length


class ParallelBuilder:
    """Analyses articles with `workers` processes, once there are enough of them to be worth it.

    This one, which reads and writes, is one of them: with another analyst beside it on the same cores, both would only
    analyse the same words. Only for the presets, which a worker can make by their name.
    """

    def __init__(self, own: Analyzer, workers: int) -> None:
        self._analyzer, self._analysts = own, max(workers - 1, 1)
        self._pool: ProcessPoolExecutor | None = None
        self._vocabularies: dict[tuple[int, int], Vocabularies] = {}

    def build(self, jobs: Iterable[_Job]) -> Iterator[Document]:
        """Analyse articles that have ids, each given with its content hash, and give them in their order."""
        rest = iter(jobs)
        yield from DocumentBuilder(self._analyzer).build(islice(rest, _WORTH_IT))
        waiting: deque[Future[_Batch]] = deque()
        while batch := list(islice(rest, _BATCH)):
            with _unheard_interrupts():
                waiting.append(self._started().submit(_analyse, batch))
            if len(waiting) > _AHEAD * self._analysts:
                yield from self._documents(waiting.popleft().result())
        while waiting:
            yield from self._documents(waiting.popleft().result())

    def close(self) -> None:
        """Stop the workers; what they have not begun is dropped."""
        if self._pool is not None:
            with _unheard_interrupts():  # who presses Ctrl-C twice would wait for ever
                self._pool.shutdown(wait=True, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not forked: the copy of a process that has threads (numpy's are enough) may hang.
            self._pool = ProcessPoolExecutor(self._analysts, get_context("spawn"), _start, (self._analyzer.name,))
        return self._pool

    def _documents(self, batch: _Batch) -> Iterator[Document]:
        known = self._vocabularies.setdefault(batch.vocabulary, ([], [], []))
        for words, gained in zip(known, batch.gained, strict=True):
            words.extend(gained)
        parts = batch.parts()
        return (document_of(*analysed, next(parts), next(parts), known) for analysed in batch.documents)


@contextmanager
def _unheard_interrupts() -> Iterator[None]:
    """Leave Ctrl-C unheard for the moment in which work is handed over, and by processes that start in it, for ever.

    One in the middle of it leaves the pool in a state that it cannot be ended from; and a worker that has not yet come
    to ignore it would show a traceback.
    """
    if current_thread() is not main_thread():  # which is the only one that is interrupted
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Worker:
    """What a worker process keeps between batches."""

    def __init__(self, preset: str) -> None:
        self._analyzer = analyzer(preset)
        self._epoch = 0
        self._coder = Coder(self._analyzer)
        self._sent = (0, 0, 0)

    def analyse(self, jobs: list[_Job]) -> _Batch:
        if self._coder.full:
            self._epoch += 1
            self._coder, self._sent = Coder(self._analyzer), (0, 0, 0)
        documents = [_Analysed(a.id, columns_of(a, fingerprint), pack(a)) for a, fingerprint in jobs]
        parts = [self._coder.part(text) for article, _ in jobs for text in (article.title, article.text)]
        numbers = np.concatenate([part.numbers for part in parts], axis=1)
        lengths, places = [part.numbers.shape[1] for part in parts], [part.places for part in parts]
        surfaces, stems, roots = self._coder.vocabularies
        gained = surfaces[self._sent[0] :], stems[self._sent[1] :], roots[self._sent[2] :]
        self._sent = len(surfaces), len(stems), len(roots)
        return _Batch((getpid(), self._epoch), gained, documents, numbers, lengths, places)


_worker: _Worker | None = None


def _start(preset: str) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked
    _worker = _Worker(preset)


def _analyse(jobs: list[_Job]) -> _Batch:
    assert _worker is not None  # set by `_start` before any batch
    return _worker.analyse(jobs)
