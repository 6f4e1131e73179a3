"""Phrases: documents that hold words in order, and their scores.

Phrases that differ in their first word alone, as with particles joined to it, are told together: where all others stand
in a row is read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from searchnews.engines.whoosh.deadline import Deadline
from searchnews.engines.whoosh.found import NOTHING, Found
from searchnews.engines.whoosh.postings import TermEntry
from searchnews.engines.whoosh.rows import near
from searchnews.engines.whoosh.scoring import Scorer
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.standing import Locator
from searchnews.engines.whoosh.terms import term_bytes

__all__ = ["Phrases"]


class Phrases:
    """Answers phrases in one segment."""

    def __init__(self, scorer: Scorer, number: int, deadline: Deadline) -> None:
        self._scorer, self._number, self._locator = scorer, number, Locator(scorer, deadline)

    def found(self, query: Any) -> Found:
        """Give the documents that hold a phrase, and their scores."""
        entries = self._entries(query.fieldname, query.words)
        if not entries:
            return NOTHING
        if len(entries) > 1 and query.slop == 1:
            docs, at, _ = self._locator.in_a_row(entries)
        else:
            docs = self._locator.holding_all(entries)
            if len(entries) > 1 and len(docs):
                docs = near(entries, docs, query.slop, self._locator.at)
            at = [self._locator.at(entry, docs) for entry in entries]
        scores = np.zeros(len(docs))
        for entry, places in zip(entries, at, strict=True):
            scores += self._scored(entry, places, docs)
        return Found(docs, scores * query.boost)

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
        if not entries or not some:
            return [NOTHING] * len(phrases)
        docs, at, led_by = self._locator.behind(some, entries)
        behind = [self._scored(entry, places, docs) for entry, places in zip(entries, at, strict=True)]

        def answered(opening: TermEntry | None, boost: float) -> Found:
            if opening is None or not len(docs):
                return NOTHING
            hits, places = led_by(opening)
            scores = self._scored(opening, places, docs[hits])
            for added in behind:
                scores += added[hits]
            return Found(docs[hits], scores * boost)

        return [answered(opening, phrase.boost) for opening, phrase in zip(openings, phrases, strict=True)]

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

    def _scored(self, entry: TermEntry, at: Array, docs: Array) -> Array:
        """Give what a word scores in documents, which stand at some places among its own."""
        scores: Array = entry.idf * self._scorer.postings(entry).impacts_at(at, docs)
        return scores
