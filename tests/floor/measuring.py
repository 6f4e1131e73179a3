"""Measure the ranking on the floor set; `python -m tests.floor.measuring` writes `measured.json` anew."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from searchnews import Article, read_articles
from searchnews.evaluation import Evaluation, Run, evaluate, read_qrels, read_topics, temporary_index

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent.parent
CORPUS: Final = ROOT / "corpus"
MEASURED: Final = HERE / "measured.json"
MEASURES: Final = ("nDCG@10", "R@20")
MUST: Final = "-must"

TOPICS: Final = read_topics(HERE / "queries.tsv")
QRELS: Final = read_qrels(HERE / "qrels.txt")


def group_of(query_id: str) -> str:
    """Give the group that a query's mean belongs to: long queries would hide what short ones lose."""
    kind = query_id.partition("-")[0]
    return kind if kind in ("headline", "detail", "together") else "words"


def corpus_hash() -> str:
    """Fingerprint the articles: the names and bytes of all files of corpus/ but its README."""
    files = sorted(path for path in CORPUS.rglob("*") if path.is_file() and path != CORPUS / "README.md")
    digest = hashlib.sha256()
    for path in files:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(CORPUS).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def _named(articles: Iterable[Article]) -> Iterator[Article]:
    """Name articles that have neither an id nor an address by their place in corpus/: their ids tell where it lies."""
    places: Counter[str] = Counter()
    for article in articles:
        file = Path(article.path or "").relative_to(CORPUS).as_posix()
        made_up = not article.id or re.fullmatch("[0-9a-f]{16}", article.id)
        yield replace(article, id=f"{file}#{places[file]}") if made_up and not article.url else article
        places[file] += 1


def ask() -> tuple[Evaluation, Run, set[str]]:
    """Index corpus/ and ask every query: the figures, what was found, and the judged articles that are not there."""
    with temporary_index(_named(read_articles(CORPUS))) as index:
        figures, run = evaluate(index, TOPICS, QRELS, measures=MEASURES)
        return figures, run, {id for grades in QRELS.values() for id in grades if id not in index}


def means(figures: Evaluation) -> dict[str, dict[str, float]]:
    """Give the mean of each measure over the queries of each group."""
    groups = dict.fromkeys(group_of(topic.query_id) for topic in TOPICS)
    return {
        group: {
            measure: fmean(figures.per_query[t.query_id][measure] for t in TOPICS if group_of(t.query_id) == group)
            for measure in MEASURES
        }
        for group in groups
    }


def main() -> None:
    """Write today's values, and the fingerprint of the articles that they are of."""
    rounded = {group: {k: round(v, 4) for k, v in of.items()} for group, of in means(ask()[0]).items()}
    values: dict[str, Any] = {"corpus": corpus_hash(), "queries": len(TOPICS), "means": rounded}
    MEASURED.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
