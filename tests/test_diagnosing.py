"""A look through an archive: every article is counted, and what is not as it should be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from searchnews import diagnose
from searchnews.cli.app import app
from searchnews.ingest import Learner
from searchnews.model.diagnosis import Diagnosis
from searchnews.render.diagnosis import COLUMNS, page, total
from searchnews.render.diagnosis_page import html_page

WIRE = "أعلنت وزارة النقل أمس أن القطار السريع بين العاصمة والميناء سيبدأ رحلاته في مطلع الشهر المقبل بعد تأخير طويل"

REVERSED = "افتتحت حركة على القاهرة المصرية بدأ المؤتمر أمس في المدينة القديمة العالية"[::-1]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    records = [
        {"id": "1", "title": "قطار", "text": WIRE, "source": "نهر", "date": "2016-03-02"},
        {"id": "2", "title": "قطار", "text": WIRE, "source": "دفة", "date": "2016-03-02"},
        {"id": "3", "title": "عنوان وحده", "source": "نهر", "date": "01/02/2016"},
        {"id": "4", "text": "خبر&nbsp;قصير", "source": "نهر", "date": "غدا"},
        {"id": "5"},
    ]
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "one.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "archive" / "<b>.txt").write_text(f"خبر\n\n{REVERSED}\n", encoding="utf-8")
    return tmp_path / "archive"


@pytest.fixture
def found(archive: Path) -> Diagnosis:
    return diagnose(archive)


def test_every_record_is_counted_once(found: Diagnosis):
    counts = dict(zip(COLUMNS, total(found), strict=True))
    assert counts == {
        "articles": 5, "empty": 1, "repaired": 1, "doubtful": 1, "suspicious": 2, "reprints": 1, "undated": 2,
        "skipped": 1,
    }  # fmt: skip


def test_sources_and_formats_have_rows_of_their_own(found: Diagnosis):
    rows = {(row.source, row.format): (row.articles, row.skipped) for row in found.findings}
    assert rows == {("نهر", "jsonl"): (3, 0), ("دفة", "jsonl"): (1, 0), ("", "jsonl"): (0, 1), ("", "txt"): (1, 0)}


def test_what_is_suspicious_is_told_by_reason(found: Diagnosis):
    assert {(row.format, *row.suspicious.items()) for row in found.findings if row.suspicious} == {
        ("jsonl", ("too short", 1)),
        ("txt", ("reversed", 1)),
    }


def test_reprints_count_the_later_ones(found: Diagnosis):
    assert [(row.source, row.reprints) for row in found.findings if row.reprints] == [("دفة", 1)]


def test_years_are_counted(found: Diagnosis):
    assert found.years == {"": 2, "2016": 3}


def test_a_learner_is_given_every_article(archive: Path):
    learner = Learner()
    diagnose(archive, learner=learner)
    assert sum(learner._articles.values()) == 5


def test_the_table_has_the_source_last(found: Diagnosis):
    lines = page(found).splitlines()
    assert lines[0].split() == [*COLUMNS, "format", "source"]
    assert lines[1].endswith("jsonl   نهر")
    assert "1  suspicious: reversed" in lines


def test_the_page_is_self_contained_and_escaped(archive: Path):
    (archive / "x.jsonl").write_text('{"id": "6", "text": "نص", "source": "دار & <قلم>"}\n', encoding="utf-8")
    text = html_page(diagnose(archive))
    assert '<bdi dir="auto">دار &amp; &lt;قلم&gt;</bdi>' in text
    assert "<قلم>" not in text
    assert not any(outside in text for outside in ("http:", "https:", "src=", "@import", "url("))
    assert '<bdi dir="auto">نهر</bdi>' in text


def test_a_page_of_nothing_is_a_page(tmp_path: Path):
    assert html_page(diagnose(tmp_path)).startswith("<!doctype html>")


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        app.main(["doctor", *args])
    return (int(ended.value.code or 0), *capsys.readouterr())


def test_the_command_writes_json_a_page_and_what_was_learned(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    page, lines = tmp_path / "state.html", tmp_path / "lines.tsv"
    status, out, err = run(capsys, str(archive), "--json", "--html", str(page), "--learn", str(lines))
    assert (status, json.loads(out)["total"]["articles"]) == (0, 5)
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert lines.read_text(encoding="utf-8").startswith("# source")
    assert "0 lines that recur" in err


def loaded(archive: Path, report: Path) -> int:
    with pytest.raises(SystemExit) as ended:
        app.main(["index", str(archive), "--index", str(archive.parent / "index"), "--report", str(report)])
    return int(ended.value.code or 0)


def test_a_load_can_report_what_the_look_through_would(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    _, looked, _ = run(capsys, str(archive), "--json")
    for again in range(2):  # what is in the index already counts as it did
        report = tmp_path / f"state-{again}.json"
        assert loaded(archive, report) == 0
        of_load, of_look = json.loads(report.read_text(encoding="utf-8")), json.loads(looked)
        assert of_load | {"seconds": 0} == of_look | {"seconds": 0}


def test_a_load_can_report_as_a_page(archive: Path, tmp_path: Path):
    assert loaded(archive, tmp_path / "state.HTML") == 0
    text = (tmp_path / "state.HTML").read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert '<bdi dir="auto">نهر</bdi>' in text


def test_a_page_is_of_one_load_and_not_of_a_folder_that_is_watched(archive: Path, tmp_path: Path, capsys):
    with pytest.raises(SystemExit) as ended:
        app.main(
            ["index", str(archive), "--index", str(tmp_path / "i"), "--watch", "--report", str(tmp_path / "a.html")]
        )
    assert ended.value.code == 2
    assert "JSON lines only" in capsys.readouterr().err


def test_an_exact_copy_is_a_reprint(archive: Path):
    text = (archive / "one.jsonl").read_text(encoding="utf-8")
    (archive / "two.jsonl").write_text(text.replace('"id": "', '"id": "b'), encoding="utf-8")
    assert total(diagnose(archive))[COLUMNS.index("reprints")] == 3


def test_an_archive_without_articles_is_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(capsys, str(tmp_path))[0] == 1


def test_steps_are_listed(capsys: pytest.CaptureFixture[str]):
    status, out, _ = run(capsys, "--steps")
    assert (status, [line.split()[0] for line in out.splitlines()][-2:]) == (0, ["byline", "dateline"])
