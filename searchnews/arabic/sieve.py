"""Passing over most of a text, a byte a letter: the chunks that may hold words of certain letters, folded.

Invariants: no token stands across a blank or a line feed, so a text is judged by its chunks, what stands between two of
these; no chunk is passed over that has a word, folded, with one of the strings in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from searchnews.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["UNSURE", "ByteFold", "Sieve"]

_CODE_PAGE: Final = "cp1256"
"""Windows' Arabic code page, which has the letters and vowel marks of nearly all texts."""

UNSURE: Final = b"?"
"""What a letter becomes that the code page lacks: a chunk with one of these is never passed over."""

_BLANK: Final = b" "
_DROPPED: Final = b"\0"


class Scanner(Protocol):
    """What a `Sieve` is in machine code."""

    def chunks(self, text: str) -> list[tuple[int, int]]:
        """Give the bounds of the chunks that are not to be passed over."""
        ...

    def placed(
        self,
        texts: list[str],
        known: dict[str, Any],
        judge: Callable[[list[str]], None],
        search: Callable[[str, int, int], object],
        nothing: Any,
        kind: type,
    ) -> tuple[list[list[Any]], list[tuple[int, int, int, int, str]], int]:
        """Give what `searchnews._matches` finds in some texts."""
        ...


class ByteFold:
    """The letterwise part of a fold, to one byte a letter: made once for each analyzer."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        letters = [bytes([byte]).decode(_CODE_PAGE) for byte in range(256)]
        lines = "\n".join(letter.replace("\n", " ") for letter in letters)
        self._bytes = np.full(1 << 16, UNSURE[0], np.uint8)
        # At once: nothing that is folded reaches across a line.
        for letter, folded in zip(letters, fold(lines).split("\n"), strict=True):
            coded = folded.encode(_CODE_PAGE, "replace") or _DROPPED
            self._bytes[ord(letter)] = coded[0] if len(coded) == 1 else UNSURE[0]
        self._bytes[0] = UNSURE[0]
        self._is_letter = np.array([letter.isalpha() for letter in letters])

    def text(self, text: str) -> str:
        """Give a text of letters and signs of the code page, folded; a line feed becomes a blank."""
        return self.folded(text)[0].decode(_CODE_PAGE)

    def folded(self, text: str) -> tuple[bytes, NDArray[np.intp]]:
        """Give the folded bytes of a text, and behind how many of them each letter stood that was dropped."""
        letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        # By a table, which is faster than the codec; what is beyond it is as what is last in it, no letter.
        coded = self._bytes.take(letters, mode="clip")
        dropped = np.flatnonzero(coded == _DROPPED[0])
        return coded.tobytes().translate(None, _DROPPED), dropped - np.arange(len(dropped))

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
        return re.compile(some + b"(?!" + any_letter + b")(?<!" + any_letter + some + b")")

    def scanner(self, hints: Sequence[bytes], alone: Sequence[bytes]) -> Scanner | None:
        """Give what finds in machine code the chunks with one of `hints`, or of some letters alone, if there is any."""
        sieving = compiled("sieving")
        if sieving is None:
            return None
        scanner: Scanner = sieving.Scanner(self._bytes, hints, b"".join(alone), self._is_letter.view(np.uint8))
        return scanner


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
        self.scanner = fold.scanner(self._hints, alone) if all(kept) else None

    def chunks(self, text: str) -> list[tuple[int, int]]:
        """Give the bounds of the chunks of `text` that are not to be passed over, in order."""
        return self.by_arrays(text) if self.scanner is None else self.scanner.chunks(text)

    def by_arrays(self, text: str) -> list[tuple[int, int]]:
        """Give the same by operations on arrays, which takes four times as long."""
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
