"""One kept result as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from benchmarks.quality.variants import DEFAULT, MEASURE, MEASURES, STEM_ALONE, STEMS_ALONE, STEMS_WITH_PLACES
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
    parts.append(_left_out(result["collections"]))
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
        usual = _of(collections, STEMS_WITH_PLACES).get(name, alone)
        ratios = [f"{default[key] / usual[key]:.2f}" for key in ("index_cpu_s", "index_bytes")]
        ratios.append(f"{default['index_bytes'] / alone['index_bytes']:.2f}")
        asked = _of(collections, STEM_ALONE).get(name)
        slower = f"{default['query_cpu_ms'] / asked['query_cpu_ms']:.2f}" if asked else ""
        rows.append([name, f"{-alone['difference'] * 100:+.2f}", slower, *ratios])
    heading = [
        "the default beside light stems alone",
        MEASURE,
        "query time",
        "indexing time",
        "index size",
        "index size, stems without places",
    ]
    return f"### What it costs\n\n{_table(heading, rows)}"


def _left_out(collections: Figures) -> str:
    """Write, for each collection, the weights that are best on all others, and what they give on it."""
    if len(collections) < 2 or not all(found.get("weights") for found in collections.values()):
        return ""
    figures = {name: {DEFAULT: found["default"][MEASURE], **found["weights"]} for name, found in collections.items()}
    tried = [one for one in figures[next(iter(figures))] if all(one in found for found in figures.values())]
    rows = []
    for name, found in figures.items():
        others = [figure for other, figure in figures.items() if other != name]
        chosen = max(tried, key=lambda one: sum(figure[one] for figure in others))
        best = max(tried, key=found.__getitem__)
        rows.append([name, f"{found[DEFAULT]:.4f}", f"{found[chosen]:.4f}", chosen, f"{found[best]:.4f}"])
    means = [f"{sum(float(row[at]) for row in rows) / len(rows):.4f}" for at in (1, 2, 4)]
    rows.append(["mean", means[0], means[1], "", means[2]])
    heading = ["left out", "the default", "chosen by the others", "which are", "best of all, chosen by itself"]
    return f"### Weights chosen without the collection\n\n{_table(heading, rows)}"


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
