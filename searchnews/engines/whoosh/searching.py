"""A reader of one commit: queries in, the best documents out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from searchnews.compiled import compiled
from searchnews.engines.base import Match, Matches, TermCount, TermShare
from searchnews.engines.values import ColumnValues, Matching
from searchnews.engines.whoosh.contents import Folder
from searchnews.engines.whoosh.deadline import Deadline
from searchnews.engines.whoosh.disjunction import Disjunction, Keep
from searchnews.engines.whoosh.evaluation import Evaluator
from searchnews.engines.whoosh.facets import column_values
from searchnews.engines.whoosh.found import Found
from searchnews.engines.whoosh.scoring import Scorer
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.segment import ID
from searchnews.engines.whoosh.terms import encode, term_bytes

if TYPE_CHECKING:
    from whoosh.query import Query

__all__ = ["WhooshSearcher"]


class WhooshSearcher:
    """A reader of one commit. May be used by several threads at once."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._contents, self.segments = folder.open()
        self._scorer = Scorer(self.segments)
        self._bases = np.cumsum([0, *(segment.documents for segment in self.segments)]).tolist()
        self._columns: dict[str, ColumnValues] = {}
        self._whoosh_lock = Lock()

    def search(self, query: Query, *, limit: int, offset: int = 0, time_limit_s: float | None = None) -> Matches:
        """Give matches `offset` to `offset + limit` in rank order, and the total."""
        deadline = Deadline(time_limit_s)
        wanted = offset + limit if limit > 0 else 0
        total = 0
        best: list[tuple[float, int]] = []
        core, narrowing = (query.a, query.b) if type(query).__name__ == "Require" else (query, None)
        flat = Disjunction.of(core, self._scorer, deadline, self._answering(deadline)) if wanted else None
        for number, base in enumerate(self._bases[:-1]):
            keep = self._keeping(narrowing, number, deadline)
            if flat is not None:
                floor = -sorted(best)[wanted - 1][0] if len(best) >= wanted else 0.0
                count, (docs, scores) = flat.best(number, wanted, keep, floor)
            else:
                docs, scores = _kept(self._evaluator(number, deadline).found(core), keep)
                count = len(docs)
            total += count
            if wanted:
                top = _top(scores, wanted)
                best += zip((-scores[top]).tolist(), (docs[top].astype(np.int64) + base).tolist(), strict=True)
        best.sort()
        return Matches(total, [Match(doc, -score) for score, doc in best[offset:wanted]])

    def matching(self, query: Query, *, time_limit_s: float | None = None) -> Matching:
        """Give all documents that match, ascending, and their scores."""
        deadline = Deadline(time_limit_s)
        parts = [Matching(np.zeros(0, np.int64), np.zeros(0))]
        for number, base in enumerate(self._bases[:-1]):
            found = _kept(self._evaluator(number, deadline).found(query), self._keeping(None, number, deadline))
            parts.append(Matching(found.docs.astype(np.int64) + base, found.scores))
        return Matching(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def column_values(self, name: str) -> ColumnValues:
        """Give a column of short values over all documents; it is read once."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = column_values(self.segments, name)
        return found

    def _evaluator(self, number: int, deadline: Deadline) -> Evaluator:
        return Evaluator(self._scorer, number, self._by_whoosh, self._terms_of, deadline)

    def _answering(self, deadline: Deadline) -> Callable[[Sequence[Any], int], list[Found]]:
        return lambda queries, number: self._evaluator(number, deadline).found_each(queries)

    def _keeping(self, narrowing: Any, number: int, deadline: Deadline) -> Keep | None:
        """Give what tells which documents of a segment are there and meet a condition; None where all do."""
        deleted = self.segments[number].deleted
        if narrowing is None:
            return None if deleted is None else lambda docs: ~deleted[docs]
        keeps = partial(self._evaluator(number, deadline).keeps, narrowing)
        return keeps if deleted is None else lambda docs: keeps(docs) & ~deleted[docs]

    def score(self, query: Query, doc: int) -> float:
        """Give the score of one document for one query; 0.0 where it does not match."""
        number, local = self._place(doc)
        found = self._evaluator(number, Deadline()).found(query)
        found = _kept(found, self._keeping(None, number, Deadline()))
        return _score_of(found, local)

    def term_score(self, field: str, term: str, doc: int) -> float:
        """Give the score of one document for one term, without boost; 0.0 where it does not hold it."""
        number, local = self._place(doc)
        entry = self._scorer.term(field, encode(term)).entries[number]
        return 0.0 if entry is None else _score_of(self._scorer.postings(entry).score(entry.idf), local)

    def term_scores(self, terms: Sequence[tuple[str, str]], docs: Sequence[int]) -> Array:
        """Give the scores of documents for terms, without boosts: a row a document, a column a term, 0.0 for none."""
        scores = np.zeros((len(docs), len(terms)))
        found = [self._scorer.term(field, encode(term)).entries for field, term in terms]
        adding = compiled("adding")
        for number, rows, here in self._by_segment(docs):
            kept: list[tuple[Any, float] | None] = [None] * len(terms)
            for column, entries in enumerate(found):
                if (entry := entries[number]) is None:
                    continue
                postings = self._scorer.postings(entry)
                if adding is not None and postings.is_kept:
                    kept[column] = postings.part, entry.idf
                    continue
                hits, at = postings.held(here)
                scores[rows[hits], column] = entry.idf * postings.impacts_at(at, here[hits])
            if adding is not None:
                adding.look_up(kept, here, rows, scores)
        return scores

    def _by_segment(self, docs: Sequence[int]) -> Iterator[tuple[int, Array, Array]]:
        """Part documents by segment: its number, the places of its documents among `docs`, and their own, ascending."""
        asked = np.array(docs, np.int64)
        order = asked.argsort()
        asked = asked[order]
        borders = asked.searchsorted(self._bases).tolist()
        for number, (first, last) in enumerate(pairwise(borders)):
            if first < last:
                yield number, order[first:last], (asked[first:last] - self._bases[number]).astype(np.uint32)

    def idf(self, field: str, term: str) -> float:
        """Give the inverse document frequency of a term; 0.0 where no document holds it."""
        return self._scorer.term(field, encode(term)).idf

    def find(self, id: str) -> int | None:
        """Give the number of the document with this id."""
        key = encode(id)
        for segment, base in zip(self.segments, self._bases, strict=False):
            if (doc := segment.find(key)) is not None:
                return int(base + doc)
        return None

    def id_of(self, doc: int) -> str:
        """Give the id of a document."""
        return self.column(doc, ID)

    def column(self, doc: int, name: str) -> str:
        """Give one of the document's short values; empty where it has none."""
        number, local = self._place(doc)
        column = self.segments[number].column(name)
        return "" if column is None else column[local].decode("utf-8", "surrogatepass")

    def stored(self, doc: int) -> bytes:
        """Give what was stored with the document."""
        number, local = self._place(doc)
        return self.segments[number].stored[local]

    def documents(self) -> Iterator[int]:
        """Give the numbers of all live documents, ascending."""
        for segment, base in zip(self.segments, self._bases, strict=False):
            yield from (segment.live() + base).tolist()

    def terms_with_prefix(self, field: str, prefix: str, *, limit: int) -> list[str]:
        """Give the first `limit` terms of `field` that begin with `prefix`, sorted."""
        key = encode(prefix)
        found: set[bytes] = set()
        for segment in self.segments:
            if (columns := segment.field(field)) is not None:
                first = columns.terms.lower_bound(key)
                last = min(columns.terms.end_of_prefix(key), first + limit)
                found.update(columns.terms.stretch(first, last))
        return [term.decode("utf-8", "surrogatepass") for term in sorted(found)[:limit]]

    def frequent_terms(self, field: str, prefix: str, *, limit: int) -> list[TermCount]:
        """Give the `limit` terms of `field` that begin with `prefix` and that most documents hold."""
        from searchnews.engines.whoosh.vocabulary import frequent_terms  # a search does without

        return frequent_terms(self.segments, field, prefix, limit=limit)

    def shares_of_terms(self, field: str, docs: Sequence[int], *, least: int) -> list[TermShare]:
        """Give the terms that at least `least` of `docs` hold, sorted; reads all postings of the field."""
        from searchnews.engines.whoosh.vocabulary import shares_of_terms

        here = {number: own for number, _, own in self._by_segment(docs)}
        parted = [here.get(number, np.zeros(0, np.uint32)) for number in range(len(self.segments))]
        return shares_of_terms(self.segments, field, parted, least=least)

    def document_frequency(self, field: str, term: str) -> int:
        """Count the documents that hold `term`, with deleted ones that no merge has dropped yet."""
        return self._scorer.term(field, encode(term)).documents

    def is_newest(self) -> bool:
        """Say whether no commit came after this one."""
        return self._folder.is_newest(self._contents)

    def close(self) -> None:
        """Let go of the index's files, which the system unmaps when nothing reads them any more."""
        self.segments = []

    def __enter__(self) -> WhooshSearcher:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _place(self, doc: int) -> tuple[int, int]:
        number = bisect_right(self._bases, doc) - 1
        if not 0 <= number < len(self.segments):
            raise ValueError(f"there is no document {doc}")
        return number, doc - self._bases[number]

    def _by_whoosh(self, query: Any, number: int, deadline: Deadline) -> Found:
        """Answer a query in one segment by Whoosh's own matchers."""
        from searchnews.engines.whoosh.repairs import sound

        with self._whoosh_lock:
            searcher, leaves = self._whoosh
            matcher = sound(query).matcher(leaves[number], searcher.context())
            docs, scores = [], []
            while matcher.is_active():
                deadline.check()
                docs.append(matcher.id())
                scores.append(matcher.score())
                matcher.next()
        return Found(np.array(docs, np.int64), np.array(scores, np.float64))

    def _terms_of(self, query: Any, number: int, deadline: Deadline) -> set[bytes]:
        """Give the terms in one segment that a pattern stands for, as Whoosh makes them out."""
        found = set()
        with self._whoosh_lock:
            for term in query._btexts(self._whoosh[1][number].reader()):
                deadline.check()
                found.add(term_bytes(term))
        return found

    @cached_property
    def _whoosh(self) -> tuple[Any, Sequence[Any]]:
        from whoosh.reading import MultiReader
        from whoosh.scoring import BM25F
        from whoosh.searching import Searcher

        from searchnews.engines.whoosh.codec import build_schema, reader_over

        schema = build_schema(self._contents.fields)
        readers = [reader_over(segment, schema) for segment in self.segments]
        searcher = Searcher(MultiReader(readers) if len(readers) > 1 else readers[0], weighting=BM25F())
        return searcher, [leaf for leaf, _ in searcher.leaf_searchers()]


def _kept(found: Found, keep: Keep | None) -> Found:
    if keep is None:
        return found
    kept = keep(found.docs)
    return Found(found.docs[kept], found.scores[kept])


def _top(scores: Array, wanted: int) -> Array:
    """Give the places of the best scores, with all that tie with the last."""
    if len(scores) <= wanted:
        return np.arange(len(scores))
    last = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
    return np.flatnonzero(scores >= last)


def _score_of(found: Found, doc: int) -> float:
    at = int(np.searchsorted(found.docs, doc))
    return float(found.scores[at]) if at < len(found.docs) and found.docs[at] == doc else 0.0
