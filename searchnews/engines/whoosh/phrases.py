"""Phrases: which documents hold words side by side, told from the places of the words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchnews.engines.whoosh.doclists import union
from searchnews.engines.whoosh.scoring import Found, TermEntry
from searchnews.engines.whoosh.sections import Array

__all__ = ["in_order"]


def in_order(words: Sequence[tuple[TermEntry, Found]], docs: Array, slop: int) -> Array:
    """Give those of `docs`, which hold all `words`, where each word stands 1 to `slop` places after the one before."""
    reached = _keys(*words[0], docs)
    for word in words[1:]:
        if not len(reached):
            break
        following = _keys(*word, docs)
        near = np.zeros(len(following), bool)
        for step in range(1, slop + 1):
            near |= _among(following, reached + step)
        reached = following[near]
    found: Array = docs[union([reached >> 33])]
    return found


def _among(numbers: Array, others: Array) -> Array:
    """Tell which numbers are among others, ascending both and at least one of these: many times as fast as `isin`."""
    held: Array = others[np.minimum(np.searchsorted(others, numbers), len(others) - 1)] == numbers
    return held


def _keys(word: TermEntry, found: Found, docs: Array) -> Array:
    """Give the places of a word in some documents, as (number among `docs`, place) in one number each."""
    field = word.field
    starts, counts = field.tokens_at(np.searchsorted(found.docs, docs.astype(found.docs.dtype)) + word.first)
    before = np.cumsum(counts) - counts
    tokens = np.arange(int(counts.sum())) + np.repeat(starts - before, counts)
    keys: Array = np.repeat(np.arange(len(docs), dtype=np.int64), counts) << 33
    return keys + field.place_array(tokens)
