"""From documents in a row to postings in term order: one sort a field does it.

A field's tokens are kept as term numbers, four bytes each (eight with places). `FieldBuilder.invert` sorts them and
gives `Postings`, some terms at a time: beside the sorted numbers, of eight bytes, only these are held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from searchnews.compiled import compiled
from searchnews.engines.documents import CodedTerms, FieldBatch
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.terms import encode_all

__all__ = ["TOKENS_AT_ONCE", "FieldBuilder", "Postings"]

TOKENS_AT_ONCE: Final = 1 << 18
"""Tokens that are made postings of together, in whole terms: one of more tokens comes alone."""


class Postings(NamedTuple):
    """Some terms of a field, in their order: `starts[i]:starts[i + 1]` are the postings of `terms[i]`.

    `docs` and `freqs` have one element a posting; `places`, if the field keeps them, one a token, in the order of
    the postings.
    """

    terms: list[bytes]
    starts: Array
    docs: Array
    freqs: Array
    places: Array | None


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

    def _ranked(self) -> tuple[list[bytes], Array, Array]:
        """Give the distinct terms, sorted by their bytes; the places of names among them; and the tokens, by name."""
        names, tokens = self._united()
        used = _used(tokens, len(names))
        encoded = encode_all(list(map(names.__getitem__, used.tolist())))
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        ranks = np.zeros(len(names), np.uint32)
        ranks[used[order]] = np.arange(len(order), dtype=np.uint32)
        return list(map(encoded.__getitem__, order)), ranks, tokens

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

    def lengths(self) -> Array:
        """Give the number of tokens of the field in each document taken."""
        return _joined(self._lengths)

    def invert(self) -> Iterator[Postings]:
        """Give the postings of all documents taken, and let go of what they are made of. Only once."""
        terms, ranks, *tokens = self._ranked()
        places = None
        if self._places is not None:
            places = _joined(self._places)
            self._places.clear()
        # Handed over, so that they may go before all else is made of them.
        starts, ordered = _by_term(tokens.pop(), ranks, len(terms), self.lengths(), places)
        del places
        for first, last in _whole_terms(starts):
            some, own = ordered[starts[first] : starts[last]], starts[first : last + 1] - starts[first]
            if self._places is None:
                yield _postings(terms[first:last], own, some, None)
            else:
                docs, places = (some >> np.uint64(32)).astype(np.uint32), some.astype(np.uint32)
                yield _postings(terms[first:last], own, docs, places)


def _by_term(tokens: Array, ranks: Array, terms: int, lengths: Array, places: Array | None) -> tuple[Array, Array]:
    """Sort tokens by the ranks of their terms, and as they come: where each term begins, and the end; and the tokens.

    Tokens are the numbers of their terms; `lengths` says how many are of each document. A token is its document and,
    where there are `places`, in the lower half of a number of 64 bits its place.
    """
    if (numbering := compiled("numbering")) is not None:
        found: tuple[Array, Array] = numbering.by_term(tokens, ranks, terms, lengths, places)
        return found
    # Two halves of one number, since numpy sorts plain 64-bit numbers several times faster than it argsorts.
    keys = ranks[tokens].astype(np.uint64)
    del tokens
    keys <<= np.uint64(32)
    docs = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    keys |= docs if places is None else np.arange(len(keys), dtype=np.uint32)
    keys.sort()
    starts = np.searchsorted(keys, np.arange(terms + 1, dtype=np.uint64) << np.uint64(32))
    order = keys.astype(np.uint32)
    if places is None:
        return starts, order
    np.copyto(keys, docs[order])
    keys <<= np.uint64(32)
    keys |= places[order]
    return starts, keys


def _whole_terms(starts: Array) -> Iterator[tuple[int, int]]:
    """Part terms, whose tokens begin at `starts`, into stretches of `TOKENS_AT_ONCE` tokens at most, or of one term."""
    first, count = 0, len(starts) - 1
    while first < count:
        last = int(np.searchsorted(starts, starts[first] + TOKENS_AT_ONCE, side="right")) - 1
        yield first, max(last, first + 1)
        first = max(last, first + 1)


def _postings(terms: list[bytes], starts: Array, docs: Array, places: Array | None) -> Postings:
    """Make postings of tokens in the order of terms, whose tokens begin at `starts`, and then of documents."""
    new = np.ones(len(docs), bool)
    new[1:] = docs[1:] != docs[:-1]
    new[starts[:-1]] = True
    firsts = np.flatnonzero(new)
    freqs = np.diff(firsts, append=len(docs))
    return Postings(terms, np.searchsorted(firsts, starts), docs[firsts], freqs, places)


def _used(numbers: Array, count: int) -> Array:
    """Give which of `count` numbers occur, ascending."""
    flags = np.zeros(count, bool)
    flags[numbers] = True
    return np.flatnonzero(flags)


def _joined(arrays: Sequence[Array]) -> Array:
    return np.concatenate([np.zeros(0, np.uint32), *arrays])
