"""What a flat query adds up, in one segment: the documents of a term, or of a query that was answered already.

Invariant: the documents of a part ascend; `bound` is no less than any of its scores.
"""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

import numpy as np

from searchnews.engines.whoosh.doclists import held
from searchnews.engines.whoosh.frequencies import RUN
from searchnews.engines.whoosh.scoring import Found, Scorer, TermEntry
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

    def docs_at(self, places: Array) -> Array:
        """Give the documents at some ascending places among its own."""
        ...

    def scored(self) -> Found:
        """Give its documents, and what it adds to the score of each."""
        ...

    def held(self, docs: Array) -> tuple[Array, Array]:
        """Give which of some documents are its own: places among them, and among its own."""
        ...

    def scores_at(self, places: Array, docs: Array) -> Array:
        """Give what it adds to the `docs` that stand at some ascending places among its own."""
        ...

    def reaching(self, score: float) -> Array | None:
        """Give the places among its documents at which it may add so much; None where it may anywhere."""
        ...

    def likely(self, most: int) -> Array:
        """Give up to about so many places, ascending, among them those at which it is likely to add the most."""
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
        return self.scorer.docs(self.entry)

    def docs_at(self, places: Array) -> Array:
        """Give the documents at some places among its own."""
        return self.scorer.docs_at(self.entry, places)

    def scored(self) -> Found:
        """Give its documents, and what it adds to the score of each."""
        return self.scorer.score(self.entry, self.weight)

    def held(self, docs: Array) -> tuple[Array, Array]:
        """Give which of some documents are its own."""
        return self.scorer.held(self.entry, docs)

    def scores_at(self, places: Array, docs: Array) -> Array:
        """Give what it adds to the `docs` that stand at some places among its own."""
        return self.weight * self.scorer.impacts_at(self.entry, places, docs)

    def reaching(self, score: float) -> Array | None:
        """Give the places in those runs of postings whose bounds reach a score."""
        field, first, last = self.entry.field, self.entry.first, self.entry.last
        if score <= 0 or last - first <= _LONG:
            return None
        bounds = self.weight * self.scorer.inflation(field) * field.tops(first, last)
        return self._places_in(bounds >= score)

    def likely(self, most: int) -> Array:
        """Give the places in the runs of postings that have the highest bounds."""
        if self.postings <= most:
            return np.arange(self.postings)
        tops = self.entry.field.tops(self.entry.first, self.entry.last)
        chosen = np.zeros(len(tops), bool)
        chosen[np.argpartition(tops, -(most // RUN))[-(most // RUN) :]] = True
        return self._places_in(chosen)

    def _places_in(self, runs: Array) -> Array:
        """Give the places of all postings in those runs that are flagged."""
        first, last = self.entry.first, self.entry.last
        return np.flatnonzero(np.repeat(runs, RUN)[first % RUN : first % RUN + last - first])


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

    def docs_at(self, places: Array) -> Array:
        """Give the documents at some places among its own."""
        docs: Array = self.found.docs[places]
        return docs

    def scored(self) -> Found:
        """Give its documents, and what it adds to the score of each."""
        return self.found

    def held(self, docs: Array) -> tuple[Array, Array]:
        """Give which of some documents are its own."""
        return held(self.found.docs, docs)

    def scores_at(self, places: Array, docs: Array) -> Array:
        """Give what it adds to the `docs` that stand at some places among its own."""
        found: Array = self.found.scores[places]
        return found

    def reaching(self, score: float) -> Array | None:
        """Give the places at which it adds so much."""
        return None if score <= 0 else np.flatnonzero(self.found.scores >= score)

    def likely(self, most: int) -> Array:
        """Give the places at which it adds the most."""
        if self.postings <= most:
            return np.arange(self.postings)
        return np.sort(np.argpartition(self.found.scores, -most)[-most:])
