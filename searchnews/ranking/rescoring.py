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

__all__ = ["WINDOW", "Asked", "Bonuses", "ScoredTerms", "WordTerms", "bonuses"]

WINDOW: Final = 50
"""How many of the best matches are looked at again: with 30 nDCG@10 is the same, with 20 it begins to fall."""


class WordTerms(NamedTuple):
    """A word as its terms in the index."""

    surface: str
    stem: str
    root: str


class Asked(NamedTuple):
    """What a query asks for, as it was written, and the ways in which it is looked for: a word each, or several.

    The words of the first way count one by one where they are `apart`; all words of any other have to be there.
    """

    text: str
    ways: tuple[tuple[WordTerms, ...], ...]
    apart: bool = False


class ScoredTerms(Protocol):
    """What rescoring asks of the index (a `Searcher` is one)."""

    def term_scores(self, terms: Sequence[tuple[str, str]], docs: Sequence[int]) -> NDArray[Any]:
        """Give BM25 scores of terms, given with their fields: a row a document, a column a term, 0.0 for none."""
        ...

    def idf(self, field: str, term: str) -> float:
        """Give how rare a term is; 0.0 where no document holds it."""
        ...


class Bonuses(NamedTuple):
    """What each thing asked for (column) adds to the score of each document (row): two arrays, 0.0 or more."""

    found: NDArray[Any]
    headline: NDArray[Any]

    def total(self) -> NDArray[Any]:
        """Give the sum for each document."""
        total: NDArray[Any] = (self.found + self.headline).sum(axis=1)
        return total


def bonuses(asked: Sequence[Asked], docs: Sequence[int], terms: ScoredTerms, *, title_boost: float = 1.0) -> Bonuses:
    """Weigh all that a query asks for together, in each of some documents; `title_boost` multiplies `headline`."""
    words = [word for one in asked for way in one.ways for word in way]
    stems, roots = [word.stem for word in words], [word.root for word in words]
    stem_idf = np.array([terms.idf(STEM, stem) for stem in stems])
    root_idf = np.array([terms.idf(ROOT, root) for root in roots])
    forms = [(SURFACE, word.surface) for word in words]
    forms += [(STEM, stem) for stem in stems] + [(ROOT, root) for root in roots]
    worth = np.array([FOUND_AS_WRITTEN * stem_idf, FOUND_AS_STEM * stem_idf, FOUND_AS_ROOT * root_idf])
    scores = terms.term_scores(forms + [(TITLE_ROOT, root) for root in roots], docs)
    holding, in_title = scores[:, : len(forms)] > 0, scores[:, len(forms) :]
    found = (worth * holding.reshape(len(docs), len(worth), len(words))).max(axis=1)
    in_title_idf = (in_title > 0) * root_idf
    whole = root_idf.sum()
    if len(words) > len(asked):
        found, in_title = _as_one(asked, found, stem_idf), _as_one(asked, in_title, root_idf)
        in_title_idf = _as_one(asked, in_title_idf, root_idf)
        whole = _as_one(asked, root_idf[None, :], root_idf).sum()
    share = in_title_idf.sum(axis=1, keepdims=True) / (whole or 1.0)
    # Squared: a headline that shares one word of several is no headline of theirs.
    return Bonuses(found, title_boost * WHOLE_HEADLINE * in_title * share**2)


def _as_one(asked: Sequence[Asked], scores: NDArray[Any], idf: NDArray[Any]) -> NDArray[Any]:
    """Join the columns of words to those of what is asked: its best way, of a way of several words the least of them.

    Each way counts as if it were as common as the commonest, and is as rare as its rarest word; or, where the words of
    the first count one by one, as if it were all of these.
    """
    joined = np.zeros((len(scores), len(asked)))
    at = 0
    for column, one in enumerate(asked):
        extents = []
        for way in one.ways:
            extents.append(slice(at, at := at + len(way)))
        if len(extents) == 1 == len(one.ways[0]):  # most: a word that is written in one way
            joined[:, column] = scores[:, at - 1]
            continue
        rarities = [float(idf[extent].max()) for extent in extents]
        worth = min((rarity for rarity in rarities if rarity), default=0.0)
        if one.apart:
            own = extents.pop(0)
            worth = float(idf[own].sum()) if idf[own].all() else max(float(idf[own].sum()), worth)
            joined[:, column] = scores[:, own].sum(axis=1)
        for extent in extents:
            # By idf, and back: how well each word is found, whatever it is worth.
            by_idf = np.where(idf[extent] > 0, idf[extent], 1.0)
            np.maximum(joined[:, column], (scores[:, extent] / by_idf).min(axis=1) * worth, out=joined[:, column])
    return joined
