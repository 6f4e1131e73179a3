"""Parting a text into the passages that a snippet may quote.

Invariants: a passage is a stretch of one paragraph, cut between words only, and no longer than a quarter more than
asked for, unless a single word is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Container, Iterator, Sequence
from typing import Final, NamedTuple

from searchnews.arabic import Token
from searchnews.arabic.letters import ARABIC_MARKS

__all__ = ["Passage", "grown", "longest", "passages_of"]

_NEWLINES: Final = "\n\r\u2028\u2029"
_STOPS: Final = ".!?؟؛…"
# Many archives have no space after a full stop; before an Arabic letter it is none of a number or an address.
_BREAK: Final = re.compile(
    rf"[{_NEWLINES}]|[{_STOPS}](?<![{_STOPS}]{{2}})[{_STOPS}]*+[»”\")\]]*+(?=\s|\Z|[\u0621-\u064a])"
)
_INITIAL: Final = re.compile(rf"(?<![\w{ARABIC_MARKS}])[^\W\d_]\Z")
_WORDY: Final = re.compile(r"\w")
_SPACE: Final = re.compile(r"\s+")
_CLAUSE_END: Final = "،,:)»”–—"
_NOT_LAST: Final = "،,:–—-( «“\"'"


class Passage(NamedTuple):
    """A stretch of the text that may be quoted: whether it begins and ends with a sentence, and follows another."""

    start: int
    end: int
    opens: bool = True
    closes: bool = True
    follows: bool = False

    @property
    def chars(self) -> int:
        """Its length in code points."""
        return self.end - self.start


def passages_of(text: str, tokens: Sequence[Token], glued: Container[int], max_chars: int) -> Iterator[Passage]:
    """Part the text into sentences, and sentences much longer than `max_chars` into pieces of it.

    The pieces are of much the same length, cut at commas if it can be, and not before a word that begins at one of
    the places in `glued`.
    """
    for start, end, follows in _sentences(text):
        if end - start > longest(max_chars):
            yield from _parts(text, start, end, tokens, glued, max_chars)
        else:
            yield Passage(start, end, follows=follows)


def longest(max_chars: int) -> int:
    """Give the length up to which a sentence stays whole: half of one reads worse than one that is a little long."""
    return max_chars * 5 // 4


def grown(passages: Sequence[Passage], hits: Collection[int], max_chars: int) -> Iterator[Passage]:
    """Join each of the passages in `hits` with what follows it in its paragraph, as far as that fits.

    As long as it is short, that is, or the following are in `hits` too. A stump takes what stands before it in as
    well. The passages that come out are apart from each other and in order.
    """
    done = 0
    for hit in sorted(hits):
        if hit < done:
            continue
        first = last = hit
        start, end = passages[hit][:2]
        while last + 1 < len(passages) and _joined(passages[last], passages[last + 1]):
            after = passages[last + 1].end
            if after - start > max_chars or not (end - start < max_chars // 2 or last + 1 in hits):
                break
            last, end = last + 1, after
        while first > done and end - start < max_chars // 4 and _joined(passages[first - 1], passages[first]):
            if end - passages[first - 1].start > longest(max_chars):
                break
            first, start = first - 1, passages[first - 1].start
        done = last + 1
        yield Passage(start, end, passages[first].opens, passages[last].closes, passages[first].follows)


def _joined(one: Passage, other: Passage) -> bool:
    return other.follows and one.closes and other.opens


def _sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    """Give the bounds of each sentence that has a word in it, and whether it follows another in its paragraph."""
    start, follows = 0, False
    for match in _BREAK.finditer(text):
        newline = match[0] in _NEWLINES
        if not newline and _is_initial(text, match):
            continue
        bounds = _stripped(text, start, match.start() if newline else match.end())
        if _WORDY.search(text, *bounds):
            yield *bounds, follows
            follows = True
        follows, start = follows and not newline, match.end()
    bounds = _stripped(text, start, len(text))
    if _WORDY.search(text, *bounds):
        yield *bounds, follows


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
    while end - start > longest(max_chars):
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
