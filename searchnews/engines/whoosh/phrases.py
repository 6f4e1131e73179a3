"""Phrases: which documents hold words side by side, told from the places of the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from searchnews.engines.whoosh.scoring import TermEntry
from searchnews.engines.whoosh.sections import Array

__all__ = ["in_order"]

_FEW: Final = 2


_NUMBER: Final = 33
"""The bits of a key that hold a place; the number of the document stands above them."""


def in_order(words: Sequence[tuple[TermEntry, Array]], docs: Array, slop: int) -> Array:
    """Give those of `docs`, which hold all `words`, where each word stands 1 to `slop` places after the one before.

    With each word are given all documents that hold it.
    """
    reached = _keys(*words[0], docs)
    for word in words[1:]:
        if not len(reached):
            break
        following = _keys(*word, docs)
        near = np.zeros(len(following), bool)
        for step in range(1, slop + 1):
            near |= _among(following, reached + step)
        reached = following[near]
        # Most documents hold a phrase's words somewhere, so the words to come are read in the few that are left only.
        left = _distinct(reached >> _NUMBER)
        if _FEW * len(left) < len(docs):
            docs = docs[left]
            numbers = left.searchsorted(reached >> _NUMBER)
            reached = numbers << _NUMBER | reached & ((1 << _NUMBER) - 1)
    found: Array = docs[_distinct(reached >> _NUMBER)]
    return found


def _distinct(ascending: Array) -> Array:
    new = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    found: Array = ascending[new]
    return found


def _among(numbers: Array, others: Array) -> Array:
    """Tell which numbers are among others, ascending both and at least one of these: many times as fast as `isin`."""
    held: Array = others[np.minimum(np.searchsorted(others, numbers), len(others) - 1)] == numbers
    return held


def _keys(word: TermEntry, own: Array, docs: Array) -> Array:
    """Give the places of a word in some documents, as (number among `docs`, place) in one number each."""
    field = word.field
    starts, counts = field.tokens_at(np.searchsorted(own, docs.astype(own.dtype)) + word.first)
    before = np.cumsum(counts) - counts
    tokens = np.arange(int(counts.sum())) + np.repeat(starts - before, counts)
    keys: Array = np.repeat(np.arange(len(docs), dtype=np.int64), counts) << _NUMBER
    return keys + field.place_array(tokens)
