"""What docs/formats.md and the README say of formats is what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from searchnews.ingest import unpacking
from searchnews.ingest.reading import MAX_NESTING
from searchnews.ingest.sources import FORMATS, docx, feed, html, parquet, pdf, sgml, xml_file, xml_survey
from searchnews.ingest.streams import MAX_LINE_BYTES, MAX_WHOLE_BYTES
from searchnews.ingest.unpacking import PACKINGS

ROOT = Path(__file__).parent.parent
DOC = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
READING = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Reading an archive")[2].partition("\n## ")[0]
MB = 1024 * 1024


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_each_format_has_a_row_with_its_extensions_and_its_extra(each):
    row = next(line for line in DOC.splitlines() if line.startswith(f"| {each.name} |"))
    cells = row.strip("|").split("|")
    assert re.findall(r"`\.([a-z0-9]+)`", cells[1]) == list(each.extensions)
    assert ("[" + each.extra + "]" in cells[2]) if each.extra else "`" not in cells[2]


def test_the_readme_names_each_format_and_packing():
    for each in FORMATS:
        assert f"`.{each.extensions[0]}`" in READING, each.name
    assert all(f"`.{kind}`" in READING for kind in PACKINGS)


def test_the_extras_that_the_readme_names_are_there():
    extras = re.findall(r"^([a-z]+) = \[", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    assert {each.extra for each in FORMATS} - {""} <= set(extras)
    assert set(re.findall(r"\(extra `([a-z]+)`\)", READING)) == {each.extra for each in FORMATS} - {""}


def test_the_limits_are_those_of_the_code():
    assert MAX_LINE_BYTES == xml_file.MAX_RECORD_CHARS == sgml.MAX_DOCUMENT_CHARS == 32 * MB
    assert (html.MAX_PAGE_BYTES, feed.MAX_FEED_BYTES, MAX_WHOLE_BYTES) == (8 * MB, 16 * MB, 256 * MB)
    assert (unpacking.MAX_RATIO, unpacking.FREE_BYTES) == (200, 256 * MB)
    assert (MAX_NESTING, xml_survey.MAX_DEPTH) == (4, 256)
    assert (parquet.MAX_GROUP_BYTES, docx.MAX_DOCUMENT_BYTES, pdf.MAX_PAGES) == (1024 * MB, 256 * MB, 5000)


def test_the_figures_for_web_pages_are_those_of_the_kept_result():
    newest = max((ROOT / "benchmarks/results").glob("*-html.json"))
    means = json.loads(newest.read_text(encoding="utf-8"))["means"]
    for name, row in (("searchnews", "| searchnews |"), ("trafilatura", "| trafilatura")):
        cells = next(line for line in DOC.splitlines() if line.startswith(row)).split("|")[2:5]
        assert [float(cell) for cell in cells] == [round(means[name][key], 3) for key in ("precision", "recall", "f1")]
