"""Other ways of writing the same words, from wherever they are known.

Months by their regional names (`months`), numbers in words and digits (`numbers`), names from lists (`variants`), and
compound names with and without their space. Owns which names of months are safe to look for (`months` knows them all),
and what compound names begin with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from searchnews.arabic.letters import ARTICLE
from searchnews.arabic.lexicon import DATA
from searchnews.arabic.months import MONTH_NAMES
from searchnews.arabic.numbers import number_words
from searchnews.arabic.token import Forms
from searchnews.arabic.variants import Group, Variants, Way, row_of, rows_of

if TYPE_CHECKING:
    from searchnews.arabic.analyzer import Analyzer

__all__ = ["Spellings", "SpeltOtherwise"]

_TRADITIONS: Final = ("egypt", "levant", "tunisia", "morocco", "english")
_OTHER_WORDS: Final = frozenset({"آب", "ماي", "جوان", "march", "may"})
"""Names of months that more often are something else: a father, water, a woman."""

_LIST: Final = "variants.tsv"
_JOINED: Final = ("عبد", "أبو")
_MAX_ROWS: Final = 8
_MOST_PARTS: Final = 3


class SpeltOtherwise(NamedTuple):
    """So many words of a row, and the other ways of writing them.

    `whole` says that words of a row mean something together only: those of كانون الثاني, but not of الأمم المتحدة.
    """

    words: int
    others: tuple[Way, ...]
    whole: bool = False


class Spellings:
    """Other ways of writing words; `own` are groups that stand before those that are shipped.

    >>> from searchnews.arabic import analyzer
    >>> spellings = Spellings(analyzer())
    >>> rows = [list(map(analyzer().forms, text.split())) for text in ("شباط", "عبد العزيز", "عبدالعزيز")]
    >>> [[way.text for way in spellings.find(row, 0).others] for row in rows]
    [['فبراير', 'فيفري', 'february'], ['عبدالعزيز'], ['عبد العزيز']]
    """

    def __init__(self, analyzer: Analyzer, own: Iterable[Group] = ()) -> None:
        self.analyzer = analyzer
        shipped = rows_of((DATA / _LIST).read_text(encoding="utf-8"))
        whole = map("|".join, (*_months(), *number_words()))
        names = (Variants(map(row_of, own), analyzer), False), (Variants(shipped, analyzer), False)
        self._lists = (*names, (Variants(whole, analyzer), True))
        self._joined = tuple(map(analyzer.fold, _JOINED))

    def find(self, row: Sequence[Forms], at: int) -> SpeltOtherwise | None:
        """Give the longest run of words, from a place in a row on, that has other ways of writing it."""
        for ways, whole in self._lists:
            if (found := ways.find(row, at)) is not None:
                words, group = found
                others = self._others(group, row[at : at + words])
                return SpeltOtherwise(words, others, whole) if others else None
        here, after = row[at].surface, row[at + 1].surface if at + 1 < len(row) else ""
        if self._is_opening(here, after):
            return SpeltOtherwise(2, (Way(here + after),))
        if first := self._opening_of(here):
            return SpeltOtherwise(1, (Way(f"{first} {here.removeprefix(first)}"),))
        return None

    def respaced(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """Give a row of folded words, and then the same with compound names with or without their space."""
        rows: list[tuple[str, ...]] = [()]
        at = 0
        while at < len(words):
            end = at + 1
            while end < min(len(words), at + _MOST_PARTS) and self._is_opening(words[end - 1], words[end]):
                end += 1
            ways = self._ways_of(tuple(words[at:end]))
            rows = [row + way for way in ways for row in rows][:_MAX_ROWS]
            at = end
        return rows

    def _ways_of(self, name: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
        """Give a name as it is, and then with any of the spaces that it has or may have: أبو عبد الله has two."""
        parts = [part for word in name for part in self._parts_of(word)]
        may_join = [(False, True) if part in self._joined else (False,) for part in parts[:-1]]
        ways = {name: None}
        for joins in product(*may_join):
            row = [parts[0]]
            for part, joined in zip(parts[1:], joins, strict=True):
                row[-1:] = [row[-1] + part] if joined else [row[-1], part]
            ways[tuple(row)] = None
        return ways

    def _parts_of(self, word: str) -> list[str]:
        parts: list[str] = []
        while len(parts) < _MOST_PARTS and (first := self._opening_of(word)):
            parts.append(first)
            word = word.removeprefix(first)
        return [*parts, word]

    def _is_opening(self, here: str, after: str) -> bool:
        return here in self._joined and _parts(here + after, here)

    def _opening_of(self, word: str) -> str:
        return next((first for first in self._joined if _parts(word, first)), "")

    def _others(self, group: Group, asked: Sequence[Forms]) -> tuple[Way, ...]:
        """Give the ways that are not what was asked; of أمريكي, which is no أمريكا, only spellings of the word."""
        ways = [(way, [self.analyzer.forms(token.text) for token in self.analyzer.tokenize(way.text)]) for way in group]
        if len(asked) > 1:
            surfaces = [word.surface for word in asked]
            return tuple(way for way, words in ways if [word.surface for word in words] != surfaces)
        own = [words[0] for _, words in ways if len(words) == 1 and words[0].stem == asked[0].stem]
        by_name = any(asked[0].surface.endswith(word.surface.removeprefix(ARTICLE)) for word in own)
        return tuple(
            way
            for way, words in ways
            if (by_name or not (way.loose or len(words) > 1)) and (len(words) > 1 or words[0] not in own)
        )


def _months() -> Iterable[tuple[str, ...]]:
    for names in zip(*(MONTH_NAMES[tradition] for tradition in _TRADITIONS), strict=True):
        yield tuple(dict.fromkeys(name for name in names if name not in _OTHER_WORDS))


def _parts(word: str, first: str) -> bool:
    """Tell whether a word is a compound name that begins so: عبدالعزيز but not عبدت, أبوظبي but not أبوا."""
    return word.startswith(first) and len(word) >= len(first) + 3 and (first != "عبد" or ARTICLE in word[3:5])
