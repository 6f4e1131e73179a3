"""From documents in a row to postings in term order: one sort a field does it.

A field's tokens are kept as term numbers, four bytes each (eight with places). `FieldBuilder.invert` gives
`Postings`, the plain arrays that `writing` lays out in a file and that `merging` makes of several segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchnews.engines.base import CodedTerms, FieldBatch
from searchnews.engines.whoosh.sections import Array

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
    """Collects the terms of one field, document after document.

    Terms that come as numbers stay the numbers they came as: each distinct one is looked at once, at the end.
    """

    def __init__(self, *, positions: bool) -> None:
        self._own: dict[str, int] = {}
        self._vocabularies: list[Sequence[str]] = []
        self._known: dict[int, int] = {}
        self._tokens: list[tuple[int, Array]] = []
        self._places: list[Array] | None = [] if positions else None
        self._lengths: list[Array] = []
        self.tokens = 0

    def add(self, field: FieldBatch) -> None:
        """Take the field of the next documents."""
        self._lengths.append(np.array(field.lengths, np.uint32))
        if not len(field.terms):
            return
        self._tokens.append(self._numbered(field.terms))
        self.tokens += len(field.terms)
        if self._places is not None:
            self._places.append(np.array(field.positions, np.uint32))

    def _numbered(self, terms: Sequence[str]) -> tuple[int, Array]:
        """Give the terms as numbers in a vocabulary, and the number of that: -1 for our own."""
        if not isinstance(terms, CodedTerms):
            number = self._own.setdefault
            return -1, np.array([number(term, len(self._own)) for term in terms], np.uint32)
        place = self._known.setdefault(id(terms.vocabulary), len(self._vocabularies))
        if place == len(self._vocabularies):
            self._vocabularies.append(terms.vocabulary)  # held, so that no other gets its id
        return place, np.array(terms.numbers, np.uint32)  # a copy, so that the array it is a part of may go

    def _ranked(self) -> tuple[list[bytes], Array]:
        """Give the distinct terms, sorted by their bytes, and for each token the place of its term among them."""
        names, tokens = self._united()
        used = _used(tokens, len(names))
        encoded = _encoded([names[number] for number in used.tolist()])
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        ranks = np.zeros(len(names), np.uint32)
        ranks[used[order]] = np.arange(len(order), dtype=np.uint32)
        return [encoded[at] for at in order], ranks[tokens]

    def _united(self) -> tuple[Sequence[str], Array]:
        """Give all tokens as numbers in one vocabulary, and let go of them."""
        vocabularies = {-1: list(self._own), **dict(enumerate(self._vocabularies))}
        tokens, self._tokens = self._tokens, []
        by_source: dict[int, list[Array]] = {}
        for source, numbers in tokens:
            by_source.setdefault(source, []).append(numbers)
        if len(by_source) == 1:
            ((source, parts),) = by_source.items()
            return vocabularies[source], _joined(parts)
        united: dict[str, int] = {}
        translations = {}
        for source, parts in by_source.items():
            names = vocabularies[source]
            used = _used(_joined(parts), len(names))
            translations[source] = np.zeros(len(names), np.uint32)
            translations[source][used] = [united.setdefault(names[number], len(united)) for number in used.tolist()]
        return list(united), _joined([translations[source][numbers] for source, numbers in tokens])

    def invert(self) -> Postings:
        """Give the postings of all documents taken."""
        lengths = _joined(self._lengths)
        terms, ranks = self._ranked()
        docs = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
        # Two halves of one number, since numpy sorts plain 64-bit numbers several times faster than it argsorts: the
        # rank of the term, and the document or, where its place is wanted too, the token.
        keys = ranks.astype(np.uint64)
        del ranks
        keys <<= np.uint64(32)
        keys |= docs if self._places is None else np.arange(len(docs), dtype=np.uint32)
        keys.sort()
        lower = keys.astype(np.uint32)
        keys >>= np.uint64(32)
        places = None
        if self._places is not None:
            flat = _joined(self._places)
            self._places.clear()
            places = flat[lower]
            del flat
            lower = docs[lower]
        del docs
        new = np.ones(len(lower), bool)
        new[1:] = (keys[1:] != keys[:-1]) | (lower[1:] != lower[:-1])
        firsts = np.flatnonzero(new)
        starts = np.searchsorted(keys[firsts], np.arange(len(terms) + 1, dtype=np.uint64))
        freqs = np.diff(firsts, append=len(keys))
        return Postings(terms, starts, lower[firsts], freqs, places, lengths)


def _used(numbers: Array, count: int) -> Array:
    """Give which of `count` numbers occur, ascending."""
    flags = np.zeros(count, bool)
    flags[numbers] = True
    return np.flatnonzero(flags)


def _encoded(names: list[str]) -> list[bytes]:
    """Give what `encode` gives, for many at once: hardly any term has a line break in it."""
    joined = encode("\n".join(names)).split(b"\n")
    return joined if len(joined) == len(names) else [encode(name) for name in names]


def _joined(arrays: Sequence[Array]) -> Array:
    return np.concatenate([np.zeros(0, np.uint32), *arrays])
