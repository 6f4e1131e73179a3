"""A reader lives through an index built anew by another process."""

import subprocess
import sys

import pytest

import searchnews
from searchnews.cli.rebuilding import target

REBUILD = """
import sys, searchnews
from searchnews.cli.rebuilding import target
for text in ("أول", "ثان", "ثالث", "رابع", "خامس") * 2:
    with target(sys.argv[1], rebuild=True) as index:
        index.add(searchnews.Article(id="1", title="السلام", text=text))
    print(text, flush=True)
"""


@pytest.mark.parametrize("engine", ["whoosh"])
def test_a_reader_finds_the_old_index_or_the_new_one_while_it_is_rebuilt(tmp_path, engine):
    folder = tmp_path / "index"
    with searchnews.create_index(folder, engine=engine) as index:
        index.add(searchnews.Article(id="1", title="السلام", text="قديم"))
    with searchnews.open_index(folder) as index:
        process = subprocess.Popen([sys.executable, "-c", REBUILD, str(folder)], stdout=subprocess.DEVNULL)
        seen = set()
        while process.poll() is None:
            results = index.search("سلام")
            assert results.total == 1
            seen.add(results.hits[0].article.text)
        assert process.returncode == 0
        assert index.search("سلام").hits[0].article.text == "خامس"
    assert len(seen) >= 2


def made(folder):
    with searchnews.create_index(folder) as index:
        index.add(searchnews.Article(id="1", title="السلام", text="قديم"))
    return folder


KILLED = """
import os, sys, searchnews
from pathlib import Path
from searchnews.cli import rebuilding
if sys.argv[2] == "between the renames":
    rename = Path.rename
    Path.rename = lambda path, to: os._exit(9) if path.name == "new" else rename(path, to)
with rebuilding.target(sys.argv[1], rebuild=True) as index:
    index.add(searchnews.Article(id="1", title="السلام", text="جديد"))
    if sys.argv[2] == "while reading":
        os._exit(9)
"""


@pytest.mark.parametrize("when", ["while reading", "between the renames"])
def test_what_a_killed_rebuild_has_left_is_cleared_up_by_the_next_load(tmp_path, when):
    folder = made(tmp_path / "index")
    assert subprocess.run([sys.executable, "-c", KILLED, str(folder), when]).returncode == 9
    assert len([path for path in tmp_path.iterdir() if path.name.startswith(".index.")]) == 1
    with target(str(folder), rebuild=False) as index:
        assert index.get("1").text == "قديم"
    assert list(tmp_path.iterdir()) == [folder]


def test_a_rebuild_that_goes_on_is_left_alone(tmp_path):
    folder = made(tmp_path / "index")
    with target(str(folder), rebuild=True) as index:
        index.add(searchnews.Article(id="1", title="السلام", text="جديد"))
        with target(str(folder), rebuild=False) as old:
            assert old.get("1").text == "قديم"
    with searchnews.open_index(folder) as index:
        assert index.get("1").text == "جديد"


def test_a_hidden_folder_of_somebody_else_is_left_alone(tmp_path):
    folder, other = made(tmp_path / "index"), tmp_path / ".index.backup"
    other.mkdir()
    with target(str(folder), rebuild=False):
        pass
    assert other.is_dir()
