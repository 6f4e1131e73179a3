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

    @property
    def rule(self) -> str:
        """The name under which `Forms.rules` has it; empty where the word is its own root."""
        return f"root {self.pattern}" if self.pattern else ""


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


_WEAK: Final = "ايوء"
_LENGTHS: Final = frozenset(map(len, _PATTERNS))


@cache
def _patterns_of(length: int) -> tuple[list[str], re.Pattern[str]]:
    """Give the patterns of a length, and one expression of them all: three groups for each, one of them matching."""
    patterns = [pattern for pattern in _PATTERNS if len(pattern) == length]
    return patterns, re.compile("|".join(_branch(pattern, 3 * place) for place, pattern in enumerate(patterns)))


def _branch(pattern: str, groups_before: int) -> str:
    """Write a pattern as a regular expression. It does not match where all three letters of the root would be weak."""
    slots = {letter: groups_before + number for number, letter in enumerate("فعل", 1)}
    out = "".join(
        letter
        if letter not in slots
        # a doubled radical, as the second ع of افعيعال, is the one before
        else f"\\{slots[letter]}"
        if letter in pattern[:place]
        else "(.)"
        for place, letter in enumerate(pattern)
    )
    all_weak = "".join(f"[{_WEAK}]" if letter in slots else letter for letter in pattern)
    return f"{out}(?<!{all_weak})"


def root_of(stem: str) -> Root:
    """Find the root of a folded stem; stems of three letters or fewer, or of no pattern, are their own.

    >>> root_of("وزراء"), root_of("كتاب").text
    (Root(text='وزر', pattern='فعلاء'), 'كتب')
    """
    for word in (stem, stem[:-1]) if stem.endswith(HEH) else (stem,):  # a teh marbuta that the stem kept: مدرسه
        if len(word) in _LENGTHS:
            patterns, expression = _patterns_of(len(word))
            if (match := expression.fullmatch(word)) and (last := match.lastindex):
                return Root("".join(match.group(last - 2, last - 1, last)), patterns[last // 3 - 1])
    return Root(stem, "")
