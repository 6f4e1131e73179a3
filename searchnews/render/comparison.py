"""Several timelines side by side, each period a line: bars of one scale, so that they can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from searchnews.messages import counted
from searchnews.model.comparison import Comparison
from searchnews.model.counts import Bar
from searchnews.render.lines import one_line
from searchnews.render.timeline import bar_of, data

__all__ = ["chart", "comparison_csv", "comparison_data"]

_MOST_CELLS: Final = 40
_LEAST_CELLS: Final = 6


def comparison_data(found: Comparison) -> dict[str, Any]:
    """Give the timelines as JSON-ready values, in the order of the queries."""
    return {"period": found.period, "timelines": [data(timeline) for timeline in found.timelines]}


def comparison_csv(found: Comparison) -> str:
    """Give a heading and a row for each period: its first day; of each query the matches and their share."""
    import csv
    from io import StringIO

    out = StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    names = [one_line(timeline.query) for timeline in found.timelines]
    write(["period", *(column for name in names for column in (name, f"{name} (share)"))])
    for start, bars in _rows(found):
        write([start, *(value for bar in bars for value in (bar.matches, round(bar.share, 6)))])
    return out.getvalue()


def chart(found: Comparison, *, counts: bool = False, width: int = 80) -> str:
    """Give a line for each period, and in it for each query the share of all articles (or `counts`) and a bar."""
    rows = list(_rows(found))
    values = [[float(bar.matches) if counts else bar.share for bar in bars] for _, bars in rows]
    labels = [[f"{bar.matches:,}" if counts else f"{bar.share:.1%}" for bar in bars] for _, bars in rows]
    label_width = max((len(label) for row in labels for label in row), default=0)
    start_width = max((len(start) for start, _ in rows), default=0)
    columns = len(found.timelines)
    cells = (width - start_width) // columns - label_width - 4
    cells = max(_LEAST_CELLS, min(_MOST_CELLS, cells))
    most = max((value for row in values for value in row), default=0.0) or 1.0
    lines = []
    for (start, _), row, told in zip(rows, values, labels, strict=True):
        parts = [
            f"{label:>{label_width}} {bar_of(v / most * cells):<{cells}}" for label, v in zip(told, row, strict=True)
        ]
        lines.append(f"{start:<{start_width}}  {'   '.join(parts)}".rstrip())
    heading = " " * (start_width + 2) + "   ".join(f"{f'({n + 1})':<{label_width + 1 + cells}}" for n in range(columns))
    return "\n".join([*([heading.rstrip(), *lines, ""] if lines else lines), *_legend(found)]) + "\n"


def _legend(found: Comparison) -> Iterator[str]:
    """Say which column is whose; the query, which may be Arabic, stands last."""
    for number, timeline in enumerate(found.timelines, 1):
        yield f"({number})  {counted('{} match', '{} matches', timeline.total)} · {one_line(timeline.query)}"


def _rows(found: Comparison) -> Iterator[tuple[str, tuple[Bar, ...]]]:
    return zip(found.starts, zip(*(timeline.bars for timeline in found.timelines), strict=True), strict=True)
