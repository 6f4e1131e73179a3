"""One segment: writing documents into it, and finding an id in it while its transaction is still open.

A document is checked before the first byte of it is kept: one that is refused leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import Storage

from searchnews.engines.base import Document, FieldKind, FieldTerms
from searchnews.engines.whoosh.inverter import Inverter
from searchnews.engines.whoosh.postings import ListWriter
from searchnews.engines.whoosh.schema import ID, STORED, TermsField, ValueField, encode, kinds

__all__ = ["CODEC", "INDEX_NAME", "IdReader", "SegmentBuilder"]

CODEC: Final = W3Codec()

INDEX_NAME: Final = "MAIN"
"""The name that Whoosh gives an index, and its files, unless told otherwise."""

_MAX_STORED: Final = 1 << 28
"""Stored bytes a segment may take before it counts as full: columns end at 2 GB, and merges add them up."""


class SegmentBuilder:
    """Takes documents, numbered from 0, and writes them as one segment.

    It is `full` after `max_tokens` tokens (all fields together): about 12 bytes of memory each, and as much
    again for a moment in `finish`.
    """

    def __init__(self, storage: Storage, schema: Any, *, max_tokens: int) -> None:
        self._storage, self._schema, self._max_tokens = storage, schema, max_tokens
        self._kinds: list[FieldKind] = [FieldKind(ID, positions=False), *kinds(schema)]
        self._fields = {name: field for name, field in schema.items() if type(field) is TermsField}
        self._columns = {name: field for name, field in schema.items() if isinstance(field, ValueField)}
        self.segment = CODEC.new_segment(storage, INDEX_NAME)
        self._documents = CODEC.per_document_writer(storage, self.segment)
        self._inverter = Inverter(self._kinds)
        self._ids: dict[str, int] = {}
        self._values: list[Mapping[str, str]] = []
        self._stored = 0
        self._count = 0

    @property
    def full(self) -> bool:
        """Whether the segment should be finished now."""
        return self._inverter.tokens >= self._max_tokens or self._stored >= _MAX_STORED

    def add(self, document: Document) -> None:
        """Add a document; `delete` an older one of the same id first."""
        values = self.check(document)
        out, number = self._documents, self._count
        out.start_doc(number)
        for name, terms in document.fields.items():
            out.add_field(name, self._schema[name], None, len(terms.terms))
        for name, value in values.items():
            field = self._columns[name]
            out.add_column_value(name, field.column_type, value)
        out.finish_doc()
        self._inverter.add({ID: FieldTerms((document.id,)), **document.fields})
        self._ids[document.id] = number
        self._values.append(document.columns)
        self._stored += len(document.stored)
        self._count += 1

    def delete(self, id: str) -> bool:
        """Mark the document of this id as deleted; False where there is none."""
        number = self._ids.pop(id, None)
        if number is not None:
            self.segment.delete_document(number)
        return number is not None

    def value(self, id: str, column: str) -> str | None:
        """Give a short value of the live document with this id; None where there is none."""
        return self._values[number].get(column, "") if (number := self._ids.get(id)) is not None else None

    def finish(self) -> Any:
        """Write all there is and give the segment."""
        self._documents.close()
        lists = ListWriter(self._storage, self.segment)
        for name, postings, lengths in self._inverter.lists():
            lists.write(name, postings, lengths if name in self._fields else lengths * 0)  # ids have no length
        lists.close()
        self.segment.set_doc_count(self._count)
        return self.segment

    def check(self, document: Document) -> dict[str, bytes]:
        """Give the values of all columns; ValueError where the document cannot be kept as it is."""
        for name, terms in document.fields.items():
            field = self._fields.get(name)
            if field is None:
                raise ValueError(f"the index has no field {name!r}")
            "".join(terms.terms)  # a TypeError here is cheaper than one in the middle of `finish`
            if terms.positions is not None and len(terms.positions) != len(terms.terms):
                raise ValueError(f"field {name!r} has not as many positions as terms")
            if field.positional and terms.positions is None and terms.terms:
                raise ValueError(f"field {name!r} needs positions")
        unknown = set(document.columns) - (set(self._columns) - {ID, STORED})
        if unknown:
            raise ValueError(f"the index has no column {min(unknown)!r}")
        texts = {name: encode(value) for name, value in document.columns.items() if value}
        return {ID: encode(document.id), STORED: document.stored, **texts}


class IdReader:
    """Finds ids and short values in a finished segment, whether a commit names it or not."""

    def __init__(self, storage: Storage, schema: Any, segment: Any) -> None:
        self.segment = segment
        self._schema = schema
        self._terms = CODEC.terms_reader(storage, segment)
        self._documents = CODEC.per_document_reader(storage, segment)

    def find(self, id: str) -> int | None:
        """Give the number of the live document with this id."""
        key = encode(id)
        if (ID, key) not in self._terms:
            return None
        postings = self._terms.matcher(ID, key, self._schema[ID].format)
        live: Iterable[int] = (doc for doc in postings.all_ids() if not self.segment.is_deleted(doc))
        return next(iter(live), None)

    def value(self, doc: int, column: str) -> bytes:
        """Give one of the document's short values; empty where it has none."""
        if not self._documents.has_column(column):
            return b""
        return bytes(self._documents.column_reader(column, self._schema[column].column_type)[doc])

    def close(self) -> None:
        """Let go of the files."""
        self._terms.close()
        self._documents.close()
