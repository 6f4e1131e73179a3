"""Codes give back the numbers that were put in, whatever they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.engines.whoosh.packing import FILLER, digits_of, numbers_of, pack, unpack, unpack_at

numbers = st.lists(st.one_of(st.integers(0, 70), st.integers(0, 2**33 - 1)))


@given(st.sampled_from([2, 4]), st.lists(st.integers(0, 3), max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_stretch_of_packed_numbers_is_given_back(bits: int, values: list[int], first: int, last: int):
    whole = values[: len(values) - len(values) % (8 // bits)]
    first, last = sorted((min(first, len(whole)), min(last, len(whole))))
    packed = pack(np.array(whole, np.int64), bits)
    assert len(packed) == len(whole) * bits // 8
    assert unpack(packed, bits, first, last).tolist() == whole[first:last]


@given(st.sampled_from([2, 4]), st.lists(st.integers(0, 3), max_size=40), st.data())
def test_packed_numbers_are_given_back_one_by_one(bits: int, values: list[int], data: st.DataObject):
    whole = values[: len(values) - len(values) % (8 // bits)]
    places = data.draw(st.lists(st.integers(0, len(whole) - 1))) if whole else []
    packed = pack(np.array(whole, np.uint8), bits)
    assert unpack_at(packed, bits, np.array(places, np.int64)).tolist() == [whole[place] for place in places]


@given(numbers)
def test_digits_give_back_their_numbers(values: list[int]):
    digits, counts = digits_of(np.array(values, np.int64))
    assert counts.sum() == len(digits)
    assert numbers_of(digits).tolist() == values


@given(numbers, numbers.filter(bool))
def test_a_filler_may_stand_before_a_number_or_at_the_end(before: list[int], after: list[int]):
    parts = [digits_of(np.array(values, np.int64))[0] for values in (before, after)]
    filler = np.array([FILLER], np.uint8)
    assert numbers_of(np.concatenate([parts[0], filler, parts[1], filler])).tolist() == before + after


def test_a_number_below_eight_takes_one_digit_and_each_further_digit_holds_eight_times_more():
    for digits in range(1, 11):
        assert digits_of(np.array([8**digits - 1]))[1].tolist() == [digits]
        assert digits_of(np.array([8**digits]))[1].tolist() == [digits + 1]


@pytest.mark.parametrize("digits", [[FILLER, FILLER], [3, 12, 12], [FILLER] * 13 + [1]])
def test_digits_that_are_no_numbers_are_an_error(digits: list[int]):
    with pytest.raises(ValueError, match="without an end"):
        numbers_of(np.array(digits, np.uint8))
