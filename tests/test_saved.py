"""Saved searches, and what is new for them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import searchnews
from searchnews import Article, IndexFolderError, QueryError, SavedSearchError, SavedSearches, saved
from searchnews.cli.rebuilding import target

TALKS = Article(id="1", title="محادثات السلام", text="بدأت المحادثات.", date="2018-03-05")
OIL = Article(id="2", title="أسعار النفط", text="ارتفعت.", date="2018-03-06")
LATER = Article(id="3", title="محادثات أخرى", text="نص", date="2018-03-07")
LAST = Article(id="4", title="محادثات أخيرة", text="نص", date="2018-03-08")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def index(folder: Path):
    with searchnews.create_index(folder) as made:
        made.add_many([TALKS, OIL])
        yield made


@pytest.fixture
def searches(index) -> SavedSearches:
    made = SavedSearches(index)
    made.save("سلام", "+محادثات")
    return made


def new(searches: SavedSearches, **wishes) -> dict[str, list[str]]:
    with searches.alerts(**wishes) as found:
        return {alert.search.name: [hit.id for hit in alert.results] for alert in found}


def test_what_matches_when_a_search_is_saved_is_not_new(searches):
    assert new(searches) == {}


def test_an_article_that_came_since_is_new_once(searches, index):
    index.add_many([LATER, Article(id="9", title="رياضة", text="نص")])
    assert new(searches) == {"سلام": ["3"]}
    assert new(searches) == {}


def test_the_newest_comes_first_and_the_limit_leaves_the_total(searches, index):
    index.add_many([LATER, LAST])
    with searches.alerts(limit=1) as [alert]:
        assert ([hit.id for hit in alert.results], alert.results.total) == (["4"], 2)


def test_what_was_not_shown_for_the_limit_is_known_all_the_same(searches, index):
    index.add_many([LATER, LAST])
    new(searches, limit=1)
    assert new(searches) == {}


def test_an_article_changed_so_that_it_matches_is_new(searches, index):
    index.add(Article(id="2", title="محادثات عن النفط", text="ارتفعت."))
    assert new(searches) == {"سلام": ["2"]}


def test_an_article_corrected_that_matched_before_is_not_new(searches, index):
    index.add(Article(id="1", title="محادثات السلام", text="بدأت المحادثات أمس."))
    assert new(searches) == {}


def test_merging_makes_nothing_new_and_hides_nothing(searches, index):
    index.add(LATER)
    index.optimize()
    assert new(searches) == {"سلام": ["3"]}
    index.optimize()
    assert new(searches) == {}


def test_an_index_built_anew_keeps_the_searches_and_what_is_known(searches, folder):
    with target(str(folder), rebuild=True) as fresh:
        fresh.add_many([TALKS, OIL, LATER])
    with searchnews.open_index(folder) as index:
        assert new(SavedSearches(index)) == {"سلام": ["3"]}


def test_overwriting_an_index_keeps_them_too(searches, index, folder):
    index.close()
    with searchnews.create_index(folder, overwrite=True) as fresh:
        fresh.add_many([TALKS, LATER])
        assert new(SavedSearches(fresh)) == {"سلام": ["3"]}


def test_what_is_kept_does_not_grow_with_articles_that_are_gone(searches, index, folder):
    for number in range(5):
        index.add(Article(id=f"x{number}", title="محادثات", text="نص"))
        new(searches)
        index.delete(f"x{number}")
    new(searches)
    assert next(iter(searches)).matches == 1


def test_the_query_is_asked_as_it_is(index):
    searches = SavedSearches(index)
    searches.save("غائب", "+قمر +محادثات")
    assert next(iter(searches)).matches == 0


def test_a_query_is_kept_with_its_filters_and_its_way_of_reading(index):
    searches = SavedSearches(index)
    query = searchnews.Query("محادثات أو نفط", arabic_operators=True).where(since="2018-03-06")
    assert searches.save("كلاهما", query).matches == 1
    index.add_many(
        [LATER, Article(id="5", title="نفط", text="نص", date="2018-03-09"), Article(id="6", title="أو", text="نص")]
    )
    assert new(searches) == {"كلاهما": ["5", "3"]}


def test_without_keeping_it_stays_new(searches, index):
    index.add(LATER)
    assert new(searches, keep=False) == new(searches) == {"سلام": ["3"]}


def test_an_error_while_it_is_told_leaves_it_new(searches, index):
    index.add(LATER)
    with pytest.raises(OSError, match="pipe"), searches.alerts():
        raise OSError("broken pipe")
    assert new(searches) == {"سلام": ["3"]}


def test_only_the_searches_named_are_asked(searches, index):
    searches.save("نفط", "+نفط")
    index.add_many([LATER, Article(id="5", title="نفط", text="نص")])
    assert new(searches, names=["نفط"]) == {"نفط": ["5"]}
    assert new(searches) == {"سلام": ["3"]}


def test_searches_are_listed_by_name(searches):
    searches.save("أول", "نفط")
    assert [(one.name, one.query, one.matches) for one in searches] == [("أول", "نفط", 1), ("سلام", "+محادثات", 1)]


def test_a_name_is_taken_once_unless_replaced(searches):
    with pytest.raises(SavedSearchError, match="already"):
        searches.save("سلام", "نفط")
    assert searches.save("سلام", "نفط", replace=True).query == "نفط"


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 101, "\x1b[2J"])
def test_what_cannot_be_shown_is_no_name(searches, name):
    with pytest.raises(SavedSearchError, match="a name has"):
        searches.save(name, "نفط")


def test_a_name_is_one_in_either_composition(searches):
    searches.save("caf\u00e9", "نفط")
    assert searches.delete("cafe\u0301")


def test_a_search_that_is_deleted_is_gone(searches):
    assert searches.delete("سلام")
    assert not searches.delete("سلام")
    assert list(searches) == []


def test_an_unknown_name_is_an_error(searches):
    with pytest.raises(SavedSearchError, match="no saved search"):
        new(searches, names=["لا"])


def test_a_query_with_a_mistake_is_not_saved(searches):
    with pytest.raises(QueryError):
        searches.save("خطأ", "(سلام")
    assert [one.name for one in searches] == ["سلام"]


def test_a_search_that_matches_too_much_is_not_saved(searches, monkeypatch):
    monkeypatch.setattr(saved, "MAX_MATCHES", 0)
    with pytest.raises(SavedSearchError, match="narrow it"):
        searches.save("كل", "نفط")


def test_an_index_in_memory_keeps_none():
    with searchnews.create_index(None, engine="memory") as index, pytest.raises(ValueError, match="memory"):
        SavedSearches(index)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 2, "searches": {}}', '{"format": 1, "searches": {"a": 1}}']
)
def test_a_damaged_file_is_told_and_left_as_it_is(searches, folder, text):
    (folder / "saved.json").write_text(text)
    with pytest.raises(SavedSearchError, match=r"saved\.json"):
        searches.save("نفط", "نفط")
    assert (folder / "saved.json").read_text() == text


@pytest.mark.parametrize("entry", [{}, {"query": 1}, {"query": "س", "saved": "", "asked": "", "known": "?"}])
def test_a_damaged_entry_is_told_with_its_name(searches, folder, entry):
    (folder / "saved.json").write_text(json.dumps({"format": 1, "searches": {"سلام": entry}}))
    with pytest.raises(SavedSearchError, match="سلام"):
        new(searches)


def test_a_file_that_cannot_be_written_is_as_it_was(searches, index, folder, monkeypatch):
    index.add(LATER)
    before = (folder / "saved.json").read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(IndexFolderError, match="No space left"):
            new(searches)
    assert (folder / "saved.json").read_bytes() == before
    assert new(searches) == {"سلام": ["3"]}


ASK = """
import sys, searchnews
with searchnews.open_index(sys.argv[1]) as index, searchnews.SavedSearches(index).alerts() as found:
    print(*(hit.id for alert in found for hit in alert.results), flush=True)
"""


def test_processes_that_ask_at_once_tell_each_article_once(searches, index, folder):
    index.add_many([LATER, LAST])
    asking = [subprocess.Popen([sys.executable, "-c", ASK, folder], stdout=subprocess.PIPE) for _ in range(4)]
    told = [ids for process in asking for ids in process.communicate(timeout=60)[0].split()]
    assert sorted(told) == [b"3", b"4"]


REBUILD = """
import sys, searchnews
from searchnews.cli.rebuilding import target
for _ in range(6):
    with target(sys.argv[1], rebuild=True) as index:
        index.add(searchnews.Article(id="1", title="محادثات", text="نص"))
"""


def test_nothing_saved_is_lost_while_the_index_is_built_anew(searches, folder):
    process = subprocess.Popen([sys.executable, "-c", REBUILD, folder])
    names = ["سلام"]
    while process.poll() is None:
        names.append(f"بحث {len(names)}")
        searches.save(names[-1], "محادثات")
    assert process.returncode == 0
    assert [one.name for one in searches] == sorted(names)
