"""Pages to any depth, and all matches as a stream."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest

from searchnews import Article, QueryError
from searchnews.index import Index
from tests.indexes import ENGINES, index_in

MANY = [
    Article(
        id=f"{n:03}",
        title="سلام" * (n % 7 == 0),
        text="سلام " * (n % 5 + 1) + "حرب " * (n % 3),
        date=f"2018-01-{n % 28 + 1:02}",
    )
    for n in range(130)
]


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path) -> Iterator[Index]:
    with index_in(tmp_path, request.param, MANY) as made:
        yield made


def paged(index: Index, size: int, **options) -> list[str]:
    found, cursor = [], ""
    while True:
        page = index.search("سلام حرب", limit=size, after=cursor, snippets=0, **options)
        assert page.offset == len(found)
        found += [hit.id for hit in page]
        cursor = page.cursor
        if not cursor:
            return found


WAYS = [{}, {"sort": "newest"}, {"sort": "oldest"}, {"recency_days": 3}]


@pytest.mark.parametrize("options", WAYS, ids=str)
def test_pages_follow_each_other_without_a_gap(index, options):
    whole = [hit.id for hit in index.search("سلام حرب", limit=130, snippets=0, **options)]
    assert len(whole) == 130
    assert paged(index, 30, **options) == whole


@pytest.mark.parametrize("options", WAYS, ids=str)
def test_a_scan_gives_every_match_in_order_with_its_score(index, options):
    whole = [(hit.rank, hit.id, round(hit.score, 9)) for hit in index.search("سلام حرب", limit=130, **options)]
    assert [(hit.rank, hit.id, round(hit.score, 9)) for hit in index.scan("سلام حرب", **options)] == whole


def test_a_scan_can_be_left_early(index):
    assert [hit.rank for hit in islice(index.scan("سلام"), 3)] == [1, 2, 3]


def test_a_scan_ends_at_its_limit(index):
    assert len(list(index.scan("سلام", limit=5))) == 5


def test_a_scan_has_snippets_where_they_are_wanted(index):
    assert next(index.scan("سلام", snippets=1)).snippets


def test_a_page_begins_behind_the_last_article_although_newer_ones_came(index):
    first = index.search("سلام", limit=10, sort="newest")
    index.add(Article(id="new", title="سلام", date="2018-02-01"))
    then = index.search("سلام", limit=10, sort="newest", after=first.cursor)
    assert not {hit.id for hit in first} & {hit.id for hit in then}


def deleted(index: Index, id: str) -> None:
    index.delete(id)


def loaded_anew(index: Index, id: str) -> None:
    index.add(replace(index.get(id), text="سلام عاجل"))


def dated_anew(index: Index, id: str) -> None:
    index.add(replace(index.get(id), date="2010-01-01"))


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("change", [deleted, loaded_anew, dated_anew])
def test_no_article_is_lost_behind_one_that_was_changed_since(index, sort, change):
    whole = [hit.id for hit in index.search("سلام", limit=130, sort=sort)]
    first = index.search("سلام", limit=10, sort=sort)
    change(index, first[9].id)
    then = index.search("سلام", limit=130, sort=sort, after=first.cursor)
    assert set(whole[10:]) <= {hit.id for hit in then}


def coded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "content", [[1, "", 1.0, None], ["1", "", "2", None], ["1", "", None, None], ["1", "", 1.0, "x"]]
)
def test_a_cursor_whose_values_are_of_another_kind_is_refused(index, content):
    query = json.loads(base64.urlsafe_b64decode(index.search("سلام").cursor))[-1]
    with pytest.raises(QueryError, match="cursor"):
        index.search("سلام", after=coded([*content, query]))


def test_a_cursor_that_is_nested_without_end_is_refused(index):
    with pytest.raises(QueryError, match="cursor"):
        index.search("سلام", after=base64.urlsafe_b64encode(b"[" * 200_000).decode())


@pytest.mark.parametrize("cursor", ["x", "é", "WzFd", "e30="])
def test_what_is_no_cursor_is_refused(index, cursor):
    with pytest.raises(QueryError, match="cursor"):
        index.search("سلام", after=cursor)


def test_a_cursor_of_another_query_is_refused(index):
    with pytest.raises(QueryError, match="cursor"):
        index.search("حرب", after=index.search("سلام").cursor)


def test_the_last_page_has_no_cursor(index):
    assert index.search("سلام", limit=130).cursor == ""
