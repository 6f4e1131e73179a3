"""A searcher over documents in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from searchnews.engines.base import Match, Matches, TermCount, TermShare
from searchnews.engines.documents import Document
from searchnews.engines.memory.evaluation import Evaluator
from searchnews.engines.values import ColumnValues, Matching

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from whoosh.query import Query

__all__ = ["MemorySearcher"]

_Commit = Mapping[str, Document]


class MemorySearcher:
    """A reader of one commit."""

    def __init__(self, commit: _Commit, fields: Iterable[str], *, is_newest: Callable[[_Commit], bool]) -> None:
        self._commit, self._is_newest = commit, is_newest
        self._documents = list(commit.values())
        self._numbers = {document.id: doc for doc, document in enumerate(self._documents)}
        self._columns: dict[str, ColumnValues] = {}
        self._evaluator = Evaluator(self._documents, fields)

    def search(self, query: Query, *, limit: int, offset: int = 0, time_limit_s: float | None = None) -> Matches:
        """Give matches `offset` to `offset + limit` in rank order, and the total; it takes the time it takes."""
        scores = self._evaluator.scores(query)
        order = sorted(scores, key=lambda doc: (-scores[doc], doc))
        return Matches(len(order), [Match(doc, scores[doc]) for doc in order[offset : offset + max(limit, 0)]])

    def matching(self, query: Query, *, time_limit_s: float | None = None) -> Matching:
        """Give all documents that match, ascending, and their scores."""
        scores = self._evaluator.scores(query)
        docs = sorted(scores)
        return Matching(np.array(docs, np.int64), np.array([scores[doc] for doc in docs], np.float64))

    def column_values(self, name: str) -> ColumnValues:
        """Give a column of short values over all documents; it is read once."""
        found = self._columns.get(name)
        if found is None:
            own = [document.columns.get(name, "") for document in self._documents]
            values = sorted(set(own), key=lambda value: value.encode("utf-8", "surrogatepass"))
            places = {value: place for place, value in enumerate(values)}
            codes = np.array([places[value] for value in own], np.int64)
            found = self._columns[name] = ColumnValues(values, codes)
        return found

    def score(self, query: Query, doc: int) -> float:
        """Give the score of one document for one query; 0.0 where it does not match."""
        return self._evaluator.scores(query).get(doc, 0.0)

    def term_score(self, field: str, term: str, doc: int) -> float:
        """Give the score of one document for one term, without boost."""
        return self._evaluator.bm25(field, term).get(doc, 0.0)

    def term_scores(self, terms: Sequence[tuple[str, str]], docs: Sequence[int]) -> NDArray[Any]:
        """Give the scores of documents for terms, without boosts: a row a document, a column a term."""
        columns = [self._evaluator.bm25(field, term) for field, term in terms]
        return np.array([[column.get(doc, 0.0) for column in columns] for doc in docs]).reshape(len(docs), len(terms))

    def idf(self, field: str, term: str) -> float:
        """Give the inverse document frequency of a term; 0.0 where no document holds it."""
        return self._evaluator.idf(field, term)

    def find(self, id: str) -> int | None:
        """Give the number of the document with this id."""
        return self._numbers.get(id)

    def id_of(self, doc: int) -> str:
        """Give the id of a document."""
        return self._documents[doc].id

    def column(self, doc: int, name: str) -> str:
        """Give one of the document's short values; empty where it has none."""
        return self._documents[doc].columns.get(name, "")

    def stored(self, doc: int) -> bytes:
        """Give what was stored with the document."""
        return self._documents[doc].stored

    def documents(self) -> Iterator[int]:
        """Give the numbers of all documents, ascending."""
        return iter(range(len(self._documents)))

    def terms_with_prefix(self, field: str, prefix: str, *, limit: int) -> list[str]:
        """Give the first `limit` terms of `field` that begin with `prefix`, sorted."""
        return sorted(term for term in self._evaluator.lists[field] if term.startswith(prefix))[:limit]

    def frequent_terms(self, field: str, prefix: str, *, limit: int) -> list[TermCount]:
        """Give the `limit` terms of `field` that begin with `prefix` and that most documents hold."""
        lists = self._evaluator.lists[field]
        found = [TermCount(term, len(docs)) for term, docs in lists.items() if term.startswith(prefix)]
        return sorted(found, key=lambda one: (-one.documents, one.term))[:limit]

    def shares_of_terms(self, field: str, docs: Sequence[int], *, least: int) -> list[TermShare]:
        """Give the terms that at least `least` of `docs` hold, sorted."""
        lists, asked = self._evaluator.lists[field], set(docs)
        found = [TermShare(term, len(asked.intersection(lists[term])), len(lists[term])) for term in sorted(lists)]
        return [one for one in found if one.within >= least]

    def document_frequency(self, field: str, term: str) -> int:
        """Count the documents that hold `term`."""
        return len(self._evaluator.lists[field].get(term, ()))

    def is_newest(self) -> bool:
        """Say whether no commit came after this one."""
        return self._is_newest(self._commit)

    def close(self) -> None:
        """Nothing is open."""

    def __enter__(self) -> MemorySearcher:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
