"""What a flat query adds up, in one segment: the documents of a term, or of a query that was answered already.

Invariant: the documents of a part ascend; `bound` is no less than any of its scores.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, Protocol

import numpy as np

from searchnews.compiled import compiled
from searchnews.engines.whoosh.doclists import held
from searchnews.engines.whoosh.found import NOTHING, Found, joined
from searchnews.engines.whoosh.frequencies import RUN
from searchnews.engines.whoosh.postings import TermEntry
from searchnews.engines.whoosh.scoring import Scorer
from searchnews.engines.whoosh.sections import Array

__all__ = ["FoundPart", "Part", "TermPart", "add_held"]

_LONG: Final = 4 * RUN
"""A term in fewer documents is read whole: its bounds would leave too few out."""


class Part(Protocol):
    """A part of a flat query. A document without one that is `required` does not match."""

    @property
    def required(self) -> bool:
        """Whether it lets a document match."""
        ...

    @property
    def postings(self) -> int:
        """The number of its documents."""
        ...

    @property
    def bound(self) -> float:
        """The most that it adds to a score."""
        ...

    def docs(self) -> Array:
        """Give its documents."""
        ...

    def scored(self) -> Found:
        """Give its documents, and what it adds to the score of each."""
        ...

    def weighed(self) -> tuple[Any, float]:
        """Give the same for machine code: a part, and its weight."""
        ...

    def held(self, docs: Array) -> tuple[Array, Array]:
        """Give which of some documents are its own: places among them, and among its own."""
        ...

    def scores_at(self, places: Array, docs: Array) -> Array:
        """Give what it adds to the `docs` that stand at some ascending places among its own."""
        ...

    def reaching(self, score: float) -> Found:
        """Give at least those of its documents to which it adds so much, and what."""
        ...

    def likeliest(self, most: int) -> Found:
        """Give up to about so many documents, among them those to which it is likely to add the most, and what."""
        ...


def add_held(part: Part, docs: Array, scores: Array) -> None:
    """Add what a part gives some documents to their scores: only these are looked up."""
    hits, at = part.held(docs)
    scores[hits] += part.scores_at(at, docs[hits])


class TermPart(NamedTuple):
    """A term, of which only what is asked for is read and scored."""

    scorer: Scorer
    entry: TermEntry
    weight: float
    required: bool

    @property
    def postings(self) -> int:
        """The number of its documents."""
        return self.entry.last - self.entry.first

    @property
    def bound(self) -> float:
        """The most that it adds to a score."""
        return self.weight * self.scorer.top_impact(self.entry)

    def docs(self) -> Array:
        """Give its documents."""
        return self.scorer.postings(self.entry).docs()

    def scored(self) -> Found:
        """Give its documents, and what it adds to the score of each."""
        return self.scorer.postings(self.entry).score(self.weight)

    def weighed(self) -> tuple[Any, float]:
        """Give the same for machine code."""
        return self.scorer.postings(self.entry).part, self.weight

    def held(self, docs: Array) -> tuple[Array, Array]:
        """Give which of some documents are its own."""
        return self.scorer.postings(self.entry).held(docs)

    def scores_at(self, places: Array, docs: Array) -> Array:
        """Give what it adds to the `docs` that stand at some places among its own."""
        return self.weight * self.scorer.postings(self.entry).impacts_at(places, docs)

    def reaching(self, score: float) -> Found:
        """Give the documents in those runs of postings whose bounds reach a score."""
        first, last = self.entry.first, self.entry.last
        if score <= 0 or last - first <= _LONG:
            return self.scored()
        runs = self.weight * self.scorer.inflation(self.entry.field) * self.entry.field.tops(first, last) >= score
        if runs.all():
            return self.scored()
        places = np.flatnonzero(np.repeat(runs, RUN)[first % RUN : first % RUN + last - first])
        return self.scorer.postings(self.entry).score_at(places, self.weight)

    def likeliest(self, most: int) -> Found:
        """Give the documents in the runs of postings that have the highest bounds."""
        first, last = self.entry.first, self.entry.last
        if last - first <= most:
            return self.scored()
        tops = self.entry.field.tops(first, last)
        begins = np.sort(np.argpartition(tops, -(most // RUN))[-(most // RUN) :]) * RUN - first % RUN
        extents = [(max(begin, 0), min(begin + RUN, last - first)) for begin in begins.tolist()]
        postings = self.scorer.postings(self.entry)
        return joined([postings.score_between(*extent, self.weight) for extent in extents])


class FoundPart(NamedTuple):
    """What another query found: names in several ways of writing, phrases, patterns."""

    found: Found
    required: bool

    @property
    def postings(self) -> int:
        """The number of its documents."""
        return len(self.found.docs)

    @property
    def bound(self) -> float:
        """The most that it adds to a score."""
        return float(self.found.scores.max(initial=0.0))

    def docs(self) -> Array:
        """Give its documents."""
        return self.found.docs

    def scored(self) -> Found:
        """Give its documents, and what it adds to the score of each."""
        return self.found

    def weighed(self) -> tuple[Any, float]:
        """Give the same for machine code."""
        return compiled("adding").Part(self.found.docs, self.found.scores, NOTHING.scores), 1.0

    def held(self, docs: Array) -> tuple[Array, Array]:
        """Give which of some documents are its own."""
        return held(self.found.docs, docs)

    def scores_at(self, places: Array, docs: Array) -> Array:
        """Give what it adds to the `docs` that stand at some places among its own."""
        found: Array = self.found.scores[places]
        return found

    def reaching(self, score: float) -> Found:
        """Give the documents to which it adds so much."""
        return self.found if score <= 0 else self._at(np.flatnonzero(self.found.scores >= score))

    def likeliest(self, most: int) -> Found:
        """Give the documents to which it adds the most."""
        if self.postings <= most:
            return self.found
        return self._at(np.sort(np.argpartition(self.found.scores, -most)[-most:]))

    def _at(self, places: Array) -> Found:
        return Found(self.found.docs[places], self.found.scores[places])
