"""Numbers in words and in digits."""

from __future__ import annotations

import pytest

from searchnews.arabic import analyzer
from searchnews.arabic.numbers import number_words
from searchnews.arabic.spellings import Spellings

NUMBERS = {words[0]: words[1:] for words in number_words()}
SPELLINGS = Spellings(analyzer())


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("3", "ثلاث"),
        ("10", "عشرة"),
        ("11", "أحد عشر"),
        ("15", "خمس عشرة"),
        ("21", "واحد وعشرين"),
        ("30", "ثلاثون"),
        ("99", "تسعة وتسعين"),
        ("200", "مئتين"),
        ("300", "ثلاثمائة"),
        ("800", "ثماني مئة"),
        ("3000", "ثلاثة آلاف"),
    ],
)
def test_a_number_is_known_by_its_words(digits, words):
    assert words in NUMBERS[digits]


def test_every_number_from_three_to_ninety_nine_has_words():
    assert {str(number) for number in range(3, 100)} <= set(NUMBERS)


def test_no_number_is_given_twice():
    assert len(NUMBERS) == len(list(number_words()))


@pytest.mark.parametrize("number", ["1", "2", "1000", "2000", "2018", "1967"])
def test_years_and_numbers_that_are_mostly_something_else_stay_digits(number):
    assert SPELLINGS.find([analyzer().forms(number)], 0) is None


@pytest.mark.parametrize("written", ["30", "٣٠", "ثلاثون", "الثلاثين"])
def test_a_number_is_one_however_it_is_written(written):
    ways = {way.text for way in SPELLINGS.find([analyzer().forms(written)], 0).others}
    assert ways == ({"30"} if written.endswith("ن") else {"ثلاثون", "ثلاثين"})


def test_a_number_of_two_words_is_one():
    assert SPELLINGS.find(list(map(analyzer().forms, ["خمسة", "وعشرين"])), 0).others[0].text == "25"
