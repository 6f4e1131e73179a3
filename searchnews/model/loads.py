"""What is told of a load of articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["AddReport", "Problem"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that was skipped, repaired or found doubtful while reading: where, what, and why.

    `kind` is one of these; what is doubtful was taken as it is. `line` is 1-based, None where the format has no lines;
    `count` says how often the same repair was made in that record.
    """

    kind: str
    path: str
    line: int | None
    reason: str
    count: int = 1


class AddReport(NamedTuple):
    """What a load did to the index: every record given is in exactly one of the first four counts.

    `removed` counts articles pruned; `seconds` is wall time.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    removed: int = 0
    seconds: float = 0.0
