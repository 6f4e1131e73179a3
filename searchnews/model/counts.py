"""Counts over all matches of a query: by the values of a field, and over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = ["Bar", "Count", "Facet", "FacetName", "Period", "Timeline"]

Period = Literal["day", "week", "month", "year"]
"""A stretch of time: weeks begin on Monday, as in ISO 8601."""

FacetName = Literal["source", "category", "author", "place", "agency", "lang", "day", "week", "month", "year"]
"""What matches are counted by."""


class Count(NamedTuple):
    """A value, and how many of the matches have it."""

    value: str
    matches: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The matches by one field: the commonest values first, periods in the order of time.

    `values` says how many different ones there are, of which `counts` may be the first; `missing` are matches without
    one. Periods are named by their first day: 2018-03-05, 2018-03 or 2018.
    """

    name: FacetName
    counts: tuple[Count, ...]
    values: int
    missing: int


class Bar(NamedTuple):
    """A period: its first day (2018-03-05, 2018-03 or 2018), the matches in it, and all articles of it."""

    start: str
    matches: int
    articles: int

    @property
    def share(self) -> float:
        """The matches among all articles of the period, 0.0 to 1.0; 0.0 where there is none."""
        return self.matches / self.articles if self.articles else 0.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The matches of a query over time: every period from the first match to the last, empty ones too.

    `articles` of a bar are those that meet the filters of the query, whatever their words. `total` counts all matches,
    `undated` those without a date.
    """

    query: str
    period: Period
    bars: tuple[Bar, ...]
    total: int
    undated: int
