"""A user's own stemming exceptions: kept with the index, and asked with it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import searchnews
from searchnews.arabic import analyzer
from searchnews.cli.app import app
from searchnews.model import Article

OWN = "# cups\nكاس\tكأس كؤوس\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "archive.jsonl"
    path.write_text('{"id": "1", "title": "كؤوس العرب", "text": "خبر قصير."}\n', encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_words_have_the_stem_that_the_file_gives_them(file):
    own = analyzer(exceptions=file)
    assert own.forms("الكؤوس").stem == own.forms("كأس").stem == "كاس"
    assert analyzer().forms("الكؤوس").stem != "كاس"


def test_an_index_made_with_a_file_is_asked_with_it(file, tmp_path):
    with searchnews.create_index(tmp_path / "index", exceptions=file) as index:
        index.add(Article(id="1", title="كؤوس العرب"))
    file.unlink()
    with searchnews.open_index(tmp_path / "index") as index:
        assert [hit.id for hit in index.search("الكأس")] == ["1"]


def test_the_command_line_takes_a_file(file, archive, tmp_path):
    assert run("index", archive, "-i", tmp_path / "index", "--exceptions", file).exit_code == 0
    assert "كؤوس" in run("query", "كأس", "-i", tmp_path / "index").output
    assert "كاس" in run("analyze", "كؤوس", "--exceptions", file).output


def test_an_index_made_otherwise_asks_for_a_rebuild(file, archive, tmp_path):
    assert run("index", archive, "-i", tmp_path / "index").exit_code == 0
    refused = run("index", archive, "-i", tmp_path / "index", "--exceptions", file)
    assert refused.exit_code == 2
    assert "--rebuild" in refused.output
    assert run("index", archive, "-i", tmp_path / "index", "--exceptions", file, "--rebuild").exit_code == 0
    assert run("query", "كأس", "-i", tmp_path / "index").exit_code == 0


def test_a_rebuild_without_the_file_forgets_it(file, archive, tmp_path):
    run("index", archive, "-i", tmp_path / "index", "--exceptions", file)
    assert run("index", archive, "-i", tmp_path / "index", "--rebuild").exit_code == 0
    assert not (tmp_path / "index" / "exceptions.tsv").exists()
    with searchnews.open_index(tmp_path / "index") as index:
        assert index.analyzer.name == "ar-news-5"


def test_a_changed_copy_is_refused(file, tmp_path):
    searchnews.create_index(tmp_path / "index", exceptions=file).close()
    (tmp_path / "index" / "exceptions.tsv").write_text("كاس\tكأس\n", encoding="utf-8")
    with pytest.raises(searchnews.IncompatibleIndexError, match="rebuild"):
        searchnews.open_index(tmp_path / "index")


def test_a_line_without_a_tab_is_pointed_at(file, archive, tmp_path):
    file.write_text("كاس كأس\n", encoding="utf-8")
    refused = run("index", archive, "-i", tmp_path / "index", "--exceptions", file)
    assert refused.exit_code == 2
    assert "line 1" in refused.output
