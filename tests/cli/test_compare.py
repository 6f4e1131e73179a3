import csv
import json

import pytest
from click.testing import CliRunner

from searchnews import Article
from searchnews.cli.app import app

from . import real


@pytest.fixture
def cli(tmp_path, monkeypatch):
    """Run a command line on a real index of four articles."""
    monkeypatch.setenv("SEARCHNEWS_INDEX", real.made(tmp_path / "index"))
    return lambda *args: CliRunner().invoke(app, ["compare", *args])


def test_shares_stand_side_by_side_with_bars_of_one_scale(cli):
    lines = cli("+محادثات", "+النفط").stdout.splitlines()
    assert lines[0].split() == ["(1)", "(2)"]
    assert [line.split()[:2] for line in lines[1:3]] == [["2018-01", "100.0%"], ["2018-02", "0.0%"]]
    full, half = (line.count("█") for line in lines[1:3])
    assert full == 2 * half > 0
    assert lines[-2:] == ["(1)  2 matches · +محادثات", "(2)  1 match · +النفط"]


def test_counts_stand_there_where_they_are_asked_for(cli):
    line = cli("+محادثات", "+أسعار", "--counts", "--period", "year").stdout.splitlines()[1]
    assert [part for part in line.split() if "█" not in part] == ["2018", "2", "2"]


def test_a_comparison_as_json(cli):
    found = json.loads(cli("+محادثات", "+النفط", "--json").stdout)
    assert (found["period"], [one["query"] for one in found["timelines"]]) == ("month", ["+محادثات", "+النفط"])
    assert found["timelines"][1]["bars"][1] == {"start": "2018-02", "matches": 1, "articles": 2, "share": 0.5}


def test_a_comparison_can_do_without_other_ways_of_writing(cli, tmp_path):
    real.add(tmp_path / "index", Article(id="google", title="غوغل", text="غوغل وقوقل", date="2018-02-04"))
    ways = [json.loads(cli("جوجل", "غوغل", *given, "--json").stdout)["timelines"] for given in ((), ("--no-variants",))]
    assert [[one["total"] for one in timelines] for timelines in ways] == [[1, 1], [0, 1]]


def test_a_query_may_begin_with_a_minus(cli):
    lines = cli("-جنيف محادثات", "+النفط").stdout.splitlines()
    assert lines[-2:] == ["(1)  1 match · -جنيف محادثات", "(2)  1 match · +النفط"]


def test_a_comparison_as_csv(cli):
    rows = list(csv.reader(cli("+محادثات", "+النفط", "--format", "csv").stdout.splitlines()))
    assert rows == [
        ["period", "+محادثات", "+محادثات (share)", "+النفط", "+النفط (share)"],
        ["2018-01", "2", "1.0", "0", "0.0"],
        ["2018-02", "0", "0.0", "1", "0.5"],
    ]


def test_nothing_found_is_status_1(cli):
    result = cli("+قمر", "+زحل")
    assert (result.exit_code, result.stdout) == (1, "(1)  0 matches · +قمر\n(2)  0 matches · +زحل\n")


def test_one_query_is_refused(cli):
    assert cli("+قمر").exit_code == 2
