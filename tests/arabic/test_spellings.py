"""Other ways of writing the same words."""

import pytest

from searchnews.arabic import analyzer
from searchnews.arabic.spellings import spellings

SPELLINGS = spellings(analyzer().fold)


def test_a_month_is_found_by_its_other_names():
    assert SPELLINGS.others(["يناير"]) == [("كانون", "الثاني"), ("جانفي",)]
    assert ("يوليوز",) in SPELLINGS.others(["تموز"])


def test_a_month_of_two_words_is_a_month():
    assert SPELLINGS.others(["كانون", "الثاني"]) == [("يناير",), ("جانفي",)]
    assert SPELLINGS.belong_together("تشرين", "الاول")


@pytest.mark.parametrize("word", ["اب", "ماي", "جوان"])
def test_names_of_months_that_are_other_words_are_left_alone(word):
    assert SPELLINGS.others([word]) == []
    assert all((word,) not in SPELLINGS.others([month]) for month in ("اغسطس", "مايو", "يونيو"))


@pytest.mark.parametrize(("apart", "joined"), [("عبد العزيز", "عبدالعزيز"), ("ابو ظبي", "ابوظبي")])
def test_compound_names_are_written_together_and_apart(apart, joined):
    assert SPELLINGS.others(apart.split()) == [(joined,)]
    assert SPELLINGS.others([joined]) == [tuple(apart.split())]


@pytest.mark.parametrize("word", ["عبدا", "ابوا", "سلام", "عبدت"])
def test_a_word_that_only_begins_like_one_is_not_parted(word):
    assert SPELLINGS.others([word]) == []


def test_long_words_do_not_belong_together():
    assert not SPELLINGS.belong_together("محادثات", "السلام")
    assert SPELLINGS.others([]) == SPELLINGS.others(["محادثات", "السلام"]) == []
