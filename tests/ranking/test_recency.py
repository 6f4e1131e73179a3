"""Dates as evidence."""

import pytest

from searchnews.ranking.recency import fading, order_of, seconds, times_of


@pytest.mark.parametrize("date", ["", "أمس", "2018-13-01"])
def test_what_is_no_date_has_no_time(date):
    assert seconds(date) is None


def test_times_are_compared_over_offsets():
    assert seconds("2018-03-05T12:00:00+03:00") == seconds("2018-03-05T09:00:00")


def test_undated_articles_are_last_either_way():
    dates = ["", "2018-03-05", "2019-01-01", "?"]
    assert order_of(times_of(dates), newest_first=True).tolist() == [2, 1, 0, 3]
    assert order_of(times_of(dates), newest_first=False).tolist() == [1, 2, 0, 3]


def test_articles_of_one_day_keep_their_order():
    assert order_of(times_of(["2018-03-05"] * 3), newest_first=True).tolist() == [0, 1, 2]


def test_a_half_life_halves():
    assert fading(times_of(["2018-03-21", "2018-03-11", "2018-03-01", "?"]), half_life_days=10).tolist() == [
        1.0,
        0.5,
        0.25,
        0.5,
    ]


def test_without_any_date_nothing_fades_more_than_another():
    assert fading(times_of(["", "?"]), half_life_days=1).tolist() == [0.5, 0.5]
