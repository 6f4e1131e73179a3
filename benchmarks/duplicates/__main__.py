"""Judge the groups of reprints, and measure what cleaning and grouping cost: `python -m benchmarks.duplicates`.

Pairs of articles were drawn by what they share and by whether they are of one source, read, and judged: is it one
text, reprinted, perhaps shortened or touched up? `judged.tsv` has them by their ids; `strata.tsv` says how many pairs
each kind stands for, so that precision and recall are those of all pairs that share a quarter of their pairs of words
within a week. Keeps benchmarks/duplicates/results/<date>.json.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any, Final, NamedTuple

import searchnews
from benchmarks.articles import COLLECTIONS, find
from benchmarks.machine import machine, revision
from searchnews._building import Maker, batches, documents_of
from searchnews._grouping import Grouping
from searchnews._signing import Signer
from searchnews.arabic import analyzer
from searchnews.duplicates.window import ALIKE, DAYS, LIKE_FIRST, LIKE_FIRST_LATER, SAME_SOURCE
from searchnews.engines import create_engine
from searchnews.ingest.cleaning import clean, clean_line
from searchnews.ingest.dateline import find_dateline
from searchnews.ingest.record import to_article
from searchnews.model import Article

HERE: Final = Path(__file__).resolve().parent
_LEAST_SHARED: Final = 0.25


class Judged(NamedTuple):
    """A pair that was read: of one source or two, what it shares, and whether it is one text."""

    collection: str
    one: str
    other: str
    sources: str
    shared: float
    reprint: bool


def rows(name: str) -> Iterator[list[str]]:
    """Read a table of this folder."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def judged(collection: str) -> list[Judged]:
    """Give the pairs of a collection."""
    found = (Judged(*row[:4], float(row[4]), row[5] == "yes") for row in rows("judged.tsv"))
    return [pair for pair in found if pair.collection == collection]


def quality(collection: str, group_of: dict[str, str | None]) -> dict[str, Any]:
    """Weigh the judgments by the number of pairs that each stands for."""
    pairs = judged(collection)
    right = found = wanted = 0.0
    for name, sources, low, high, count in rows("strata.tsv"):
        if name != collection:
            continue
        top = float(high) if float(high) < 1 else 2.0
        here = [pair for pair in pairs if pair.sources == sources and float(low) <= pair.shared < top]
        weight = int(count) / len(here) if here else 0.0
        for pair in here:
            joined = group_of[pair.one] == group_of[pair.other]
            right += weight * (joined and pair.reprint)
            found += weight * joined
            wanted += weight * pair.reprint
    return {"judged": len(pairs), "precision": right / found, "recall": right / wanted}


def timed(step: Callable[[], object]) -> float:
    """Give the CPU seconds of a step in this process."""
    began = process_time()
    step()
    return process_time() - began


def costs(path: Path, limit: int | None, rounds: int) -> dict[str, Any]:
    """Give the CPU seconds of each step of cleaning and of grouping, best of some rounds, and of all of indexing."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        raw = [to_article(json.loads(line)) for line in islice(lines, limit)]
    steps: dict[str, Callable[[Article], object]] = {
        "text": lambda article: clean(article.text),
        "title": lambda article: clean_line(article.title),
        "dateline": lambda article: find_dateline(article.text),
    }
    figures: dict[str, Any] = {"articles": len(raw)}
    for name, step in steps.items():
        figures[f"clean_{name}_cpu_s"] = min(timed(lambda step=step: [step(a) for a in raw]) for _ in range(rounds))
    figures["read_and_clean_cpu_s"] = min(
        timed(lambda: sum(1 for _ in islice(searchnews.read_articles(path), limit))) for _ in range(rounds)
    )
    articles = list(islice(searchnews.read_articles(path), limit))
    figures["group_cpu_s"] = min(grouping_s(articles) for _ in range(rounds))
    figures["index_cpu_s"] = min(timed(lambda: index(articles)) for _ in range(rounds))
    figures["group_share"] = figures["group_cpu_s"] / figures["index_cpu_s"]
    return figures


def grouping_s(articles: Iterable[Article]) -> float:
    """Give the CPU seconds of signing and grouping alone, of articles that are analysed meanwhile."""
    maker, signer, spent = Maker(analyzer()), Signer(), 0.0
    with create_engine("memory", None, (), ()).searcher() as empty:
        grouping = Grouping(empty)
        for some in batches(articles):
            made = maker.make(some)
            batch = documents_of(some, made, maker.coder.forms, maker.coder.vocabularies)
            spent += timed(lambda made=made: signer.signed(made.words, maker.coder))
            spent += timed(lambda batch=batch: list(grouping.grouped([batch])))
    return spent


def index(articles: Iterable[Article]) -> dict[str, str | None]:
    """Index articles in this process; give the groups by id."""
    with tempfile.TemporaryDirectory() as folder, searchnews.create_index(folder) as made:
        made.add_many(articles)
        return {article.id: article.group_id for article in made.articles()}


def main() -> None:
    """Measure, keep and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, help="articles to measure costs on (all)")
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    started = dt.datetime.now().astimezone()
    kept: dict[str, Any] = {
        "started": started.isoformat(timespec="seconds"),
        "revision": revision(),
        "machine": machine(),
        "versions": {"python": platform.python_version(), "numpy": version("numpy")},
        "parameters": {"alike": ALIKE, "same_source": SAME_SOURCE, "days": DAYS, "limit": asked.limit}
        | {"like_first": LIKE_FIRST, "like_first_later": LIKE_FIRST_LATER},
    }
    for name in COLLECTIONS:
        path = find(name)
        if path is None:
            sys.exit(f"SEARCHNEWS_DATA has no {name}; there is nothing to measure on")
        groups = index(searchnews.read_articles(path))
        sizes: dict[str | None, int] = {}
        for group in groups.values():
            sizes[group] = sizes.get(group, 0) + 1
        several = [size for size in sizes.values() if size > 1]
        told = {"articles": len(groups), "groups": len(several), "in_groups": sum(several), "largest": max(several)}
        kept[name] = {**told, **quality(name, groups)}
    first = find(next(iter(COLLECTIONS)))
    assert first is not None
    kept["costs"] = costs(first, asked.limit, asked.rounds)
    text = json.dumps(kept, indent=2, ensure_ascii=False)
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / f"{started:%Y-%m-%d}.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
