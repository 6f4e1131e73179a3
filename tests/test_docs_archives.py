"""docs/archives.md, held to what is done."""

from __future__ import annotations

import html
import re

from searchnews.cli.commands import doctor, index, query
from searchnews.duplicates.window import ALIKE, DAYS, SAME_SOURCE
from searchnews.ingest import STEPS, parse_date
from tests.test_readme import ROOT

PAGE = (ROOT / "docs" / "archives.md").read_text(encoding="utf-8")


def test_every_step_is_on_the_page_as_it_is_listed():
    rows = re.findall(r"^\| `([^`]+)` \| (.*) \|$", PAGE, re.M)
    assert {name: html.unescape(what) for name, what in rows} == STEPS


def test_the_dates_of_the_page_are_read():
    assert parse_date("01/02/2014") == "2014-02-01"
    assert parse_date("10 شوال 1436 هـ") == "2015-07-26"
    for month, number in (("كانون الثاني", 1), ("غشت", 8), ("أوت", 8), ("شتنبر", 9), ("دجنبر", 12), ("جانفي", 1)):
        assert month in PAGE.replace("\n", " ")
        assert parse_date(f"5 {month} 2014") == f"2014-{number:02}-05"


def test_the_bounds_of_the_page_are_those_of_the_code():
    assert (DAYS, ALIKE, SAME_SOURCE) == (2, 0.5, 0.85)


def test_every_option_of_the_page_is_one():
    known = {name for each in (doctor, index, query) for parameter in each.command.params for name in parameter.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", PAGE)) <= known
