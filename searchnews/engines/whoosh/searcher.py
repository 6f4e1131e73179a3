"""Answering queries with Whoosh's own matchers.

Every match is visited, so totals are exact; ties go to the lower document number, so the order is always
the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nsmallest
from itertools import islice
from threading import RLock
from typing import TYPE_CHECKING, Any

from whoosh.query import Term
from whoosh.reading import EmptyReader, MultiReader, SegmentReader
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from searchnews.engines.base import Match, Matches
from searchnews.engines.whoosh.repairs import sound
from searchnews.engines.whoosh.schema import ID, STORED, decode, encode
from searchnews.engines.whoosh.storage import Folder, damage_told

if TYPE_CHECKING:
    from whoosh.query import Query

__all__ = ["WhooshSearcher"]

_ATTEMPTS = 10


class _Leaf:
    """One segment, with all its files open: a later commit may remove them from the folder."""

    def __init__(self, searcher: Searcher, base: int, names: list[str]) -> None:
        self.searcher, self.base = searcher, base
        self.reader = searcher.reader()
        schema = self.reader.schema
        for name, field in schema.items():
            if field.scorable:
                self.reader.doc_field_length(0, name)  # opens the file of lengths
        self.columns = {
            name: self.reader.column_reader(name, translate=False) for name in names if self.reader.has_column(name)
        }
        self.deleted = self.reader.deleted_docs_set


class WhooshSearcher:
    """A reader of one commit. May be used by several threads, which take turns."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._turn = RLock()  # Whoosh's matchers move a file position that all threads share
        try:
            with damage_told(folder.path):
                self._open()
        except BaseException:
            folder.close()
            raise

    def _open(self) -> None:
        for attempt in range(_ATTEMPTS):
            try:
                toc = self._folder.read()
                readers = [
                    SegmentReader(self._folder.storage, toc.schema, segment, generation=toc.generation)
                    for segment in toc.segments
                ]
                break
            except FileNotFoundError:
                # Between our reading the table of contents and opening its files, a writer made the next.
                self._folder.close()
                if attempt == _ATTEMPTS - 1:
                    raise
        reader = MultiReader(readers) if len(readers) > 1 else readers[0] if readers else EmptyReader(toc.schema)
        self._generation = toc.generation
        self._searcher = Searcher(reader, weighting=BM25F())
        names = [name for name, field in toc.schema.items() if field.column_type]
        self._leaves = [_Leaf(searcher, base, names) for searcher, base in self._searcher.leaf_searchers() if readers]

    def search(self, query: Query, *, limit: int, offset: int = 0) -> Matches:
        """Give matches `offset` to `offset + limit` in rank order, and the total."""
        with self._turn, damage_told(self._folder.path):
            # Negated, so that the smallest pairs are the best: score descending, document ascending.
            found = [(-score, doc) for doc, score in self._walk(query)]
        best = nsmallest(offset + limit, found) if limit > 0 else []
        return Matches(len(found), [Match(doc, -score) for score, doc in best[offset:]])

    def _walk(self, query: Query) -> Iterator[tuple[int, float]]:
        context = self._searcher.context()
        query = sound(query)
        for leaf in self._leaves:
            matcher = query.matcher(leaf.searcher, context)
            while matcher.is_active():
                doc = matcher.id()
                if doc not in leaf.deleted:  # Whoosh's InverseMatcher can stop at one
                    yield leaf.base + doc, matcher.score()
                matcher.next()

    def score(self, query: Query, doc: int) -> float:
        """Give the score of one document for one query; 0.0 where it does not match."""
        with self._turn, damage_told(self._folder.path):
            leaf = self._leaf(doc)
            matcher = sound(query).matcher(leaf.searcher, self._searcher.context())
            if matcher.is_active():
                matcher.skip_to(doc - leaf.base)
            matches = matcher.is_active() and matcher.id() == doc - leaf.base
            return float(matcher.score()) if matches else 0.0

    def term_score(self, field: str, term: str, doc: int) -> float:
        """Give the score of one document for one term, without boost; 0.0 where it does not hold it."""
        return self.score(Term(field, term), doc)

    def find(self, id: str) -> int | None:
        """Give the number of the document with this id."""
        key = encode(id)
        with self._turn, damage_told(self._folder.path):
            for leaf in self._leaves:
                if (ID, key) in leaf.reader:
                    for doc in leaf.reader.postings(ID, key).all_ids():
                        return leaf.base + int(doc)
        return None

    def id_of(self, doc: int) -> str:
        """Give the id of a document."""
        return self.column(doc, ID)

    def column(self, doc: int, name: str) -> str:
        """Give one of the document's short values; empty where it has none."""
        return decode(self._value(doc, name))

    def stored(self, doc: int) -> bytes:
        """Give what was stored with the document."""
        return self._value(doc, STORED)

    def _value(self, doc: int, name: str) -> bytes:
        with self._turn, damage_told(self._folder.path):
            leaf = self._leaf(doc)
            return bytes(leaf.columns[name][doc - leaf.base]) if name in leaf.columns else b""

    def _leaf(self, doc: int) -> Any:
        for leaf in reversed(self._leaves):
            if doc >= leaf.base:
                return leaf
        raise ValueError(f"there is no document {doc}")

    def documents(self) -> Iterator[int]:
        """Give the numbers of all live documents, ascending."""
        for leaf in self._leaves:
            for doc in range(leaf.reader.doc_count_all()):
                if doc not in leaf.deleted:
                    yield leaf.base + doc

    def terms_with_prefix(self, field: str, prefix: str, *, limit: int) -> list[str]:
        """Give the first `limit` terms of `field` that begin with `prefix`, sorted."""
        with self._turn, damage_told(self._folder.path):
            if not self._leaves:
                return []
            terms = self._searcher.reader().expand_prefix(field, encode(prefix))
            return [decode(term) for term in islice(terms, limit)]

    def document_frequency(self, field: str, term: str) -> int:
        """Count the documents that hold `term`, with deleted ones that no merge has dropped yet."""
        with self._turn, damage_told(self._folder.path):
            return int(self._searcher.reader().doc_frequency(field, encode(term)))

    def document_count(self) -> int:
        """Count the live documents."""
        return int(self._searcher.doc_count())

    def vocabulary_size(self, field: str) -> int:
        """Count the distinct terms of `field`: reads them all."""
        with self._turn, damage_told(self._folder.path):
            return sum(1 for _ in self._searcher.reader().lexicon(field)) if self._leaves else 0

    def token_count(self, field: str) -> int:
        """Sum the lengths of `field`."""
        with self._turn, damage_told(self._folder.path):
            return int(self._searcher.field_length(field))

    def segment_count(self) -> int:
        """Count the segments."""
        return len(self._leaves)

    def is_newest(self) -> bool:
        """Say whether no commit came after this one; cheap enough to ask before each search."""
        return self._folder.is_newest(self._generation)

    def close(self) -> None:
        """Let go of the index's files."""
        with self._turn:
            self._folder.close()

    def __enter__(self) -> WhooshSearcher:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
