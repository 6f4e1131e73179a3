import json

import pytest

from searchnews.errors import MissingExtraError
from searchnews.model import Results
from searchnews.render import bidi
from tests.cli.fakes import FakeIndex


def test_hits_are_listed_with_titles_and_snippets(cli):
    result = cli("query", "محادثات السلام")
    assert result.output.startswith("1. استئناف محادثات السلام\n   2018-03-05 · 1.000 · a1 · الجزيرة نت\n")
    assert result.output.endswith("\n2 matches in 1.5 ms\n")


def test_hits_are_success(cli):
    assert cli("query", "السلام").exit_code == 0


def test_no_hit_is_status_1(cli):
    result = cli("query", "عدم")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "0 matches in 1.5 ms\n", "")


def test_several_texts_are_joined_by_a_space(cli):
    assert json.loads(cli("query", "محادثات", "السلام", "--json").stdout)["query"] == "محادثات السلام"


def test_a_word_with_a_minus_is_no_option(cli):
    assert json.loads(cli("query", "السلام", "-كوبا", '-"في كوبا"', "--json").stdout)["query"] == (
        'السلام -كوبا -"في كوبا"'
    )


def test_a_field_with_a_minus_is_no_option(cli):
    assert json.loads(cli("query", "السلام", "-title:كوبا", "--json").stdout)["query"] == "السلام -title:كوبا"


def test_after_two_dashes_everything_is_text(cli):
    assert json.loads(cli("query", "--json", "--", "--json", "-n").stdout)["query"] == "--json -n"


def test_an_unknown_option_is_refused(cli):
    result = cli("query", "السلام", "--limmit", "3")
    assert result.exit_code == 2
    assert result.stderr.startswith("searchnews: No such option")
    assert result.stderr.endswith("See 'searchnews query --help'.\n")


def test_limit_and_offset_choose_the_page(cli):
    found = json.loads(cli("query", "السلام", "-n", "1", "--offset", "1", "--json").stdout)
    assert ([hit["id"] for hit in found["hits"]], found["total"], found["offset"]) == (["a2"], 2, 1)


def test_matches_beyond_the_page_are_still_success(cli):
    assert cli("query", "السلام", "--offset", "9").exit_code == 0


@pytest.mark.parametrize("args", [("-n", "0"), ("--limit", "x"), ("--offset", "-1")])
def test_numbers_out_of_range_are_refused(cli, args):
    assert cli("query", "السلام", *args).exit_code == 2


def test_json_is_the_contract(cli):
    found = json.loads(cli("query", "محادثات", "-n", "1", "--json").stdout)
    assert found == {
        "query": "محادثات",
        "total": 2,
        "took_ms": 1.5,
        "hits": [
            {
                "id": "a1",
                "score": 1.0,
                "title": "استئناف محادثات السلام",
                "date": "2018-03-05",
                "source": "الجزيرة نت",
                "category": None,
                "author": None,
                "url": "https://example.org/1",
                "snippets": [{"text": "بدأت أمس محادثات السلام في جنيف.", "highlights": [[9, 16]]}],
                "group_id": None,
                "similar": None,
            }
        ],
        "offset": 0,
        "corrections": [],
        "asked": "",
        "unknown": [],
        "facets": {},
        "cursor": None,
        "groups": None,
    }


def test_piped_json_is_one_line(cli):
    assert cli("query", "السلام", "--json").stdout.count("\n") == 1


def test_no_hit_in_json_is_an_empty_list_and_status_1(cli):
    result = cli("query", "عدم", "--json")
    assert (result.exit_code, json.loads(result.stdout)["hits"]) == (1, [])


def test_explain_tells_the_evidence(cli):
    assert "+1.000  stem  السلام  (السلام)" in cli("query", "السلام", "--explain").stdout


def test_explain_adds_the_evidence_to_json(cli):
    hit = json.loads(cli("query", "السلام", "--explain", "--json").stdout)["hits"][0]
    assert hit["explanation"] == [{"word": "السلام", "form": "stem", "term": "السلام", "score": 1.0}]


def test_the_index_can_come_from_the_environment(cli, index, monkeypatch, tmp_path):
    monkeypatch.chdir("/")
    assert cli("query", "السلام", env={"SEARCHNEWS_INDEX": index}).exit_code == 0


def test_the_option_wins_over_the_environment(cli, index):
    assert cli("query", "السلام", "-i", index, env={"SEARCHNEWS_INDEX": "/nowhere"}).exit_code == 0


def test_a_missing_index_is_an_error_that_says_what_to_do(cli):
    result = cli("query", "السلام", "-i", "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "searchnews: nowhere: the folder holds no index; make one with `searchnews index`\n"


def test_a_mistake_in_the_query_is_pointed_at(cli):
    result = cli("query", "سَلام (كوبا")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "searchnews: this bracket is never closed",
        "  query: سَلام (كوبا",
        "              ^",
        "See 'searchnews query --help' for what a query may hold.",
    ]


def test_piped_output_has_no_escape_sequences(cli):
    assert "\x1b" not in cli("query", "السلام", env={"FORCE_COLOR": "1", "TERM": "xterm-256color"}).stdout


def test_colour_can_be_had_in_a_pipe(cli):
    assert "\x1b[1;35mالسلام\x1b[0m" in cli("query", "السلام", "--color", "always").stdout


def test_a_colour_wish_wins_over_no_color(cli):
    assert "\x1b[" in cli("query", "السلام", "--color", "always", env={"NO_COLOR": "1"}).stdout


def test_pipes_get_logical_order_even_with_bidi_on(cli):
    assert "استئناف محادثات السلام" in cli("query", "السلام", env={"SEARCHNEWS_BIDI": "on"}).stdout


def test_bidi_on_reorders_pages(cli):
    page = cli("query", "السلام", "--bidi", "on", "--color", "always").stdout
    assert "".join(cell.char for cell in bidi.visual("السلام")) in page


def test_bidi_on_without_the_extra_names_the_extra(cli, monkeypatch):
    monkeypatch.setattr(bidi, "find_spec", lambda name: None)
    result = cli("query", "السلام", "--bidi", "on", "--color", "always")
    assert result.exit_code == 2
    assert str(MissingExtraError("Reordering right-to-left text (--bidi on)", extra="bidi")) in result.stderr


@pytest.fixture
def asked(monkeypatch):
    """The options of each search."""
    options = []

    def search(index, text, **given):
        options.append(given)
        return Results(text, 0, 1.0)

    monkeypatch.setattr(FakeIndex, "search", search)
    return options


def test_strict_asks_the_query_as_it_is(cli, asked):
    cli("query", "السلام", "--strict")
    cli("query", "السلام")
    assert [options["strict"] for options in asked] == [True, False]


def test_the_order_and_the_half_life_are_passed_on(cli, asked):
    cli("query", "السلام", "--sort", "newest")
    cli("query", "السلام", "--recency", "30")
    assert [(options["sort"], options["recency_days"]) for options in asked] == [("newest", None), ("relevance", 30.0)]


def test_a_half_life_of_nothing_is_refused(cli):
    assert cli("query", "السلام", "--recency", "0").exit_code == 2


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--share",), "--share has no effect without --timeline"),
        (("--timeline", "month", "--limit", "5"), "--limit has no effect with --timeline"),
        (("--timeline", "month", "--facets", "source"), "--facets has no effect with --timeline"),
        (("--timeline", "month", "--format", "jsonl"), "--format jsonl has no effect with --timeline"),
        (("--group-by", "last", "--no-group"), "--group-by has no effect with --no-group"),
        (("--sort", "newest", "--recency", "3"), "--recency has no effect with --sort"),
        (("--format", "ids", "--json"), "--json has no effect with --format"),
        (("--all", "-n", "5"), "--limit has no effect with --all"),
        (("--all", "--no-group"), "--no-group has no effect with --all"),
    ],
)
def test_an_option_that_does_nothing_is_told(cli, args, told):
    assert f"searchnews: {told}\n" in cli("query", "السلام", *args).stderr
