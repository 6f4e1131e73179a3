"""Measure what each part brings: `python -m benchmarks.quality`, or `make quality`.

Keeps benchmarks/quality/results/<date>[-<collections>].json and writes docs/quality.md with its plot. `--help` lists
the options.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from benchmarks.machine import machine, revision
from benchmarks.quality.measuring import measured
from benchmarks.quality.variants import MEASURE, PARTS, builds
from benchmarks.quality.yardstick import LUCENE
from benchmarks.report import paste
from benchmarks.suites import say
from searchnews.arabic import DEFAULT_PRESET
from searchnews.errors import EvaluationFileError
from searchnews.evaluation import Collection, find_collection
from searchnews.evaluation.significance import holm

RESULTS: Final = Path(__file__).resolve().parent / "results"
DOCS: Final = Path(__file__).resolve().parent.parent.parent / "docs"
_PACKAGES: Final = ("searchnews", "whoosh3", "numpy", "ir-measures", "snowballstemmer", "nltk")


def collections(names: str) -> list[Collection]:
    """Find the collections of SEARCHNEWS_DATA that have documents; ends the program where there is none."""
    data = os.environ.get("SEARCHNEWS_DATA", "")
    if not data or not Path(data).is_dir():
        sys.exit("SEARCHNEWS_DATA names no folder of collections; there is nothing to measure on")
    wanted = set(names.split(",")) - {""}
    found = []
    for folder in sorted(Path(data).iterdir()):
        if folder.is_dir() and (not wanted or folder.name in wanted):
            try:
                found.append(find_collection(folder))
            except EvaluationFileError:  # some other folder
                continue
    found = [(one.documents.stat().st_size, one) for one in found if one.documents]  # the quick ones first
    return [one for _, one in sorted(found, key=lambda pair: pair[0])] or sys.exit(
        f"no collection in {data}: see `searchnews eval --help`"
    )


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """Measure all that was asked for, and keep it."""
    started = dt.datetime.now().astimezone()
    parts = tuple(asked.parts.split(","))
    lack = LUCENE.missing() if asked.yardstick else "not asked for"
    if lack:
        say(f"left out: lucene: {lack}")
    kept: dict[str, Any] = {
        "started": started.isoformat(timespec="seconds"),
        "revision": revision(),
        "machine": machine(),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}
        | ({} if lack else LUCENE.versions()),
        "analyzer": DEFAULT_PRESET,
        "parameters": {"parts": parts},
        "collections": {},
    }
    some = asked.collections and f"-{asked.collections.replace(',', '+')}"
    path = RESULTS / f"{started:%Y-%m-%d}{some}.json"
    for one in collections(asked.collections):  # kept after each: a run of hours may be cut short
        kept["collections"][one.name] = measured(one, builds(parts), yardstick=not lack)
        path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    say(f"kept {path}")
    return kept


def joined(paths: list[Path]) -> dict[str, Any]:
    """Read results, and give the last of them with the collections of all; of one part the last figures count."""
    results = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    collections: dict[str, Any] = {}
    for result in results:
        for name, found in result["collections"].items():
            collections[name] = _merged(collections[name], found) if name in collections else found
    return {**results[-1], "collections": collections}


def _merged(earlier: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """Put the parts of two measurements of a collection together, as if they had been one."""
    if earlier["default"][MEASURE] != later["default"][MEASURE]:
        sys.exit("these results are of different defaults; measure all parts of a collection at one revision")
    variants = {(one["group"], one["name"]): one for one in (*earlier["variants"], *later["variants"])}
    corrected = holm([one["p"] for one in variants.values()])
    together = [{**one, "p_holm": p} for one, p in zip(variants.values(), corrected, strict=True)]
    both = {key: earlier[key] | later[key] for key in ("default", "weights")}
    return {**earlier, **later, **both, "variants": together}


def write(result: dict[str, Any]) -> None:
    """Put a result into docs/quality.md, with its plot beside it."""
    from benchmarks.quality.drawing import draw
    from benchmarks.quality.tables import markdown

    draw(result, DOCS / "quality.svg")
    page = DOCS / "quality.md"
    page.write_text(paste(page.read_text(encoding="utf-8"), markdown(result)), encoding="utf-8")
    say(f"written {page}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description="Measure what each part brings.")
    parser.add_argument("--collections", default="", metavar="NAME,...", help="only these folders of SEARCHNEWS_DATA")
    parser.add_argument(
        "--parts", default=",".join(PARTS), metavar="PART,...", help="only these (default: %(default)s)"
    )
    parser.add_argument("--no-yardstick", dest="yardstick", action="store_false", help="leave Lucene out")
    parser.add_argument(
        "--from", dest="kept", type=Path, nargs="+", metavar="RESULT.json", help="measure nothing: show these together"
    )
    parser.add_argument("--no-page", dest="page", action="store_false", help="leave docs/quality.md as it is")
    asked = parser.parse_args()
    result = joined(asked.kept) if asked.kept else measure(asked)
    if asked.page:
        write(result)


if __name__ == "__main__":
    main()
