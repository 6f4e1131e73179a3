import json


def test_each_token_is_a_row(cli):
    rows = [line.split("\t") for line in cli("analyze", "والوزير", "في جنيف").stdout.splitlines()]
    assert rows[0][:3] == ["token", "start", "end"]
    assert [row[0] for row in rows[1:]] == ["والوزير", "في", "جنيف"]


def test_offsets_point_into_the_joined_text(cli):
    text = "والوزير في جنيف"
    tokens = json.loads(cli("analyze", *text.split(), "--json").stdout)["tokens"]
    assert [text[token["start"] : token["end"]] for token in tokens] == text.split()


def test_stop_words_are_marked(cli):
    tokens = json.loads(cli("analyze", "في", "--json").stdout)["tokens"]
    assert [token["stop"] for token in tokens] == [True]


def test_the_analyzer_is_named(cli):
    assert json.loads(cli("analyze", "سلام", "--json").stdout)["analyzer"] == "ar-news-5"


def test_an_unknown_analyzer_is_a_usage_error(cli):
    result = cli("analyze", "سلام", "--analyzer", "nothing")
    assert result.exit_code == 2
    assert result.stderr.startswith("searchnews: Invalid value for '--analyzer'")


def test_no_index_is_needed(cli, monkeypatch):
    monkeypatch.chdir("/")
    assert cli("analyze", "سلام").exit_code == 0


def test_a_page_has_the_rules_below_the_token(cli):
    page = cli("analyze", "والوزير", "--color", "always").stdout
    assert page.index("والوزير") < page.index("ال+")
