"""Hostile and broken files: each is a reported skip, in bounded memory and time."""

from __future__ import annotations

import gzip
import os
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from searchnews.ingest import read_articles, unpacking
from searchnews.ingest import streams as streams_module
from searchnews.ingest.sources import Record
from searchnews.ingest.sources.html import parse_page
from searchnews.ingest.streams import Source, opened
from searchnews.model.loads import Problem

from .conftest import Load
from .samples import FIRST, JSONL, PACKERS, TITLE, samples

Loader = Callable[..., Load]
Writer = Callable[[str, bytes | str], Path]


@contextmanager
def bounded_memory(limit: int) -> Iterator[None]:
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < limit


@pytest.mark.parametrize("extension", ["jsonl", "csv", "sgml", "xml", "warc"])
def test_a_line_without_an_end_takes_no_memory(
    tmp_path: Path, load: Loader, monkeypatch: pytest.MonkeyPatch, extension: str
) -> None:
    monkeypatch.setattr(streams_module, "MAX_LINE_BYTES", 100_000)
    path = tmp_path / f"a.{extension}"
    head = {"csv": b"title,text\n", "xml": b"<a>", "sgml": b"<DOC>"}.get(extension, b"")
    with path.open("wb") as file:
        file.write(head)
        file.truncate(30_000_000)  # zeros
    with bounded_memory(20_000_000):
        found = load(path)
    assert found.articles == []
    assert found.skipped


@pytest.mark.soak
def test_a_line_of_two_gigabytes_is_passed_over(tmp_path: Path, load: Loader) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
        file.seek(0, os.SEEK_END)
        file.write(b"\n" + JSONL.encode())
    with bounded_memory(150_000_000):
        assert [a.title for a in load(path).articles] == [TITLE]


@pytest.mark.parametrize("extension", ["txt", "json", "html", "rss"])
def test_a_file_larger_than_can_be_read_whole_is_told(tmp_path: Path, load: Loader, extension: str) -> None:
    path = tmp_path / f"a.{extension}"
    path.write_bytes(samples()[extension])
    os.truncate(path, 2_000_000_000)
    limit = {"html": 8, "rss": 16}.get(extension, 256) * 1024 * 1024
    assert load(path).skipped[0].reason == f"larger than {limit:,} bytes; split it, or give it as .jsonl"


@pytest.mark.parametrize("kind", sorted(PACKERS))
def test_a_bomb_takes_no_memory(write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(streams_module, "MAX_LINE_BYTES", 100_000)
    monkeypatch.setattr(unpacking, "FREE_BYTES", 5_000_000)
    path = write(f"a.jsonl.{kind}", PACKERS[kind](b" " * 10_000_000) * 6)
    with bounded_memory(20_000_000):
        found = load(path)
    assert found.articles == []
    assert "decompression bomb" in found.skipped[0].reason


HOSTILE_PAGES = {
    "unclosed appearance": "".join(f"<b x={n}><p>" for n in range(20_000)),
    "depth": "<div>" * 60_000,
    "depth under many names": "".join(f"<x{n}>" for n in range(60_000)),
    "options": "<select>" + "<option>" * 60_000,
    "unclosed quotes": "<b '" * 60_000,
}


@pytest.mark.parametrize("name", sorted(HOSTILE_PAGES))
def test_a_hostile_page_costs_no_more_than_its_length(name: str) -> None:
    # Each took minutes, or a gigabyte.
    assert parse_page(HOSTILE_PAGES[name] + f"<p>{FIRST}</p>")["text"] in (FIRST, "")


@pytest.mark.parametrize("opening", ["[", '{"a":', "<div>", "<a><b>", "<DOC><TEXT>", "{"])
@pytest.mark.parametrize("extension", ["json", "jsonl", "html", "xml", "sgml", "rss"])
def test_endless_nesting_is_an_article_or_a_report(write: Writer, load: Loader, extension: str, opening: str) -> None:
    found = load(write(f"a.{extension}", opening * 10_000))
    assert found.articles or found.skipped


@pytest.mark.parametrize("extension", sorted(samples()))
def test_a_file_of_nul_bytes_is_told(write: Writer, load: Loader, extension: str) -> None:
    found = load(write(f"a.{extension}", b"\x00" * 100_000))
    assert found.articles == []
    assert found.skipped or extension.startswith("tar")  # to which zeros are the end


@pytest.mark.parametrize("extension", sorted(samples()))
def test_an_empty_file_is_told(write: Writer, load: Loader, extension: str) -> None:
    assert load(write(f"a.{extension}", b"")).skipped


def test_a_file_that_shrinks_while_it_is_read_gives_what_was_there(write: Writer, load: Loader) -> None:
    path = write("a.jsonl", JSONL * 40_000)
    articles = read_articles(path)
    assert next(articles).title == TITLE
    os.truncate(path, 0)
    assert len(list(articles)) < 39_999


def test_a_file_that_vanishes_before_its_turn_is_told(write: Writer, load: Loader, tmp_path: Path) -> None:
    write("a.jsonl", JSONL)
    gone = write("b.jsonl", JSONL)
    problems: list[Problem] = []
    articles = read_articles(tmp_path, on_problem=problems.append)
    assert next(articles).title == TITLE
    gone.unlink()
    assert list(articles) == []
    assert [p.reason for p in problems] == ["No such file or directory"]


def test_a_file_that_vanishes_while_it_is_read_is_read_to_its_end(write: Writer) -> None:
    path = write("a.jsonl", JSONL * 3)
    articles = read_articles(path)
    next(articles)
    path.unlink()
    assert len(list(articles)) == 2


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.zip", "a.parquet", "a.html", "a.pdf", "a.docx", "a.xml"])
def test_a_file_is_opened_once(write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path, opened_paths, open_it = write(name, samples()[name.partition(".")[2]]), [], Path.open
    monkeypatch.setattr(Path, "open", lambda self, *a, **k: opened_paths.append(self) or open_it(self, *a, **k))
    assert load(path).articles
    assert opened_paths == [path]


def test_a_pipe_that_is_named_is_read(load: Loader, tmp_path: Path) -> None:
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)
    writer = Thread(target=path.write_text, args=(JSONL * 2,))
    writer.start()
    assert len(load(path).articles) == 2
    writer.join()


def test_a_failing_disk_is_told(write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: Source, report: object, field_map: object) -> Iterator[Record]:
        with opened(source):
            yield Record({"title": TITLE})
            raise OSError(5, "Input/output error")

    monkeypatch.setattr("searchnews.ingest.sources.text.read_text", broken)
    found = load(write("a.txt", "عنوان\nنص."))
    assert [a.title for a in found.articles] == [TITLE]
    assert [p.reason for p in found.skipped] == ["Input/output error"]


def test_links_that_lead_into_each_other_are_told(load: Loader, tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert [p.reason for p in load(tmp_path).skipped] == ["Too many levels of symbolic links"] * 2


def test_strict_stops_at_a_damaged_archive(write: Writer) -> None:
    from searchnews.errors import SourceError

    with pytest.raises(SourceError, match="damaged"):
        list(read_articles(write("a.zip", b"PK\x03\x04" + b"x" * 100), strict=True))


def test_a_gzip_with_rubbish_after_it_gives_its_lines(write: Writer, load: Loader) -> None:
    found = load(write("a.jsonl.gz", gzip.compress(JSONL.encode()) + b"rubbish"))
    assert [a.title for a in found.articles] == [TITLE]
    assert [p.reason for p in found.skipped] == ["reading stopped: the gzip data is damaged"]
