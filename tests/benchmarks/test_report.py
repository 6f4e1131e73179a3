"""Kept results as pages."""

import json

import pytest

from benchmarks import report


def test_the_newest_result_of_a_suite_is_shown_whatever_else_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    kept = {"a": {"suite": "short", "started": "2026-01-02"}, "b": {"suite": "full", "started": "2026-01-01"}}
    for name, result in {**kept, "c": {"started": "2027-01-01"}, "d": {"date": "2027-01-01"}}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(result), encoding="utf-8")
    assert report.newest() == tmp_path / "a.json"


def test_figures_stand_between_the_markers_of_a_page():
    page = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    assert report.paste(page, "new") == f"before\n{report.BEGIN}\n\nnew\n{report.END}\nafter\n"


def test_a_page_without_markers_is_refused():
    with pytest.raises(ValueError, match="needs the lines"):
        report.paste("no markers", "new")
