"""From texts to numbers: the words of texts in every form, as columns of numbers of distinct terms.

What stands between white space, mostly a word with or without its comma, is a chunk. No token stands across white
space, so the tokens of a text are those of its chunks, in order; and a news archive has few distinct ones. So each
distinct chunk and each distinct word is looked at once, many at a time, and a text is a row of numbers looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from searchnews._chunks import Array, Rows, chunk_table, string_table
from searchnews.arabic import Analyzer
from searchnews.arabic.tokenizer import lone_words
from searchnews.compiled import compiled

__all__ = ["Coder", "Vocabularies", "Words"]

Vocabularies = tuple[list[str], list[str], list[str]]
"""The surfaces, the stems and the roots that numbers stand for; lists that only grow."""

_MAX_WORDS: Final = 1_000_000
_MAX_CHUNKS: Final = 1_000_000


class Words(NamedTuple):
    """The words of several texts in a row, by their numbers.

    `places` are those of the words, each in its text. `lengths` says how many are of each text.
    """

    numbers: Array
    places: Array
    lengths: Array


class Coder:
    """Gives the tokens of texts as numbers of words, their places, and the forms of the words."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._forget_chunks()
        self._words, self._forms = _Numbered(), Rows(3)
        self._surfaces, self._stems, self._roots = _Numbered(), _Numbered(), _Numbered()
        self.vocabularies: Vocabularies = (self._surfaces.strings, self._stems.strings, self._roots.strings)

    def _forget_chunks(self) -> None:
        self._chunks, self._extents, self._tokens = chunk_table(), Rows(2), Rows(2)

    def renewed(self) -> Coder:
        """Give this one or, where it is full, another in its place: no vocabulary grows without bound."""
        most = max(len(self._words.strings), len(self._surfaces.strings))
        return Coder(self._analyzer) if most > _MAX_WORDS else self

    @property
    def forms(self) -> Array:
        """The numbers of the surface, the stem and the root of each word, a row each."""
        return self._forms.columns

    def words(self, texts: Iterable[str]) -> Words:
        """Analyse texts."""
        if len(self._chunks) > _MAX_CHUNKS:
            self._forget_chunks()
        chunks, of_each = self._chunks.numbers(list(map(str, texts)))  # those of other kinds, too
        self._look_at_chunks(self._chunks.take_new())
        numbers, places, lengths = self._tokens_of(chunks, of_each)
        return Words(numbers, places.astype(np.min_scalar_type(places.max(initial=0))), lengths)

    def _tokens_of(self, chunks: Array, of_each: Array) -> Words:
        """Give the tokens of chunks, of which there are so many of each text."""
        if (numbering := compiled("numbering")) is not None:
            return Words(*numbering.tokens(chunks, of_each, *self._extents.columns, *self._tokens.columns))
        begins, counts = (column.take(chunks) for column in self._extents.columns)
        ends = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        at = np.repeat(begins - ends[:-1], counts) + np.arange(ends[-1])
        numbers, steps = (column.take(at) for column in self._tokens.columns)
        bounds = ends[np.cumsum([0, *of_each])]
        lengths = np.diff(bounds)
        reached = np.concatenate([[0], np.cumsum(steps, dtype=np.int64)])
        places = reached[1:] - np.repeat(reached[bounds[:-1]], lengths) - 1
        return Words(numbers, places, lengths)

    def _look_at_chunks(self, new: Sequence[str]) -> None:
        """Note the tokens of the chunks that are new: where they are in the table, their words, and the steps to them.

        A step is how many places a token is behind the one before.
        """
        lone = lone_words(new)
        words = list(filter(None, lone))  # most chunks are one word: no need to cut them up
        counts = np.array(list(map(bool, lone)), np.int64)
        begins = np.cumsum(counts) - counts
        steps = [1] * len(words)
        for number in (counts == 0).nonzero()[0].tolist():  # their tokens stand behind those of all others
            found, places = self._analyzer.places(new[number])
            begins[number], counts[number] = len(words), len(found)
            words += found
            steps += (place - before for before, place in pairwise((-1, *places)))
        self._extents.add(begins + len(self._tokens), counts)
        numbers = self._words.numbers(words)
        self._look_at_words()
        self._tokens.add(numbers, steps)

    def _look_at_words(self) -> None:
        """Note the forms of the words that are new."""
        self._forms.add(*self.numbers_of(self._analyzer.analyse_all(self._words.strings[len(self._forms) :])))

    def numbers_of(self, vocabularies: Vocabularies) -> list[Array]:
        """Give the numbers here of surfaces, stems and roots."""
        numbered = self._surfaces, self._stems, self._roots
        return [own.numbers(terms) for own, terms in zip(numbered, vocabularies, strict=True)]


class _Numbered:
    """Distinct strings, numbered in the order in which they come first."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._table = string_table()

    def numbers(self, strings: list[str]) -> Array:
        """Give the numbers of strings."""
        found = self._table.numbers_of_whole(strings)
        self.strings += self._table.take_new()
        return found
