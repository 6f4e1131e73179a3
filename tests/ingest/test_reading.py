from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from searchnews.errors import ArticleError, EmptyArticleError, SourceError, UnsupportedFormatError
from searchnews.ingest import read_articles
from searchnews.ingest import streams as streams_module
from searchnews.model import identified

from .conftest import Load

Loader = Callable[..., Load]
Writer = Callable[[str, bytes | str], Path]
LINE = json.dumps({"title": "قمة", "content": "انعقدت أمس."}, ensure_ascii=False)


def test_a_path_that_is_not_there_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        read_articles(tmp_path / "none.jsonl")


def test_a_named_file_of_an_unknown_kind_is_an_error_that_lists_the_known(write: Writer) -> None:
    with pytest.raises(UnsupportedFormatError, match=r"\.jsonl"):
        read_articles(write("a.xls", b"x"))


def test_a_folder_is_walked_in_order_of_names(write: Writer, load: Loader, tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "c.txt", "a/z/3.txt"):
        write(name, f"عنوان {name}\nنص.")
    names = [Path(article.path or "").relative_to(tmp_path).as_posix() for article in load(tmp_path).articles]
    assert names == ["a/1.txt", "a/z/3.txt", "b/2.txt", "c.txt"]


def test_hidden_files_and_notes_are_passed_over_in_silence(write: Writer, load: Loader, tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/x.txt", "README", "README.txt.bak.md", "notes.md"):
        write(name, "نص")
    assert load(tmp_path) == ([], [])


def test_other_files_in_a_folder_are_reported(write: Writer, load: Loader, tmp_path: Path) -> None:
    write("a.jpg", b"\xff\xd8")
    assert [p.reason for p in load(tmp_path).skipped] == ["no reader for .jpg"]


def test_an_empty_name_is_not_taken_for_the_folder_one_stands_in(write: Writer, load: Loader) -> None:
    with pytest.raises(SourceError, match="an empty name"):
        load("")


def test_a_loop_of_links_is_walked_once(write: Writer, load: Loader, tmp_path: Path) -> None:
    write("d/a.txt", "عنوان\nنص.")
    (tmp_path / "d/loop").symlink_to(tmp_path, target_is_directory=True)
    assert len(load(tmp_path).articles) == 1


def test_a_broken_link_and_a_pipe_are_reported_and_not_waited_for(load: Loader, tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    assert {p.reason for p in load(tmp_path).skipped} == {"No such file or directory", "not a regular file"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_is_reported(write: Writer, load: Loader, tmp_path: Path) -> None:
    closed = write("closed/a.txt", "نص").parent
    closed.chmod(0)
    try:
        assert [p.reason for p in load(tmp_path).skipped] == ["Permission denied"]
    finally:
        closed.chmod(0o700)


def test_a_file_that_vanishes_after_the_start_is_reported(write: Writer) -> None:
    first, second = write("1.txt", "عنوان\nنص."), write("2.txt", "عنوان\nنص.")
    problems = []
    articles = read_articles(first, second, on_problem=problems.append)
    next(articles)
    second.unlink()
    assert list(articles) == []
    assert [p.path for p in problems] == [str(second)]


def test_one_bad_line_loses_nothing_else(write: Writer, load: Loader) -> None:
    path = write("a.jsonl", f"{LINE}\n{{broken\n\n[1]\n{LINE}\n{{}}\n")
    found = load(path)
    assert len(found.articles) == 2
    assert [(p.line, p.path) for p in found.skipped] == [(2, str(path)), (4, str(path)), (6, str(path))]


def test_strict_raises_for_the_first_bad_line_and_says_where(write: Writer) -> None:
    path = write("a.jsonl", f"{LINE}\n{{broken\n")
    articles = read_articles(path, strict=True)
    next(articles)
    with pytest.raises(ArticleError, match=r"a\.jsonl:2") as caught:
        next(articles)
    assert (caught.value.path, caught.value.line) == (str(path), 2)


def test_strict_raises_for_an_empty_article(write: Writer) -> None:
    with pytest.raises(EmptyArticleError):
        list(read_articles(write("a.jsonl", '{"title": " "}'), strict=True))


def test_repairs_are_reported_with_their_count(write: Writer, load: Loader) -> None:
    record = json.dumps({"title": "قمة", "text": "قال {{ a }} الوزير {{ b }} أمس."})
    assert load(write("a.jsonl", record)).repairs == {"template-residue": 2}


def test_an_unreadable_date_is_reported_and_kept(write: Writer, load: Loader) -> None:
    found = load(write("a.jsonl", json.dumps({"title": "قمة", "date": "قريبا"})))
    assert found.repairs == {"unreadable date": 1}
    assert found.articles[0].extra == {"date": "قريبا"}


def test_records_without_id_and_url_get_an_id_from_file_and_place(write: Writer, load: Loader) -> None:
    path = write("a.jsonl", f"{LINE}\n{LINE}\n")
    first, again = load(path).articles, load(path).articles
    assert [a.id for a in first] == [a.id for a in again]
    assert len({a.id for a in first}) == 2
    assert all(len(a.id) == 16 for a in first)
    assert {a.path for a in first} == {str(path)}


def test_an_id_of_spaces_counts_as_none(write: Writer, load: Loader) -> None:
    assert len(load(write("a.jsonl", json.dumps({"id": "  ", "title": "قمة"}))).articles[0].id) == 16


def test_a_record_with_a_url_is_left_without_id(write: Writer, load: Loader) -> None:
    assert load(write("a.jsonl", json.dumps({"url": "http://x/1", "title": "قمة"}))).articles[0].id == ""


def test_a_dateline_is_named_and_stays_in_the_text(write: Writer, load: Loader) -> None:
    article = load(write("a.txt", "عنوان الخبر\n\nالقاهرة (رويترز) - قال مسؤول أمس.")).articles[0]
    assert (article.place, article.agency) == ("القاهرة", "رويترز")
    assert article.text.startswith("القاهرة (رويترز) -")


def test_a_place_given_by_the_record_wins_over_the_dateline(write: Writer, load: Loader) -> None:
    record = json.dumps({"place": "جنيف", "text": "القاهرة (رويترز) - قال مسؤول أمس."})
    assert load(write("a.jsonl", record)).articles[0].place == "جنيف"


def test_standard_input_is_json_lines_without_a_path(monkeypatch: pytest.MonkeyPatch, load: Loader) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(f"{LINE}\nx\n".encode())))
    found = load("-")
    assert [(a.title, a.path) for a in found.articles] == [("قمة", None)]
    assert [(p.path, p.line) for p in found.skipped] == [("<stdin>", 2)]


def test_records_of_standard_input_are_told_apart_by_their_content(
    monkeypatch: pytest.MonkeyPatch, load: Loader
) -> None:
    made = []
    for title in ("خبر الصباح", "خبر المساء"):
        line = json.dumps({"title": title, "text": "نص"}).encode()
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(line)))
        made += [identified(article).id for article in load("-").articles]
    assert len(set(made)) == 2


def test_any_file_may_be_gzipped_whatever_its_name(write: Writer, load: Loader) -> None:
    for name in ("a.jsonl.gz", "b.jsonl"):
        assert load(write(name, gzip.compress(LINE.encode()))).articles[0].title == "قمة"


def test_a_name_in_gz_that_is_no_gzip_is_read_as_it_is(write: Writer, load: Loader) -> None:
    assert load(write("a.jsonl.gz", LINE)).articles[0].title == "قمة"


def test_a_cut_off_gzip_gives_the_lines_before_the_cut(write: Writer, load: Loader) -> None:
    lines = "".join(json.dumps({"id": n, "text": os.urandom(40).hex()}) + "\n" for n in range(2000))
    whole = gzip.compress(lines.encode())
    found = load(write("a.jsonl.gz", whole[: len(whole) // 2]))
    assert 500 < len(found.articles) < 1500
    assert [p.reason for p in found.skipped] == ["reading stopped: the gzip data ends too early"]
    assert found.skipped[0].line == len(found.articles) + 1


def test_a_spoilt_gzip_is_reported(write: Writer, load: Loader) -> None:
    whole = bytearray(gzip.compress(LINE.encode() * 100))
    whole[12:30] = b"\xff" * 18
    assert [p.reason for p in load(write("a.jsonl.gz", bytes(whole))).skipped]


def test_a_line_beyond_the_limit_is_left_out_and_the_next_one_read(
    write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams_module, "MAX_LINE_BYTES", 1000)
    path = write("a.jsonl", LINE + "\n" + "x" * 5_000_000 + "\n" + LINE + "\n")
    found = load(path)
    assert len(found.articles) == 2
    assert [(p.line, p.reason) for p in found.skipped] == [(2, "line longer than 1,000 bytes")]


def test_a_file_beyond_the_limit_is_left_out(write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchnews.ingest.sources.html.MAX_PAGE_BYTES", 10)
    assert "larger than 10 bytes" in load(write("a.html", "<p>" + "نص " * 50)).skipped[0].reason


def test_a_foreign_encoding_is_read_and_reported_once(write: Writer, load: Loader) -> None:
    found = load(write("a.jsonl", f"{LINE}\n{LINE}\n".encode("cp1256")))
    assert [a.title for a in found.articles] == ["قمة", "قمة"]
    assert [(p.line, p.reason) for p in found.problems] == [(None, "encoding windows-1256")]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_json_lines_of_any_unicode_are_read(write: Writer, load: Loader, codec: str) -> None:
    text = (LINE + "\r\n") * 3
    assert len(load(write("a.jsonl", text.encode(codec))).articles) == 3


def test_one_line_in_another_encoding_is_mended_alone(write: Writer, load: Loader) -> None:
    path = write("a.jsonl", (LINE + "\n").encode() * 1000 + LINE.encode("cp1256") + b"\n" + LINE.encode())
    found = load(path)
    assert {a.title for a in found.articles} == {"قمة"}
    assert [(p.line, p.reason) for p in found.problems] == [(1001, "encoding windows-1256")]


def test_undecodable_bytes_are_reported_on_their_line(write: Writer, load: Loader) -> None:
    path = write("a.jsonl", LINE.encode() + b"\n" + LINE.encode().replace(b"content", b"con\xfftent") + b"\n")
    assert ("repaired", 2, "undecodable bytes") in [(p.kind, p.line, p.reason) for p in load(path).problems]


def test_memory_stays_constant_over_a_large_file(write: Writer) -> None:
    import tracemalloc

    record = json.dumps({"text": "خبر " * 2000}) + "\n"
    path = write("big.jsonl", record * 800)  # 14 MB
    assert path.stat().st_size > 14_000_000
    tracemalloc.start()
    count = sum(1 for _ in read_articles(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 800
    assert peak < 7_000_000


def test_importing_the_room_imports_none_of_its_parts() -> None:
    code = "import sys, searchnews.ingest as i; print([m for m in sys.modules if m.startswith('searchnews.ingest.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_json_lines_imports_no_html_parser(write: Writer) -> None:
    path = write("a.jsonl", LINE)
    code = (
        f"import sys; from searchnews.ingest import read_articles; list(read_articles({str(path)!r}));"
        "print('selectolax' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.data
def test_every_record_of_saudi_news_is_an_article_or_a_skip(data_dir: Path, load: Loader) -> None:
    path = data_dir / "saudi-news.jsonl.gz"
    with gzip.open(path) as lines:
        records = sum(1 for _ in lines)
    found = load(path)
    assert len(found.articles) + len(found.skipped) == records == 31_030


def test_a_text_under_an_unknown_name_is_reported(write: Writer, load: Loader) -> None:
    body = "انعقدت القمة أمس " * 10
    path = write("a.csv", f"العنوان,متن الجريدة\nقمة,{body}\nتعليق صورة,قصير\n")
    loaded = load(path)
    assert [article.title for article in loaded.articles] == ["قمة", "تعليق صورة"]
    assert [(p.line, p.reason) for p in loaded.problems] == [
        (2, "no text: 'متن الجريدة' may be it; name it with field_map (--map text=متن الجريدة)")
    ]
    assert load(path, field_map={"text": "متن الجريدة"}).problems == []


def test_a_mapped_text_that_is_not_there_is_reported(write: Writer, load: Loader) -> None:
    path = write("a.jsonl", '{"title": "قمة", "nass": "قصير"}\n')
    assert list(load(path, field_map={"text": "content"}).repairs) == ["no text: there is no field 'content'"]
    assert load(path, field_map={"text": "Nass"}).problems == []
