"""What a look through an archive found, as one HTML page that needs nothing else: figures, a table and plots in SVG.

Plots have Latin figures on an axis from left to right; every name that may be Arabic is an element of its own with
`dir="auto"`, so that neither turns the other around. Nothing of an archive is written unescaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from searchnews.model.diagnosis import Diagnosis, Findings
from searchnews.render.diagnosis import COLUMNS, figures, total

__all__ = ["html_page"]

_MOST_SOURCES: Final = 30
_MOST_REASONS: Final = 30
_BAR_PX: Final = 420
_PARTS: Final = (("empty", "#8a8f98"), ("suspicious", "#c0392b"), ("undated", "#d68910"), ("reprints", "#2874a6"))
_STYLE: Final = """
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,"Noto Sans Arabic","Segoe UI",Tahoma,sans-serif;
margin:2rem auto;max-width:70rem;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem}
table{border-collapse:collapse;width:100%}
th,td{padding:.25rem .6rem;border-bottom:1px solid #8884;text-align:end;font-variant-numeric:tabular-nums}
th:first-child,td:first-child{text-align:start}
.bars{display:grid;grid-template-columns:minmax(8rem,16rem) auto 5rem;gap:.25rem .8rem;align-items:center}
.bars svg{display:block;max-width:100%}
.count{text-align:end;font-variant-numeric:tabular-nums}
.key span{display:inline-block;width:.8em;height:.8em;margin-inline:.9em .3em;border-radius:2px}
text{fill:currentColor;font-size:11px}
"""


def html_page(found: Diagnosis) -> str:
    """Give the page, in UTF-8 and with no scripts."""
    sums = dict(zip(COLUMNS, total(found), strict=True))
    said = ", ".join(f"{count:,} {name}" for name, count in sums.items())
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>The state of an archive</title><style>{_STYLE}</style>",
        f"<h1>The state of an archive</h1><p>{said}.</p>",
        _by_source(found),
        _by_year(found),
        _table(found),
        _reasons(found),
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _name(text: str, *, missing: str = "(no source)") -> str:
    return f'<bdi dir="auto">{escape(text)}</bdi>' if text else escape(missing)


def _by_source(found: Diagnosis) -> str:
    rows = [row for row in found.findings if row.articles][:_MOST_SOURCES]
    if not rows:
        return ""
    most = max(row.articles for row in rows)
    key = "".join(f'<span style="background:{color}"></span>{name}' for name, color in _PARTS)
    bars = "".join(
        f"<div>{_name(row.source)} <small>{escape(row.format)}</small></div>{_bars(row, most)}"
        f'<div class="count">{row.articles:,}</div>'
        for row in rows
    )
    more = len([row for row in found.findings if row.articles]) - len(rows)
    rest = f"<p>and {more:,} more sources</p>" if more else ""
    return f'<h2>Articles by source</h2><p class="key">{key}</p><div class="bars" dir="ltr">{bars}</div>{rest}'


def _bars(row: Findings, most: int) -> str:
    """Draw a bar as long as the articles, and in it thin ones for what is not as it should be."""
    counts = dict(zip(COLUMNS, figures(row), strict=True))
    width = max(_BAR_PX * row.articles / most, 1)
    drawn = [f'<rect width="{width:.1f}" height="26" rx="2" fill="#8884"/>']
    for at, (name, color) in enumerate(_PARTS):
        part = _BAR_PX * min(counts[name], row.articles) / most
        if part:
            title = f"<title>{counts[name]:,} {name}</title>"
            drawn.append(f'<rect y="{1 + 6 * at}" width="{max(part, 1):.1f}" height="5" fill="{color}">{title}</rect>')
    return f'<svg viewBox="0 0 {_BAR_PX} 26" width="{_BAR_PX}" height="26" role="img">{"".join(drawn)}</svg>'


def _by_year(found: Diagnosis) -> str:
    years = {int(year): count for year, count in found.years.items() if year.isdecimal()}
    if not years:
        return ""
    span = range(min(years), max(years) + 1)
    if len(span) > 300:  # a date that was misread makes no plot of thousands of years
        span = range(max(years) - 299, max(years) + 1)
    most, step = max(years.values()), max(6.0, min(60.0, 800 / len(span)))
    drawn = []
    for at, year in enumerate(span):
        height = 120 * years.get(year, 0) / most
        title = f"<title>{year}: {years.get(year, 0):,}</title>"
        drawn.append(
            f'<rect x="{at * step:.1f}" y="{130 - height:.1f}" width="{step - 1:.1f}" height="{height:.1f}"'
            f' fill="#2874a6">{title}</rect>'
        )
        if at % max(1, round(45 / step)) == 0:
            drawn.append(f'<text x="{at * step:.1f}" y="145">{year}</text>')
    width = round(len(span) * step + 40)
    undated = found.years.get("", 0)
    rest = f"<p>{undated:,} without a date</p>" if undated else ""
    picture = (
        f'<svg viewBox="0 0 {width} 150" width="{width}" height="150" style="max-width:100%">{"".join(drawn)}</svg>'
    )
    return f'<h2>Articles by year</h2><div dir="ltr">{picture}</div>{rest}'


def _table(found: Diagnosis) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("source", "format", *COLUMNS))
    body = "".join(_row(_name(row.source), escape(row.format), figures(row)) for row in found.findings)
    return f"<h2>By source and format</h2><table><tr>{head}</tr>{body}{_row('all', '', total(found))}</table>"


def _row(source: str, kind: str, counts: Sequence[int]) -> str:
    return f"<tr><td>{source}</td><td>{kind}</td>" + "".join(f"<td>{count:,}</td>" for count in counts) + "</tr>"


def _reasons(found: Diagnosis) -> str:
    suspicious: dict[str, int] = {}
    for row in found.findings:
        for reason, count in row.suspicious.items():
            suspicious[reason] = suspicious.get(reason, 0) + count
    told = [("suspicious", reason, count) for reason, count in suspicious.items()]
    told += [(kind, reason, count) for (kind, reason), count in found.reasons.items()]
    if not told:
        return ""
    rows = "".join(
        f"<tr><td>{_name(reason)}</td><td>{escape(kind)}</td><td>{count:,}</td></tr>"
        for kind, reason, count in told[:_MOST_REASONS]
    )
    more = f"<p>and {len(told) - _MOST_REASONS:,} more</p>" if len(told) > _MOST_REASONS else ""
    return f"<h2>What was told</h2><table><tr><th>reason</th><th>kind</th><th>times</th></tr>{rows}</table>{more}"
