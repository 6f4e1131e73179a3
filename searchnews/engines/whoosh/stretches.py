"""Walking through several sorted lists of strings side by side, a bounded stretch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from searchnews.engines.whoosh.sections import Array

__all__ = ["SortedStrings", "Stretch", "stretches"]


class SortedStrings(Protocol):
    """Strings in ascending order, each once."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: int) -> bytes: ...

    def lower_bound(self, key: bytes) -> int:
        """Give the place of the first string that is not less than `key`."""
        ...


class Stretch(NamedTuple):
    """The same range of strings in each list: `extents` are their first places and those after their last.

    `single` says that it is one string only, which may outweigh what was asked for.
    """

    extents: list[tuple[int, int]]
    single: bool


def stretches(lists: Sequence[SortedStrings], weights: Sequence[Array], most: int) -> Iterator[Stretch]:
    """Part the lists, all at the same strings, so that a stretch weighs `most` at most, unless it is one string.

    `weights[i]` says what stands before each string of `lists[i]`, and at its end what they weigh in all.
    """
    share = max(most // max(len(lists), 1), 1)
    firsts, sizes = [0] * len(lists), [len(strings) for strings in lists]
    while firsts != sizes:
        reaches = [_reach(weight, first, share) for weight, first in zip(weights, firsts, strict=True)]
        borders = [strings[at] for strings, at, size in zip(lists, reaches, sizes, strict=True) if at < size]
        border = min(borders, default=None)
        lasts = sizes if border is None else [strings.lower_bound(border) for strings in lists]
        single = lasts == firsts and border is not None
        if single:
            here = zip(lists, firsts, sizes, strict=True)
            lasts = [at + (at < size and strings[at] == border) for strings, at, size in here]
        yield Stretch(list(zip(firsts, lasts, strict=True)), single)
        firsts = lasts


def _reach(weights: Array, first: int, share: int) -> int:
    """Give the place up to which the strings from `first` on weigh `share` at most."""
    return int(np.searchsorted(weights, weights[first] + share, side="right")) - 1
