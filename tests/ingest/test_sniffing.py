from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.errors import UnsupportedFormatError
from searchnews.ingest.sniffing import sniff

from .conftest import Load
from .samples import ATOM, CSV, JSONL, PAGE, RSS, SGML, TEXT, TITLE, XML, samples

Loader = Callable[..., Load]
Writer = Callable[[str, bytes | str], Path]
SAMPLES = samples()


def name_of(file: str, head: bytes | str) -> str:
    found = sniff(file, head.encode() if isinstance(head, str) else head)
    return found.name if found else ""


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SAMPLES["pdf"], "pdf"),
        (SAMPLES["docx"], "docx"),
        (SAMPLES["zip"], "zip"),
        (SAMPLES["tar"], "tar"),
        (SAMPLES["parquet"], "parquet"),
        (SAMPLES["warc"], "warc"),
        (PAGE, "html"),
        (f"<?xml version='1.0'?>\n<!-- x -->\n{PAGE}", "html"),
        (f"\ufeff\n{PAGE}", "html"),
        (PAGE.encode("utf-16"), "html"),
        (PAGE.encode("utf-16-le"), "html"),
        (XML, "xml"),
        (RSS, "feed"),
        (ATOM, "feed"),
        (SGML, "sgml"),
        (JSONL, "jsonl"),
        (f"[{JSONL}]", "json"),
        ('{\n "title": "x"\n}', "json"),
    ],
)
@pytest.mark.parametrize("file", ["a.txt", "صفحة", "a.aspx"])
def test_what_is_in_a_file_wins_over_its_name(content: bytes | str, name: str, file: str) -> None:
    assert name_of(file, content) == name


@pytest.mark.parametrize(
    ("file", "content", "name"),
    [
        ("a.txt", TEXT, "text"),
        ("a.csv", CSV, "csv"),
        ("a.html", "<p>نص</p>", "html"),
        ("a.xml", "<doc><title>x</title></doc>", "xml"),
        ("a.TSV.zst", "title\ttext", "tsv"),
        ("a.jsonl", "x", "jsonl"),
        ("a.bin", TEXT, ""),
        ("a", "<div>نص</div>", "html"),
        ("a", "<news><title>x</title></news>", "xml"),
    ],
)
def test_where_the_content_does_not_say_the_name_does(file: str, content: str, name: str) -> None:
    assert name_of(file, content) == name


@pytest.mark.parametrize(
    "head", ["PK\x03\x04" + "x" * 26 + "mimetypeapplication/epub+zip", "PK\x03\x04" + "x" * 26 + "xl/book"]
)
def test_other_documents_that_are_zips_are_no_archives(head: str) -> None:
    assert name_of("a.epub", head) == ""


def test_a_list_under_the_name_of_json_lines_is_read(write: Writer, load: Loader) -> None:
    path = write("a.jsonl", '[\n {"title": "أ"},\n {"title": "ب"}\n]')
    assert [article.title for article in load(path).articles] == ["أ", "ب"]


def test_a_named_file_is_looked_into_before_it_is_refused(write: Writer, load: Loader) -> None:
    assert load(write("صفحة", gzip.compress(PAGE.encode()))).articles[0].title == TITLE
    with pytest.raises(UnsupportedFormatError, match=r"\.parquet.*\.zst"):
        load(write("a.bin", "x"))


@pytest.mark.parametrize(
    ("extension", "module"), [("pdf", "pypdfium2"), ("docx", "docx"), ("parquet", "pyarrow"), ("rss", "feedparser")]
)
def test_a_missing_part_is_a_skip_that_says_what_to_install(
    write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch, extension: str, module: str
) -> None:
    monkeypatch.setattr("searchnews.ingest.sources.find_spec", lambda name: None if name == module else object())
    found = load(write(f"a.{extension}", SAMPLES[extension]))
    assert found.articles == []
    assert "pip install 'searchnews[" in found.skipped[0].reason


@given(name=st.text(max_size=12), head=st.binary(max_size=300))
def test_no_bytes_make_it_raise(name: str, head: bytes) -> None:
    sniff(name, head)
