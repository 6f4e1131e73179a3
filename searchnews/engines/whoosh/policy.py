"""When to merge which segments."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from searchnews.engines.whoosh.segment import SegmentEntry

__all__ = ["MOST_LOADED", "MOST_SEGMENTS", "choose"]

MOST_SEGMENTS: Final = 10
"""A commit leaves no more than these."""

MOST_LOADED: Final = 3
"""A transaction leaves no more than these of its own: of more, which are a large load's, it makes one.

So each document of a load is written twice at most, and a query does not pay for segments that nobody asked for.
"""


def choose(entries: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    """Choose segments that it is time to merge; none where there is nothing to do.

    One that has lost half its documents is written anew. When there are too many, the smallest become one, as few as
    do not outweigh the next. So a document is written about 4 times over 1,000 commits of equal size and 8 times
    over 10,000 (simulated, over sizes equal, growing, shrinking and mixed: 1.0 to 4.1, and 1.1 to 8.0).
    """
    for entry in entries:
        if entry.deleted * 2 > entry.documents:
            return [entry]
    if len(entries) <= MOST_SEGMENTS:
        return []
    by_size = sorted(entries, key=lambda entry: entry.live)
    together = list(accumulate(entry.live for entry in by_size))
    for count in range(2, len(by_size)):
        if together[count - 1] <= by_size[count].live:
            return by_size[:count]
    return by_size
