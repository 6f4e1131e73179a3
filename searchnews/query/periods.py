"""Filters by date: the tree of the periods that a query names; `dates` reads one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from whoosh import query as wq

from searchnews.errors import QueryError
from searchnews.query.dates import DateRange, dates_of
from searchnews.query.units import any_of

if TYPE_CHECKING:
    from searchnews.query.filters import Condition

__all__ = ["dated"]


def dated(conditions: Sequence[Condition], today: dt.date) -> wq.Query:
    """Give the tree of some periods: any of those with two ends, within the bounds of all that have one."""
    periods = [_period(condition, today) for condition in conditions]
    ranges = [period for period in periods if not period.bound]
    bounds = [period for period in periods if period.bound]
    first = max((period.start for period in bounds if period.start), default=None)
    last = min((period.end for period in bounds if period.end), default=None)
    if any(one.start and one.end and one.start >= one.end for one in [*ranges, DateRange(first, last)]):
        reason = "these dates have no time between them; give the earlier one first"
        raise QueryError(reason, query=conditions[-1].query, offset=conditions[-1].start)
    parts = ([any_of([_range(period) for period in ranges])] if ranges else []) + [_range(one) for one in bounds]
    return parts[0] if len(parts) == 1 else wq.And(parts)


def _period(condition: Condition, today: dt.date) -> DateRange:
    period = dates_of(condition.value, today)
    if period is None:
        reason = f"{condition.value!r} is no date; give 2018, 2018-03, 2018-03-05, 2018-01..2018-03, >=2017, or أمس"
        raise QueryError(reason, query=condition.query, offset=condition.start)
    return period


def _range(period: DateRange) -> wq.Query:
    # From "0": an article without a date has an empty one, which is not before anything.
    return wq.TermRange("date", period.start or "0", period.end, endexcl=True)
