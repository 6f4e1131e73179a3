"""The common query, fast: any of some parts, and others that only add to the score.

`Or`, and `AndMaybe` of two such, are what words without operators become. Most parts are terms; any other query may be
one, and is answered first. In a small segment all postings are scored in one go; in a large one only what can still
reach the best (`pruning`). The total is exact either way: it needs the documents of the parts, but none of the scores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from searchnews.compiled import compiled
from searchnews.engines.whoosh.deadline import Deadline
from searchnews.engines.whoosh.docbits import DENSE, DocBits
from searchnews.engines.whoosh.doclists import all_sums, summed, sums_at
from searchnews.engines.whoosh.found import NOTHING, Found, joined
from searchnews.engines.whoosh.parts import FoundPart, Part, TermPart
from searchnews.engines.whoosh.postings import LARGE, TermEntry
from searchnews.engines.whoosh.pruning import SPARSE, Pruned, a_little_less, last_of_best, likeliest
from searchnews.engines.whoosh.scoring import Scorer
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.terms import term_bytes

__all__ = ["Disjunction", "Keep", "Top"]

_ALL_AT_ONCE: Final = 300_000
"""Postings up to which scoring them all is faster than choosing: measured on 150,000 articles in one segment."""

_ALL_AT_ONCE_IN_LARGE: Final = 50_000
"""The same in a large segment: measured on 1,000,000 documents in one."""

Answering = Callable[[Sequence[Any], int], Sequence[Found]]
Keep = Callable[[Array], Array]
Weighed = tuple[Any, float]


class Top(NamedTuple):
    """The number of documents that match, and the best of them: at least as many as were asked for, or all."""

    total: int
    best: Found


class _Term(NamedTuple):
    """A term of the query, in every segment."""

    entries: list[TermEntry | None]
    weight: float
    required: bool


class _Other(NamedTuple):
    """A query that is no term, and what its scores are multiplied by."""

    query: Any
    boost: float
    required: bool


class Disjunction:
    """A flat query, ready to be asked of any segment; `answer` evaluates the parts that are no terms, all at once."""

    def __init__(self, leaves: Sequence[_Term | _Other], scorer: Scorer, deadline: Deadline, answer: Answering) -> None:
        self._leaves, self._scorer, self._deadline, self._answer = leaves, scorer, deadline, answer

    @classmethod
    def of(cls, query: Any, scorer: Scorer, deadline: Deadline, answer: Answering) -> Disjunction | None:
        """Give the flat form of a query; None where that would be but the query itself."""
        leaves = list(_leaves(query, 1.0, scorer, root=True, required=True))
        if len(leaves) == 1 and isinstance(leaves[0], _Other) and leaves[0].query is query:
            return None
        return cls(leaves, scorer, deadline, answer)

    def found(self, number: int) -> Found:
        """Score every document that matches in a segment."""
        return self._all(self._here(number), number)

    def best(self, number: int, wanted: int, keep: Keep | None, floor: float = 0.0) -> Top:
        """Give at least the `wanted` best documents of a segment, of those that are to be kept if not all are.

        Those that score less than `floor` may be missing.
        """
        parts = self._here(number)
        if not any(map(_lessens, parts)):
            size = self._scorer.segments[number].documents
            if sum(part.postings for part in parts) > (_ALL_AT_ONCE if size < LARGE else _ALL_AT_ONCE_IN_LARGE):
                return self._chosen(parts, number, wanted, keep, floor)
            if keep is None and self._is_dense(parts, number):
                return self._counted(parts, number, wanted)
        found = self._all(parts, number)
        if keep is not None:
            kept = keep(found.docs)
            found = Found(found.docs[kept], found.scores[kept])
        return Top(len(found.docs), found)

    def _chosen(self, parts: Sequence[Part], number: int, wanted: int, keep: Keep | None, floor: float) -> Top:
        required = [part for part in parts if part.required]
        if not required:
            return Top(0, NOTHING)
        size = self._scorer.segments[number].documents
        bits = self._bits(required, size)
        matching, total = None, int(np.bitwise_count(bits).sum(dtype=np.int64))
        if len(required) < len(parts) or keep is not None:
            matching = np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(bool)
        if keep is not None and matching is not None:
            docs = np.flatnonzero(matching)
            matching[docs] = keep(docs)
            total = int(np.count_nonzero(matching))
        return Top(total, Pruned(parts, matching, total, wanted, size, floor).best(self._deadline))

    def _bits(self, parts: Sequence[Part], size: int) -> Array:
        """Give the documents of any of some parts, a bit each: of common terms these are kept, and joined at once."""
        common, rare = [], []
        for part in parts:
            self._deadline.check()
            if isinstance(part, TermPart) and DENSE * part.postings > size:
                common.append(self._scorer.postings(part.entry).bits.words)
            else:
                rare.append(part.docs())
        if rare or not common:
            common.append(DocBits.of(np.concatenate(rare), size).words)
        bits: Array = np.bitwise_or.reduce(common)
        return bits

    def _here(self, number: int) -> list[Part]:
        parts: list[Part] = []
        others = [leaf.query for leaf in self._leaves if isinstance(leaf, _Other)]
        answers = iter(self._answer(others, number) if others else ())
        for leaf in self._leaves:
            if isinstance(leaf, _Term):
                if (entry := leaf.entries[number]) is not None:
                    parts.append(TermPart(self._scorer, entry, leaf.weight, leaf.required))
            else:
                docs, scores = next(answers)
                found = Found(docs, scores if leaf.boost == 1.0 else leaf.boost * scores)
                parts.append(FoundPart(found, leaf.required))
        return parts

    def _all(self, parts: Sequence[Part], number: int) -> Found:
        if len(parts) == 1 and parts[0].required:
            return parts[0].scored()
        size = self._scorer.segments[number].documents
        is_sparse = not self._is_dense(parts, number)
        if (adding := compiled("adding")) is not None and not (is_sparse and size >= LARGE):
            return Found(*adding.every(*self._weighed(parts), size))
        required = joined(self._scored(parts, required=True))
        if not len(required.docs):
            return NOTHING
        optional = joined(self._scored(parts, required=False))
        if is_sparse:
            docs, scores = summed(required.docs, required.scores)
            return Found(docs, scores + sums_at(docs, optional.docs, optional.scores))
        matching = np.zeros(size, bool)
        matching[required.docs] = True
        docs = np.flatnonzero(matching)
        scores = all_sums(required.docs, required.scores, size)[docs]
        if len(optional.docs):
            scores += all_sums(optional.docs, optional.scores, size)[docs]
        return Found(docs, scores)

    def _is_dense(self, parts: Sequence[Part], number: int) -> bool:
        postings = sum(part.postings for part in parts)
        return len(parts) > 1 and SPARSE * postings >= self._scorer.segments[number].documents

    def _counted(self, parts: Sequence[Part], number: int, wanted: int) -> Top:
        """Add all scores up, but list only the documents that reach what enough of the likely ones have.

        To list all that match takes longer than to add their scores up.
        """
        if (adding := compiled("adding")) is not None:
            total, *best = adding.best(*self._weighed(parts), self._scorer.segments[number].documents, wanted)
            return Top(total, Found(*best))
        required, optional = self._scored(parts, required=True), self._scored(parts, required=False)
        docs, added = joined(required)
        if not len(docs):
            return Top(0, NOTHING)
        size = self._scorer.segments[number].documents
        scores, matching = all_sums(docs, added, size), np.zeros(size, bool)
        matching[docs] = True
        if optional:
            scores += all_sums(*joined(optional), size)
        total, least = int(np.count_nonzero(matching)), _reached(required, scores, wanted)
        best = np.flatnonzero(scores >= a_little_less(least)) if least > 0 else np.flatnonzero(matching)
        if optional and least > 0:
            best = best[matching[best]]
        return Top(total, Found(best, scores[best]))

    def _weighed(self, parts: Sequence[Part]) -> tuple[list[Weighed], list[Weighed]]:
        """Give those parts that are required, and the others, to machine code."""
        given: dict[bool, list[Weighed]] = {True: [], False: []}
        for part in parts:
            self._deadline.check()
            given[part.required].append(part.weighed())
        return given[True], given[False]

    def _scored(self, parts: Sequence[Part], *, required: bool) -> list[Found]:
        """Give the documents and scores of each of those parts that are required, or not."""
        found = []
        for part in parts:
            if part.required == required:
                self._deadline.check()
                found.append(part.scored())
        return found


def _reached(parts: Sequence[Found], scores: Array, wanted: int) -> float:
    """Give a score that as many documents reach as are wanted, by those at which one part adds the most."""
    docs, added = max(parts, key=lambda found: float(found.scores.max(initial=0.0)))
    if len(docs) < wanted:
        return 0.0
    return last_of_best(scores[likeliest(docs, added, wanted)], wanted)


def _lessens(part: Part) -> bool:
    """Tell whether a part may take something from a score, as one of a boost below 0 does."""
    return isinstance(part, FoundPart) and bool(part.postings) and float(part.found.scores.min()) < 0


def _leaves(query: Any, boost: float, scorer: Scorer, *, root: bool, required: bool) -> Iterator[_Term | _Other]:
    """Give the parts of a query. What `AndMaybe` adds is flat at the root only, where there is no match without it."""
    kind = type(query).__name__
    # What is asked of a column has its own rule.
    if kind == "Term" and query.boost * boost > 0 and scorer.is_indexed(query.fieldname):
        term = scorer.term(query.fieldname, term_bytes(query.text))
        if term.documents:
            yield _Term(term.entries, term.idf * (query.boost * boost), required)
    elif kind == "Or" and not query.scale and not query.minmatch:
        own = query.boost if len(query.subqueries) > 1 else 1.0  # Whoosh forgets it where there is but one part
        for part in query.subqueries:
            yield from _leaves(part, boost * own, scorer, root=False, required=required)
    elif kind == "AndMaybe" and root:
        yield from _leaves(query.a, boost, scorer, root=True, required=True)
        yield from _leaves(query.b, boost, scorer, root=False, required=False)
    else:
        yield _Other(query, boost, required)
