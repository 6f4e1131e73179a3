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
from searchnews.engines.whoosh.doclists import all_sums, summed, sums_at, union
from searchnews.engines.whoosh.found import Found, joined
from searchnews.engines.whoosh.parts import Part, add_held
from searchnews.engines.whoosh.sections import Array

__all__ = ["SPARSE", "Pruned", "a_little_less", "last_of_best", "likeliest"]

_LIKELY_PARTS: Final = 6
_LIKELY_EACH: Final = 640
"""Documents of a part, of as many parts, that are looked at to find the threshold."""

_TRIED: Final = 4
"""So many times as many documents as are wanted are scored wholly to find it: of each part, and of all together."""

_WORTHWHILE: Final = 20
"""Where more than so many times as many documents as are wanted are left, some are scored wholly to raise it."""

_LOOKED_UP: Final = 4
"""A part that only adds is looked up where it has more than so many times as many postings as there are documents."""

SPARSE: Final = 16
"""Where so many times the postings are fewer than the documents, they are sorted, not counted."""


def a_little_less(score: float) -> float:
    """Lower a threshold: sums of the same numbers in another order may differ in the last bits."""
    return score * (1 - 1e-12)


def likeliest(docs: Array, scores: Array, wanted: int) -> Array:
    """Give the documents of the highest scores, several times as many as are wanted, in no order."""
    most = _TRIED * wanted
    return docs if len(docs) <= most else docs[np.argpartition(scores, -most)[-most:]]


def last_of_best(scores: Array, wanted: int) -> float:
    """Give the score that as many reach as are wanted, of at least so many."""
    return float(np.partition(scores, -wanted)[-wanted])


def _bound_of(pair: tuple[float, Part]) -> float:
    return pair[0]


class Pruned:
    """Finds the best documents of one segment; no part may add less than 0.

    `matching` tells of each document whether it may be among the best, or is None where every part lets it be; `total`
    may be. No document that scores less than `floor` has to be found.
    """

    def __init__(
        self, parts: Sequence[Part], matching: Array | None, total: int, wanted: int, size: int, floor: float
    ) -> None:
        self._matching, self._total, self._wanted, self._size = matching, total, wanted, size
        self._asked = parts
        self._parts = sorted(((part.bound, part) for part in parts), key=_bound_of)
        self._threshold = floor

    def best(self, deadline: Deadline) -> Found:
        """Give the best documents, and their whole scores."""
        self._threshold = max(self._threshold, self._reached())
        deadline.check()
        least = a_little_less(self._threshold)
        few = self._left_for_later(least)
        sums = list(accumulate(bound for bound, _ in self._parts))
        docs, scores = self._added_up(few, sums, least, deadline)
        if few:
            docs, scores = self._raised(docs, scores, few, sums[few - 1])
        # The parts that bring nothing in, those of the highest bounds first: each leaves fewer to look up.
        for place in reversed(range(few)):
            deadline.check()
            if not len(docs):
                break
            add_held(self._parts[place][1], docs, scores)
            docs, scores = self._narrowed(docs, scores, sums[place - 1] if place else 0.0)
        return Found(docs, self._scores_of(docs))

    def _scores_of(self, docs: Array) -> Array:
        """Add up what documents score in the order of the query, as everywhere else.

        In another order equal documents would differ in the last bits, from segment to segment and page to page.
        """
        required, optional = np.zeros(len(docs)), np.zeros(len(docs))
        for part in self._asked:
            add_held(part, docs, required if part.required else optional)
        return required + optional

    def _left_for_later(self, least: float) -> int:
        """Put parts that cannot lift a document so far, all together, before the others; give how many they are.

        Those of the most postings, since all postings of the others are added up: a word of the text is left for later
        where the best have it in the title too. And those that only add, in many times as many documents as match.
        """
        later, now, reached = [], [], 0.0
        for pair in sorted(self._parts, key=lambda pair: -pair[1].postings):
            if reached + pair[0] < least:
                later.append(pair)
                reached += pair[0]
            elif not pair[1].required and pair[1].postings > _LOOKED_UP * self._total:
                later.append(pair)
            else:
                now.append(pair)
        self._parts = sorted(later, key=_bound_of) + sorted(now, key=_bound_of)
        return len(later)

    def _reached(self) -> float:
        """Give a score that as many documents reach as are wanted; 0.0 where so many were not found.

        Of each part those are tried to which it adds the most, since the best may owe it to any; and those to which
        all together add the most, as far as these were looked at.
        """
        found, tried = [], []
        for _, part in self._parts[: -_LIKELY_PARTS - 1 : -1]:
            own, added = part.likeliest(_LIKELY_EACH)
            own = own.astype(np.int64)
            if self._matching is not None:
                kept = self._matching[own]
                own, added = own[kept], added[kept]
            found.append((own, added))
            tried.append(likeliest(own, added, self._wanted))
        docs = union([own for own, _ in found])
        sums = np.zeros(len(docs))
        for own, added in found:
            sums[docs.searchsorted(own)] += added
        docs = union([*tried, likeliest(docs, sums, self._wanted)])
        if len(docs) < self._wanted:
            return 0.0
        return self._last_of_best(docs, np.zeros(len(docs)), len(self._parts))

    def _last_of_best(self, docs: Array, scores: Array, few: int) -> float:
        """Add the first parts, so many, to the scores of some documents; give what as many reach as are wanted."""
        for _, part in self._parts[:few]:
            add_held(part, docs, scores)
        return last_of_best(scores, self._wanted)

    def _added_up(self, few: int, sums: Sequence[float], least: float, deadline: Deadline) -> Found:
        """Add up the parts from number `few` on, and give the documents that can still reach what is needed."""
        total = sums[-1]
        found = []
        for bound, part in self._parts[few:]:
            deadline.check()
            found.append(part.reaching(least - (total - bound)))
        docs, added = joined(found)
        needed = least - (sums[few - 1] if few else 0.0)
        if needed <= 0 and self._matching is not None:
            kept = np.flatnonzero(self._matching)
            is_dense = SPARSE * len(docs) >= self._size
            return Found(kept, all_sums(docs, added, self._size)[kept] if is_dense else sums_at(kept, docs, added))
        if SPARSE * len(docs) < self._size:
            kept, scores = summed(docs, added)
            kept, scores = kept[scores >= needed], scores[scores >= needed]
        else:
            sums_of_all = all_sums(docs, added, self._size)
            kept = np.flatnonzero(sums_of_all >= needed) if needed > 0 else union([docs])
            scores = sums_of_all[kept]
        if self._matching is not None:
            allowed = self._matching[kept]
            kept, scores = kept[allowed], scores[allowed]
        return Found(kept, scores)

    def _raised(self, docs: Array, scores: Array, few: int, rest: float) -> tuple[Array, Array]:
        """Score those that have the most so far wholly, to raise the threshold, and drop who cannot reach it."""
        if len(docs) <= _WORTHWHILE * self._wanted:
            return docs, scores
        at = np.sort(likeliest(np.arange(len(docs)), scores, self._wanted))
        self._threshold = max(self._threshold, self._last_of_best(docs[at], scores[at], few))
        return self._able(docs, scores, rest)

    def _narrowed(self, docs: Array, scores: Array, rest: float) -> tuple[Array, Array]:
        """Raise the threshold to the last of the best so far, and drop who cannot reach it with the `rest`."""
        if len(docs) > self._wanted:
            self._threshold = max(self._threshold, last_of_best(scores, self._wanted))
        return self._able(docs, scores, rest)

    def _able(self, docs: Array, scores: Array, rest: float) -> tuple[Array, Array]:
        """Keep those that can reach the threshold with the `rest`."""
        kept = scores + rest >= a_little_less(self._threshold)
        return docs[kept], scores[kept]
