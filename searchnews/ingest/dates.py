"""Dates as archives write them, read into ISO 8601.

Owns the reading of dates. A date that is doubtful is not read: None is better than a wrong day. Numbers
with slashes are day first, as every Arabic newspaper writes them, and told to be ambiguous where they could be
otherwise. A year from 1343 to 1500 is one of the Hijri calendar.

Measured on ant-news (41,686 articles, five notations): all read.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final, NamedTuple

from searchnews.arabic.letters import EUROPEAN_DIGITS
from searchnews.arabic.months import month_number
from searchnews.ingest.hijri import FIRST_YEAR, LAST_YEAR, gregorian, month_of
from searchnews.ingest.relative_dates import is_relative, relative_date

__all__ = ["AMBIGUOUS", "HIJRI", "RELATIVE", "ReadDate", "doubt", "parse_date", "read_date"]

AMBIGUOUS: Final = "ambiguous date, taken as day first"
HIJRI: Final = "Hijri date, converted"
RELATIVE: Final = "relative date, counted from the day of the record"

_EARLIEST_YEAR: Final = 1800  # the first Arabic newspapers are of 1799 and 1828
_LATEST_YEAR: Final = 2200
_MAX_CHARS: Final = 120
_MILLIS_FROM: Final = 10_000_000_000  # in seconds the year 2286, in milliseconds April 1970

_DIGITS: Final = EUROPEAN_DIGITS | {ord("٫"): "."}
_INVISIBLE: Final = re.compile("[\u0640\u064b-\u0652\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_EPOCH: Final = re.compile(r"-?\d{9,13}(?:\.\d+)?")
_DASHES: Final = re.compile("[‐-―−]")

_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[ap]\.?m\.?|صباحا|مساء|ظهرا|فجرا|عصرا|ليلا|ص\b|م\b))?"
    r"(?:\s*\(?(?P<zone>Z|UTC|GMT|(?:(?:UTC|GMT)\s*)?[+-]\d{1,2}(?::?\d{2})?|جرينتش|غرينتش|بتوقيت (?:غرينتش|جرينتش))"
    r"\b\)?)?"
)
_TIME: Final = rf"(?:(?:\s*[,،|-]\s*|\s+|T)(?:الساعة:?\s*|at\s+)?{_CLOCK})?"
# What most archives write, read at one look: ISO 8601, and RFC 2822 as web servers and feeds have it.
_PLAIN_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_PLAIN_RFC: Final = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})"
    r" (\d\d:\d\d:\d\d) (?:GMT|\+0000)",
    re.ASCII,
)
_ISO: Final = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}", re.I)
_DAY_FIRST: Final = re.compile(rf"(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.](?P<year>\d{{4}}){_TIME}", re.I)
_COMPACT: Final = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})"
    r"(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_NAME = r"(?P<name>[^\W\d_]+(?:\s+[^\W\d_]+)?)(?:\s*/\s*[^\W\d_]+(?:\s+[^\W\d_]+)?)?"
_NAMED: Final = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\-/]*(?:من\s+)?{_NAME}[\s,،\-/.]*(?:عام|سنة)?\s*(?P<year>\d{{4}})\s*م?{_TIME}",
    re.I,
)
_ENGLISH: Final = re.compile(
    rf"(?P<name>[A-Za-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_TIME}", re.I
)
_CTIME: Final = re.compile(rf"(?P<name>[A-Za-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+(?P<year>\d{{4}})", re.I)
_WEEKDAY: Final = re.compile(
    r"(?:يوم\s+)?(?:ال)?(?:[اأإ]حد|[اإأ]ثنين|ثلاثاء|[اأ]ربعاء|خميس|جمعة|سبت|mon|tue|wed|thu|fri|sat|sun)"
    r"(?:day|sday|nesday|rsday|urday)?\.?\s*[,،:/-]?\s+|(?:يوم\s+)",
    re.I,
)
_LABEL: Final = re.compile(r"(?:نشر(?:ت)?(?: في)?|تاريخ النشر|آخر تحديث|published(?: on)?|date)\s*:?\s+", re.I)
_OF_HIJRA: Final = re.compile(r"(?<=\b1[345]\d\d)\s*(?:هجري[ةاه]?|ه)(?!\w)|\s*(?:هجري[ةاه]?|\bه)$")
_BOTH: Final = re.compile(r"\s*[،,/(-]?\s*(?:الموافق(?:\s+ل)?|الموافقة?)\s*:?\s*")
_SHAPES: Final = (_ISO, _DAY_FIRST, _NAMED, _ENGLISH, _CTIME, _COMPACT)
_AFTERNOON: Final = frozenset({"pm", "م", "مساء", "عصرا", "ليلا"})
_MORNING: Final = frozenset({"am", "ص", "صباحا", "فجرا"})
_GREENWICH: Final = frozenset({"Z", "UTC", "GMT"})


class ReadDate(NamedTuple):
    """A date in ISO 8601, and how it was come by where that is worth telling: one of the notes above."""

    iso: str
    note: str = ""


def parse_date(text: str, *, relative_to: dt.date | str | None = None) -> str | None:
    """Read a date, with its time and zone where they are given, into ISO 8601; None where it cannot be read.

    Takes ISO 8601, RFC 2822, day/month/year, seconds or milliseconds since 1970, Arabic month names of every
    region with Arabic or Latin digits and a weekday before them, English month names, and Hijri dates of 1343 to
    1500. With `relative_to`, the day or moment of reading, also what is told from it. Raises nothing.

        >>> parse_date("الأحد 5 مارس 2017 - 14:20"), parse_date("٢١ كانون الثاني ٢٠١٧"), parse_date("غدا")
        ('2017-03-05T14:20:00', '2017-01-21', None)
        >>> parse_date("10 شوال 1436 هـ"), parse_date("قبل يومين", relative_to="2018-03-05")
        ('2015-07-26', '2018-03-03')
    """
    found = read_date(text)
    if found is None and relative_to is not None and len(text) <= _MAX_CHARS and is_relative(text):
        base = _moment(relative_to) if isinstance(relative_to, str) else relative_to
        return None if base is None else relative_date(text, base)
    return None if found is None else found.iso


def doubt(iso: str, today: str) -> str:
    """Say what is doubtful about a date that was read, both in ISO 8601; empty where nothing is.

    A day more is allowed for: it may be tomorrow already where the article was written.
    """
    if iso < "1900":
        return "date before 1900"
    return "date in the future" if iso[:10] > _day_after(today[:10]) else ""


@lru_cache(maxsize=1)  # of all dates of a load it is the same
def _day_after(iso: str) -> str:
    return (dt.date.fromisoformat(iso) + dt.timedelta(days=1)).isoformat()


def _moment(iso: str) -> dt.date | None:
    read = read_date(iso)
    if read is None:
        return None
    return dt.datetime.fromisoformat(read.iso) if "T" in read.iso else dt.date.fromisoformat(read.iso)


@lru_cache(maxsize=4096)  # feeds repeat their days; 4096 notations are a few hundred kilobytes
def read_date(text: str) -> ReadDate | None:
    """Read a date that stands for itself, as `parse_date` does, and say what is worth telling of it."""
    if len(text) > _MAX_CHARS:
        return None
    if _PLAIN_ISO.fullmatch(text) and (read := _as_it_stands(text)):
        return read
    if (found := _PLAIN_RFC.fullmatch(text)) and (read := _as_it_stands(_iso_of(*found.groups()))):
        return read
    is_ascii = text.isascii()  # nothing of Arabic is in it to look for
    plain = text if is_ascii else _DASHES.sub("-", _INVISIBLE.sub("", text).translate(_DIGITS))
    plain = " ".join(plain.split())
    if _EPOCH.fullmatch(plain):
        return _from_epoch(plain)
    if not is_ascii:
        if _BOTH.search(plain):
            return _of_two_calendars(plain)
        plain = _OF_HIJRA.sub("", plain)
    plain = _LABEL.sub("", plain, count=1) if _LABEL.match(plain) else plain
    weekday = _WEEKDAY.match(plain)
    plain = plain[weekday.end() :] if weekday else plain
    for shape in _SHAPES:
        found = shape.fullmatch(plain)
        if found:
            return _assembled(found.groupdict(), day_first=shape is _DAY_FIRST)
    return None


def _as_it_stands(iso: str) -> ReadDate | None:
    """Take what is ISO 8601 but for its T or its zone, as most archives have it; None where there is more to it."""
    if not str(_EARLIEST_YEAR) <= iso[:4] <= str(_LATEST_YEAR):
        return None
    try:
        moment = dt.datetime.fromisoformat(iso)
    except ValueError:  # no such day, or a leap second
        return None
    return ReadDate(moment.isoformat() if len(iso) > len("2015-07-26") else iso)


def _iso_of(day: str, month: str, year: str, clock: str) -> str:
    return f"{year}-{month_number(month):02}-{day}T{clock}+00:00"


def _of_two_calendars(plain: str) -> ReadDate | None:
    """Read `26 شوال 1436 هـ الموافق 11 أغسطس 2015`: the Gregorian of the two needs no conversion."""
    read = [found for part in _BOTH.split(plain, maxsplit=1) if (found := read_date(part.strip(" ()"))) is not None]
    return next((found for found in read if found.note != HIJRI), read[0] if read else None)


def _from_epoch(digits: str) -> ReadDate | None:
    """Seconds or milliseconds since 1970."""
    try:
        seconds = float(digits)
        if abs(seconds) >= _MILLIS_FROM:
            seconds /= 1000
        moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return ReadDate(moment.replace(microsecond=0).isoformat()) if moment.year <= _LATEST_YEAR else None


def _assembled(parts: dict[str, str | None], *, day_first: bool = False) -> ReadDate | None:
    """Put the matched parts together; None if there is no such day or hour."""
    name = parts.get("name")
    year, day = int(parts["year"] or 0), int(parts["day"] or 0)
    if FIRST_YEAR <= year <= LAST_YEAR:
        month = month_of(name) if name else int(parts.get("month") or 0)
        of_ours = None if month is None else gregorian(year, month, day)
        if of_ours is None:
            return None
        iso = _with_time(parts, of_ours.year, of_ours.month, of_ours.day)
        return None if iso is None else ReadDate(iso, HIJRI)
    month = month_number(name) if name else int(parts.get("month") or 0)
    if month is None or not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return None
    iso = _with_time(parts, year, month, day)
    if iso is None:
        return None
    return ReadDate(iso, AMBIGUOUS if day_first and day <= 12 and day != month else "")


def _with_time(parts: dict[str, str | None], year: int, month: int, day: int) -> str | None:
    try:
        if not parts.get("hour"):
            return dt.date(year, month, day).isoformat()
        hour = _hour(int(parts["hour"] or 0), parts.get("half"))
        minute, second = int(parts["minute"] or 0), min(int(parts.get("second") or 0), 59)  # leap seconds
        zone = _zone(parts.get("zone"))
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=zone).isoformat()
    except ValueError:
        return None


def _hour(hour: int, half: str | None) -> int:
    """Turn a 12-hour clock into a 24-hour one."""
    mark = (half or "").replace(".", "").casefold()
    if mark in _AFTERNOON and hour < 12:
        return hour + 12
    return 0 if mark in _MORNING and hour == 12 else hour


def _zone(text: str | None) -> dt.tzinfo | None:
    """Read `Z`, `GMT`, `+03`, `+0300`, `UTC+3` or `+03:00`; no zone stays no zone."""
    if not text:
        return None
    plain = text.upper().strip()
    if plain in _GREENWICH or "رينتش" in plain:
        return dt.UTC
    found = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", plain)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return dt.timezone(dt.timedelta(minutes=minutes if found[1] == "+" else -minutes))
