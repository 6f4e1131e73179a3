"""Tables in Parquet, Word documents and PDF files."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from searchnews.ingest.sources import docx as docx_module
from searchnews.ingest.sources import parquet as parquet_module
from searchnews.ingest.sources import pdf as pdf_module

from .conftest import Load
from .pdf_maker import pdf
from .samples import FIRST, SECOND, TITLE, docx_file, parquet_file

Loader = Callable[..., Load]
Writer = Callable[[str, bytes | str], Path]
SHAPED = "ﻣﺤﺎﺩﺛﺎﺕ ﺍﻟﺴﻼﻡ"


def visual(line: str) -> str:
    return line[::-1]


# --- Parquet


def test_a_row_of_parquet_is_an_article_of_its_columns(write: Writer, load: Loader) -> None:
    data = parquet_file(
        العنوان=[TITLE], نص=[FIRST], date=[datetime.date(2018, 2, 16)], tags=[["أ", "ب"]], n=[float("nan")]
    )
    article = load(write("a.parquet", data)).articles[0]
    assert (article.title, article.text, article.date) == (TITLE, FIRST, "2018-02-16")
    assert article.extra == {"tags": ["أ", "ب"], "n": None}


def test_columns_of_parquet_are_mapped(write: Writer, load: Loader) -> None:
    path = write("a.parquet", parquet_file(a=[TITLE], b=[FIRST]))
    assert load(path, field_map={"title": "a", "text": "b"}).articles[0].text == FIRST


def test_a_group_of_rows_beyond_the_limit_is_told(write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_module, "MAX_GROUP_BYTES", 10)
    found = load(write("a.parquet", parquet_file(title=[TITLE, TITLE])))
    assert [p.reason for p in found.skipped] == ["rows 1 to 2 unpack to more than 10 bytes"]


def test_a_damaged_parquet_file_is_told(write: Writer, load: Loader) -> None:
    found = load(write("a.parquet", parquet_file(title=[TITLE])[:-20]))
    assert [p.reason for p in found.skipped] == ["the Parquet file is damaged"]


# --- Word


def test_a_word_document_is_an_article_under_its_heading(write: Writer, load: Loader) -> None:
    article = load(write("a.docx", docx_file(FIRST, SECOND))).articles[0]
    assert (article.title, article.text) == (TITLE, f"{FIRST}\n{SECOND}")


def test_without_a_heading_the_first_line_is_the_title(write: Writer, load: Loader) -> None:
    article = load(write("a.docx", docx_file(TITLE, FIRST, title=""))).articles[0]
    assert (article.title, article.text) == (TITLE, FIRST)


def test_cells_of_tables_are_text_in_their_order(write: Writer, load: Loader) -> None:
    import docx

    document = docx.Document()
    document.add_heading(TITLE, 0)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "أولى", "ثانية"
    document.add_paragraph(FIRST)
    out = io.BytesIO()
    document.save(out)
    assert load(write("a.docx", out.getvalue())).articles[0].text == f"أولى\nثانية\n{FIRST}"


def test_presentation_forms_in_a_document_are_made_plain_and_told(write: Writer, load: Loader) -> None:
    found = load(write("a.docx", docx_file(SHAPED)))
    assert found.articles[0].text == "محادثات السلام"
    assert found.repairs["presentation-forms"] == 2


def test_a_word_document_that_unpacks_to_too_much_is_told(
    write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docx_module, "MAX_DOCUMENT_BYTES", 1000)
    assert load(write("a.docx", docx_file(FIRST))).skipped[0].reason == "it unpacks to more than 1,000 bytes"


def test_a_zip_under_the_name_of_a_document_is_told(write: Writer, load: Loader) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    assert load(write("a.docx", out.getvalue())).skipped[0].reason == "the Word document is damaged"


# --- PDF


def test_a_pdf_is_an_article_of_its_pages(write: Writer, load: Loader) -> None:
    found = load(write("a.pdf", pdf([visual(TITLE), visual(FIRST)], [visual(SECOND)])))
    article = found.articles[0]
    assert article.title == TITLE
    assert [line for line in article.text.split("\n") if line] == [FIRST, SECOND]
    assert found.problems == []


def test_the_lines_of_a_paragraph_are_joined(write: Writer, load: Loader) -> None:
    lines = ["افتتح الوزير أمس معرض الكتاب في المدينة", "بحضور عدد كبير من الكتاب والناشرين العرب", "وانتهى اليوم."]
    article = load(write("a.pdf", pdf([visual(line) for line in [TITLE, *lines]]))).articles[0]
    assert " ".join(lines[:2]) in f"{article.title} {article.text}"


def test_mirrored_text_is_turned_and_told(write: Writer, load: Loader) -> None:
    found = load(write("a.pdf", pdf([TITLE, FIRST, SECOND])))  # drawn from left to right, as it is read
    assert found.articles[0].title == TITLE
    assert found.articles[0].text.split() == f"{FIRST} {SECOND}".split()
    assert found.repairs["reversed-text"] == 3


def test_presentation_forms_in_a_pdf_are_plain(write: Writer, load: Loader) -> None:
    found = load(write("a.pdf", pdf([visual(TITLE), visual(f"{SHAPED} في المدينة.")])))
    assert "محادثات السلام في المدينة." in found.articles[0].title + found.articles[0].text


def test_a_title_that_the_file_tells_is_the_title(write: Writer, load: Loader) -> None:
    assert load(write("a.pdf", pdf([visual(FIRST)], title=TITLE))).articles[0].title == TITLE


def test_a_scan_is_told(write: Writer, load: Loader) -> None:
    assert load(write("a.pdf", pdf([]))).skipped[0].reason.startswith("no text in it: a scan")


def test_pages_beyond_the_limit_are_told(write: Writer, load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_PAGES", 1)
    found = load(write("a.pdf", pdf([visual(FIRST)], [visual(SECOND)])))
    assert found.articles[0].text == FIRST
    assert found.skipped[0].reason.startswith("the pages from 2 on")


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"%PDF-1.4\n%%EOF", b"%PDF-9.9" + b"\x00" * 999])
def test_a_damaged_pdf_is_told(write: Writer, load: Loader, data: bytes) -> None:
    assert load(write("a.pdf", data)).skipped[0].reason == "the PDF file is damaged"
