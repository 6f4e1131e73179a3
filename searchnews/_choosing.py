"""Choosing the passages of one text to quote: those that show the most of what a query wants.

Invariants: passages are apart and in the order of the text; none only repeats another, or the title above them. Only
paragraphs that may have the worthiest passages are parted into sentences.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Final, NamedTuple, Protocol

from searchnews._matches import Match
from searchnews._passages import (
    CLAUSE_END,
    CLOSERS,
    ELLIPSIS,
    LETTERS,
    NEWLINES,
    NOT_LAST,
    SEMICOLON,
    STOPS,
    Passage,
    grown,
    passages_of,
)
from searchnews.arabic import Token
from searchnews.arabic.letters import ARABIC_MARKS
from searchnews.compiled import compiled
from searchnews.model import Snippet

__all__ = ["Chooser"]

# Worths of what a passage shows; a word of the query that no passage chosen before shows is worth 1.
PAIR: Final = 0.6  # two words of the query side by side: more likely a name, so more than any repeats
REPEAT: Final = 0.1  # a word once more; MAX_REPEATS of these count
MAX_REPEATS: Final = 5
LEAD: Final = 0.05  # the article's first passage
BROKEN: Final = -0.1  # a part of a sentence, or a stump of less than a fifth of the length asked for
ENOUGH: Final = 0.2  # what a second passage must at least be worth
STALE: Final = 0.8  # the share of its words that stood in other passages at which one repeats them


class CompiledChoosing(Protocol):
    """What `Chooser` and the making of snippets are in machine code."""

    def snippets(
        self, text: str, matches: list[Match], *, limit: int, max_chars: int, title: str
    ) -> tuple[Snippet, ...] | None:
        """Give the snippets of a text; None where it is not able to."""
        ...


@cache
def compiled_choosing() -> CompiledChoosing | None:
    """Give what chooses in machine code, if it was compiled."""
    if (choosing := compiled("choosing")) is None:
        return None
    made: CompiledChoosing = choosing.Choosing(
        newlines=NEWLINES,
        stops=STOPS,
        closers=CLOSERS,
        clause_ends=CLAUSE_END,
        not_last=NOT_LAST,
        marks=ARABIC_MARKS,
        letters=LETTERS,
        ellipsis=ELLIPSIS,
        semicolon=SEMICOLON,
        pair=PAIR,
        repeat=REPEAT,
        max_repeats=MAX_REPEATS,
        lead=LEAD,
        broken=BROKEN,
        enough=ENOUGH,
        stale=STALE,
    )
    return made


class _Piece(NamedTuple):
    """A passage, or a paragraph, with what it shows of the query.

    `first` to `last` are the matches in it. `kinds` has a bit for each wanted thing among them, `pairs` one for each
    two of these side by side. A paragraph's `bonus` is no less than that of any passage in it, so it is worth no less
    either.
    """

    passage: Passage
    first: int
    last: int
    kinds: int
    pairs: int
    bonus: float

    def worth(self, kinds: int, pairs: int) -> float:
        """Tell what it adds to the things and pairs that were seen of the query."""
        new = (self.kinds & ~kinds).bit_count()
        repeats = min(self.last - self.first - new, MAX_REPEATS)
        worth = new + PAIR * (self.pairs & ~pairs).bit_count() if self.pairs else new
        return worth + REPEAT * repeats + self.bonus


class Chooser:
    """Chooses passages of about `max_chars` code points of one text, given its `matches` and the title above it."""

    def __init__(
        self,
        text: str,
        matches: Sequence[Match],
        tokenize: Callable[[str], Sequence[Token]],
        *,
        max_chars: int,
        title: str,
    ) -> None:
        self._text, self._matches, self._max_chars = text, matches, max_chars
        self._starts = [match.start for match in matches]
        self._pairs = [0] * len(matches)
        """Of each match the bit that it makes with the one right before it, where these are two things."""
        glued = set()
        numbers: dict[tuple[int, int], int] = {}
        for at, (a, b) in enumerate(pairwise(matches), 1):
            if b.place == a.place + 1:
                glued.add(b.start)
                if a.what != b.what:
                    self._pairs[at] = numbers.setdefault((a.what, b.what), 1 << len(numbers))
        self._parted = partial(passages_of, text, tokenize, glued, max_chars)
        self._read = set(title.split())
        # Where the first passage begins: most texts begin with it.
        self._lead = 0 if text[:1].isalnum() else next((passage.start for passage in self._parted(wanted=())), -1)

    def chosen(self, limit: int) -> list[tuple[Passage, Sequence[Match]]]:
        """Give up to `limit` passages, and the matches in each; where nothing matches, the beginning of the text.

        The worthiest, then the one that adds most to it, and so on.
        """
        kinds = pairs = 0
        # What a piece adds only shrinks while others are taken, so the old worths are bounds of the new ones.
        queue = [(-piece.worth(0, 0), False, piece.passage.start, piece) for piece in self._paragraphs()]
        heapify(queue)
        chosen: list[_Piece] = []
        while queue and len(chosen) < limit:
            bound, is_parted, start, piece = heappop(queue)
            now = piece.worth(kinds, pairs) if chosen else -bound
            if chosen and now < ENOUGH:
                continue
            if now < -bound:
                heappush(queue, (-now, is_parted, start, piece))
            elif not is_parted:
                for each in self._passages_in(piece):
                    heappush(queue, (-each.worth(kinds, pairs), True, each.passage.start, each))
            elif not self._is_stale(words := self._words_of(piece.passage)):
                self._read |= words
                chosen.append(piece)
                kinds, pairs = kinds | piece.kinds, pairs | piece.pairs
        chosen = chosen or [self._piece(passage, 0, 0.0) for passage in self._beginning()]
        return [(piece.passage, self._matches[piece.first : piece.last]) for piece in sorted(chosen)]

    def _paragraphs(self) -> Iterator[_Piece]:
        """Give the lines of the text that have matches."""
        text, starts, first, end = self._text, self._starts, 0, 0
        while first < len(starts):
            start = text.rfind("\n", end, starts[first]) + 1
            end = text.find("\n", starts[first])
            end = len(text) if end < 0 else end
            yield (piece := self._piece(Passage(start, end), first, LEAD * (start <= self._lead < end)))
            first = piece.last

    def _piece(self, passage: Passage, first: int, bonus: float) -> _Piece:
        """Give a piece with the matches in it, none of which stands before `first`."""
        first = bisect_left(self._starts, passage.start, first)
        last = bisect_left(self._starts, passage.end, first)
        kinds = pairs = 0
        for match in self._matches[first:last]:
            kinds |= match.what
        for pair in self._pairs[first + 1 : last]:
            pairs |= pair
        return _Piece(passage, first, last, kinds, pairs, bonus)

    def _passages_in(self, paragraph: _Piece) -> Iterator[_Piece]:
        """Part a paragraph, and give the passages that show something."""
        near = list(self._parted(paragraph.passage.start, paragraph.passage.end, self._starts))
        begins = [passage.start for passage in near]
        hits = set()
        for start in self._starts[paragraph.first : paragraph.last]:
            at = bisect_right(begins, start) - 1
            if at >= 0 and start < near[at].end:
                hits.add(at)
        for passage in grown(near, hits, self._max_chars):
            bonus = LEAD * (passage.start == self._lead) + BROKEN * self._is_broken(passage)
            yield self._piece(passage, paragraph.first, bonus)

    def _is_broken(self, passage: Passage) -> bool:
        return not (passage.opens and passage.closes) or passage.chars < self._max_chars // 5

    def _words_of(self, passage: Passage) -> set[str]:
        return set(self._text[passage.start : passage.end].split())

    def _is_stale(self, words: set[str]) -> bool:
        """Tell whether the words of a passage only repeat what was read: the title, and what was taken."""
        return len(words & self._read) >= STALE * len(words)

    def _beginning(self) -> Iterator[Passage]:
        """Give the first passage that is neither a stump (a byline) nor the title again; where all are, the first."""
        passages = list(self._parted())
        leads = (
            number
            for number, passage in enumerate(passages)
            if passage.chars >= self._max_chars // 5 and not (self._read and self._is_stale(self._words_of(passage)))
        )
        return grown(passages, {next(leads, 0)} if passages else (), self._max_chars)
