"""A reader lives through an index built anew by another process."""

import subprocess
import sys

import pytest

import searchnews

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
