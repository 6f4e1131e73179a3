"""Counting matches by field and over time: from documents to counts, by array operations.

The date of an article is read once for each distinct one; a period is a number of days, weeks, months or years, and
counting them is counting numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray
from whoosh import query as wq

from searchnews._matching import matching
from searchnews.engines.base import Searcher
from searchnews.model.counts import Bar, Count, Facet, FacetName, Period, Timeline
from searchnews.query import Plan

__all__ = ["facets_of", "timeline_of"]

Array = NDArray[Any]

_DATE: Final = "date"
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH: Final = re.compile(r"\d{4}-\d\d")
_UNITS: Final = {"day": "M8[D]", "month": "M8[M]", "year": "M8[Y]"}
_NONE: Final = np.iinfo(np.int64).min
_WEEK: Final = 7
_MONDAY: Final = 3  # 1970-01-01 was a Thursday
_MOST_BARS: Final = 40_000
"""A century of days; one wrong date does not fill the screen for an hour."""


def facets_of(searcher: Searcher, docs: Array, names: Iterable[FacetName], *, limit: int | None) -> tuple[Facet, ...]:
    """Count documents by each of some fields, the `limit` commonest values of each; ValueError for no such field."""
    return tuple(_facet(searcher, docs, name, limit) for name in names)


def _facet(searcher: Searcher, docs: Array, name: FacetName, limit: int | None) -> Facet:
    if name not in get_args(FacetName):
        raise ValueError(f"articles are counted by {', '.join(get_args(FacetName))}, not by {name!r}")
    if name in get_args(Period):
        periods = _periods_of(searcher, docs, name)
        found, counts = np.unique(periods[periods != _NONE], return_counts=True)
        kept = found if limit is None else np.sort(found[np.argsort(-counts, kind="stable")[:limit]])
        shown = dict(zip(found.tolist(), counts.tolist(), strict=True))
        listed = tuple(Count(_named(number, name), shown[number]) for number in kept.tolist())
        return Facet(name, listed, len(found), int(np.count_nonzero(periods == _NONE)))
    column = searcher.column_values(name)
    counts = np.bincount(column.codes[docs], minlength=len(column.values))
    missing = int(counts[0]) if len(counts) and column.values[0] == "" else 0
    places = np.flatnonzero(counts)
    places = places[[column.values[place] != "" for place in places.tolist()]] if len(places) else places
    order = places[np.argsort(-counts[places], kind="stable")]
    listed = tuple(Count(column.values[place], int(counts[place])) for place in order[:limit].tolist())
    return Facet(name, listed, len(places), missing)


def timeline_of(searcher: Searcher, plan: Plan, period: Period, *, query: str, time_limit_s: float | None) -> Timeline:
    """Count the matches of a query in each period; ValueError for no such period."""
    if period not in get_args(Period):
        raise ValueError(f"time is parted by {', '.join(get_args(Period))}, not by {period!r}")
    docs = matching(searcher, plan, time_limit_s=time_limit_s).docs
    numbers = _periods_of(searcher, docs, period)
    dated = numbers[numbers != _NONE]
    if not len(dated):
        return Timeline(query, period, (), len(docs), len(docs))
    first, last = int(dated.min()), int(dated.max())
    if last - first > _MOST_BARS:
        first = last - _MOST_BARS
    all_articles = wq.Every() if plan.narrowing is None else wq.Require(wq.Every(), plan.narrowing)
    within = _periods_of(searcher, searcher.matching(all_articles).docs, period)
    counts, articles = (
        np.bincount(some[(some >= first) & (some <= last)] - first, minlength=last - first + 1)
        for some in (dated, within)
    )
    bars = tuple(
        Bar(_named(first + place, period), count, of)
        for place, (count, of) in enumerate(zip(counts.tolist(), articles.tolist(), strict=True))
    )
    return Timeline(query, period, bars, len(docs), len(docs) - len(dated))


def _periods_of(searcher: Searcher, docs: Array, period: str) -> Array:
    """Give the number of the period of each document; `_NONE` without a date."""
    dates = searcher.column_values(_DATE)
    periods: Array = dates.derived(period, lambda values: _numbers(values, period))[dates.codes[docs]]
    return periods


def _numbers(dates: Sequence[str], period: str) -> Array:
    """Give the number of the period of each date: since 1970, in days, weeks, months or years."""
    numbers = np.full(len(dates), _NONE)
    whole = [(place, date[:10]) for place, date in enumerate(dates) if _DAY.match(date)]
    if period in ("month", "year"):  # 2018-03 has no day, but a month
        whole += [(place, f"{date[:7]}-01") for place, date in enumerate(dates) if _MONTH.fullmatch(date)]
    try:
        days = np.array([date for _, date in whole], "M8[D]")
    except ValueError:  # a day that no calendar has: rare, so only then one by one
        whole = [(place, date) for place, date in whole if _is_day(date)]
        days = np.array([date for _, date in whole], "M8[D]")
    if period == "week":
        found = (days.astype(np.int64) + _MONDAY) // _WEEK
    else:
        found = days.astype(_UNITS[period]).astype(np.int64)
    numbers[[place for place, _ in whole]] = found
    return numbers


def _is_day(date: str) -> bool:
    try:
        np.datetime64(date, "D")
    except ValueError:
        return False
    return True


def _named(number: int, period: str) -> str:
    if period == "week":
        return str(np.datetime64(number * _WEEK - _MONDAY, "D"))
    return str(np.array(number).astype(_UNITS[period]))
