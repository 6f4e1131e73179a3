"""Dates as evidence: sorting by them, and letting the score of an article fade with its age.

Pure functions of ISO 8601 dates and of arrays of times. What has no date that can be read stands last, whichever way
dates are sorted, and fades as if it were one half-life old.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["fading", "order_of", "seconds", "times_of"]

Times: TypeAlias = "NDArray[Any]"
"""Seconds since 1970; not a number where there is no date."""

_DAY = 86_400.0


def seconds(date: str) -> float | None:
    """Give an ISO 8601 date or time as seconds since 1970, in UTC where no offset is given; None for others.

    >>> seconds("1970-01-02"), seconds("1970-01-01T03:00:00+03:00"), seconds("أمس")
    (86400.0, 0.0, None)
    """
    try:
        time = dt.datetime.fromisoformat(date)
    except ValueError:
        return None
    return (time if time.tzinfo else time.replace(tzinfo=dt.UTC)).timestamp()


def times_of(dates: Iterable[str]) -> Times:
    """Give dates as seconds since 1970, and as not a number where one cannot be read."""
    return np.array([np.nan if (time := seconds(date)) is None else time for date in dates], np.float64)


def order_of(times: Times, *, newest_first: bool) -> Times:
    """Give the places of `times` sorted; equal ones, and those without a date at the end, in given order.

    >>> order_of(times_of(["2018-03-05", "", "2019-01-01"]), newest_first=True).tolist()
    [2, 0, 1]
    """
    order: Times = np.argsort(-times if newest_first else times, kind="stable")
    return order


def fading(times: Times, *, half_life_days: float) -> Times:
    """Give a factor for each time: 1.0 for the newest, half of that for every `half_life_days` that one is older.

    >>> fading(times_of(["2018-03-15", "2018-03-05", ""]), half_life_days=10).tolist()
    [1.0, 0.5, 0.5]
    """
    dated = times[~np.isnan(times)]
    newest = float(dated.max()) if len(dated) else 0.0
    factors: Times = np.where(np.isnan(times), 0.5, 0.5 ** ((newest - times) / (half_life_days * _DAY)))
    return factors
