"""Merging segments into one, by arrays, without their deleted documents.

A field is merged a stretch of terms at a time, so memory does not grow with the postings: what stands between two
terms is cut out of each segment, renumbered, sorted by term and laid out; a term that is too common for that is passed
on piece by piece. Stored bytes are copied as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from searchnews.engines.whoosh.building import new_segment_name
from searchnews.engines.whoosh.columns import FieldColumns, Strings
from searchnews.engines.whoosh.layout import FieldLayout, put_codes, put_values
from searchnews.engines.whoosh.sections import Array, SectionWriter
from searchnews.engines.whoosh.segment import STORED, STORED_ENDS, Segment, SegmentEntry
from searchnews.engines.whoosh.stretches import stretches

__all__ = ["merge"]

_CHUNK: Final = 1 << 19
"""Tokens of a field that are merged at a time.

100,000 documents of 48 million tokens, 17 segments: 7.6 seconds and 100 MB of memory; with 1 << 21, 9.8 and 210.
"""

_CHUNK_BYTES: Final = 1 << 22


class _Part(NamedTuple):
    """A segment to be merged: its documents' new numbers, and which of them are kept (None: all)."""

    segment: Segment
    numbers: Array
    kept: Array | None


def merge(folder: str, segments: Sequence[Segment]) -> SegmentEntry:
    """Write the live documents of several segments as one, in their order; give its entry."""
    parts, documents = _numbered(segments)
    file = SectionWriter(str(Path(folder, new_segment_name())))
    try:
        _copy_stored(file, parts)
        names = list(dict.fromkeys(name for segment in segments for name in segment.fields))
        facts = {name: _merge_field(file, name, parts) for name in names}
        columns = list(dict.fromkeys(name for segment in segments for name in segment.columns))
        for name in columns:
            _merge_column(file, name, parts)
        file.finish({"documents": documents, "fields": facts, "columns": columns})
    except BaseException:
        file.abandon()
        raise
    return SegmentEntry(Path(file.path).name, documents)


def _numbered(segments: Sequence[Segment]) -> tuple[list[_Part], int]:
    parts, base = [], 0
    for segment in segments:
        kept = None if segment.deleted is None else ~segment.deleted
        live = np.ones(segment.documents, np.int64) if kept is None else kept.astype(np.int64)
        parts.append(_Part(segment, np.cumsum(live) - 1 + base, kept))
        base += int(live.sum())
    return parts, base


def _copy_stored(file: SectionWriter, parts: Sequence[_Part]) -> None:
    ends, total = [], 0
    file.begin(STORED)
    for segment, _, kept in parts:
        old_ends = segment.file.checked(STORED_ENDS).astype(np.int64)
        starts = np.concatenate([np.zeros(1, np.int64), old_ends[:-1]])
        live = np.arange(len(old_ends)) if kept is None else np.flatnonzero(kept)
        ends.append(np.cumsum(old_ends[live] - starts[live]) + total)
        total = int(ends[-1][-1]) if len(live) else total
        for first, last in _runs(starts[live], old_ends[live]):
            for at in range(first, last, _CHUNK_BYTES):
                file.append(segment.file.bytes(STORED, at, min(at + _CHUNK_BYTES, last)))
    file.end(STORED)
    file.put(STORED_ENDS, np.concatenate(ends))


def _runs(starts: Array, ends: Array) -> Iterator[tuple[int, int]]:
    """Join stretches that touch."""
    if len(starts):
        breaks = np.flatnonzero(starts[1:] != ends[:-1]) + 1
        firsts, lasts = np.concatenate([[0], breaks]), np.concatenate([breaks, [len(starts)]]) - 1
        yield from zip(starts[firsts].tolist(), ends[lasts].tolist(), strict=True)


def _merge_field(file: SectionWriter, name: str, parts: Sequence[_Part]) -> dict[str, float]:
    fields = [(part, field) for part in parts if (field := part.segment.field(name)) is not None]
    documents = sum(part.segment.documents for part, _ in fields)
    average = sum(field.total for _, field in fields) / max(documents, 1)
    lengths = np.concatenate([_lengths(part, name) for part in parts])
    places = max(field.place_kind for _, field in fields) if all(field.has_places for _, field in fields) else None
    terms, weights = [field.terms for _, field in fields], [field.weights() for _, field in fields]
    with FieldLayout(file, name, lengths, average, places) as layout:
        for extents, single in stretches(terms, weights, _CHUNK):
            cuts = [_Cut(*fields[at], *extent) for at, extent in enumerate(extents) if extent[0] < extent[1]]
            if single:
                _pass_on(layout, cuts)
            else:
                layout.add(*_merged(cuts))
        return {**layout.finish(), "average": average}


def _lengths(part: _Part, name: str) -> Array:
    field = part.segment.field(name)
    lengths = np.zeros(part.segment.documents, np.uint8) if field is None else field.lengths
    return lengths if part.kept is None else lengths[part.kept]


class _Cut(NamedTuple):
    """A segment's field, between two terms."""

    part: _Part
    field: FieldColumns
    first: int
    last: int


def _merged(cuts: Sequence[_Cut]) -> tuple[list[bytes], Array, Array, Array, Array | None]:
    """Merge what the cuts hold into postings in term order."""
    terms_of = [cut.field.terms.stretch(cut.first, cut.last) for cut in cuts]
    terms = sorted(set().union(*terms_of)) if len(cuts) > 1 else terms_of[0]
    place = {term: at for at, term in enumerate(terms)}
    pieces = []
    for (part, field, first, last), own in zip(cuts, terms_of, strict=True):
        starts = field.starts(first, last)
        ranks = np.repeat(np.array([place[term] for term in own], np.uint32), np.diff(starts))
        token = field.place_extent(first)[0] if field.has_places else 0
        pieces.append(_piece(part, field, ranks, int(starts[0]), int(starts[-1]), token))
    ranks, docs, freqs = (np.concatenate(column) for column in list(zip(*pieces, strict=True))[:3])
    order = np.argsort(ranks, kind="stable")
    places = None
    if cuts[0].field.has_places:
        flat = np.concatenate([piece.places for piece in pieces])
        starts = np.cumsum(freqs, dtype=np.int64) - freqs
        places = flat[_spread(starts[order], freqs[order])]
    ranks = ranks[order]
    used = np.flatnonzero(np.bincount(ranks, minlength=len(terms)))
    starts = np.append(np.searchsorted(ranks, used), len(ranks))
    return [terms[at] for at in used.tolist()], starts, docs[order], freqs[order], places


def _pass_on(layout: FieldLayout, cuts: Sequence[_Cut]) -> None:
    """Lay out the one term that the cuts hold, piece after piece: its documents come in order as they are."""
    begun = False
    for part, field, term, _ in cuts:
        (at, last), token = field.extent(term), field.place_extent(term)[0] if field.has_places else 0
        while at < last:
            tokens = np.cumsum(field.freqs(at, min(at + _CHUNK, last)), dtype=np.int64)
            count = max(int(np.searchsorted(tokens, _CHUNK, side="right")), 1)
            _, docs, freqs, flat = _piece(part, field, np.zeros(count, np.uint32), at, at + count, token)
            places = flat if field.has_places else None
            if begun:
                layout.extend(docs, freqs, places)
            elif len(docs):
                layout.add([field.terms[term]], np.array([0, len(docs)]), docs, freqs, places)
                begun = True
            at, token = at + count, token + int(tokens[count - 1])


class _Piece(NamedTuple):
    """Postings cut out of a segment: the rank, new document and frequency of each, and the places of all."""

    ranks: Array
    docs: Array
    freqs: Array
    places: Array


def _piece(part: _Part, field: FieldColumns, ranks: Array, first: int, last: int, token: int) -> _Piece:
    """Cut postings `first` to `last` out, the first token of which is `token`."""
    docs, freqs = field.docs(first, last), field.freqs(first, last).astype(np.uint32)
    flat = np.zeros(0, np.uint32)
    if field.has_places:
        flat = field.place_slice(token, token + int(freqs.sum(dtype=np.int64)))
    if part.kept is not None:
        stays = part.kept[docs]
        flat = flat[np.repeat(stays, freqs)] if field.has_places else flat
        ranks, docs, freqs = ranks[stays], docs[stays], freqs[stays]
    return _Piece(ranks, part.numbers[docs], freqs, flat)


def _spread(starts: Array, counts: Array) -> Array:
    """Give start, start + 1, ... for each start, as many as its count says."""
    ends = np.cumsum(counts, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    spread: Array = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return spread


class _OneEmpty:
    """The values of a column that a segment does not have: all empty."""

    def __len__(self) -> int:
        return 1

    def __getitem__(self, place: int) -> bytes:
        return b""

    def lower_bound(self, key: bytes) -> int:
        return int(key > b"")

    def stretch(self, first: int, last: int) -> list[bytes]:
        return [b""] * (last - first)

    def weights(self) -> Array:
        return np.array([0, 1])


def _merge_column(file: SectionWriter, name: str, parts: Sequence[_Part]) -> None:
    columns = [part.segment.column(name) for part in parts]
    values = [_OneEmpty() if column is None else column.values for column in columns]
    codes, used = [], []
    for part, column, own in zip(parts, columns, values, strict=True):
        all_codes = np.zeros(part.segment.documents, np.uint8) if column is None else column.codes()
        codes.append(all_codes if part.kept is None else all_codes[part.kept])
        used.append(np.bincount(codes[-1], minlength=len(own)) > 0)
    numbers = [np.zeros(len(own), np.uint32) for own in values]
    put_values(file, name, _united(values, used, numbers))
    new = np.concatenate([own[some] for own, some in zip(numbers, codes, strict=True)])
    put_codes(file, name, new, int(new.max()) + 1 if len(new) else 0)


def _united(
    values: Sequence[_OneEmpty | Strings], used: Sequence[Array], numbers: Sequence[Array]
) -> Iterator[list[bytes]]:
    """Give the distinct values that are used, sorted; put their numbers into `numbers`."""
    count = 0
    for extents, _ in stretches(values, [own.weights() for own in values], _CHUNK_BYTES):
        held = []
        for own, wanted, (first, last) in zip(values, used, extents, strict=True):
            kept = np.flatnonzero(wanted[first:last])
            strings = own.stretch(first, last)
            held.append((kept + first, [strings[at] for at in kept.tolist()]))
        united = sorted(set().union(*(strings for _, strings in held)))
        place = {value: count + at for at, value in enumerate(united)}
        for into, (at, strings) in zip(numbers, held, strict=True):
            into[at] = [place[value] for value in strings]
        count += len(united)
        yield united
