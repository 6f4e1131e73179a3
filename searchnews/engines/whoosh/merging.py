"""Merging segments into one, by arrays, without their deleted documents.

A field is merged a stretch of terms at a time, so memory does not grow with the postings: what stands between two
terms is cut out of each segment, renumbered, sorted by term and laid out; a term that is too common for that is passed
on piece by piece. Stored bytes are copied as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from searchnews.engines.whoosh.building import new_segment_name
from searchnews.engines.whoosh.columns import FieldColumns, Piece
from searchnews.engines.whoosh.doclists import spread
from searchnews.engines.whoosh.layout import FieldLayout, put_codes, put_values
from searchnews.engines.whoosh.sections import Array, SectionWriter
from searchnews.engines.whoosh.segment import Segment, SegmentEntry
from searchnews.engines.whoosh.stored import StoredWriter
from searchnews.engines.whoosh.stretches import stretches
from searchnews.engines.whoosh.strings import Strings

__all__ = ["merge"]

_CHUNK: Final = 1 << 19
"""Tokens of a field that are merged at a time.

100,000 documents of 48 million tokens, 17 segments: 7.6 seconds and 100 MB of memory; with 1 << 21, 9.8 and 210.
"""

_CHUNK_BYTES: Final = 1 << 22

_LET_GO: Final = 64
"""Chunks of a field after which the memory is given back that the files take into which they reach."""


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
        stored = _copy_stored(file, parts)
        names = list(dict.fromkeys(name for segment in segments for name in segment.fields))
        facts = {name: _merge_field(file, name, parts) for name in names}
        columns = list(dict.fromkeys(name for segment in segments for name in segment.columns))
        for name in columns:
            _merge_column(file, name, parts)
        file.finish({"documents": documents, "fields": facts, "columns": columns, "stored": stored})
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


def _copy_stored(file: SectionWriter, parts: Sequence[_Part]) -> dict[str, Any]:
    stored = StoredWriter(file)
    for part in parts:
        stored.copy(part.segment.stored, part.kept)
        part.segment.file.let_go()
    return stored.finish()


def _merge_field(file: SectionWriter, name: str, parts: Sequence[_Part]) -> dict[str, float]:
    fields = [(part, field) for part in parts if (field := part.segment.field(name)) is not None]
    documents = sum(part.segment.documents for part, _ in fields)
    average = sum(field.total for _, field in fields) / max(documents, 1)
    lengths = np.concatenate([_lengths(part, name) for part in parts])
    places = all(field.has_places for _, field in fields)
    terms, weights = [field.terms for _, field in fields], [field.weights() for _, field in fields]
    with FieldLayout(file, name, lengths, average, places=places) as layout:
        for number, (extents, single) in enumerate(stretches(terms, weights, _CHUNK), 1):
            cuts = [_Cut(*fields[at], *extent) for at, extent in enumerate(extents) if extent[0] < extent[1]]
            if single:
                _pass_on(layout, cuts)
            else:
                layout.add(*_merged(cuts))
            if number % _LET_GO == 0:
                _let_go(parts)
        _let_go(parts)
        return layout.finish()


def _let_go(parts: Sequence[_Part]) -> None:
    for part in parts:
        part.segment.file.let_go()


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
    ranked, pieces = [], []
    for (part, field, first, last), own in zip(cuts, terms_of, strict=True):
        starts = field.starts(first, last)
        ranks = np.repeat(np.array([place[term] for term in own], np.uint32), np.diff(starts))
        piece, stays = _renumbered(part, _all(field, starts))
        ranked.append(ranks if stays is None else ranks[stays])
        pieces.append(piece)
    ranks = np.concatenate(ranked)
    docs, freqs, flat = (np.concatenate(column) for column in zip(*pieces, strict=True))
    order = np.argsort(ranks, kind="stable")
    places = None
    if cuts[0].field.has_places:
        starts = np.cumsum(freqs, dtype=np.int64) - freqs
        places = flat[spread(starts[order], freqs[order])]
    ranks = ranks[order]
    used = np.flatnonzero(np.bincount(ranks, minlength=len(terms)))
    starts = np.append(np.searchsorted(ranks, used), len(ranks))
    return [terms[at] for at in used.tolist()], starts, docs[order], freqs[order], places


def _pass_on(layout: FieldLayout, cuts: Sequence[_Cut]) -> None:
    """Lay out the one term that the cuts hold, piece after piece: its documents come in order as they are."""
    begun = False
    for part, field, term, _ in cuts:
        for piece in field.pieces(term, _CHUNK):
            (docs, freqs, flat), _ = _renumbered(part, piece)
            places = flat if field.has_places else None
            if begun:
                layout.extend(docs, freqs, places)
            elif len(docs):
                layout.add([field.terms[term]], np.array([0, len(docs)]), docs, freqs, places)
                begun = True


def _all(field: FieldColumns, starts: Array) -> Piece:
    """Cut the postings of terms in a row out of a segment."""
    first, last = int(starts[0]), int(starts[-1])
    freqs, places = field.freqs(first, last), np.zeros(0, np.int64)
    if field.has_places:
        token = field.tokens_before(first)
        places = field.place_slice(token, token + int(freqs.sum(dtype=np.int64)))
    return Piece(field.docs_of(starts), freqs, places)


def _renumbered(part: _Part, piece: Piece) -> tuple[Piece, Array | None]:
    """Give the new documents of a piece, without the deleted ones, and which of its postings these are (None: all)."""
    docs, freqs, places = piece.docs, piece.freqs.astype(np.uint32), piece.places
    stays = None
    if part.kept is not None:
        stays = part.kept[docs]
        places = places[np.repeat(stays, freqs)] if len(places) else places
        docs, freqs = docs[stays], freqs[stays]
    return Piece(part.numbers[docs], freqs, places), stays


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
