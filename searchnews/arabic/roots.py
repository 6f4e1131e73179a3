"""Roots: the letters that a pattern was poured around.

A word's stem is laid over the noun and verb patterns of Arabic (as ف ع ل, the way its grammarians write them);
the letters that fall on ف, ع and ل are its root, so وزير, وزراء and وزارة share و ز ر, and كتاب and كتب ك ت ب.
Patterns are those of Taghva, Elkhoury and Coombs ("Arabic Stemming without a Root Dictionary", 2005), chosen and
extended for the stems that `stemmer` leaves. Without a dictionary some roots are wrong (مدينة is not of م د ن
alone), so roots are weak evidence, never a reason to match.

Stems have to be folded: a hamza on a seat is ء here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import itemgetter
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


_RADICALS: Final = "فعل"
_WEAK: Final = frozenset("ايوء")
_LONGEST: Final = max(map(len, _PATTERNS))


class _Pattern(NamedTuple):
    """A pattern ready to be laid over words of its length: what picks its own letters and the root, and its own."""

    text: str
    fixed: Callable[[str], object]
    root: Callable[[str], tuple[str, ...]]
    own: object

    @classmethod
    def of(cls, text: str) -> _Pattern:
        fixed = itemgetter(*(place for place, letter in enumerate(text) if letter not in _RADICALS))
        return cls(text, fixed, itemgetter(*map(text.index, _RADICALS)), fixed(text))

    def poured(self, root: str) -> str:
        """Pour the pattern around a root. A doubled radical, as the second ع of افعيعال, is the same twice."""
        return self.text.translate(str.maketrans(_RADICALS, root))


@cache
def _patterns_of(length: int, first: str) -> tuple[_Pattern, ...]:
    """Give the patterns of the words of this length that begin with this letter."""
    return tuple(_Pattern.of(text) for text in _PATTERNS if len(text) == length and text[0] in (first, _RADICALS[0]))


def root_of(stem: str) -> Root:
    """Find the root of a folded stem; stems of three letters or fewer, or of no pattern, are their own.

    >>> root_of("وزراء"), root_of("كتاب").text
    (Root(text='وزر', pattern='فعلاء'), 'كتب')
    """
    for word in (stem, stem[:-1]) if stem.endswith(HEH) else (stem,):  # a teh marbuta that the stem kept: مدرسه
        for pattern in _patterns_of(len(word), word[0]) if 0 < len(word) <= _LONGEST else ():
            if pattern.fixed(word) == pattern.own:
                root = "".join(pattern.root(word))
                if not _WEAK.issuperset(root) and pattern.poured(root) == word:
                    return Root(root, pattern.text)
    return Root(stem, "")
