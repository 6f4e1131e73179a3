"""A transaction: new segments and deletions, made visible by one commit.

Until the commit, new segments are files that no table of contents names, and deletions are marks in memory:
a process that dies leaves the last commit as it was. Memory is that of one segment under construction,
whatever the number of documents.
"""

from __future__ import annotations

from typing import Any, Final

from searchnews.engines.base import Document
from searchnews.engines.whoosh.merging import choose, merge
from searchnews.engines.whoosh.schema import decode
from searchnews.engines.whoosh.segment import IdReader, SegmentBuilder
from searchnews.engines.whoosh.storage import Folder, damage_told

__all__ = ["MAX_TOKENS", "WhooshWriter"]

MAX_TOKENS: Final = 12_000_000
"""Tokens of all fields at which a segment is written."""


class WhooshWriter:
    """One transaction. It holds the writer's lock of the folder until it ends."""

    def __init__(self, folder: Folder, *, max_tokens: int = MAX_TOKENS) -> None:
        self._folder, self._storage, self._max_tokens = folder, folder.storage, max_tokens
        self._lock = folder.lock()
        self._builder: SegmentBuilder | None = None
        self._new: list[Any] = []
        self._readers: dict[str, IdReader] = {}
        self._changed = False
        self._ended = False
        try:
            with damage_told(folder.path):
                toc = folder.read()
                self._schema, self._generation, self._old = toc.schema, toc.generation, list(toc.segments)
                folder.clean(self._generation, self._old)
        except BaseException:
            folder.close()
            self._lock.release()
            raise

    def put(self, document: Document) -> None:
        """Add a document, replacing any with the same id, in the index or put earlier in this transaction."""
        self._check_open()
        if self._builder is None:
            self._builder = SegmentBuilder(self._storage, self._schema, max_tokens=self._max_tokens)
        self._builder.check(document)
        self.delete(document.id)
        self._builder.add(document)
        self._changed = True
        if self._builder.full:
            with damage_told(self._folder.path):
                self._flush()

    def delete(self, id: str) -> bool:
        """Delete the document with this id; False where there is none."""
        self._check_open()
        deleted = self._builder is not None and self._builder.delete(id)
        for reader in () if deleted else self._segment_readers([*self._old, *self._new]):
            if (doc := reader.find(id)) is not None:
                reader.segment.delete_document(doc)
                deleted = True
        self._changed |= deleted
        return deleted

    def pending(self, id: str, column: str) -> str | None:
        """Give a short value of the document put under this id in this transaction; None where none was."""
        self._check_open()
        if self._builder is not None and (value := self._builder.value(id, column)) is not None:
            return value
        for reader in self._segment_readers(self._new):
            if (doc := reader.find(id)) is not None:
                return decode(reader.value(doc, column))
        return None

    def commit(self) -> None:
        """Make everything put and deleted visible and lasting, all at once, and end the transaction."""
        self._check_open()
        try:
            if self._changed:
                with damage_told(self._folder.path):
                    self._flush()
                    self._close_readers()
                    segments = self._merged([*self._old, *self._new])
                    self._folder.publish(self._schema, segments, self._generation + 1)
        except BaseException:
            self.rollback()
            raise
        self._end()

    def rollback(self) -> None:
        """Forget everything put and deleted, and end the transaction. Harmless on one that has ended."""
        if self._ended:
            return
        if self._builder is not None:
            self._new.append(self._builder.segment)
        self._folder.close()
        # Otherwise the commit stands, and what failed was the tidying up after it.
        if self._folder.generation() == self._generation:
            for segment in self._new:
                self._folder.remove_segment(segment)
        self._end()

    def __enter__(self) -> WhooshWriter:
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
        self._readers.clear()
        self._folder.close()
        self._lock.release()

    def _flush(self) -> None:
        if self._builder is not None:
            builder, self._builder = self._builder, None
            self._new.append(builder.segment)  # first, so that a rollback knows of the files
            builder.finish()

    def _merged(self, segments: list[Any]) -> list[Any]:
        """Give the segments of the commit: merged where that is due, without those that hold nothing."""
        segments = [segment for segment in segments if segment.doc_count_all() > segment.deleted_count()]
        while groups := choose(segments, self._storage):
            for group in groups:
                merged = merge(group, self._storage, self._schema, self._new)
                place = min(segments.index(segment) for segment in group)
                segments = [segment for segment in segments if segment not in group]
                segments.insert(place, merged)
        return segments

    def _segment_readers(self, segments: list[Any]) -> list[IdReader]:
        for segment in segments:
            if segment.segment_id() not in self._readers:
                with damage_told(self._folder.path):
                    reader = IdReader(self._storage, self._schema, segment)
                self._readers[segment.segment_id()] = reader
        return [self._readers[segment.segment_id()] for segment in segments]

    def _close_readers(self) -> None:
        while self._readers:
            self._readers.popitem()[1].close()
