import json

import pytest
from click.testing import CliRunner

import searchnews
from searchnews.cli.app import app
from tests.ingest import serving

pytest.importorskip("feedparser", reason="reading feeds needs feedparser: pip install 'searchnews[feeds]'")


@pytest.fixture
def fetch(tmp_path, monkeypatch):
    monkeypatch.setenv("SEARCHNEWS_INDEX", str(tmp_path / "index"))
    return lambda *args: CliRunner().invoke(app, ["fetch", *args])


def test_a_feed_is_loaded_once(fetch, tmp_path):
    with serving.server() as web:
        first, second = (fetch(f"{web.url}/feed", "--allow-private") for _ in range(2))
    assert first.stdout.startswith("2 added, 0 updated, 0 unchanged")
    assert second.stdout.startswith("0 added, 0 updated, 2 unchanged")
    assert (first.exit_code, second.exit_code) == (0, 0)
    with searchnews.open_index(tmp_path / "index") as index:
        assert index.search("محادثات").total == 1


def test_a_feed_that_cannot_be_had_is_told_with_status_1(fetch):
    with serving.server() as web:
        result = fetch(f"{web.url}/nowhere", f"{web.url}/feed", "--allow-private", "--json")
    assert result.exit_code == 1
    assert result.stderr == f"searchnews: {web.url}/nowhere: the server answers 404 Not Found\n"
    counts = json.loads(result.stdout)
    assert (counts["added"], counts["skipped"]) == (2, 1)


def test_private_addresses_are_asked_only_where_that_is_allowed(fetch):
    with serving.server() as web:
        result = fetch(f"{web.url}/feed")
        assert web.asked == []
    assert (result.exit_code, "--allow-private" in result.stderr) == (1, True)
