"""Sorted lists are walked through side by side, in bounded stretches."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchnews.engines.whoosh.stretches import stretches


class Listed(list[bytes]):
    def lower_bound(self, key: bytes) -> int:
        return bisect_left(self, key)


weighed = st.dictionaries(st.binary(max_size=2), st.integers(1, 9), max_size=30)


@given(st.lists(weighed, min_size=1, max_size=4), st.integers(1, 40))
def test_stretches_cover_everything_once_in_order_and_weigh_little(lists: list[dict[bytes, int]], most: int):
    strings = [Listed(sorted(one)) for one in lists]
    weights = [np.cumsum([0, *(one[key] for key in sorted(one))]) for one in lists]
    at, last = [0] * len(lists), None
    for extents, single in stretches(strings, weights, most):
        assert [first for first, _ in extents] == at
        at = [end for _, end in extents]
        held = sorted({key for own, (first, end) in zip(strings, extents, strict=True) for key in own[first:end]})
        assert held
        assert last is None or last < held[0]
        last = held[-1]
        if single:
            assert len(held) == 1
        else:
            share = max(most // len(lists), 1)
            assert all(w[end] - w[first] <= share for w, (first, end) in zip(weights, extents, strict=True))
    assert at == [len(own) for own in strings]
