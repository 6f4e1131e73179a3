"""The figures of one run as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from benchmarks.suites import OURS, YARDSTICK

__all__ = ["markdown"]

Figures = Mapping[str, Any]
MODES: Final = {"stems": "the same evidence, no snippets", "full": "the default search, with snippets"}


def markdown(result: Figures) -> str:
    """Render everything that a run measured."""
    parts = [_heading(result)]
    for name, collection in result["collections"].items():
        text = collection["text_bytes"] / 1e6
        parts.append(f"### {name}: {collection['documents']:,} articles, {text:.1f} MB of text")
        if indexed := collection.get("indexing"):
            parts.append(_indexing(indexed))
        for mode, asked in collection.get("queries", {}).items():
            parts.append(f"Asking: {MODES[mode]}.\n\n{_queries(asked)}")
        if stems := collection.get("queries", {}).get("stems"):
            parts.append(f"Medians by kind of question, the same evidence, in ms.\n\n{_kinds(stems)}")
        if cold := collection.get("cold_start"):
            parts.append(_cold_start(cold))
    if growth := result.get("growth"):
        parts.append(f"### Growth: articles recombined from {growth['source']}\n\n{_growth(growth['steps'])}")
    return "\n\n".join(parts) + "\n"


def _heading(result: Figures) -> str:
    machine, versions = result["machine"], result["versions"]
    software = ", ".join(f"{name} {version}" for name, version in versions.items())
    parameters = result["parameters"]
    return (
        f"Measured on {result['started'][:10]} at revision `{result['revision']}` (engine {parameters['engine']}), "
        f"suite `{result['suite']}`, on {machine['cpu']}, {machine['cores']} cores, "
        f"{machine['memory_bytes'] / 2**30:.0f} GB, {machine['system']}, load {machine['load_average']} at the start; "
        f"{software}. Best of {parameters['rounds']} rounds; {parameters['questions']:,} questions, seed "
        f"{parameters['seed']}. × is the figure beside it over Lucene's, in the same round."
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _number(value: float) -> str:
    """Write a figure with no more digits than mean something."""
    if value >= 10:
        return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.2g}"


def _times(figures: Figures, key: str) -> str:
    ratio = figures.get("to_lucene", {}).get(key)
    return "" if ratio is None else f"{_number(ratio)}"


def _indexing(contenders: Figures) -> str:
    head = ("indexing", "articles", "seconds", "×", "articles/s", "CPU s", "peak MB", "index MB", "index/text", "×")
    yardstick = contenders.get(YARDSTICK)
    rows = []
    for name, figures in contenders.items():
        share = figures["index_bytes"] / figures["given_bytes"]
        size = f"{_number(share / (yardstick['index_bytes'] / yardstick['given_bytes']))}" if yardstick else ""
        row = [name, f"{figures['given']:,}", _number(figures["wall_s"]), _times(figures, "wall_s")]
        row += [_number(figures["given"] / figures["wall_s"]), _number(figures["cpu_s"])]
        row += [_number(figures["peak_bytes"] / 1e6)]
        row += [_number(figures["index_bytes"] / 1e6), f"{share:.2f}", size] if share else ["", "", ""]
        rows.append(row)
    return _table(head, rows)


def _queries(contenders: Figures) -> str:
    head = ("asking", "articles", "median ms", "×", "95% ms", "×", "hits as ours")
    rows = []
    for name, figures in contenders.items():
        given = figures["given"]
        same = YARDSTICK in contenders and given == contenders[YARDSTICK]["given"]
        median, high = (_times(figures, key) if same else "" for key in ("p50_ms", "p95_ms"))
        hits = f"{figures['same_hits']:.0%}" if OURS in contenders else ""
        row = [name, f"{given:,}", _number(figures["p50_ms"]), median, _number(figures["p95_ms"]), high, hits]
        rows.append(row)
    return _table(head, rows)


def _kinds(contenders: Figures) -> str:
    kinds = list(next(iter(contenders.values()))["kinds"])
    rows = [[name, *(_number(f["kinds"][kind]["p50_ms"]) for kind in kinds)] for name, f in contenders.items()]
    return _table(["", *kinds], rows)


def _cold_start(cold: Figures) -> str:
    return (
        f"A one-shot `searchnews query --json` takes {cold['query_s'] * 1000:.0f} ms; Python importing numpy, click, "
        f"rich.console, whoosh.index and whoosh.qparser {cold['imports_s'] * 1000:.0f} ms: {cold['to_imports']:.2f}× "
        f"(Python alone {cold['python_s'] * 1000:.0f} ms)."
    )


def _growth(steps: Sequence[Figures]) -> str:
    asking = ("median ms", "×", "95% ms", "×", "full median ms", "×")
    head = ("articles", "", "indexing, ms an article", "×", "peak MB", "index MB", *asking)
    return _table(head, (row for step in steps for row in _step(step)))


def _step(step: Figures) -> Iterator[list[str]]:
    for name, indexed in step["indexing"].items():
        stems, full = (step["queries"][mode][name] for mode in MODES)
        row = [f"{step['documents']:,}", name, _number(indexed["wall_s"] / indexed["given"] * 1000)]
        row += [_times(indexed, "wall_s"), _number(indexed["peak_bytes"] / 1e6), _number(indexed["index_bytes"] / 1e6)]
        for figures, key in ((stems, "p50_ms"), (stems, "p95_ms"), (full, "p50_ms")):
            row += [_number(figures[key]), _times(figures, key)]
        yield row
