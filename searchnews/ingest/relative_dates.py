"""Dates that are told from a day: «قبل ساعتين», «أمس», "3 days ago".

They mean something only beside the day on which they were read, so that has to be given. Months are taken as 30 days
and years as 365: who says «قبل شهر» does not mean a day.

    >>> relative_date("قبل ساعتين", dt.datetime(2018, 3, 5, 1, 30))
    '2018-03-04T23:30:00'
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

__all__ = ["is_relative", "relative_date"]

_DAY: Final = dt.timedelta(days=1)
# One, two, and many of each; without hamza and marks, ة as ه. Source: our own knowledge of Arabic.
_UNITS: Final[tuple[tuple[dt.timedelta, str, str, str], ...]] = (
    (dt.timedelta(seconds=1), "ثانيه", "ثانيتين", "ثواني ثوان seconds second secs sec"),
    (dt.timedelta(minutes=1), "دقيقه", "دقيقتين", "دقائق دقايق minutes minute mins min"),
    (dt.timedelta(hours=1), "ساعه", "ساعتين", "ساعات hours hour hrs hr"),
    (_DAY, "يوم", "يومين", "ايام يوما days day"),
    (7 * _DAY, "اسبوع", "اسبوعين", "اسابيع اسبوعا weeks week"),
    (30 * _DAY, "شهر", "شهرين", "اشهر شهور شهرا months month"),
    (365 * _DAY, "سنه", "سنتين", "سنوات سنين years year"),
    (365 * _DAY, "عام", "عامين", "اعوام عاما"),
)
_NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        ("ثلاث ثلاثه", "اربع اربعه", "خمس خمسه", "ست سته", "سبع سبعه", "ثماني ثمانيه ثمان", "تسع تسعه", "عشر عشره"), 3
    )
    for word in words.split()
}
_DAYS: Final = {
    **dict.fromkeys(("الان", "اليوم", "قبل قليل", "قبل لحظات", "منذ قليل", "منذ لحظات", "today", "now", "just now"), 0),
    **dict.fromkeys(("امس", "البارحه", "يوم امس", "مساء امس", "صباح امس", "yesterday"), 1),
    **dict.fromkeys(("امس الاول", "اول امس", "اول من امس", "قبل امس"), 2),
}
_FOLD: Final = str.maketrans("أإآىة٠١٢٣٤٥٦٧٨٩", "اااي\u06470123456789")
_MARKS: Final = re.compile("[\u0640\u064b-\u0652\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_AGO: Final = re.compile(r"(?:قبل|منذ)\s+(?:حوالي\s+|نحو\s+)?(?:(\w+)\s+)?(\w+)|(\d+|an?|one)\s+(\w+)\s+ago")
_MOST: Final = 1000


def is_relative(text: str) -> bool:
    """Say whether a text tells a date from a day."""
    return _ago(text) is not None


def relative_date(text: str, base: dt.date) -> str | None:
    """Give the day, or the moment where `base` is one and the text tells hours, in ISO 8601; None for other texts."""
    ago = _ago(text)
    if ago is None:
        return None
    try:
        if isinstance(base, dt.datetime):
            then = base - ago
            return (then if ago % _DAY else then.date()).isoformat()
        return (base - dt.timedelta(days=ago.days)).isoformat()
    except OverflowError:
        return None


def _ago(text: str) -> dt.timedelta | None:
    plain = " ".join(_MARKS.sub("", text).translate(_FOLD).casefold().split()).strip(".")
    if plain in _DAYS:
        return _DAYS[plain] * _DAY
    found = _AGO.fullmatch(plain)
    if not found:
        return None
    number, unit = found[1] or found[3] or "", found[2] or found[4]
    for length, one, two, many in _UNITS:
        if unit == two and not number:
            return 2 * length
        if unit == one and not number:
            return length
        if (unit == one or unit in many.split()) and (count := _count(number)) is not None:
            return count * length
    return None


def _count(number: str) -> int | None:
    if number.isdecimal() and len(number) < 5:
        return int(number) if int(number) <= _MOST else None
    return 1 if number in ("a", "an", "one") else _NUMBERS.get(number)
