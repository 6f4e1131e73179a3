"""Analysing articles in several processes: reading goes on in this one, and documents come back in order.

A worker numbers words by itself and sends with each batch what forms the new ones have, so that what crosses between
processes is mostly arrays, and small: a worker waits while this process, busy with something else, takes in what it
has sent. What one has found out is not told the others: to take it in would cost them what it would save.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import current_thread, main_thread
from types import FrameType
from typing import Final, NamedTuple

from searchnews._building import DocumentBuilder, Job, batches, documents_of, texts_of
from searchnews._chunks import Array, Rows
from searchnews._coding import Coder, Vocabularies, Words
from searchnews.arabic import Analyzer, analyzer
from searchnews.engines.documents import DocumentBatch

__all__ = ["ParallelBuilder"]

_AHEAD: Final = 2
_RESERVE: Final = 24
"""Batches that each worker may have before it, and all together besides: enough that none waits while this process
writes a segment, few enough that memory is bounded (of the longest articles 24 MB of text)."""

_WORTH_IT: Final = 150
"""Articles up to which this process is done sooner than a worker has started."""


class _Analysed(NamedTuple):
    """The words of a batch, and what the worker has found out since the last one.

    That are the `forms` of the words that are new, and what its vocabularies have gained by them. `vocabulary` is the
    worker, and how often it has begun anew.
    """

    vocabulary: tuple[int, int]
    gained: Vocabularies
    forms: Array
    words: Words


_Coded = tuple[Words, Array, Vocabularies]
"""The words of a batch, and their forms by this process's vocabularies."""


class _Batch:
    """Articles whose words are being analysed: by a worker, or by this process."""

    def __init__(self, jobs: list[Job], coming: Future[_Analysed]) -> None:
        self.jobs, self.coming = jobs, coming
        self.here: _Coded | None = None

    @property
    def is_waited_for(self) -> bool:
        return self.here is None and not self.coming.done()


class ParallelBuilder:
    """Analyses articles with `workers` processes, once there are enough of them to be worth it.

    This one, which reads, packs and writes, is one of them. Where it would wait for the others it analyses too: the
    newest batches, which no other has begun; and all that is left where a worker was killed. Only for the presets,
    which a worker can make by their name.
    """

    def __init__(self, own: Analyzer, workers: int) -> None:
        self._analyzer, self._analysts = own, max(workers - 1, 1)
        self._coder = Coder(own)
        self._pool: ProcessPoolExecutor | None = None
        self._translations: dict[int, tuple[int, _Translation]] = {}  # by worker, with the epoch of its vocabularies

    def build(self, jobs: Iterable[Job]) -> Iterator[DocumentBatch]:
        """Analyse articles, and give their documents in their order."""
        rest = iter(jobs)
        first = list(islice(rest, _WORTH_IT))
        if len(first) < _WORTH_IT:
            yield from DocumentBuilder(self._analyzer).build(first)
            return
        waiting: deque[_Batch] = deque()
        for batch in batches(chain(first, rest)):
            # The first ones start the workers.
            with _unheard_interrupts() if len(waiting) <= self._analysts else _interrupts_heard_later():
                waiting.append(_Batch(batch, self._handed_over(batch)))
            if len(waiting) > _AHEAD * self._analysts + _RESERVE:
                yield self._oldest(waiting)
        while waiting:
            yield self._oldest(waiting)

    def close(self) -> None:
        """Stop the workers; what they have not begun is dropped."""
        if self._pool is not None:
            with _unheard_interrupts():  # who presses Ctrl-C twice would wait for ever
                self._pool.shutdown(wait=True, cancel_futures=True)

    def _handed_over(self, batch: list[Job]) -> Future[_Analysed]:
        try:
            return self._started().submit(_analyse, list(texts_of(batch)))
        except BrokenProcessPool as error:  # a worker was killed: from now on all is done here
            failed = Future[_Analysed]()
            failed.set_exception(error)
            return failed

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not forked: the copy of a process that has threads (numpy's are enough) may hang.
            self._pool = ProcessPoolExecutor(self._analysts, get_context("spawn"), _start, (self._analyzer.name,))
        return self._pool

    def _oldest(self, waiting: deque[_Batch]) -> DocumentBatch:
        """Give the documents of the oldest batch; as long as its words are not there, analyse the newest ones."""
        newest = reversed(waiting)
        while waiting[0].is_waited_for and (batch := next(newest, None)):
            if batch.here is None and self._taken_back(batch):
                batch.here = self._analysed_here(batch)
        batch = waiting.popleft()
        return documents_of(batch.jobs, *(batch.here or self._result(batch)))

    def _analysed_here(self, batch: _Batch) -> _Coded:
        self._coder = self._coder.renewed()
        words = self._coder.words(texts_of(batch.jobs))
        return words, self._coder.forms, self._coder.vocabularies

    def _result(self, batch: _Batch) -> _Coded:
        try:
            analysed = batch.coming.result()
        except BrokenProcessPool:
            if not self._translations:  # none has ever begun
                raise
            return self._analysed_here(batch)  # memory was short, and the system has killed one
        return self._received(analysed)

    def _taken_back(self, batch: _Batch) -> bool:
        with _interrupts_heard_later():
            return batch.coming.cancel()  # not where a worker has begun it

    def _received(self, analysed: _Analysed) -> _Coded:
        """Take in what a worker has found out, and give its words with their forms here."""
        self._coder = self._coder.renewed()
        worker, epoch = analysed.vocabulary
        if (known := self._translations.get(worker)) is None or known[0] != epoch:
            known = self._translations[worker] = epoch, _Translation()
        return analysed.words, known[1].forms(analysed.gained, analysed.forms, self._coder), self._coder.vocabularies


class _Translation:
    """The forms of a worker's words, by the numbers that surfaces, stems and roots have in this process."""

    def __init__(self) -> None:
        self._strings: Vocabularies = ([], [], [])
        self._theirs = Rows(3)
        self._begin(None)

    def _begin(self, coder: Coder | None) -> None:
        self._coder, self._numbers, self._here = coder, (Rows(1), Rows(1), Rows(1)), Rows(3)

    def forms(self, gained: Vocabularies, new: Array, coder: Coder) -> Array:
        """Take more terms and words of the worker, all anew where the coder is another; give the forms of all words."""
        for strings, more in zip(self._strings, gained, strict=True):
            strings.extend(more)
        self._theirs.add(*new)
        if self._coder is not coder:
            self._begin(coder)
            gained, new = self._strings, self._theirs.columns
        for rows, numbers in zip(self._numbers, coder.numbers_of(gained), strict=True):
            rows.add(numbers)
        self._here.add(*(rows.columns[0].take(numbers) for rows, numbers in zip(self._numbers, new, strict=True)))
        return self._here.columns


@contextmanager
def _unheard_interrupts() -> Iterator[None]:
    """Leave Ctrl-C unheard while workers are started or ended, and by those that start in it, for ever.

    One in the middle of it leaves the pool in a state that it cannot be ended from; and a worker that has not yet come
    to ignore it would show a traceback. Of a service manager, which does not ask twice, none is lost.
    """
    if current_thread() is not main_thread():  # which is the only one that is interrupted
        yield
        return
    with _heard_later(signal.SIGTERM):
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


@contextmanager
def _interrupts_heard_later() -> Iterator[None]:
    """Hear Ctrl-C and SIGTERM only when work has been handed over, for the same reason; they are not lost."""
    with _heard_later(signal.SIGTERM), _heard_later(signal.SIGINT):
        yield


@contextmanager
def _heard_later(signum: signal.Signals) -> Iterator[None]:
    """Have the handler of a signal called at the end; one that just ends the process, or is ignored, is left alone."""
    handler = signal.getsignal(signum)
    if not callable(handler) or current_thread() is not main_thread():
        yield
        return
    heard: list[tuple[int, FrameType | None]] = []
    signal.signal(signum, lambda number, frame: heard.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signum, handler)
    if heard:
        handler(*heard[0])


class _Worker:
    """What a worker process keeps between batches."""

    def __init__(self, preset: str) -> None:
        self._epoch = 0
        self._coder = Coder(analyzer(preset))
        self._sent = (0, 0, 0, 0)

    def analyse(self, texts: list[str]) -> _Analysed:
        if (coder := self._coder.renewed()) is not self._coder:
            self._coder, self._epoch, self._sent = coder, self._epoch + 1, (0, 0, 0, 0)
        words = self._coder.words(texts)
        surfaces, stems, roots = self._coder.vocabularies
        gained = surfaces[self._sent[0] :], stems[self._sent[1] :], roots[self._sent[2] :]
        forms = self._coder.forms[:, self._sent[3] :]
        self._sent = len(surfaces), len(stems), len(roots), self._sent[3] + forms.shape[1]
        return _Analysed((os.getpid(), self._epoch), gained, forms, words)


_worker: _Worker | None = None


def _start(preset: str) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked
    gc.disable()  # nothing here is part of a cycle, and looking for some takes a twentieth of the time
    if parent_process() is not None:  # all words would be let go of one by one, while the other waits for the end
        atexit.register(os._exit, 0)
    _worker = _Worker(preset)


def _analyse(texts: list[str]) -> _Analysed:
    assert _worker is not None  # set by `_start` before any batch
    return _worker.analyse(texts)
