"""BM25F over the columns of all segments: one term at a time, all its documents at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from searchnews.engines.whoosh.columns import FieldColumns
from searchnews.engines.whoosh.norms import idf_of, impacts, norms
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.segment import Segment

__all__ = ["NOTHING", "Found", "Scorer", "TermEntry"]

_COMMON_FREQS: Final = 16
"""Frequencies below this are looked up in a table of impacts; there are few others."""


class Found(NamedTuple):
    """Documents of one segment, ascending, and their scores."""

    docs: Array
    scores: Array


NOTHING: Final = Found(np.zeros(0, np.int64), np.zeros(0))


class TermEntry(NamedTuple):
    """A term in one segment: its columns and its extent in them."""

    field: FieldColumns
    term: int
    first: int
    last: int


class _FieldNorms:
    """What scoring in one field needs of the whole index: computed when the field is first asked."""

    def __init__(self, segments: Sequence[Segment], name: str, documents: int) -> None:
        total = sum(field.total for segment in segments if (field := segment.field(name)) is not None)
        self.average = total / (documents or 1) or 1
        self.norms = norms(self.average)
        # impact of (frequency, length byte): the same arithmetic, done once for each pair that occurs much
        self.table = impacts(np.repeat(np.arange(_COMMON_FREQS), 256), np.tile(self.norms, _COMMON_FREQS))


class Scorer:
    """Finds and scores terms over the segments of one commit. Deleted documents count in the statistics."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self.documents = sum(segment.documents for segment in segments)
        self._norms: dict[str, _FieldNorms] = {}
        self._entries: dict[tuple[str, bytes], list[TermEntry | None]] = {}

    def entries(self, field: str, term: bytes) -> list[TermEntry | None]:
        """Give a term's entry in each segment; None where it does not occur."""
        key = (field, term)
        found = self._entries.get(key)
        if found is None:
            if len(self._entries) > 1 << 16:
                self._entries.clear()
            found = self._entries[key] = [_entry(segment.field(field), term) for segment in self.segments]
        return found

    def document_frequency(self, field: str, term: bytes) -> int:
        """Count the documents that hold a term, deleted ones too."""
        return sum(entry.last - entry.first for entry in self.entries(field, term) if entry is not None)

    def idf(self, field: str, term: bytes) -> float:
        """Give Whoosh's inverse document frequency of a term."""
        return idf_of(self.documents, self.document_frequency(field, term))

    def inflation(self, field: FieldColumns) -> float:
        """Give the most by which impacts here exceed the bounds that were taken when the segment was written.

        A longer average makes every document shorter, so to say; an impact grows at most as the average does.
        """
        return max(1.0, self._of(field.name).average / (field.average or 1))

    def top_impact(self, entry: TermEntry) -> float:
        """Give a bound on the impacts of a term in one segment."""
        return float(entry.field.tops(entry.first, entry.last).max()) * self.inflation(entry.field)

    def _of(self, name: str) -> _FieldNorms:
        known = self._norms.get(name)
        if known is None:
            known = self._norms[name] = _FieldNorms(self.segments, name, self.documents)
        return known

    def score(self, entry: TermEntry, weight: float) -> Found:
        """Score every document of a term in one segment; `weight` is idf, and boosts."""
        field = entry.field
        docs, freqs = field.docs(entry.first, entry.last), field.freqs(entry.first, entry.last)
        return Found(docs, weight * self.impacts(field, docs, freqs))

    def score_of(self, entry: TermEntry, weight: float, docs: Array) -> tuple[Array, Array]:
        """Give which of some documents hold a term in one segment, as places among them, and their scores."""
        field = entry.field
        held = field.docs(entry.first, entry.last)
        at = held.searchsorted(docs)
        hits = (held.take(at, mode="clip") == docs).nonzero()[0]
        if not len(hits):
            return hits, np.zeros(0)
        freqs = field.freqs(entry.first, entry.last)[at[hits]]
        return hits, weight * self.impacts(field, docs[hits], freqs)

    def impacts(self, field: FieldColumns, docs: Array, freqs: Array) -> Array:
        """Give BM25 without idf for documents and the frequencies of a term in them."""
        known = self._of(field.name)
        lengths = field.lengths.take(docs)
        if freqs.dtype != np.uint8 or (len(freqs) and int(freqs.max()) >= _COMMON_FREQS):
            return impacts(freqs, known.norms.take(lengths))
        pairs = freqs.astype(np.uint16)
        pairs <<= 8
        pairs |= lengths
        out: Array = known.table.take(pairs)
        return out


def _entry(field: FieldColumns | None, term: bytes) -> TermEntry | None:
    place = -1 if field is None else field.terms.find(term)
    return None if field is None or place < 0 else TermEntry(field, place, *field.extent(place))
