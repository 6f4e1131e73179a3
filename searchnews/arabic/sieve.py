"""Passing over most of a text, a byte a letter: the chunks that may hold words of certain letters, folded.

Invariants: no token stands across a blank or a line feed, so a text is judged by its chunks, what stands between two of
these; no chunk is passed over that has a word, folded, with one of the strings in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["UNSURE", "ByteFold", "Sieve"]

_CODE_PAGE: Final = "cp1256"
"""Windows' Arabic code page, which has the letters and vowel marks of nearly all texts."""

UNSURE: Final = b"?"
"""What a letter becomes that the code page lacks: a chunk with one of these is never passed over."""

_BLANK: Final = b" "
_NEW_LINE: Final = ord("\n")


class ByteFold:
    """The letterwise part of a fold, on one byte a letter: made once for each analyzer."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        letters = "\n".join(bytes([byte]).decode(_CODE_PAGE) for byte in range(256) if byte != _NEW_LINE)
        folded = fold(letters).split("\n")  # at once: nothing that is folded reaches across a line
        folded.insert(_NEW_LINE, "\n")
        table, dropped = bytearray(range(256)), bytearray()
        for byte, letter in enumerate(folded):
            coded = letter.encode(_CODE_PAGE, "replace")
            if not coded:
                dropped.append(byte)
            table[byte] = coded[0] if len(coded) == 1 else UNSURE[0]
        table[_NEW_LINE] = _BLANK[0]
        self._table, self._dropped = bytes(table), bytes(dropped)
        self._is_letter = np.array([bytes([byte]).decode(_CODE_PAGE).isalpha() for byte in range(256)])
        self._is_dropped = np.zeros(256, bool)
        self._is_dropped[list(dropped)] = True

    def text(self, text: str) -> str:
        """Give a text of letters and signs of the code page, folded; a line feed becomes a blank."""
        return text.encode(_CODE_PAGE).translate(self._table, self._dropped).decode(_CODE_PAGE)

    def folded(self, text: str) -> tuple[bytes, NDArray[np.intp]]:
        """Give the folded bytes of a text, and behind how many of them each letter stood that was dropped."""
        encoded = text.encode(_CODE_PAGE, "replace")
        folded = encoded.translate(self._table, self._dropped)
        if len(folded) == len(text):
            return folded, np.zeros(0, np.intp)
        dropped = np.flatnonzero(self._is_dropped[np.frombuffer(encoded, np.uint8)])
        return folded, dropped - np.arange(len(dropped))

    def stretched(self, folded: bytes) -> list[int]:
        """Give where a letter stands thrice in a row, or more often: folding the whole word may leave less of it."""
        codes = np.frombuffer(folded, np.uint8)
        same = codes[1:] == codes[:-1]
        at = np.flatnonzero(same[1:] & same[:-1])
        found: list[int] = at[self._is_letter[codes[at]]].tolist()
        return found

    def pattern_of_lone(self, letters: Iterable[bytes]) -> re.Pattern[bytes]:
        """Give a pattern of some folded letters without a letter beside them."""
        some, any_letter = (
            b"[" + re.escape(b"".join(those)) + b"]"
            for those in (letters, (bytes([byte]) for byte in np.flatnonzero(self._is_letter).tolist()))
        )
        return re.compile(some + b"(?!" + any_letter + b")(?<!" + any_letter + some + b")", re.DOTALL)


class Sieve:
    """Finds the chunks of texts that may have a word, folded, with one of `hints` in it.

    A hint of one letter between blanks is looked for alone, without a letter beside it.

    >>> from searchnews.arabic import analyzer
    >>> text = "قال وَزيرُ الصحّة إن الوزارة مستعدة"
    >>> [text[start:end] for start, end in Sieve(["وزي"], analyzer().byte_fold).chunks(text)]
    ['وَزيرُ']
    """

    def __init__(self, hints: Iterable[str], fold: ByteFold) -> None:
        self._fold = fold
        coded = {hint.encode(_CODE_PAGE, "replace") for hint in hints}
        kept: list[bytes] = []
        for hint in sorted(coded, key=len):
            # One that has another in it is found with that; one of letters that are no bytes stands at a question mark.
            if UNSURE not in hint and not any(map(hint.__contains__, kept)):
                kept.append(hint)
        self._hints = [hint for hint in kept if not hint.startswith(_BLANK)]
        alone = [hint.strip() for hint in kept if hint.startswith(_BLANK)]
        self._alone = fold.pattern_of_lone(alone) if alone else None

    def chunks(self, text: str) -> list[tuple[int, int]]:
        """Give the bounds of the chunks of `text` that are not to be passed over, in order."""
        folded, dropped = self._fold.folded(text)
        hits = [at for hint in (*self._hints, UNSURE) for at in _all_of(hint, folded)] + self._fold.stretched(folded)
        if self._alone is not None:
            hits += [found.start() for found in self._alone.finditer(folded)]
        if not hits:
            return []
        # A chunk reaches from blank to blank, with all that was dropped in between.
        blanks = np.frombuffer(folded, np.uint8) == _BLANK[0]
        borders = np.concatenate([[-1], np.flatnonzero(blanks), [len(folded)]])
        first = np.array(sorted(set((borders.searchsorted(hits) - 1).tolist())))
        bounds = borders[np.array([first, first + 1])]
        starts, ends = (bounds + dropped.searchsorted(bounds, side="right")).tolist()
        return [(start + 1, end) for start, end in zip(starts, ends, strict=True)]


def _all_of(hint: bytes, folded: bytes) -> Iterator[int]:
    at = folded.find(hint)
    while at >= 0:
        yield at
        at = folded.find(hint, at + 1)
