"""Ascending lists of documents: their unions and intersections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Final

import numpy as np

from searchnews.engines.whoosh.sections import Array

__all__ = ["all_sums", "distinct", "firsts", "held", "intersection", "runs_of", "spread", "summed", "sums_at", "union"]

_GALLOP: Final = 16
"""A list so many times longer than another is bisected, not merged with it."""


def union(lists: Sequence[Array]) -> Array:
    """Join ascending lists of one type."""
    joined = np.concatenate(lists)
    # A stable sort merges what is ascending already; numpy's own union hashes, and is ten times as slow.
    joined.sort(kind="stable")
    return distinct(joined)


def distinct(ascending: Array) -> Array:
    """Give each number of an ascending list once."""
    numbers: Array = ascending[firsts(ascending)]
    return numbers


def firsts(ascending: Array) -> Array:
    """Flag the first of each number in an ascending list."""
    new = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return new


def all_sums(docs: Array, scores: Array, size: int) -> Array:
    """Add up the scores of each document of so many."""
    return np.bincount(docs, scores, size).astype(np.float64, copy=False)  # of no scores numpy gives whole numbers


def summed(docs: Array, scores: Array) -> tuple[Array, Array]:
    """Add up the scores of each document, without an array as long as the segment: documents once, ascending."""
    distinct = union([docs])
    return distinct, all_sums(distinct.searchsorted(docs), scores, len(distinct))


def held(own: Array, asked: Array) -> tuple[Array, Array]:
    """Give which of some numbers are in an ascending list: places among them, and in the list."""
    asked = asked.astype(own.dtype, copy=False)  # or else the list would be copied to their type
    at = own.searchsorted(asked)
    hits = (own.take(at, mode="clip") == asked).nonzero()[0] if len(own) else at[:0]
    return hits, at[hits]


def sums_at(wanted: Array, docs: Array, scores: Array) -> Array:
    """Add up the scores of each of some ascending documents; of other documents there may be scores too."""
    hits, at = held(wanted, docs)
    return all_sums(at, scores[hits], len(wanted))


def intersection(lists: Sequence[Array]) -> Array:
    """Give what stands in all of some ascending lists without repeats, the shortest taken first."""
    return reduce(_both, sorted(lists, key=len))


def _both(few: Array, many: Array) -> Array:
    if len(many) > _GALLOP * len(few):
        kept: Array = few[held(many, few)[0]]
        return kept
    return np.intersect1d(few, many, assume_unique=True)


def runs_of(numbers: Array) -> Iterator[tuple[int, int]]:
    """Part ascending numbers into runs without a gap: the first of each, and the one after its last."""
    if len(numbers):
        breaks = np.flatnonzero(np.diff(numbers) != 1) + 1
        for run in np.split(numbers, breaks):
            yield int(run[0]), int(run[-1]) + 1


def spread(starts: Array, counts: Array) -> Array:
    """Give start, start + 1, ... for each start, as many as its count says."""
    ends = np.cumsum(counts, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    numbers: Array = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return numbers
