"""Stock Whoosh: its own writer, files, matchers and scores, as the oracle of our engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.fields import ID, FieldType, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.formats import Positions
from whoosh.query import Query
from whoosh.scoring import BM25F

from searchnews.engines.documents import Document, FieldTerms
from searchnews.engines.whoosh.repairs import sound
from tests.engines.documents import FIELDS


class _Terms(FieldType):
    """A field that is handed its terms and keeps them in Whoosh's own format."""

    def __init__(self) -> None:
        super().__init__(Positions(), None, scorable=True)

    def index(self, value: FieldTerms, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        places: dict[str, list[int]] = {}
        for term, place in zip(value.terms, value.positions or range(len(value.terms)), strict=True):
            places.setdefault(term, []).append(place)
        for term, found in places.items():
            yield self.to_bytes(term), len(found), float(len(found)), self.format.encode(found)

    def to_bytes(self, value: str | bytes) -> bytes:
        return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")

    def from_bytes(self, bs: bytes) -> str:
        return bytes(bs).decode("utf-8", "surrogatepass")


class StockIndex:
    """Documents in an index of Whoosh's own making."""

    def __init__(self, documents: list[Document]) -> None:
        schema = Schema(key=ID(stored=True), **{kind.name: _Terms() for kind in FIELDS})
        self._index = RamStorage().create_index(schema)
        writer = self._index.writer()
        for document in documents:
            writer.add_document(key=document.id, **document.fields)
        writer.commit()

    def answers(self, query: Query) -> list[tuple[str, float]]:
        """Give all matches, best first; ties in the order of the documents."""
        with self._index.searcher(weighting=BM25F()) as searcher:
            if not searcher.doc_count_all():
                return []
            (leaf, _), *_ = searcher.leaf_searchers()
            matcher = sound(query).matcher(leaf, searcher.context())
            found = []
            while matcher.is_active():
                found.append((-matcher.score(), matcher.id()))
                matcher.next()
            return [(searcher.stored_fields(doc)["key"], -score) for score, doc in sorted(found)]
