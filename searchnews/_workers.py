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
from itertools import chain, islice
from multiprocessing import get_context
from os import getpid
from threading import current_thread, main_thread
from types import FrameType
from typing import Final, NamedTuple

from searchnews._building import Coder, DocumentBuilder, Job, Vocabularies, Words, batches, documents_of, texts_of
from searchnews.arabic import Analyzer, analyzer
from searchnews.engines.base import DocumentBatch

__all__ = ["ParallelBuilder"]

_AHEAD: Final = 2
_RESERVE: Final = 24
"""Batches that each worker may have before it, and all together besides: enough that none waits while this process
writes a segment, few enough that memory is bounded (of the longest articles 24 MB of text)."""

_WORTH_IT: Final = 150
"""Articles up to which this process is done sooner than a worker has started."""


class _Analysed(NamedTuple):
    """The words of a batch, and those that the worker's vocabularies have gained since the last one."""

    vocabulary: tuple[int, int]
    gained: Vocabularies
    words: Words


class ParallelBuilder:
    """Analyses articles with `workers` processes, once there are enough of them to be worth it.

    This one, which reads, packs and writes, is one of them: with another analyst beside it on the same cores, both
    would only analyse the same words. Only for the presets, which a worker can make by their name.
    """

    def __init__(self, own: Analyzer, workers: int) -> None:
        self._analyzer, self._analysts = own, max(workers - 1, 1)
        self._pool: ProcessPoolExecutor | None = None
        self._vocabularies: dict[tuple[int, int], Vocabularies] = {}

    def build(self, jobs: Iterable[Job]) -> Iterator[DocumentBatch]:
        """Analyse articles, and give their documents in their order."""
        rest = iter(jobs)
        first = list(islice(rest, _WORTH_IT))
        if len(first) < _WORTH_IT:
            yield from DocumentBuilder(self._analyzer).build(first)
            return
        waiting: deque[tuple[list[Job], Future[_Analysed]]] = deque()
        for batch in batches(chain(first, rest)):
            # The first ones start the workers.
            with _unheard_interrupts() if len(waiting) <= self._analysts else _interrupts_heard_later():
                waiting.append((batch, self._started().submit(_analyse, list(texts_of(batch)))))
            if len(waiting) > _AHEAD * self._analysts + _RESERVE:
                yield self._documents(*waiting.popleft())
        while waiting:
            yield self._documents(*waiting.popleft())

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

    def _documents(self, batch: list[Job], coming: Future[_Analysed]) -> DocumentBatch:
        analysed = coming.result()
        known = self._vocabularies.setdefault(analysed.vocabulary, ([], [], []))
        for words, gained in zip(known, analysed.gained, strict=True):
            words.extend(gained)
        return documents_of(batch, analysed.words, known)


@contextmanager
def _unheard_interrupts() -> Iterator[None]:
    """Leave Ctrl-C unheard while workers are started or ended, and by those that start in it, for ever.

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


@contextmanager
def _interrupts_heard_later() -> Iterator[None]:
    """Hear a Ctrl-C only when work has been handed over, for the same reason; it is not lost."""
    if current_thread() is not main_thread():
        yield
        return
    heard: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: heard.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard and callable(before):
        before(*heard[0])


class _Worker:
    """What a worker process keeps between batches."""

    def __init__(self, preset: str) -> None:
        self._analyzer = analyzer(preset)
        self._epoch = 0
        self._coder = Coder(self._analyzer)
        self._sent = (0, 0, 0)

    def analyse(self, texts: list[str]) -> _Analysed:
        if self._coder.full:
            self._epoch += 1
            self._coder, self._sent = Coder(self._analyzer), (0, 0, 0)
        words = self._coder.words(texts)
        surfaces, stems, roots = self._coder.vocabularies
        gained = surfaces[self._sent[0] :], stems[self._sent[1] :], roots[self._sent[2] :]
        self._sent = len(surfaces), len(stems), len(roots)
        return _Analysed((getpid(), self._epoch), gained, words)


_worker: _Worker | None = None


def _start(preset: str) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked
    _worker = _Worker(preset)


def _analyse(texts: list[str]) -> _Analysed:
    assert _worker is not None  # set by `_start` before any batch
    return _worker.analyse(texts)
