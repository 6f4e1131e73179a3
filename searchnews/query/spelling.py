"""What a word that no article has was meant to be: words of the index that are nearly it, or that it was run into.

Knows nothing of how a word is searched for. The first two letters of a word, after the article, are taken to be
right, so that few words of the index have to be looked at.

With words by their roots, parted and mended, where their stem is in no article, nDCG@10 goes from .9185 .9191 .8751
.9538 .9616 to .9188 .9218 .8789 .9596 .9627 (the collections in the order of `ranking.weights`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from searchnews.arabic.letters import ARTICLE

__all__ = ["MIN_CHARS", "Vocabulary", "is_one_slip", "nearest", "parted"]

MIN_CHARS: Final = 5
"""Shorter words have too many neighbours to guess."""

_MAX_NEIGHBOURS: Final = 5_000
_BEFORE: Final = frozenset({"لا", "ما", "يا", "ابو", "عبد"})
"""What is often written without the space that belongs behind it: لايزال, ابوعبدالله."""
_ALIKE: Final = frozenset(
    frozenset(pair) for pair in ("ضظ", "ذز", "ذد", "زذ", "سص", "تط", "ثت", "ثس", "قغ", "غج", "كق", "هح", "اه", "يه")
)
"""Letters that are taken for each other: they sound or are spelt alike somewhere."""


class Vocabulary(Protocol):
    """What is asked of the index."""

    def terms_with_prefix(self, field: str, prefix: str, *, limit: int) -> list[str]:
        """Give the first `limit` terms of `field` that begin with `prefix`."""
        ...

    def document_frequency(self, field: str, term: str) -> int:
        """Count the documents that hold `term`."""
        ...


def nearest(term: str, field: str, vocabulary: Vocabulary) -> str | None:
    """Give the likeliest term of `field` that is one slip of the pen from `term`; None where there is none.

    Among several, letters that sound alike come first, then the commonest: ليفيربول was to be ليفربول.
    """
    sure = len(ARTICLE) * term.startswith(ARTICLE) + 2
    if len(term) < sure - 2 + MIN_CHARS or not term.isalpha():
        return None
    near = [
        other
        for other in vocabulary.terms_with_prefix(field, term[:sure], limit=_MAX_NEIGHBOURS)
        if abs(len(other) - len(term)) <= 1 and other != term and is_one_slip(term, other)
    ]
    if not near:
        return None
    return max(near, key=lambda other: (_sounds_alike(term, other), vocabulary.document_frequency(field, other)))


def is_one_slip(one: str, other: str) -> bool:
    """Tell whether a letter more, less, other, or two letters swapped make one word the other.

    >>> is_one_slip("موريطانيا", "موريتانيا"), is_one_slip("سلام", "كلمات")
    (True, False)
    """
    left, right = _differing(one, other)
    if max(len(left), len(right)) <= 1:
        return True
    return len(left) == 2 and left == right[::-1]


def _differing(one: str, other: str) -> tuple[str, str]:
    """Give what is left of two words without the letters that both begin with, and then both end in."""
    start, shorter = 0, min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def _sounds_alike(one: str, other: str) -> bool:
    left, right = _differing(one, other)
    return len(left) == len(right) == 1 and frozenset((left, right)) in _ALIKE


def parted(word: str, commonness: Callable[[str], int]) -> tuple[str, str] | None:
    """Give the two words that a folded word was run together from; None where it seems to be one.

    `commonness` counts the documents that have a word; a part that none has is no part. البحرالميت is parted before
    its second article and لايزال behind what stands before words; others only into parts of four letters and more.
    """
    found = []
    for at in range(2, len(word) - 1):
        first, second = word[:at], word[at:]
        by_article = at >= MIN_CHARS - 2 and second.startswith(ARTICLE) and len(second) >= len(ARTICLE) + 3
        by_word = first in _BEFORE and len(second) >= MIN_CHARS - 1
        if by_article or by_word or min(len(first), len(second)) >= MIN_CHARS - 1:
            found.append((by_article, min(map(commonness, (first, second))), first, second))
    by_article, least, first, second = max(found, default=(False, 0, "", ""))
    return (first, second) if least else None
