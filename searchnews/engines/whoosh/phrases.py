"""Phrases: documents that hold words in order, and their scores.

Phrases that differ in their first word alone, as with particles joined to it, are told together: where all others stand
in a row is read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from searchnews.engines.whoosh.deadline import Deadline
from searchnews.engines.whoosh.doclists import union
from searchnews.engines.whoosh.found import NOTHING, Found
from searchnews.engines.whoosh.postings import TermEntry
from searchnews.engines.whoosh.rows import Rows, led, led_by, near, rows_of
from searchnews.engines.whoosh.scoring import Scorer
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.terms import term_bytes

__all__ = ["Phrases"]


class Phrases:
    """Answers phrases in one segment."""

    def __init__(self, scorer: Scorer, number: int, deadline: Deadline) -> None:
        self._scorer, self._number, self._deadline = scorer, number, deadline

    def found(self, query: Any) -> Found:
        """Give the documents that hold a phrase, and their scores."""
        entries = self._entries(query.fieldname, query.words)
        if not entries:
            return NOTHING
        docs = self._holding_all(entries)
        if len(entries) > 1 and len(docs):
            docs = (
                rows_of(entries, docs, self._at).docs()
                if query.slop == 1
                else near(entries, docs, query.slop, self._at)
            )
        return Found(docs, self._scores(entries, docs) * query.boost)

    def found_each(self, queries: Sequence[Any]) -> dict[int, Found]:
        """Answer those of some queries that are phrases and differ from another in the first word alone; by number."""
        families: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for number, query in enumerate(queries):
            if type(query).__name__ == "Phrase" and query.slop == 1 and len(query.words) > 1:
                families.setdefault((query.fieldname, tuple(query.words[1:])), []).append(number)
        found: dict[int, Found] = {}
        for (field, following), members in families.items():
            if len(members) > 1:
                phrases = [queries[member] for member in members]
                found.update(zip(members, self._family(field, following, phrases), strict=True))
        return found

    def _family(self, field: str, following: Sequence[str], phrases: Sequence[Any]) -> list[Found]:
        entries = self._entries(field, following)
        openings = [self._entry(field, phrase.words[0]) for phrase in phrases]
        some = [opening for opening in openings if opening is not None]
        rows = self._led_rows(some, entries) if entries and some else None
        return [
            NOTHING if rows is None or opening is None else self._led(opening, entries, rows, phrase.boost)
            for opening, phrase in zip(openings, phrases, strict=True)
        ]

    def _led(self, opening: TermEntry, following: Sequence[TermEntry], rows: Rows, boost: float) -> Found:
        """Answer a phrase, given the rows of all its words but the first."""
        docs = led_by(opening, rows, len(following), *self._scorer.postings(opening).held(rows.own))
        return Found(docs, self._scores((opening, *following), docs) * boost) if len(docs) else NOTHING

    def _led_rows(self, openings: Sequence[TermEntry], words: Sequence[TermEntry]) -> Rows | None:
        """Give where words stand in a row, if it may be right behind one of some others; None where it never is."""
        begins, kept = None, [self._scorer.postings(opening) for opening in openings]
        if sum(map(_postings_of, openings)) < min(map(_postings_of, words)):
            docs = self._holding_all(words, union([postings.docs() for postings in kept]))
            if len(docs):
                held = [(opening, *postings.held(docs)) for opening, postings in zip(openings, kept, strict=True)]
                begins = led(held, len(words))
        else:
            docs = self._holding_all(words)
            is_led = np.zeros(len(docs), bool)
            for postings in kept:
                is_led[postings.held(docs)[0]] = True
            docs = docs[is_led]
        return rows_of(words, docs, self._at, begins) if len(docs) else None

    def _entry(self, field: str, word: Any) -> TermEntry | None:
        return self._scorer.term(field, term_bytes(word)).entries[self._number]

    def _entries(self, field: str, words: Iterable[Any]) -> list[TermEntry]:
        """Give the entries of words; none where one of them is not there."""
        entries = []
        for word in words:
            if (entry := self._entry(field, word)) is None:
                return []
            entries.append(entry)
        return entries

    def _holding_all(self, entries: Iterable[TermEntry], docs: Array | None = None) -> Array:
        """Give the documents, of some or of all, that hold all of some terms."""
        left = sorted(entries, key=_postings_of)
        if docs is None:
            docs = self._scorer.postings(left.pop(0)).docs()
        for entry in left:
            self._deadline.check()
            docs = docs[self._scorer.postings(entry).held(docs)[0]]
        return docs

    def _at(self, entry: TermEntry, docs: Array) -> Array:
        """Give the places of documents among those that hold a term."""
        self._deadline.check()
        return self._scorer.postings(entry).held(docs)[1]

    def _scores(self, entries: Iterable[TermEntry], docs: Array) -> Array:
        """Add up what the words of a phrase score in documents that hold them all."""
        scores = np.zeros(len(docs))
        for entry in entries:
            scores += entry.idf * self._scorer.postings(entry).impacts_at(self._at(entry, docs), docs)
        return scores


def _postings_of(entry: TermEntry) -> int:
    return entry.last - entry.first
