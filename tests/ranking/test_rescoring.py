"""The second look at the best matches."""

from __future__ import annotations

import numpy as np

from searchnews.ranking.fields import ROOT, STEM, SURFACE, TITLE_ROOT
from searchnews.ranking.rescoring import Asked, WordTerms, bonuses

TALKS_TERMS = WordTerms("المحادثات", "محادث", "حدث")
PEACE_TERMS = WordTerms("سلام", "سلام", "سلم")
NOWHERE_TERMS = WordTerms("كلمة", "كلم", "كلم")
TALKS, PEACE = Asked("المحادثات", ((TALKS_TERMS,),)), Asked("سلام", ((PEACE_TERMS,),))


class Terms:
    """An index of a few documents: for each field, the terms of each document. All terms are as rare as each other."""

    def __init__(self, **fields: list[set[str]]) -> None:
        self._fields = fields

    def term_scores(self, terms, docs):
        return np.array([[term in self._fields[field][doc] for field, term in terms] for doc in docs]) * 1.5

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
    assert bonuses([Asked("كلمة", ((NOWHERE_TERMS,),))], [0, 1], terms()).total().tolist() == [0.0, 0.0]


def test_of_several_ways_the_best_counts():
    either = Asked("سلام", ((PEACE_TERMS,), (TALKS_TERMS,)))
    assert bonuses([either], [1, 2], terms()).total().tolist() == bonuses([TALKS], [1, 2], terms()).total().tolist()


def test_a_way_that_is_nowhere_takes_nothing_from_the_others():
    either = Asked("كلمة", ((NOWHERE_TERMS,), (TALKS_TERMS,)))
    assert bonuses([either], [0, 1], terms()).total().tolist() == bonuses([TALKS], [0, 1], terms()).total().tolist()


def test_a_way_of_several_words_counts_where_all_of_them_are():
    run = Asked("محادثات سلام", ((NOWHERE_TERMS,), (TALKS_TERMS, PEACE_TERMS)))
    both, one = bonuses([run], [0, 1], terms()).found[:, 0]
    assert both > one == 0


def test_words_that_count_one_by_one_are_worth_what_they_are_alone():
    run = Asked("محادثات سلام", ((TALKS_TERMS, PEACE_TERMS), (NOWHERE_TERMS,)), apart=True)
    titles = terms(({"حدث", "سلم"}, {"حدث"}, {}))
    docs = [0, 1, 2]
    assert (
        bonuses([run], docs, titles).found[:, 0].tolist() == bonuses([TALKS, PEACE], docs, titles).found.sum(1).tolist()
    )
    alone = bonuses([TALKS, PEACE], docs, titles).headline.sum(1)
    assert bonuses([run], docs, titles).headline[:, 0].tolist() == alone.tolist()


def test_another_way_is_worth_all_words_that_it_stands_for():
    joined = Asked(
        "محادثات سلام", ((TALKS_TERMS, PEACE_TERMS), (WordTerms("محادثاتسلام", "محادث", "حدث"),)), apart=True
    )
    assert bonuses([joined], [1], terms()).found[0, 0] == 2 * bonuses([TALKS], [1], terms()).found[0, 0] / 1.0
