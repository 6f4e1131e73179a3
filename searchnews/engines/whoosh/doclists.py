"""Ascending lists of documents: their unions and intersections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Final

import numpy as np

from searchnews.engines.whoosh.sections import Array

__all__ = ["intersection", "runs_of", "summed", "union"]

_GALLOP: Final = 16
"""A list so many times longer than another is bisected, not merged with it."""


def union(lists: Sequence[Array]) -> Array:
    """Join ascending lists of one type."""
    joined = np.concatenate(lists)
    # A stable sort merges what is ascending already; numpy's own union hashes, and is ten times as slow.
    joined.sort(kind="stable")
    new = np.ones(len(joined), bool)
    np.not_equal(joined[1:], joined[:-1], out=new[1:])
    out: Array = joined[new]
    return out


def summed(docs: Array, scores: Array) -> tuple[Array, Array]:
    """Add up the scores of each document, without an array as long as the segment: documents once, ascending."""
    distinct = union([docs])
    return distinct, np.bincount(distinct.searchsorted(docs), scores, len(distinct))


def intersection(lists: Sequence[Array]) -> Array:
    """Give what stands in all of some ascending lists without repeats, the shortest taken first."""
    return reduce(_both, sorted(lists, key=len))


def _both(few: Array, many: Array) -> Array:
    if len(many) > _GALLOP * len(few):
        at = np.minimum(np.searchsorted(many, few), len(many) - 1)
        kept: Array = few[many[at] == few]
        return kept
    return np.intersect1d(few, many, assume_unique=True)


def runs_of(numbers: Array) -> Iterator[tuple[int, int]]:
    """Part ascending numbers into runs without a gap: the first of each, and the one after its last."""
    if len(numbers):
        breaks = np.flatnonzero(np.diff(numbers) != 1) + 1
        for run in np.split(numbers, breaks):
            yield int(run[0]), int(run[-1]) + 1
