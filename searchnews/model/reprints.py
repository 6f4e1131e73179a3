"""Reprints of one text that are shown as one hit."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Similar"]


@dataclass(frozen=True, slots=True)
class Similar:
    """How many other articles of the index are reprints of a hit, and from how many sources."""

    count: int
    sources: int
