from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from searchnews.ingest.sources import xml_file

from .conftest import Load
from .samples import FIRST, SECOND, TITLE, XML

Loader = Callable[..., Load]
Writer = Callable[[str, bytes | str], Path]


def test_each_record_is_an_article_of_its_elements(write: Writer, load: Loader) -> None:
    found = load(write("a.xml", XML))
    assert [(a.id, a.title) for a in found.articles] == [("17", TITLE), ("18", "خبر ثان")]
    assert [a.text.split() for a in found.articles] == [f"{FIRST} {SECOND}".split(), SECOND.split()]
    assert found.problems == []


@pytest.mark.parametrize("codec", ["cp1256", "iso8859_6", "utf-16", "utf-8-sig"])
def test_an_encoding_is_seen_whatever_the_declaration_says(write: Writer, load: Loader, codec: str) -> None:
    assert load(write("a.xml", XML.encode(codec))).articles[0].title == TITLE


def test_names_that_are_not_known_are_mapped(write: Writer, load: Loader) -> None:
    path = write("a.xml", "<rows><row><a>عنوان</a><b>نص <u>مائل</u></b></row></rows>")
    assert "rows, row, a, b, u; name them with field_map (--map)" in load(path).skipped[0].reason
    article = load(path, field_map={"title": "a", "text": "b"}).articles[0]
    assert (article.title, article.text) == ("عنوان", "نص مائل")


@pytest.mark.parametrize(
    "content",
    [
        # a wiki's dump, fields in groups, paragraphs as elements, one record alone
        "<w><site><sitename>x</sitename></site>"
        + "<page><title>عنوان</title><revision><text>نص</text></revision></page>" * 2
        + "</w>",
        "<w>" + "<a><head><headline>عنوان</headline></head><body>نص</body></a>" * 2 + "</w>",
        "<w>" + "<a><title>عنوان</title><text>ن</text><text>ص</text></a>" * 2 + "</w>",
        "<article><title>عنوان</title><body>نص</body></article>",
        "<n:w xmlns:n='u'><n:item><n:title>عنوان</n:title><n:body>نص</n:body></n:item></n:w>",
    ],
)
def test_the_record_is_the_outermost_element_of_one_text(write: Writer, load: Loader, content: str) -> None:
    articles = load(write("a.xml", content)).articles
    assert {(a.title, a.text.replace("\n", "")) for a in articles} == {("عنوان", "نص")}


def test_the_parts_of_an_author_are_one_value(write: Writer, load: Loader) -> None:
    content = "<w><item><author><name>سعاد</name></author><title>عنوان</title><body>نص</body></item></w>"
    article = load(write("a.xml", content)).articles[0]
    assert (article.author, article.title) == ("سعاد", "عنوان")


def test_addresses_in_attributes_and_repeated_elements_are_kept(write: Writer, load: Loader) -> None:
    content = "<w><item lang='ar'><link href='http://x/1'/><tag>أ</tag><tag>ب</tag><title>عنوان</title><body>نص</body></item></w>"
    article = load(write("a.xml", content)).articles[0]
    assert (article.url, article.extra) == ("http://x/1", {"lang": "ar", "tag": ["أ", "ب"]})


def test_a_bare_ampersand_a_name_of_html_and_control_characters_are_mended(write: Writer, load: Loader) -> None:
    content = "<w><item><title>قمة & قمة</title><body>نص&nbsp;ثان\x01 <![CDATA[أ & ب]]></body></item></w>"
    article = load(write("a.xml", content)).articles[0]
    assert (article.title, article.text) == ("قمة & قمة", "نص ثان أ & ب")


def test_records_before_damage_are_read_and_the_rest_is_told(write: Writer, load: Loader) -> None:
    found = load(write("a.xml", XML.replace('<item id="18">', "</item>")))
    assert [a.title for a in found.articles] == [TITLE]
    assert [(p.line, p.reason) for p in found.skipped] == [(4, "the rest is not well-formed XML: mismatched tag")]


BOMB = '<!DOCTYPE w [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w><title>&b;</title></w>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w><title>&a;</title></w>'


@pytest.mark.parametrize("content", [BOMB, OUTSIDE])
def test_entities_of_the_files_own_are_refused(write: Writer, load: Loader, content: str) -> None:
    found = load(write("a.xml", f"<?xml version='1.0'?>{content}"))
    assert found.articles == []
    assert found.skipped[0].reason.startswith("it declares entities")


def test_endless_nesting_is_reported(write: Writer, load: Loader) -> None:
    assert load(write("a.xml", "<a>" * 100_000)).skipped[0].reason == "elements nested more than 256 deep"


def test_a_record_beyond_the_limit_is_left_out_alone(
    write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_file, "MAX_RECORD_CHARS", 100)
    content = (
        f"<w><item><title>أ</title><body>{'نص ' * 100}</body></item><item><title>ب</title><body>نص</body></item></w>"
    )
    found = load(write("a.xml", content))
    assert [a.title for a in found.articles] == ["ب"]
    assert [p.reason for p in found.skipped] == ["record longer than 100 characters"]


def test_a_large_file_is_read_as_a_stream(write: Writer) -> None:
    import tracemalloc

    from searchnews.ingest import read_articles

    record = f"<item><title>عنوان</title><body>{'نص ' * 1000}</body></item>"
    path = write("a.xml", f"<w>{record * 4000}</w>")
    assert path.stat().st_size > 20_000_000
    tracemalloc.start()
    count = sum(1 for _ in read_articles(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4000
    assert peak < 24_000_000
