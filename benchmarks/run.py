"""Measure, and keep the figures: `python -m benchmarks.run`, or `make bench`.

Writes benchmarks/results/<date>-<suite>.json. `--help` lists the parts and sizes.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from benchmarks import questions as asking
from benchmarks.articles import ROOT, Collection, measured, read_raw, take
from benchmarks.contenders import Contender
from benchmarks.grow import grown, write
from benchmarks.machine import machine, revision, versions
from benchmarks.plan import Plan, from_arguments, present_contenders
from benchmarks.suites import OURS, YARDSTICK, cold_start, folder_of, indexing, queries, say

RESULTS: Final = Path(__file__).resolve().parent / "results"
MODES: Final = ("stems", "full")


def _measure(plan: Plan, contenders: Sequence[Contender], work: Path) -> dict[str, Any]:
    results: dict[str, Any] = {"collections": {}}
    if set(plan.parts) - {"growth"}:
        for name in plan.collections:
            folder = work / name
            folder.mkdir()
            results["collections"][name] = _collection(name, plan, contenders, folder)
            shutil.rmtree(folder)
    if "growth" in plan.parts:
        results["growth"] = _growth(plan, [c for c in contenders if c.name in (OURS, YARDSTICK)], work)
    return results


def _collection(name: str, plan: Plan, contenders: Sequence[Contender], work: Path) -> dict[str, Any]:
    whole = take(name, plan.limit, work)
    say(f"{name}: {whole.documents:,} articles, {whole.bytes / 1e6:.1f} MB of text")
    few = whole
    if plan.slow_limit is not None and plan.slow_limit < whole.documents and any(c.slow for c in contenders):
        (work / "few").mkdir()
        few = take(name, plan.slow_limit, work / "few")
    found = whole.described()
    # Whoever only asks needs an index too, but one, and of those alone who can be asked: no figure to keep.
    measuring = "indexing" in plan.parts
    needed = contenders if measuring else [c for c in contenders if c.modes]
    rounds = plan.rounds if measuring else 1
    given = {contender.name: few if contender.slow else whole for contender in needed}
    indexed = indexing(needed, given, rounds, work)
    if measuring:
        found["indexing"] = indexed
    if "queries" in plan.parts:
        found["queries"] = _ask(plan, contenders, whole, work)
        for answers in found["queries"].values():
            for contender, figures in answers.items():
                figures["given"] = given[contender].documents
    ours = [contender for contender in contenders if contender.name == OURS]
    if "cold" in plan.parts and ours:
        found["cold_start"] = cold_start(folder_of(ours[0], work), plan.cold_times)
    return found


def _ask(plan: Plan, contenders: Sequence[Contender], source: Collection, work: Path) -> dict[str, Any]:
    path = work / "questions.jsonl"
    asking.write(asking.draw(source.path, plan.questions, seed=plan.seed), path)
    asked = (path, list(asking.read(path)))
    return {mode: queries(contenders, asked, mode, plan.passes, plan.rounds, work) for mode in MODES}


def _growth(plan: Plan, contenders: Sequence[Contender], work: Path) -> dict[str, Any]:
    name = plan.collections[0]
    folder = work / "growth"
    folder.mkdir()
    source = take(name, None, folder)
    path = folder / "questions.jsonl"
    # The same questions at every size: their words are those of the source, and so are the grown articles'.
    asking.write(asking.draw(source.path, plan.questions, seed=plan.seed), path)
    asked = (path, list(asking.read(path)))
    steps = []
    for size in plan.sizes:
        file = folder / "grown.jsonl.gz"
        write(grown(((title, text) for _, title, text in read_raw(source.path)), size, seed=plan.seed), file)
        collection = measured(f"grown {name}", file)
        say(f"growth: {size:,} articles, {collection.bytes / 1e6:.1f} MB of text")
        indexed = indexing(contenders, {contender.name: collection for contender in contenders}, 1, folder)
        answers = {mode: queries(contenders, asked, mode, plan.passes, 1, folder) for mode in MODES}
        steps.append({**collection.described(), "indexing": indexed, "queries": answers})
    return {"source": name, "steps": steps}


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    plan = from_arguments()
    contenders = present_contenders(plan)
    os.environ["PYTHONPATH"] = str(ROOT)  # for the workers, wherever this was called from
    started = dt.datetime.now().astimezone()
    kept: dict[str, Any] = {
        "started": started.isoformat(timespec="seconds"),
        "suite": plan.name,
        "revision": revision(),
        "machine": machine(),
        "versions": versions(contenders),
        "parameters": {**asdict(plan), "contenders": [contender.name for contender in contenders]},
    }
    with tempfile.TemporaryDirectory(prefix="searchnews-bench-") as work:
        kept |= _measure(plan, contenders, Path(work))
    kept["took_s"] = int((dt.datetime.now().astimezone() - started).total_seconds())
    path = RESULTS / f"{started:%Y-%m-%d}-{plan.name}.json"
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main()
