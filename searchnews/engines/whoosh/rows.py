"""Rows: where words stand side by side, told from their places.

A *key* is a place in a document, as (number of the document among some, place) in one number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from searchnews.engines.whoosh.columns import FieldColumns
from searchnews.engines.whoosh.doclists import distinct, held, spread
from searchnews.engines.whoosh.postings import TermEntry
from searchnews.engines.whoosh.sections import Array

__all__ = ["Rows", "led", "led_by", "near", "rows_of"]

Locating = Callable[[TermEntry, Array], Array]

_FEW: Final = 2

_NUMBER: Final = 33
"""The bits of a key that hold a place; the number of the document stands above them."""

_PLACE: Final = (1 << _NUMBER) - 1


class Rows(NamedTuple):
    """Documents that hold rows of words, and where the rows begin, as ascending keys.

    A key is of the place as many places behind the first word as there are words: no word stands before 0.
    """

    docs: Array
    begins: Array


def rows_of(words: Sequence[TermEntry], docs: Array, at: Locating, begins: Array | None = None) -> Rows:
    """Look for a row of words, the rarest first: the commonest are then read only where all others stand in a row.

    All `docs` hold all words; `at` gives the places of documents among those that hold a word. A row can only begin
    where one of `begins` does, if these are given.
    """
    own = docs
    for n in sorted(range(len(words)), key=lambda n: words[n].last - words[n].first):
        field, back = words[n].field, len(words) - n
        firsts, counts = field.tokens_at(at(words[n], own) + words[n].first)
        if begins is None:
            begins = _keys(field, firsts, counts) + back
        else:
            begins = begins[_stands_at(field, firsts, counts, begins - back)]
        if not len(begins):
            break
        own, begins = _narrowed(own, begins)
    assert begins is not None  # there are words
    return Rows(*_narrowed(own, begins, few=1))


def led(openings: Iterable[tuple[TermEntry, Array, Array]], length: int) -> Array:
    """Give where rows of so many words may begin, so that any of some words stands right before them.

    Each is given with the documents that hold it, as places among all, and as places among its own.
    """
    begins = [
        _keys(word.field, *word.field.tokens_at(at + word.first), hits) + (length + 1) for word, hits, at in openings
    ]
    return np.sort(np.concatenate(begins), kind="stable")


def led_by(word: TermEntry, rows: Rows, length: int, hits: Array, at: Array) -> tuple[Array, Array]:
    """Give the documents in which a word stands right before a row of so many words, as places among those of the rows.

    `hits` are those of the rows' documents that hold the word, as places among them, and `at` as places among its own;
    of those that are given they are, too.
    """
    if not len(hits):
        return hits, at
    number = rows.begins >> _NUMBER
    among = np.minimum(hits.searchsorted(number), len(hits) - 1)
    there = (hits[among] == number).nonzero()[0]
    keys = (among[there] << _NUMBER | rows.begins[there] & _PLACE) - (length + 1)
    stands = _stands_at(word.field, *word.field.tokens_at(at + word.first), keys)
    led = distinct(among[there[stands]])
    return hits[led], at[led]


def _stands_at(field: FieldColumns, firsts: Array, counts: Array, keys: Array) -> Array:
    """Tell at which of some places a word stands, whose tokens in each document are the `counts` from `firsts` on."""
    if len(keys) * int(counts.max()).bit_length() < int(counts.sum()):
        return _bisected(field, firsts, counts, keys)
    return held(_keys(field, firsts, counts), keys)[0]


def _bisected(field: FieldColumns, firsts: Array, counts: Array, keys: Array) -> Array:
    """Do as `_stands_at` does, by bisection: of a word that stands in a document many times few places are read."""
    number, place = keys >> _NUMBER, keys & _PLACE
    low = firsts[number]
    high = end = low + counts[number]
    for _ in range(int(counts.max()).bit_length()):
        middle = np.minimum(low + high >> 1, end - 1)
        less = (field.place_array(middle) < place) & (low < high)
        low, high = np.where(less, middle + 1, low), np.where(less, high, middle)
    stands = (low < end) & (field.place_array(np.minimum(low, end - 1)) == place)
    places: Array = stands.nonzero()[0]
    return places


def near(words: Sequence[TermEntry], docs: Array, slop: int, at: Locating) -> Array:
    """Give those of `docs`, which hold all `words`, where each word stands 1 to `slop` places after the one before."""
    reached = _keys_in(words[0], docs, at)
    for word in words[1:]:
        if not len(reached):
            break
        following = _keys_in(word, docs, at)
        follows = np.zeros(len(following), bool)
        for step in range(1, slop + 1):
            follows[held(reached + step, following)[0]] = True
        docs, reached = _narrowed(docs, following[follows])
    found: Array = docs[distinct(reached >> _NUMBER)]
    return found


def _narrowed(docs: Array, keys: Array, few: int = _FEW) -> tuple[Array, Array]:
    """Leave out the documents without a key, where they are many, and number the others anew.

    Most documents hold a phrase's words somewhere, so the words to come are read in the few that are left only.
    """
    left = distinct(keys >> _NUMBER)
    if few * len(left) >= len(docs):
        return docs, keys
    return docs[left], left.searchsorted(keys >> _NUMBER) << _NUMBER | keys & _PLACE


def _keys_in(word: TermEntry, docs: Array, at: Locating) -> Array:
    return _keys(word.field, *word.field.tokens_at(at(word, docs) + word.first))


def _keys(field: FieldColumns, firsts: Array, counts: Array, numbers: Array | None = None) -> Array:
    """Give the places of a word as (number of the document, place) in one number each.

    Its tokens in each document are the `counts` from `firsts` on. Documents have their `numbers`, or are numbered.
    """
    numbers = np.arange(len(counts), dtype=np.int64) if numbers is None else numbers
    keys: Array = np.repeat(numbers << _NUMBER, counts)
    keys += field.place_array(spread(firsts, counts))
    return keys
