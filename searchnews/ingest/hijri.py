"""Dates of the Hijri calendar: the names of its months, and the day of ours that a date is.

Converted by hijridate's table of the Umm al-Qura calendar, which is Saudi Arabia's civil one, for the years 1343 to
1500 (1924 to 2077); where a month began by another sighting, a date may be a day off. The names are from our own
knowledge of the press.

    >>> month_of("ذي القعدة"), month_of("مارس")
    (11, None)
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from searchnews.arabic.months import month_key

__all__ = ["FIRST_YEAR", "LAST_YEAR", "gregorian", "month_of"]

FIRST_YEAR: Final = 1343
LAST_YEAR: Final = 1500

_NAMES: Final[tuple[tuple[str, ...], ...]] = (
    ("محرم", "المحرم", "محرم الحرام"),
    ("صفر", "صفر الخير"),
    ("ربيع الأول", "ربيع أول", "ربيع الاول"),
    ("ربيع الآخر", "ربيع الثاني", "ربيع ثاني", "ربيع آخر"),
    ("جمادى الأولى", "جمادى الأول", "جماد الأول", "جماد أول", "جمادى أولى", "جماد الأولى"),
    ("جمادى الآخرة", "جمادى الثانية", "جماد الآخر", "جماد الثاني", "جمادى الآخر", "جمادى الثاني", "جماد ثاني"),
    ("رجب", "رجب الفرد"),
    ("شعبان",),
    ("رمضان", "رمضان المبارك"),
    ("شوال",),
    ("ذو القعدة", "ذي القعدة", "ذوالقعدة", "ذيالقعدة", "ذو قعدة"),
    ("ذو الحجة", "ذي الحجة", "ذوالحجة", "ذيالحجة", "ذو حجة"),
)
_NUMBERS: Final = {month_key(name): number for number, names in enumerate(_NAMES, 1) for name in names}


def month_of(name: str) -> int | None:
    """Give 1 to 12 for the name of a Hijri month, however its hamza and marks are written, or None."""
    return _NUMBERS.get(month_key(name))


def gregorian(year: int, month: int, day: int) -> dt.date | None:
    """Give the day that a Hijri date is; None where there is no such date, or no table for its year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    from hijridate import Hijri  # a table of 20 kB that few archives need

    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):  # it has 29 or 30 days, as it happens
        return None
    return dt.date(found.year, found.month, found.day)
