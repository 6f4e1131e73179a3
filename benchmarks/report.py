"""Show a kept result: tables on stdout, or into docs/performance.md with a plot beside it.

    python -m benchmarks.report [RESULT.json] [--write]

Without a file, the result that was begun last.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from benchmarks import bars, tables
from benchmarks.articles import ROOT

RESULTS: Final = ROOT / "benchmarks" / "results"
PAGE: Final = ROOT / "docs" / "performance.md"
PLOT: Final = ROOT / "docs" / "performance.svg"
BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"


def newest() -> Path:
    """Give the result that was begun last; ends the program where there is none."""
    found = sorted(RESULTS.glob("*.json"), key=lambda path: str(_read(path)["started"]))
    return found[-1] if found else sys.exit(f"no results in {RESULTS}; run `make bench` first")


def _read(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values


def render(result: dict[str, Any]) -> str:
    """Give the bars and all tables as Markdown."""
    return "\n".join(part for part in (bars.markdown(result), tables.markdown(result)) if part)


def paste(page: str, body: str) -> str:
    """Put `body` between the markers of a page. ValueError where it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{body}\n{END}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description="Show a kept result.")
    parser.add_argument("result", type=Path, nargs="?", help="a file of benchmarks/results/ (default: the newest)")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md, with a plot, not to stdout")
    asked = parser.parse_args()
    result = _read(asked.result or newest())
    if not asked.write:
        print(render(result))
        return
    from benchmarks.plot import draw  # tables alone do without matplotlib

    draw(result, PLOT)
    body = f"![The same figures as a picture]({PLOT.name})\n\n{render(result)}"
    PAGE.write_text(paste(PAGE.read_text(encoding="utf-8"), body), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} and {PLOT.relative_to(ROOT)} are written")


if __name__ == "__main__":
    main()
