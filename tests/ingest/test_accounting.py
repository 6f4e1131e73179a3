"""Nothing is lost in silence: every file and every record of the collections is an article or in the report."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest

from searchnews.ingest import read_articles
from searchnews.model.loads import Problem

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def accounts(data_dir: Path) -> tuple[Counter[str], Counter[str]]:
    """Give the articles and the skips of each file."""
    articles: Counter[str] = Counter()
    skipped: Counter[str] = Counter()

    def note(problem: Problem) -> None:
        if problem.kind == "skipped":
            skipped[problem.path] += problem.count

    for article in read_articles(data_dir, on_problem=note):
        articles[article.path or ""] += 1
    return articles, skipped


def test_each_line_of_each_collection_is_an_article_or_a_skip(
    data_dir: Path, accounts: tuple[Counter[str], Counter[str]]
) -> None:
    articles, skipped = accounts
    collections = [*sorted(data_dir.glob("*/docs.jsonl.gz")), data_dir / "saudi-news.jsonl.gz"]
    assert len(collections) >= 6
    for path in collections:
        with gzip.open(path) as lines:
            records = sum(1 for line in lines if line.strip())
        assert articles[str(path)] + skipped[str(path)] == records, path


def test_each_other_file_is_one_article_or_one_skip(
    data_dir: Path, accounts: tuple[Counter[str], Counter[str]]
) -> None:
    articles, skipped = accounts
    files = [path for path in data_dir.rglob("*") if path.is_file() and path.name not in ("README.md",)]
    single = [path for path in files if ".jsonl" not in path.name]
    assert len(single) >= 80 + 50 + 7
    assert {path.name: articles[str(path)] + skipped[str(path)] for path in single} == {path.name: 1 for path in single}
