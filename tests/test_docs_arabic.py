"""docs/arabic.md, run: every table and every command of it holds."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchnews import create_index, open_index, read_articles
from searchnews.arabic import analyzer
from searchnews.arabic.folds import LOSSLESS, LOSSY, folder
from tests.test_readme import ROOT, run

PAGE = (ROOT / "docs" / "arabic.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.M | re.S)


def rows(*heading: str) -> list[tuple[str, ...]]:
    """Give the rows of all tables of the page whose heading begins so, without their code marks."""
    found = [row[: len(heading)] for table in tables() if table[0][: len(heading)] == heading for row in table[1:]]
    assert found, f"the page has no table of {', '.join(heading)}"
    return found


def tables() -> Iterator[list[tuple[str, ...]]]:
    for table in re.findall(r"(?:^\|.*\n)+", PAGE, re.M):
        lines = [line for line in table.splitlines() if not line.startswith("| ---")]
        yield [tuple(cell.strip().strip("`") for cell in line.strip("|").split("|")) for line in lines]


@pytest.fixture(scope="module")
def workroom(tmp_path_factory) -> Path:
    """A folder with the sample corpus, an index of it, and the lists of the page."""
    place = tmp_path_factory.mktemp("arabic")
    (place / "corpus").symlink_to(ROOT / "corpus")
    (place / "oasis.tsv").write_text(shown("tsv"), encoding="utf-8")
    (place / "ours.tsv").write_text(shown("text"), encoding="utf-8")
    with create_index(place / "index") as index:
        index.add_many(read_articles(place / "corpus"))
    return place


@pytest.fixture
def titles(workroom):
    def found(query: str) -> list[str]:
        with open_index(workroom / "index") as index:
            return [hit.title for hit in index.search(query, limit=200)]

    return found


def shown(kind: str) -> str:
    return "".join(body for name, body in FENCES if name == kind)


def sessions() -> list[tuple[str, str]]:
    return re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", shown("console"), re.M)


@pytest.mark.parametrize(("text", "words"), rows("text", "words"))
def test_a_text_is_cut_into_the_words_shown(text, words):
    assert [token.text for token in analyzer().tokenize(text)] == words.split(" · ")


@pytest.mark.parametrize(("heading", "folds"), [("lossless fold", LOSSLESS), ("lossy fold", LOSSY)])
def test_every_fold_of_the_list_is_shown(heading, folds):
    assert [name for name, *_ in rows(heading, "written", "the same as")] == [fold.name for fold in folds]


FOLDED = rows("lossless fold", "written", "the same as") + rows("lossy fold", "written", "the same as")


@pytest.mark.parametrize(("name", "written", "same"), FOLDED)
def test_the_two_spellings_beside_a_fold_are_one(name, written, same):
    assert analyzer().fold(written) == analyzer().fold(same)


@pytest.mark.parametrize(("name", "written", "same"), FOLDED)
def test_without_that_fold_they_are_two(name, written, same):
    fold = folder(LOSSLESS + LOSSY, without=[name])
    assert fold(written) != fold(same)


@pytest.mark.parametrize(("word", "stem", "root"), rows("word", "stem", "root"))
def test_a_word_has_the_stem_and_the_root_shown(word, stem, root):
    forms = analyzer().forms(word)
    assert (forms.stem, forms.root) == (stem, root)


@pytest.mark.parametrize(("word", "stops"), rows("word", "stop word"))
def test_a_word_is_left_out_or_not_as_shown(word, stops):
    assert analyzer().forms(word).stop == (stops == "yes")


@pytest.mark.parametrize(("query", "title"), rows("query", "finds"))
def test_a_query_finds_what_is_shown(query, title, titles):
    assert title in titles(query)


NOT_FOUND = [(row[0], row[-1]) for row in rows("query", "finds", "does not find")] + rows("query", "does not find")


@pytest.mark.parametrize(("query", "title"), NOT_FOUND)
def test_a_query_does_not_find_what_is_shown(query, title, titles):
    assert title not in titles(query)


@pytest.mark.parametrize("title", sorted({title for _, title in NOT_FOUND}))
def test_what_is_shown_as_not_found_is_there(title, titles):
    assert title in titles(f'title:"{title}"')


def test_the_shell_sessions_give_what_is_shown(workroom):
    for command, output in sessions():
        assert run(command, workroom) == output, command


@pytest.mark.parametrize("command", re.findall(r"^    (searchnews \S.*?)(?:   .*)?$", PAGE, re.M))
def test_each_command_is_understood(command, workroom):
    words = shlex.split(command)
    if words[1] == "index":
        words += ["--index", "rebuilt"]
    done = subprocess.run([sys.executable, "-m", *words], cwd=workroom, capture_output=True, encoding="utf-8")
    assert done.returncode == ("--strict" in words), done.stderr


def test_the_python_example_runs(workroom):
    done = subprocess.run(
        [sys.executable, "-c", shown("python")], cwd=workroom, capture_output=True, text=True, encoding="utf-8"
    )
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 3), done.stderr
