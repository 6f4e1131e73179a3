from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.arabic.months import MONTH_NAMES, month_number
from searchnews.ingest import parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-03-05", "2018-03-05"),
        ("2018-03-05T14:20:00+03:00", "2018-03-05T14:20:00+03:00"),
        ("2018-03-05T14:20:00.123Z", "2018-03-05T14:20:00+00:00"),
        ("2015-07-21 02:51:32", "2015-07-21T02:51:32"),
        ("2017-01-22T185600", "2017-01-22T18:56:00"),
        ("20180305", "2018-03-05"),
        ("20180305142000", "2018-03-05T14:20:00"),
        ("Sun, 18 Feb 2018 12:26:59 GMT", "2018-02-18T12:26:59+00:00"),
        ("Sun, 18 Feb 2018 21:35:43 +0400", "2018-02-18T21:35:43+04:00"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59+00:00"),  # a leap second
        ("2016-12-31 23:59:60", "2016-12-31T23:59:59"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
        ("1436-10-10 12:30:00", "2015-07-26T12:30:00"),  # of the Hijri calendar
        ("٢٠١٥-٠٧-٢١ ٠٢:٥١:٣٢", "2015-07-21T02:51:32"),
        ("1531756111", "2018-07-16T15:48:31+00:00"),
        ("1531756111000", "2018-07-16T15:48:31+00:00"),
        ("March 5, 2017", "2017-03-05"),
        ("Mon Jul 16 16:08:31 2018", "2018-07-16T16:08:31"),
    ],
)
def test_machine_notations_are_read(text: str, expected: str) -> None:
    assert parse_date(text) == expected


def test_numbers_with_slashes_are_day_first() -> None:
    assert parse_date("05/03/2017") == "2017-03-05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الأحد 5 مارس 2017 - 14:20", "2017-03-05T14:20:00"),
        ("٢١ كانون الثاني ٢٠١٧", "2017-01-21"),
        ("الخميس، 3 أيار/مايو 2018", "2018-05-03"),
        ("15 تشرين الثاني / نوفمبر 2016", "2016-11-15"),
        ("12 غشت 2019", "2019-08-12"),
        ("5 دجنبر 2020", "2020-12-05"),
        ("18 جانفي 2017", "2017-01-18"),
        ("٥ مارس، ٢٠١٧ ٠٢:٢٠ م", "2017-03-05T14:20:00"),
        ("الثلاثاء 01 تشرين الأول 2019 الساعة 5:30 مساءً", "2019-10-01T17:30:00"),
        ("نشر في: 5 يناير 2018", "2018-01-05"),
    ],
)
def test_arabic_notations_are_read(text: str, expected: str) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "غدا",
        "31/02/2018",
        "2018-02-31",
        "Fri, 31 Feb 2018 10:00:00 GMT",
        "13/25/2018",
        "31 محرم 1440",
        "1 محرم 1300",
        "2018",
        "2018-03",
        "x" * 500,
    ],
)
def test_what_is_no_certain_day_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize("region", sorted(MONTH_NAMES))
def test_every_region_names_twelve_months(region: str) -> None:
    assert [month_number(name) for name in MONTH_NAMES[region]] == list(range(1, 13))


def test_no_month_name_means_two_months() -> None:
    numbers: dict[str, set[int]] = {}
    for names in MONTH_NAMES.values():
        for number, name in enumerate(names, start=1):
            numbers.setdefault(name, set()).add(number)
    assert all(len(found) == 1 for found in numbers.values())


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    parse_date(text)


@given(st.dates(min_value=__import__("datetime").date(1900, 1, 1)))
def test_a_date_in_iso_reads_as_itself(day: object) -> None:
    text = str(day)
    assert parse_date(text) == (text if int(text[:4]) <= 2200 else None)


@pytest.mark.data
def test_all_dates_of_ant_news_are_read(data_dir: Path) -> None:
    with gzip.open(data_dir / "ant-news/docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        dates = [json.loads(line)["date"] for line in lines]
    assert len(dates) == 41_686
    assert [date for date in dates if not parse_date(date)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 شوال 1436 هـ", "2015-07-26"),
        ("الأحد 10 شوال 1436", "2015-07-26"),
        ("1436/10/10 هـ", "2015-07-26"),
        ("10-10-1436", "2015-07-26"),
        ("الثلاثاء ٢١ ذي القعدة ١٤٤٢هـ - 12:30", "2021-07-01T12:30:00"),
        ("3 جمادى الآخرة 1440", "2019-02-08"),
        ("26 شوال 1436 هـ الموافق 11 اغسطس 2015 م", "2015-08-11"),
        ("11 أغسطس 2015 الموافق 26 شوال 1436", "2015-08-11"),
    ],
)
def test_hijri_dates_are_converted(text: str, expected: str) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قبل ساعتين", "2018-03-04T23:30:00+03:00"),
        ("قبل ٢٠ دقيقة", "2018-03-05T01:10:00+03:00"),
        ("منذ 3 أيام", "2018-03-02"),
        ("أمس", "2018-03-04"),
        ("أول من أمس", "2018-03-03"),
        ("منذ أسبوع", "2018-02-26"),
        ("2 hours ago", "2018-03-04T23:30:00+03:00"),
        ("yesterday", "2018-03-04"),
        ("قبل الميلاد", None),
        ("قبل 99999 سنة", None),
    ],
)
def test_relative_dates_are_counted_from_a_moment(text: str, expected: str | None) -> None:
    assert parse_date(text, relative_to="2018-03-05T01:30:00+03:00") == expected


def test_hours_before_a_day_are_that_day() -> None:
    assert parse_date("قبل ساعتين", relative_to="2018-03-05") == "2018-03-05"


@given(st.text(), st.dates())
def test_no_text_and_no_day_make_a_relative_date_raise(text: str, day: object) -> None:
    parse_date("قبل " + text, relative_to=day)  # type: ignore[arg-type]
