"""What a look through an archive found: how much of it is whole, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Diagnosis", "Findings"]


@dataclass(frozen=True, slots=True)
class Findings:
    """The articles of one source in one format, and how many of them are not as they should be.

    `empty` have a title only. `suspicious` counts by reason those that came through whole and may still be wrong;
    `undated` have no date or none that could be read, `reprints` are like an earlier article. `skipped` records are no
    articles; their source is not known.
    """

    source: str
    format: str
    articles: int = 0
    empty: int = 0
    repaired: int = 0
    doubtful: int = 0
    undated: int = 0
    reprints: int = 0
    skipped: int = 0
    suspicious: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found, by source and format; `reasons` counts all that was told by kind and reason, `years` articles."""

    findings: tuple[Findings, ...]
    reasons: Mapping[tuple[str, str], int] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def articles(self) -> int:
        """All articles."""
        return sum(row.articles for row in self.findings)
