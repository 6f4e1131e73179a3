"""Merging segments into one, by arrays, without their deleted documents.

A field is merged a stretch of terms at a time, so memory does not grow with the segments: what stands between two
terms is cut out of each segment, renumbered, sorted by term and laid out. Stored bytes are copied as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from searchnews.engines.columnar.building import new_segment_name
from searchnews.engines.columnar.columns import FieldColumns
from searchnews.engines.columnar.layout import FieldLayout, put_values
from searchnews.engines.columnar.sections import Array, SectionWriter
from searchnews.engines.columnar.segment import ID, ID_ORDER, STORED, STORED_ENDS, Segment, SegmentEntry

__all__ = ["MERGE_FACTOR", "choose", "merge"]

MERGE_FACTOR: Final = 8
"""So many segments of about one size become one."""

_TIER: Final = 4.0
_CHUNK: Final = 1 << 21
"""Tokens of a field that are merged at a time: about 60 bytes of memory each."""

_COPY: Final = 1 << 22


def choose(entries: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    """Choose segments that it is time to merge; none where there is nothing to do.

    Segments of about one size, once there are MERGE_FACTOR of them, and one that has lost half its documents.
    """
    for entry in entries:
        if entry.deleted * 2 > entry.documents:
            return [entry]
    by_size = sorted(entries, key=lambda entry: entry.live)
    for first in range(len(by_size) - MERGE_FACTOR + 1):
        group = by_size[first : first + MERGE_FACTOR]
        if group[-1].live <= max(group[0].live, 1) * _TIER * 2:
            return [entry for entry in entries if entry in group]
    return by_size[:MERGE_FACTOR] if len(by_size) > 4 * MERGE_FACTOR else []


class _Part(NamedTuple):
    """A segment to be merged: its documents' new numbers, and which of them are kept (None: all)."""

    segment: Segment
    numbers: Array
    kept: Array | None


class _Cut(NamedTuple):
    """The part of a segment's field that falls into a stretch of terms."""

    part: _Part
    field: FieldColumns
    first: int
    last: int


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
            for at in range(first, last, _COPY):
                file.append(segment.file.bytes(STORED, at, min(at + _COPY, last)))
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
    kinds = [field.place_kind for _, field in fields if field.has_places]
    places = max(kinds) if kinds else None
    layout = FieldLayout(file, name, lengths, average, places)
    for cuts in _stretches(fields):
        layout.add(*_merged(cuts, with_places=places is not None))
    return {**layout.finish(), "average": average}


def _lengths(part: _Part, name: str) -> Array:
    field = part.segment.field(name)
    lengths = np.zeros(part.segment.documents, np.uint8) if field is None else field.lengths
    return lengths if part.kept is None else lengths[part.kept]


def _stretches(fields: Sequence[tuple[_Part, FieldColumns]]) -> Iterator[list[_Cut]]:
    """Cut the fields of all segments at the same terms, into stretches of about _CHUNK tokens."""
    biggest = max((field for _, field in fields), key=lambda field: field.total, default=None)
    if biggest is None:
        return
    share = max(biggest.total * _CHUNK // max(sum(field.total for _, field in fields), 1), 1)
    borders = [biggest.terms[place] for place in biggest.places_of_share(share)]
    firsts = [0] * len(fields)
    for border in [*borders, None]:
        lasts = [len(f.terms) if border is None else f.terms.lower_bound(border) for _, f in fields]
        cuts = [_Cut(*field, *ends) for field, *ends in zip(fields, firsts, lasts, strict=True) if ends[0] < ends[1]]
        firsts = lasts
        if cuts:
            yield cuts


def _merged(cuts: Sequence[_Cut], *, with_places: bool) -> tuple[list[bytes], Array, Array, Array, Array | None]:
    """Merge what the cuts hold into postings in term order."""
    terms_of = [cut.field.terms.stretch(cut.first, cut.last) for cut in cuts]
    terms = sorted(set().union(*terms_of)) if len(cuts) > 1 else terms_of[0]
    place = {term: at for at, term in enumerate(terms)}
    pieces = [
        _piece(cut, np.array([place[t] for t in own], np.int64), with_places=with_places)
        for cut, own in zip(cuts, terms_of, strict=True)
    ]
    ranks, docs, freqs = (np.concatenate(column) for column in list(zip(*pieces, strict=True))[:3])
    order = np.argsort(ranks, kind="stable")
    places = None
    if with_places:
        flat = np.concatenate([piece[3] for piece in pieces])
        starts = np.cumsum(freqs) - freqs
        places = flat[_spread(starts[order], freqs[order])]
    ranks = ranks[order]
    used = np.flatnonzero(np.bincount(ranks, minlength=len(terms)))
    starts = np.append(np.searchsorted(ranks, used), len(ranks))
    return [terms[at] for at in used.tolist()], starts, docs[order], freqs[order], places


def _piece(cut: _Cut, places: Array, *, with_places: bool) -> tuple[Array, Array, Array, Array]:
    """Cut one segment's postings out: the rank, new document and frequency of each, and the places of all."""
    (_, numbers, kept), field, first, last = cut
    starts = field.starts(first, last)
    ranks = np.repeat(places, np.diff(starts))
    docs = field.docs(int(starts[0]), int(starts[-1]))
    freqs = field.freqs(int(starts[0]), int(starts[-1])).astype(np.int64)
    flat = np.zeros(0, np.uint32)
    if with_places and field.has_places:
        flat = field.place_slice(field.place_extent(first)[0], field.place_extent(last - 1)[1])
    if kept is not None:
        stays = kept[docs]
        flat = flat[np.repeat(stays, freqs)] if len(flat) else flat
        ranks, docs, freqs = ranks[stays], docs[stays], freqs[stays]
    return ranks, numbers[docs], freqs, flat


def _spread(starts: Array, counts: Array) -> Array:
    """Give start, start + 1, ... for each start, as many as its count says."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    spread: Array = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return spread


def _merge_column(file: SectionWriter, name: str, parts: Sequence[_Part]) -> None:
    columns = [part.segment.column(name) for part in parts]
    values_of = [[b""] if column is None else column.values.all() for column in columns]
    coded = []
    for part, column, own in zip(parts, columns, values_of, strict=True):
        codes = np.zeros(part.segment.documents, np.int64) if column is None else column.codes()
        coded.append((codes if part.kept is None else codes[part.kept], own))
    distinct = sorted({own[code] for codes, own in coded for code in np.unique(codes).tolist()})
    place = {value: at for at, value in enumerate(distinct)}
    new = [np.array([place.get(value, 0) for value in own], np.int64)[codes] for codes, own in coded]
    codes = np.concatenate(new)
    put_values(file, name, distinct, codes)
    if name == ID:
        order = np.zeros(len(distinct), np.int64)
        order[codes] = np.arange(len(codes))
        file.put(ID_ORDER, order)
