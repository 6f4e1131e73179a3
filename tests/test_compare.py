"""Several timelines side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import searchnews
from searchnews import Article, Bar, Index, QueryError
from searchnews._comparing import _periods
from tests.indexes import ENGINES, index_in


def articles() -> Iterator[Article]:
    for number, (month, word) in enumerate(
        [("2018-01", "سلام"), ("2018-01", "نفط"), ("2018-02", "سلام"), ("2018-05", "حرب"), ("2018-05", "نفط")]
    ):
        yield Article(id=str(number), title=f"خبر عن {word}", text="نص", date=f"{month}-10", source=f"وكالة {word}")
    yield Article(id="undated", title="خبر عن حرب", text="نص")


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path) -> Iterator[Index]:
    with index_in(tmp_path, request.param, articles()) as made:
        yield made


def test_all_timelines_have_the_periods_of_all(index):
    found = index.compare(["+سلام", "+حرب"])
    assert found.starts == ("2018-01", "2018-02", "2018-03", "2018-04", "2018-05")
    assert [[bar.matches for bar in timeline.bars] for timeline in found.timelines] == [
        [1, 1, 0, 0, 0],
        [0, 0, 0, 0, 1],
    ]


def test_shares_are_of_all_articles_of_the_period(index):
    first, second = index.compare(["+سلام", "+حرب"]).timelines
    assert (first.bars[0], first.bars[0].share) == (Bar("2018-01", 1, 2), 0.5)
    assert (second.bars[0].share, second.bars[4].share) == (0.0, 0.5)


def test_totals_count_what_has_no_date(index):
    assert [(one.total, one.undated) for one in index.compare(["+سلام", "+حرب"]).timelines] == [(2, 0), (2, 1)]


def test_filters_may_stand_in_the_queries(index):
    found = index.compare(["خبر source:سلام", searchnews.Query("خبر").where(source="وكالة نفط")], "year")
    assert [timeline.bars for timeline in found.timelines] == [(Bar("2018", 2, 2),), (Bar("2018", 2, 2),)]


def test_nothing_found_has_no_periods(index):
    assert index.compare(["+قمر", "+زحل"]).starts == ()


def test_one_query_is_no_comparison(index):
    with pytest.raises(ValueError, match="two queries"):
        index.compare(["سلام"])


def test_mistakes_are_told(index):
    with pytest.raises(QueryError):
        index.compare(["سلام", "("])
    with pytest.raises(ValueError, match="decade"):
        index.compare(["سلام", "حرب"], "decade")


@pytest.mark.parametrize(
    ("first", "last", "period", "starts"),
    [
        ("2018-02-27", "2018-03-01", "day", ["2018-02-27", "2018-02-28", "2018-03-01"]),
        ("2018-12-24", "2019-01-07", "week", ["2018-12-24", "2018-12-31", "2019-01-07"]),
        ("2018-11", "2019-01", "month", ["2018-11", "2018-12", "2019-01"]),
        ("0998", "1000", "year", ["0998", "0999", "1000"]),
    ],
)
def test_no_period_is_left_out(first, last, period, starts):
    assert list(_periods(first, last, period)) == starts
