"""The second look at the best matches."""

from __future__ import annotations

import numpy as np

from searchnews.ranking.fields import ROOT, STEM, SURFACE, TITLE_ROOT
from searchnews.ranking.rescoring import WordTerms, bonuses

TALKS = WordTerms("المحادثات", "المحادثات", "محادث", "حدث")
PEACE = WordTerms("سلام", "سلام", "سلام", "سلم")


class Terms:
    """An index of a few documents: for each field, the terms of each document. All terms are as rare as each other."""

    def __init__(self, **fields: list[set[str]]) -> None:
        self._fields = fields

    def term_scores(self, field, terms, docs):
        return self.holding(field, terms, docs) * 1.5

    def holding(self, field, terms, docs):
        return np.array([[term in self._fields[field][doc] for term in terms] for doc in docs])

    def idf(self, field, term):
        return 2.0 if any(term in held for held in self._fields[field]) else 0.0


def terms(titles=({}, {}, {})):
    return Terms(**{
        SURFACE: [{"المحادثات", "سلام"}, {"محادثات"}, set()],
        STEM: [{"محادث", "سلام"}, {"محادث"}, set()],
        ROOT: [{"حدث", "سلم"}, {"حدث"}, {"حدث"}],
        TITLE_ROOT: [set(title) for title in titles],
    })  # fmt: skip


def test_a_word_counts_most_as_written_then_as_stem_then_as_root():
    written, stem, root = bonuses([TALKS], [0, 1, 2], terms()).found[:, 0]
    assert written > stem > root > 0


def test_each_word_that_is_there_counts():
    both, one, _ = bonuses([TALKS, PEACE], [0, 1, 2], terms()).found
    assert (both > 0).tolist() == [True, True]
    assert (one > 0).tolist() == [True, False]


def test_a_headline_counts_by_the_square_of_the_share_of_the_query_that_it_has():
    whole, half, none = bonuses([TALKS, PEACE], [0, 1, 2], terms(({"حدث", "سلم"}, {"حدث"}, {}))).headline
    assert whole[0] == 4 * half[0] > 0
    assert none.sum() == 0


def test_words_that_are_nowhere_give_nothing():
    nowhere = WordTerms("كلمة", "كلمة", "كلم", "كلم")
    assert bonuses([nowhere], [0, 1], terms()).total().tolist() == [0.0, 0.0]
