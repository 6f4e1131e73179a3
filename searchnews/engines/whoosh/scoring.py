"""BM25F over the columns of all segments: one term at a time, all its documents at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Final, NamedTuple, TypeVar, cast

import numpy as np

from searchnews.engines.whoosh.columns import FieldColumns
from searchnews.engines.whoosh.docbits import DENSE, DocBits
from searchnews.engines.whoosh.doclists import held
from searchnews.engines.whoosh.norms import idf_of, impacts, norms
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.segment import Segment

__all__ = ["NOTHING", "Found", "Scorer", "TermEntry", "joined"]

_COMMON_FREQS: Final = 16
"""Frequencies below this are looked up in a table of impacts; there are few others."""

_KEPT_BYTES: Final = 128 << 20
_KEPT_SHARE: Final = 4
"""Memory for postings that were read and scored, or a fourth of the index if that is more.

Reading them takes several times as long as adding them up: of 150,000 articles, 1.8 ms a query with 96 MB, 0.9 with
enough for all.
"""

_COMMON: Final = 1 << 16
_COMMON_SHARE: Final = 16
_LARGE: Final = 1 << 18
"""A term is common in so many documents or, in a segment of so many, in one of so many: then its documents are kept, as
bits, and none of its scores, few of which are ever asked for."""

_MANY: Final = 256
"""More documents are looked up among the bits of a common term."""


class Found(NamedTuple):
    """Documents of one segment, ascending, and their scores."""

    docs: Array
    scores: Array


NOTHING: Final = Found(np.zeros(0, np.int64), np.zeros(0))


def joined(found: Sequence[Found]) -> Found:
    """Give the documents and scores of several parts of a query, one after the other."""
    return Found(*(np.concatenate(column) for column in zip(*found, strict=True))) if found else NOTHING


class TermEntry(NamedTuple):
    """A term in one segment: its columns and its extent in them."""

    field: FieldColumns
    term: int
    first: int
    last: int


class _Kept(NamedTuple):
    """What is kept of a term: its documents, and of each its score, or the code of that."""

    docs: Array
    scores: Array

    @property
    def nbytes(self) -> int:
        return self.docs.nbytes + self.scores.nbytes


_T = TypeVar("_T", _Kept, DocBits)


class _FieldNorms:
    """What scoring in one field needs of the whole index: computed when the field is first asked."""

    def __init__(self, segments: Sequence[Segment], name: str, documents: int) -> None:
        total = sum(field.total for segment in segments if (field := segment.field(name)) is not None)
        self.average = total / (documents or 1) or 1
        self.norms = norms(self.average)
        # impact of (frequency, length byte): the same arithmetic, done once for each pair that occurs much; where a
        # term has no other, a score is kept as the code of its pair
        self.table = impacts(np.repeat(np.arange(_COMMON_FREQS), 256), np.tile(self.norms, _COMMON_FREQS))


class Scorer:
    """Finds and scores terms over the segments of one commit. Deleted documents count in the statistics."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self.documents = sum(segment.documents for segment in segments)
        self._norms: dict[str, _FieldNorms] = {}
        self._entries: dict[tuple[str, bytes], list[TermEntry | None]] = {}
        self._kept: OrderedDict[tuple[FieldColumns, int, bool], _Kept | DocBits] = OrderedDict()
        self._kept_bytes = 0
        self._most_kept_bytes = max(_KEPT_BYTES, sum(segment.file.size for segment in segments) // _KEPT_SHARE)
        self._lock = Lock()

    def entries(self, field: str, term: bytes) -> list[TermEntry | None]:
        """Give a term's entry in each segment; None where it does not occur."""
        key = (field, term)
        found = self._entries.get(key)
        if found is None:
            if len(self._entries) > 1 << 16:
                self._entries.clear()
            found = self._entries[key] = [_entry(segment.field(field), term) for segment in self.segments]
        return found

    def is_indexed(self, field: str) -> bool:
        """Tell whether there is a field of this name; a column is none."""
        return any(segment.field(field) is not None for segment in self.segments)

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

    def is_common(self, entry: TermEntry) -> bool:
        """Tell whether only the documents of a term are kept, as bits."""
        size = len(entry.field.lengths)
        return entry.last - entry.first >= (_COMMON if size < _LARGE else size // _COMMON_SHARE)

    def docs(self, entry: TermEntry) -> Array:
        """Give the documents of a term in one segment, ascending."""
        return self._read_docs(entry) if self.is_common(entry) else self._postings(entry).docs

    def bits(self, entry: TermEntry) -> DocBits:
        """Give the documents of a term in one segment as a set of bits."""
        size = len(entry.field.lengths)
        return self._kept_or((entry.field, entry.term, True), lambda: DocBits.of(self.docs(entry), size))

    def _postings(self, entry: TermEntry) -> _Kept:
        """Give the documents of a term that is not common, and their scores."""
        return self._kept_or((entry.field, entry.term, False), lambda: self._read(entry, self._read_docs(entry)))

    def impacts_at(self, entry: TermEntry, places: Array, docs: Array) -> Array:
        """Give BM25 without idf of the `docs` that stand at some ascending places among those of a term."""
        if self.is_common(entry):
            return self.impacts(entry.field, docs, entry.field.freqs_at(places + entry.first))
        return self._weighed(entry.field, self._postings(entry).scores[places], 1.0)

    def _kept_or(self, key: tuple[FieldColumns, int, bool], read: Callable[[], _T]) -> _T:
        """Give what is kept of a term, or read it, and keep it in place of what was asked longest ago."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return cast(_T, known)
        made = read()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._kept_bytes += made.nbytes
            while self._kept_bytes > self._most_kept_bytes and len(self._kept) > 1:
                self._kept_bytes -= self._kept.popitem(last=False)[1].nbytes
        return made

    def _read_docs(self, entry: TermEntry) -> Array:
        docs = entry.field.docs(entry.first, entry.last)
        return docs.astype(np.uint16 if len(entry.field.lengths) <= 1 << 16 else np.uint32, copy=False)

    def _read(self, entry: TermEntry, docs: Array) -> _Kept:
        field, freqs = entry.field, entry.field.freqs(entry.first, entry.last)
        codes = self._codes(field, docs, freqs)
        return _Kept(docs, self.impacts(field, docs, freqs) if codes is None else codes)

    def score(self, entry: TermEntry, weight: float) -> Found:
        """Score every document of a term in one segment; `weight` is idf, and boosts."""
        known = self._read(entry, self.docs(entry)) if self.is_common(entry) else self._postings(entry)
        return Found(known.docs, self._weighed(entry.field, known.scores, weight))

    def score_at(self, entry: TermEntry, places: Array, weight: float) -> Found:
        """Score the documents at many ascending places among those of a term."""
        if self.is_common(entry):
            docs, freqs = self._read_docs(entry)[places], entry.field.freqs(entry.first, entry.last)[places]
            return Found(docs, weight * self.impacts(entry.field, docs, freqs))
        known = self._postings(entry)
        return Found(known.docs[places], self._weighed(entry.field, known.scores[places], weight))

    def score_between(self, entry: TermEntry, first: int, last: int, weight: float) -> Found:
        """Score the documents at the places `first` to `last` (half-open) among those of a term."""
        if self.is_common(entry):
            docs, freqs = (
                self.bits(entry).between(first, last),
                entry.field.freqs(entry.first + first, entry.first + last),
            )
            return Found(docs, weight * self.impacts(entry.field, docs, freqs))
        known = self._postings(entry)
        return Found(known.docs[first:last], self._weighed(entry.field, known.scores[first:last], weight))

    def _weighed(self, field: FieldColumns, scores: Array, weight: float) -> Array:
        """Multiply scores that may be codes."""
        if scores.dtype != np.uint16:
            weighed: Array = weight * scores
        elif len(scores) < len(self._of(field.name).table):
            weighed = weight * self._of(field.name).table.take(scores)
        else:
            weighed = (weight * self._of(field.name).table).take(scores)
        return weighed

    def held(self, entry: TermEntry, docs: Array) -> tuple[Array, Array]:
        """Give which of some documents hold a term in one segment, as places among them and among the term's own."""
        many = len(docs) > _MANY and DENSE * (entry.last - entry.first) > len(entry.field.lengths)
        if many or self.is_common(entry):
            return self.bits(entry).held(docs)
        return held(self.docs(entry), docs)

    def impacts(self, field: FieldColumns, docs: Array, freqs: Array) -> Array:
        """Give BM25 without idf for documents and the frequencies of a term in them."""
        codes = self._codes(field, docs, freqs)
        if codes is None:
            return impacts(freqs, self._of(field.name).norms.take(field.lengths.take(docs)))
        out: Array = self._of(field.name).table.take(codes)
        return out

    def _codes(self, field: FieldColumns, docs: Array, freqs: Array) -> Array | None:
        """Give the places of impacts in the field's table; None where it has not all of them."""
        if freqs.dtype != np.uint8 or (len(freqs) and int(freqs.max()) >= _COMMON_FREQS):
            return None
        codes = freqs.astype(np.uint16)
        codes <<= 8
        codes |= field.lengths.take(docs)
        return codes


def _entry(field: FieldColumns | None, term: bytes) -> TermEntry | None:
    place = -1 if field is None else field.terms.find(term)
    return None if field is None or place < 0 else TermEntry(field, place, *field.extent(place))
