"""The best documents of a flat query in a large segment, without scoring all: MaxScore, and block maxima.

Turtle and Flood, "Query Evaluation: Strategies and Optimizations", 1995; Ding and Suel, "Faster Top-k Document
Retrieval Using Block-Max Indexes", 2011.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from searchnews.engines.whoosh.deadline import Deadline
from searchnews.engines.whoosh.doclists import union
from searchnews.engines.whoosh.parts import Part
from searchnews.engines.whoosh.scoring import NOTHING, Found
from searchnews.engines.whoosh.sections import Array

__all__ = ["Pruned"]

_LESS: Final = 1 - 1e-12
"""Sums of the same numbers in another order may differ in the last bits, so a threshold is taken a little lower."""


class Pruned:
    """Finds the best documents of one segment, parts of the highest bounds first; no part may add less than 0.

    `matching` tells of each document whether it may be among them, or is None where every required part lets it be.

    Invariant: a document that is no candidate has none of the parts taken so far, or could not reach the
    threshold with all that the others can add.
    """

    def __init__(self, parts: Sequence[Part], matching: Array | None, wanted: int) -> None:
        self._matching, self._wanted = matching, wanted
        self._parts = sorted(((part.bound, part) for part in parts), key=lambda pair: -pair[0])
        self._docs, self._scores = NOTHING
        self._threshold = 0.0

    def best(self, deadline: Deadline) -> Found:
        """Give the best documents, and their whole scores."""
        rest = sum(bound for bound, _ in self._parts)
        for bound, part in self._parts:
            deadline.check()
            # A document that is no candidate can reach what this part and all still to come add.
            brings_in = rest >= self._threshold
            rest -= bound
            if brings_in:
                self._widen(part, rest)
            else:
                self._add(part)
            self._narrow(rest)
        return Found(self._docs, self._scores)

    def _widen(self, part: Part, others: float) -> None:
        """Add what a part adds to the candidates, and take in the documents that it makes candidates."""
        docs, places = part.docs(), part.reaching(self._threshold * _LESS - others)
        if places is None:
            places = np.arange(len(docs))
        else:
            self._add(part)
            if len(self._docs):
                places = places[~np.isin(docs[places], self._docs, assume_unique=True)]
        if self._matching is not None:
            places = places[self._matching[docs[places]]]
        self._docs, self._scores = _union(self._docs, self._scores, docs[places], part.scores_at(places))

    def _add(self, part: Part) -> None:
        """Add what a part adds to the candidates that have it."""
        if not len(self._docs):
            return
        hits, at = part.held(self._docs)
        self._scores[hits] += part.scores_at(at)

    def _narrow(self, rest: float) -> None:
        """Raise the threshold to the last of the best so far, and drop who cannot reach it any more."""
        if len(self._docs) > self._wanted:
            place = len(self._scores) - self._wanted
            self._threshold = max(self._threshold, float(np.partition(self._scores, place)[place]))
            kept = self._scores + rest >= self._threshold * _LESS
            self._docs, self._scores = self._docs[kept], self._scores[kept]


def _union(docs: Array, scores: Array, more: Array, added: Array) -> tuple[Array, Array]:
    if not len(docs) or not len(more):
        return (docs, scores) if len(docs) else (more, added)
    joined = union([docs, more])
    sums = np.zeros(len(joined))
    sums[np.searchsorted(joined, docs)] = scores
    sums[np.searchsorted(joined, more)] += added
    return joined, sums
