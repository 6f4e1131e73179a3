"""Turning documents into posting lists: terms become numbers as they come, one sort does the rest.

All state is flat arrays, four bytes a token (eight with positions), so memory is known: an `Inverter` that
holds `tokens` tokens needs about 8 * tokens bytes, its vocabulary, and 40 bytes a token of the largest
field in `lists`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from whoosh.util.numeric import length_to_byte

from searchnews.engines.base import FieldKind, FieldTerms
from searchnews.engines.whoosh.postings import Ints, Postings
from searchnews.engines.whoosh.schema import Places, encode

__all__ = ["Inverter"]

_NARROW = 1 << 16


class _Vocabulary(dict[str, int]):
    """Numbers for terms, in the order they were first seen."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _FieldInverter:
    def __init__(self, *, positions: bool) -> None:
        self._numbers = _Vocabulary()
        self._tokens = array("I")
        self._lengths = array("I")
        self._places = array("I") if positions else None

    def add(self, terms: FieldTerms | None) -> None:
        if terms is None:
            self._lengths.append(0)
            return
        self._lengths.append(len(terms.terms))
        self._tokens.extend(map(self._numbers.__getitem__, terms.terms))
        if self._places is not None:
            self._places.extend(() if terms.positions is None else map(int, terms.positions))

    def length_bytes(self) -> Ints:
        return np.fromiter(map(length_to_byte, self._lengths), dtype=np.uint8, count=len(self._lengths))

    def lists(self) -> Postings | None:
        """Give every posting list of the field; None where it has no terms at all."""
        if not self._tokens:
            return None
        terms = sorted(self._numbers)  # code point order is UTF-8 order
        rank = np.empty(len(terms), dtype=np.uint32)
        rank[[self._numbers[term] for term in terms]] = np.arange(len(terms), dtype=np.uint32)
        keys = rank[np.frombuffer(self._tokens, dtype=np.uint32)]
        order = np.argsort(keys, kind="stable")  # stable: documents, and places in them, stay ascending
        keys = keys[order]
        lengths = np.frombuffer(self._lengths, dtype=np.uint32)
        docs = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)[order]
        new_term = np.diff(keys, prepend=keys[0]) != 0
        new_term[0] = True
        firsts = np.flatnonzero(new_term | (np.diff(docs, prepend=docs[0]) != 0))
        counts = np.diff(firsts, append=len(keys)).astype(np.uint32)
        values = None if self._places is None else self._pack(order, firsts, counts)
        starts = np.flatnonzero(new_term[firsts])
        return Postings([encode(term) for term in terms], starts, docs[firsts], counts, values)

    def _pack(self, order: Ints, firsts: Ints, counts: Ints) -> list[bytes]:
        places = np.frombuffer(self._places or array("I"), dtype=np.uint32)[order]
        starts, ends = firsts.tolist(), (firsts + counts).tolist()
        if places.max() < _NARROW:
            packed = places.astype("<u2").tobytes()
            return [packed[2 * start : 2 * end] for start, end in zip(starts, ends, strict=True)]
        pack = Places().encode
        return [pack(places[start:end].tolist()) for start, end in zip(starts, ends, strict=True)]


class Inverter:
    """Collects documents, numbered from 0 in the order they are added; `tokens` counts what it holds."""

    def __init__(self, fields: Iterable[FieldKind]) -> None:
        self._fields = {kind.name: _FieldInverter(positions=kind.positions) for kind in fields}
        self.tokens = 0

    def add(self, fields: Mapping[str, FieldTerms]) -> None:
        """Take the next document; fields it does not have are empty."""
        for name, field in self._fields.items():
            terms = fields.get(name)
            field.add(terms)
            self.tokens += 0 if terms is None else len(terms.terms)

    def lists(self) -> Iterator[tuple[str, Postings, Ints]]:
        """Give each field that has terms: name, lists, and its length byte for each document.

        A field's memory is let go when the next is asked for.
        """
        for name in sorted(self._fields):
            field = self._fields.pop(name)
            if (lists := field.lists()) is not None:
                yield name, lists, field.length_bytes()
