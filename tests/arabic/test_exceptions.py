"""Words whose stems are listed, and the quick look whether a word is one."""

from __future__ import annotations

import pytest

from searchnews.arabic.exceptions import Exceptions, Stem
from searchnews.arabic.folds import LOSSY, folder

FOLD = folder(LOSSY)
FOUND = Stem("x", ())


@pytest.mark.parametrize(
    ("listed", "spelt"),
    [
        ("المانيا", "ألمانيا"),
        ("المانيا", "المانيا"),
        ("سءول", "سؤول"),
        ("كوكل", "گوگل"),
        ("مي", "مى"),
        ("شء", "شيء"),
        ("بطء", "بطيء"),
        ("ه", "ة"),
    ],
)
def test_a_listed_word_is_found_however_it_is_spelt(listed, spelt):
    assert FOLD(spelt) == FOLD(listed)
    exceptions = Exceptions({FOLD(listed): FOUND}, FOLD)
    assert exceptions.find(spelt) is FOUND
    assert spelt in exceptions


@pytest.mark.parametrize("word", ["", "الم", "المانيه", "مانيا"])
def test_a_word_that_only_begins_or_ends_like_one_is_not_found(word):
    assert Exceptions({"المانيا": FOUND}, FOLD).find(word) is None


def test_nothing_but_a_word_is_among_them():
    assert 7 not in Exceptions({"المانيا": FOUND}, FOLD)
