"""Times as people ask for them: a day, a month, a year, from one to another, or in words.

Owns the reading of what stands behind `date:`. A time is a half-open range of ISO 8601 dates, compared as text with
the date that an article bears: the day is the one that the article says, in its own time zone.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from searchnews.arabic.letters import EUROPEAN_DIGITS
from searchnews.arabic.months import month_number

__all__ = ["DateRange", "dates_of"]


class DateRange(NamedTuple):
    """Dates from `start` up to `end`, which is no part of it; None is open."""

    start: str | None
    end: str | None

    @property
    def bound(self) -> bool:
        """Whether it has one end only: two of these narrow each other."""
        return (self.start is None) != (self.end is None)


_MARKS: Final = re.compile("[\u0640\u064b-\u0652\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_FOLD: Final = str.maketrans("أإآىة", "ااايه")
_RANGE: Final = re.compile(r"(.*?)\s*(?:\.\.+|…)\s*(.*)")
_SIDE: Final = re.compile(r"(>=|<=|>|<|=|≥|≤)\s*(.+)")
_ISO: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NAMED: Final = re.compile(r"(?:(\d{1,2})\s+)?([^\W\d_]+(?:\s+[^\W\d_]+)?)\s+(\d{4})")
_LAST_DAYS: Final = re.compile(r"(?:last|اخر)\s+(\d{1,4})\s+(?:days?|ايام|يوما|يوم)")
_APART: Final = re.compile(r"[\s_]+")

# Words for a time, folded: its unit, and how many units ago it was.
_WORDS: Final[dict[str, tuple[str, int]]] = {
    "اليوم": ("day", 0), "today": ("day", 0),
    "امس": ("day", 1), "البارحه": ("day", 1), "yesterday": ("day", 1),
    "اول امس": ("day", 2),
    "هذا الاسبوع": ("week", 0), "الاسبوع الحالي": ("week", 0), "الاسبوع الجاري": ("week", 0), "this week": ("week", 0),
    "الاسبوع الماضي": ("week", 1), "الاسبوع المنصرم": ("week", 1), "last week": ("week", 1),
    "هذا الشهر": ("month", 0), "الشهر الحالي": ("month", 0), "الشهر الجاري": ("month", 0), "this month": ("month", 0),
    "الشهر الماضي": ("month", 1), "الشهر المنصرم": ("month", 1), "last month": ("month", 1),
    "هذا العام": ("year", 0), "هذه السنه": ("year", 0), "العام الحالي": ("year", 0), "العام الجاري": ("year", 0),
    "this year": ("year", 0),
    "العام الماضي": ("year", 1), "السنه الماضيه": ("year", 1), "العام المنصرم": ("year", 1), "last year": ("year", 1),
}  # fmt: skip


def dates_of(text: str, today: dt.date) -> DateRange | None:
    """Read a time; None where it cannot be read. Weeks begin on Monday (ISO 8601).

    >>> day = dt.date(2018, 3, 15)
    >>> dates_of("2018-01-15..2018-02-01", day), dates_of(">=2017", day)
    (DateRange(start='2018-01-15', end='2018-02-02'), DateRange(start='2017', end=None))
    >>> dates_of("كانون الثاني 2018", day), dates_of("أمس", day)
    (DateRange(start='2018-01', end='2018-02'), DateRange(start='2018-03-14', end='2018-03-15'))
    """
    plain = _APART.sub(" ", _MARKS.sub("", text).translate(EUROPEAN_DIGITS)).strip().casefold()
    if found := _RANGE.fullmatch(plain):
        first, last = (_one(part, today) if part else DateRange(None, None) for part in found.groups())
        return None if first is None or last is None or first == last == (None, None) else DateRange(first[0], last[1])
    if found := _SIDE.fullmatch(plain):
        one = _one(found[2], today)
        return None if one is None else _beside(found[1], one)
    return _one(plain, today)


def _beside(sign: str, one: DateRange) -> DateRange:
    match sign:
        case ">=" | "≥":
            return DateRange(one.start, None)
        case ">":
            return DateRange(one.end, None)
        case "<=" | "≤":
            return DateRange(None, one.end)
        case "<":
            return DateRange(None, one.start)
    return one


def _one(text: str, today: dt.date) -> DateRange | None:
    """Read one day, month, year or word for a time."""
    folded = text.translate(_FOLD)
    if (word := _WORDS.get(folded)) is not None:
        return _ago(*word, today)
    if found := _LAST_DAYS.fullmatch(folded):
        return DateRange(_iso(today - dt.timedelta(int(found[1]) - 1)), _iso(today + dt.timedelta(1)))
    if found := _ISO.fullmatch(text):
        return _of(found[1], found[2], found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return _of(found[3], found[2], found[1])
    if (found := _NAMED.fullmatch(text)) and (month := month_number(found[2])):
        return _of(found[3], str(month), found[1])
    return None


def _of(year: str, month: str | None, day: str | None) -> DateRange | None:
    try:
        start = dt.date(int(year), int(month or 1), int(day or 1))
        return _period(start, "day" if day else "month" if month else "year")
    except (ValueError, OverflowError):  # there is no such day
        return None


def _ago(unit: str, count: int, today: dt.date) -> DateRange:
    match unit:
        case "day":
            start = today - dt.timedelta(count)
        case "week":
            start = today - dt.timedelta(today.weekday() + 7 * count)
        case "month":
            months = today.year * 12 + today.month - 1 - count
            start = dt.date(months // 12, months % 12 + 1, 1)
        case _:
            start = dt.date(today.year - count, 1, 1)
    return _period(start, unit)


def _period(start: dt.date, unit: str) -> DateRange:
    """Give a unit of time. A month is from 2018-03 to 2018-04: so that a date which says no more is in it."""
    match unit:
        case "day":
            return DateRange(_iso(start), _iso(start + dt.timedelta(1)))
        case "week":
            return DateRange(_iso(start), _iso(start + dt.timedelta(7)))
        case "month":
            end = dt.date(start.year + start.month // 12, start.month % 12 + 1, 1)
            return DateRange(_iso(start)[:7], _iso(end)[:7])
    return DateRange(f"{start.year:04}", f"{start.year + 1:04}")


def _iso(day: dt.date) -> str:
    return day.isoformat()
