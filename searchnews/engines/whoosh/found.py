"""What a query finds in one segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from searchnews.engines.whoosh.sections import Array

__all__ = ["NOTHING", "Found", "joined"]


class Found(NamedTuple):
    """Documents of one segment, ascending, and their scores."""

    docs: Array
    scores: Array


NOTHING: Final = Found(np.zeros(0, np.int64), np.zeros(0))


def joined(found: Sequence[Found]) -> Found:
    """Give the documents and scores of several parts of a query, one after the other."""
    return Found(*(np.concatenate(column) for column in zip(*found, strict=True))) if found else NOTHING
