"""What a look through an archive found: as a table, as notes and as data for JSON.

The source comes last on its line because it may be Arabic: what stands before it stays in its column on every terminal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from searchnews.model.diagnosis import Diagnosis, Findings
from searchnews.render.lines import one_line

__all__ = ["COLUMNS", "data", "figures", "page", "total"]

COLUMNS: Final = ("articles", "empty", "repaired", "doubtful", "suspicious", "reprints", "undated", "skipped")
_NO_SOURCE: Final = "(no source)"


def page(found: Diagnosis) -> str:
    """Give a row for each source and format, their sum, and below what was told and how often."""
    rows = [[*COLUMNS, "format", "source"]]
    rows += [
        [*(f"{count:,}" for count in figures(row)), one_line(row.format), one_line(row.source) or _NO_SOURCE]
        for row in found.findings
    ]
    if len(found.findings) > 1:
        rows.append([*(f"{count:,}" for count in total(found)), "all", ""])
    lines = _aligned(rows)
    told = [*_suspicious(found).items(), *((reason, count) for (_, reason), count in found.reasons.items())]
    if told:
        lines.append("")
        width = max(len(f"{count:,}") for _, count in told)
        lines += [f"{count:>{width},}  {one_line(reason)}" for reason, count in told]
    return "\n".join(lines) + "\n"


def figures(row: Findings) -> list[int]:
    """Give the counts of a row in the order of the columns."""
    suspicious = sum(row.suspicious.values())
    counts = row.articles, row.empty, row.repaired, row.doubtful, suspicious, row.reprints, row.undated, row.skipped
    return list(counts)


def total(found: Diagnosis) -> list[int]:
    """Sum the columns."""
    return [sum(column) for column in zip(*map(figures, found.findings), strict=True)] or [0] * len(COLUMNS)


def data(found: Diagnosis) -> Mapping[str, Any]:
    """Give everything as JSON-ready values."""
    return {
        "articles": found.articles,
        "total": dict(zip(COLUMNS, total(found), strict=True)),
        "findings": [asdict(row) for row in found.findings],
        "reasons": [{"kind": kind, "reason": reason, "count": n} for (kind, reason), n in found.reasons.items()],
        "years": dict(found.years),
        "seconds": round(found.seconds, 3),
    }


def _suspicious(found: Diagnosis) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in found.findings:
        for reason, count in row.suspicious.items():
            counts[f"suspicious: {reason}"] = counts.get(f"suspicious: {reason}", 0) + count
    return counts


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    numbers = len(COLUMNS)
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[: numbers + 1]]
    lines = []
    for row in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(row[:numbers], widths, strict=False)]
        lines.append("  ".join([*cells, f"{row[numbers]:<{widths[numbers]}}", row[-1]]).rstrip())
    return lines
