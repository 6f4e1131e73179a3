"""Other ways of writing the same words."""

from __future__ import annotations

import pytest

from searchnews.arabic import Forms, analyzer
from searchnews.arabic.lexicon import DATA
from searchnews.arabic.spellings import Spellings
from searchnews.arabic.variants import Way, rows_of

SPELLINGS = Spellings(analyzer())


def words(text: str) -> list[Forms]:
    return list(map(analyzer().forms, text.split()))


def others(text: str) -> set[str] | None:
    """Give the other ways of writing all words of a text together."""
    row = words(text)
    found = SPELLINGS.find(row, 0)
    return {way.text for way in found.others} if found is not None and found.words == len(row) else None


def test_every_way_of_the_list_is_found_by_its_own_words():
    rows = rows_of((DATA / "variants.tsv").read_text(encoding="utf-8"))
    ways = [way for row in rows for way in row.split("|") if "|" in row and not way.startswith("~")]
    found = {
        way: SPELLINGS.find([analyzer().forms(token.text) for token in analyzer().tokenize(way)], 0) for way in ways
    }
    assert len(ways) > 1_000
    assert [way for way in ways if found[way] is None] == []


def test_a_month_is_found_by_its_other_names():
    assert others("يناير") == {"كانون الثاني", "جانفي", "january"}
    assert others("تموز") >= {"يوليو", "يوليوز", "جويلية"}


def test_a_month_of_two_words_is_one_thing():
    assert others("كانون الثاني") == {"يناير", "جانفي", "january"}
    assert SPELLINGS.find(words("كانون الثاني"), 0).whole


@pytest.mark.parametrize("word", ["آب", "ماي", "جوان", "may"])
def test_names_of_months_that_are_other_words_are_left_alone(word):
    assert others(word) is None
    assert all(word not in others(month) for month in ("أغسطس", "مايو", "يونيو"))


@pytest.mark.parametrize(("apart", "joined"), [("عبد العزيز", "عبدالعزيز"), ("أبو الطيب", "ابوالطيب")])
def test_compound_names_are_written_together_and_apart(apart, joined):
    assert others(apart) == {joined}
    assert others(joined) == {analyzer().fold(apart)}


@pytest.mark.parametrize("word", ["عبدا", "ابوا", "سلام", "عبدت"])
def test_a_word_that_only_begins_like_one_is_not_parted(word):
    assert others(word) is None


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("غوغل", "جوجل"),
        ("جوجل", "قوقل"),
        ("أستانا", "أستانة"),
        ("الأمم المتحدة", "UN"),
        ("تنظيم الدولة", "داعش"),
        ("أ ف ب", "فرانس برس"),
        ("داعش", "تنظيم الدولة"),
        ("Trump", "ترامب"),
        ("ترامب", "trump"),
        ("أمريكا", "الولايات المتحدة"),
        ("كيم جونغ أون", "Kim Jong Un"),
    ],
)
def test_names_are_found_by_their_other_ways(one, another):
    assert another.casefold() in {way.casefold() for way in others(one)}


def test_particles_may_stand_before_a_name():
    assert others("وبغوغل") == others("غوغل")
    assert "أمريكا" in others("وللولايات المتحدة")


def test_the_longest_name_is_taken():
    assert SPELLINGS.find(words("حلف شمال الأطلسي"), 0).words == 3


def test_what_may_mean_something_else_is_found_for_the_others_only():
    assert Way("الأمم", loose=True) in SPELLINGS.find(words("الأمم المتحدة"), 0).others
    assert others("الأمم") is None


def test_an_adjective_of_a_country_is_not_its_long_name():
    assert "الولايات المتحدة" not in others("الأمريكي")


def test_a_word_that_only_shares_a_stem_with_a_name_is_not_the_name():
    assert others("البصرة") is not None
    assert others("بصري") is None


def test_own_variants_stand_before_those_that_are_shipped():
    own = Spellings(analyzer(), [(Way("غوغل"), Way("محرك البحث")), (Way("داعش"),)])
    assert own.find(words("غوغل"), 0).others == (Way("محرك البحث"),)
    assert own.find(words("داعش"), 0) is None


def test_words_without_other_ways_have_none():
    assert others("محادثات") is None
    assert SPELLINGS.find(words("محادثات السلام"), 0) is None


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("سلام", ["سلام"]),
        ("علي عبد الله صالح", ["علي عبد الله صالح", "علي عبدالله صالح"]),
        ("علي عبدالله صالح", ["علي عبدالله صالح", "علي عبد الله صالح"]),
        ("ابوظبي", ["ابوظبي", "ابو ظبي"]),
        ("عبد القادر", ["عبد القادر", "عبدالقادر"]),
        ("عبد", ["عبد"]),
        ("ابو عبدالله", ["ابو عبدالله", "ابو عبد الله", "ابوعبد الله", "ابوعبدالله"]),
        ("ابوعبدالله قال", ["ابوعبدالله قال", "ابو عبد الله قال", "ابو عبدالله قال", "ابوعبد الله قال"]),
        (
            "عبدالله عبد الله",
            ["عبدالله عبد الله", "عبد الله عبد الله", "عبدالله عبدالله", "عبد الله عبدالله"],
        ),
    ],
)
def test_compound_names_are_written_with_and_without_their_space(text, rows):
    assert [" ".join(row) for row in SPELLINGS.respaced(text.split())] == rows


def test_a_row_of_many_compound_names_is_written_in_few_ways():
    assert len(SPELLINGS.respaced(["عبدالله"] * 50)) == 8
    assert len(SPELLINGS.respaced(["ابو"] * 500)) == 8
    assert len(SPELLINGS.respaced(["ابو" * 60])) == 8
