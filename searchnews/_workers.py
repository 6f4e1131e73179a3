"""Making documents in several processes: reading goes on in this one, and documents come back in order.

A worker numbers words by itself and sends with each batch what forms the new ones have, so that what crosses between
processes is mostly arrays, and small: a worker waits while this process, busy with something else, takes in what it
has sent. What one has found out is not told the others: to take it in would cost them what it would save.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import fields
from itertools import chain, islice
from marshal import dumps, loads
from multiprocessing import get_context, parent_process
from operator import attrgetter
from pathlib import Path
from threading import RLock, current_thread, main_thread
from types import FrameType
from typing import Final, NamedTuple

from searchnews._building import DocumentBuilder, Made, Maker, batches, documents_of
from searchnews._chunks import Array, Rows
from searchnews._coding import Coder, Vocabularies
from searchnews.arabic import Analyzer, analyzer
from searchnews.engines.documents import DocumentBatch
from searchnews.model import Article

__all__ = ["ParallelBuilder"]

_AHEAD: Final = 2
_RESERVE: Final = 24
"""Batches that each worker has before it, and that are kept for all besides: enough that none waits while this process
writes a segment, few enough that memory is bounded (of the longest articles 24 MB of text)."""

_WORTH_IT: Final = 150
"""Articles up to which this process is done sooner than a worker has started."""


_PIPE_BYTES: Final = 1 << 20
_STDERR: Final = 2

_row_of: Final = attrgetter(*(field.name for field in fields(Article)))


class _Sent(NamedTuple):
    """What a worker has made of a batch, and what it has found out since the last one.

    That are the `forms` of the words that are new, and what its vocabularies have gained by them. `vocabulary` is the
    worker, and how often it has begun anew.
    """

    vocabulary: tuple[int, int]
    gained: Vocabularies
    forms: Array
    made: Made


_Here = tuple[Made, Array, Vocabularies]
"""What was made of a batch, with the forms of its words by this process's vocabularies."""


class _Batch:
    """Articles of which documents are being made: by a worker, from which they are `coming`, or by this process."""

    def __init__(self, articles: list[Article]) -> None:
        self.articles = articles
        self.coming: Future[_Sent] | None = None
        self.here: _Here | None = None

    @property
    def is_made(self) -> bool:
        return self.here is not None or (self.coming is not None and self.coming.done())


class ParallelBuilder:
    """Makes documents with `workers` processes, once there are enough of them to be worth it.

    This one, which reads and writes, is one of them. Where it would wait for the others it does their work too: of the
    newest batches, which no other has begun; and of all that is left where a worker was killed. Only for the presets,
    which a worker can make by their name.
    """

    def __init__(self, own: Analyzer, workers: int) -> None:
        self._analyzer, self._others = own, max(workers - 1, 1)
        self._maker = Maker(own)
        self._pool: ProcessPoolExecutor | None = None
        self._translations: dict[int, tuple[int, _Translation]] = {}  # by worker, with the epoch of its vocabularies
        self._lock = RLock()  # for these two: the pool's thread hands batches over while this one writes
        self._kept: deque[_Batch] = deque()
        self._handed_over = 0

    def build(self, articles: Iterable[Article]) -> Iterator[DocumentBatch]:
        """Analyse articles, and give their documents in their order."""
        rest = iter(articles)
        first = list(islice(rest, _WORTH_IT))
        if len(first) < _WORTH_IT:
            yield from DocumentBuilder(self._analyzer).build(first)
            return
        waiting: deque[_Batch] = deque()
        for batch in map(_Batch, batches(chain(first, rest))):
            waiting.append(batch)
            # The first ones start the workers.
            with _unheard_interrupts() if len(waiting) <= self._others else _interrupts_heard_later(), self._lock:
                self._kept.append(batch)
                self._hand_over()
            if len(waiting) > _AHEAD * self._others + _RESERVE:
                yield self._oldest(waiting)
        while waiting:
            yield self._oldest(waiting)

    def close(self) -> None:
        """Stop the workers; what they have not begun is dropped."""
        if self._pool is not None:
            with _unheard_interrupts():  # who presses Ctrl-C twice would wait for ever
                with self._lock:
                    self._kept.clear()
                self._pool.shutdown(wait=True, cancel_futures=True)

    def _hand_over(self) -> None:
        """Have the workers make the oldest batches that are kept, if they have not enough to do.

        Such as can be told of: what cannot be sent, for an `extra` may hold anything, is left to this process.
        """
        while self._kept and self._handed_over < _AHEAD * self._others:
            batch = self._kept.popleft()
            with suppress(ValueError, BrokenProcessPool):  # if a worker was killed, from now on all is done here
                batch.coming = self._started().submit(_make, dumps(list(map(_row_of, batch.articles))))
                self._handed_over += 1
                batch.coming.add_done_callback(self._came_back)

    def _came_back(self, coming: Future[_Sent]) -> None:
        """Hand the next batch over in place of one that is made.

        A pool that has ended is not asked, nor the lock, for it may hold one of its own that `submit` waits for.
        """
        if not coming.cancelled() and coming.exception() is None:
            with self._lock:
                self._handed_over -= 1
                self._hand_over()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not forked: the copy of a process that has threads (numpy's are enough) may hang.
            self._pool = ProcessPoolExecutor(self._others, get_context("spawn"), _start, (self._analyzer.name,))
        return self._pool

    def _oldest(self, waiting: deque[_Batch]) -> DocumentBatch:
        """Give the documents of the oldest batch; as long as they are not there, make those of the newest ones."""
        while not waiting[0].is_made and (batch := self._taken_back()):
            batch.here = self._made_here(batch)
        batch = waiting.popleft()
        return documents_of(batch.articles, *(batch.here or self._result(batch)))

    def _taken_back(self) -> _Batch | None:
        """Take the newest batch that is kept."""
        with _interrupts_heard_later(), self._lock:
            return self._kept.pop() if self._kept else None

    def _made_here(self, batch: _Batch) -> _Here:
        made = self._maker.make(batch.articles)
        return made, self._maker.coder.forms, self._maker.coder.vocabularies

    def _result(self, batch: _Batch) -> _Here:
        if batch.coming is None:
            return self._made_here(batch)
        try:
            sent = batch.coming.result()
        except BrokenProcessPool:
            if not self._translations:  # none has ever begun
                raise
            return self._made_here(batch)  # memory was short, and the system has killed one
        return self._received(sent)

    def _received(self, sent: _Sent) -> _Here:
        """Take in what a worker has found out, and give what it has made with the forms of its words here."""
        self._maker.renew()
        coder = self._maker.coder
        worker, epoch = sent.vocabulary
        if (known := self._translations.get(worker)) is None or known[0] != epoch:
            known = self._translations[worker] = epoch, _Translation()
        return sent.made, known[1].forms(sent.gained, sent.forms, coder), coder.vocabularies


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
        self._maker = Maker(analyzer(preset))
        self._coder = self._maker.coder
        self._sent = (0, 0, 0, 0)

    def make(self, articles: bytes) -> _Sent:
        made = self._maker.make([Article(*row) for row in loads(articles)])
        if self._maker.coder is not self._coder:
            self._coder, self._epoch, self._sent = self._maker.coder, self._epoch + 1, (0, 0, 0, 0)
        surfaces, stems, roots = self._coder.vocabularies
        gained = surfaces[self._sent[0] :], stems[self._sent[1] :], roots[self._sent[2] :]
        forms = self._coder.forms[:, self._sent[3] :]
        self._sent = len(surfaces), len(stems), len(roots), self._sent[3] + forms.shape[1]
        return _Sent((os.getpid(), self._epoch), gained, forms, made)


_worker: _Worker | None = None


def _start(preset: str) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked
    gc.disable()  # nothing here is part of a cycle, and looking for some takes a twentieth of the time
    if parent_process() is not None:  # all words would be let go of one by one, while the other waits for the end
        atexit.register(os._exit, 0)
        _widen_pipes()
    _worker = _Worker(preset)


def _widen_pipes() -> None:
    """Have whole batches fit into the pipes of this process, on Linux.

    Of 64 KB that one has, both ends would wait for each other several times a batch, each time for their turn to run.
    """
    if sys.platform == "linux":
        import fcntl

        for entry in list(Path("/proc/self/fd").iterdir()):
            if int(entry.name) > _STDERR:  # those before may be pipes of the user's
                with suppress(OSError):  # no pipe, or more than this user may have
                    fcntl.fcntl(int(entry.name), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _make(articles: bytes) -> _Sent:
    assert _worker is not None  # set by `_start` before any batch
    return _worker.make(articles)
