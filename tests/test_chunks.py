"""What stands between white space, numbered by arrays as a dictionary would number it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews import _chunks
from searchnews._chunks import ChunkTable, chunk_table, string_table

pytestmark = pytest.mark.usefixtures("either_way")

WHITE = [" ", "\n", "\t", "\u00a0", "\u2028", "\u3000", "\x85", "\x1c", "  "]
PIECES = ["قال", "الوزير", "الوزير،", "a", "ab", "abc", "abcd", "abcde", "x" * 40, "👍", "👍🏽x", "\u200f", "\ufeff"]
TEXTS = st.lists(st.sampled_from([*PIECES, *WHITE]) | st.text(max_size=6), max_size=12).map("".join)
HALVES = st.sampled_from(["\ud83d", "\ude00", "\ud83d\ude00"])


def strings_of(table, known, texts):
    """Give the chunks of texts by their numbers, and how many are of each; `known` gains those that are new."""
    numbers, counts = table.numbers(texts)
    known += table.take_new()
    return [known[number] for number in numbers.tolist()], counts.tolist()


def split(texts):
    return [chunk for text in texts for chunk in text.split()], [len(text.split()) for text in texts]


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=5), max_size=4))
def test_chunks_are_what_split_gives(batches):
    table, known = chunk_table(), []
    for texts in batches:
        assert strings_of(table, known, texts) == split(texts)
    assert len(table) == len(known) == len(set(known))


def test_a_zero_at_the_end_of_a_chunk_is_part_of_it():
    texts = ["قال قال\0 قال\0\0", "قال\0"]
    table, known = chunk_table(), []
    assert strings_of(table, known, texts) == split(texts)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_chunks_that_were_numbered_keep_their_numbers(texts):
    table = chunk_table()
    before, _ = table.numbers(texts)
    after, _ = table.numbers(texts)
    assert after.tolist() == before.tolist()


@given(st.lists(TEXTS | st.lists(HALVES | TEXTS, max_size=4).map("".join), min_size=1, max_size=4))
def test_half_a_surrogate_pair_is_kept_apart_from_the_whole(texts):
    table, known = chunk_table(), []
    assert strings_of(table, known, ["😀"]) == (["😀"], [1])
    assert strings_of(table, known, texts) == split(texts)


@pytest.mark.parametrize("bits", [0, 1, 3])
@given(batches=st.lists(st.lists(TEXTS, min_size=1, max_size=5), max_size=4))
def test_chunks_of_one_hash_are_told_apart(bits, batches):
    def poor(cut):
        return (cut.blocks[cut.firsts] & np.uint64((1 << bits) - 1)) | np.uint64(1)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(_chunks._Cut, "hashes", poor)
        table, known = ChunkTable(), []
        for texts in batches:
            assert strings_of(table, known, texts) == split(texts)


def test_a_table_grows_with_its_chunks(monkeypatch):
    monkeypatch.setattr(_chunks, "_SMALLEST", 4)
    table, known = chunk_table(), []
    texts = [f"word{number} other{number % 7}" for number in range(5_000)]
    for text in texts[:500]:
        assert strings_of(table, known, [text]) == split([text])
    assert strings_of(table, known, texts) == split(texts)


def test_a_chunk_may_be_of_a_megabyte():
    table, known = chunk_table(), []
    long = "و" * (1 << 20)
    texts = [f"a {long} b", long[:-1], long]
    assert strings_of(table, known, texts) == split(texts)


@given(
    st.lists(st.lists(TEXTS | HALVES | st.sampled_from(["", " \x01\u1234", "\U00011234", "ab", "ab\0"])), max_size=4)
)
def test_whole_strings_are_numbered_as_they_come_first(batches):
    table, known, expected = string_table(), [], {}
    for strings in batches:
        numbers = table.numbers_of_whole(strings).tolist()
        known += table.take_new()
        assert numbers == [expected.setdefault(string, len(expected)) for string in strings]
        assert known == list(expected)


def test_a_table_of_whole_strings_grows_with_them():
    table = string_table()
    strings = [f"كلمة{number}" for number in range(10_000)]
    assert table.numbers_of_whole(strings).tolist() == list(range(10_000))
    assert table.take_new() == strings
    assert table.numbers_of_whole(strings[::-1]).tolist() == list(range(10_000))[::-1]
    assert table.take_new() == []
