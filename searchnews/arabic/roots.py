"""Roots: the letters that a pattern was poured around.

A word's stem is laid over the noun and verb patterns of Arabic (as ف ع ل, the way its grammarians write them);
the letters that fall on ف, ع and ل are its root, so وزير, وزراء and وزارة share و ز ر, and كتاب and كتب ك ت ب.
Patterns are those of Taghva, Elkhoury and Coombs ("Arabic Stemming without a Root Dictionary", 2005), chosen and
extended for the stems that `stemmer` leaves. Without a dictionary some roots are wrong (مدينة is not of م د ن
alone), so roots are weak evidence, never a reason to match.

Stems have to be folded: a hamza on a seat is ء here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from searchnews.arabic.letters import HEH

__all__ = ["Root", "root_of"]


class Root(NamedTuple):
    """A root, and the pattern that gave it; the pattern is empty where the word is its own root."""

    text: str
    pattern: str


# Longest first, and among equals the more telling first; each letter but ف ع ل stands for itself.
_PATTERNS: Final = [
    "استفعال",
    "مستفعل",
    "يستفعل",
    "تستفعل",
    "استفعل",
    "افتعال",
    "انفعال",
    "افعيعال",
    "متفاعل",
    "متفعل",
    "مفعول",  # before the next two: مكتوب, منشور
    "مفتعل",
    "منفعل",
    "افعلاء",
    "مفاعيل",
    "تفاعيل",
    "افاعيل",
    "فواعيل",
    "فعاليل",
    "يتفاعل",
    "تتفاعل",
    "يفتعل",
    "تفتعل",
    "مفاعل",
    "مفعال",
    "تفعيل",
    "تفاعل",
    "فعلاء",
    "افعال",
    "فواعل",
    "فعاءل",
    "فعايل",
    "فاعول",
    "افتعل",
    "انفعل",
    "يتفعل",
    "افاعل",
    "فعلان",
    "يفاعل",
    "فاعل",
    "فعال",
    "فعيل",
    "فعول",
    "مفعل",
    "افعل",
    "يفعل",
    "تفعل",
    "نفعل",
]


def _compile(pattern: str) -> re.Pattern[str]:
    slots = {"ف": "(?P<f>.)", "ع": "(?P<e>.)", "ل": "(?P<l>.)"}
    seen: set[str] = set()
    out = []
    for letter in pattern:
        if letter in slots and letter not in seen:
            seen.add(letter)
            out.append(slots[letter])
        elif letter in slots:  # a doubled radical, as the second ع of افعيعال
            out.append(f"(?P={ {'ف': 'f', 'ع': 'e', 'ل': 'l'}[letter] })")
        else:
            out.append(letter)
    return re.compile("".join(out))


@cache
def _patterns_of(length: int) -> list[tuple[str, re.Pattern[str]]]:
    return [(pattern, _compile(pattern)) for pattern in _PATTERNS if len(pattern) == length]


_WEAK: Final = frozenset("ايوء")
_LONGEST: Final = max(map(len, _PATTERNS))


def root_of(stem: str) -> Root:
    """Find the root of a folded stem; stems of three letters or fewer, or of no pattern, are their own.

    >>> root_of("وزراء"), root_of("كتاب").text
    (Root(text='وزر', pattern='فعلاء'), 'كتب')
    """
    for word in (stem, stem[:-1]) if stem.endswith(HEH) else (stem,):  # a teh marbuta that the stem kept: مدرسه
        for pattern, regex in _patterns_of(len(word)) if len(word) <= _LONGEST else ():
            if (match := regex.fullmatch(word)) and not _WEAK.issuperset(match["f"] + match["e"] + match["l"]):
                return Root(match["f"] + match["e"] + match["l"], pattern)
    return Root(stem, "")
