import json
import re
from contextvars import copy_context

import pytest
from click.testing import CliRunner

from searchnews.cli.app import app
from searchnews.model import Article

from . import real

NEW = Article(id="new", title="محادثات جديدة", text="نص المحادثات", date="2018-03-01")


@pytest.fixture
def folder(tmp_path):
    return real.made(tmp_path / "index")


@pytest.fixture
def cli(folder, monkeypatch):
    """Run a command line on a real index with one saved search."""
    for name in ("NO_COLOR", "COLUMNS", "SEARCHNEWS_BIDI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SEARCHNEWS_INDEX", folder)
    run = lambda *args: CliRunner().invoke(app, args)  # noqa: E731 - the runner itself is the fixture
    assert run("save", "سلام", "+محادثات").exit_code == 0
    return run


def test_saving_tells_the_matches_the_name_and_the_query(cli):
    cells = cli("save", "نفط", "+أسعار", "+النفط").stdout.rstrip("\n").split("\t")
    assert (cells[0], cells[2:]) == ("1", ["نفط", "+أسعار +النفط"])


def test_saved_lists_the_searches_as_json(cli):
    [one] = json.loads(cli("saved", "--json").stdout)["saved"]
    assert (one["name"], one["query"], one["matches"]) == ("سلام", "+محادثات", 2)


def test_nothing_new_is_silence_and_status_1(cli):
    result = cli("alerts")
    assert (result.exit_code, result.output) == (1, "")


def test_something_new_is_shown_once_with_status_0(cli, folder):
    real.add(folder, NEW)
    result = cli("alerts")
    assert result.exit_code == 0
    heading, rest = result.stdout.split("\n\n", 1)
    assert heading.startswith("1 new article since 20")
    assert heading.endswith(" · سلام")
    assert rest.startswith("1. محادثات جديدة\n   2018-03-01 · ")
    assert cli("alerts").exit_code == 1


def test_alerts_as_json(cli, folder):
    real.add(folder, NEW)
    [alert] = json.loads(cli("alerts", "--json").stdout)["alerts"]
    assert (alert["name"], alert["query"], alert["new"]) == ("سلام", "+محادثات", 1)
    assert [hit["id"] for hit in alert["hits"]] == ["new"]


def test_nothing_new_as_json_is_an_empty_list_and_status_1(cli):
    result = cli("alerts", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, {"alerts": []})


def test_a_page_of_alerts_marks_the_words(cli, folder):
    real.add(folder, NEW)
    assert "\x1b[1;35m" in cli("alerts", "--color", "always", "--bidi", "off").stdout


def test_what_is_kept_new_is_told_again(cli, folder):
    real.add(folder, NEW)
    assert [cli("alerts", "--keep-new").exit_code, cli("alerts").exit_code, cli("alerts").exit_code] == [0, 0, 1]


def test_deleting_an_unknown_search_is_status_1(cli):
    result = cli("saved", "--delete", "لا", "--delete", "سلام")
    assert (result.exit_code, result.stderr) == (1, "searchnews: there is no saved search 'لا'\n")
    assert json.loads(cli("saved", "--json").stdout) == {"saved": []}


def test_an_unknown_name_is_status_2(cli):
    assert cli("alerts", "لا").exit_code == 2


def test_without_any_saved_search_it_is_said_how_to_save_one(cli):
    cli("saved", "--delete", "سلام")
    assert "searchnews save NAME QUERY" in cli("saved").stderr


def test_a_date_keeps_its_order_among_arabic_words(cli, folder, monkeypatch):
    pytest.importorskip("bidi", reason="reordering needs python-bidi: pip install 'searchnews[bidi]'")
    real.add(folder, NEW)
    page = copy_context().run(cli, "alerts", "--lang", "ar", "--color", "always", "--bidi", "on").stdout
    assert re.search(r"20\d\d-\d\d-\d\dT[\d:]+\+00:00", page.splitlines()[0])
