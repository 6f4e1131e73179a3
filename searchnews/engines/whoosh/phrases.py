"""Phrases: which documents hold words side by side, told from the places of the words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from searchnews.engines.whoosh.doclists import held, spread
from searchnews.engines.whoosh.scoring import TermEntry
from searchnews.engines.whoosh.sections import Array

__all__ = ["in_order"]

Locating = Callable[[TermEntry, Array], Array]

_FEW: Final = 2

_NUMBER: Final = 33
"""The bits of a key that hold a place; the number of the document stands above them."""


def in_order(words: Sequence[TermEntry], docs: Array, slop: int, at: Locating) -> Array:
    """Give those of `docs`, which hold all `words`, where each word stands 1 to `slop` places after the one before.

    `at` gives the places of documents among those that hold a word.
    """
    return _side_by_side(words, docs, at) if slop == 1 else _near(words, docs, slop, at)


def _side_by_side(words: Sequence[TermEntry], docs: Array, at: Locating) -> Array:
    """Look for a row of words, the rarest first: the commonest are then read only where all others stand in a row."""
    own, starts = docs, None
    for n in sorted(range(len(words)), key=lambda n: words[n].last - words[n].first):
        # Where the row begins if this is its word; and as much more as no place is before a document's first.
        begins = _keys(words[n], own, at) + (len(words) - n)
        starts = begins if starts is None else starts[held(begins, starts)[0]]
        if not len(starts):
            return own[:0]
        own, starts = _narrowed(own, starts)
    assert starts is not None  # there are words
    found: Array = own[_distinct(starts >> _NUMBER)]
    return found


def _near(words: Sequence[TermEntry], docs: Array, slop: int, at: Locating) -> Array:
    reached = _keys(words[0], docs, at)
    for word in words[1:]:
        if not len(reached):
            break
        following = _keys(word, docs, at)
        near = np.zeros(len(following), bool)
        for step in range(1, slop + 1):
            near[held(reached + step, following)[0]] = True
        docs, reached = _narrowed(docs, following[near])
    found: Array = docs[_distinct(reached >> _NUMBER)]
    return found


def _narrowed(docs: Array, keys: Array) -> tuple[Array, Array]:
    """Leave out the documents without a key, where they are many, and number the others anew.

    Most documents hold a phrase's words somewhere, so the words to come are read in the few that are left only.
    """
    left = _distinct(keys >> _NUMBER)
    if _FEW * len(left) >= len(docs):
        return docs, keys
    return docs[left], left.searchsorted(keys >> _NUMBER) << _NUMBER | keys & ((1 << _NUMBER) - 1)


def _distinct(ascending: Array) -> Array:
    new = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    found: Array = ascending[new]
    return found


def _keys(word: TermEntry, docs: Array, at: Locating) -> Array:
    """Give the places of a word in some documents, as (number among `docs`, place) in one number each."""
    field = word.field
    starts, counts = field.tokens_at(at(word, docs) + word.first)
    tokens = spread(starts, counts)
    keys: Array = np.repeat(np.arange(len(docs), dtype=np.int64), counts) << _NUMBER
    return keys + field.place_array(tokens)
