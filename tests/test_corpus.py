"""The sample corpus: large and varied enough, and as its README says."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from searchnews import Article, Problem, read_articles

CORPUS = Path(__file__).parent.parent / "corpus"
README = (CORPUS / "README.md").read_text(encoding="utf-8")
COUNTS = [(path, int(count)) for path, count in re.findall(r"^\| `([^`]+)` \| (\d+) \|", README, re.M)]
DIRT = README.partition("on purpose")[2]
NAMED = re.findall(r"`((?:txt|html|jsonl|csv)/[^`]*\.[a-z.]+)`", README)
REASONS = {
    "template-residue", "repeated-body", "repeated-paragraph", "tags", "entities", "encoding windows-1256",
    "encoding utf-16-le", "control-characters",
}  # fmt: skip


@pytest.fixture(scope="module")
def problems() -> list[Problem]:
    return []


@pytest.fixture(scope="module")
def articles(problems) -> list[Article]:
    return list(read_articles(CORPUS, on_problem=problems.append))


def file_of(article: Article | Problem) -> str:
    return Path(article.path or "").relative_to(CORPUS).as_posix()


def test_it_holds_as_many_articles_as_its_readme_says(articles):
    assert README.count(f"{len(articles)} articles") == 1
    assert sum(count for _, count in COUNTS) == len(articles)


@pytest.mark.parametrize(("path", "count"), COUNTS)
def test_a_file_holds_as_many_articles_as_the_readme_says(articles, path, count):
    assert sum(file_of(article).startswith(path) for article in articles) == count


@pytest.mark.parametrize("name", sorted(set(NAMED)))
def test_a_file_that_the_readme_names_is_there(name):
    assert (CORPUS / name).is_file()


def test_it_spans_topics_sources_and_years(articles):
    assert len({article.category for article in articles} - {None}) == 12
    assert len({article.source for article in articles} - {None}) == 6
    assert {article.date[:4] for article in articles if article.date} == {str(year) for year in range(2014, 2026)}


def test_it_needs_every_kind_of_repair(articles, problems):
    assert {problem.reason for problem in problems if problem.kind == "repaired"} >= REASONS


def test_every_file_that_needs_a_repair_is_in_the_readme(articles, problems):
    assert {file_of(problem) for problem in problems if problem.kind != "doubtful"} <= set(NAMED)


@pytest.mark.parametrize(
    ("dirt", "letters"),
    [
        ("vowel marks", "[\u064b-\u0652]"),
        ("tatweel", "\u0640"),
        ("shaped letters", "[\ufb50-\ufdff\ufe70-\ufefc]"),
        ("Persian", "[\u06cc\u06a9]"),
        ("Arabic-Indic digits", "[\u0660-\u0669]"),
        ("joiners", "[\u200b-\u200f\u2066-\u2069]"),
    ],
)
def test_the_dirt_of_letters_is_where_the_readme_says(articles, dirt, letters):
    row = next(line for line in DIRT.splitlines() if line.startswith(f"| {dirt}"))
    found = Counter(
        chain.from_iterable(
            [file_of(article)] * len(re.findall(letters, article.title + article.text)) for article in articles
        )
    )
    assert [name for name in re.findall(r"`([a-z]+/[^`]+)`", row) if found[name] < 5] == []
