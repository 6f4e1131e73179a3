"""The documents of a term in one segment, and what it scores in them: what is kept of it, and what is read anew.

Most terms are kept whole. Of the common terms of a large segment only the documents are, as bits: few of their scores
are ever asked for, and so there is room for all of them.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final, NamedTuple, Protocol

import numpy as np

from searchnews.engines.whoosh.columns import FieldColumns
from searchnews.engines.whoosh.docbits import DENSE, DocBits
from searchnews.engines.whoosh.doclists import held
from searchnews.engines.whoosh.found import Found
from searchnews.engines.whoosh.impacts import FieldImpacts
from searchnews.engines.whoosh.sections import Array

__all__ = ["LARGE", "Postings", "TermEntry", "postings_of"]

LARGE: Final = 1 << 18
"""Documents from which a segment is large."""

_COMMON_SHARE: Final = 16
"""In a large segment a term is common that is in one of so many documents.

In smaller ones all postings of a query are mostly added up (`disjunction`), which takes a sixth longer where they are
not kept: measured on 41,686 articles.
"""

_FEW: Final = 16
_MANY: Final = 256
"""More documents are looked up among bits."""


class TermEntry(NamedTuple):
    """A term in one segment: its columns and its extent in them; and its idf, which is that of all segments."""

    field: FieldColumns
    term: int
    first: int
    last: int
    idf: float


class Postings(Protocol):
    """A term in one segment. A *place* is that of a document among those of the term; impacts are BM25 without idf."""

    @property
    def nbytes(self) -> int:
        """The bytes that it takes in memory."""
        ...

    @property
    def is_kept(self) -> bool:
        """Whether all of it is in memory."""
        ...

    @property
    def bits(self) -> DocBits:
        """Its documents as a set of bits."""
        ...

    def docs(self) -> Array:
        """Give its documents, ascending."""
        ...

    def held(self, docs: Array) -> tuple[Array, Array]:
        """Give which of some ascending documents are its own, as places among them and among its own."""
        ...

    def impacts_at(self, places: Array, docs: Array) -> Array:
        """Give its impacts in the `docs` that stand at some ascending places."""
        ...

    def score(self, weight: float) -> Found:
        """Score all of its documents; `weight` is idf, and boosts."""
        ...

    @property
    def part(self) -> Any:
        """What `score` would weigh, for machine code."""
        ...

    def score_at(self, places: Array, weight: float) -> Found:
        """Score the documents at many ascending places."""
        ...

    def score_between(self, first: int, last: int, weight: float) -> Found:
        """Score the documents at the places `first` to `last` (half-open)."""
        ...


def postings_of(entry: TermEntry, impacts: FieldImpacts) -> Postings:
    """Read the postings of a term."""
    size = len(entry.field.lengths)
    is_common = size >= LARGE and _COMMON_SHARE * (entry.last - entry.first) >= size
    return _Common(entry, impacts) if is_common else _Whole(entry, impacts)


class _Read:
    """A term whose postings are read from its columns."""

    def __init__(self, entry: TermEntry, impacts: FieldImpacts) -> None:
        self._entry, self._impacts = entry, impacts
        self._size = len(entry.field.lengths)

    def docs(self) -> Array:
        docs = self._entry.field.docs(self._entry.first, self._entry.last)
        return docs.astype(np.uint16 if self._size <= 1 << 16 else np.uint32, copy=False)

    def _freqs(self) -> Array:
        return self._entry.field.freqs(self._entry.first, self._entry.last)


class _Whole(_Read):
    """A term of which all is kept: its documents, and of each the impact, or the code of that."""

    is_kept = True

    def __init__(self, entry: TermEntry, impacts: FieldImpacts) -> None:
        super().__init__(entry, impacts)
        self._docs = super().docs()
        self._coded = impacts.coded(entry.field, self._docs, self._freqs())
        self._is_dense = DENSE * len(self._docs) > self._size

    @property
    def nbytes(self) -> int:
        # The bits, too: they may yet be made.
        return self._docs.nbytes + self._coded.nbytes + (DocBits.bytes_for(self._size) if self._is_dense else 0)

    @cached_property
    def bits(self) -> DocBits:
        return DocBits.of(self._docs, self._size)

    def docs(self) -> Array:
        return self._docs

    def held(self, docs: Array) -> tuple[Array, Array]:
        if self._is_dense and len(docs) > _MANY:
            return self.bits.held(docs)
        if _FEW * len(self._docs) < len(docs):  # they are looked up the other way round
            at, hits = held(docs, self._docs)
            return hits, at
        return held(self._docs, docs)

    def impacts_at(self, places: Array, docs: Array) -> Array:
        return self._impacts.weighed(self._coded[places], 1.0)

    def score(self, weight: float) -> Found:
        return Found(self._docs, self._impacts.weighed(self._coded, weight))

    @cached_property
    def part(self) -> Any:
        return self._impacts.part(self._docs, self._coded)

    def score_at(self, places: Array, weight: float) -> Found:
        return Found(self._docs[places], self._impacts.weighed(self._coded[places], weight))

    def score_between(self, first: int, last: int, weight: float) -> Found:
        return Found(self._docs[first:last], self._impacts.weighed(self._coded[first:last], weight))


class _Common(_Read):
    """A term of which only the documents are kept, as bits. Reading them all in order is faster than from the bits."""

    is_kept = False

    def __init__(self, entry: TermEntry, impacts: FieldImpacts) -> None:
        super().__init__(entry, impacts)
        self.bits = DocBits.of(self.docs(), self._size)

    @property
    def nbytes(self) -> int:
        return self.bits.nbytes

    def held(self, docs: Array) -> tuple[Array, Array]:
        return self.bits.held(docs)

    def impacts_at(self, places: Array, docs: Array) -> Array:
        return self._impacts.of(self._entry.field, docs, self._entry.field.freqs_at(places + self._entry.first))

    def score(self, weight: float) -> Found:
        return self._scored(self.docs(), self._freqs(), weight)

    @property
    def part(self) -> Any:
        docs = self.docs()
        return self._impacts.part(docs, self._impacts.coded(self._entry.field, docs, self._freqs()))

    def score_at(self, places: Array, weight: float) -> Found:
        return self._scored(self.docs()[places], self._freqs()[places], weight)

    def score_between(self, first: int, last: int, weight: float) -> Found:
        freqs = self._entry.field.freqs(self._entry.first + first, self._entry.first + last)
        return self._scored(self.bits.between(first, last), freqs, weight)

    def _scored(self, docs: Array, freqs: Array, weight: float) -> Found:
        return Found(docs, self._impacts.weighed(self._impacts.coded(self._entry.field, docs, freqs), weight))
