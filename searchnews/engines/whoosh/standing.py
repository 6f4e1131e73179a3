"""Where words stand in a row: the documents, and where each of these is among those of a word.

`rows` is the reference; where it was compiled, machine code does the same in one walk through the documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from searchnews.compiled import compiled
from searchnews.engines.whoosh.deadline import Deadline
from searchnews.engines.whoosh.doclists import union
from searchnews.engines.whoosh.postings import TermEntry
from searchnews.engines.whoosh.rows import led, led_by, rows_of
from searchnews.engines.whoosh.scoring import Scorer
from searchnews.engines.whoosh.sections import Array

__all__ = ["Locator", "Standing"]


class Standing(NamedTuple):
    """Documents that hold a row of words, and their places among those of each word.

    `led_by` gives those that hold a word right before the row: as places among all, and among the word's own.
    """

    docs: Array
    at: list[Array]
    led_by: Callable[[TermEntry], tuple[Array, Array]]


class Locator:
    """Looks for words of one field in one segment; the time limit is looked at for each word."""

    def __init__(self, scorer: Scorer, deadline: Deadline) -> None:
        self._scorer, self._deadline = scorer, deadline

    def in_a_row(self, words: Sequence[TermEntry], docs: Array | None = None) -> Standing:
        """Look for words in a row, in some documents or in all."""
        if (placing := compiled("placing")) is not None:
            return self._walked(placing, words, docs)
        return self._by_arrays(words, self.holding_all(words, docs))

    def behind(self, openings: Sequence[TermEntry], words: Sequence[TermEntry]) -> Standing:
        """Look for words in a row, which any of some others may stand right before; what none leads may be missing."""
        are_few = sum(map(_postings_of, openings)) < min(map(_postings_of, words))
        docs = union([self._scorer.postings(opening).docs() for opening in openings]) if are_few else None
        if (placing := compiled("placing")) is not None:
            return self._walked(placing, words, docs)
        docs = self.holding_all(words, docs)
        held = [(opening, *self._scorer.postings(opening).held(docs)) for opening in openings]
        if are_few and len(docs):
            return self._by_arrays(words, docs, led(held, len(words)))
        is_led = np.zeros(len(docs), bool)
        for _, hits, _ in held:
            is_led[hits] = True
        return self._by_arrays(words, docs[is_led])

    def holding_all(self, words: Sequence[TermEntry], docs: Array | None = None) -> Array:
        """Give the documents, of some or of all, that hold all of some words."""
        left = sorted(words, key=_postings_of)
        if docs is None:
            docs = self._scorer.postings(left.pop(0)).docs()
        for word in left:
            self._deadline.check()
            docs = docs[self._scorer.postings(word).held(docs)[0]]
        return docs

    def at(self, word: TermEntry, docs: Array) -> Array:
        """Give the places of documents that hold a word among all that do."""
        self._deadline.check()
        return self._scorer.postings(word).held(docs)[1]

    def _by_arrays(self, words: Sequence[TermEntry], docs: Array, begins: Array | None = None) -> Standing:
        rows = rows_of(words, docs, self.at, begins)

        def led_by_one(word: TermEntry) -> tuple[Array, Array]:
            return led_by(word, rows, len(words), *self._scorer.postings(word).held(rows.docs))

        return Standing(rows.docs, [self.at(word, rows.docs) for word in words], led_by_one)

    def _walked(self, placing: Any, words: Sequence[TermEntry], docs: Array | None) -> Standing:
        """Do it in machine code: of words that are not kept, as they are too common, only some postings are read."""
        field = words[0].field
        if not all(self._scorer.postings(word).is_kept for word in words):
            docs = self.holding_all(words, docs)
        try:
            places = placing.Places(*field.place_columns())
            walked = [self._to_walk(placing, word, docs) for word in words]
            found, at, bounds, begins = placing.rows(places, [each for each, _ in walked], docs)
        except ValueError as error:
            raise field.nonsense(str(error)) from error

        def led_by_one(word: TermEntry) -> tuple[Array, Array]:
            try:
                to_walk, own = self._to_walk(placing, word, found)
                hits, at = placing.led(places, to_walk, found, bounds, begins)
            except ValueError as error:
                raise field.nonsense(str(error)) from error
            return hits, at if own is None else own[at]

        return Standing(
            found, [some if own is None else own[some] for some, (_, own) in zip(at, walked, strict=True)], led_by_one
        )

    def _to_walk(self, placing: Any, word: TermEntry, docs: Array | None) -> tuple[Any, Array | None]:
        """Give a word to machine code, what it will read verified; and if that is not all, the places of its documents.

        All is read of what is kept; else only what is said of those of some documents that hold the word.
        """
        self._deadline.check()
        field, postings = word.field, self._scorer.postings(word)
        if postings.is_kept or docs is None:
            freqs, first = field.freqs(word.first, word.last), field.tokens_before(word.first)
            field.check_places(first, first + int(freqs.sum(dtype=np.int64)))
            return placing.Word(postings.docs(), freqs, first), None
        hits, own = postings.held(docs)
        firsts, counts = field.tokens_at(own + word.first)
        if len(firsts):
            field.check_places(int(firsts[0]), int(firsts[-1] + counts[-1]))
        return placing.Word(docs[hits], counts, firsts), own


def _postings_of(entry: TermEntry) -> int:
    return entry.last - entry.first
