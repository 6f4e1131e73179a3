"""From a record to an article: what is asked for is done, and what is worth knowing is told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from searchnews import Article, Problem, SearchNewsError, read_articles

TEXT = "عواصم - (وكالات): أعلن الوزير القرار أمس.\nاقرأ أيضا: الوزير يستقيل"


@pytest.fixture
def read(tmp_path: Path):
    def read(record: dict[str, Any], **wishes: Any) -> tuple[Article, list[tuple[str, str]]]:
        path = tmp_path / "one.jsonl"
        path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
        problems: list[Problem] = []
        (article,) = read_articles(path, on_problem=problems.append, **wishes)
        return article, [(problem.kind, problem.reason) for problem in problems]

    return read


def test_a_step_is_counted_by_its_name(read):
    article, problems = read({"id": "1", "text": TEXT})
    assert "اقرأ" not in article.text
    assert problems == [("repaired", "reading-tips")]


def test_a_step_can_be_left_out(read):
    article, problems = read({"id": "1", "text": TEXT}, no_clean=["reading-tips", "dateline"])
    assert (article.text, article.place, article.agency, problems) == (TEXT, None, None, [])


def test_an_unknown_step_is_refused(tmp_path: Path):
    with pytest.raises(SearchNewsError, match="no cleaning step is called 'x'; there are entities"):
        read_articles(tmp_path, no_clean=["x"])


def test_boilerplate_is_dropped_by_source(read, tmp_path: Path):
    (tmp_path / "lines.tsv").write_text("نهر\t40\tكل الحقوق محفوظة\n", encoding="utf-8")
    record = {"id": "1", "source": "نهر", "text": "نص الخبر.\nكل الحقوق محفوظة"}
    article, problems = read(record, boilerplate=tmp_path / "lines.tsv")
    assert (article.text, problems) == ("نص الخبر.", [("repaired", "boilerplate")])


@pytest.mark.parametrize(
    ("date", "iso", "note"),
    [
        ("01/02/2014", "2014-02-01", "ambiguous date, taken as day first"),
        ("10 شوال 1436 هـ", "2015-07-26", "Hijri date, converted"),
        ("5 مارس 1880", "1880-03-05", "date before 1900"),
        ("2199-01-01", "2199-01-01", "date in the future"),
    ],
)
def test_what_is_doubtful_about_a_date_is_told(read, date: str, iso: str, note: str):
    article, problems = read({"id": "1", "text": "نص", "date": date})
    assert (article.date, problems) == (iso, [("doubtful", note)])


def test_a_hijri_date_is_kept_as_it_was(read):
    assert read({"id": "1", "text": "نص", "date": "10 شوال 1436 هـ"})[0].extra == {"date": "10 شوال 1436 هـ"}


def test_a_relative_date_is_counted_from_the_day_of_the_record(read):
    record = {"id": "1", "text": "نص", "date": "قبل ساعتين", "crawled_at": "2018-03-05T01:00:00"}
    article, problems = read(record, relative_to=dt.date(2020, 1, 1))
    assert article.date == "2018-03-04T23:00:00"
    assert article.extra["date"] == "قبل ساعتين"
    assert problems == [("doubtful", "relative date, counted from the day of the record")]


def test_a_relative_date_is_counted_from_the_given_day_where_the_record_has_none(read):
    article, _ = read({"id": "1", "text": "نص", "date": "أمس"}, relative_to=dt.date(2020, 1, 1))
    assert article.date == "2019-12-31"


def test_without_a_day_to_count_from_a_relative_date_is_unreadable(read):
    article, problems = read({"id": "1", "text": "نص", "date": "أمس"})
    assert (article.date, problems) == (None, [("repaired", "unreadable date")])
