"""Roots: the letters that a pattern was poured around.

A word's stem is laid over the noun and verb patterns of Arabic (as ف ع ل, the way its grammarians write them);
the letters that fall on ف, ع and ل are its root, so وزير, وزراء and وزارة share و ز ر, and كتاب and كتب ك ت ب.
Patterns are those of Taghva, Elkhoury and Coombs ("Arabic Stemming without a Root Dictionary", 2005), chosen and
extended for the stems that `stemmer` leaves. Without a dictionary some roots are wrong (مدينة is not of م د ن
alone), so roots are weak evidence, never a reason to match.

Weak letters come and go (قال, يقول, قول; باع, بيع), so a root is written by rule: و, ي or ا as its second letter
is ا, a last ي, و, ا or ء is ي, a first ا is ء, and a last letter that only doubles the second is left out. Such a
spelling is a key to search by, nothing to read: that of مطار and of طيران is طار.

Stems have to be folded: a hamza on a seat is ء here, but for an ا at the beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from operator import itemgetter
from typing import Final, NamedTuple

from searchnews.arabic.letters import ALEF, HAMZA, HEH, TEH, WAW, YEH

__all__ = ["Families", "Root", "root_of"]


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
    "مفعول",  # before the next ones: مكتوب, منشور
    "مفاعل",  # مناطق, متاحف: no radical is an alef
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
    "يتفعل",
    "تتفعل",
    "يفتعل",
    "تفتعل",
    "ينفعل",
    "تنفعل",
    "مفعال",
    "تفعيل",
    "تفاعل",
    "افعال",  # before فعلاء: اعضاء, اعداء
    "فعلاء",
    "فواعل",
    "فعاءل",
    "فعايل",
    "فاعول",
    "افتعل",
    "انفعل",
    "افاعل",
    "فعلان",
    "يفاعل",
    "فاعل",
    "يفعل",  # before فعول: يقول
    "تفعل",
    "مفعل",  # before فعال: مطار, مجال
    "فعال",
    "فعيل",
    "فعول",
    "افعل",
    "نفعل",
]

_HOLLOW: Final = frozenset(_PATTERNS[:5]) | {
    *("مفتعل", "منفعل", "يفتعل", "تفتعل", "ينفعل", "تنفعل", "افتعل", "انفعل", "يفعل", "افعل", "مفعل"),
}
"""The patterns in which a weak second radical may show as ا: استقال, يختار, مطار."""


_RADICALS: Final = "فعل"
_WEAK: Final = frozenset("ايوء")
_LONGEST: Final = max(map(len, _PATTERNS))


class _Pattern(NamedTuple):
    """A pattern ready to be laid over words of its length: what picks its own letters and the root, and its own.

    `barred` are the letters that none of the three radicals may be. `doubled` says whether one of them stands twice.
    """

    text: str
    fixed: Callable[[str], object]
    root: Callable[[str], tuple[str, str, str]]
    own: object
    barred: tuple[str, str, str]
    doubled: bool

    @classmethod
    def of(cls, text: str) -> _Pattern:
        fixed = itemgetter(*(place for place, letter in enumerate(text) if letter not in _RADICALS))
        first = "" if text.startswith("ف") else ALEF  # a hamza at the beginning is an ا once it is folded
        second = ALEF if text not in _HOLLOW else WAW + YEH if text == "مفعل" else ""
        root = itemgetter(*map(text.index, _RADICALS))
        doubled = any(text.count(letter) > 1 for letter in _RADICALS)
        return cls(text, fixed, root, fixed(text), (first, second, ALEF), doubled)

    def root_in(self, word: str) -> tuple[str, str, str] | None:
        """Give the radicals of a word of the pattern's length; None for a word of another pattern."""
        if self.fixed(word) != self.own:
            return None
        first, second, last = root = self.root(word)
        barred = self.barred
        if first in barred[0] or second in barred[1] or last in barred[2] or _WEAK.issuperset(root):
            return None
        # A doubled radical, as the second ع of افعيعال, is the same twice.
        if self.doubled and self.text.translate(str.maketrans(_RADICALS, first + second + last)) != word:
            return None
        return root


@cache
def _patterns_of(length: int, first: str) -> tuple[_Pattern, ...]:
    """Give the patterns of the words of this length that begin with this letter."""
    return tuple(_Pattern.of(text) for text in _PATTERNS if len(text) == length and text[0] in (first, _RADICALS[0]))


def root_of(stem: str) -> Root:
    """Find the root of a folded stem; stems of two letters or fewer, or of no pattern, are their own.

    >>> root_of("وزراء"), root_of("كتاب").text, root_of("يقول").text == root_of("قال").text
    (Root(text='وزر', pattern='فعلاء'), 'كتب', True)
    """
    if len(stem) > _LONGEST + 1:
        return Root(stem, "")
    words = [stem]
    if len(stem) > 3 and stem.endswith((HEH, TEH)):  # a teh marbuta that the stem kept: مدرسه; she: تاسست
        words.append(stem[:-1])
    for word in words:
        if len(word) == 3:
            root = _written(*word)
            return Root(root, "فعل" if root != stem else "")
        for pattern in _patterns_of(len(word), word[:1]):
            if (radicals := pattern.root_in(word)) is not None:
                return Root(_written(*radicals), pattern.text)
    for word in words:
        if match := _four().fullmatch(word):
            return Root("".join(filter(None, match.groups())), "فعلل")
    return Root(stem, "")


@cache  # few queries need it
def _four() -> re.Pattern[str]:
    """Four radicals: the plurals عناصر and صناديق, and words that are long before the last radical: صندوق, قنديل."""
    return re.compile("([^ا].)ا([^ا])[يوا]?([^ا])|([^ا][^ا])([^ا])[يوا]([^ا])")


def _written(first: str, second: str, last: str) -> str:
    """Write a root of three radicals so that its weak letters do not matter."""
    first = HAMZA if first == ALEF else first
    if second == last:
        return first + second
    second = ALEF if second in (WAW, YEH) else second
    return first + second + (YEH if last in (WAW, ALEF, HAMZA) else last)


class Families:
    """Words whose roots no pattern finds, and others that share them (`data/roots.tsv`); `#` begins a comment.

    `stem` gives a word's stem, folded for `root_of`. A question asks for a few stems, so only the words that begin with
    the same two letters are stemmed for it: nothing stands before the listed ones, and what is behind them is mended no
    further than that.
    """

    def __init__(self, lines: Iterable[str], stem: Callable[[str], str], fold: Callable[[str], str]) -> None:
        self._stem = stem
        self._known: dict[str, Root] = {}
        self._waiting: dict[str, list[tuple[str, str]]] = {}  # first letter: words, and the words of their roots
        for line in lines:
            first, _, others = line.split("#")[0].strip().partition("\t")
            for word in (first, *others.split()) if others else ():
                self._waiting.setdefault(_beginning(fold(word)), []).append((word, first))

    def root_of(self, stem: str) -> Root | None:
        """Give the root of a stem that is listed."""
        for word, first in self._waiting.pop(_beginning(stem), ()):
            self._known[self._stem(word)] = Root(root_of(self._stem(first)).text, "list")
        return self._known.get(stem)


def _beginning(word: str) -> str:
    """Give two letters that a word and its stem have in common, whatever carries a hamza."""
    return word[:2].replace(HAMZA, ALEF)
