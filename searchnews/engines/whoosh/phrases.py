"""Phrases: which documents hold words side by side, told from the places of the words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from searchnews.engines.whoosh.columns import FieldColumns
from searchnews.engines.whoosh.doclists import held, spread
from searchnews.engines.whoosh.postings import TermEntry
from searchnews.engines.whoosh.sections import Array

__all__ = ["in_order"]

Locating = Callable[[TermEntry, Array], Array]

_FEW: Final = 2

_NUMBER: Final = 33
"""The bits of a key that hold a place; the number of the document stands above them."""

_PLACE: Final = (1 << _NUMBER) - 1


def in_order(words: Sequence[TermEntry], docs: Array, slop: int, at: Locating) -> Array:
    """Give those of `docs`, which hold all `words`, where each word stands 1 to `slop` places after the one before.

    `at` gives the places of documents among those that hold a word.
    """
    return _side_by_side(words, docs, at) if slop == 1 else _near(words, docs, slop, at)


def _side_by_side(words: Sequence[TermEntry], docs: Array, at: Locating) -> Array:
    """Look for a row of words, the rarest first: the commonest are then read only where all others stand in a row."""
    own, starts = docs, None
    for n in sorted(range(len(words)), key=lambda n: words[n].last - words[n].first):
        firsts, counts = words[n].field.tokens_at(at(words[n], own) + words[n].first)
        # Where the row begins if this is its word; and as much more as no place is before a document's first.
        back = len(words) - n
        if starts is None:
            starts = _keys(words[n].field, firsts, counts) + back
        elif len(starts) * int(counts.max()).bit_length() < int(counts.sum()):
            starts = starts[_stands_at(words[n].field, firsts, counts, starts - back)]
        else:
            starts = starts[held(_keys(words[n].field, firsts, counts) + back, starts)[0]]
        if not len(starts):
            return own[:0]
        own, starts = _narrowed(own, starts)
    assert starts is not None  # there are words
    found: Array = own[_distinct(starts >> _NUMBER)]
    return found


def _stands_at(field: FieldColumns, firsts: Array, counts: Array, keys: Array) -> Array:
    """Tell whether a word stands at some places of documents: those of a document ascend, and are bisected.

    Only a few of the places are read of a word that stands in a document many times.
    """
    number, place = keys >> _NUMBER, keys & _PLACE
    low = firsts[number]
    high = end = low + counts[number]
    for _ in range(int(counts.max()).bit_length()):
        middle = np.minimum(low + high >> 1, end - 1)
        less = (field.place_array(middle) < place) & (low < high)
        low, high = np.where(less, middle + 1, low), np.where(less, high, middle)
    stands: Array = (low < end) & (field.place_array(np.minimum(low, end - 1)) == place)
    return stands


def _near(words: Sequence[TermEntry], docs: Array, slop: int, at: Locating) -> Array:
    reached = _keys_in(words[0], docs, at)
    for word in words[1:]:
        if not len(reached):
            break
        following = _keys_in(word, docs, at)
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
    return docs[left], left.searchsorted(keys >> _NUMBER) << _NUMBER | keys & _PLACE


def _keys_in(word: TermEntry, docs: Array, at: Locating) -> Array:
    return _keys(word.field, *word.field.tokens_at(at(word, docs) + word.first))


def _distinct(ascending: Array) -> Array:
    new = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    found: Array = ascending[new]
    return found


def _keys(field: FieldColumns, firsts: Array, counts: Array) -> Array:
    """Give the places of a word as (number of the document, place) in one number each.

    Its tokens in each document are the `counts` from `firsts` on.
    """
    keys: Array = np.repeat(np.arange(len(counts), dtype=np.int64) << _NUMBER, counts)
    keys += field.place_array(spread(firsts, counts))
    return keys
