"""How common a word is: the evidence that tells a clitic from a letter of the word.

Owns `data/words.tsv` (source and licence in `data/README.md`), which is searched where it lies: a query stems a
few words and must not pay for reading ninety thousand. Indexing asks for many, and reads it after all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from searchnews.arabic.letters import ALEF_MAKSURA, ARTICLE, YEH

__all__ = ["DATA", "UNKNOWN", "Lexicon", "shipped_lexicon"]

DATA: Final = Path(__file__).parent / "data"
"""The folder of the word lists. (importlib.resources would cost every query 13 ms.)"""

UNKNOWN: Final = 660
"""The rarity given to a word that is not listed: a little below the rarest listed one."""

_ARTICLE_RARITY: Final = 30
_EITHER_YEH: Final = (YEH, ALEF_MAKSURA)

_FEW: Final = 2_000
"""Once so many words were asked for, the whole list is read: a lookup is then twenty times as fast."""

_SOME: Final = 20_000
"""Once the nearest spelling of so many was asked for, as in indexing, it is worked out for all words there are."""


class _Rarities(dict[str, int]):
    """Rarities by word. One that is not here is found once and kept, or with nothing to find it by is `UNKNOWN`."""

    def __init__(self, find: Callable[[str], int]) -> None:
        super().__init__()
        self._find: Callable[[str], int] | None = find

    def __missing__(self, word: str) -> int:
        if self._find is None:
            return UNKNOWN
        found = self[word] = self._find(word)
        return found

    def complete(self, all_there_are: Mapping[str, int]) -> None:
        """Take in whatever there is to find."""
        self.update(all_there_are)
        self._find = None


class Lexicon:
    """Words and their rarity: -100 log10 of a word's share of all words, so 300 is one word in a thousand.

    `lines` is UTF-8 text, one `word TAB rarity` a line, sorted by bytes, with a final newline.
    """

    def __init__(self, lines: bytes) -> None:
        self._lines = lines
        self._spelt = _Rarities(self._look_up)
        self._nearest = _Rarities(self._nearest_to)
        self.rarity: Callable[[str], int] = self._spelt.__getitem__
        """Give the rarity of a word as it is spelt; `UNKNOWN` where it is not listed."""
        self.nearest: Callable[[str], int] = self._nearest.__getitem__
        """Give the rarity of a word in either spelling of a final ي; if it is not listed, with or without ال."""

    def knows(self, word: str) -> bool:
        """Tell whether `word` is listed."""
        return self.rarity(word) < UNKNOWN

    def beginning_with(self, start: str) -> dict[str, int]:
        """Give the listed words that begin with `start`, and their rarities."""
        key = start.encode()
        begin, end = self._place(key), self._place(key + b"\xff")
        return _parsed(self._lines[begin:end])

    def _look_up(self, word: str) -> int:
        if len(self._spelt) >= _FEW:
            self._spelt.complete(_parsed(self._lines))
            return self.rarity(word)
        key = word.encode("utf-8", "surrogatepass") + b"\t"
        at = self._place(key)
        if not self._lines.startswith(key, at):
            return UNKNOWN
        return int(self._lines[at + len(key) : self._lines.index(b"\n", at)])

    def _nearest_to(self, word: str) -> int:
        if len(self._nearest) >= _SOME:
            self._nearest.complete(self._all_nearest())
            return self.nearest(word)
        rarity = self.rarity(word)
        if word.endswith(_EITHER_YEH):
            rarity = min(rarity, self.rarity(_other_yeh(word)))
        if rarity == UNKNOWN:
            other = word[2:] if _is_defined(word) else ARTICLE + word
            rarity = min(self.rarity(other) + _ARTICLE_RARITY, UNKNOWN)
        return rarity

    def _all_nearest(self) -> dict[str, int]:
        """Give what `_nearest_to` gives, for all words that it gives anything for."""
        listed = _parsed(self._lines)
        listed_as_other = cache(lambda rarity: min(rarity + _ARTICLE_RARITY, UNKNOWN))
        nearest = {ARTICLE + word: listed_as_other(rarity) for word, rarity in listed.items() if len(word) > 2}
        for word, rarity in listed.items():
            if word.startswith(ARTICLE) and not _is_defined(word[2:]):
                nearest[word[2:]] = listed_as_other(rarity)
        nearest |= listed
        for word, rarity in listed.items():
            if word.endswith(_EITHER_YEH):
                other = _other_yeh(word)
                nearest[other] = min(rarity, listed.get(other, UNKNOWN))
        return nearest

    def _place(self, key: bytes) -> int:
        """Give the start of the first line that is not before `key`."""
        lines, low, high = self._lines, 0, len(self._lines)
        while low < high:
            # Bisect by bytes, then step back to the start of the line that the middle fell into.
            start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.find(b"\n", start, high) + 1
            if lines[start:end] < key:
                low = end
            else:
                high = start
        return low


def _parsed(lines: bytes) -> dict[str, int]:
    cells = lines.decode("utf-8").split()
    return dict(zip(cells[::2], map(cache(int), cells[1::2]), strict=True))  # equal ones are one: less memory to read


def _is_defined(word: str) -> bool:
    """Tell whether a word can be one with its article."""
    return word.startswith(ARTICLE) and len(word) > 4


def _other_yeh(word: str) -> str:
    """Give a word that ends in ي or ى in its other spelling."""
    return word[:-1] + (YEH if word[-1] == ALEF_MAKSURA else ALEF_MAKSURA)


@cache
def shipped_lexicon() -> Lexicon:
    """Give the word list that comes with the library, read once."""
    return Lexicon((DATA / "words.tsv").read_bytes())
