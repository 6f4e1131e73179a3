"""What the tests of the query language put in place of an index, and how they write a tree down."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from searchnews.query import Plan

__all__ = ["Anything", "Vocabulary", "matched", "written"]


class Vocabulary:
    """An index that holds the same words in each field."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = sorted(words)

    def terms_with_prefix(self, field: str, prefix: str, *, limit: int) -> list[str]:
        return [word for word in self._words if word.startswith(prefix)][:limit]

    def document_frequency(self, field: str, term: str) -> int:
        return int(term in self._words)

    def idf(self, field: str, term: str) -> float:
        return float(self.document_frequency(field, term))


class Anything(Vocabulary):
    """An index that holds whatever it is asked for."""

    def __init__(self) -> None:
        super().__init__([])

    def document_frequency(self, field: str, term: str) -> int:
        return 1


def matched(plan: Plan) -> Any:
    """Give the part of a plan's tree that decides what matches."""
    return plan.query.a if plan.evidence else plan.query  # beside evidence, the tree is what matches and what adds


def written(query: Any) -> str:
    """Write a tree on one line."""
    match type(query).__name__:
        case "Term":
            return f"{query.fieldname}:{query.text}"
        case "Phrase":
            return f'{query.fieldname}:"{" ".join(query.words)}"'
        case "Prefix":
            return f"{query.fieldname}:{query.text}*"
        case "And" | "Or" | "DisjunctionMax" as kind:
            name = {"And": "all", "Or": "any", "DisjunctionMax": "best"}[kind]
            return f"{name}({', '.join(map(written, query.subqueries))})"
        case "AndNot":
            return f"{written(query.a)} without {written(query.b)}"
        case "AndMaybe":
            return f"{written(query.a)} better with {written(query.b)}"
    raise AssertionError(f"the query language makes no {type(query).__name__}")
