"""docs/queries.md, run: every line of its tables and every command of it holds."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from searchnews import create_index, open_index, read_articles
from searchnews.query.syntax import FILTER_WORDS
from tests.test_readme import ROOT, timeless

PAGE = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.M | re.S)
ROWS = [
    (query.strip(" `"), finds.strip(), misses.strip())
    for query, _, finds, misses in re.findall(r"^\| (`[^|]+`) \|([^|]*)\|([^|]*)\|([^|]*)\|$", PAGE, re.M)
]


@pytest.fixture(scope="module")
def workroom(tmp_path_factory) -> Path:
    """A folder with an index of the sample corpus."""
    place = tmp_path_factory.mktemp("queries")
    with create_index(place / "index") as index:
        index.add_many(read_articles(ROOT / "corpus"))
    return place


@pytest.fixture(scope="module")
def titles(workroom):
    def found(query: str) -> list[str]:
        with open_index(workroom / "index") as index:
            return [hit.title for hit in index.search(query, limit=200, strict=True)]

    return found


def run(command: str, workroom: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", *shlex.split(command)]
    return subprocess.run(words, cwd=workroom, capture_output=True, text=True, encoding="utf-8")


def test_the_page_has_a_line_for_every_filter():
    page = " ".join(query for query, _, _ in ROWS)
    assert [name for name in FILTER_WORDS if name.isascii() and f"{name}:" not in page] == []


@pytest.mark.parametrize("name", FILTER_WORDS)
def test_the_page_names_every_filter_in_either_language(name):
    assert f"{name}:" in PAGE


@pytest.mark.parametrize(("query", "finds", "misses"), ROWS)
def test_a_query_finds_what_is_shown(query, finds, misses, titles):
    assert finds in titles(query)


@pytest.mark.parametrize(("query", "finds", "misses"), ROWS)
def test_a_query_does_not_find_what_is_shown(query, finds, misses, titles):
    assert misses not in titles(query)


@pytest.mark.parametrize("title", sorted({misses for _, _, misses in ROWS}))
def test_what_is_shown_as_not_found_is_there(title, titles):
    assert title in titles(f'title:"{title}"')


def test_the_shell_sessions_give_what_is_shown(workroom):
    sessions = re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", "".join(b for kind, b in FENCES if kind == "console"), re.M)
    for command, shown in sessions:
        done = run(command, workroom)
        assert timeless(done.stdout + done.stderr) == timeless(shown), command


@pytest.mark.parametrize("command", re.findall(r"^    (searchnews \S.*?)(?:   .*)?$", PAGE, re.M))
def test_each_command_finds_something(command, workroom):
    assert run(command, workroom).returncode == 0


def test_the_python_example_runs(workroom):
    script = next(body for kind, body in FENCES if kind == "python")
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=workroom, capture_output=True, text=True, encoding="utf-8"
    )
    assert (done.returncode, bool(done.stdout)) == (0, True), done.stderr
