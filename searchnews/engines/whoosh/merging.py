"""Merging segments: which, and how.

Segments are merged by tiers, so that a document is copied about log(documents) / log(TIER) times in its
life and an index has at most some TIER segments a tier. Lists are read term by term from all segments at
once and written in chunks: memory does not grow with the segments.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby
from math import log
from typing import Any, Final, NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.filedb.filestore import Storage

from searchnews.engines.whoosh.postings import Ints, ListWriter, Postings
from searchnews.engines.whoosh.schema import STORED
from searchnews.engines.whoosh.segment import CODEC, INDEX_NAME

__all__ = ["choose", "merge"]

TIER: Final = 8
"""Segments of like size that are merged into one."""

MAX_STORED: Final = 1 << 30
"""Bytes of stored documents that a merge may put into one segment: a column of Whoosh ends at 2 GB."""

MAX_DELETED: Final = 0.3
"""Share of deleted documents from which a segment is written anew."""

_CHUNK: Final = 1 << 20
_NO_DOCUMENT: Final = -1


def choose(segments: Iterable[Any], storage: Storage) -> list[list[Any]]:
    """Give groups of segments to be merged, each into one; a group of one is only rid of deleted documents.

    Segments that hold no live document are in none of the groups: they need only be dropped.
    """
    tiers: dict[int, list[Any]] = {}
    wasteful = []
    for segment in segments:
        live = segment.doc_count_all() - segment.deleted_count()
        if live:
            tiers.setdefault(int(log(live, TIER) + 1e-9), []).append(segment)
            if segment.deleted_count() > MAX_DELETED * segment.doc_count_all():
                wasteful.append(segment)
    groups = []
    for tier in sorted(tiers):
        members = tiers[tier]
        while len(members) >= TIER:
            group = _within_limits(members[:TIER], storage)
            members = members[TIER:]
            if len(group) > 1:
                groups.append(group)
    taken = {id(segment) for group in groups for segment in group}
    return groups + [[segment] for segment in wasteful if id(segment) not in taken]


def _within_limits(segments: list[Any], storage: Storage) -> list[Any]:
    group, total = [], 0
    for segment in segments:
        total += storage.file_length(CODEC.column_filename(segment, STORED))
        if total <= MAX_STORED:
            group.append(segment)
    return group


class _Source(NamedTuple):
    """A segment being merged, and the new number of each of its documents (-1 for deleted ones)."""

    segment: Any
    documents: Any
    terms: Any
    numbers: Ints


def merge(segments: list[Any], storage: Storage, schema: Any, made: list[Any]) -> Any:
    """Write the live documents of `segments`, in their order, as one new segment.

    It is in `made` before its first file is, for whoever must remove them if this fails.
    """
    target = CODEC.new_segment(storage, INDEX_NAME)
    made.append(target)
    sources, count = [], 0
    for segment in segments:
        numbers = np.full(segment.doc_count_all(), _NO_DOCUMENT, dtype=np.int64)
        live = [doc for doc in range(segment.doc_count_all()) if not segment.is_deleted(doc)]
        numbers[live] = np.arange(count, count + len(live))
        count += len(live)
        documents = CODEC.per_document_reader(storage, segment)
        sources.append(_Source(segment, documents, CODEC.terms_reader(storage, segment), numbers))
    try:
        lengths = _copy_documents(sources, CODEC.per_document_writer(storage, target), schema)
        _copy_lists(sources, ListWriter(storage, target), schema, lengths)
        # The average length comes from these. Whoosh would add up lengths rounded to one byte, and so change
        # every score with a merge.
        target._fieldlengths = {name: _total_length(sources, name) for name in lengths}
    finally:
        for source in sources:
            source.documents.close()
            source.terms.close()
    target.set_doc_count(count)
    return target


def _total_length(sources: list[_Source], field: str) -> int:
    total = 0
    for source in sources:
        length = source.documents.doc_field_length
        gone = sum(length(doc, field) or 0 for doc in source.segment.deleted_docs())
        total += max(0, source.documents.field_length(field) - gone)
    return total


def _copy_documents(sources: list[_Source], out: Any, schema: Any) -> dict[str, Ints]:
    """Copy columns and length bytes; give the length bytes of each scored field."""
    columns = {name: field.column_type for name, field in schema.items() if field.column_type}
    columns |= {f"_{name}_len": LENGTHS_COLUMN for name, field in schema.items() if field.scorable}
    scored = [name for name, field in schema.items() if field.scorable]
    kept: dict[str, bytearray] = {name: bytearray() for name in scored}
    number = 0
    for source in sources:
        readers = {
            name: source.documents.column_reader(name, column)
            for name, column in columns.items()
            if source.documents.has_column(name)
        }
        for doc in np.flatnonzero(source.numbers != _NO_DOCUMENT).tolist():
            out.start_doc(number)
            for name, reader in readers.items():
                out.add_column_value(name, columns[name], reader[doc])
            out.finish_doc()
            for name in scored:
                reader = readers.get(f"_{name}_len")
                kept[name].append(reader[doc] if reader else 0)
            number += 1
    out.close()
    return {name: np.frombuffer(bytes(data), dtype=np.uint8) for name, data in kept.items()}


def _copy_lists(sources: list[_Source], out: ListWriter, schema: Any, lengths: dict[str, Ints]) -> None:
    streams = [_terms(place, source) for place, source in enumerate(sources)]
    documents = sum(int((source.numbers != _NO_DOCUMENT).sum()) for source in sources)
    unscored = np.zeros(documents, dtype=np.uint8)
    chunk = _Chunk()
    field = ""
    for (name, term), group in groupby(heapq.merge(*streams), key=lambda item: item[:2]):
        if name != field or chunk.size >= _CHUNK:
            out.write(field, chunk.take(), lengths.get(field, unscored))
            field = name
        for _, _, place, info in group:
            source = sources[place]
            matcher = CODEC.postings_reader(source.terms._postfile, info, schema[name].format)
            chunk.extend(term, matcher, source.numbers)
    out.write(field, chunk.take(), lengths.get(field, unscored))
    out.close()


def _terms(place: int, source: _Source) -> Iterator[tuple[str, bytes, int, Any]]:
    # `place` differs between streams, so a merge of them never compares the term's information.
    return ((name, bytes(term), place, info) for (name, term), info in source.terms.items())


class _Chunk:
    """Collects lists until they are worth writing."""

    def __init__(self) -> None:
        self.size = 0
        self._terms: list[bytes] = []
        self._starts: list[int] = []
        self._docs: list[Ints] = []
        self._counts: list[float] = []
        self._values: list[bytes] = []

    def extend(self, term: bytes, matcher: Any, numbers: Ints) -> None:
        """Add the postings of `term` that a segment holds."""
        for ids, weights, values in _blocks(matcher):
            docs = numbers[np.asarray(ids, dtype=np.int64)]
            if (gone := docs == _NO_DOCUMENT).any():
                keep = np.flatnonzero(~gone).tolist()
                docs = docs[keep]
                weights, values = [weights[i] for i in keep], [values[i] for i in keep]
                if not keep:
                    continue
            if not self._terms or self._terms[-1] != term:
                self._terms.append(term)
                self._starts.append(self.size)
            self.size += len(docs)
            self._docs.append(docs)
            self._counts.extend(weights)
            self._values.extend(values)

    def take(self) -> Postings:
        """Give what was collected, and begin again."""
        docs = np.concatenate(self._docs) if self._docs else np.zeros(0, dtype=np.int64)
        values = self._values if self._values and self._values[0] else None
        counts = np.asarray(self._counts).astype(np.int64)
        lists = Postings(self._terms, np.asarray(self._starts, dtype=np.int64), docs, counts, values)
        self.__init__()  # type: ignore[misc]  # begin again
        return lists


def _blocks(matcher: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Give (documents, weights, values) a block at a time: a tenth of the cost of a posting at a time."""
    while matcher.is_active():
        matcher._read_ids()
        matcher._read_weights()
        matcher._read_values()
        yield matcher._ids, matcher._weights, [value or b"" for value in matcher._values]
        matcher._next_block()
