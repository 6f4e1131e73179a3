import json
import re

import pytest
from click.testing import CliRunner

import searchnews
from searchnews.cli.app import app


def test_it_tells_segments_and_bytes_before_and_after(cli):
    result = cli("optimize")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "1 segment of 4,096 bytes before, 1 segment of 4,096 bytes after\n"


def test_json_gives_one_object(cli):
    figures = {"segments": 1, "bytes": 4096}
    assert json.loads(cli("optimize", "--json").stdout) == {"index": "index/", "before": figures, "after": figures}


def test_an_index_that_is_not_there_is_an_error(cli):
    assert cli("optimize", "-i", "nowhere").exit_code == 2


@pytest.fixture
def built(tmp_path):
    with searchnews.create_index(tmp_path / "built", engine="whoosh") as index:
        for number in range(3):
            index.add(searchnews.Article(id=str(number), text=f"خبر رقم {number}"))
    return str(tmp_path / "built")


def test_segments_become_one_and_hold_the_same(built):
    result = CliRunner().invoke(app, ["optimize", "-i", built])
    assert re.fullmatch(r"3 segments of [\d,]+ bytes before, 1 segment of [\d,]+ bytes after\n", result.stdout)
    with searchnews.open_index(built) as index:
        assert sorted(article.id for article in index.articles()) == ["0", "1", "2"]
        assert index.check() == []


def test_another_writer_is_an_error(built):
    with searchnews.open_index(built) as index, index._engine.writer():
        result = CliRunner().invoke(app, ["optimize", "-i", built])
    assert result.exit_code == 2
    assert "another writer" in result.stderr
