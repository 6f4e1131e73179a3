from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from searchnews.ingest.sources import sgml

from .conftest import Load
from .samples import FIRST, SECOND, SGML, TITLE

Loader = Callable[..., Load]
Writer = Callable[[str, bytes | str], Path]


def test_a_document_is_an_article_of_its_fields(write: Writer, load: Loader) -> None:
    found = load(write("a.sgml", SGML))
    article = found.articles[0]
    assert (article.id, article.title, article.date) == ("OF-17", TITLE, "2018-02-16T22:08:10+04:00")
    assert [line for line in article.text.split("\n") if line] == [FIRST, SECOND]
    assert found.problems == []


def test_a_file_may_hold_many(write: Writer, load: Loader) -> None:
    path = write("a.txt", SGML + "\n" + SGML.replace("17", "18"))
    assert [a.id for a in load(path).articles] == ["OF-17", "OF-18"]


def test_documents_of_the_ldc_have_their_number_in_the_tag(write: Writer, load: Loader) -> None:
    fields = f"<HEADLINE>{TITLE}</HEADLINE><DATELINE>الرياض</DATELINE><TEXT><P>{FIRST}</P></TEXT>"
    content = f'<DOC id="AFA-1" type="story">{fields}</DOC>'
    article = load(write("a.sgml", content)).articles[0]
    assert (article.id, article.title, article.place, article.text) == ("AFA-1", TITLE, "الرياض", FIRST)


def test_text_that_stands_in_no_field_is_the_text(write: Writer, load: Loader) -> None:
    assert load(write("a.sgml", f"<DOC><DOCNO>1</DOCNO>{FIRST} &amp; آخر</DOC>")).articles[0].text == f"{FIRST} & آخر"


def test_a_document_without_an_end_is_read_and_told(write: Writer, load: Loader) -> None:
    cut = SGML.replace("</DOC>", "")
    found = load(write("a.sgml", cut + SGML.replace("17", "18") + cut.replace("17", "19")))
    assert [a.id for a in found.articles] == ["OF-17", "OF-18", "OF-19"]
    assert [p.reason for p in found.problems] == ["document without an end"] * 2


def test_text_outside_of_documents_is_told_once(write: Writer, load: Loader) -> None:
    found = load(write("a.sgml", f"{SGML}شيء\nآخر\n"))
    assert [(p.line, p.reason) for p in found.skipped] == [(10, "text outside of documents")]


def test_a_document_beyond_the_limit_is_left_out(write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sgml, "MAX_DOCUMENT_CHARS", 600)
    long = SGML.replace(FIRST, f"{FIRST}\n" * 20)
    found = load(write("a.sgml", long + SGML.replace("17", "18")))
    assert [a.id for a in found.articles] == ["OF-18"]
    assert [p.reason for p in found.skipped] == ["document longer than 600 characters"]


@pytest.mark.parametrize("content", ["<a>" * 200_000, "<a1 " * 200_000, "</p>" * 200_000, "x=" * 400_000])
def test_hostile_markup_takes_no_quadratic_time(write: Writer, load: Loader, content: str) -> None:
    load(write("a.sgml", f"<DOC><DOCNO>1</DOCNO>{content}</DOC>"))


@pytest.mark.data
def test_all_documents_of_the_collection_come_in_whole(data_dir: Path, load: Loader) -> None:
    found = load(data_dir / "raw/sgml")
    assert len(found.articles) == 50
    assert found.skipped == []
    assert found.repairs == {"reading-tips": 1}  # للمزيد: and a headline
    assert all(a.id and a.title and a.text and a.date and a.source and a.url for a in found.articles)


@pytest.mark.parametrize("reference", ["&#" + "9" * 5000 + ";", "&#x" + "f" * 5000 + ";", "&#xD800;", "&#0;"])
def test_a_reference_to_no_character_loses_no_document(write: Writer, load: Loader, reference: str) -> None:
    content = f"<DOC><DOCNO>1</DOCNO><TITLE>{TITLE}</TITLE><TEXT><P>{FIRST}{reference}</P></TEXT></DOC>"
    article = load(write("a.sgml", content)).articles[0]
    assert (article.title, article.text[: len(FIRST)]) == (TITLE, FIRST)
