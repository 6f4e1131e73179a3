"""What we hold ourselves to: bars that must not be missed, aims beyond them, and where a run stands.

A bar is met where the figure is not above it (for `faster than stock Whoosh`, not below). Where a run measured
several collections, the worst of them counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from benchmarks.suites import OURS

__all__ = ["markdown"]

_GB: Final = 1e9
_STOCK: Final = "stock whoosh"


class Bar(NamedTuple):
    """One thing that is held to a bar; `unit` follows its figures."""

    what: str
    bar: float
    aim: float
    unit: str
    measured: list[float]
    more_is_better: bool = False


def markdown(result: Mapping[str, Any]) -> str:
    """Render the bars that this run can judge."""
    lines = ["| | bar | aim | measured | |", "| --- | ---: | ---: | ---: | --- |"]
    for bar in _bars(result):
        if bar.measured:
            figure = min(bar.measured) if bar.more_is_better else max(bar.measured)
            numbers = " | ".join(f"{number:.3g}{bar.unit}" for number in (bar.bar, bar.aim, figure))
            lines.append(f"| {bar.what} | {numbers} | {_verdict(bar, figure)} |")
    return "\n".join(lines) + "\n" if len(lines) > 2 else ""


def _verdict(bar: Bar, figure: float) -> str:
    sign = -1 if bar.more_is_better else 1
    if sign * figure <= sign * bar.aim:
        return "aim"
    return "bar" if sign * figure <= sign * bar.bar else "missed"


def _bars(result: Mapping[str, Any]) -> Iterator[Bar]:
    collections = list(result["collections"].values())
    indexed = [c["indexing"] for c in collections if OURS in c.get("indexing", {})]
    against = [i for i in indexed if "to_lucene" in i[OURS]]
    yield Bar("indexing, against Lucene", 1.5, 0.7, "×", [i[OURS]["to_lucene"]["wall_s"] for i in against])
    stock = [_rate(i[OURS]) / _rate(i[_STOCK]) for i in indexed if _STOCK in i]
    yield Bar("indexing, faster than stock Whoosh", 10, 25, "×", stock, more_is_better=True)
    sizes = [i[OURS]["index_bytes"] / i["lucene"]["index_bytes"] for i in against]
    yield Bar("index size, against Lucene's", 1.2, 0.8, "×", sizes)
    for mode, what, bar, aim in (("stems", "same evidence", 1.0, 0.5), ("full", "default search, snippets", 0.7, 0.3)):
        asked = [c["queries"][mode][OURS] for c in collections if OURS in c.get("queries", {}).get(mode, {})]
        for key, share in (("p50_ms", "median"), ("p95_ms", "95%")):
            ratios = [a["to_lucene"][key] for a in asked if "to_lucene" in a]
            yield Bar(f"asking ({what}), {share}, against Lucene", bar, aim, "×", ratios)
    cold = [c["cold_start"]["to_imports"] for c in collections if "cold_start" in c]
    yield Bar("one-shot query, against its imports", 1.3, 0.9, "×", cold)
    if steps := result.get("growth", {}).get("steps"):
        yield from _grown(steps[-1])


def _rate(figures: Mapping[str, Any]) -> float:
    """Give the bytes of text a second: who is given fewer articles may be given longer or shorter ones."""
    return float(figures["given_bytes"] / figures["wall_s"])


def _grown(step: Mapping[str, Any]) -> Iterator[Bar]:
    where = f"at {step['documents']:,} articles"
    ratios = step["queries"]["stems"].get(OURS, {}).get("to_lucene", {})
    for key, share in (("p50_ms", "median"), ("p95_ms", "95%")):
        yield Bar(f"asking {where}, {share}, against Lucene", 2.0, 1.0, "×", [ratios[key]] if key in ratios else [])
    peak = [step["indexing"][OURS]["peak_bytes"] / _GB] if OURS in step["indexing"] else []
    yield Bar(f"peak memory of indexing {where}", 1.5, 0.8, " GB", peak)
