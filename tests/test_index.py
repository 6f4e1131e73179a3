"""The façade: what an app that embeds the library can rely on."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews import create_index, index_exists, open_index
from searchnews.arabic import Analyzer
from searchnews.errors import (
    CorruptIndexError,
    IncompatibleIndexError,
    IndexExistsError,
    IndexFolderError,
    IndexLockedError,
    IndexNotFoundError,
    QueryError,
)
from searchnews.index import Index
from searchnews.model import Article
from searchnews.model.loads import Problem
from tests.indexes import ENGINES, index_in

TALKS = Article(id="1", title="محادثات السلام", text="بدأت المحادثات أمس في جنيف.", source="وكالة", date="2018-03-05")
OIL = Article(id="2", title="أسعار النفط", text="ارتفعت أسعار النفط اليوم.", path="/archive/oil.txt", author="سارة")
_CIRCULAR: list[Any] = []
_CIRCULAR.append(_CIRCULAR)
MATCH = Article(id="3", title="مباراة", text="فاز الفريق في المباراة.", path="/archive/sport/match.txt")


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    with index_in(tmp_path, request.param) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def stored(folder: Path) -> Iterator[Index]:
    with create_index(folder) as made:
        yield made


def ids(index: Index, text: str) -> list[str]:
    return [hit.id for hit in index.search(text)]


def counts(report: object) -> tuple[int, int, int, int, int]:
    names = ("added", "updated", "unchanged", "skipped", "removed")
    return tuple(getattr(report, name) for name in names)


class TestAdding:
    def test_an_article_added_comes_back_whole(self, index: Index):
        article = Article(
            id="7",
            title="عنوان",
            text="نص",
            date="2020-01-02",
            source="س",
            author="ك",
            category="ف",
            url="http://x",
            path="/p",
            place="الرياض",
            agency="واس",
            extra={"lang": "ar", "n": [1, None, {"م": 2.5}]},
        )
        index.add(article)
        assert index.get("7") == article
        assert list(index.articles()) == [article]

    def test_an_emoji_is_found(self, index: Index):
        index.add_many([Article(id="1", text="مبروك الفوز \U0001f389"), Article(id="2", text="مبروك الفوز")])
        assert ids(index, "\U0001f389") == ["1"]

    def test_an_article_added_is_found_at_once(self, index: Index):
        assert ids(index, "السلام") == []
        assert counts(index.add(TALKS)) == (1, 0, 0, 0, 0)
        assert ids(index, "السلام") == ["1"]

    def test_the_same_articles_again_are_unchanged(self, index: Index):
        index.add_many([TALKS, OIL, MATCH])
        assert counts(index.add_many([TALKS, OIL, MATCH])) == (0, 0, 3, 0, 0)

    def test_a_changed_article_replaces_the_old_one(self, index: Index):
        index.add_many([TALKS, OIL])
        report = index.add(Article(id="1", title="محادثات النفط", text="نص"))
        assert counts(report) == (0, 1, 0, 0, 0)
        assert ids(index, "السلام") == []
        assert set(ids(index, "النفط")) == {"1", "2"}

    def test_an_article_without_title_and_text_is_skipped_and_told(self, index: Index):
        problems: list[Problem] = []
        empty = Article(id="9", title=" ", text="\n", path="/x.txt")
        report = index.add_many([empty, TALKS], on_problem=problems.append)
        assert counts(report) == (1, 0, 0, 1, 0)
        assert problems == [Problem("skipped", "/x.txt", None, "it has neither a title nor a text")]

    @pytest.mark.parametrize("name", ["title", "text", "source", "id"])
    def test_an_article_with_a_field_that_is_no_text_is_skipped_and_told(self, index: Index, name: str):
        problems: list[Problem] = []
        bad = Article(**{"id": "9", "title": "عنوان", name: 5})
        assert counts(index.add_many([bad, TALKS], on_problem=problems.append)) == (1, 0, 0, 1, 0)
        assert problems[0].reason == f"its {name} is no text but int"

    @pytest.mark.parametrize(
        ("extra", "reason"),
        [
            ({(1, 2): 3}, "its extra cannot be kept as JSON: keys must be"),
            ({1: 2, "a": 3}, "its extra cannot be kept as JSON: "),
            ({"a": {(1, 2): 3}}, "its extra cannot be kept as JSON: keys must be"),
            ({"a": _CIRCULAR}, "its extra cannot be kept as JSON: Circular"),
            (["a"], "its extra is no mapping but list"),
        ],
    )
    def test_an_article_with_an_extra_that_json_cannot_hold_is_skipped_and_told(
        self, index: Index, extra: Any, reason: str
    ):
        problems: list[Problem] = []
        bad = Article(id="9", title="عنوان", extra=extra)
        assert counts(index.add_many([bad, TALKS], on_problem=problems.append)) == (1, 0, 0, 1, 0)
        assert problems[0].reason.startswith(reason)

    def test_what_is_no_query_is_a_type_error(self, index: Index):
        with pytest.raises(TypeError, match="a query is a text or a Query, not NoneType"):
            index.search(None)  # type: ignore[arg-type]

    def test_an_article_without_an_id_gets_a_lasting_one(self, index: Index):
        article = Article(title="عنوان", url="http://example.org/1")
        index.add(article)
        (made,) = index.articles()
        assert made.id
        assert counts(index.add(article)) == (0, 0, 1, 0, 0)

    def test_the_same_article_twice_in_a_load_is_unchanged_the_second_time(self, index: Index):
        problems: list[Problem] = []
        assert counts(index.add_many([TALKS, TALKS], on_problem=problems.append)) == (1, 0, 1, 0, 0)
        assert problems == []

    def test_of_one_id_twice_in_a_load_the_later_is_kept_and_told(self, index: Index):
        problems: list[Problem] = []
        later = Article(id="1", title="غير ذلك", path="/later.txt")
        assert counts(index.add_many([TALKS, later], on_problem=problems.append)) == (1, 1, 0, 0, 0)
        assert index.get("1") == later
        reason = "same id as an earlier record, '1'; the later one is kept"
        assert problems == [Problem("repaired", "/later.txt", None, reason)]

    def test_an_article_that_takes_the_place_of_another_files_is_told(self, index: Index):
        problems: list[Problem] = []
        index.add(Article(id="1", title="جريدة", path="/one.jsonl"))
        other = Article(id="1", title="جريدة أخرى", path="/two.jsonl")
        assert counts(index.add_many([other], on_problem=problems.append)) == (0, 1, 0, 0, 0)
        reason = "same id, '1', as another article, of /one.jsonl, whose place it takes"
        assert problems == [Problem("doubtful", "/two.jsonl", None, reason)]

    def test_articles_of_two_files_with_one_id_are_told_in_one_load_too(self, index: Index):
        problems: list[Problem] = []
        pair = [Article(id="1", title=title, path=f"/{title}.jsonl") for title in ("one", "two")]
        assert counts(index.add_many(pair, on_problem=problems.append)) == (1, 1, 0, 0, 0)
        reason = "same id, '1', as another article, of /one.jsonl, whose place it takes"
        assert problems == [Problem("doubtful", "/two.jsonl", None, reason)]

    @pytest.mark.parametrize("changed", [{"title": "جريدة أخرى"}, {"path": "/two.jsonl"}], ids=lambda c: next(iter(c)))
    def test_an_article_that_was_changed_or_moved_is_not_talked_of(self, index: Index, changed: dict[str, str]):
        problems: list[Problem] = []
        first = Article(id="1", title="جريدة", path="/one.jsonl")
        index.add(first)
        index.add_many([replace(first, **changed)], on_problem=problems.append)
        assert problems == []

    def test_a_very_long_id_that_comes_twice_is_told_in_short(self, index: Index):
        problems: list[Problem] = []
        index.add_many([Article(id="ا" * 10_000, title=title) for title in "اب"], on_problem=problems.append)
        assert len(problems[0].reason) < 200

    def test_one_that_was_unchanged_and_then_comes_otherwise_is_told_too(self, index: Index):
        index.add(TALKS)
        problems: list[Problem] = []
        report = index.add_many([TALKS, Article(id="1", title="غير ذلك")], on_problem=problems.append)
        assert counts(report) == (0, 1, 1, 0, 0)
        assert len(problems) == 1

    @pytest.mark.parametrize(
        ("given_date", "kept"),
        [
            ("2018-03-05", "2018-03-05"),
            ("2018-03-05T14:20:00+03:00", "2018-03-05T14:20:00+03:00"),
            ("5 مارس 2018", "2018-03-05"),
            ("قبل يومين", "قبل يومين"),
        ],
    )
    def test_dates_that_can_be_read_become_iso(self, index: Index, given_date: str, kept: str):
        index.add(Article(id="1", title="عنوان", date=given_date))
        article = index.get("1")
        assert article is not None
        assert article.date == kept

    def test_progress_is_told_after_each_article(self, index: Index):
        told: list[int] = []
        index.add_many([TALKS, OIL, Article()], on_progress=told.append)
        assert told == [1, 2, 3]

    def test_nothing_added_is_no_error(self, index: Index):
        assert counts(index.add_many([])) == (0, 0, 0, 0, 0)

    @pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, GeneratorExit])
    def test_an_error_in_the_source_leaves_the_index_as_it_was(self, index: Index, error: type[BaseException]):
        index.add(TALKS)

        def source() -> Iterator[Article]:
            yield OIL
            yield Article(id="1", title="غير ذلك")
            raise error

        with pytest.raises(error):
            index.add_many(source())
        assert list(index.articles()) == [TALKS]
        index.add(OIL)

    @pytest.mark.parametrize("callback", ["on_progress", "on_problem"])
    def test_an_error_in_a_callback_leaves_the_index_as_it_was(self, index: Index, callback: str):
        def fail(_: object) -> None:
            raise RuntimeError

        with pytest.raises(RuntimeError):
            index.add_many([TALKS, Article()], **{callback: fail})
        assert list(index.articles()) == []

    def test_a_second_writer_is_turned_away(self, index: Index):
        def source() -> Iterator[Article]:
            with pytest.raises(IndexLockedError):
                index.add(OIL)
            yield TALKS

        assert counts(index.add_many(source())) == (1, 0, 0, 0, 0)

    def test_a_search_in_the_middle_of_a_load_sees_the_index_as_it_was(self, index: Index):
        index.add(TALKS)

        def source() -> Iterator[Article]:
            yield OIL
            assert ids(index, "النفط") == []
            assert ids(index, "السلام") == ["1"]

        index.add_many(source())
        assert ids(index, "النفط") == ["2"]


class TestPruning:
    def test_what_was_under_a_path_and_did_not_come_again_is_removed(self, index: Index):
        index.add_many([TALKS, OIL, MATCH])
        assert counts(index.add_many([OIL], prune_under=["/archive"])) == (0, 0, 1, 0, 1)
        assert {article.id for article in index.articles()} == {"1", "2"}

    def test_a_path_is_not_under_another_that_only_begins_like_it(self, index: Index):
        index.add(Article(id="9", title="عنوان", path="/archive-2/a.txt"))
        assert index.add_many([], prune_under=["/archive"]).removed == 0
        assert index.add_many([], prune_under=["/archive-2/a.txt"]).removed == 1

    def test_pruning_an_archive_removes_the_members_that_are_gone_from_it(self, index: Index):
        index.add_many([Article(title="a", path="/a.zip!x/a.txt"), Article(title="b", path="/a.zip!b.txt")])
        index.add(Article(title="c", path="/a.zip.txt"))
        assert index.add_many([Article(title="b", path="/a.zip!b.txt")], prune_under=["/a.zip"]).removed == 1
        assert sorted(article.title for article in index.articles()) == ["b", "c"]

    def test_what_moved_is_kept_with_its_new_path(self, index: Index):
        index.add(Article(id="9", title="عنوان", path="/old/a.txt"))
        index.add_many([Article(id="9", title="عنوان", path="/new/a.txt")], prune_under=["/old", "/new"])
        assert index.add_many([], prune_under=["/old"]).removed == 0
        article = index.get("9")
        assert article is not None
        assert article.path == "/new/a.txt"

    def test_an_article_in_two_files_stays_unchanged_load_after_load(self, index: Index):
        twins = [Article(id="9", title="عنوان", path=path) for path in ("/a.txt", "/b.txt")]
        index.add_many(twins)
        assert counts(index.add_many(twins, prune_under=["/"])) == (0, 0, 2, 0, 0)


class TestDeleting:
    def test_deleted_articles_are_gone(self, index: Index):
        index.add_many([TALKS, OIL, MATCH])
        assert index.delete("1") == 1
        assert index.delete(["2", "nosuch", "2"]) == 1
        assert [article.id for article in index.articles()] == ["3"]
        assert index.get("1") is None
        assert ids(index, "السلام") == []

    def test_deleting_what_is_not_there_deletes_nothing(self, index: Index):
        assert index.delete("nosuch") == 0
        assert index.delete([]) == 0


class TestSearching:
    def test_results_say_what_was_found_and_where(self, index: Index):
        index.add_many([TALKS, OIL, MATCH])
        results = index.search("محادثات")
        (hit,) = results.hits
        assert (results.query, results.total, results.offset) == ("محادثات", 1, 0)
        assert results.took_ms > 0
        assert (hit.rank, hit.article) == (1, TALKS)
        assert hit.score > 0
        assert [hit.title[start:end] for start, end in hit.title_highlights] == ["محادثات"]
        assert any(snippet.highlights for snippet in hit.snippets)

    def test_pages_join_up_and_ranks_go_on(self, index: Index):
        index.add_many(Article(id=str(n), title="سلام " * (n % 4 + 1), text="خبر") for n in range(25))
        whole = [hit.id for hit in index.search("سلام", limit=100)]
        pages = [index.search("سلام", limit=10, offset=at) for at in (0, 10, 20, 30)]
        assert [hit.id for page in pages for hit in page] == whole
        assert [hit.rank for page in pages for hit in page] == list(range(1, 26))
        assert [page.total for page in pages] == [25] * 4
        assert index.search("سلام", limit=0).total == 25

    def test_snippets_can_be_left_out(self, index: Index):
        index.add(TALKS)
        assert index.search("المحادثات", snippets=0)[0].snippets == ()

    @pytest.mark.parametrize("options", [{"limit": -1}, {"offset": -1}, {"snippets": -1}])
    def test_negative_numbers_are_refused(self, index: Index, options: dict[str, int]):
        with pytest.raises(ValueError, match="negative"):
            index.search("سلام", **options)

    def test_an_explanation_names_the_evidence_of_each_hit(self, index: Index):
        index.add_many([TALKS, OIL, MATCH])
        assert index.search("محادثات").explanations == {}
        results = index.search("محادثات", explain=True)
        shares = results.explain(results[0])
        assert shares
        assert {share.word for share in shares} == {"محادثات"}
        assert all(share.score > 0 for share in shares)

    def test_the_shares_of_an_explanation_add_up_to_the_score(self, index: Index):
        index.add_many([TALKS, OIL, MATCH])
        results = index.search("محادثات السلام في جنيف", explain=True)
        assert sum(share.score for share in results.explain(results[0])) == pytest.approx(results[0].score)

    def test_every_word_once_comes_before_one_word_often(self, index: Index):
        often = Article(id="1", text="الزلزال ثم الزلزال ثم الزلزال ثم الزلزال يضرب المدينة مرة أخرى")
        each = Article(id="2", text="كلمة عن الزلزال وأخرى عن المدرسة وثالثة عن القرية وغير ذلك من الكلام")
        index.add_many([often, each, *(Article(id=f"{n}", text=f"خبر عن المدرسة في القرية {n}") for n in range(3, 9))])
        assert ids(index, "زلزال مدرسة قرية")[0] == "2"

    def test_pages_of_any_size_give_the_same_ranks(self, index: Index):
        index.add_many(
            Article(id=f"{n}", title="السلام" * (n % 3 == 0), text="سلام " * (n % 7 + 1) + "حرب " * (n % 5))
            for n in range(120)
        )
        whole = [(hit.id, hit.score) for hit in index.search("السلام حرب", limit=120)]
        pages = [
            (hit.id, hit.score) for at in range(0, 120, 7) for hit in index.search("السلام حرب", limit=7, offset=at)
        ]
        assert pages == whole
        assert [score for _, score in whole] == sorted((score for _, score in whole), reverse=True)

    def test_the_headline_counts_as_much_as_is_wished(self, index: Index):
        index.add(Article(id="title", title="السلام", text="خبر عن المحادثات بين الوفدين في جنيف"))
        index.add(Article(id="text", title="محادثات الوفدين", text="السلام ثم السلام ثم السلام"))
        index.add_many(Article(id=f"{n}", text="خبر عن أسعار القمح في الأسواق") for n in range(5))
        assert [hit.id for hit in index.search("السلام", title_boost=3.0)] == ["title", "text"]
        least = index.search("السلام", title_boost=0.0, explain=True)
        assert [hit.id for hit in least] == ["text", "title"]
        assert {"title", "whole headline"}.isdisjoint(share.form for share in least.explain(least[1]))
        with pytest.raises(ValueError, match="title_boost"):
            index.search("السلام", title_boost=-1.0)

    @pytest.fixture
    def dated(self, index: Index) -> Index:
        dates = {"old": "2016-01-01", "new": "2018-06-01", "middle": "2017-01-01", "undated": None}
        index.add_many(Article(id=id, text="سلام " * (4 - n), date=date) for n, (id, date) in enumerate(dates.items()))
        return index

    def test_matches_are_sorted_by_date(self, dated: Index):
        def sorted_by(order: str, **page: int) -> list[str]:
            return [hit.id for hit in dated.search("سلام", sort=order, **page)]

        assert sorted_by("newest") == ["new", "middle", "old", "undated"]
        assert sorted_by("oldest") == ["old", "middle", "new", "undated"]
        assert sorted_by("newest", limit=2, offset=1) == ["middle", "old"]

    def test_scores_fade_with_age(self, dated: Index):
        plain = {hit.id: hit.score for hit in dated.search("سلام")}
        faded = dated.search("سلام", recency_days=365.25, explain=True)
        assert [hit.id for hit in faded] == ["new", "undated", "middle", "old"]
        assert faded[0].score == pytest.approx(plain["new"])
        assert faded[1].score == pytest.approx(plain["undated"] / 2)
        assert sum(share.score for share in faded.explain(faded[3])) == pytest.approx(faded[3].score)

    @pytest.mark.parametrize("options", [{"sort": "best"}, {"recency_days": 0}, {"recency_days": float("nan")}])
    def test_an_order_that_there_is_not_is_refused(self, index: Index, options: dict[str, object]):
        with pytest.raises(ValueError, match=r"sorted by|days above 0"):
            index.search("سلام", **options)

    def test_a_query_that_cannot_be_read_raises_a_query_error(self, index: Index):
        with pytest.raises(QueryError):
            index.search("(" * 10_000)

    def test_no_phrase_spans_title_and_text(self, index: Index):
        index.add(Article(id="1", title="مجلس", text="الوزراء"))
        assert index.search('"مجلس الوزراء"', strict=True).total == 0
        assert ids(index, "مجلس الوزراء") == ["1"]

    def test_stop_words_are_in_the_index_for_phrases(self, index: Index):
        index.add_many([Article(id="1", title="من الرياض إلى جدة"), Article(id="2", title="الرياض عن جدة")])
        assert ids(index, '"الرياض إلى جدة"') == ["1"]

    def test_dirty_text_is_kept_and_searched(self, index: Index):
        dirty = Article(id="\ud800", title="خبر\0 \ud83d \u202e", text="السـلام\u200f عَلَيكم " + "x" * 50_000)
        index.add(dirty)
        assert index.get("\ud800") == dirty
        assert ids(index, "السلام") == ["\ud800"]


class TestFreshness:
    def test_an_open_index_sees_what_another_one_commits(self, stored: Index, folder: Path):
        stored.add(TALKS)
        with open_index(folder) as other:
            assert ids(other, "السلام") == ["1"]
            stored.delete("1")
            stored.add(OIL)
            assert ids(other, "السلام") == []
            assert ids(other, "النفط") == ["2"]

    def test_iteration_goes_on_over_what_was_there_when_it_began(self, index: Index):
        index.add_many([TALKS, OIL, MATCH])
        articles = index.articles()
        first = next(articles)
        index.delete(["1", "2", "3"])
        assert {first.id, *(article.id for article in articles)} == {"1", "2", "3"}

    def test_threads_search_while_another_writes(self, stored: Index):
        stored.add_many(Article(id=str(n), title="سلام", text=f"خبر {n}") for n in range(30))
        wrong: list[object] = []
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                try:
                    results = stored.search("سلام", limit=5)
                except Exception as error:  # noqa: BLE001 - any error at all is what the test looks for
                    wrong.append(error)
                else:
                    if results.total < 30 or len(results) != 5:
                        wrong.append(results)

        threads = [threading.Thread(target=read) for _ in range(3)]
        for thread in threads:
            thread.start()
        for n in range(30, 50):
            stored.add(Article(id=str(n), title="سلام"))
            stored.add(Article(id=str(n), title="سلام سلام"))
        done.set()
        for thread in threads:
            thread.join()
        assert wrong == []


class TestClosing:
    def test_an_index_can_be_closed_twice_and_then_says_so(self, index: Index):
        index.add(TALKS)
        index.close()
        index.close()
        calls = [
            lambda: index.search("سلام"),
            lambda: index.get("1"),
            lambda: list(index.articles()),
            lambda: index.add(TALKS),
            lambda: index.delete("1"),
            index.stats,
        ]
        for call in calls:
            with pytest.raises(ValueError, match="closed"):
                call()


class TestStats:
    def test_figures_are_of_words_as_written(self, index: Index):
        index.add_many([TALKS, OIL])
        stats = index.stats()
        assert stats.documents == 2
        assert stats.tokens == 2 + 5 + 2 + 4
        assert stats.terms <= stats.tokens
        assert stats.analyzer == "ar-news-5"
        assert stats.versions["searchnews"]

    def test_an_empty_index_has_figures_too(self, index: Index):
        stats = index.stats()
        assert (stats.documents, stats.terms, stats.tokens, stats.segments) == (0, 0, 0, 0)


class TestFolders:
    def test_missing_parents_are_made(self, tmp_path: Path):
        create_index(tmp_path / "a" / "b").close()
        assert index_exists(tmp_path / "a" / "b")

    def test_a_readme_and_hidden_files_may_be_there(self, folder: Path):
        folder.mkdir()
        (folder / "README.md").write_text("here be indexes")
        (folder / ".gitignore").write_text("*")
        create_index(folder).close()
        create_index(folder, overwrite=True).close()
        assert (folder / "README.md").read_text() == "here be indexes"

    @pytest.mark.parametrize("overwrite", [False, True])
    def test_a_folder_of_something_else_is_refused(self, folder: Path, overwrite: bool):
        folder.mkdir()
        (folder / "thesis.doc").write_text("years of work")
        with pytest.raises(IndexExistsError, match=r"thesis\.doc"):
            create_index(folder, overwrite=overwrite)
        assert not index_exists(folder)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file system that refuses")
    @pytest.mark.parametrize("call", [create_index, open_index])
    def test_an_empty_name_is_not_taken_for_the_folder_one_stands_in(self, call):
        with pytest.raises(IndexFolderError, match="an empty name"):
            call("")

    def test_a_folder_that_cannot_be_made_is_told(self):
        with pytest.raises(IndexFolderError, match="/dev/full"):
            create_index("/dev/full/index")

    def test_a_full_disk_is_told_and_leaves_the_index_as_it_was(
        self, stored: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
    ):
        stored.add(TALKS)

        def fail(_: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fail)
            with pytest.raises(IndexFolderError, match="No space left") as caught:
                stored.add(OIL)
        assert caught.value.path == str(folder)
        assert list(stored.articles()) == [TALKS]
        assert counts(stored.add(OIL)) == (1, 0, 0, 0, 0)

    def test_a_file_is_refused(self, folder: Path):
        folder.write_text("")
        with pytest.raises(IndexExistsError, match="is a file"):
            create_index(folder)
        with pytest.raises(IndexNotFoundError, match="is a file"):
            open_index(folder)

    def test_an_index_that_is_there_is_not_overwritten_by_chance(self, stored: Index, folder: Path):
        stored.add(TALKS)
        with pytest.raises(IndexExistsError, match="--rebuild"):
            create_index(folder)
        assert stored.get("1") == TALKS

    def test_an_index_can_be_begun_anew_even_when_damaged(self, stored: Index, folder: Path):
        stored.add(TALKS)
        for file in folder.iterdir():
            file.write_bytes(b"\xff")
        with create_index(folder, overwrite=True) as fresh:
            assert list(fresh.articles()) == []
            fresh.add(OIL)
            assert ids(fresh, "النفط") == ["2"]

    def test_an_index_at_work_is_not_overwritten(self, stored: Index, folder: Path):
        def source() -> Iterator[Article]:
            with pytest.raises(IndexLockedError):
                create_index(folder, overwrite=True)
            yield TALKS

        stored.add_many(source())
        assert stored.get("1") == TALKS

    @pytest.mark.parametrize("make", [False, True])
    def test_a_missing_index_names_its_folder_and_the_next_step(self, folder: Path, make: bool):
        if make:
            folder.mkdir()
        with pytest.raises(IndexNotFoundError, match="searchnews index") as caught:
            open_index(folder)
        assert caught.value.path == str(folder)
        assert not index_exists(folder)

    def test_an_index_that_lost_its_metadata_is_to_be_built_again(self, stored: Index, folder: Path):
        (folder / "searchnews.json").unlink()
        with pytest.raises(IndexNotFoundError, match="--rebuild"):
            open_index(folder)

    @pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 1}', '{"format": 1, "fields": 3}', "\udcff"])
    def test_damaged_metadata_is_told(self, stored: Index, folder: Path, content: str):
        (folder / "searchnews.json").write_bytes(content.encode("utf-8", "surrogateescape"))
        with pytest.raises(CorruptIndexError, match="--rebuild"):
            open_index(folder)

    @pytest.mark.parametrize(
        "change", [{"format": 2}, {"analyzer": "ar-news-0"}, {"engine": "lucene"}], ids=lambda c: next(iter(c))
    )
    def test_an_index_made_otherwise_is_refused(self, stored: Index, folder: Path, change: dict[str, object]):
        file = folder / "searchnews.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | change))
        with pytest.raises(IncompatibleIndexError, match="--rebuild"):
            open_index(folder)

    def test_damaged_files_are_told_and_name_the_folder(self, stored: Index, folder: Path):
        stored.add(TALKS)
        for file in folder.glob("contents-*.json"):
            file.write_bytes(b"")
        with pytest.raises(CorruptIndexError, match="--rebuild") as caught:
            open_index(folder)
        assert Path(caught.value.path).parent == folder

    def test_a_damaged_article_is_told(self, stored: Index, folder: Path):
        stored.add(TALKS)
        (segment,) = folder.glob("*.sn")
        data = bytearray(segment.read_bytes())
        data[80] ^= 0xFF  # stored articles come first in a segment
        with open_index(folder) as other:
            segment.write_bytes(bytes(data))
            with pytest.raises(CorruptIndexError, match="--rebuild"):
                other.get("1")


class TestAnalyzers:
    def test_an_index_of_ones_own_analyzer_is_opened_with_it(self, folder: Path):
        own = Analyzer("mine-1", without=())
        with create_index(folder, analyzer=own) as index:
            index.add(TALKS)
        with open_index(folder, analyzer=own) as index:
            assert ids(index, "السلام") == ["1"]
        with pytest.raises(IncompatibleIndexError, match="mine-1"):
            open_index(folder)

    def test_another_analyzer_is_refused(self, stored: Index, folder: Path):
        with pytest.raises(IncompatibleIndexError, match="ar-news-5"):
            open_index(folder, analyzer=Analyzer("mine-1"))

    def test_an_unknown_analyzer_or_engine_makes_nothing(self, folder: Path):
        with pytest.raises(ValueError, match="nosuch"):
            create_index(folder, analyzer="nosuch")
        with pytest.raises(ValueError, match="nosuch"):
            create_index(folder, engine="nosuch")
        assert not folder.exists()

    def test_an_open_index_refuses_one_built_anew_with_another_analyzer(self, stored: Index, folder: Path):
        stored.add(TALKS)
        assert ids(stored, "السلام") == ["1"]
        create_index(folder, analyzer=Analyzer("mine-1"), overwrite=True).close()
        with pytest.raises(IncompatibleIndexError, match="mine-1"):
            stored.search("السلام")


articles = st.lists(
    st.builds(
        Article,
        id=st.sampled_from(["a", "b", "c", ""]),
        title=st.sampled_from(["", "سلام", "وزير النفط"]),
        text=st.sampled_from(["", "سلام", "قال الوزير أمس"]),
        path=st.sampled_from([None, "/x/1", "/x/2"]),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(articles, max_size=4))
def test_every_record_is_counted_once_and_the_last_of_each_id_stands(loads: list[list[Article]]):
    with create_index(None, engine="memory") as index:
        for load in loads:
            report = index.add_many(load)
            assert report.added + report.updated + report.unchanged + report.skipped == len(load)
            last = {a.id: (a.title, a.text) for a in load if a.id and (a.title or a.text)}
            assert {id: (index.get(id).title, index.get(id).text) for id in last} == last


def test_what_is_no_article_is_refused_before_anything_is_changed(index: Index) -> None:
    with pytest.raises(TypeError, match="not an article but dict"):
        index.add_many([TALKS, {"title": "قمة"}])  # type: ignore[list-item]
    assert index.stats().documents == 0


def test_ranks_are_the_ids_and_scores_of_a_search(index: Index) -> None:
    index.add_many([TALKS, OIL, MATCH])
    found = index.search("النفط المحادثات")
    assert index.rank("النفط المحادثات") == [(hit.id, hit.score) for hit in found]
    assert index.rank("النفط المحادثات", limit=1) == [(found[0].id, found[0].score)]


def test_plain_ranks_take_signs_for_words(index: Index) -> None:
    index.add_many([TALKS, OIL])
    assert [id for id, _ in index.rank('+النفط -السلام "', plain=True)] == [id for id, _ in index.rank("النفط السلام")]


def test_an_id_is_in_the_index_once_its_article_is(index: Index) -> None:
    index.add(TALKS)
    assert "1" in index
    assert "2" not in index
    index.delete("1")
    assert "1" not in index
