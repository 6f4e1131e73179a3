"""Text made fit to stand on a line of someone's terminal.

Owns three questions: which characters may be written at all, where a word ends, how many cells a text takes.
Invariant: nothing here changes the length of a text, so spans found before still hold after.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from searchnews.model import Span

__all__ = ["cells", "one_line", "printable", "whole_words"]

# C0, DEL, C1: an article could carry "\x1b]0;..." and have the terminal obey it.
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), " ")
_CONTROLS_BUT_NEWLINE = {code: blank for code, blank in _CONTROLS.items() if code != 0x0A}
_LINE_BREAKS = {0x2028: " ", 0x2029: " "}

_TATWEEL, _ZWNJ, _ZWJ = "\u0640", "\u200c", "\u200d"
_INSIDE_WORDS = frozenset((_TATWEEL, _ZWNJ, _ZWJ))
_WORD_PART = re.compile(r"\w")


def printable(text: str) -> str:
    """Give `text` with every control character but the newline as a blank; the length stays."""
    return text.translate(_CONTROLS_BUT_NEWLINE)


def one_line(text: str) -> str:
    """Give `text` with control characters and line breaks as blanks; the length stays."""
    return text.translate(_CONTROLS).translate(_LINE_BREAKS)


def whole_words(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Stretch `spans` to the ends of the words they touch, and merge those that then meet.

    A colour that starts within a word cuts the joining of its Arabic letters, so no span may.

        >>> whole_words("والسلام عليكم", [(3, 7)])
        (Span(start=0, end=7),)
    """
    grown: list[Span] = []
    for start, end in sorted(spans):
        start, end = max(0, start), min(len(text), end)
        if start >= end:
            continue
        while start > 0 and _joined(text[start - 1], text[start]):
            start -= 1
        while end < len(text) and _joined(text[end - 1], text[end]):
            end += 1
        if grown and start < grown[-1].end:
            grown[-1] = Span(grown[-1].start, max(end, grown[-1].end))
        else:
            grown.append(Span(start, end))
    return tuple(grown)


def cells(text: str) -> int:
    """Count the terminal cells `text` takes: marks and format characters none, wide characters two.

    >>> cells("سَلَام")
    4
    """
    return sum(_cell(char) for char in text)


@lru_cache(maxsize=4096)
def _cell(char: str) -> int:
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _joined(left: str, right: str) -> bool:
    return _in_word(left) and _in_word(right)


@lru_cache(maxsize=4096)
def _in_word(char: str) -> bool:
    # The underscore is a word character to `re`, but it parts the words of a #هاشتاغ_مركب.
    if char == "_":
        return False
    return char in _INSIDE_WORDS or bool(_WORD_PART.match(char)) or unicodedata.category(char) == "Mn"
