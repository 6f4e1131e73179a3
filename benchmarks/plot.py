"""The figures of one run as a picture: time to index and to ask, and how both grow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "searchnews", "font.size": 9})

import matplotlib.pyplot as plt  # noqa: E402  # after the choice of what it draws with
from matplotlib.axes import Axes  # noqa: E402

__all__ = ["draw"]

Figures = Mapping[str, Any]
_COLORS: Final = {"searchnews": "#0b6e4f", "lucene": "#c1666b"}
_OTHER: Final = "#8d99ae"


def draw(result: Figures, path: Path) -> None:
    """Draw a row of bars for each collection, and one of curves where growth was measured."""
    collections = result["collections"]
    growth = result.get("growth")
    rows = len(collections) + bool(growth)
    figure, axes = plt.subplots(rows, 2, figsize=(11.5, 2.9 * rows), squeeze=False, layout="constrained")
    for row, (name, collection) in zip(axes, collections.items(), strict=False):
        rates = {n: f["given"] / f["wall_s"] for n, f in collection.get("indexing", {}).items() if f["index_bytes"]}
        _bars(row[0], rates, f"{name}: articles indexed a second (more is better)")
        asked = collection.get("queries", {}).items()
        times = {f"{n}, {mode}": f["p50_ms"] for mode, answers in asked for n, f in answers.items()}
        _dots(row[1], times, f"{name}: median query, ms (less is better)")
    if growth:
        _curves(axes[-1][0], growth["steps"], _indexing_ms, "indexing, ms an article")
        _curves(axes[-1][1], growth["steps"], _query_ms, "query, ms: median, and 95% dashed")
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _bars(axes: Axes, values: Mapping[str, float], title: str) -> None:
    names = list(values)[::-1]
    drawn = axes.barh(names, [values[name] for name in names], color=[_color(name) for name in names])
    axes.bar_label(drawn, fmt="{:,.0f}", padding=3)
    axes.margins(x=0.15)
    _finish(axes, title)


def _dots(axes: Axes, values: Mapping[str, float], title: str) -> None:
    """Draw on a logarithmic scale, where a bar's length would say nothing."""
    names = list(values)[::-1]
    axes.scatter([values[name] for name in names], names, color=[_color(name) for name in names])
    for name in names:
        axes.annotate(f"{values[name]:.2g}", (values[name], name), (6, -3), textcoords="offset points")
    axes.set_xscale("log")
    axes.margins(x=0.15)
    axes.grid(axis="x", alpha=0.3)
    _finish(axes, title)


def _color(name: str) -> str:
    return _COLORS.get(name.partition(",")[0], _OTHER)


def _finish(axes: Axes, title: str) -> None:
    axes.set_title(title, fontsize=9, loc="left")
    axes.spines[["top", "right"]].set_visible(False)


def _indexing_ms(step: Figures, name: str) -> tuple[float, ...]:
    figures = step["indexing"][name]
    return (figures["wall_s"] / figures["given"] * 1000,)


def _query_ms(step: Figures, name: str) -> tuple[float, ...]:
    figures = step["queries"]["stems"][name]
    return figures["p50_ms"], figures["p95_ms"]


def _curves(axes: Axes, steps: list[Figures], value: Any, title: str) -> None:
    sizes = [step["documents"] for step in steps]
    for name in steps[0]["indexing"]:
        color = _color(name)
        lines = zip(*(value(step, name) for step in steps), strict=True)
        for style, heights in zip(("-", "--"), lines, strict=False):
            label = name if style == "-" else None
            axes.plot(sizes, heights, style, marker="o", markersize=3, color=color, label=label)
    axes.set_xscale("log")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.set_ylim(bottom=0)
    axes.set_xlabel("articles")
    axes.legend(frameon=False)
    _finish(axes, title)
