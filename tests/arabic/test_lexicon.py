from importlib.resources import files

import pytest

from searchnews.arabic.lexicon import UNKNOWN, Lexicon, shipped_lexicon

LINES = "آب\t440\nكتاب\t321\nكتابة\t410\nوزير\t333\n"


@pytest.fixture
def lexicon():
    return Lexicon(LINES.encode())


@pytest.mark.parametrize(("word", "rarity"), [line.split("\t") for line in LINES.splitlines()])
def test_every_listed_word_is_found(lexicon, word, rarity):
    assert lexicon.rarity(word) == int(rarity)


@pytest.mark.parametrize("word", ["", "ا", "كتا", "كتابا", "كتاب\t", "يوم", "\n", "\ud800", "كتاب\t321\nكتابة"])
def test_a_word_that_is_not_listed_is_unknown(lexicon, word):
    assert (lexicon.rarity(word), lexicon.knows(word)) == (UNKNOWN, False)


def test_an_empty_lexicon_knows_nothing():
    assert not Lexicon(b"").knows("كتاب")


def test_the_shipped_list_is_sorted_by_bytes():
    lines = files("searchnews.arabic").joinpath("data/words.tsv").read_bytes().split(b"\n")
    assert lines[:-1] == sorted(lines[:-1], key=lambda line: line.split(b"\t")[0])
    assert lines[-1] == b""


def test_every_200th_shipped_word_is_found():
    lines = files("searchnews.arabic").joinpath("data/words.tsv").read_text(encoding="utf-8").splitlines()
    entries = [line.split("\t") for line in lines[::200]]
    assert all(shipped_lexicon().rarity(word) == int(rarity) for word, rarity in entries)


def test_no_listed_word_is_as_rare_as_an_unknown_one():
    lines = files("searchnews.arabic").joinpath("data/words.tsv").read_text(encoding="utf-8").splitlines()
    assert max(int(line.split("\t")[1]) for line in lines) < UNKNOWN


def test_a_common_word_is_less_rare():
    assert shipped_lexicon().rarity("وزير") < shipped_lexicon().rarity("زير")


@pytest.mark.parametrize(
    ("word", "rarity"),
    [("علي", 300), ("على", 300), ("العلم", 430), ("علم", 400), ("بيت", 380), ("البيت", 350), ("بي", UNKNOWN)],
)
@pytest.mark.parametrize("asked_before", [0, 3_000, 30_000])
def test_the_nearest_spelling_is_the_same_however_many_were_asked_for(word, rarity, asked_before):
    lexicon = Lexicon("البيت\t350\nعلم\t400\nعلى\t300\n".encode())
    for number in range(asked_before):
        lexicon.nearest(str(number))
    assert lexicon.nearest(word) == rarity


def test_words_are_found_by_how_they_begin(lexicon):
    assert lexicon.beginning_with("كتا") == {"كتاب": 321, "كتابة": 410}
