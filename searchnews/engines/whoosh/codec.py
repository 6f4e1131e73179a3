"""The columns as Whoosh sees them: a codec, so that any of its queries runs on its own matchers.

The engine's own rules (`evaluation`) answer the common kinds; spans, nested queries and whatever else Whoosh has come
here. Nothing is written through this codec, and nothing of Whoosh's is kept on disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.fields import FieldType, Schema
from whoosh.formats import Format
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import SegmentReader, TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length

from searchnews.engines.base import FieldKind
from searchnews.engines.whoosh.columns import FieldColumns
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.terms import encode

__all__ = ["build_schema", "reader_over"]

# Whoosh ships no types that mypy could check these classes against.
# mypy: disable-error-code="misc"


class _Counts(Format):
    """Postings that hold how often a term occurs."""

    def supports(self, name: str) -> bool:
        return name in ("frequency", "weight")


class _Places(Format):
    """Postings that hold the places of a term."""

    def supports(self, name: str) -> bool:
        return name in ("frequency", "weight", "positions")


class TermsField(FieldType):
    """An indexed field that is handed its terms."""

    def __init__(self, *, positions: bool) -> None:
        super().__init__(_Places() if positions else _Counts(), None, scorable=True)

    def to_bytes(self, value: str | bytes) -> bytes:
        """Give a term's bytes."""
        return value if isinstance(value, bytes) else encode(value)

    def from_bytes(self, bs: bytes) -> str:
        """Give a term's text."""
        return bytes(bs).decode("utf-8", "surrogatepass")


def build_schema(kinds: Sequence[FieldKind]) -> Schema:
    """Give the schema of an index in Whoosh's terms."""
    return Schema(**{kind.name: TermsField(positions=kind.positions) for kind in kinds})


def reader_over(segment: Segment, schema: Schema) -> SegmentReader:
    """Give a reader of one segment that Whoosh's searcher takes."""
    return SegmentReader(None, schema, _Segment(segment), codec=_Codec())


class _Segment(base.Segment):
    def __init__(self, columns: Segment) -> None:
        super().__init__("columns")
        self.columns = columns

    def doc_count_all(self) -> int:
        return self.columns.documents

    def doc_count(self) -> int:
        return self.columns.documents

    # Nothing is deleted as far as Whoosh knows: its InverseMatcher goes wrong over deletions, and the searcher drops
    # deleted documents from whatever matches.

    def has_deletions(self) -> bool:
        return False

    def deleted_docs(self) -> frozenset[int]:
        return frozenset()

    def is_deleted(self, docnum: int) -> bool:
        return False


class _Codec(base.Codec):
    def terms_reader(self, storage: object, segment: _Segment) -> _TermsReader:
        return _TermsReader(segment.columns)

    def per_document_reader(self, storage: object, segment: _Segment) -> _DocumentReader:
        return _DocumentReader(segment)

    def automata(self, storage: object, segment: _Segment) -> base.Automata:
        return base.Automata()


class _DocumentReader(base.PerDocumentReader):
    def __init__(self, segment: _Segment) -> None:
        self._segment, self._columns = segment, segment.columns

    def doc_count(self) -> int:
        return self._segment.doc_count()

    def doc_count_all(self) -> int:
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        return self._segment.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> frozenset[int]:
        return self._segment.deleted_docs()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        field = self._columns.field(fieldname)
        return default if field is None else int(byte_to_length(int(field.lengths[docnum])))

    def field_length(self, fieldname: str) -> int:
        field = self._columns.field(fieldname)
        return 0 if field is None else field.total

    def min_field_length(self, fieldname: str) -> int:
        return self._extreme(fieldname, 0)

    def max_field_length(self, fieldname: str) -> int:
        return self._extreme(fieldname, -1)

    def _extreme(self, fieldname: str, place: int) -> int:
        field = self._columns.field(fieldname)
        if field is None or not len(field.lengths):
            return 0
        return int(byte_to_length(int(np.sort(field.lengths)[place])))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {}


class _TermsReader(base.TermsReader):
    def __init__(self, columns: Segment) -> None:
        self._columns = columns

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._columns.field(term[0])
        return field is not None and field.terms.find(term[1]) >= 0

    def indexed_field_names(self) -> Sequence[str]:
        return self._columns.fields

    def cursor(self, fieldname: str, fieldobj: TermsField) -> _Cursor:
        return _Cursor(self, self._columns.field(fieldname), fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self._columns.fields):
            yield from self.terms_from(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self._columns.fields):
            field = self._columns.field(name)
            if field is not None and name >= fieldname:
                first = field.terms.lower_bound(prefix) if name == fieldname else 0
                for place in range(first, len(field.terms)):
                    yield name, field.terms[place]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for term in self.terms():
            yield term, self.term_info(*term)

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for term in self.terms_from(fieldname, prefix):
            yield term, self.term_info(*term)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        return _info(*self._place(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.term_info(fieldname, text).weight()) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        field = self._columns.field(fieldname)
        place = -1 if field is None else field.terms.find(text)
        if field is None or place < 0:
            return 0
        first, last = field.extent(place)
        return last - first

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: Any = None) -> _Matcher:
        field, place = self._place(fieldname, text)
        return _Matcher(field, place, (fieldname, text), format_, scorer)

    def close(self) -> None:
        pass

    def _place(self, fieldname: str, text: bytes) -> tuple[FieldColumns, int]:
        field = self._columns.field(fieldname)
        place = -1 if field is None else field.terms.find(text)
        if field is None or place < 0:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return field, place


def _info(field: FieldColumns, place: int) -> TermInfo:
    first, last = field.extent(place)
    docs, freqs = field.docs(first, last), field.freqs(first, last)
    lengths = field.lengths[docs]
    return TermInfo(
        weight=float(freqs.sum(dtype=np.int64)),
        df=last - first,
        minlength=byte_to_length(int(lengths.min())),
        maxlength=byte_to_length(int(lengths.max())),
        maxweight=float(freqs.max()),
        minid=int(docs[0]),
        maxid=int(docs[-1]),
    )


class _Cursor(base.FieldCursor):
    def __init__(self, terms: _TermsReader, field: FieldColumns | None, fieldobj: TermsField) -> None:
        self._terms, self._field, self._fieldobj, self._at = terms, field, fieldobj, 0

    def first(self) -> str | None:
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        self._at = 0 if self._field is None else self._field.terms.lower_bound(self._fieldobj.to_bytes(string))
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        return self._fieldobj.from_bytes(self._field.terms[self._at]) if self._field and self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        return _info(self._field, self._at) if self._field and self.is_valid() else None

    def is_valid(self) -> bool:
        return self._field is not None and self._at < len(self._field.terms)


class _Matcher(LeafMatcher):
    """Walks the postings of one term."""

    def __init__(self, field: FieldColumns, place: int, term: tuple[str, bytes], format_: Format, scorer: Any) -> None:
        self._field, self._place, self._term, self.format, self.scorer = field, place, term, format_, scorer
        self._first, self._last = field.extent(place)
        self._docs = field.docs(self._first, self._last).tolist()
        self._freqs = field.freqs(self._first, self._last).tolist()
        self._at = 0
        self._place_ends: list[int] | None = None

    def is_active(self) -> bool:
        return self._at < len(self._docs)

    def id(self) -> int:
        if not self.is_active():
            raise ReadTooFar
        return int(self._docs[self._at])

    def weight(self) -> float:
        return float(self._freqs[self._at])

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return True

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        while self._at < len(self._docs) and self._docs[self._at] < id:
            self._at += 1

    def reset(self) -> None:
        self._at = 0

    def copy(self) -> _Matcher:
        copy = _Matcher(self._field, self._place, self._term, self.format, self.scorer)
        copy._at = self._at
        return copy

    def all_ids(self) -> Iterator[int]:
        return iter(self._docs[self._at :])

    def value_as(self, astype: str) -> Any:
        if astype == "positions":
            return self._places()
        return self._freqs[self._at] if astype == "frequency" else self.weight()

    def _places(self) -> list[int]:
        if self._place_ends is None:
            self._place_ends = np.cumsum([0, *self._freqs]).tolist()
        base = self._field.tokens_before(self._first)
        first, last = (base + self._place_ends[at] for at in (self._at, self._at + 1))
        places: list[int] = self._field.place_slice(first, last).tolist()
        return places

    def supports_block_quality(self) -> bool:
        return False  # every match is visited: totals are exact
