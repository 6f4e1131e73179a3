from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from searchnews.ingest.sources import warc as warc_module

from .conftest import Load
from .samples import FIRST, PAGE, SECOND, TITLE, URL, answer, warc, warc_record

Loader = Callable[..., Load]
Writer = Callable[[str, bytes | str], Path]


def crawl(*blocks: bytes) -> bytes:
    return b"".join(warc_record("response", f"{URL}{n}", block) for n, block in enumerate(blocks))


def in_chunks(body: bytes) -> bytes:
    return b"5\r\n" + body[:5] + b"\r\n%x;x=y\r\n" % (len(body) - 5) + body[5:] + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize("packed", [False, True])
def test_each_page_is_an_article_with_its_address(write: Writer, load: Loader, packed: bool) -> None:
    found = load(write("a.warc.gz", warc(packed=packed)))
    assert [(a.title, a.text, a.url) for a in found.articles] == [(TITLE, f"{FIRST}\n{SECOND}", URL)]


def test_what_is_no_page_is_counted_by_kind(write: Writer, load: Loader) -> None:
    found = load(write("a.warc", warc() + crawl(answer(b"x", "image/png"))))
    assert [(p.reason, p.count) for p in found.skipped] == [
        ("no page: image/png", 2),
        ("no page: status 404", 1),
    ]


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (gzip.compress(PAGE.encode()), "Content-Encoding: gzip\r\n"),
        (zlib.compress(PAGE.encode()), "Content-Encoding: deflate\r\n"),
        (zlib.compress(PAGE.encode())[2:-4], "Content-Encoding: deflate\r\n"),
        (PAGE.encode(), "Content-Encoding: gzip\r\n"),  # unpacked by the crawler, which kept the header
        (in_chunks(PAGE.encode()), "Transfer-Encoding: chunked\r\n"),
        (PAGE.encode(), "Transfer-Encoding: chunked\r\n"),
    ],
)  # fmt: skip
def test_bodies_are_unpacked_and_joined(write: Writer, load: Loader, body: bytes, more: str) -> None:
    assert [a.title for a in load(write("a.warc", crawl(answer(body, more=more)))).articles] == [TITLE]


def test_the_encoding_that_the_server_named_is_followed(write: Writer, load: Loader) -> None:
    page = PAGE.replace('<meta charset="utf-8">', "").encode("cp1256")
    found = load(write("a.warc", crawl(answer(page, "text/html; charset=windows-1256"))))
    assert found.articles[0].title == TITLE
    assert found.problems[0].path.endswith(f"a.warc!{URL}0")


def test_resources_and_answers_without_headers_are_pages_by_their_content(write: Writer, load: Loader) -> None:
    content = warc_record("resource", URL, PAGE.encode()) + warc_record("metadata", URL, b"x")
    assert [a.url for a in load(write("a.warc", content)).articles] == [URL]


def test_after_a_wrong_length_the_next_record_is_found(write: Writer, load: Loader) -> None:
    broken = warc_record("response", URL, b"x" * 100).replace(b"Length: 100", b"Length: 10")
    found = load(write("a.warc", broken + crawl(answer(PAGE.encode()))))
    assert [a.title for a in found.articles] == [TITLE]
    assert found.skipped[0].reason.startswith("bytes between two crawl records")


def test_a_record_that_does_not_say_its_length_is_told(write: Writer, load: Loader) -> None:
    broken = warc_record("response", URL, b"").replace(b"Content-Length: 0\r\n", b"")
    found = load(write("a.warc", broken + crawl(answer(PAGE.encode()))))
    assert len(found.articles) == 1
    assert found.skipped[0].reason == "crawl record 1 does not say how long it is"


def test_a_crawl_cut_off_gives_what_came_before(write: Writer, load: Loader) -> None:
    data = crawl(answer(PAGE.encode()), answer(PAGE.encode()))
    found = load(write("a.warc", data[:-100]))
    assert len(found.articles) == 1
    assert [p.reason for p in found.skipped] == ["the crawl ends in the middle of a record"]


def test_a_page_beyond_the_limit_is_left_out(write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_module, "MAX_PAGE_BYTES", 2000)
    found = load(
        write("a.warc", crawl(answer(PAGE.encode() * 6), answer(gzip.compress(b"<p>" * 9000)), answer(PAGE.encode())))
    )
    assert len(found.articles) == 1
    assert [(p.reason, p.count) for p in found.skipped] == [("no page: larger than 2,000 bytes", 2)]


def test_strict_does_not_stop_at_a_picture(write: Writer, load: Loader) -> None:
    assert len(load(write("a.warc", warc()), strict=True).articles) == 1
