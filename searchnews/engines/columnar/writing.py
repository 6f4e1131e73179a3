"""A transaction: new segments and deletions, made visible by one commit.

Until the commit, new segments are files that no table of contents names, and deletions are marks in memory: a
process that dies leaves the last commit as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from searchnews.engines.base import Document
from searchnews.engines.columnar.building import SegmentBuilder
from searchnews.engines.columnar.contents import Folder, Lock
from searchnews.engines.columnar.inverting import encode
from searchnews.engines.columnar.merging import choose, merge
from searchnews.engines.columnar.sections import Array
from searchnews.engines.columnar.segment import Segment, SegmentEntry, write_deletions
from searchnews.errors import IndexFolderError

__all__ = ["DEFAULT_MEMORY", "ColumnarWriter"]

T = TypeVar("T")

DEFAULT_MEMORY: Final = 512 << 20
"""Bytes of memory that documents may take before they are written as a segment."""


class _Open:
    """A segment of the transaction: its reader, and its deletions so far."""

    def __init__(self, folder: str, entry: SegmentEntry, deleted: Iterable[int] = ()) -> None:
        self.entry = entry
        self.segment = Segment(folder, entry)
        self.fresh = set(deleted)  # deleted in this transaction

    def delete(self, id: str) -> bool:
        doc = self.find(id)
        if doc is not None:
            self.fresh.add(doc)
        return doc is not None

    def find(self, id: str) -> int | None:
        doc = self.segment.find(encode(id))
        return None if doc is None or doc in self.fresh else doc

    def flags(self) -> Array:
        old = self.segment.deleted
        flags = np.zeros(self.segment.documents, bool) if old is None else old.copy()
        flags[sorted(self.fresh)] = True
        return flags


class ColumnarWriter:
    """One transaction. It holds the writer's lock of the folder until it ends."""

    def __init__(self, folder: Folder, *, memory: int = DEFAULT_MEMORY) -> None:
        self._folder, self._memory = folder, memory
        self._lock = Lock(folder.path)
        self._builder: SegmentBuilder | None = None
        self._made: list[str] = []
        self._changed = self._ended = False
        try:
            self._contents = folder.read()
            folder.clean(self._contents)
            self._old = [_Open(folder.path, entry) for entry in self._contents.segments]
            self._new: list[_Open] = []
        except BaseException:
            self._lock.release()
            raise

    def put(self, document: Document) -> None:
        """Add a document, replacing any with the same id, in the index or put earlier in this transaction."""
        self._check_open()
        if self._builder is None:
            fields, columns = self._contents.fields, self._contents.columns
            self._builder = self._try(lambda: SegmentBuilder(self._folder.path, fields, columns))
            self._made.append(self._builder.name)
        self._builder.check(document)
        self.delete(document.id)
        builder = self._builder
        self._try(lambda: builder.add(document))
        self._changed = True
        if builder.memory >= self._memory:
            self._flush()

    def delete(self, id: str) -> bool:
        """Delete the document with this id; False where there is none."""
        self._check_open()
        deleted = self._builder is not None and self._builder.delete(id)
        deleted = deleted or any(segment.delete(id) for segment in (*self._new, *self._old))
        self._changed |= deleted
        return deleted

    def pending(self, id: str, column: str) -> str | None:
        """Give a short value of the document put under this id in this transaction; None where none was."""
        self._check_open()
        if self._builder is not None and (value := self._builder.value(id, column)) is not None:
            return value
        for opened in self._new:
            if (doc := opened.find(id)) is not None:
                values = opened.segment.column(column)
                return "" if values is None else values[doc].decode("utf-8", "surrogatepass")
        return None

    def commit(self) -> None:
        """Make everything put and deleted visible and lasting, all at once, and end the transaction."""
        self._commit(choose)

    def optimize(self) -> None:
        """Commit, with everything merged into one segment."""
        self._changed = True
        self._commit(lambda entries: list(entries) if len(entries) > 1 or any(e.deleted for e in entries) else [])

    def _commit(self, chosen: Callable[[Sequence[SegmentEntry]], list[SegmentEntry]]) -> None:
        self._check_open()
        try:
            if self._changed:
                self._flush()
                self._try(lambda: self._publish(chosen))
        except BaseException:
            self.rollback()
            raise
        self._end()

    def _publish(self, chosen: Callable[[Sequence[SegmentEntry]], list[SegmentEntry]]) -> None:
        entries = [entry for opened in (*self._old, *self._new) if (entry := self._settled(opened)).live]
        while group := chosen(entries):
            merged = merge(self._folder.path, [Segment(self._folder.path, entry) for entry in group])
            self._made.append(merged.name)
            place = entries.index(group[0])
            entries = [entry for entry in entries if entry not in group]
            entries.insert(min(place, len(entries)), merged)
        self._folder.publish(self._contents.fields, self._contents.columns, entries)

    def _settled(self, opened: _Open) -> SegmentEntry:
        """Write a segment's deletions down, if there are new ones, and give the entry that names them."""
        if not opened.fresh:
            return opened.entry
        flags = opened.flags()
        name = f"{Path(opened.entry.name).stem}.deleted-{self._contents.generation + 1}"
        self._made.append(name)
        self._folder.write(name, write_deletions(flags))
        return replace(opened.entry, deleted=int(flags.sum()), deletions=name)

    def rollback(self) -> None:
        """Forget everything put and deleted, and end the transaction. Harmless on one that has ended."""
        if self._ended:
            return
        if self._builder is not None:
            self._builder.abandon()
        # Unless the commit stands already, and what failed was the tidying up after it.
        if self._folder.newest() == self._contents.generation:
            for name in self._made:
                Path(self._folder.path, name).unlink(missing_ok=True)
        self._end()

    def __enter__(self) -> ColumnarWriter:
        return self

    def __exit__(self, exc_type: type[BaseException] | None, *exc: object) -> None:
        if exc_type is not None:
            self.rollback()
        elif not self._ended:
            self.commit()

    def _check_open(self) -> None:
        if self._ended:
            raise ValueError("the transaction has ended")

    def _end(self) -> None:
        self._ended = True
        self._builder = None
        self._old, self._new = [], []
        self._lock.release()

    def _flush(self) -> None:
        if self._builder is not None:
            builder = self._builder
            entry = self._try(builder.finish)
            self._builder = None
            self._new.append(_Open(self._folder.path, entry, builder.deleted))

    def _try(self, step: Callable[[], T]) -> T:
        try:
            return step()
        except OSError as error:
            reason = f"cannot be written to: {error.strerror}; the index is as it was before"
            raise IndexFolderError(reason, path=self._folder.path) from error
