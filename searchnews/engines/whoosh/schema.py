"""The schema of an index as Whoosh sees it: fields that take ready-made terms, and short values beside them.

Whoosh pickles the schema into the index, so the classes here are found again by name: renaming one makes old
indexes unreadable. Nothing here analyses: a field is handed `FieldTerms` and gives postings.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from whoosh.columns import RefBytesColumn, VarBytesColumn
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Format

from searchnews.engines.base import FieldKind, FieldTerms

__all__ = [
    "ID",
    "STORED",
    "Counts",
    "Places",
    "TermsField",
    "ValueField",
    "build_schema",
    "decode",
    "encode",
    "kinds",
]

ID: Final = "id"
"""The field and column that hold a document's id."""

STORED: Final = "stored"
"""The column that holds what was stored with a document."""

FEW_VALUES: Final = frozenset({"source", "category", "author"})
"""Columns whose values repeat: each distinct value is written once a segment."""


def encode(text: str) -> bytes:
    """Give the bytes of a term. Lone surrogates, which dirty archives hold, pass through."""
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes) -> str:
    """Give the text that `encode` made these bytes of."""
    return bytes(data).decode("utf-8", "surrogatepass")


class Counts(Format):  # type: ignore[misc]  # Whoosh ships no types
    """Postings that hold how often a term occurs, and nothing else: the posting's weight says it."""

    posting_size = 0


class Places(Format):  # type: ignore[misc]
    """Postings that hold the places of a term: little-endian, two bytes each, or four where they must.

    An odd length marks the wide kind. Whoosh's own `Positions` holds a pickle in each posting instead.
    """

    def encode(self, places: Sequence[int]) -> bytes:
        """Pack ascending places (0 to 2**32 - 1)."""
        if places[-1] < 1 << 16:
            return struct.pack(f"<{len(places)}H", *places)
        return struct.pack(f"<{len(places)}Ix", *places)

    def decode_positions(self, data: bytes) -> tuple[int, ...]:
        """Unpack the places."""
        if len(data) % 2:
            return struct.unpack(f"<{len(data) // 4}Ix", data)
        return struct.unpack(f"<{len(data) // 2}H", data)

    def decode_frequency(self, data: bytes) -> int:
        """Count the places."""
        return len(data) // 4 if len(data) % 2 else len(data) // 2

    def decode_weight(self, data: bytes) -> float:
        """Count the places."""
        return float(self.decode_frequency(data))

    def decode_position_boosts(self, data: bytes) -> list[tuple[int, float]]:
        """Give the places, each with weight 1."""
        return [(place, 1.0) for place in self.decode_positions(data)]


class TermsField(FieldType):  # type: ignore[misc]
    """An indexed field that is handed its terms."""

    def __init__(self, *, positions: bool) -> None:
        super().__init__(Places() if positions else Counts(), None, scorable=True)

    @property
    def positional(self) -> bool:
        """Whether places are kept."""
        return isinstance(self.format, Places)

    def index(self, value: FieldTerms, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Give (term, frequency, weight, value) for each distinct term: what Whoosh's own writer asks for."""
        places: dict[str, list[int]] = {}
        positions = range(len(value.terms)) if value.positions is None else value.positions
        for term, place in zip(value.terms, positions, strict=True):
            places.setdefault(term, []).append(place)
        for term, found in places.items():
            packed = self.format.encode(found) if self.positional else b""
            yield encode(term), len(found), float(len(found)), packed

    def to_bytes(self, value: str | bytes) -> bytes:
        """Give a term's bytes."""
        return value if isinstance(value, bytes) else encode(value)

    def from_bytes(self, bs: bytes) -> str:
        """Give a term's text."""
        return decode(bs)


class ValueField(TermsField):
    """A short value beside each document; `indexed` ones are terms too (whole, unscored)."""

    def __init__(self, *, indexed: bool = False, few: bool = False) -> None:
        FieldType.__init__(
            self, Existence(), None, unique=indexed, sortable=RefBytesColumn() if few else VarBytesColumn()
        )
        self.indexed = indexed

    def index(self, value: str, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:  # type: ignore[override]
        """Give the whole value as one posting."""
        yield encode(value), 1, 1.0, b""


def build_schema(fields: Iterable[FieldKind], columns: Iterable[str]) -> Schema:
    """Lay out an index: the id, the fields, the short values, and what is stored."""
    schema = Schema()
    schema.add(ID, ValueField(indexed=True))
    for kind in fields:
        schema.add(kind.name, TermsField(positions=kind.positions))
    for name in columns:
        schema.add(name, ValueField(few=name in FEW_VALUES))
    schema.add(STORED, ValueField())
    return schema


def kinds(schema: Schema) -> list[FieldKind]:
    """Name the fields that a schema was laid out with."""
    return [FieldKind(name, field.positional) for name, field in schema.items() if type(field) is TermsField]
