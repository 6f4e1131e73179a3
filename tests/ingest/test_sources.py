from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchnews.ingest.sources import FORMATS, extension_of
from searchnews.ingest.sources import delimited as delimited_module
from searchnews.ingest.sources.text import parse_text

from .conftest import Load
from .samples import samples

Loader = Callable[..., Load]
Writer = Callable[[str, bytes | str], Path]
RECORDS = [{"title": f"عنوان {n}", "text": f"نص الخبر رقم {n}."} for n in range(3)]
TITLES = [record["title"] for record in RECORDS]


def titles(found: Load) -> list[str]:
    return [article.title for article in found.articles]


@pytest.mark.parametrize(
    ("name", "extension"), [("أخبار.JSONL.GZ", "jsonl"), ("a.b.csv", "csv"), ("gz", ""), (".txt", ""), ("a.gz", "")]
)
def test_the_extension_is_seen_through_gz_and_case(name: str, extension: str) -> None:
    assert extension_of(name) == extension


# --- JSON


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=1),
        json.dumps({"articles": RECORDS, "total": 3}),
        json.dumps({"meta": {"page": 1}, "Total": 3, "items": RECORDS}),
        json.dumps({"docs": RECORDS}),
        json.dumps({"data": RECORDS}),
        "\n".join(map(json.dumps, RECORDS)),
        "\ufeff" + json.dumps(RECORDS),
    ],
)
def test_json_lists_are_found_wherever_they_are(write: Writer, load: Loader, content: str) -> None:
    assert titles(load(write("a.json", content))) == TITLES


def test_one_json_object_is_one_article(write: Writer, load: Loader) -> None:
    content = json.dumps({"title": "قمة", "text": "نص.", "data": [{"x": 1}]})
    assert [(a.title, a.extra) for a in load(write("a.json", content)).articles] == [("قمة", {"data": [{"x": 1}]})]


def test_a_json_list_cut_off_gives_what_came_before(write: Writer, load: Loader) -> None:
    content = json.dumps(RECORDS, indent=1)
    found = load(write("a.json", content[: content.rindex("نص") if "نص" in content else -20]))
    assert titles(found) == TITLES[:2]
    assert len(found.skipped) == 1


def test_after_a_broken_json_element_the_next_is_read(write: Writer, load: Loader) -> None:
    found = load(write("a.json", '[{"title": "أ"},\n{"title": oops},\n{"title": "ب"}]'))
    assert titles(found) == ["أ", "ب"]
    assert [p.line for p in found.skipped] == [2]


@pytest.mark.parametrize("content", ["", " ", "[", "{", "[[[", "nul", "[" * 100_000, '{"a":' * 100_000])
def test_broken_json_is_reported(write: Writer, load: Loader, content: str) -> None:
    found = load(write("a.json", content))
    assert found.articles == []
    assert found.skipped


def test_half_a_character_in_json_does_not_reach_the_article(write: Writer, load: Loader) -> None:
    article = load(write("a.jsonl", '{"title": "قمة \\ud83d", "x": "\\ud83d", "text": "\\ud83d\\ude00"}')).articles[0]
    assert (article.title, article.text, article.extra) == ("قمة", "\U0001f600", {"x": "\ufffd"})


def test_nul_bytes_in_json_lines_are_removed(write: Writer, load: Loader) -> None:
    assert load(write("a.jsonl", b'{"title": "a\x00b"}\n')).articles[0].title == "ab"


# --- tables


def table(rows: list[list[str]], **options: str) -> str:
    out = io.StringIO()
    csv.writer(out, **options).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_finds_its_separator(write: Writer, load: Loader, separator: str) -> None:
    rows = [["العنوان", "النص", "التاريخ"], ["قمة, جديدة; هنا", "سطر أول\nسطر ثان", "5 مارس 2017"]]
    article = load(write("a.csv", "\ufeff" + table(rows, delimiter=separator))).articles[0]
    assert (article.title, article.text, article.date) == ("قمة, جديدة; هنا", "سطر أول\nسطر ثان", "2017-03-05")


def test_tsv_with_quotes_in_the_text_is_read_as_it_stands(write: Writer, load: Loader) -> None:
    content = 'title\ttext\n"قمة" الرياض\t"قال" الوزير\nعنوان\t"نص بلا إغلاق\nآخر\tنص\n'
    found = load(write("a.tsv", content))
    assert [(a.title, a.text) for a in found.articles] == [
        ('"قمة" الرياض', '"قال" الوزير'),
        ("عنوان", '"نص بلا إغلاق'),
        ("آخر", "نص"),
    ]
    assert {p.reason for p in found.problems} == {"stray-quotes"}


def test_a_quote_that_never_closes_loses_no_row(write: Writer, load: Loader) -> None:
    content = 'title,text\nأ,نص\nب,"لا يغلق, هنا\n' + "".join(f"خبر {n},نص\n" for n in range(50))
    found = load(write("a.csv", content))
    assert [(a.title, a.text) for a in found.articles[:3]] == [("أ", "نص"), ("ب", "لا يغلق, هنا"), ("خبر 0", "نص")]
    assert len(found.articles) == 52
    assert [(p.kind, p.line, p.reason) for p in found.problems] == [("repaired", 3, "stray-quotes")]


def test_a_row_with_too_many_cells_is_left_out(write: Writer, load: Loader) -> None:
    found = load(write("a.csv", "title,text\nأ,ب,ج\nعنوان,نص\n"))
    assert titles(found) == ["عنوان"]
    assert [(p.line, p.reason) for p in found.skipped] == [(2, "3 fields where the header has 2")]


def test_a_row_with_fewer_cells_is_read(write: Writer, load: Loader) -> None:
    assert titles(load(write("a.csv", "title,text,url\nعنوان,نص\n"))) == ["عنوان"]


def test_a_table_without_title_and_text_names_its_columns(write: Writer, load: Loader) -> None:
    found = load(write("a.csv", "x,y\n1,2\n"))
    assert "x, y" in found.skipped[0].reason
    assert titles(load(write("a.csv", "x,y\n1,2\n"), field_map={"title": "x"})) == ["1"]


def test_a_field_longer_than_the_csv_modules_limit_is_read(write: Writer, load: Loader) -> None:
    assert len(load(write("a.csv", "title,text\nعنوان," + "نص " * 100_000)).articles[0].text) > 250_000


def test_a_row_beyond_the_limit_is_left_out(write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited_module, "MAX_ROW_CHARS", 1000)
    content = 'title,text\n1,"' + "نص\n" * 1000
    found = load(write("a.csv", content + '"\n2,نص\n'))
    assert "2" in titles(found)


def test_old_macintosh_line_ends_are_read(write: Writer, load: Loader) -> None:
    assert titles(load(write("a.csv", "title,text\rأ,نص\rب,نص\r"))) == ["أ", "ب"]


# --- text


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("قمة الرياض\nاختتمت القمة أمس.", "قمة الرياض", "اختتمت القمة أمس."),
        ("اختتمت القمة أعمالها أمس.\nوقال الوزير.", "", "اختتمت القمة أعمالها أمس.\nوقال الوزير."),
        ("سطر واحد", "", "سطر واحد"),
        ("كلام طويل " * 30 + "\nنص", "", "كلام طويل " * 30 + "\nنص"),
        ("قمة الرياض.\nالتاريخ: 5 مارس 2017\n\nاختتمت القمة.", "قمة الرياض.", "اختتمت القمة."),
        ("\ufeff\nقمة الرياض\n\nDate: 2017-03-05\nlang: ar\n\nاختتمت القمة.", "قمة الرياض", "اختتمت القمة."),
        ("قمة الرياض\nقال الوزير: نعم\n\nوأضاف.", "قمة الرياض", "قال الوزير: نعم\n\nوأضاف."),
    ],
)
def test_the_headline_of_a_text_file(text: str, title: str, body: str) -> None:
    found = parse_text(text)
    assert (found["title"], found["text"]) == (title, body)


@pytest.mark.parametrize(
    ("extension", "name", "extra"),
    [("rss", "feed", "feeds"), ("parquet", "parquet", "parquet"), ("docx", "docx", "docx"), ("pdf", "pdf", "pdf")],
)
def test_a_file_whose_optional_part_is_missing_is_a_skip_that_says_what_to_install(
    write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch, extension: str, name: str, extra: str
) -> None:
    monkeypatch.setattr("searchnews.ingest.sources.find_spec", lambda module: None)
    found = load(write(f"a.{extension}", samples()[extension]))
    assert (found.articles, [p.reason for p in found.skipped]) == (
        [],
        [f"reading {name} needs an optional part: pip install 'searchnews[{extra}]'"],
    )


def test_headers_of_a_text_file_are_fields_and_unknown_ones_extra(write: Writer, load: Loader) -> None:
    content = "قمة الرياض\nالكاتب: سعاد\nUrl: http://x/1\nlang: ar\nالتاريخ: ٥ مارس ٢٠١٧\n\nاختتمت القمة أمس."
    article = load(write("a.txt", content)).articles[0]
    assert (article.author, article.url, article.date) == ("سعاد", "http://x/1", "2017-03-05")
    assert article.extra == {"lang": "ar"}
    assert article.text == "اختتمت القمة أمس."


def test_a_text_file_has_no_id_of_its_own(write: Writer, load: Loader) -> None:
    article = load(write("a.txt", "عنوان\nنص.")).articles[0]
    assert article.id == ""
    assert article.path is not None


def test_a_carriage_return_in_the_header_of_a_table_does_not_stop_the_load(write: Writer, load: Loader) -> None:
    loaded = load(write("a.tsv", "title\tte\rxt\nقمة الرياض\tانعقدت القمة أمس.\n"))
    assert [article.title for article in loaded.articles] == ["قمة الرياض"]


# --- all of them


@pytest.mark.parametrize("extension", sorted(extension for each in FORMATS for extension in each.extensions))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_no_bytes_make_a_reader_raise(write: Writer, load: Loader, extension: str, data: bytes) -> None:
    load(write(f"a.{extension}", data))


JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["title", "text", "id", "x"]), inner),
    max_leaves=6,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(JSONISH, min_size=1, max_size=8))
def test_every_line_is_an_article_or_a_skip(write: Writer, load: Loader, values: list[object]) -> None:
    found = load(write("a.jsonl", "".join(json.dumps(value) + "\n" for value in values)))
    assert len(found.articles) + len(found.skipped) == len(values)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), min_size=1, max_size=6))
def test_every_row_is_an_article_or_a_skip(write: Writer, load: Loader, cells: list[tuple[str, str]]) -> None:
    usable = [[a.replace("\x00", ""), b.replace("\x00", "")] for a, b in cells]
    content = table([["title", "text", "n"], *([*row, "1"] for row in usable)])
    found = load(write("a.csv", content.encode("utf-8", "replace")))
    assert len(found.articles) + len(found.skipped) == len(usable)
