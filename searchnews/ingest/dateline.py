"""Datelines: the place and the agency that open a news report.

Owns their recognition; the text stays as it is. Precision before recall: a dateline is read only at the very
start, only with its closing dash, colon or line end, and only if a known city or agency stands in it. Counts and
samples on saudi-news and ant-news: see tests/ingest/test_dateline.py.

    >>> find_dateline("القاهرة (رويترز) - قال مسؤول أمس إن المحادثات استؤنفت.")
    Dateline(place='القاهرة', agency='رويترز')
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from searchnews.ingest.gazetteer import AGENCIES, AGENCY_WORDS, CITIES, WEAK_CITIES

__all__ = ["Dateline", "find_dateline"]

_REACH: Final = 110  # characters: the longest real dateline met has 74
_MAX_PART: Final = 42
_MAX_LINE: Final = 60  # of a dateline on a line of its own
_MARKS: Final = re.compile("[\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_FOLD: Final = str.maketrans("أإآٱ", "اااا")
_QUOTES: Final = " \t\"'«»“”()[]."
_DASH = r"(?:-{1,3}|[–—ـ])"
_DATE = r"(?:\s+\d{1,2}\s+[^\d()\-–—:]{3,40}?(?:\s*\d{4}\s*(?:م|هـ|ه)?)?)?"
# جنيف (الأفق) -   |   دبي، الإمارات العربية المتحدة (CNN) --   |   تونس 11 ديسمبر 2016 (وات) -
_PARENTHESIS: Final = re.compile(
    rf"(?P<place>[^()\-–—:.\d\n]{{2,{_MAX_PART}}}?){_DATE}\s*\((?P<agency>[^()\n]{{2,28}})\)\s*(?:{_DASH}|:)\s*(?=\S)"
)
# عواصم - (وكالات):   |   عمّان — «الأفق»:
_QUOTED: Final = re.compile(
    rf"(?P<place>[^()\-–—:.\d\n]{{2,{_MAX_PART}}}?)\s*(?:{_DASH}|:|،)\s*"
    rf"(?:\((?P<agency>[^()\n]{{2,28}})\)|«(?P<quoted>[^«»\n]{{2,28}})»)\s*(?:{_DASH}|:|\n|$)"
)
# إسلام آباد 26 شوال 1436 هـ الموافق 11 اغسطس 2015 م واس
_SPA: Final = re.compile(
    r"(?P<place>[^()\-–—:.\d\n]{2,24}?)\s+\d{1,2}\s+[^\d\n]{3,16}\s+14\d\d\s*(?:هـ?)?[^\n]{0,40}?\s(?P<agency>واس)\s*(?:\n|$)"
)
# Each with the signs of which one has to be there: most texts have none.
_SHAPES: Final = ((_PARENTHESIS, ("(",)), (_QUOTED, ("(", "«")), (_SPA, ("واس",)))
_BEFORE_COMMA: Final = re.compile("[^،,]*")
_SIGN: Final = re.compile("[-–—ـ:.]")  # one of these is in all that parts
_PARTS: Final = re.compile(rf"\s*({_DASH}|:|\.(?=\s))\s*")

# What opens a sentence about an agency, not a dateline.
_SPEECH: Final = (
    "قال",
    "ذكر",
    "وكال",
    "وفق",
    "نقل",
    "افاد",
    "اعلن",
    "بحسب",
    "حسب",
    "في ",
    "من ",
    "عن ",
    "صور",
    "كتب",
    "متابع",
)

# Names of papers that are words of the language: alone before a dash they say nothing.
_PAPERS: Final = frozenset(
    {
        "اليوم",
        "الوطن",
        "الحياة",
        "العربية",
        "الجزيرة",
        "الاخبار",
        "النهار",
        "معا",
        "فارس",
        "بنا",
        "وال",
        "سوا",
        "مهر",
        "اب",
    }
)


class Dateline(NamedTuple):
    """Where a report was filed and who distributed it; None for what is not said or not certain."""

    place: str | None = None
    agency: str | None = None


_NONE: Final = Dateline()


def find_dateline(text: str) -> Dateline:
    """Read the dateline at the start of a body; both None where there is none.

    >>> find_dateline("عمّان — «الأفق»: بدأت أمس أعمال المؤتمر."), find_dateline("قال الوزير - أمس - إن")
    (Dateline(place='عمّان', agency='الأفق'), Dateline(place=None, agency=None))
    """
    head = _INVISIBLE.sub("", text[:_REACH])
    for shape, signs in _SHAPES:
        if any(map(head.__contains__, signs)) and (found := shape.match(head)):
            parts = found.groupdict()
            read = _named(parts["place"] or "", parts["agency"] or parts.get("quoted") or "")
            if read is not None:
                return read
    return _from_parts(head)


def _named(place: str, agency: str) -> Dateline | None:
    """Accept a place with an agency in brackets: the city known, or the agency known and the place a short name."""
    city = _before_comma(place)
    agency = _tidy(agency)
    if _is_city(city):
        if _is_city(agency) and not _is_agency(agency):
            return Dateline(city)
        return Dateline(city, agency) if len(agency.split()) <= 3 and not agency.isdecimal() else Dateline(city)
    if _is_agency(city) and _is_city(agency):  # واس (الرياض):
        return Dateline(agency, city)
    if _is_agency(agency) and len(city.split()) <= 2 and not _folded(city).startswith(_SPEECH):
        return Dateline(city, agency)
    return None


def _from_parts(head: str) -> Dateline:
    """Read `الرياض - واس:`, `سبق- أبها: `, `بيروت - نهر اليوم` on a line of its own, `القاهرة - قضت`."""
    line, _, following = head.partition("\n")
    sign = _SIGN.search(line)
    if len(line[: sign.start()].rstrip() if sign else line) > _MAX_PART:  # most texts: a sentence, no need to part it
        return _NONE
    pieces = _PARTS.split(line)
    names, ends = pieces[0::2], pieces[1::2]
    place = agency = None
    for closed, (name, end) in enumerate(zip(names, [*ends, ""], strict=False)):
        plain = _before_comma(name)
        rest = end == "" and (len(line) > _MAX_LINE or not (following or len(head) < _REACH))
        if not plain or len(name) > _MAX_PART or rest:  # the rest of the sentence, perhaps cut off
            break
        if place is None and (_is_city(plain) or (agency is not None and _folded(plain) in WEAK_CITIES)):
            place = plain
        elif agency is None and (_is_agency(plain) or (place is not None and _is_agency_like(plain))):
            agency = plain
        elif len(plain.split()) > 4 or closed >= 3 or end in ("", "."):
            break
        if end in (":", "."):
            break
    return _judged(names, ends, place, agency)


def _judged(names: list[str], ends: list[str], place: str | None, agency: str | None) -> Dateline:
    """Keep what is certain: an agency and a city side by side, or a city that opens the text before a dash."""
    if place and agency:
        return Dateline(place, agency)
    first = _before_comma(names[0])
    opens = bool(ends) and ends[0] != "." and len(names) > 1 and bool(names[1].strip())
    if place and first == place and opens and ends[0] != ":":
        return Dateline(place)
    if agency and first == agency and opens and ends[0] != ":" and _folded(agency) not in _PAPERS:
        return Dateline(None, agency)
    return _NONE


def _before_comma(name: str) -> str:
    found = _BEFORE_COMMA.match(name)
    return _tidy(found[0] if found else name)


def _tidy(name: str) -> str:
    return " ".join(name.strip(_QUOTES + "\u200c").split())


def _folded(name: str) -> str:
    return _MARKS.sub("", name).translate(_FOLD).casefold()


def _is_city(name: str) -> bool:
    return _folded(name) in CITIES


def _is_agency(name: str) -> bool:
    folded = _folded(name)
    return folded in AGENCIES or folded.replace(".", " ").strip() in AGENCIES


def _is_agency_like(name: str) -> bool:
    """Say whether a short name has a word in it that papers and agencies bear."""
    words = _folded(name).split()
    return 1 < len(words) <= 3 and not AGENCY_WORDS.isdisjoint(words)
