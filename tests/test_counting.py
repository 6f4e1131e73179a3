"""Facets and timelines: counts over all matches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from searchnews import Article, Query
from searchnews.index import Index
from tests.indexes import ENGINES, index_in

DATES = ["2018-01-01", "2018-01-07T23:59:00-05:00", "2018-01-08", "2018-03-31", "2018-02", "2018-02-31x", ""]
ARTICLES = [
    Article(
        id=str(n), title="سلام" if n % 2 == 0 else "حرب", date=date, source="واس" if n < 3 else "" if n == 6 else "bbc"
    )
    for n, date in enumerate(DATES)
]


@pytest.fixture(scope="module", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with index_in(
        tmp_path_factory.mktemp("counting"),
        request.param,
        [*ARTICLES[:4], Article(id="gone", title="سلام", date="2018-01-01", source="واس")],
    ) as made:
        made.add_many(ARTICLES[4:])
        made.delete("gone")
        yield made


def counts(facet):
    return [tuple(count) for count in facet.counts]


def test_values_are_counted_the_commonest_first(index):
    (facet,) = index.facets("سلام حرب", ["source"])
    assert (counts(facet), facet.values, facet.missing) == ([("bbc", 3), ("واس", 3)], 2, 1)


def test_only_matches_are_counted(index):
    assert counts(index.facets("سلام", ["source"])[0]) == [("واس", 2), ("bbc", 1)]


def test_a_limit_keeps_the_commonest(index):
    facet = index.facets("سلام", ["source"], limit=1)[0]
    assert (counts(facet), facet.values) == ([("واس", 2)], 2)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("year", [("2018", 5)]),
        ("month", [("2018-01", 3), ("2018-02", 1), ("2018-03", 1)]),
        ("week", [("2018-01-01", 2), ("2018-01-08", 1), ("2018-03-26", 1)]),
        ("day", [("2018-01-01", 1), ("2018-01-07", 1), ("2018-01-08", 1), ("2018-03-31", 1)]),
    ],
)
def test_periods_are_counted_in_the_order_of_time(index, name, expected):
    facet = index.facets("سلام حرب", [name])[0]
    assert counts(facet) == expected
    assert facet.missing == 7 - sum(count for _, count in expected)


@pytest.fixture(scope="module", params=ENGINES)
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    articles = [
        Article(id=f"{n:03}", title="سلام" if n % 9 == 0 else "خبر", text="سلام " * (n % 5 + 1) + "حرب " * (n % 3))
        for n in range(130)
    ]
    with index_in(tmp_path_factory.mktemp("many"), request.param, articles) as made:
        yield made


@pytest.mark.parametrize("group", [None, "best"])
@pytest.mark.parametrize(("limit", "offset"), [(10, 0), (60, 0), (10, 45), (10, 100), (0, 0), (200, 0)])
def test_counting_changes_neither_the_hits_nor_their_order(many, limit, offset, group):
    alone = many.search("سلام حرب", limit=limit, offset=offset, group=group)
    counted = many.search("سلام حرب", limit=limit, offset=offset, group=group, facets=["source"])
    assert [hit.id for hit in counted] == [hit.id for hit in alone]
    assert [hit.score for hit in counted] == pytest.approx([hit.score for hit in alone])
    assert (counted.total, counted.offset) == (alone.total, alone.offset) == (130, offset)


def test_a_query_that_is_counted_is_evaluated_once(many, monkeypatch):
    asked = []
    with many._lease() as searcher:
        for name in ("search", "matching"):
            ask = getattr(searcher, name)
            monkeypatch.setattr(searcher, name, lambda *a, ask=ask, **k: asked.append(ask) or ask(*a, **k))
        many.search("سلام حرب", facets=["source", "month"])
    assert len(asked) == 1


def test_results_bring_the_facets_asked_for(index):
    results = index.search("سلام", limit=1, facets=["source", "month"])
    assert results.facets == index.facets("سلام", ["source", "month"])


def test_a_facet_that_there_is_not_is_refused(index):
    with pytest.raises(ValueError, match="not by 'colour'"):
        index.facets("سلام", ["colour"])


def test_a_timeline_has_every_period_between_the_first_match_and_the_last(index):
    timeline = index.timeline("سلام حرب", "week")
    assert len(timeline.bars) == 13
    assert [tuple(bar) for bar in timeline.bars if bar.matches] == [
        ("2018-01-01", 2, 2),
        ("2018-01-08", 1, 1),
        ("2018-03-26", 1, 1),
    ]
    assert (timeline.total, timeline.undated) == (7, 3)


def test_the_share_is_that_of_all_articles_of_the_period(index):
    assert [(bar.start, bar.share) for bar in index.timeline("سلام", "month").bars] == [
        ("2018-01", pytest.approx(2 / 3)),
        ("2018-02", 1.0),
    ]


def test_a_filter_narrows_what_the_share_is_of(index):
    bars = index.timeline(Query("سلام").where(source="واس"), "month").bars
    assert [tuple(bar) for bar in bars] == [("2018-01", 2, 3)]
    assert [tuple(bar) for bar in index.timeline("حرب source:bbc", "month").bars] == [("2018-03", 1, 1)]


def test_a_timeline_of_nothing_is_empty(index):
    assert index.timeline("لاشيء").bars == ()


def test_a_period_that_there_is_not_is_refused(index):
    with pytest.raises(ValueError, match="not by 'hour'"):
        index.timeline("سلام", "hour")
