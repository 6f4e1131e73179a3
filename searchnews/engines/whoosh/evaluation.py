"""What each kind of query matches in a segment, and with which scores: the rules of Whoosh's matchers, on arrays.

A kind that has no rule here is answered by Whoosh's own matchers over `codec`, which read the same columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import numpy as np

from searchnews.engines.whoosh.columns import FieldColumns
from searchnews.engines.whoosh.deadline import Deadline
from searchnews.engines.whoosh.disjunction import Disjunction
from searchnews.engines.whoosh.doclists import all_sums, intersection, runs_of, union
from searchnews.engines.whoosh.facets import extent_of, kept_by
from searchnews.engines.whoosh.found import NOTHING, Found
from searchnews.engines.whoosh.norms import idf_of
from searchnews.engines.whoosh.phrases import Phrases
from searchnews.engines.whoosh.scoring import Scorer
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.strings import Strings
from searchnews.engines.whoosh.terms import term_bytes

__all__ = ["Evaluator"]

_MAYBE_FLAT: Final = frozenset({"Or", "AndMaybe"})
Fallback = Callable[[Any, int, Deadline], Found]
Expansion = Callable[[Any, int, Deadline], Iterable[bytes]]
_SPARSE: Final = 8


class Evaluator:
    """Evaluates queries in one segment.

    `fallback` answers the kinds it has no rule for; `terms` gives the terms that a pattern stands for.
    """

    def __init__(self, scorer: Scorer, number: int, fallback: Fallback, terms: Expansion, deadline: Deadline) -> None:
        self._scorer, self._number, self._fallback, self._terms = scorer, number, fallback, terms
        self._deadline = deadline
        self._segment: Segment = scorer.segments[number]
        self._size = self._segment.documents
        self._phrases = Phrases(scorer, number, deadline)

    def found(self, query: Any) -> Found:
        """Give the documents that match, deleted ones too, and their scores."""
        self._deadline.check()
        if type(query).__name__ in _MAYBE_FLAT:
            flat = Disjunction.of(query, self._scorer, self._deadline, lambda parts, _: self.found_each(parts))
            if flat is not None:
                return flat.found(self._number)
        for kind in type(query).__mro__:
            rule = _RULES.get(kind.__name__)
            if rule is not None:
                return rule(self, query)
        return self._fallback(query, self._number, self._deadline)

    def found_each(self, queries: Sequence[Any]) -> list[Found]:
        """Give what each of some queries finds."""
        phrases = self._phrases.found_each(queries)
        return [phrases[number] if number in phrases else self.found(query) for number, query in enumerate(queries)]

    def _term(self, query: Any) -> Found:
        term = term_bytes(query.text)
        column = self._column(query.fieldname)
        if column is not None:
            place = column.find(term)
            return self._held_by_column(query, place, place + 1) if place >= 0 else NOTHING
        entry = self._scorer.term(query.fieldname, term).entries[self._number]
        if entry is None:
            return NOTHING
        found = self._scorer.postings(entry).score(entry.idf)
        return found if query.boost == 1.0 else Found(found.docs, found.scores * query.boost)

    def _column(self, name: str) -> Strings | None:
        """Give the values of a column that is no field: queries of it choose documents, and all score alike."""
        column = None if self._segment.field(name) is not None else self._segment.column(name)
        return None if column is None else column.values

    def _held_by_column(self, query: Any, first: int, last: int) -> Found:
        column = self._segment.column(query.fieldname)
        codes = np.zeros(0) if column is None else column.codes()
        docs = np.flatnonzero((codes >= first) & (codes < last))
        return Found(docs, np.full(len(docs), float(query.boost)))

    def _and(self, query: Any) -> Found:
        parts: list[Found] = []
        for part in query.subqueries:
            parts.append(self.found(part))
            if not len(parts[-1].docs):
                return NOTHING
        if not parts:
            return NOTHING
        docs = intersection([part.docs for part in parts])
        scores = sum((part.scores[np.searchsorted(part.docs, docs)] for part in parts), np.zeros(len(docs)))
        return Found(docs, scores * _boost(query))

    def _disjunction_max(self, query: Any) -> Found:
        parts = [part for part in self.found_each(query.subqueries) if len(part.docs)]
        if not parts:
            return NOTHING
        if _SPARSE * sum(len(part.docs) for part in parts) < self._size:
            docs = union([part.docs for part in parts])
            best = np.full(len(docs), -np.inf)
            for part in parts:
                at = np.searchsorted(docs, part.docs)
                best[at] = np.maximum(best[at], part.scores)
            return Found(docs, best * _boost(query))
        best = np.full(self._size, -np.inf)
        for part in parts:
            best[part.docs] = np.maximum(best[part.docs], part.scores)
        docs = np.flatnonzero(best > -np.inf)
        return Found(docs, best[docs] * _boost(query))

    def _not(self, query: Any) -> Found:
        missing = np.ones(self._size, bool)
        missing[self.found(query.query).docs] = False
        docs = np.flatnonzero(missing)
        return Found(docs, np.ones(len(docs)))

    def _and_not(self, query: Any) -> Found:
        wanted = self.found(query.a)
        kept = ~self._held(self.found(query.b).docs, wanted.docs)
        return Found(wanted.docs[kept], wanted.scores[kept])

    def _require(self, query: Any) -> Found:
        wanted = self.found(query.a)
        kept = self.keeps(query.b, wanted.docs)
        return Found(wanted.docs[kept], wanted.scores[kept])

    def keeps(self, query: Any, docs: Array) -> Array:
        """Tell which of some documents match."""
        kept = kept_by(query, self._segment, docs)
        return self._held(self.found(query).docs, docs) if kept is None else kept

    def _held(self, docs: Array, asked: Array) -> Array:
        held = np.zeros(self._size, bool)
        held[docs] = True
        kept: Array = held[asked]
        return kept

    def _phrase(self, query: Any) -> Found:
        return self._phrases.found(query)

    def _row(self, query: Any) -> Found:
        return self._in_a_row(query, lambda strings: extent_of(query, strings))

    def _in_a_row(self, query: Any, bounds: Callable[[Strings], tuple[int, int]]) -> Found:
        """Answer a query for all terms between two places of the sorted ones."""
        column, field = self._column(query.fieldname), self._segment.field(query.fieldname)
        if column is not None:
            return self._held_by_column(query, *bounds(column))
        if field is None:
            return NOTHING
        first, last = bounds(field.terms)
        return self._any_of(query, field, np.arange(first + field.terms.holds(first, b""), last))

    def _wildcard(self, query: Any) -> Found:
        return self._every(query) if query.text == "*" else self._pattern(query)

    def _pattern(self, query: Any) -> Found:
        """Answer a query for the terms that it makes out itself: wildcards, fuzzy terms, expressions."""
        field = self._segment.field(query.fieldname)
        if field is None:
            return NOTHING
        terms = self._terms(query, self._number, self._deadline)
        places = sorted({field.terms.find(term) for term in terms if term} - {-1})
        return self._any_of(query, field, np.array(places, np.int64))

    def _any_of(self, query: Any, field: FieldColumns, terms: Array) -> Found:
        """Score all documents that hold any of some terms, by BM25 or, if the query says so, all alike."""
        parts = []
        for first, last in runs_of(terms):
            self._deadline.check()
            starts = field.starts(first, last)
            docs = field.docs_of(starts)
            if query.constantscore:
                parts.append(Found(docs, np.zeros(len(docs))))
                continue
            freqs = field.freqs(int(starts[0]), int(starts[-1]))
            idfs = np.repeat(self._idfs(field, first, np.diff(starts)), np.diff(starts))
            parts.append(Found(docs, idfs * self._scorer.impacts(field.name).of(field, docs, freqs)))
        if not parts:
            return NOTHING
        docs, scores = (np.concatenate(column) for column in zip(*parts, strict=True))
        if query.constantscore:
            docs = np.unique(docs)
            return Found(docs, np.full(len(docs), float(query.boost)))
        found = np.unique(docs)
        return Found(found, all_sums(np.searchsorted(found, docs), scores, len(found)) * query.boost)

    def _idfs(self, field: FieldColumns, first: int, holding: Array) -> Array:
        if len(self._scorer.segments) > 1:
            terms = field.terms.stretch(first, first + len(holding))
            return np.array([self._scorer.term(field.name, term).idf for term in terms])
        return np.array([idf_of(self._scorer.documents, count) for count in holding.tolist()])

    def _every(self, query: Any) -> Found:
        docs = np.arange(self._size)
        if query.fieldname is not None:
            field = self._segment.field(query.fieldname)
            docs = np.zeros(0, np.int64) if field is None else np.flatnonzero(field.lengths)
        return Found(docs, np.full(len(docs), float(query.boost)))

    def _constant(self, query: Any) -> Found:
        docs = self.found(query.child).docs
        return Found(docs, np.full(len(docs), float(query.score)))

    def _nothing(self, query: Any) -> Found:
        return NOTHING


def _boost(query: Any) -> float:
    """Give a compound's boost. Whoosh forgets it where there is but one part."""
    return float(query.boost) if len(query.subqueries) > 1 else 1.0


_RULES: Final[dict[str, Callable[[Evaluator, Any], Found]]] = {
    "Term": Evaluator._term,
    "And": Evaluator._and,
    "DisjunctionMax": Evaluator._disjunction_max,
    "Not": Evaluator._not,
    "AndNot": Evaluator._and_not,
    "Require": Evaluator._require,
    "Phrase": Evaluator._phrase,
    "Prefix": Evaluator._row,
    "TermRange": Evaluator._row,
    "Wildcard": Evaluator._wildcard,
    "MultiTerm": Evaluator._pattern,
    "Every": Evaluator._every,
    "ConstantScoreQuery": Evaluator._constant,
    "_NullQuery": Evaluator._nothing,
}
