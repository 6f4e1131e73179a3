"""Right answers where Whoosh's matchers give wrong ones.

Found by holding them against `searchnews.engines.memory`, in whoosh3 3.54.0:

- `AndNotMatcher` lets its first document through, wanted or not, when the unwanted ones begin before it, and fails
  where it skips beyond the last wanted one;
- `DisjunctionMaxMatcher` scores a document with the better of its parts even where that one is at another document;
- `AndMaybeMatcher`, when it skips, leaves its second part behind the first, and its score out;
- a prefix or pattern of constant score (the default) scores 1, a sum of weights or BM25, by the number of its terms
  and of the documents in the segment.
"""

from __future__ import annotations

from typing import Any

from whoosh.matching import AndMaybeMatcher, AndNotMatcher, DisjunctionMaxMatcher
from whoosh.query import AndMaybe, AndNot, ConstantScoreQuery, DisjunctionMax, Or, Query
from whoosh.query.terms import MultiTerm

__all__ = ["sound"]


class _AndNotMatcher(AndNotMatcher):  # type: ignore[misc]  # Whoosh ships no types
    def _find_first(self) -> None:
        if self.a.is_active() and self.b.is_active():
            self._find_next()

    def skip_to(self, id: int) -> None:
        """Go to the first wanted document from `id` on."""
        if id > self.a.id():
            self.a.skip_to(id)
            self._find_first()


class _AndNot(AndNot):  # type: ignore[misc]
    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Match what the first part does and the second does not."""
        unwanted = self.b.matcher(searcher, searcher.boolean_context())
        return _AndNotMatcher(self.a.matcher(searcher, context), unwanted)


class _DisjunctionMaxMatcher(DisjunctionMaxMatcher):  # type: ignore[misc]
    def score(self) -> float:
        """Give the better score of the parts that are at this document."""
        here = self.id()
        return float(max(m.score() for m in (self.a, self.b) if m.is_active() and m.id() == here))


class _DisjunctionMax(DisjunctionMax):  # type: ignore[misc]
    def _matcher(self, subs: Any, searcher: Any, context: Any) -> Any:
        reader = searcher.reader()
        return self._tree_matcher(
            subs, _DisjunctionMaxMatcher, searcher, context, lambda query: query.estimate_size(reader)
        )


class _AndMaybeMatcher(AndMaybeMatcher):  # type: ignore[misc]
    def skip_to(self, id: int) -> bool:
        """Go to the first document from `id` on, with both parts."""
        moved = bool(self.a.skip_to(id))
        self._first_b()
        return moved


class _AndMaybe(AndMaybe):  # type: ignore[misc]
    matcherclass = _AndMaybeMatcher


def sound(query: Query) -> Query:
    """Give a query that matches and scores as `query` should."""
    if isinstance(query, AndNot):
        return _AndNot(sound(query.a), sound(query.b))
    if isinstance(query, AndMaybe):
        return _AndMaybe(sound(query.a), sound(query.b))
    if isinstance(query, DisjunctionMax):
        return _DisjunctionMax([sound(part) for part in query.subqueries], boost=query.boost)
    if isinstance(query, MultiTerm) and query.constantscore:
        return ConstantScoreQuery(query, query.boost)
    copy = query.apply(sound)
    if isinstance(query, Or):
        copy.scale, copy.minmatch = query.scale, query.minmatch  # `apply` forgets them
    return copy
