"""Other ways of writing the same words: months by their regional names, compound names with and without the space.

Works on folded words. Owns which names of months are safe to look for (`months` knows them all), and which words
are written together with the next by some and apart by others.

Source: `months`; the words written together are from our own reading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from searchnews.arabic.months import MONTH_NAMES

__all__ = ["Spellings", "spellings"]

_TRADITIONS: Final = ("egypt", "levant", "tunisia", "morocco")
_OTHER_WORDS: Final = frozenset({"آب", "ماي", "جوان"})
"""Names of months that more often are something else: a father, water, a woman."""

_JOINED: Final = ("عبد", "أبو")
_MAX_FIRST: Final = 3
_MIN_JOINED: Final = 6
_ARTICLE: Final = "ال"

Words = tuple[str, ...]


class Spellings:
    """Other ways of writing words, for one way of folding them."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._joined = tuple(map(fold, _JOINED))
        self._months: dict[Words, list[Words]] = {}
        for names in zip(*(MONTH_NAMES[tradition] for tradition in _TRADITIONS), strict=True):
            safe = dict.fromkeys(tuple(map(fold, name.split())) for name in names if name not in _OTHER_WORDS)
            for name in safe:
                self._months[name] = [other for other in safe if other != name]

    def others(self, words: Sequence[str]) -> list[Words]:
        """Give other ways of writing one or two words.

        >>> from searchnews.arabic import analyzer
        >>> others = spellings(analyzer().fold).others
        >>> others(["شباط"]), others(["عبد", "العزيز"]), others(["عبدالعزيز"])
        ([('فبراير',), ('فيفري',)], [('عبدالعزيز',)], [('عبد', 'العزيز')])
        """
        known = self._months.get(tuple(words))
        if known is not None:
            return known
        if len(words) == 2:
            return [("".join(words),)] if self._may_join(*words) else []
        whole = words[0] if words else ""
        return [(first, whole.removeprefix(first)) for first in self._joined if _parts(whole, first)]

    def belong_together(self, first: str, second: str) -> bool:
        """Tell whether two words that follow each other have another way of writing them."""
        return (first, second) in self._months or self._may_join(first, second)

    def _may_join(self, first: str, second: str) -> bool:
        # A short first word may be half a name: بت كوين, أبو ظبي. The index knows whether anyone writes them as one.
        return 1 < len(first) <= _MAX_FIRST and len(first) + len(second) >= _MIN_JOINED


def _parts(word: str, first: str) -> bool:
    return word.startswith(first) and len(word) >= len(first) + 3 and (first != "عبد" or _ARTICLE in word[3:5])


@cache
def spellings(fold: Callable[[str], str]) -> Spellings:
    """Give the spellings for a way of folding; they are made once."""
    return Spellings(fold)
