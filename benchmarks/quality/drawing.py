"""One kept result as a picture: for each variant what it changes, a dot a collection and a bar for the mean."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl

from benchmarks.quality.tables import GROUPS, mean_difference, rows_of
from benchmarks.quality.variants import MEASURE

mpl.use("svg")
mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "searchnews", "font.size": 9})

import matplotlib.pyplot as plt  # noqa: E402  # after the choice of what it draws with

__all__ = ["draw"]

_MARKERS: Final = "osD^vP*X"
_WORSE, _BETTER = "#c1666b", "#0b6e4f"


def draw(result: Mapping[str, Any], path: Path) -> None:
    """Draw one panel for each group of variants that was measured."""
    collections = result["collections"]
    groups = {group: names for group in GROUPS if (names := rows_of(collections, group))}
    heights = [len(names) + 2 for names in groups.values()]
    figure, panels = plt.subplots(
        len(groups),
        1,
        figsize=(9, 0.24 * sum(heights) + 0.5),
        height_ratios=heights,
        sharex=True,  # a panel of its own scale would make much of little
        squeeze=False,
        layout="constrained",
    )
    for (group, names), axes in zip(groups.items(), panels[:, 0], strict=True):
        ordered = sorted(names, key=lambda name: mean_difference(collections, name), reverse=True)
        means = [mean_difference(collections, name) * 100 for name in ordered]
        axes.barh(ordered, means, color=[_WORSE if mean < 0 else _BETTER for mean in means], alpha=0.5)
        for marker, (collection, found) in zip(_MARKERS * len(collections), collections.items(), strict=False):
            by_name = {one["name"]: one["difference"] * 100 for one in found["variants"]}
            there = [name for name in ordered if name in by_name]
            axes.scatter(
                [by_name[name] for name in there],
                there,
                s=12,
                marker=marker,
                color="#333333",
                label=collection,
                zorder=3,
            )
        axes.axvline(0, color="#333333", linewidth=0.8)
        axes.set_title(GROUPS[group], fontsize=9, loc="left")
        axes.spines[["top", "right"]].set_visible(False)
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside lower center", frameon=False, ncols=5)
    panels[-1, 0].set_xlabel(f"{MEASURE} beside the default's, in hundredths")
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
