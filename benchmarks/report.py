"""Show kept results: tables on stdout, or into docs/performance.md with a plot beside it, and their sum into README.md.

    python -m benchmarks.report [RESULT.json]... [--write]

Without a file, the result that was begun last. Several are for parts that were run one by one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks import bars, tables
from benchmarks.articles import ROOT

RESULTS: Final = ROOT / "benchmarks" / "results"
README: Final = ROOT / "README.md"
PAGE: Final = ROOT / "docs" / "performance.md"
PLOT: Final = ROOT / "docs" / "performance.svg"
BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"


def newest() -> Path:
    """Give the result that was begun last; ends the program where there is none."""
    found = {path: result for path in RESULTS.glob("*.json") if "suite" in (result := _read(path))}
    return (
        max(found, key=lambda path: str(found[path]["started"]))
        if found
        else sys.exit(f"no results in {RESULTS}; run `make bench` first")
    )


def _read(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values


def joined(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give one result with the parts of several; of a part that two of them have, the later one's."""
    collections: dict[str, Any] = {}
    for result in results:
        for name, figures in result["collections"].items():
            collections[name] = {**collections.get(name, {}), **figures}
    grown = [result for result in results if "growth" in result]
    return {"collections": collections, **({"growth": _growth(grown)} if grown else {})}


def _growth(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Join the sizes that were measured on the machine of the last one: times of two are not one curve."""
    last = results[-1]
    same = [result["growth"] for result in results if result["machine"]["cpu"] == last["machine"]["cpu"]]
    steps = {step["documents"]: step for growth in same for step in growth["steps"]}
    return {**last["growth"], "steps": [steps[size] for size in sorted(steps)]}


def render(results: Sequence[dict[str, Any]]) -> str:
    """Give the bars over all results, then the tables of each, as Markdown."""
    return "\n".join(filter(None, (bars.markdown(joined(results)), *map(tables.markdown, results))))


def paste(page: str, body: str) -> str:
    """Put `body` between the markers of a page. ValueError where it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{body}\n{END}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description="Show kept results.")
    parser.add_argument("results", type=Path, nargs="*", help="files of benchmarks/results/ (default: the newest)")
    parser.add_argument(
        "--write", action="store_true", help="into docs/performance.md and README.md, with a plot, not to stdout"
    )
    asked = parser.parse_args()
    results = [_read(path) for path in asked.results or [newest()]]
    if not asked.write:
        print(render(results))
        return
    from benchmarks.plot import draw  # tables alone do without matplotlib

    draw(joined(results), PLOT)
    bodies = {PAGE: render(results), README: bars.markdown(joined(results))}
    for page, body in bodies.items():
        picture = f"![The same figures as a picture]({PLOT.relative_to(page.parent)})"
        page.write_text(paste(page.read_text(encoding="utf-8"), f"{picture}\n\n{body}"), encoding="utf-8")
    print(f"{', '.join(str(path.relative_to(ROOT)) for path in (*bodies, PLOT))} are written")


if __name__ == "__main__":
    main()
