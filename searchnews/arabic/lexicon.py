"""How common a word is: the evidence that tells a clitic from a letter of the word.

Owns `data/words.tsv` (source and licence in `data/README.md`), which is searched where it lies: a query stems a
few words and must not pay for reading ninety thousand. Indexing asks for many, and reads it after all.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["DATA", "UNKNOWN", "Lexicon", "shipped_lexicon"]

DATA: Final = Path(__file__).parent / "data"
"""The folder of the word lists. (importlib.resources would cost every query 13 ms.)"""

UNKNOWN: Final = 660
"""The rarity given to a word that is not listed: a little below the rarest listed one."""

_FEW: Final = 2_000
"""Once so many words were asked for, the whole list is read: a lookup is then twenty times as fast."""


class Lexicon:
    """Words and their rarity: -100 log10 of a word's share of all words, so 300 is one word in a thousand.

    `lines` is UTF-8 text, one `word TAB rarity` a line, sorted by bytes, with a final newline.
    """

    def __init__(self, lines: bytes) -> None:
        self._lines = lines
        self._known: dict[str, int] = {}
        self._whole = False

    def rarity(self, word: str) -> int:
        """Give the rarity of `word`; `UNKNOWN` where it is not listed."""
        found = self._known.get(word)
        if found is None:
            if self._whole:
                return UNKNOWN
            found = self._known[word] = self._find(word.encode("utf-8", "surrogatepass") + b"\t")
            if len(self._known) > _FEW:
                self._read_whole()
        return found

    def _read_whole(self) -> None:
        pairs = (line.split("\t") for line in self._lines.decode("utf-8").splitlines())
        self._known = {word: int(rarity) for word, rarity in pairs}
        self._whole = True

    def knows(self, word: str) -> bool:
        """Tell whether `word` is listed."""
        return self.rarity(word) < UNKNOWN

    def _find(self, key: bytes) -> int:
        lines, low, high = self._lines, 0, len(self._lines)
        while low < high:
            # Bisect by bytes, then step back to the start of the line that the middle fell into.
            start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.find(b"\n", start, high) + 1
            line = lines[start:end]
            if line.startswith(key):
                return int(line[len(key) :])
            if line < key:
                low = end
            else:
                high = start
        return UNKNOWN


@cache
def shipped_lexicon() -> Lexicon:
    """Give the word list that comes with the library, read once."""
    return Lexicon((DATA / "words.tsv").read_bytes())
