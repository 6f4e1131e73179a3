"""BM25F over the columns of all segments: the statistics of terms, and their postings, which are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Final, NamedTuple

from searchnews.engines.whoosh.columns import FieldColumns
from searchnews.engines.whoosh.impacts import FieldImpacts
from searchnews.engines.whoosh.norms import idf_of
from searchnews.engines.whoosh.postings import Postings, TermEntry, postings_of
from searchnews.engines.whoosh.segment import Segment

__all__ = ["Scorer", "Term"]

_KEPT_BYTES: Final = 128 << 20
_KEPT_SHARE: Final = 4
"""Memory for postings that were read and scored, or a fourth of the index if that is more.

Reading them takes several times as long as adding them up: of 150,000 articles, 1.8 ms a query with 96 MB, 0.9 with
enough for all.
"""


class Term(NamedTuple):
    """A term in all segments: its entry in each, None where it does not occur, and the documents that hold it.

    Deleted ones are counted, too. `idf` is Whoosh's, and 0.0 where there are no documents.
    """

    entries: list[TermEntry | None]
    documents: int
    idf: float


class Scorer:
    """Finds and scores terms over the segments of one commit. Deleted documents count in the statistics."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self.documents = sum(segment.documents for segment in segments)
        self._impacts: dict[str, FieldImpacts] = {}
        self._terms: dict[tuple[str, bytes], Term] = {}
        self._indexed: dict[str, bool] = {}
        self._kept: OrderedDict[tuple[FieldColumns, int], Postings] = OrderedDict()
        self._kept_bytes = 0
        self._most_kept_bytes = max(_KEPT_BYTES, sum(segment.file.size for segment in segments) // _KEPT_SHARE)
        self._lock = Lock()

    def term(self, field: str, term: bytes) -> Term:
        """Find a term; it is kept."""
        key = (field, term)
        found = self._terms.get(key)
        if found is None:
            if len(self._terms) > 1 << 16:
                self._terms.clear()
            found = self._terms[key] = self._found(field, term)
        return found

    def _found(self, field: str, term: bytes) -> Term:
        columns = [segment.field(field) for segment in self.segments]
        places = [-1 if each is None else each.terms.find(term) for each in columns]
        extents = [each.extent(at) if each and at >= 0 else (0, 0) for each, at in zip(columns, places, strict=True)]
        documents = sum(last - first for first, last in extents)
        idf = idf_of(self.documents, documents) if documents else 0.0
        entries = [
            TermEntry(each, at, *extent, idf) if each and at >= 0 else None
            for each, at, extent in zip(columns, places, extents, strict=True)
        ]
        return Term(entries, documents, idf)

    def is_indexed(self, field: str) -> bool:
        """Tell whether there is a field of this name; a column is none."""
        known = self._indexed.get(field)
        if known is None:
            known = self._indexed[field] = any(segment.field(field) is not None for segment in self.segments)
        return known

    def inflation(self, field: FieldColumns) -> float:
        """Give the most by which impacts here exceed the bounds that were taken when the segment was written.

        A longer average makes every document shorter, so to say; an impact grows at most as the average does.
        """
        return max(1.0, self.impacts(field.name).average / (field.average or 1))

    def top_impact(self, entry: TermEntry) -> float:
        """Give a bound on the impacts of a term in one segment."""
        return float(entry.field.tops(entry.first, entry.last).max()) * self.inflation(entry.field)

    def impacts(self, field: str) -> FieldImpacts:
        """Give what scoring in a field needs: computed when it is first asked."""
        known = self._impacts.get(field)
        if known is None:
            known = self._impacts[field] = FieldImpacts(self.segments, field, self.documents)
        return known

    def postings(self, entry: TermEntry) -> Postings:
        """Give the postings of a term in one segment: kept, or read and kept in place of what was asked longest ago."""
        key = entry.field, entry.term
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        read = postings_of(entry, self.impacts(entry.field.name))
        with self._lock:
            if key not in self._kept:
                self._kept[key] = read
                self._kept_bytes += read.nbytes
            while self._kept_bytes > self._most_kept_bytes and len(self._kept) > 1:
                self._kept_bytes -= self._kept.popitem(last=False)[1].nbytes
        return read
