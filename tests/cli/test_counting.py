"""What the command line counts, streams and writes out, on a real index."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from searchnews import Article, create_index
from searchnews.cli.app import app

ARTICLES = [
    Article(
        id="1", title="محادثات السلام", text="بدأت المحادثات", source="BBC", date="2018-01-10", extra={"tags": ["أ"]}
    ),
    Article(
        id="2", title="السلام في كوبا", text='قال: "نعم"', source="CNN", date="2018-03-01", url="https://example.org/2"
    ),
    Article(id="3", title="مباراة السلام", source="BBC", date="2018-03-02"),
    Article(id="4", title="حرب", source="BBC", date="2018-03-03"),
]


@pytest.fixture
def cli(tmp_path, monkeypatch):
    with create_index(tmp_path / "index") as index:
        index.add_many(ARTICLES)
    monkeypatch.chdir(tmp_path)
    return lambda *args, **options: CliRunner().invoke(app, args, **options)


def test_options_filter(cli):
    result = cli("query", "السلام", "--source", "bbc", "--from", "2018-02", "--format", "ids")
    assert (result.exit_code, result.stdout) == (0, "3\n")


def test_an_option_given_twice_means_either(cli):
    ids = cli("query", "السلام", "--source", "bbc", "--source", "cnn", "--format", "ids").stdout.split()
    assert sorted(ids) == [*"123"]


def test_filters_alone_are_enough(cli):
    assert cli("query", "--date", "2018-03", "--format", "ids").stdout == "4\n3\n2\n"


def test_hits_of_filters_alone_are_shown_without_a_score(cli):
    assert "3 · 4 · BBC" in cli("query", "date:2018-03").stdout
    assert {hit["score"] for hit in json.loads(cli("query", "date:2018-03", "--json").stdout)["hits"]} == {None}
    rows = csv.DictReader(io.StringIO(cli("query", "date:2018-03", "--all", "--format", "csv").stdout))
    assert [(row["id"], row["score"]) for row in rows] == [("4", ""), ("3", ""), ("2", "")]


def test_a_query_that_cannot_be_asked_leaves_no_heading(cli):
    result = cli("query", "date:2018-99", "--all", "--format", "csv")
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_filter_with_a_minus_is_no_option(cli):
    assert cli("query", "السلام", "-source:bbc", "--format", "ids").stdout == "2\n"


def test_nothing_to_look_for_is_an_error(cli):
    result = cli("query")
    assert (result.exit_code, "there is no word to look for" in result.stderr) == (2, True)


def test_a_value_that_there_is_not_is_told(cli):
    result = cli("query", "السلام", "--source", "bcb")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (1, "no article has the source bcb; there is BBC")


def test_facets_stand_below_the_hits(cli):
    lines = cli("query", "السلام", "--facets", "source,month").stdout.splitlines()
    assert lines[-7:] == [
        "source",
        "        2  BBC",
        "        1  CNN",
        "",
        "month",
        "        1  2018-01",
        "        2  2018-03",
    ]


def test_facets_are_in_the_json(cli):
    found = json.loads(cli("query", "السلام", "--facets", "source", "--json").stdout)
    assert found["facets"] == {
        "source": {
            "counts": [{"value": "BBC", "matches": 2}, {"value": "CNN", "matches": 1}],
            "values": 2,
            "missing": 0,
        }
    }


def test_a_facet_that_there_is_not_is_refused(cli):
    result = cli("query", "السلام", "--facets", "colour")
    assert (result.exit_code, "not by 'colour'" in result.stderr) == (2, True)


def test_a_timeline_is_a_chart(cli):
    assert cli("query", "السلام", "--timeline", "month").stdout == (
        f"2018-01  1  {'█' * 30}\n2018-02  0\n2018-03  2  {'█' * 60}\n\n3 matches\n"
    )


def test_a_timeline_of_shares(cli):
    lines = cli("query", "السلام", "--timeline", "month", "--share").stdout.splitlines()
    assert [line.split()[1] for line in lines[:3]] == ["100.0%", "0.0%", "66.7%"]
    assert lines[-1] == "3 matches, each bar a share of all articles of its time"


def test_a_timeline_as_csv(cli):
    assert cli("query", "السلام", "--timeline", "month", "--format", "csv").stdout == (
        "month,matches,articles,share\n2018-01,1,1,1.000000\n2018-02,0,0,0.000000\n2018-03,2,3,0.666667\n"
    )


def test_a_timeline_as_json(cli):
    found = json.loads(cli("query", "السلام", "--timeline", "year", "--json").stdout)
    assert found["bars"] == [{"start": "2018", "matches": 3, "articles": 4, "share": 0.75}]


def test_all_streams_every_match_as_json_lines(cli):
    lines = cli("query", "السلام", "--all", "--limit", "1").stdout.splitlines()
    assert sorted(json.loads(line)["id"] for line in lines) == [*"123"]
    assert [json.loads(line)["rank"] for line in lines] == [1, 2, 3]


def test_all_streams_csv_with_a_heading(cli):
    rows = list(csv.DictReader(io.StringIO(cli("query", "السلام", "--all", "--format", "csv").stdout)))
    assert {row["id"]: row["title"] for row in rows} == {article.id: article.title for article in ARTICLES[:3]}


def test_all_streams_the_lines_of_a_run(cli):
    first = cli("query", "السلام", "--all", "--format", "trec").stdout.splitlines()[0].split()
    assert (first[:2], first[3], first[5]) == (["1", "Q0"], "1", "searchnews")


@pytest.mark.parametrize("form", ["jsonl", "csv", "trec", "ids"])
def test_a_stream_of_nothing_is_status_1(cli, form):
    assert cli("query", "لاشيء", "--strict", "--all", "--format", form).exit_code == 1


def test_the_cursor_of_a_page_gives_the_next(cli):
    first = json.loads(cli("query", "السلام", "--limit", "2", "--json").stdout)
    then = json.loads(cli("query", "السلام", "--limit", "2", "--after", first["cursor"], "--json").stdout)
    assert ([len(first["hits"]), len(then["hits"]), then["offset"]], then["cursor"]) == ([2, 1, 2], None)


def test_a_damaged_cursor_is_an_error(cli):
    assert cli("query", "السلام", "--after", "x").exit_code == 2


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_what_is_exported_can_be_indexed_again(cli, tmp_path, form):
    from searchnews import read_articles

    (tmp_path / f"out.{form}").write_text(cli("export", "--format", form).stdout, encoding="utf-8")
    again = list(read_articles(tmp_path / f"out.{form}"))
    assert [(a.id, a.title, a.text, a.date, a.source, a.url) for a in again] == [
        (a.id, a.title, a.text, a.date, a.source, a.url) for a in ARTICLES
    ]


def test_an_export_can_be_of_a_query(cli):
    lines = cli("export", "السلام", "--source", "cnn").stdout.splitlines()
    assert [json.loads(line)["text"] for line in lines] == ['قال: "نعم"']


def test_an_export_of_nothing_is_status_1(cli):
    assert cli("export", "لاشيء").exit_code == 1


@pytest.mark.parametrize(
    "args",
    [("--timeline", "month", "--share"), ("--timeline", "month", "--format", "csv"), ("--format", "ids", "-n", "5")],
)
def test_options_that_go_together_are_not_talked_of(cli, args):
    assert cli("query", "السلام", *args).stderr == ""
