"""The second look: what the best matches owe to all words of the query together.

BM25 adds up words one by one, so an article that has one rare word often can come before one that has every word
once. Here the best of its matches are given two bonuses: for every word that they have at all, and for a headline
by how much of the query it has. Both are 0 or more, and a match beyond `WINDOW` gets none, so that it stays behind
those that it was behind. Pure functions on arrays; what they need of an index is `ScoredTerms`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import numpy as np

from searchnews.ranking.fields import ROOT, STEM, SURFACE, TITLE_ROOT
from searchnews.ranking.weights import FOUND_AS_ROOT, FOUND_AS_STEM, FOUND_AS_WRITTEN, WHOLE_HEADLINE

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["WINDOW", "Bonuses", "ScoredTerms", "WordTerms", "bonuses"]

WINDOW: Final = 50
"""How many of the best matches are looked at again: with 30 nDCG@10 is the same, with 20 it begins to fall."""


class WordTerms(NamedTuple):
    """A word of the query as it was written, and its terms in the index."""

    word: str
    surface: str
    stem: str
    root: str


class ScoredTerms(Protocol):
    """What rescoring asks of the index (a `Searcher` is one)."""

    def term_scores(self, field: str, terms: Sequence[str], docs: Sequence[int]) -> NDArray[Any]:
        """Give BM25 scores: a row a document, a column a term, 0.0 where it does not hold it."""
        ...

    def holding(self, field: str, terms: Sequence[str], docs: Sequence[int]) -> NDArray[Any]:
        """Tell which documents hold which terms: a row a document, a column a term."""
        ...

    def idf(self, field: str, term: str) -> float:
        """Give how rare a term is; 0.0 where no document holds it."""
        ...


class Bonuses(NamedTuple):
    """What each word (column) adds to the score of each document (row): two arrays of floats, 0.0 or more."""

    found: NDArray[Any]
    headline: NDArray[Any]

    def total(self) -> NDArray[Any]:
        """Give the sum for each document."""
        total: NDArray[Any] = (self.found + self.headline).sum(axis=1)
        return total


def bonuses(
    words: Sequence[WordTerms], docs: Sequence[int], terms: ScoredTerms, *, title_boost: float = 1.0
) -> Bonuses:
    """Weigh the words of a query together, in each of some documents; `title_boost` multiplies `headline`."""
    stems, roots = [word.stem for word in words], [word.root for word in words]
    stem_idf = np.array([terms.idf(STEM, stem) for stem in stems])
    root_idf = np.array([terms.idf(ROOT, root) for root in roots])
    as_written = FOUND_AS_WRITTEN * stem_idf * terms.holding(SURFACE, [word.surface for word in words], docs)
    as_stem = FOUND_AS_STEM * stem_idf * terms.holding(STEM, stems, docs)
    as_root = FOUND_AS_ROOT * root_idf * terms.holding(ROOT, roots, docs)
    found = np.maximum(np.maximum(as_written, as_stem), as_root)
    in_title = terms.term_scores(TITLE_ROOT, roots, docs)
    share = ((in_title > 0) * root_idf).sum(axis=1, keepdims=True) / (root_idf.sum() or 1.0)
    # Squared: a headline that shares one word of several is no headline of theirs.
    return Bonuses(found, title_boost * WHOLE_HEADLINE * in_title * share**2)
