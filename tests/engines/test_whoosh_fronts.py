"""Terms front-coded: they come back as they were, wherever blocks begin, and are found as in a sorted list."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.engines.whoosh.fronts import BLOCK, FrontCoder, head_of, narrowed, strings_of, widened
from searchnews.engines.whoosh.sections import SectionReader, SectionWriter
from searchnews.engines.whoosh.strings import terms_of
from searchnews.engines.whoosh.terms import encode
from searchnews.errors import CorruptIndexError

WORDS = st.text("ابتوزيرمحادثات\0aé٣😀\ud800 ", max_size=24)
SORTED = st.lists(WORDS.map(encode), unique=True, max_size=80).map(sorted)


@given(WORDS)
def test_a_narrow_string_becomes_what_it_was(word: str):
    assert widened(narrowed(encode(word))) == encode(word)


def test_an_arabic_letter_takes_a_byte():
    assert len(narrowed("وزير".encode())) == 4


@given(SORTED, st.integers(0, 80))
def test_strings_that_come_in_two_calls_come_back(strings: list[bytes], cut: int):
    coder = FrontCoder()
    data = coder.add(strings[:cut]) + coder.add(strings[cut:])
    assert strings_of(data) == strings
    heads = coder.heads().tolist()
    assert heads.pop() == len(strings)
    assert [widened(head_of(data[at:])) for at in heads] == strings[::BLOCK]


def test_a_long_string_comes_back():
    strings = sorted(b"a" * size for size in (14, 15, 16, 142, 143, 20_000))
    assert strings_of(FrontCoder().add(strings)) == strings


def test_words_that_begin_alike_take_a_fraction_of_their_bytes():
    words = sorted(encode(f"محادثات{end}") for end in ("", "نا", "هم", "ها", "كم", "ي"))
    assert len(FrontCoder().add(words)) < sum(map(len, words)) / 3


def terms_in(folder: Path, strings: list[bytes]):
    coder = FrontCoder()
    path = str(folder / "terms")
    Path(path).unlink(missing_ok=True)
    file = SectionWriter(path)
    file.put("f/terms", coder.add(strings))
    file.put("f/heads", coder.heads())
    file.finish({})
    return terms_of(SectionReader(path), "f")


@given(strings=SORTED, key=WORDS.map(encode))
def test_terms_are_found_as_in_a_sorted_list(tmp_path_factory, strings: list[bytes], key: bytes):
    terms = terms_in(tmp_path_factory.mktemp("terms"), strings)
    assert len(terms) == len(strings)
    assert terms.all() == [terms[place] for place in range(len(terms))] == strings
    assert terms.lower_bound(key) == bisect_left(strings, key)
    assert terms.find(key) == (strings.index(key) if key in strings else -1)
    assert [terms.find(string) for string in strings] == list(range(len(strings)))
    assert terms.stretch(3, 40) == strings[3:40]
    assert terms.problem() == ""


def test_weights_ascend_to_the_bytes_of_all(tmp_path: Path):
    terms = terms_in(tmp_path, sorted(encode(f"كلمة{number}") for number in range(100)))
    weights = terms.weights().tolist()
    assert len(weights) == 101
    assert weights == sorted(weights)
    assert weights[0] == 0 < weights[-1]


@pytest.mark.parametrize("data", [b"", b"\x05ab", b"\x0f", b"\x0f\xff", b"\x01a\x0fb"])
def test_bytes_that_are_cut_off_are_no_strings(tmp_path: Path, data: bytes):
    file = SectionWriter(str(tmp_path / "terms"))
    file.put("f/terms", data)
    file.put("f/heads", b"\0\2")
    file.finish({})
    with pytest.raises(CorruptIndexError, match="makes no sense"):
        terms_of(SectionReader(str(tmp_path / "terms")), "f").all()
