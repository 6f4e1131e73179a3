"""What narrowing, counting and ordering cost beside the query itself: milliseconds a query, in process and warm.

    python -m benchmarks.asking [--index DIR] [--rounds 7]

Without an index, one of ant-news in SEARCHNEWS_DATA is made, else of what is grown from `corpus/`. A time is that of a
query at the best of all rounds (CPU time of this process), the mean of all queries. Everything is asked for ten hits
without snippets: what is measured is finding, not reading. Results are kept in `results/<date>-asking.json`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import process_time
from typing import Final

from benchmarks.articles import FALLBACK, find, take
from benchmarks.machine import machine, revision
from searchnews import Index, IndexStats, create_index, open_index, read_articles

_RESULTS: Final = Path(__file__).with_name("results")
_COLLECTION: Final = "ant-news"
_QUERIES: Final = (
    "سوريا", "الرئيس", "محادثات السلام", "أسعار النفط", "كأس العالم 2018", "الغوطة الشرقية", "مجلس الأمن الدولي",
    "الانتخابات الرئاسية", '"الأمم المتحدة"', "ترامب OR بوتين", "اليمن AND الحوثيين", "الدوري الإنجليزي -ليفربول",
)  # fmt: skip
_PLAIN: Final = "the query alone"

Way = Callable[[Index, str], object]

_WAYS: Final[dict[str, Way]] = {
    _PLAIN: lambda index, query: index.search(query, snippets=0),
    "one source": lambda index, query: index.search(f"{query} source:BBC", snippets=0),
    "one month": lambda index, query: index.search(f"{query} date:2018-04", snippets=0),
    "two sources of a year, not one category": lambda index, query: index.search(
        f"{query} source:BBC source:CNN date:2018 -category:sport", snippets=0
    ),
    "facets: source, category, month": lambda index, query: index.facets(query, ["source", "category", "month"]),
    "hits with these facets": lambda index, query: index.search(
        query, snippets=0, facets=["source", "category", "month"]
    ),
    "timeline by week": lambda index, query: index.timeline(query, "week"),
    "newest first": lambda index, query: index.search(query, snippets=0, sort="newest"),
    "hits 1001 to 1010": lambda index, query: index.search(query, snippets=0, offset=1000),
}


def main() -> None:
    """Measure all ways of asking, print them, and keep them."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--index")
    options.add_argument("--rounds", type=int, default=7)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as work:
        path = given.index or _made(Path(work))
        with closing(open_index(path)) as index:
            stats = index.stats()
            times = {name: _cpu_ms(index, way, given.rounds) for name, way in _WAYS.items()}
    for name, ms in times.items():
        print(f"{name:<40} {ms:8.2f} ms  {ms / times[_PLAIN]:5.2f} x")
    _keep(times, stats)


def _made(work: Path) -> str:
    name = _COLLECTION if find(_COLLECTION) else FALLBACK
    with create_index(work / "index") as index:
        index.add_many(read_articles(take(name, None, work).path))
    return str(work / "index")


def _cpu_ms(index: Index, way: Way, rounds: int) -> float:
    """Give the mean CPU time of a query, each at its best."""
    return sum(min(_timed(index, way, query) for _ in range(rounds)) for query in _QUERIES) / len(_QUERIES) * 1000


def _timed(index: Index, way: Way, query: str) -> float:
    began = process_time()
    way(index, query)
    return process_time() - began


def _keep(times: dict[str, float], stats: IndexStats) -> None:
    today = dt.datetime.now(dt.UTC).date().isoformat()
    values = {
        "date": today,
        "revision": revision(),
        "machine": machine(),
        "versions": {"python": platform.python_version(), **stats.versions},
        "documents": stats.documents,
        "queries": len(_QUERIES),
        "cpu_ms": {name: round(ms, 3) for name, ms in times.items()},
        "times_the_query": {name: round(ms / times[_PLAIN], 2) for name, ms in times.items()},
    }
    text = json.dumps(values, ensure_ascii=False, indent=1)
    (_RESULTS / f"{today}-asking.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
