import json

from . import fakes


def test_show_gives_the_whole_article(cli):
    assert cli("show", "a1").stdout == (
        "استئناف محادثات السلام\n2018-03-05 · a1 · الجزيرة نت\nhttps://example.org/1\n\n"
        "بدأت أمس محادثات السلام في جنيف.\n"
    )


def test_show_gives_every_field_as_json(cli):
    assert json.loads(cli("show", "a1", "--json").stdout) == fakes.ARTICLES[0].to_dict()


def test_show_of_an_unknown_id_is_status_1_and_a_word_on_stderr(cli):
    result = cli("show", "zz")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        result.stderr
        == "searchnews: index/: no article with the id 'zz'; 'searchnews query' shows the id of each hit\n"
    )


def test_show_colours_on_demand(cli):
    assert cli("show", "a1", "--color", "always").stdout.startswith("\x1b[1mاستئناف محادثات السلام\x1b[0m\n")


def test_delete_counts_what_it_deleted(cli, index):
    result = cli("delete", "a1", "a2", "a1")
    assert (result.exit_code, result.stdout) == (0, "2 deleted\n")
    assert fakes.open_index(index).articles() == []


def test_delete_of_an_unknown_id_is_status_1_and_deletes_the_others(cli, index):
    result = cli("delete", "zz", "a1")
    assert (result.exit_code, result.stdout) == (1, "1 deleted\n")
    assert result.stderr == "searchnews: index/: no article with the id 'zz'\n"
    assert [one.id for one in fakes.open_index(index).articles()] == ["a2"]


def test_delete_tells_in_json_what_was_unknown(cli):
    assert json.loads(cli("delete", "zz", "a1", "--json").stdout) == {"deleted": 1, "unknown": ["zz"]}


def test_delete_needs_an_id(cli):
    assert cli("delete").exit_code == 2


def test_stats_are_listed(cli):
    lines = cli("stats").stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == [
        "index", "documents", "terms", "tokens", "bytes", "segments", "analyzer", "engine", "searchnews version",
    ]  # fmt: skip


def test_stats_come_as_json(cli):
    assert json.loads(cli("stats", "--json").stdout) == {
        "documents": 2, "terms": 20, "tokens": 30, "bytes": 4096, "segments": 1, "analyzer": "ar-news-5",
        "engine": "fake", "versions": {"searchnews": "0.1.0"}, "index": "index/",
    }  # fmt: skip
