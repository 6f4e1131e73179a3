"""The common query, fast: any of some terms, and others that only add to the score.

`Or` of terms, and `AndMaybe` of two such, are what words without operators become. In a small segment all their
postings are scored in one go; in a large one only what can still reach the best (MaxScore: Turtle and Flood, "Query
Evaluation: Strategies and Optimizations", 1995), and of a common term only the runs of postings whose bounds can
(block maxima: Ding and Suel, "Faster Top-k Document Retrieval Using Block-Max Indexes", 2011). The total is exact
either way: it needs the documents of the terms, but none of their scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from searchnews.engines.whoosh.columns import RUN
from searchnews.engines.whoosh.deadline import Deadline
from searchnews.engines.whoosh.doclists import union
from searchnews.engines.whoosh.inverting import encode
from searchnews.engines.whoosh.scoring import NOTHING, Found, Scorer, TermEntry
from searchnews.engines.whoosh.sections import Array

__all__ = ["Disjunction", "Leaf", "Top"]

_ALL_AT_ONCE: Final = 200_000
"""Postings up to which scoring them all is faster than choosing: measured on 30,000 to 1,000,000 articles."""

_SPARSE: Final = 16
"""Where so many times the postings are fewer than the documents, they are sorted, not counted."""


class Leaf(NamedTuple):
    """One term of the query: its field, its bytes, its boost, and whether it is one that lets a document match."""

    field: str
    term: bytes
    boost: float
    required: bool


class Top(NamedTuple):
    """The number of documents that match, and the best of them: at least as many as were asked for, or all."""

    total: int
    best: Found


class _Scored(NamedTuple):
    """A leaf in one segment."""

    entry: TermEntry
    weight: float
    required: bool

    @property
    def postings(self) -> int:
        """The documents that hold it."""
        return self.entry.last - self.entry.first


class Disjunction:
    """A flat query, ready to be asked of any segment."""

    def __init__(self, leaves: Sequence[Leaf], scorer: Scorer, deadline: Deadline) -> None:
        self._scorer, self._deadline = scorer, deadline
        self._leaves = [
            (leaf, scorer.entries(leaf.field, leaf.term), scorer.idf(leaf.field, leaf.term) * leaf.boost)
            for leaf in leaves
            if scorer.document_frequency(leaf.field, leaf.term)
        ]

    @classmethod
    def of(cls, query: Any, scorer: Scorer, deadline: Deadline) -> Disjunction | None:
        """Give the flat form of a query; None where it has none."""
        try:
            return cls(list(_leaves(query, 1.0, scorer, required=True)), scorer, deadline)
        except _NotFlatError:
            return None

    def found(self, number: int) -> Found:
        """Score every document that matches in a segment."""
        leaves = self._here(number)
        if not any(leaf.required for leaf in leaves):
            return NOTHING
        if len(leaves) == 1:
            return self._scorer.score(leaves[0].entry, leaves[0].weight)
        required, optional = self._joined(leaves, required=True), self._joined(leaves, required=False)
        size = self._scorer.segments[number].documents
        if _SPARSE * (len(required.docs) + len(optional.docs)) < size:
            return _sparse(required, optional)
        scores = np.bincount(required.docs, required.scores, size)
        docs = np.flatnonzero(scores)
        scores = scores[docs]
        if len(optional.docs):
            scores += np.bincount(optional.docs, optional.scores, size)[docs]
        return Found(docs, scores)

    def top(self, number: int, wanted: int) -> Top | None:
        """Give the best documents of a segment without scoring all; None where scoring all is as good.

        Deleted documents are not known here, so a segment that has some is scored whole.
        """
        leaves = self._here(number)
        if sum(leaf.postings for leaf in leaves) <= _ALL_AT_ONCE or self._scorer.segments[number].deleted is not None:
            return None
        required = [leaf for leaf in leaves if leaf.required]
        if not required:
            return Top(0, NOTHING)
        matching = None
        if len(required) == 1:
            total = required[0].postings
        if len(required) > 1 or len(leaves) > 1:
            matching = np.zeros(self._scorer.segments[number].documents, bool)
            for leaf in required:
                self._deadline.check()
                matching[self._scorer.docs(leaf.entry)] = True
            total = int(np.count_nonzero(matching))
        return Top(total, _Pruned(self._scorer, leaves, matching, wanted).best(self._deadline))

    def _here(self, number: int) -> list[_Scored]:
        scored = []
        for leaf, entries, weight in self._leaves:
            if (entry := entries[number]) is not None:
                scored.append(_Scored(entry, weight, leaf.required))
        return scored

    def _joined(self, leaves: Sequence[_Scored], *, required: bool) -> Found:
        """Give the documents and scores of those leaves that are required, or not, one after the other."""
        found = []
        for leaf in leaves:
            if leaf.required == required:
                self._deadline.check()
                found.append(self._scorer.score(leaf.entry, leaf.weight))
        if not found:
            return NOTHING
        return Found(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _sparse(required: Found, optional: Found) -> Found:
    """Add scores up without an array as long as the segment."""
    docs = union([required.docs])
    scores = np.bincount(np.searchsorted(docs, required.docs), required.scores, len(docs))
    if len(optional.docs):
        at = np.searchsorted(docs, optional.docs)
        at[at == len(docs)] = 0
        held = docs[at] == optional.docs
        scores += np.bincount(at[held], optional.scores[held], len(docs))
    return Found(docs, scores)


class _Pruned:
    """Finds the best documents of one segment, leaves of the highest bounds first.

    Invariant: a document that is no candidate has none of the leaves taken so far, or could not reach the
    threshold with all that the others can add.
    """

    def __init__(self, scorer: Scorer, leaves: Sequence[_Scored], matching: Array | None, wanted: int) -> None:
        self._scorer, self._matching, self._wanted = scorer, matching, wanted
        bounds = [(leaf.weight * scorer.top_impact(leaf.entry), leaf) for leaf in leaves]
        self._leaves = sorted(bounds, key=lambda pair: -pair[0])
        self._docs, self._scores = NOTHING
        self._threshold = 0.0

    def best(self, deadline: Deadline) -> Found:
        """Give the best documents, and their whole scores."""
        rest = sum(bound for bound, _ in self._leaves)
        for bound, leaf in self._leaves:
            deadline.check()
            # A document that is no candidate can reach what this leaf and all still to come add.
            brings_in = rest >= self._threshold
            rest -= bound
            if brings_in:
                self._widen(leaf, rest)
            else:
                self._add(leaf)
            self._narrow(rest)
        return Found(self._docs, self._scores)

    def _widen(self, leaf: _Scored, others: float) -> None:
        """Add a leaf's scores to the candidates, and take in the documents that it makes candidates."""
        field, first, last = leaf.entry.field, leaf.entry.first, leaf.entry.last
        needed = (self._threshold - others) / leaf.weight
        docs = self._scorer.docs(leaf.entry)
        places = np.arange(len(docs))
        if last - first > 4 * RUN and needed > 0:
            self._add(leaf)
            kept = np.repeat(field.tops(first, last) * self._scorer.inflation(field) >= needed, RUN)
            places = np.flatnonzero(kept[first % RUN : first % RUN + last - first])
            if len(self._docs):
                places = places[~np.isin(docs[places], self._docs, assume_unique=True)]
        if self._matching is not None and not leaf.required:
            places = places[self._matching[docs[places]]]
        scores = leaf.weight * self._scorer.impacts_at(leaf.entry, places)
        self._docs, self._scores = _union(self._docs, self._scores, docs[places], scores)

    def _add(self, leaf: _Scored) -> None:
        """Add a leaf's scores to the candidates that hold it."""
        if not len(self._docs):
            return
        hits, at = self._scorer.held(leaf.entry, self._docs)
        self._scores[hits] += leaf.weight * self._scorer.impacts_at(leaf.entry, at)

    def _narrow(self, rest: float) -> None:
        """Raise the threshold to the last of the best so far, and drop who cannot reach it any more."""
        if len(self._docs) > self._wanted:
            place = len(self._scores) - self._wanted
            self._threshold = max(self._threshold, float(np.partition(self._scores, place)[place]))
            # Less a little: sums of the same numbers in another order may differ in the last bits.
            kept = self._scores + rest >= self._threshold * (1 - 1e-12)
            self._docs, self._scores = self._docs[kept], self._scores[kept]


def _union(docs: Array, scores: Array, more: Array, added: Array) -> tuple[Array, Array]:
    if not len(docs) or not len(more):
        return (docs, scores) if len(docs) else (more, added)
    joined = union([docs, more])
    sums = np.zeros(len(joined))
    sums[np.searchsorted(joined, docs)] = scores
    sums[np.searchsorted(joined, more)] += added
    return joined, sums


class _NotFlatError(Exception):
    """The query is no disjunction of terms."""


def _leaves(query: Any, boost: float, scorer: Scorer, *, required: bool) -> Iterator[Leaf]:
    kind = type(query).__name__
    # Every match has to score, for a score tells a match; what is asked of a column has its own rule.
    if kind == "Term" and query.boost > 0 and scorer.is_indexed(query.fieldname):
        term = query.text if isinstance(query.text, bytes) else encode(query.text)
        yield Leaf(query.fieldname, term, query.boost * boost, required)
    elif kind == "Or" and not query.scale and not query.minmatch:
        own = query.boost if len(query.subqueries) > 1 else 1.0
        for part in query.subqueries:
            yield from _leaves(part, boost * own, scorer, required=required)
    elif kind == "AndMaybe" and required:
        yield from _leaves(query.a, boost, scorer, required=True)
        yield from _leaves(query.b, boost, scorer, required=False)
    else:
        raise _NotFlatError
