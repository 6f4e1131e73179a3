"""A transaction: new segments and deletions, made visible by one commit.

Until the commit, new segments are files that no table of contents names, and deletions are marks in memory: a
process that dies leaves the last commit as it was. A transaction in which writing fails has ended.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from searchnews.engines.documents import Document, DocumentBatch
from searchnews.engines.whoosh.building import SegmentBuilder
from searchnews.engines.whoosh.contents import Folder, Lock
from searchnews.engines.whoosh.merging import merge
from searchnews.engines.whoosh.policy import MOST_LOADED, choose
from searchnews.engines.whoosh.segment import Segment, SegmentEntry, pack_deletions
from searchnews.engines.whoosh.sieve import Sieve
from searchnews.engines.whoosh.terms import encode
from searchnews.errors import IndexFolderError

__all__ = ["DEFAULT_MEMORY", "WhooshWriter"]

DEFAULT_MEMORY: Final = 512 << 20
"""Bytes of memory that documents may take before they are written as a segment."""


_LAST_THREADS: Final = 2
"""Threads that write the last segment of a transaction: before it, other cores have articles to analyse."""


class _Open:
    """A segment as the transaction sees it: its reader, and the documents deleted since it was written."""

    def __init__(self, segment: Segment, deleted: Iterable[int] = ()) -> None:
        self.segment, self.entry = segment, segment.entry
        self.deleted = set(deleted)

    def delete(self, id: str) -> bool:
        doc = self.find(id)
        if doc is not None:
            self.deleted.add(doc)
        return doc is not None

    def find(self, id: str) -> int | None:
        doc = self.segment.find(encode(id))
        return None if doc is None or doc in self.deleted else doc

    def settle(self) -> SegmentEntry:
        """Mark what was deleted in the segment; give its entry, which names no file of deletions if that is new."""
        if self.deleted:
            old = self.segment.deleted
            flags = np.zeros(self.segment.documents, bool) if old is None else old.copy()
            flags[sorted(self.deleted)] = True
            self.segment.deleted = flags
            self.entry = self.entry._replace(deleted=int(flags.sum()), deletions=None)
        return self.entry


class WhooshWriter:
    """One transaction. It holds the writer's lock of the folder until it ends."""

    def __init__(self, folder: Folder, *, memory: int | None = None, columns: Iterable[str] = ()) -> None:
        self._folder, self._memory = folder, DEFAULT_MEMORY if memory is None else memory
        self._lock = Lock(folder.path)
        self._builder: SegmentBuilder | None = None
        self._made: list[str] = []
        self._new: list[_Open] = []
        self._sieve: Sieve | None = None
        self._changed = self._ended = False
        try:
            self._contents, segments = folder.open()
            folder.clean(self._contents)
            self._columns = tuple(dict.fromkeys((*self._contents.columns, *columns)))
            self._old = [_Open(segment) for segment in segments]
        except BaseException:
            self._lock.release()
            raise

    def put(self, document: Document) -> None:
        """Add a document, replacing any with the same id, in the index or put earlier in this transaction."""
        self.put_many(DocumentBatch.of(document))

    def put_many(self, batch: DocumentBatch) -> None:
        """Add many documents, as `put` does one after the other; if one of them cannot be kept, none is."""
        self._check_open()
        with self._all_or_nothing():
            builder = self._builder or self._begun()
        builder.check(batch)
        with self._all_or_nothing():
            for id in batch.ids:
                self._delete_written(id)
            builder.add(batch)
            self._changed |= len(batch.ids) > 0
            if builder.memory >= self._memory:
                self._flush()

    def delete(self, id: str) -> bool:
        """Delete the document with this id; False where there is none."""
        self._check_open()
        deleted = self._builder is not None and self._builder.delete(id)
        deleted = deleted or self._delete_written(id)
        self._changed |= deleted
        return deleted

    def _delete_written(self, id: str) -> bool:
        return any(segment.delete(id) for segment in (*self._new_with(id), *self._old))

    def pending(self, id: str, column: str) -> str | None:
        """Give a short value of the document put under this id in this transaction; None where none was."""
        self._check_open()
        if self._builder is not None and (value := self._builder.value(id, column)) is not None:
            return value
        for opened in self._new_with(id):
            if (doc := opened.find(id)) is not None:
                values = opened.segment.column(column)
                return "" if values is None else values[doc].decode("utf-8", "surrogatepass")
        return None

    def commit(self) -> None:
        """Make everything put and deleted visible and lasting, all at once, and end the transaction."""
        self._commit(choose)

    def optimize(self) -> None:
        """Commit, with everything merged into one segment; nothing is written where it is one already."""
        self._check_open()
        entries = [opened.entry for opened in self._old]
        self._changed |= len(entries) > 1 or any(entry.deleted for entry in entries)
        self._commit(lambda entries: list(entries) if len(entries) > 1 or any(e.deleted for e in entries) else [])

    def rollback(self) -> None:
        """Forget everything put and deleted, and end the transaction. Harmless on one that has ended."""
        if self._ended:
            return
        self._ended = True
        try:
            if self._builder is not None:
                self._builder.abandon()
            # Unless the commit could not be taken back: what it names has to stay.
            if self._made and self._folder.newest() == self._contents.generation:
                for name in self._made:
                    self._folder.remove(name)
        finally:
            self._end()

    def __enter__(self) -> WhooshWriter:
        return self

    def __exit__(self, exc_type: type[BaseException] | None, *exc: object) -> None:
        if exc_type is not None:
            self.rollback()
        elif not self._ended:
            self.commit()

    def _commit(self, chosen: Callable[[Sequence[SegmentEntry]], list[SegmentEntry]]) -> None:
        self._check_open()
        if not self._changed:
            self.rollback()
            return
        with self._all_or_nothing():
            self._flush(threads=_LAST_THREADS)
            self._publish(chosen)
        self._end()

    def _publish(self, chosen: Callable[[Sequence[SegmentEntry]], list[SegmentEntry]]) -> None:
        segments = [opened for opened in (*self._old, *self._new) if opened.settle().live]
        while group := chosen([opened.entry for opened in segments]):
            segments = self._with_merged(segments, [opened for opened in segments if opened.entry in group])
        if len(loaded := [opened for opened in segments if opened in self._new]) > MOST_LOADED:
            segments = self._with_merged(segments, loaded)
        entries = [self._written(opened) for opened in segments]
        self._lock.check()
        self._folder.publish(self._contents.fields, self._columns, entries)

    def _with_merged(self, segments: Sequence[_Open], members: Sequence[_Open]) -> list[_Open]:
        """Merge some segments; give all, with what became of these in the place of their first."""
        merged = merge(self._folder.path, [opened.segment for opened in members])
        self._made.append(merged.name)
        place = segments.index(members[0])
        rest = [opened for opened in segments if opened not in members]
        return [*rest[:place], _Open(Segment(self._folder.path, merged)), *rest[place:]]

    def _written(self, opened: _Open) -> SegmentEntry:
        """Write new deletions of a segment down; give the entry that names them."""
        flags = opened.segment.deleted
        if not opened.deleted or flags is None:
            return opened.entry
        name = f"{Path(opened.entry.name).stem}.deleted-{os.urandom(4).hex()}"
        self._made.append(name)
        self._folder.write(name, pack_deletions(flags))
        return opened.entry._replace(deletions=name)

    def _begun(self) -> SegmentBuilder:
        builder = SegmentBuilder(self._folder.path, self._contents.fields, self._columns)
        self._builder = builder
        return builder

    def _flush(self, threads: int = 1) -> None:
        builder = self._builder
        if builder is None:
            return
        if builder.documents == len(builder.deleted):
            builder.abandon()
            self._builder = None
            return
        self._made.append(builder.name)
        entry = builder.finish(threads=threads)
        self._builder = None
        self._new.append(_Open(Segment(self._folder.path, entry), builder.deleted))
        self._sieve = self._sieve or Sieve()
        self._sieve.add(builder.ids())

    def _new_with(self, id: str) -> Sequence[_Open]:
        return self._new if self._sieve is not None and self._sieve.may_hold(id) else ()

    def _check_open(self) -> None:
        if self._ended:
            raise ValueError("the transaction has ended")

    def _end(self) -> None:
        self._ended = True
        self._builder = self._sieve = None
        self._old, self._new = [], []
        self._lock.release()

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """Roll back on any error, and tell those of the system as errors of the index."""
        try:
            yield
        except BaseException as error:
            self.rollback()
            if isinstance(error, OSError):
                reason = f"cannot be written to: {error.strerror or error}; {self._outcome()}"
                raise IndexFolderError(reason, path=self._folder.path) from error
            raise

    def _outcome(self) -> str:
        if self._folder.newest() == self._contents.generation:
            return "the index is as it was before"
        # The very last step failed, and so did taking it back.
        return "what was written can be seen, but may not outlast a power failure"
