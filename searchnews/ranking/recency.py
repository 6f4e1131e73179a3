"""Dates as evidence: sorting by them, and letting the score of an article fade with its age.

Pure functions of ISO 8601 dates. What has no date that can be read stands last, whichever way dates are sorted, and
fades as if it were one half-life old.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache

__all__ = ["fading", "order_of", "seconds"]

_DAY = 86_400.0


@lru_cache(maxsize=1 << 16)
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


def order_of(dates: Iterable[str], *, newest_first: bool) -> list[int]:
    """Give the places of `dates` sorted by time; equal ones, and those without a date at the end, in given order.

    >>> order_of(["2018-03-05", "", "2019-01-01"], newest_first=True)
    [2, 0, 1]
    """
    times = [seconds(date) for date in dates]
    dated = [(-time if newest_first else time, place) for place, time in enumerate(times) if time is not None]
    return [place for _, place in sorted(dated)] + [place for place, time in enumerate(times) if time is None]


def fading(dates: Sequence[str], *, half_life_days: float) -> list[float]:
    """Give a factor for each date: 1.0 for the newest, half of that for every `half_life_days` that one is older.

    >>> fading(["2018-03-15", "2018-03-05", ""], half_life_days=10)
    [1.0, 0.5, 0.5]
    """
    times = [seconds(date) for date in dates]
    newest = max((time for time in times if time is not None), default=0.0)
    half_life = half_life_days * _DAY
    return [0.5 if time is None else 0.5 ** ((newest - time) / half_life) for time in times]
