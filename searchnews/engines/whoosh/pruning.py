"""The best documents of a flat query in a large segment, without scoring all: MaxScore, and block maxima.

A few documents that are likely to be among the best are scored first. What the last of the best of these has, others
have to reach: parts that cannot lift a document so far, all together, bring none in (Turtle and Flood, "Query
Evaluation: Strategies and Optimizations", 1995), nor does a run of postings with too low a bound (Ding and Suel,
"Faster Top-k Document Retrieval Using Block-Max Indexes", 2011). The parts that do are added up in one array.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
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

_LIKELY_PARTS: Final = 6
_LIKELY_EACH: Final = 640
"""Documents of a part, of as many parts, that are looked at to find the threshold."""

_TRIED: Final = 4
"""Of these, so many times as many as are wanted are scored wholly."""


class Pruned:
    """Finds the best documents of one segment; no part may add less than 0.

    `matching` tells of each document whether it may be among them, or is None where every part lets it be. No document
    that scores less than `floor` has to be found.
    """

    def __init__(self, parts: Sequence[Part], matching: Array | None, wanted: int, size: int, floor: float) -> None:
        self._matching, self._wanted, self._size = matching, wanted, size
        self._parts = sorted(((part.bound, part) for part in parts), key=lambda pair: pair[0])
        self._threshold = floor

    def best(self, deadline: Deadline) -> Found:
        """Give the best documents, and their whole scores."""
        self._threshold = max(self._threshold, self._reached())
        deadline.check()
        least = self._threshold * _LESS
        sums = list(accumulate(bound for bound, _ in self._parts))
        few = next((place for place, bound in enumerate(sums) if bound >= least), len(self._parts))
        docs, scores = self._added_up(few, sums, least, deadline)
        # The parts that bring nothing in, those of the highest bounds first: each leaves fewer to look up.
        for place in reversed(range(few)):
            deadline.check()
            if not len(docs):
                break
            part = self._parts[place][1]
            hits, at = part.held(docs)
            scores[hits] += part.scores_at(at)
            docs, scores = self._narrowed(docs, scores, sums[place - 1] if place else 0.0)
        return Found(docs, scores)

    def _reached(self) -> float:
        """Give a score that as many documents reach as are wanted; 0.0 where so many were not found."""
        found = []
        for _, part in self._parts[: -_LIKELY_PARTS - 1 : -1]:
            places = part.likely(_LIKELY_EACH)
            found.append((part.docs()[places].astype(np.int64), part.scores_at(places)))
        docs = union([own for own, _ in found])
        sums = np.zeros(len(docs))
        for own, added in found:
            sums[docs.searchsorted(own)] += added
        if self._matching is not None:
            kept = self._matching[docs]
            docs, sums = docs[kept], sums[kept]
        if len(docs) < self._wanted:
            return 0.0
        if len(docs) > _TRIED * self._wanted:
            docs = np.sort(docs[np.argpartition(sums, -_TRIED * self._wanted)[-_TRIED * self._wanted :]])
        scores = np.zeros(len(docs))
        for _, part in self._parts:
            hits, at = part.held(docs)
            scores[hits] += part.scores_at(at)
        return float(np.partition(scores, -self._wanted)[-self._wanted])

    def _added_up(self, few: int, sums: Sequence[float], least: float, deadline: Deadline) -> Found:
        """Add up the parts from number `few` on, and give the documents that can still reach what is needed."""
        total = sums[-1]
        found = []
        for bound, part in self._parts[few:]:
            deadline.check()
            places = part.reaching(least - (total - bound))
            if places is None:
                found.append(part.scored())
            else:
                found.append(Found(part.docs()[places], part.scores_at(places)))
        if not found:
            return NOTHING
        docs = np.concatenate([own for own, _ in found])
        scores = np.bincount(docs, np.concatenate([added for _, added in found]), self._size)
        needed = least - (sums[few - 1] if few else 0.0)
        kept = np.flatnonzero(scores >= needed) if needed > 0 else union([docs])
        if self._matching is not None:
            kept = kept[self._matching[kept]]
        return Found(kept, scores[kept])

    def _narrowed(self, docs: Array, scores: Array, rest: float) -> tuple[Array, Array]:
        """Raise the threshold to the last of the best so far, and drop who cannot reach it with the `rest`."""
        if len(docs) > self._wanted:
            self._threshold = max(self._threshold, float(np.partition(scores, -self._wanted)[-self._wanted]))
        kept = scores + rest >= self._threshold * _LESS
        return docs[kept], scores[kept]
