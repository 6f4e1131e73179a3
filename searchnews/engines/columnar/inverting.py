"""From documents in a row to postings in term order: one sort a field does it.

A field's tokens are kept as term numbers, four bytes each (eight with places). `FieldBuilder.invert` gives
`Postings`, the plain arrays that `writing` lays out in a file and that `merging` makes of several segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchnews.engines.base import CodedTerms, FieldTerms
from searchnews.engines.columnar.sections import Array

__all__ = ["FieldBuilder", "Postings", "encode"]


def encode(text: str) -> bytes:
    """Give the bytes of a term or value. Lone surrogates, which dirty archives hold, pass through."""
    return text.encode("utf-8", "surrogatepass")


class Postings(NamedTuple):
    """A field in term order: `starts[i]:starts[i + 1]` are the postings of `terms[i]`.

    `docs` and `freqs` have one element a posting; `places`, if the field keeps them, one a token, in the order of
    the postings; `lengths` is the number of tokens of the field in each document.
    """

    terms: list[bytes]
    starts: Array
    docs: Array
    freqs: Array
    places: Array | None
    lengths: Array


class FieldBuilder:
    """Collects the terms of one field, document after document."""

    def __init__(self, *, positions: bool) -> None:
        self._numbers: dict[str, int] = {}
        self._tokens: list[Array] = []
        self._places: list[Array] | None = [] if positions else None
        self._lengths: list[int] = []
        self._known: dict[int, tuple[Sequence[str], Array]] = {}

    def add(self, terms: FieldTerms | None) -> int:
        """Take the field of the next document; give the number of its tokens."""
        if terms is None or not len(terms.terms):
            self._lengths.append(0)
            return 0
        numbers = self._numbered(terms.terms)
        self._tokens.append(numbers)
        self._lengths.append(len(numbers))
        if self._places is not None:
            self._places.append(np.asarray(terms.positions, np.uint32))
        return len(numbers)

    def _numbered(self, terms: Sequence[str]) -> Array:
        number = self._numbers.setdefault
        if not isinstance(terms, CodedTerms):
            return np.array([number(term, len(self._numbers)) for term in terms], np.uint32)
        # Terms that come as numbers in a vocabulary: each of its words is translated once.
        vocabulary = terms.vocabulary
        held, ours = self._known.get(id(vocabulary), (vocabulary, np.zeros(0, np.uint32)))
        if len(ours) < len(vocabulary):
            fresh = [number(vocabulary[n], len(self._numbers)) for n in range(len(ours), len(vocabulary))]
            ours = np.concatenate([ours, np.array(fresh, np.uint32)])
            self._known[id(vocabulary)] = (held, ours)
        numbers: Array = ours[terms.numbers]
        return numbers

    def invert(self) -> Postings:
        """Give the postings of all documents taken."""
        lengths = np.array(self._lengths, np.uint32)
        tokens = np.concatenate(self._tokens) if self._tokens else np.zeros(0, np.uint32)
        self._tokens.clear()
        used = np.unique(tokens)
        names = list(self._numbers)
        encoded = [encode(names[number]) for number in used.tolist()]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        rank = np.zeros(len(names), np.uint32)
        rank[used[order]] = np.arange(len(order), dtype=np.uint32)
        # Rank and place in one number: numpy sorts plain 64-bit numbers several times faster than it argsorts.
        keys = rank[tokens].astype(np.uint64) << np.uint64(32)
        keys |= np.arange(len(tokens), dtype=np.uint64)
        keys.sort()
        at = (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        ranks = (keys >> np.uint64(32)).astype(np.uint32)
        del keys
        docs = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)[at]
        places = None
        if self._places is not None:
            flat = np.concatenate(self._places) if self._places else np.zeros(0, np.uint32)
            self._places.clear()
            places = flat[at]
        new = np.ones(len(ranks), bool)
        new[1:] = (ranks[1:] != ranks[:-1]) | (docs[1:] != docs[:-1])
        firsts = np.flatnonzero(new)
        starts = np.searchsorted(ranks[firsts], np.arange(len(order) + 1))
        freqs = np.diff(firsts, append=len(ranks))
        return Postings([encoded[n] for n in order], starts, docs[firsts], freqs, places, lengths)
