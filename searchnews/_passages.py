"""Parting a text into the passages that a snippet may quote.

Invariants: a passage is a stretch of one paragraph, cut between words only, and no longer than a quarter more than
asked for, unless a single word is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from typing import Final, NamedTuple

from searchnews.arabic import Token
from searchnews.arabic.letters import ARABIC_MARKS

__all__ = ["Passage", "grown", "longest", "passages_of"]

NEWLINES: Final = "\n\r\u2028\u2029"
STOPS: Final = ".!?؟؛…"
CLOSERS: Final = '»”")]'
LETTERS: Final = "\u0621-\u064a"
# Many archives have no space after a full stop; before an Arabic letter it is none of a number or an address.
# It begins with one class of letters, which is looked for three times as fast as either of two. A full stop behind one
# letter shortens a word (د. محمد).
_INITIAL: Final = rf"(?<![\w{ARABIC_MARKS}])[^\W\d_]"
_BREAK: Final = re.compile(
    rf"[{NEWLINES}{STOPS}](?:(?<=[{NEWLINES}])"
    rf"|(?<![{STOPS}]{{2}})[{STOPS}]*+[{re.escape(CLOSERS)}]*+(?=\s|\Z|[{LETTERS}])(?<!{_INITIAL}\.))"
)
ELLIPSIS: Final = "…"
SEMICOLON: Final = "؛"
_WORDY: Final = re.compile(r"\w")
_SPACE: Final = re.compile(r"\s+")
CLAUSE_END: Final = "،,:)»”–—"
_COMMA: Final = re.compile(rf"[{CLAUSE_END}]\s+")
NOT_LAST: Final = "،,:–—-( «“\"'"


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


def passages_of(
    text: str,
    tokenize: Callable[[str], Sequence[Token]],
    glued: Container[int],
    max_chars: int,
    start: int = 0,
    end: int | None = None,
    wanted: Sequence[int] | None = None,
) -> Iterator[Passage]:
    """Part the text, or whole lines of it, into sentences, and those much longer than `max_chars` into pieces of it.

    The pieces are of much the same length, cut at commas if it can be, and not before a word that begins at one of
    the places in `glued`. Only where there is no white space is the text tokenized: once or more often. Sentences
    without any of the places in `wanted`, which ascend, stay whole; None: no sentence does.
    """
    for first, last, follows in _sentences(text, start, len(text) if end is None else end):
        if last - first > longest(max_chars) and _holds(wanted, first, last):
            yield from _parts(text, first, last, tokenize, glued, max_chars)
        else:
            yield Passage(first, last, follows=follows)


def _holds(places: Sequence[int] | None, first: int, last: int) -> bool:
    return places is None or bisect_left(places, first) < bisect_left(places, last)


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


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Give the bounds of each sentence that has a word in it, and whether it follows another in its paragraph."""
    follows = False
    for stop, after in [*(match.span() for match in _BREAK.finditer(text, start, end)), (end, end)]:
        newline = stop == end or text[stop] in NEWLINES
        last = stop if newline else after
        while start < last and text[start].isspace():
            start += 1
        while start < last and text[last - 1].isspace():
            last -= 1
        if start < last and (text[start].isalnum() or _WORDY.search(text, start, last) is not None):
            yield start, last, follows
            follows = True
        follows, start = follows and not newline, after


def _parts(
    text: str, start: int, end: int, tokenize: Callable[[str], Sequence[Token]], glued: Container[int], max_chars: int
) -> Iterator[Passage]:
    """Part a long sentence into pieces of much the same length, at commas if it can be, and at no `glued` words."""
    opens = True
    while end - start > longest(max_chars):
        aim = start + (end - start) // -(-(end - start) // max_chars)
        low, high = (start + aim) // 2, aim + (aim - start) // 4 + 1
        if gap := _gap(text, aim, max(low, start + 1), high, glued):
            stop, after = gap
        else:
            stop = after = _word_border(tokenize(text), max(high, start + 1), low)
        shown = stop
        while shown > start and text[shown - 1] in NOT_LAST:
            shown -= 1
        if shown > start:
            yield Passage(start, shown, opens, closes=False)
            opens = False
        start = after
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Passage(start, end, opens)


def _gap(text: str, aim: int, low: int, high: int, glued: Container[int]) -> tuple[int, int] | None:
    """Give the white space that begins nearest to `aim`: behind a comma if it can be, and before no `glued` word."""
    commas = [(comma.start() + 1, comma.end()) for comma in _COMMA.finditer(text, low - 1, high)]
    gaps = [gap for gap in commas if gap[1] not in glued]
    if not gaps:
        everywhere = [space.span() for space in _SPACE.finditer(text, low, high)]
        gaps = [gap for gap in everywhere if gap[1] not in glued] or commas or everywhere
    return min(gaps, key=lambda gap: abs(gap[0] - aim), default=None)


def _word_border(tokens: Sequence[Token], place: int, low: int) -> int:
    """Give `place`, or the nearest border of the token that stands across it."""
    n = bisect_right(tokens, place, key=lambda token: token.start) - 1
    if n < 0 or tokens[n].end <= place or tokens[n].start == place:
        return place
    return tokens[n].start if tokens[n].start > low else tokens[n].end
