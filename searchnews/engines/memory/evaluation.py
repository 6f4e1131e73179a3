"""What each kind of query matches, and with which score: one short rule a kind.

The rules are those that Whoosh documents, and where its matchers do otherwise, what they do (told in comments). None
of Whoosh's code runs here: classes are known by their names.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from math import log
from typing import Any, Final

from searchnews.engines.documents import Document

__all__ = ["Evaluator", "Scores"]

B: Final = 0.75
K1: Final = 1.2

_LENGTHS: Final = [round((1.033**step - 1) * 27) for step in range(256)]
"""The field lengths that Whoosh can tell apart: it keeps one byte, rounding up."""

Scores = dict[int, float]


class Evaluator:
    """Evaluates queries over documents, numbered in their order. `lists`: field, term, document -> places."""

    def __init__(self, documents: Sequence[Document], fields: Iterable[str]) -> None:
        self._documents = documents
        self.lists: dict[str, dict[str, dict[int, list[int]]]] = {name: {} for name in fields}
        for doc, document in enumerate(documents):
            for name, terms in document.fields.items():
                positions = terms.positions if terms.positions is not None else range(len(terms.terms))
                for term, place in zip(terms.terms, positions, strict=True):
                    self.lists[name].setdefault(term, {}).setdefault(doc, []).append(int(place))

    def _length(self, field: str, doc: int) -> int:
        terms = self._documents[doc].fields.get(field)
        return len(terms.terms) if terms is not None else 0

    def idf(self, field: str, term: str) -> float:
        """Give the inverse document frequency of a term; 0.0 where no document holds it."""
        holding = len(self.lists[field].get(term, ()))
        return log(len(self._documents) / (holding + 1)) + 1 if holding else 0.0

    def bm25(self, field: str, term: str) -> Scores:
        """Give the score of every document that holds `term`."""
        postings = self.lists[field].get(term, {})
        count = len(self._documents)
        total = sum(self._length(field, doc) for doc in range(count))
        mean = total / (count or 1) or 1
        idf = self.idf(field, term)
        scores = {}
        for doc, places in postings.items():
            step = min(bisect_left(_LENGTHS, self._length(field, doc)), len(_LENGTHS) - 1)
            norm = K1 * ((1 - B) + B * _LENGTHS[step] / mean)
            scores[doc] = idf * len(places) * (K1 + 1) / (len(places) + norm)
        return scores

    def scores(self, query: Any) -> Scores:
        """Give the score of every document that matches `query`."""
        for kind in type(query).__mro__:
            if kind.__name__ in _RULES:
                return _RULES[kind.__name__](self, query)
        raise NotImplementedError(f"no rule for {type(query).__name__} queries")

    def _all(self, query: Any) -> list[Scores]:
        return [self.scores(part) for part in query.subqueries]

    def _term(self, query: Any) -> Scores:
        text = query.text.decode("utf-8", "surrogatepass") if isinstance(query.text, bytes) else query.text
        if query.fieldname not in self.lists:
            return self._of_column(query, lambda value: value == text)
        return _boosted(self.bm25(query.fieldname, text), query.boost)

    def _and(self, query: Any) -> Scores:
        parts = self._all(query)
        docs = set(parts[0]).intersection(*parts[1:]) if parts else set()
        return _boosted({doc: sum(part[doc] for part in parts) for doc in docs}, _boost(query))

    def _or(self, query: Any) -> Scores:
        parts = self._all(query)
        docs = {doc for part in parts for doc in part}
        return _boosted({doc: sum(part.get(doc, 0.0) for part in parts) for doc in docs}, _boost(query))

    def _disjunction_max(self, query: Any) -> Scores:
        # The matcher ignores `tiebreak`.
        parts = self._all(query)
        docs = {doc for part in parts for doc in part}
        best = {doc: max(part[doc] for part in parts if doc in part) for doc in docs}
        return _boosted(best, _boost(query))

    def _not(self, query: Any) -> Scores:
        found = self.scores(query.query)
        return {doc: 1.0 for doc in range(len(self._documents)) if doc not in found}

    def _and_not(self, query: Any) -> Scores:
        wanted, unwanted = self._all(query)
        return {doc: score for doc, score in wanted.items() if doc not in unwanted}

    def _and_maybe(self, query: Any) -> Scores:
        wanted, more = self._all(query)
        return {doc: score + more.get(doc, 0.0) for doc, score in wanted.items()}

    def _require(self, query: Any) -> Scores:
        wanted, required = self._all(query)
        return {doc: score for doc, score in wanted.items() if doc in required}

    def _phrase(self, query: Any) -> Scores:
        lists = [self.lists[query.fieldname].get(word, {}) for word in query.words]
        scores = [self.bm25(query.fieldname, word) for word in query.words]
        docs = set(lists[0]).intersection(*lists[1:]) if lists else set()
        found = {
            doc: sum(score[doc] for score in scores)
            for doc in docs
            if _in_order([some[doc] for some in lists], query.slop)
        }
        return _boosted(found, query.boost)

    def _of_column(self, query: Any, wanted: Callable[[str], bool]) -> Scores:
        values = (document.columns.get(query.fieldname, "") for document in self._documents)
        return {doc: query.boost for doc, value in enumerate(values) if wanted(value)}

    def _prefix(self, query: Any) -> Scores:
        return self._any_of(query, lambda term: term.startswith(query.text))

    def _range(self, query: Any) -> Scores:
        start, end = (None if text is None else _bytes(text) for text in (query.start, query.end))

        def inside(term: str) -> bool:
            key = _bytes(term)
            below = start is not None and (key < start or (query.startexcl and key == start))
            return not below and (end is None or key < end or (key == end and not query.endexcl))

        return self._any_of(query, inside)

    def _wildcard(self, query: Any) -> Scores:
        if query.text == "*":
            return self._every(query)
        return self._any_of(query, lambda term: fnmatchcase(term, query.text))

    def _fuzzy(self, query: Any) -> Scores:
        start = query.text[: query.prefixlength]
        return self._any_of(query, lambda t: t.startswith(start) and _distance(t, query.text) <= query.maxdist)

    def _any_of(self, query: Any, wanted: Callable[[str], bool]) -> Scores:
        if query.fieldname not in self.lists:
            return self._of_column(query, wanted)
        scores: Scores = {}
        for term in self.lists[query.fieldname]:
            if term and wanted(term):
                for doc, score in self.bm25(query.fieldname, term).items():
                    scores[doc] = scores.get(doc, 0.0) + score
        if query.constantscore:
            return dict.fromkeys(scores, query.boost)
        return _boosted(scores, query.boost)

    def _every(self, query: Any) -> Scores:
        if query.fieldname is None:
            return dict.fromkeys(range(len(self._documents)), query.boost)
        lists = self.lists[query.fieldname].values()
        return dict.fromkeys((doc for postings in lists for doc in postings), query.boost)

    def _constant(self, query: Any) -> Scores:
        return dict.fromkeys(self.scores(query.child), query.score)

    def _nothing(self, query: Any) -> Scores:
        return {}


def _boost(query: Any) -> float:
    """Give a compound's boost. Whoosh forgets it where there is but one part."""
    return query.boost if len(query.subqueries) > 1 else 1.0


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _distance(one: str, other: str) -> int:
    """Give the edits that make one string the other (Levenshtein)."""
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, wanted in enumerate(other, 1):
            line.append(min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != wanted)))
        above = line
    return above[-1]


def _boosted(scores: Scores, boost: float) -> Scores:
    return {doc: score * boost for doc, score in scores.items()}


def _in_order(places: list[list[int]], slop: int) -> bool:
    """Say whether one place of each word can be chosen, each 1 to `slop` after the one before."""
    reached = set(places[0])
    for following in places[1:]:
        reached = {place for place in following if any(1 <= place - last <= slop for last in reached)}
    return bool(reached)


_RULES: Final[dict[str, Callable[[Evaluator, Any], Scores]]] = {
    "Term": Evaluator._term,
    "And": Evaluator._and,
    "Or": Evaluator._or,
    "DisjunctionMax": Evaluator._disjunction_max,
    "Not": Evaluator._not,
    "AndNot": Evaluator._and_not,
    "AndMaybe": Evaluator._and_maybe,
    "Require": Evaluator._require,
    "Phrase": Evaluator._phrase,
    "Prefix": Evaluator._prefix,
    "TermRange": Evaluator._range,
    "Wildcard": Evaluator._wildcard,
    "FuzzyTerm": Evaluator._fuzzy,
    "Every": Evaluator._every,
    "ConstantScoreQuery": Evaluator._constant,
    "_NullQuery": Evaluator._nothing,
}
