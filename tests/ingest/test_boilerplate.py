"""Lines that recur in a source: learned once, dropped in every run after."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchnews import Article, SourceError
from searchnews.ingest import boilerplate as module
from searchnews.ingest.boilerplate import Boilerplate, Learner

IMPRINT = "جميع الحقوق محفوظة لصحيفة نهر اليوم"


def archive(count: int, line: str = IMPRINT, source: str = "نهر") -> list[Article]:
    return [Article(title=f"عنوان الخبر رقم {n}", text=f"خبر رقم {n}.\n{line}", source=source) for n in range(count)]


def learned(articles: list[Article]) -> Learner:
    learner = Learner()
    for article in articles:
        learner.add(article)
    return learner


def test_what_recurs_in_a_source_is_found():
    assert learned(archive(30)).found() == [("نهر", 30, IMPRINT)]


def test_what_recurs_seldom_is_not():
    assert learned(archive(19)).found() == []


def test_what_is_common_in_one_source_stays_in_another(tmp_path: Path):
    learned(archive(30)).write(tmp_path / "lines.tsv")
    known = Boilerplate.read(tmp_path / "lines.tsv")
    assert known.drop(f"خبر.\n{IMPRINT}", source="نهر", title="") == ("خبر.", 1)
    assert known.drop(f"خبر.\n{IMPRINT}", source="دفة", title="")[1] == 0


def test_a_line_that_repeats_the_headline_recurs_too(tmp_path: Path):
    articles = [
        Article(
            title=f"عنوان الخبر رقم {n}", text=f"خبر.\nرابط الخبر بصحيفة الوئام: عنوان الخبر رقم {n}", source="وئام"
        )
        for n in range(25)
    ]
    learned(articles).write(tmp_path / "lines.tsv")
    known = Boilerplate.read(tmp_path / "lines.tsv")
    text = "نص.\nرابط الخبر بصحيفة الوئام: خبر آخر جديد"
    assert known.drop(text, source="وئام", title="خبر آخر جديد") == ("نص.", 1)


def test_a_single_word_is_not_learned():
    assert learned(archive(30, line="الرياض")).found() == []


def test_a_text_that_is_nothing_else_stays():
    assert Boilerplate([("نهر", IMPRINT)]).drop(IMPRINT, source="نهر", title="") == (IMPRINT, 0)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_MOST_LINES", 100)
    learner = learned(archive(500))
    assert len(learner._counts) <= 101
    assert learner.found()[0][2] == IMPRINT


@pytest.mark.parametrize("text", ["نهر\tx\tسطر", "سطر وحده", "نهر\t3\t"])
def test_another_file_is_refused(tmp_path: Path, text: str):
    (tmp_path / "lines.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="line 1 is not"):
        Boilerplate.read(tmp_path / "lines.tsv")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(SourceError):
        Boilerplate.read(tmp_path / "none.tsv")
