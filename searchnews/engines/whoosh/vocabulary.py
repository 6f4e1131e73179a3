"""Which terms are common: in the whole index, or in some of its documents. Counted by arrays, whatever their number.

Deleted documents count in what is said of the whole index, as in all its statistics.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from searchnews.engines.base import TermCount, TermShare
from searchnews.engines.whoosh.columns import FieldColumns
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.terms import encode

__all__ = ["frequent_terms", "shares_of_terms"]

_AT_ONCE: Final = 1 << 20
"""So many postings are read together: enough for arrays to pay, 16 MB of memory."""

_BEST_EACH: Final = 2
"""So many times as many terms as are wanted are taken of each segment: of 36 usual beginnings in two
fields 41 needed a second round with as many as are wanted, none with twice as many."""


def frequent_terms(segments: Sequence[Segment], field: str, prefix: str, *, limit: int) -> list[TermCount]:
    """Give the `limit` terms that begin with `prefix` and that most documents hold, the most common first.

    Only the best of each segment are looked at. One that is not among these is in no more documents there than the last
    of them; as long as that could be enough, more are taken of each.
    """
    key = encode(prefix)
    columns = [found for segment in segments if (found := segment.field(field)) is not None]
    counts = [_Counts(one, one.terms.lower_bound(key), one.terms.end_of_prefix(key)) for one in columns]
    most = max((len(one.documents) for one in counts), default=0)
    taken = _BEST_EACH * limit  # the last of as many as are wanted is hardly ever in more than all that is unseen
    while True:
        best = _best(counts, taken, limit)
        unseen = sum(one.beyond for one in counts)
        if taken >= most or (len(best) == limit and best[-1][0] > unseen):
            return [TermCount(term.decode("utf-8", "surrogatepass"), count) for count, term in best]
        taken *= 4


def _best(counts: Sequence[_Counts], taken: int, limit: int) -> list[tuple[int, bytes]]:
    """Give the best `limit` of all terms that are among the best in some segment."""
    tops = [one.best(taken) for one in counts]
    least = Counter[
        bytes
    ]()  # how many documents hold a term at least: those of the segments where it is among the best
    for top in tops:
        least.update(top)
    if not least:
        return []
    enough = sorted(least.values(), reverse=True)[:limit][-1]
    totals = []
    for term, known in least.items():
        others = [one for one, top in zip(counts, tops, strict=True) if term not in top]
        if known + sum(one.beyond for one in others) >= enough:
            totals.append((known + sum(one.of(term) for one in others), term))
    return sorted(totals, key=lambda total: (-total[0], total[1]))[:limit]


class _Counts:
    """In how many documents of one segment each of the terms `first` to `last` stands.

    `beyond` is the most that a term can be in which `best` did not give.
    """

    def __init__(self, columns: FieldColumns, first: int, last: int) -> None:
        self._terms, self._first = columns.terms, first
        self.documents: Array = np.diff(columns.starts(first, last)) if first < last else np.zeros(0, np.int64)
        self.beyond = 0

    def best(self, count: int) -> dict[bytes, int]:
        """Give the terms of most documents; of those that are in equally many, the first."""
        order = np.arange(len(self.documents))
        self.beyond = 0
        if count < len(order):
            self.beyond = int(np.partition(self.documents, len(order) - count)[len(order) - count])
            above, ties = np.flatnonzero(self.documents > self.beyond), np.flatnonzero(self.documents == self.beyond)
            order = np.concatenate([above, ties[: count - len(above)]])
        return {self._terms[self._first + place]: int(self.documents[place]) for place in order.tolist()}

    def of(self, term: bytes) -> int:
        """Count the documents of a term."""
        place = self._terms.find(term)
        return int(self.documents[place - self._first]) if place >= 0 else 0


def shares_of_terms(
    segments: Sequence[Segment], field: str, documents: Sequence[Array], *, least: int
) -> list[TermShare]:
    """Give the terms that at least `least` of some documents hold, and how many of these and of all do.

    `documents` has those of each segment. What is in so many of all is in its part of them in some segment.
    """
    present = sum(1 for docs in documents if len(docs)) or 1
    parts = [_shares(one, field, docs) for one, docs in zip(segments, documents, strict=True)]
    wanted = {term for part in parts for term in part.held_by(-(-least // present))}
    found = []
    for term in sorted(wanted):
        within, overall = (sum(counts) for counts in zip(*(part.of(term) for part in parts), strict=True))
        if within >= least:
            found.append(TermShare(term.decode("utf-8", "surrogatepass"), within, overall))
    return found


class _Shares:
    """How many of some documents of one segment hold each of its terms, and how many of all."""

    def __init__(self, terms: list[bytes], within: Array, overall: Array) -> None:
        self._terms, self._within, self._overall = terms, within, overall

    def held_by(self, least: int) -> list[bytes]:
        """Give the terms that so many of the documents hold."""
        return [self._terms[place] for place in np.flatnonzero(self._within >= least).tolist()]

    def of(self, term: bytes) -> tuple[int, int]:
        """Count the documents of a term: of those given, and of all."""
        place = bisect_left(self._terms, term)
        if place == len(self._terms) or self._terms[place] != term:
            return 0, 0
        return int(self._within[place]), int(self._overall[place])


def _shares(segment: Segment, field: str, docs: Array) -> _Shares:
    columns = segment.field(field)
    if columns is None:
        return _Shares([], np.zeros(0, np.int64), np.zeros(0, np.int64))
    asked = np.zeros(segment.documents, bool)
    asked[docs] = True
    terms = columns.terms.stretch(0, len(columns.terms))  # at once: they are looked up by the thousand
    overall = np.diff(columns.starts(0, len(terms)))
    within = np.zeros(len(terms), np.int64)
    for first, last in _stretches(overall) if len(docs) else ():
        starts = columns.starts(first, last)
        held = asked[columns.docs_of(starts)]
        within[first:last] = np.add.reduceat(held, starts[:-1] - starts[0], dtype=np.int64)
    return _Shares(terms, within, overall)


def _stretches(postings: Array) -> Iterator[tuple[int, int]]:
    """Part terms in a row into stretches of about `_AT_ONCE` postings."""
    ends = np.cumsum(postings)
    first = 0
    while first < len(postings):
        before = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, before + _AT_ONCE, side="right")), first + 1)
        yield first, last
        first = last
