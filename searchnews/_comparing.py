"""Laying timelines beside each other: the same periods for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from searchnews.model.comparison import Comparison
from searchnews.model.counts import Bar, Period, Timeline

__all__ = ["aligned"]

_DAYS: Final = {"day": 1, "week": 7}


def aligned(period: Period, timelines: Sequence[Timeline]) -> Comparison:
    """Give each timeline the periods of all."""
    starts = [bar.start for timeline in timelines for bar in timeline.bars]
    if not starts:
        return Comparison(period, tuple(timelines))
    periods = list(_periods(min(starts), max(starts), period))
    laid_out = []
    for timeline in timelines:
        own = {bar.start: bar for bar in timeline.bars}
        laid_out.append(replace(timeline, bars=tuple(own.get(start) or Bar(start, 0, 0) for start in periods)))
    return Comparison(period, tuple(laid_out))


def _periods(first: str, last: str, period: Period) -> Iterator[str]:
    """Give the first days of all periods from one to another.

    >>> list(_periods("2018-11", "2019-01", "month"))
    ['2018-11', '2018-12', '2019-01']
    """
    if period == "year":
        yield from (f"{year:04}" for year in range(int(first), int(last) + 1))
    elif period == "month":
        begin, end = (12 * int(start[:4]) + int(start[5:]) - 1 for start in (first, last))
        yield from (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, end + 1))
    else:
        day, end_day = (dt.date.fromisoformat(start) for start in (first, last))
        while day <= end_day:
            yield day.isoformat()
            day += dt.timedelta(days=_DAYS[period])
