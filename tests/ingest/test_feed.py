from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Load
from .samples import ATOM, FIRST, RSS, SECOND, TITLE, URL

Loader = Callable[..., Load]
Writer = Callable[[str, bytes | str], Path]


def test_an_entry_of_rss_is_an_article_of_its_whole_content(write: Writer, load: Loader) -> None:
    found = load(write("a.rss", RSS))
    article = found.articles[0]
    assert [line for line in article.text.split("\n") if line] == [FIRST, SECOND]
    assert (article.title, article.url, article.source) == (TITLE, URL, "الأفق")
    assert (article.category, article.date) == ("ثقافة", "2018-02-16T22:08:10+04:00")
    assert article.extra == {"summary": "ملخص"}
    assert found.problems == []


def test_an_entry_of_atom_is_an_article(write: Writer, load: Loader) -> None:
    article = load(write("a.xml", ATOM)).articles[0]
    assert (article.id, article.title, article.text, article.url) == ("tag:ofoq,17", TITLE, FIRST, URL)


@pytest.mark.parametrize("codec", ["cp1256", "utf-16"])
def test_a_feed_in_another_encoding_than_it_says_is_read(write: Writer, load: Loader, codec: str) -> None:
    assert load(write("a.rss", RSS.encode(codec))).articles[0].title == TITLE


def test_a_damaged_feed_gives_what_can_be_read_and_is_told(write: Writer, load: Loader) -> None:
    found = load(write("a.rss", RSS.replace("</channel></rss>", "<item><title>آخر & آخر")))
    assert found.articles[0].title == TITLE
    assert next(iter(found.repairs)).startswith("damaged feed")


def test_a_feed_without_entries_is_told(write: Writer, load: Loader) -> None:
    assert load(write("a.rss", "<rss><channel></channel></rss>")).skipped[0].reason == "a feed without entries"


def test_a_feed_opens_no_address(write: Writer, load: Loader) -> None:
    content = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RSS[RSS.index("<rss") :].replace(
        TITLE, "أ &x;"
    )
    assert "root:" not in "".join(a.title + a.text for a in load(write("a.rss", content)).articles)
