"""Conditions on what is known of an article besides its words: from `source:bbc` to a tree over columns.

Filters choose and do not score. Of one field, any of the values will do; of several, all fields have to agree. Values
are compared folded, so that case and spelling do not matter: a value that no article has whole stands for those that
hold all its words (الجزيرة for الجزيرة نت).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from whoosh import query as wq

from searchnews.errors import QueryError
from searchnews.model import Filter, UnknownValue
from searchnews.query.syntax import FILTER_WORDS
from searchnews.query.units import any_of

__all__ = ["Column", "Columns", "Condition", "conditions_of", "lowered"]

Derived = TypeVar("Derived")

_MOST_NEAR: Final = 3
_CUTOFF: Final = 0.6
_DATE: Final = "date"


class Column(Protocol):
    """The distinct values of a column, and for each document the place of its value (see `engines.values`)."""

    @property
    def values(self) -> Sequence[str]:
        """The distinct values, sorted."""
        ...

    @property
    def codes(self) -> Any:
        """For each document the place of its value: an array."""
        ...

    def derived(self, name: str, of: Callable[[Sequence[str]], Derived]) -> Derived:
        """Give what `of` makes of the values, made once for each `name`."""
        ...


class Columns(Protocol):
    """What is asked of the index."""

    def column_values(self, name: str) -> Column:
        """Give a column of short values over all documents."""
        ...


class Condition(NamedTuple):
    """A filter of a query, and where its value stood in the text `query`."""

    field: str
    value: str
    exclude: bool
    query: str
    start: int


def conditions_of(filters: Iterable[Filter]) -> list[Condition]:
    """Give filters that stand in no text as conditions; `QueryError` for a field that there is not."""
    found = []
    for given in filters:
        name = FILTER_WORDS.get(given.field)
        text = f"{given.field}:{given.value}"
        if name is None:
            raise QueryError(f"there is no field {given.field!r} to filter by", query=text)
        found.append(Condition(name, given.value, given.exclude, text, len(given.field) + 1))
    return found


def lowered(
    conditions: Sequence[Condition], columns: Columns, fold: Callable[[str], str], today: dt.date
) -> tuple[wq.Query, tuple[UnknownValue, ...]]:
    """Give the tree of one or more conditions, and the values that no article has; `QueryError` for a date."""
    unknown: list[UnknownValue] = []
    parts: list[wq.Query] = []
    for exclude in (False, True):
        for field in dict.fromkeys(c.field for c in conditions if c.exclude == exclude):
            chosen = [c for c in conditions if c.field == field and c.exclude == exclude]
            if field == _DATE:
                from searchnews.query.periods import dated  # a query without a date does without its patterns

                tree = dated(chosen, today)
            else:
                tree = any_of([_valued(condition, columns, fold, unknown) for condition in chosen])
            parts.append(wq.Not(tree) if exclude else tree)
    return (parts[0] if len(parts) == 1 else wq.And(parts)), tuple(unknown)


def _valued(
    condition: Condition, columns: Columns, fold: Callable[[str], str], unknown: list[UnknownValue]
) -> wq.Query:
    """Give the tree of all values of a column that one asked for stands for."""
    column = columns.column_values(condition.field)
    known = column.derived("folded", lambda values: _by_fold(values, fold))
    asked = _folded(condition.value, fold)
    places = known.get(asked)
    if places is None and asked:
        words = set(asked.split())
        places = [place for folded, own in known.items() if words.issubset(folded.split()) for place in own]
    if not places:
        near = [column.values[place] for place in _near(asked, known, column)]
        unknown.append(UnknownValue(condition.field, condition.value, tuple(near)))
        return wq.NullQuery
    return any_of([wq.Term(condition.field, column.values[place]) for place in places])


def _by_fold(values: Sequence[str], fold: Callable[[str], str]) -> Mapping[str, list[int]]:
    """Give the places of values by what they are folded to; the empty value is none."""
    found: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        if folded := _folded(value, fold):
            found.setdefault(folded, []).append(place)
    return found


def _folded(value: str, fold: Callable[[str], str]) -> str:
    return " ".join(fold(value).casefold().split())


def _near(asked: str, known: Mapping[str, list[int]], column: Column) -> list[int]:
    """Give the places of the values that may have been meant: those written much alike, else the commonest."""
    from difflib import get_close_matches  # an import that only a mistake needs

    alike = get_close_matches(asked, known, n=_MOST_NEAR, cutoff=_CUTOFF)
    if not alike:
        counts = column.derived("counts", lambda values: _counts(column))
        alike = sorted(known, key=lambda folded: -sum(counts[place] for place in known[folded]))[:_MOST_NEAR]
    return [known[folded][0] for folded in alike]


def _counts(column: Column) -> list[int]:
    import numpy as np

    counts: list[int] = np.bincount(column.codes, minlength=len(column.values)).tolist()
    return counts
