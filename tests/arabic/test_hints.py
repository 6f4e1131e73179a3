"""Hints let a highlighter pass over most words unanalysed, so they must never pass over a word that is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.arabic import analyzer
from searchnews.arabic.sieve import Sieve
from searchnews.arabic.stopwords import STOP

CORPUS = Path(__file__).parent.parent.parent / "corpus"
WORDS = sorted(
    {
        word
        for file in CORPUS.rglob("*.txt")
        for word in re.findall("[\u0621-\u063a\u0641-\u064a]+", file.read_bytes().decode("utf-8", "ignore"))
    }
)


def is_let_through(text: str, hints: Iterable[str]) -> bool:
    return Sieve(hints, analyzer().byte_fold).chunks(text) == [(0, len(text))]


def is_hinted(word: str) -> bool:
    return is_let_through(word, analyzer().hints(analyzer().forms(word).stem))


def test_every_word_of_the_corpus_has_a_hint_of_its_stem_in_it():
    assert len(WORDS) > 2_000
    assert [word for word in WORDS if not is_hinted(word)] == []


@pytest.mark.parametrize("before", ["", "و", "ب", "ال", "وال", "لل", "وبال", "فال"])
def test_every_exception_has_a_hint_behind_any_clitic(before):
    exceptions = (Path(__file__).parent.parent.parent / "searchnews/arabic/data/exceptions.tsv").read_text("utf-8")
    listed = [w for line in exceptions.splitlines() if "\t" in line for w in line.split("\t")[1].split()]
    words = [before + (word[2:] if before.endswith("ل") and word.startswith("ال") else word) for word in listed]
    assert [word for word in words if not is_hinted(word)] == []


MADE_UP = st.text(alphabet="ابتةهويىأإآؤئءلمنكسف", min_size=1, max_size=12)
INFLECTED = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "و", "ب", "ال", "وال", "لل", "وبال", "فال", "ل", "ك", "س"]),
        st.sampled_from(WORDS),
        st.sampled_from(["", "ة", "ات", "ها", "هم", "نا", "ين", "ون", "ي", "يات", "ته", "تها", "وا", "ا"]),
    ),
)
NUMBERS = st.from_regex(r"[0-9]{1,7}([.,٫٬][0-9]{1,4}){0,3}|[0-9]{1,3}ر[0-9]{1,3}", fullmatch=True).filter(
    lambda text: [token.text for token in analyzer().tokenize(text)] == [text]
)


@given(MADE_UP | INFLECTED | NUMBERS)
def test_made_up_words_and_numbers_have_hints(word):
    assert is_hinted(word)


@given(MADE_UP | INFLECTED | NUMBERS)
def test_made_up_words_have_hints_of_their_surface(word):
    assert is_let_through(word, analyzer().hints_of_surface(analyzer().forms(word).surface))


@given(MADE_UP | INFLECTED | NUMBERS, st.integers(1, 12))
def test_made_up_words_have_hints_of_how_they_and_their_stems_begin(word, length):
    for form in analyzer().forms(word)[:2]:
        assert is_let_through(word, analyzer().hints_of_beginning(form[:length].rstrip(STOP)))


@pytest.mark.parametrize("before", ["", "و", "ف"])
def test_every_stop_word_has_a_hint_in_it(before):
    listed = (Path(__file__).parent.parent.parent / "searchnews/arabic/data/stopwords.txt").read_text("utf-8")
    words = [before + word for line in listed.splitlines() if line[:1] != "#" for word in line.lstrip("!").split()]
    assert [word for word in words if not is_hinted(word)] == []


def test_a_letter_alone_is_told_from_words_that_have_it():
    sieve = Sieve(analyzer().hints("ل"), analyzer().byte_fold)
    text = "قال لـ «ل» (لـ): لبنان وال"
    assert [text[start:end] for start, end in sieve.chunks(text)] == ["لـ", "«ل»", "(لـ):"]


def test_two_letters_are_not_taken_for_the_first_of_them():
    assert not is_let_through("حكومة", analyzer().hints("حب"))
    assert is_let_through("وبحبهم", analyzer().hints("حب"))


def test_a_number_is_told_by_its_last_digits():
    assert not is_let_through("2018", analyzer().hints("2017"))
    assert is_let_through("2,017", analyzer().hints("2017"))


@pytest.mark.parametrize("word", ["كبببير", "راااائع", "مبروووووك", "بببن"])
def test_a_word_with_a_letter_thrice_is_never_passed_over(word):
    assert is_let_through(word, analyzer().hints(analyzer().forms(word).stem))
