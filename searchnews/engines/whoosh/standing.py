"""Where words stand in a row: the documents, and where each of these is among those of a word.

`rows` is the reference; where it was compiled, machine code does the same in one walk through the documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from searchnews.compiled import compiled
from searchnews.engines.whoosh.doclists import union
from searchnews.engines.whoosh.postings import TermEntry
from searchnews.engines.whoosh.rows import led, led_by, rows_of
from searchnews.engines.whoosh.scoring import Scorer
from searchnews.engines.whoosh.sections import Array

__all__ = ["Standing", "holding_all", "standing", "standing_behind"]


class Standing(NamedTuple):
    """Documents that hold a row of words; their places among those of each word, and among those of one before it.

    `led_by` gives those that hold a word right before the row: as places among all, and among the word's own.
    """

    docs: Array
    at: list[Array]
    led_by: Callable[[TermEntry], tuple[Array, Array]]


def standing(scorer: Scorer, words: Sequence[TermEntry], docs: Array | None = None) -> Standing:
    """Look for a row of words of one field, in some documents or in all."""
    if (placing := compiled("placing")) is None:
        return _by_arrays(scorer, words, holding_all(scorer, words, docs))
    return _compiled(placing, scorer, words, docs)


def standing_behind(scorer: Scorer, openings: Sequence[TermEntry], words: Sequence[TermEntry]) -> Standing:
    """Look for a row of words that any of some others may stand right before; it may be given where none does."""
    if sum(map(_postings_of, openings)) < min(map(_postings_of, words)):
        docs = union([scorer.postings(opening).docs() for opening in openings])
        if compiled("placing") is not None:
            return standing(scorer, words, docs)
        docs = holding_all(scorer, words, docs)
        held = [(opening, *scorer.postings(opening).held(docs)) for opening in openings]
        return _by_arrays(scorer, words, docs, led(held, len(words)) if len(docs) else None)
    return standing(scorer, words)


def holding_all(scorer: Scorer, words: Sequence[TermEntry], docs: Array | None = None) -> Array:
    """Give the documents, of some or of all, that hold all of some words."""
    left = sorted(words, key=_postings_of)
    if docs is None:
        docs = scorer.postings(left.pop(0)).docs()
    for word in left:
        docs = docs[scorer.postings(word).held(docs)[0]]
    return docs


def _by_arrays(scorer: Scorer, words: Sequence[TermEntry], docs: Array, begins: Array | None = None) -> Standing:
    def at(word: TermEntry, docs: Array) -> Array:
        return scorer.postings(word).held(docs)[1]

    rows = rows_of(words, docs, at, begins)
    return Standing(
        rows.docs,
        [at(word, rows.docs) for word in words],
        lambda opening: led_by(opening, rows, len(words), *scorer.postings(opening).held(rows.docs)),
    )


def _compiled(placing: Any, scorer: Scorer, words: Sequence[TermEntry], docs: Array | None) -> Standing:
    field = words[0].field

    def walked(word: TermEntry) -> Any:
        freqs = field.freqs(word.first, word.last)
        first = field.tokens_before(word.first)
        field.check_places(first, first + int(freqs.sum(dtype="int64")))
        return placing.Word(scorer.postings(word).docs(), freqs, first)

    def led_by(word: TermEntry) -> tuple[Array, Array]:
        try:
            hits, at = placing.led(places, walked(word), found, bounds, begins)
        except ValueError as error:
            raise field.nonsense(str(error)) from error
        return hits, at

    try:
        places = placing.Places(*field.place_columns())
        found, at, bounds, begins = placing.rows(places, list(map(walked, words)), docs)
    except ValueError as error:
        raise field.nonsense(str(error)) from error
    return Standing(found, at, led_by)


def _postings_of(entry: TermEntry) -> int:
    return entry.last - entry.first
