"""A timeline as bars of text, for a terminal and for a pipe alike: dates and numbers, so nothing needs reordering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from searchnews.messages import counted, told

if TYPE_CHECKING:
    from searchnews.model.counts import Timeline

__all__ = ["bar_of", "chart", "data"]

_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_FULL: Final = "█"
_MOST_CELLS: Final = 60
_LEAST_CELLS: Final = 10


def data(found: Timeline) -> dict[str, Any]:
    """Give a timeline as JSON-ready values: the bars in order, with the share of all articles of their period."""
    return {
        "query": found.query,
        "period": found.period,
        "total": found.total,
        "undated": found.undated,
        "bars": [
            {"start": bar.start, "matches": bar.matches, "articles": bar.articles, "share": round(bar.share, 6)}
            for bar in found.bars
        ],
    }


def chart(found: Timeline, *, share: bool, width: int = 80) -> str:
    """Give a line for each period: its first day, the matches (with `share`, their share of all), and a bar."""
    values = [bar.share if share else float(bar.matches) for bar in found.bars]
    labels = [f"{bar.share:.1%}" if share else f"{bar.matches:,}" for bar in found.bars]
    widest = max(map(len, labels), default=0)
    longest = max((len(bar.start) for bar in found.bars), default=0)
    cells = max(_LEAST_CELLS, min(_MOST_CELLS, width - widest - longest - 4))
    most = max(values, default=0.0) or 1.0
    lines = [
        f"{bar.start:<{longest}}  {label:>{widest}}  {bar_of(value / most * cells)}".rstrip()
        for bar, label, value in zip(found.bars, labels, values, strict=True)
    ]
    said = counted("{} match", "{} matches", found.total)
    if share:
        said = told("{}, each bar a share of all articles of its time", said)
    if found.undated:
        said = told("{}, {} without a date", said, f"{found.undated:,}")
    return "\n".join([*lines, *([""] if lines else []), said]) + "\n"


def bar_of(cells: float) -> str:
    """Give a bar in eighths of a cell; what is more than nothing is seen."""
    eighths = max(round(cells * 8), 1) if cells > 0 else 0
    whole, rest = divmod(eighths, 8)
    return _FULL * whole + (_EIGHTHS[rest] if rest else "")
