import json

import pytest
from click.testing import CliRunner

from searchnews import Article
from searchnews.cli.app import app

from . import real


@pytest.fixture
def cli(tmp_path, monkeypatch):
    """Run a command line on a real index of four articles."""
    for name in ("NO_COLOR", "COLUMNS", "SEARCHNEWS_BIDI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SEARCHNEWS_INDEX", real.made(tmp_path / "index"))
    return lambda *args: CliRunner().invoke(app, args)


def test_completions_stand_behind_their_numbers(cli):
    assert cli("suggest", "أسع").stdout.splitlines()[0] == "2\tأسعار"


def test_titles_stand_behind_their_ids(cli):
    assert "gold\tأسعار الذهب" in cli("suggest", "أسع").stdout.splitlines()


def test_completions_as_json(cli):
    assert json.loads(cli("suggest", "أسعار الن", "--titles", "0", "--json").stdout) == {
        "prefix": "أسعار الن",
        "suggestions": [{"text": "أسعار النفط", "kind": "phrase", "articles": 1, "id": ""}],
    }


def test_a_page_of_completions_sets_the_number_first(cli):
    assert cli("suggest", "أسع", "--titles", "0", "--color", "always", "--bidi", "off").stdout.startswith(
        "\x1b[2m2  \x1b[0m"
    )


def test_words_are_of_the_articles_that_a_search_finds(cli, tmp_path):
    real.add(
        tmp_path / "index",
        Article(id="jan", title="يناير", text="برد شديد"),
        Article(id="kan", title="كانون الثاني", text="برد"),
    )
    assert json.loads(cli("terms", "يناير", "--json").stdout)["total"] == 2
    assert json.loads(cli("terms", "يناير", "--no-variants", "--json").stdout)["total"] == 1


def test_no_completion_is_status_1(cli):
    result = cli("suggest", "ظظظ")
    assert (result.exit_code, result.stdout) == (1, "")


def test_similar_articles_are_shown_like_hits(cli):
    result = cli("similar", "oil")
    assert result.exit_code == 0
    assert result.stdout.startswith("1. أسعار الذهب\n")


def test_similar_as_json_names_the_article(cli):
    found = json.loads(cli("similar", "oil", "--json").stdout)
    assert (found["similar_to"], [hit["id"] for hit in found["hits"]]) == ("oil", ["gold"])


def test_no_such_article_is_status_1_and_told(cli):
    result = cli("similar", "nowhere")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no article with the id 'nowhere'" in result.stderr


def test_terms_are_a_table_with_the_word_last(cli):
    rows = [row.split("\t") for row in cli("terms", "+محادثات").stdout.splitlines()]
    assert rows[0] == ["kind", "articles", "overall", "significance", "text"]
    assert next(row for row in rows if row[-1] == "السلام")[:3] == ["word", "2", "2"]


def test_terms_as_json(cli):
    found = json.loads(cli("terms", "+محادثات", "--phrases", "0", "--json").stdout)
    assert (found["query"], found["total"], found["phrases"]) == ("+محادثات", 2, [])
    assert set(found["words"][0]) == {"text", "articles", "overall", "significance"}


def test_a_page_of_terms_says_of_how_many(cli):
    page = cli("terms", "+محادثات", "--color", "always", "--bidi", "off").stdout
    assert "words, of 2 articles" in page


def test_terms_of_nothing_is_status_1(cli):
    assert cli("terms", "+قمر").exit_code == 1
