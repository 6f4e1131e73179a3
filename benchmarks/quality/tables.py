"""One kept result as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from benchmarks.quality.variants import MEASURE, MEASURES, STEM_ALONE, STEMS_ALONE
from searchnews.evaluation.significance import holm

__all__ = ["GROUPS", "markdown", "mean_difference", "rows_of"]

Figures = Mapping[str, Any]

SIGNIFICANT: Final = 0.01
GROUPS: Final = {
    "forms": "One part of the ranking left out",
    "forms alone": "The stem, and one form beside it",
    "fields": "The title",
    "folds": "One fold left out",
    "stemmers": "Another stemmer, all else as it is",
    "stemmers alone": "Another stemmer, and nothing but its stems",
}


def markdown(result: Figures) -> str:
    """Give all tables: the default beside the yardstick, then what each variant changes."""
    parts = [_made(result), _default(result["collections"]), _costs(result["collections"])]
    parts += [_group(result["collections"], group, title) for group, title in GROUPS.items()]
    return "\n".join(filter(None, parts))


def rows_of(collections: Figures, group: str) -> list[str]:
    """Name the variants of a group, in the order in which they were measured."""
    variants = (one for found in collections.values() for one in found["variants"])
    return list(dict.fromkeys(one["name"] for one in variants if one["group"] == group))


def mean_difference(collections: Figures, name: str) -> float:
    """Give the mean of what a variant changes over the collections it was measured on, each counting the same."""
    differences = [one["difference"] for one in _of(collections, name).values()]
    return float(sum(differences) / len(differences))


def _of(collections: Figures, name: str) -> dict[str, Figures]:
    """Give the figures of a variant by collection."""
    return {
        collection: one for collection, found in collections.items() for one in found["variants"] if one["name"] == name
    }


def _made(result: Figures) -> str:
    machine = result["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    return (
        f"Measured {result['started'][:10]} at revision {result['revision']}, analyzer {result['analyzer']}, "
        f"on {machine['cpu']} ({machine['cores']} cores); {versions}.\n"
    )


def _default(collections: Figures) -> str:
    """Write the default on every collection, with Lucene's better set-up where it was measured."""
    beside = {name: found["yardstick"] for name, found in collections.items() if "yardstick" in found}
    corrected = dict(zip(beside, holm([one["p"] for one in beside.values()]), strict=True))
    heading = ["collection", "documents", "queries", *MEASURES]
    rows = []
    for name, found in collections.items():
        row = [name, f"{found['documents']:,}", f"{found['queries']:,}"]
        row += [f"{found['default'][measure]:.4f}" for measure in MEASURES]
        if name in beside:
            one = beside[name]
            row += [f"{one[MEASURE]:.4f} ({one['name'].partition(', ')[2]})", f"{one['difference']:+.4f}"]
            row += [f"{one['wins']} / {one['losses']}", _p(corrected[name])]
        rows.append(row)
    if beside:
        heading += ["Lucene", f"{MEASURE}, ours minus Lucene's", "queries won / lost", "p"]
    return f"### The default\n\n{_table(heading, rows)}"


def _costs(collections: Figures) -> str:
    """Write what all forms together take, beside an index that holds and is asked for light stems alone."""
    if not rows_of(collections, "costs"):
        return ""
    rows = []
    for name, alone in _of(collections, STEMS_ALONE).items():
        default = collections[name]["default"]
        ratios = [f"{default[key] / alone[key]:.2f}" for key in ("index_bytes", "index_cpu_s")]
        asked = _of(collections, STEM_ALONE).get(name)
        slower = f"{default['query_cpu_ms'] / asked['query_cpu_ms']:.2f}" if asked else ""
        rows.append([name, f"{-alone['difference'] * 100:+.2f}", slower, *ratios])
    heading = ["the default beside light stems alone", MEASURE, "query time", "index size", "indexing time"]
    return f"### What it costs\n\n{_table(heading, rows)}"


def _group(collections: Figures, group: str, title: str) -> str:
    """Write what each variant of a group changes; in bold where it is significant."""
    names = rows_of(collections, group)
    if not names:
        return ""
    timed = group.startswith("forms")  # the others are other indexes
    rows = []
    for name in sorted(names, key=lambda name: mean_difference(collections, name)):
        ones = _of(collections, name)
        cells = [_difference(ones[collection]) if collection in ones else "" for collection in collections]
        rows.append([name, f"{mean_difference(collections, name) * 100:+.2f}", *cells])
        if timed:
            times = [one["query_cpu_ms"] / collections[c]["default"]["query_cpu_ms"] for c, one in ones.items()]
            rows[-1].append(f"{sum(times) / len(times):.2f}")
    heading = ["", "mean", *collections, *(["query time"] if timed else [])]
    return f"### {title}\n\n{_table(heading, rows)}"


def _difference(one: Figures) -> str:
    shown = f"{one['difference'] * 100:+.2f}"
    return f"**{shown}**" if one["p_holm"] < SIGNIFICANT else shown


def _p(value: float) -> str:
    return "< 0.0001" if value < 0.0001 else f"{value:.4f}"


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heading, ["---"] + ["---:"] * (len(heading) - 1), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
