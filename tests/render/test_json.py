import json as stdlib_json
from dataclasses import replace

from searchnews.arabic.token import Forms, Token
from searchnews.model import Article, Correction, IndexStats
from searchnews.model.loads import AddReport, Problem
from searchnews.render import json


def test_results_have_exactly_the_keys_of_the_contract(found):
    values = json.results(found)
    assert list(values)[:4] == ["query", "total", "took_ms", "hits"]
    assert list(values["hits"][0]) == [
        "id", "score", "title", "date", "source", "category", "author", "url", "snippets",
        "group_id", "similar",
    ]  # fmt: skip
    assert list(values["hits"][0]["snippets"][0]) == ["text", "highlights"]


def test_highlights_are_offsets_into_their_own_snippet(found):
    snippet = json.results(found)["hits"][0]["snippets"][0]
    assert [snippet["text"][start:end] for start, end in snippet["highlights"]] == ["محادثات", "السلام"]


def test_missing_values_are_null(found):
    bare = json.results(found)["hits"][1]
    assert [bare[key] for key in ("title", "date", "source", "category", "author", "url")] == [None] * 6


def test_dates_keep_their_time(found):
    assert json.results(found)["hits"][0]["date"] == "2018-03-05T14:20:00+03:00"


def test_what_came_later_stands_after_the_keys_of_the_contract(found):
    later = ["offset", "corrections", "asked", "unknown", "facets", "cursor", "groups"]
    assert list(json.results(found))[4:] == later


def test_what_was_asked_instead_is_told(found):
    told = json.results(replace(found, corrections=(Correction("القاهيرة", "القاهرة"),), asked="محادثات"))
    assert told["corrections"] == [{"word": "القاهيرة", "instead": "القاهرة", "by_root": False}]
    assert told["asked"] == "محادثات"


def test_an_explanation_is_added_after_the_snippets(found):
    hit = json.results(found, explain=True)["hits"][1]
    assert list(hit)[8:10] == ["snippets", "explanation"]
    assert hit["explanation"] == [{"word": "السلام", "form": "stem", "term": "سلام", "score": 1.0}]


def test_a_hit_without_evidence_has_an_empty_explanation(found):
    assert json.results(found, explain=True)["hits"][0]["explanation"] == []


def test_arabic_is_not_escaped(found):
    assert "محادثات السلام" in json.dumps(json.results(found))


def test_one_line_is_one_line(found):
    assert "\n" not in json.dumps(json.results(found))


def test_pretty_json_holds_the_same(found):
    values = json.results(found)
    assert stdlib_json.loads(json.dumps(values, pretty=True)) == stdlib_json.loads(json.dumps(values))


def test_a_lone_surrogate_is_escaped_and_comes_back():
    text = json.dumps({"path": "أخبار\udc80.txt"})
    assert text.encode("utf-8")
    assert stdlib_json.loads(text) == {"path": "أخبار\udc80.txt"}


def test_a_load_is_told_with_its_counts():
    done = AddReport(added=3, updated=2, unchanged=1, skipped=4, removed=5, seconds=1.23456)
    assert json.report(done, repaired=6, documents=7, index="index/") == {
        "added": 3, "updated": 2, "unchanged": 1, "removed": 5, "skipped": 4, "seconds": 1.235, "repaired": 6,
        "documents": 7, "index": "index/",
    }  # fmt: skip


def test_a_problem_is_told_with_its_place():
    assert json.problem(Problem("repaired", "a.csv", 3, "mojibake", 2)) == {
        "path": "a.csv", "line": 3, "reason": "mojibake", "kind": "repaired", "count": 2,
    }  # fmt: skip


def test_an_article_keeps_its_extra():
    assert json.article(Article(id="1", text="نص", extra={"views": 3}))["extra"] == {"views": 3}


def test_stats_name_their_index():
    figures = json.stats(IndexStats(1, 2, 3, 4, 5, "ar-news-5", "whoosh", {"whoosh": "3.54"}), index="index/")
    assert figures == {
        "documents": 1, "terms": 2, "tokens": 3, "bytes": 4, "segments": 5, "analyzer": "ar-news-5",
        "engine": "whoosh", "versions": {"whoosh": "3.54"}, "index": "index/",
    }  # fmt: skip


def test_an_analysis_gives_every_form_of_a_token():
    row = (Token("والوزير", 0, 7, 0, "word"), Forms("والوزير", "وزير", "وزر", False, ("waw", "al")))
    assert json.analysis([row]) == [
        {
            "token": "والوزير", "start": 0, "end": 7, "position": 0, "kind": "word", "folded": "والوزير",
            "stem": "وزير", "root": "وزر", "stop": False, "rules": ["waw", "al"],
        }
    ]  # fmt: skip
