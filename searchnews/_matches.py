"""Finding what a query wants in a text: the words to mark.

Invariants: a match is a whole token; matches are sorted by their start, the wider before the narrower. Each distinct
word is judged once, however many texts are looked through, and all is linear in the length of a text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Final, NamedTuple

from searchnews.arabic import Analyzer, Token
from searchnews.arabic.chunks import chunks_of
from searchnews.arabic.tokenizer import tokenize
from searchnews.model import Wanted

__all__ = ["Finder", "Match"]

_HASHTAG: Final = "#＃"
_NO, _YES = ord("0"), ord("1")


class Match(NamedTuple):
    """A token that is wanted: where it stands, which wanted thing it is, and its place among the tokens."""

    start: int
    end: int
    what: object
    place: int


class Finder:
    """Finds the tokens that one query wants, in as many texts as there are."""

    def __init__(self, wanted: Wanted, analyzer: Analyzer) -> None:
        self._wanted = wanted
        self._surfaces = analyzer.chunk_surfaces
        # An analyzer that looks through texts for the first time may do so but once.
        self._stems = analyzer.chunk_stems or _SiftedStems(wanted.stems, analyzer)
        self._matches = _ChunkMatches(wanted, analyzer)
        self._tokens = _ChunkTokens()
        self._fitting: dict[str, list[frozenset[str]]] = {}  # a surface, and the steps of the phrases that it fits
        for step in dict.fromkeys(step for phrase in wanted.phrases for step in phrase):
            for surface in step:
                self._fitting.setdefault(surface, []).append(step)

    def find(self, text: str) -> list[Match]:
        """Give the matches in a text."""
        chunks = chunks_of(text)
        words = stems = list(map(self._stems.__getitem__, chunks))
        if self._fitting or any(sign in text for sign in _HASHTAG):
            words = list(map(self._surfaces.__getitem__, chunks))
        if self._wanted.prefixes:
            free = bytes(not self._matches[chunk] for chunk in chunks)
        else:
            free = bytes(map(self._wanted.stems.isdisjoint, stems))
        found: list[Match] = []
        start = place = done = 0
        while (n := free.find(0, done)) >= 0:
            start += sum(map(len, chunks[done:n])) + n - done
            place += sum(map(len, words[done:n]))
            found += [Match(start + a, start + b, what, place + at) for a, b, what, at in self._matches[chunks[n]]]
            start, place, done = start + len(chunks[n]) + 1, place + len(words[n]), n + 1
        if self._fitting:
            found += self._of_phrases(chunks, words)
            found.sort(key=lambda match: (match.start, -match.end))
        return found

    def _of_phrases(self, chunks: Sequence[str], words: Sequence[Sequence[str]]) -> Iterator[Match]:
        runs = self._runs(list(chain.from_iterable(words)))
        found = [(number, place) for number, run in enumerate(runs) for place in run]
        if not found:
            return
        places, ends = list(accumulate(map(len, words))), list(accumulate(map(len, chunks)))
        for number, place in found:
            n = bisect_right(places, place)
            token = self._tokens[chunks[n]][place - places[n]]  # counted from the chunk's last
            start = ends[n] - len(chunks[n]) + n
            yield Match(start + token.start, start + token.end, number, place)

    def _runs(self, surfaces: Sequence[str]) -> Iterator[Iterator[int]]:
        """Give, for each phrase, the places of all words of its runs, ascending.

        Where a word stands is a bit set in a number, so that a run is an `and` of shifted numbers, however long the
        phrase and however often its words stand in the text.
        """
        where: dict[frozenset[str], list[int]] = {}
        for place, surface in enumerate(surfaces):
            if surface in self._fitting:
                for step in self._fitting[surface]:
                    where.setdefault(step, []).append(place)
        bits = {step: _bits(places, len(surfaces)) for step, places in where.items()}
        for phrase in self._wanted.phrases:
            starts = -1 if surfaces else 0
            for offset, step in enumerate(phrase):
                starts = starts and starts & (bits.get(step, 0) >> offset)
            yield _covered(starts, len(phrase))


class _SiftedStems(dict[str, tuple[str, ...]]):
    """The stems of chunks that may have one of those wanted, and blanks for the tokens of all others.

    For a program that asks once: it has not met the words before, and finding all their stems would take ten
    times as long as the search.
    """

    def __init__(self, stems: Iterable[str], analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer
        hints = {hint for stem in stems for hint in analyzer.hints(stem)}
        self._hint = re.compile("|".join(map(re.escape, sorted(hints))) if hints else r"(?!)")

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        if self._hint.search(self._analyzer.fold(chunk)):
            found = self._analyzer.chunk_stems[chunk]
        else:
            found = ("",) * len(self._analyzer.places(chunk)[0])
        self[chunk] = found
        return found


class _ChunkMatches(dict[str, list[Match]]):
    """The words in a chunk that are wanted, but for those of phrases; each distinct chunk is judged once."""

    def __init__(self, wanted: Wanted, analyzer: Analyzer) -> None:
        super().__init__()
        self._stems, self._prefixes, self._forms = wanted.stems, wanted.prefixes, analyzer.forms

    def __missing__(self, chunk: str) -> list[Match]:
        tokens = ((token, self._wish(token.text)) for token in tokenize(chunk))
        found = [Match(token.start, token.end, what, token.position) for token, what in tokens if what is not None]
        self[chunk] = found
        return found

    def _wish(self, word: str) -> str | None:
        forms = self._forms(word)
        if forms.stem in self._stems:
            return forms.stem
        fitting = (p for p in self._prefixes if forms.surface.startswith(p) or forms.stem.startswith(p))
        return next(fitting, None)


class _ChunkTokens(dict[str, list[Token]]):
    """The tokens of a chunk, one for each place: without its hashtags."""

    def __missing__(self, chunk: str) -> list[Token]:
        self[chunk] = found = [token for token in tokenize(chunk) if token.kind != "hashtag"]
        return found


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
