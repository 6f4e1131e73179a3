"""Kept results as pages."""

import json

import pytest

from benchmarks import bars, report


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


def test_growth_on_one_machine_is_one_curve_and_that_on_another_is_none_of_it():
    def grown(cpu, *sizes):
        steps = [{"documents": size, "cpu": cpu} for size in sizes]
        return {"machine": {"cpu": cpu}, "collections": {}, "growth": {"source": "saudi-news", "steps": steps}}

    found = report.joined([grown("new", 300, 30), grown("old", 100), grown("new", 1000)])
    assert [step["documents"] for step in found["growth"]["steps"]] == [30, 300, 1000]


def test_stock_whoosh_that_is_given_fewer_articles_is_compared_by_the_byte_of_text():
    ours = {"given": 2_000, "given_bytes": 2_000, "wall_s": 1.0}
    stock = {"given": 1_000, "given_bytes": 2_000, "wall_s": 12.0}
    result = {"collections": {"some": {"indexing": {"searchnews": ours, "stock whoosh": stock}}}}
    assert "| indexing, faster than stock Whoosh | 10× | 25× | 12× | bar |" in bars.markdown(result)
