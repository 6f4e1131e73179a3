"""Finding what a query wants in a text: the words to mark.

Invariants: a match is a whole token; matches are sorted by their start, the wider before the narrower. Most of a text
is passed over unread (`arabic.sieve`); each distinct chunk of the rest is judged once, however many texts are looked
through, and all is linear in the length of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from searchnews.arabic import Analyzer, Token
from searchnews.arabic.sieve import Sieve
from searchnews.arabic.tokenizer import tokenize
from searchnews.model import Wanted

__all__ = ["Finder", "Match"]

_WORDY: Final = re.compile(r"[^\W_]")
_NO, _YES = ord("0"), ord("1")


class Match(NamedTuple):
    """A token that is wanted: where it stands, which wanted thing it is, and its place.

    The place of a token is one more than that of the token right before it, and more than one more than that of any
    earlier one.
    """

    start: int
    end: int
    what: object
    place: int


class _Judged(NamedTuple):
    """What a chunk has: matches, the tokens that stand in phrases, and the number of its places."""

    matches: list[Match]
    steps: list[tuple[Token, str]]
    places: int


class Finder:
    """Finds the tokens that one query wants, in as many texts as there are."""

    def __init__(self, wanted: Wanted, analyzer: Analyzer) -> None:
        self._phrases = wanted.phrases
        self._fitting: dict[str, list[frozenset[str]]] = {}  # a surface, and the steps of the phrases that it fits
        for step in dict.fromkeys(step for phrase in wanted.phrases for step in phrase):
            for surface in step:
                self._fitting.setdefault(surface, []).append(step)
        self._chunks = _Chunks(wanted, analyzer, self._fitting)
        hints = {hint for word in (*wanted.stems, *wanted.prefixes, *self._fitting) for hint in analyzer.hints(word)}
        self._sieve = Sieve(hints, analyzer.byte_fold)

    def find(self, text: str) -> list[Match]:
        """Give the matches in a text."""
        found: list[Match] = []
        steps: list[tuple[int, int, Token, str]] = []
        place = done = 0
        for start, end in self._sieve.chunks(text):
            place += _WORDY.search(text, done, start) is not None
            judged = self._chunks[text[start:end]]
            found += [Match(start + a, start + b, what, place + at) for a, b, what, at in judged.matches]
            steps += [(place + token.position, start, token, surface) for token, surface in judged.steps]
            place, done = place + judged.places, end
        if steps:
            found += self._of_phrases(steps, place)
            found.sort(key=lambda match: (match.start, -match.end))
        return found

    def _of_phrases(self, steps: Iterable[tuple[int, int, Token, str]], places: int) -> Iterator[Match]:
        where: dict[frozenset[str], list[int]] = {}
        tokens: dict[int, tuple[int, Token]] = {}
        for place, start, token, surface in steps:
            tokens[place] = start, token
            for step in self._fitting[surface]:
                where.setdefault(step, []).append(place)
        for number, run in enumerate(self._runs(where, places)):
            for place in run:
                start, token = tokens[place]
                yield Match(start + token.start, start + token.end, number, place)

    def _runs(self, where: dict[frozenset[str], list[int]], places: int) -> Iterator[Iterator[int]]:
        """Give, for each phrase, the places of all words of its runs, ascending.

        Where a word stands is a bit set in a number, so that a run is an `and` of shifted numbers, however long the
        phrase and however often its words stand in the text.
        """
        bits = {step: _bits(held, places) for step, held in where.items()}
        for phrase in self._phrases:
            starts = -1
            for offset, step in enumerate(phrase):
                starts = starts and starts & (bits.get(step, 0) >> offset)
            yield _covered(starts, len(phrase))


class _Chunks(dict[str, _Judged]):
    """Chunks of text, each distinct one judged once."""

    def __init__(self, wanted: Wanted, analyzer: Analyzer, fitting: Iterable[str]) -> None:
        super().__init__()
        self._stems, self._prefixes, self._forms = wanted.stems, wanted.prefixes, analyzer.forms
        self._fitting = fitting

    def __missing__(self, chunk: str) -> _Judged:
        tokens = list(tokenize(chunk))
        wishes = ((token, self._wish(token.text)) for token in tokens)
        matches = [Match(token.start, token.end, what, token.position) for token, what in wishes if what is not None]
        steps = []
        if self._fitting:
            surfaces = ((token, self._forms(token.text).surface) for token in tokens if token.kind != "hashtag")
            steps = [(token, surface) for token, surface in surfaces if surface in self._fitting]
        self[chunk] = judged = _Judged(matches, steps, tokens[-1].position + 1 if tokens else 0)
        return judged

    def _wish(self, word: str) -> str | None:
        forms = self._forms(word)
        if forms.stem in self._stems:
            return forms.stem
        fitting = (p for p in self._prefixes if forms.surface.startswith(p) or forms.stem.startswith(p))
        return next(fitting, None)


def _bits(places: Iterable[int], size: int) -> int:
    digits = bytearray([_NO]) * size
    for place in places:
        digits[size - 1 - place] = _YES
    return int(digits, 2)


def _covered(starts: int, length: int) -> Iterator[int]:
    if not starts:
        return
    places = f"{starts:b}"[::-1]
    start, done = places.find("1"), 0
    while start >= 0:
        yield from range(max(start, done), start + length)
        done = start + length
        start = places.find("1", start + 1)
