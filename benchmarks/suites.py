"""What is measured: indexing, asking, the cold start, and growth.

Contenders take turns: each round runs every one of them once, in an order that moves on by one. A figure is the
best of its rounds; a ratio is the median of the ratios within the rounds, since two processes that ran side by side
saw the same machine.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.articles import Collection
from benchmarks.contenders import Contender, Passes
from benchmarks.processes import run
from benchmarks.questions import KINDS, Question

__all__ = ["OURS", "YARDSTICK", "cold_start", "folder_of", "indexing", "queries", "say"]

OURS: Final = "searchnews"
YARDSTICK: Final = "lucene"
_IMPORTS: Final = "import numpy, click, rich.console, whoosh.index, whoosh.qparser"
_COLD_QUERY: Final = "محادثات السلام"

Figures = dict[str, Any]


def say(text: str) -> None:
    """Tell how far the run has come."""
    print(text, file=sys.stderr, flush=True)


def folder_of(contender: Contender, work: Path) -> Path:
    """Give the folder of a contender's index."""
    return work / "".join(letter if letter.isalnum() else "-" for letter in contender.name)


def _turns(contenders: Sequence[Contender], rounds: int) -> Iterator[tuple[int, Contender]]:
    for turn in range(rounds):
        start = turn % len(contenders)
        for contender in (*contenders[start:], *contenders[:start]):
            if not (contender.slow and turn):
                yield turn, contender


def indexing(contenders: Sequence[Contender], articles: Mapping[str, Collection], rounds: int, work: Path) -> Figures:
    """Index the articles given to each contender, by name; the last index of each stays in its folder in `work`."""
    runs: dict[str, dict[int, Figures]] = {}
    for turn, contender in _turns(contenders, rounds):
        collection, folder = articles[contender.name], folder_of(contender, work)
        shutil.rmtree(folder, ignore_errors=True)
        took = run(contender.index_command(collection.path, folder))
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.exists() else 0
        say(
            f"  index  {contender.name:26} {took.wall_s:8.1f} s  {collection.documents:,} articles of {collection.name}"
        )
        figures = {"wall_s": took.wall_s, "cpu_s": took.cpu_s, "peak_bytes": took.peak_bytes, "index_bytes": size}
        given = {"given": collection.documents, "given_bytes": collection.bytes}
        runs.setdefault(contender.name, {})[turn] = {**figures, **given, **took.told}
    return {name: _best_of(turns, runs.get(YARDSTICK, {}), ("wall_s", "cpu_s")) for name, turns in runs.items()}


def _best_of(turns: dict[int, Figures], yardstick: dict[int, Figures], keys: Iterable[str]) -> Figures:
    """Give the best of a contender's rounds. Whoever was given fewer articles is compared by the byte of text."""
    first = next(iter(keys))
    best = dict(min(turns.values(), key=lambda figures: figures[first]))
    best["peak_bytes"] = min(figures["peak_bytes"] for figures in turns.values())
    best["rounds"] = len(turns)
    for key in keys:
        best[key] = min(figures[key] for figures in turns.values())
        shared = [(_each(turns[turn], key), _each(yardstick[turn], key)) for turn in turns if turn in yardstick]
        if shared and all(theirs for _, theirs in shared):
            best.setdefault("to_lucene", {})[key] = median(mine / theirs for mine, theirs in shared)
    return best


def _each(figures: Figures, key: str) -> float:
    return float(figures[key]) / (figures["given_bytes"] if key in ("wall_s", "cpu_s") else 1)


def queries(
    contenders: Sequence[Contender],
    questions: tuple[Path, Sequence[Question]],
    mode: str,
    passes: Passes,
    rounds: int,
    work: Path,
) -> Figures:
    """Ask `questions` (their file, and themselves) of the indexes that `indexing` left in `work`."""
    path, asked = questions
    runs: dict[str, dict[int, Figures]] = {}
    top: dict[str, list[list[str]]] = {}
    for turn, contender in _turns([c for c in contenders if mode in c.modes], rounds):
        out = work / "answers.json"
        took = run(contender.query_command(folder_of(contender, work), path, mode, passes, out))
        answers = json.loads(out.read_text(encoding="utf-8"))
        figures = {**_percentiles(answers["passes"], asked), "peak_bytes": took.peak_bytes}
        say(f"  {mode:6} {contender.name:26} {figures['p50_ms']:8.3f} ms, 95%: {figures['p95_ms']:.3f} ms")
        runs.setdefault(contender.name, {})[turn] = figures
        top[contender.name] = answers["top"]
    found = {name: _best_of(turns, runs.get(YARDSTICK, {}), ("p50_ms", "p95_ms")) for name, turns in runs.items()}
    for name, ids in top.items():
        found[name]["answered"] = sum(map(bool, ids)) / len(ids)
        found[name]["same_hits"] = _overlap(ids, next(iter(top.values())))
    return found


def _percentiles(passes: Sequence[Sequence[float]], asked: Sequence[Question]) -> Figures:
    """Give median and 95th percentile over the questions, of the best pass each; of every kind too."""
    places: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for place, question in enumerate(asked):
        places[question.kind].append(place)
    return {
        "p50_ms": _least(passes, range(len(asked)), 0.5),
        "p95_ms": _least(passes, range(len(asked)), 0.95),
        "kinds": {
            kind: {"p50_ms": _least(passes, chosen, 0.5), "p95_ms": _least(passes, chosen, 0.95)}
            for kind, chosen in places.items()
            if chosen
        },
    }


def _least(passes: Sequence[Sequence[float]], places: Sequence[int], share: float) -> float:
    at = min(int(len(places) * share), len(places) - 1)
    return min(sorted(times[place] for place in places)[at] for times in passes)


def _overlap(ids: list[list[str]], reference: list[list[str]]) -> float:
    """Give the mean share of the reference's hits that are here too: that much do they do the same work."""
    shares = [len(set(mine) & set(theirs)) / len(theirs) for mine, theirs in zip(ids, reference, strict=True) if theirs]
    return sum(shares) / len(shares) if shares else 0.0


def cold_start(index: Path, times: int) -> Figures:
    """Time one-shot queries on the command line, by turns with Python importing what they stand on."""
    query = [sys.executable, "-m", "searchnews", "query", _COLD_QUERY, "--index", str(index), "--json"]
    commands = {"query": query, "imports": [sys.executable, "-c", _IMPORTS], "python": [sys.executable, "-c", "pass"]}
    walls: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(times + 1):
        for name, command in commands.items():
            walls[name].append(run(command).wall_s)
    best = {name: min(seen[1:]) for name, seen in walls.items()}  # the first of each only warms the disk cache
    ratio = median(q / i for q, i in zip(walls["query"][1:], walls["imports"][1:], strict=True))
    say(f"  cold   query {best['query'] * 1000:.0f} ms, imports {best['imports'] * 1000:.0f} ms")
    return {**{f"{name}_s": wall for name, wall in best.items()}, "to_imports": ratio, "times": times}
