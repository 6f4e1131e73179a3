"""Parting a text into the passages that a snippet may quote.

Invariants: a passage is a stretch of one paragraph, cut between words only, and no longer than a quarter more than
asked for, unless a single word is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from typing import Final, NamedTuple

from searchnews.arabic import Token
from searchnews.arabic.letters import ARABIC_MARKS

__all__ = ["Passage", "passages_of"]

_NEWLINES: Final = "\n\r\u2028\u2029"
_STOPS: Final = ".!?؟؛…"
_BREAK: Final = re.compile(rf"[{_NEWLINES}]|(?<![{_STOPS}])[{_STOPS}]++[»”\")\]]*+(?=\s|\Z)")
_INITIAL: Final = re.compile(rf"(?<![\w{ARABIC_MARKS}])[^\W\d_]\Z")
_WORDY: Final = re.compile(r"\w")
_SPACE: Final = re.compile(r"\s+")
_CLAUSE_END: Final = "،,:)»”–—"
_NOT_LAST: Final = "،,:–—-( «“\"'"


class Passage(NamedTuple):
    """A stretch of the text that may be quoted, and whether it begins and ends with a sentence."""

    start: int
    end: int
    opens: bool = True
    closes: bool = True


def passages_of(text: str, tokens: Sequence[Token], glued: Container[int], max_chars: int) -> Iterator[Passage]:
    """Part the text into sentences, joining short ones with their neighbours and parting long ones.

    Those are parted into pieces of much the same length, at commas if it can be, and not before a word that begins
    at one of the places in `glued`.
    """
    longest = max_chars * 5 // 4  # half a sentence reads worse than one that is a little long
    last: Passage | None = None
    for start, end, fresh in _sentences(text):
        if end - start > longest:
            if last is not None:
                yield last
            yield from _parts(text, start, end, tokens, glued, max_chars)
            last = None
            continue
        if last is not None:
            joined, shorter = end - last.start, min(end - start, last.end - last.start)
            fits = joined <= max_chars and last.end - last.start < max_chars // 2
            if not fresh and (fits or (joined <= longest and shorter < max_chars // 5)):
                last = Passage(last.start, end)
                continue
            yield last
        last = Passage(start, end)
    if last is not None:
        yield last


def _sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    """Give the bounds of each sentence that has a word in it, and whether it begins a paragraph."""
    start, fresh = 0, True
    for match in _BREAK.finditer(text):
        newline = match[0] in _NEWLINES
        if not newline and _is_initial(text, match):
            continue
        bounds = _stripped(text, start, match.start() if newline else match.end())
        if _WORDY.search(text, *bounds):
            yield *bounds, fresh
            fresh = False
        fresh, start = fresh or newline, match.end()
    bounds = _stripped(text, start, len(text))
    if _WORDY.search(text, *bounds):
        yield *bounds, fresh


def _is_initial(text: str, stop: re.Match[str]) -> bool:
    """Tell whether a full stop shortens a word (د. محمد) rather than ends a sentence."""
    return stop[0] == "." and _INITIAL.search(text[max(stop.start() - 2, 0) : stop.start()]) is not None


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _parts(
    text: str, start: int, end: int, tokens: Sequence[Token], glued: Container[int], max_chars: int
) -> Iterator[Passage]:
    """Part a long sentence into pieces of much the same length, at commas if it can be, and at no `glued` words."""
    opens = True
    while end - start > max_chars * 5 // 4:
        aim = start + (end - start) // -(-(end - start) // max_chars)
        low, high = (start + aim) // 2, aim + (aim - start) // 4 + 1
        gaps = [gap.span() for gap in _SPACE.finditer(text, low, high) if gap.start() > start]
        if gaps:
            stop, after = min(
                gaps, key=lambda gap: (gap[1] in glued, text[gap[0] - 1] not in _CLAUSE_END, abs(gap[0] - aim))
            )
        else:
            stop = after = _word_border(tokens, max(high, start + 1), low)
        shown = stop
        while shown > start and text[shown - 1] in _NOT_LAST:
            shown -= 1
        if shown > start:
            yield Passage(start, shown, opens, closes=False)
            opens = False
        start, _ = _stripped(text, after, end)
    if start < end:
        yield Passage(start, end, opens)


def _word_border(tokens: Sequence[Token], place: int, low: int) -> int:
    """Give `place`, or the nearest border of the token that stands across it."""
    n = bisect_right(tokens, place, key=lambda token: token.start) - 1
    if n < 0 or tokens[n].end <= place or tokens[n].start == place:
        return place
    return tokens[n].start if tokens[n].start > low else tokens[n].end
