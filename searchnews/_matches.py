"""Finding what a query wants in a text: the words to mark.

Invariants: a match is a whole token; matches are sorted by their start, the wider before the narrower. Most of a text
is passed over unread (`arabic.sieve`); each distinct chunk of the rest is judged once, however many texts are looked
through, and all is linear in the length of a text. Places ascend through all texts that are looked through as one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate, starmap
from typing import Final, NamedTuple

from searchnews.arabic import Analyzer, Forms, Token
from searchnews.arabic.sieve import Sieve
from searchnews.arabic.tokenizer import OF_TOKENS, lone_words, tokenize
from searchnews.model import Wanted

__all__ = ["Finder", "Match"]

_OF_TOKENS: Final = re.compile(OF_TOKENS)
_NO, _YES = ord("0"), ord("1")


class Match(NamedTuple):
    """A token that is wanted: where it stands, the bit of the thing that it is, and its place.

    Each thing that is wanted has a bit of its own, so that several are one number.
    The place of a token is one more than that of the token right before it, and more than one more than that of any
    earlier one.
    """

    start: int
    end: int
    what: int
    place: int


class _Judged(NamedTuple):
    """What a chunk has: matches, the bounds, places and surfaces of what stands in phrases, and how many places."""

    matches: list[Match]
    steps: list[tuple[int, int, int, str]]
    places: int


_NOTHING: Final = _Judged([], [], 0)


class _Step(NamedTuple):
    """A token that may stand in a phrase: its place, the number of its text, its bounds there, and its surface."""

    place: int
    text: int
    start: int
    end: int
    surface: str


class Finder:
    """Finds the tokens that one query wants, in as many texts as there are."""

    def __init__(self, wanted: Wanted, analyzer: Analyzer) -> None:
        self._phrases = wanted.phrases
        self._fitting: dict[str, list[frozenset[str]]] = {}  # a surface, and the steps of the phrases that it fits
        for step in dict.fromkeys(step for phrase in wanted.phrases for step in phrase):
            for surface in step:
                self._fitting.setdefault(surface, []).append(step)
        self._bits = _Bits()
        self._chunks = _Chunks(wanted, analyzer, self._fitting, self._bits)
        kinds = (
            (wanted.stems, analyzer.hints),
            (wanted.prefixes, analyzer.hints_of_beginning),
            (self._fitting, analyzer.hints_of_surface),
        )
        hints = {hint for terms, hints_of in kinds for term in terms for hint in hints_of(term)}
        self._sieve = Sieve(hints, analyzer.byte_fold)

    def find(self, text: str) -> list[Match]:
        """Give the matches in a text."""
        return self.find_all([text])[0]

    def find_all(self, texts: Sequence[str]) -> list[list[Match]]:
        """Give the matches in each of some texts, which are looked through as one: that is faster than one by one."""
        if (scanner := self._sieve.scanner) is None:
            return self.by_arrays(texts)
        found, steps, places = scanner.placed(
            list(texts), self._chunks.known, self._chunks.judge, _OF_TOKENS.search, _NOTHING, Match
        )
        return self._with_phrases(found, list(starmap(_Step, steps)), places)

    def by_arrays(self, texts: Sequence[str]) -> list[list[Match]]:
        """Give the same by Python alone."""
        joined = "\n".join(texts)
        begins = list(accumulate((len(text) + 1 for text in texts), initial=0))
        found: list[list[Match]] = [[] for _ in texts]
        steps: list[_Step] = []
        place, done, number = 0, 0, -1
        bounds = self._sieve.chunks(joined)
        for (start, end), judged in zip(bounds, self._chunks.judged([joined[a:b] for a, b in bounds]), strict=True):
            if judged is _NOTHING:
                continue
            if start >= begins[number + 1]:
                number = bisect_right(begins, start) - 1
                done = begins[number]
                place += 1  # no run of words goes on in another text
            place += _OF_TOKENS.search(joined, done, start) is not None
            begin = start - begins[number]
            for a, b, what, at in judged.matches:
                found[number].append(Match(begin + a, begin + b, what, place + at))
            for a, b, at, word in judged.steps:
                steps.append(_Step(place + at, number, begin + a, begin + b, word))
            place, done = place + judged.places, end
        return self._with_phrases(found, steps, place)

    def _with_phrases(self, found: list[list[Match]], steps: list[_Step], places: int) -> list[list[Match]]:
        if steps:
            for number, match in self._of_phrases(steps, places):
                found[number].append(match)
            for each in found:
                each.sort(key=lambda match: (match.start, -match.end))
        return found

    def _of_phrases(self, steps: Iterable[_Step], places: int) -> Iterator[tuple[int, Match]]:
        where: dict[frozenset[str], list[int]] = {}
        at: dict[int, _Step] = {}
        for step in steps:
            at[step.place] = step
            for fitting in self._fitting[step.surface]:
                where.setdefault(fitting, []).append(step.place)
        for number, run in enumerate(self._runs(where, places)):
            for place in run:
                step = at[place]
                yield step.text, Match(step.start, step.end, self._bits[number], place)

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


class _Bits(dict[object, int]):
    """A bit for each wanted thing."""

    def __missing__(self, what: object) -> int:
        self[what] = bit = 1 << len(self)
        return bit


class _Chunks:
    """Chunks of text, each distinct one judged once."""

    def __init__(self, wanted: Wanted, analyzer: Analyzer, fitting: Container[str], bits: _Bits) -> None:
        self._stems, self._prefixes, self._forms = wanted.stems, wanted.prefixes, analyzer.forms
        self._fitting, self._bits = fitting, bits
        self.known: dict[str, _Judged] = {}

    def judged(self, chunks: Sequence[str]) -> list[_Judged]:
        """Say what each of some chunks has."""
        self.judge([chunk for chunk in dict.fromkeys(chunks) if chunk not in self.known])
        return [self.known[chunk] for chunk in chunks]

    def judge(self, chunks: Sequence[str]) -> None:
        """Say of some chunks that are not `known` what each has."""
        for chunk, word in zip(chunks, lone_words(chunks), strict=True):
            judged = self._judge_word(word, chunk.index(word)) if word else self._judge_tokens(tokenize(chunk))
            self.known[chunk] = judged

    def _judge_word(self, word: str, start: int) -> _Judged:
        """Judge a chunk of one word, as most are."""
        forms = self._forms(word)
        what, end = self._wish(forms), start + len(word)
        is_step = forms.surface in self._fitting
        if what is None and not is_step:
            return _NOTHING
        matches = [] if what is None else [Match(start, end, self._bits[what], 0)]
        return _Judged(matches, [(start, end, 0, forms.surface)] if is_step else [], 1)

    def _judge_tokens(self, tokens: Iterable[Token]) -> _Judged:
        matches, steps, places = [], [], 0
        for word, start, end, place, kind in tokens:
            forms = self._forms(word)
            if (what := self._wish(forms)) is not None:
                matches.append(Match(start, end, self._bits[what], place))
            if forms.surface in self._fitting and kind != "hashtag":  # its parts stand in phrases
                steps.append((start, end, place, forms.surface))
            places = place + 1
        return _Judged(matches, steps, places) if matches or steps else _NOTHING

    def _wish(self, forms: Forms) -> str | None:
        if forms.stem in self._stems:
            return forms.stem
        for prefix in self._prefixes:
            if forms.surface.startswith(prefix) or forms.stem.startswith(prefix):
                return prefix
        return None


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
