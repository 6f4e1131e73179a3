import json

import pytest
from click.testing import CliRunner

import searchnews
from searchnews.cli.app import app

from . import fakes


@pytest.fixture
def index(tmp_path, monkeypatch):
    """A folder with the fakes' two articles, and the library replaced by the fakes."""
    for name in ("open_index", "create_index", "index_exists", "read_articles"):
        monkeypatch.setattr(searchnews, name, getattr(fakes, name), raising=False)
    for name in ("NO_COLOR", "COLUMNS", "SEARCHNEWS_INDEX", "SEARCHNEWS_BIDI", "SEARCHNEWS_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return fakes.filled(tmp_path / "index")


@pytest.fixture
def cli(index):
    """Run a command line; the index in the current folder's `index/` is the fakes' one."""

    def run(*args, **options):
        return CliRunner().invoke(app, args, **options)

    return run


@pytest.fixture
def lines(tmp_path):
    """Write records as JSON lines (a string is written as it is) and give the file's path."""

    def write(*records, name="news.jsonl"):
        path = tmp_path / name
        texts = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in records]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return str(path)

    return write
