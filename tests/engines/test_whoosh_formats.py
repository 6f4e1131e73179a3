"""An index of every released format is read as it was when it was made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from searchnews._documents import read_article
from searchnews.engines import open_engine
from searchnews.engines.whoosh.contents import FORMAT
from tests.engines.formats.answers import ask

FORMATS = sorted(path for path in Path(__file__).with_name("formats").iterdir() if path.name.isdigit())


def test_there_is_one_of_the_format_of_today():
    assert str(FORMAT) in [path.name for path in FORMATS]


@pytest.mark.parametrize("place", FORMATS, ids=lambda path: path.name)
def test_it_answers_as_it_did(place: Path):
    expected = json.loads((place / "answers.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(ask(str(place / "index")))) == expected
    assert open_engine("whoosh", str(place / "index")).check() == []


@pytest.mark.parametrize("place", FORMATS, ids=lambda path: path.name)
def test_it_can_be_written_to_and_merged(place: Path, tmp_path: Path):
    expected = json.loads((place / "answers.json").read_text(encoding="utf-8"))
    shutil.copytree(place / "index", tmp_path / "index")
    engine = open_engine("whoosh", str(tmp_path / "index"))
    engine.optimize()
    assert engine.check() == []
    found = ask(str(tmp_path / "index"))
    assert sorted(map(str, found["documents"])) == sorted(map(str, expected["documents"]))


@pytest.mark.parametrize("place", FORMATS, ids=lambda path: path.name)
def test_its_articles_are_whole(place: Path):
    expected = json.loads((place / "answers.json").read_text(encoding="utf-8"))
    with open_engine("whoosh", str(place / "index")).searcher() as searcher:
        for document in expected["documents"]:
            doc = searcher.find(document["id"])
            assert doc is not None
            article = read_article(searcher, doc, index=str(place))
            assert article.title or article.text
            assert (article.date or "") == document["date"]
