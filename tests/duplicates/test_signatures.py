"""Signatures: of two texts, as many numbers agree as they share pairs of words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.duplicates import packed, signatures, unpacked

WORDS = np.random.default_rng(1).integers(0, 1 << 32, 1200, dtype=np.uint32)


def signature(words: np.ndarray) -> np.ndarray:
    return signatures(words, np.array([len(words)]))[0]


def agreement(one: np.ndarray, other: np.ndarray) -> float:
    return float((signature(one) == signature(other)).mean())


def test_they_never_change_for_they_are_kept_in_indexes():
    words = np.arange(1, 31, dtype=np.uint32) * np.uint32(2654435761)
    assert packed(signatures(words, np.array([30]))) == [
        "9J2pBsWbJ41Hf5wIm6vR6uyAzeSy/pl16hd0qjAg6RvQP6kHKarlwWI1QE8NkyVW"
    ]


def test_a_text_has_the_same_one_among_others_and_alone():
    lengths = np.array([5, 300, 1, 40])
    together = signatures(WORDS[:346], lengths)
    ends = np.cumsum(lengths)
    alone = [signature(WORDS[end - length : end]) for end, length in zip(ends, lengths, strict=True)]
    assert (together == alone).all()


@pytest.mark.parametrize("shared", [0.2, 0.5, 0.8])
def test_as_much_agrees_as_is_shared(shared: float):
    size = 400
    common = round(2 * size * shared / (1 + shared))
    one, other = WORDS[:size], np.concatenate([WORDS[:common], WORDS[size : 2 * size - common]])
    assert agreement(one, other) == pytest.approx(shared, abs=0.15)


def test_the_order_of_words_matters():
    assert agreement(WORDS[:200], WORDS[:200][::-1]) < 0.1


def test_short_texts_that_share_nothing_do_not_agree():
    agreements = [agreement(WORDS[at : at + 3], WORDS[at + 3 : at + 6]) for at in range(0, 600, 6)]
    assert max(agreements) < 0.2


@given(st.lists(st.integers(0, (1 << 32) - 1), min_size=1, max_size=50))
def test_what_is_packed_is_read_again(words: list[int]):
    rows = signatures(np.array(words, np.uint32), np.array([len(words)]))
    assert (unpacked(packed(rows)) == rows).all()


@pytest.mark.parametrize("text", ["", "A" * 63, "A" * 63 + "=", "A" * 63 + "ب"])
def test_what_is_no_signature_is_refused(text: str):
    with pytest.raises(ValueError, match="no signature"):
        unpacked([text])
