"""Bylines on the first line of a text."""

from __future__ import annotations

import pytest

from searchnews.ingest.byline import find_byline


@pytest.mark.parametrize(
    ("line", "source", "author"),
    [
        ("بقلم: سعاد حسني", None, "سعاد حسني"),
        ("كتب - محمد علي حسن:", None, "محمد علي حسن"),
        ("عمر إبراهيم – نهر اليوم", "نهر اليوم", "عمر إبراهيم"),
        ("داليا أبوالعيش – عين اليوم", "3alyoum", "داليا أبوالعيش"),
        ("خميس مشيط – عين اليوم", "3alyoum", None),
        ("الرياض – عين اليوم", "3alyoum", None),
        ("عمر إبراهيم – نهر اليوم", "دفة", None),
        ("كتب الوزير رسالة إلى نظيره", None, None),
        ("بقلم: سعاد حسني التي عادت من السفر أمس", None, None),
    ],
)
def test_an_author_is_read_where_the_line_says_nothing_else(line: str, source: str | None, author: str | None):
    assert find_byline(f"{line}\nانعقد المؤتمر أمس.", source=source) == author


def test_a_text_of_one_line_has_no_byline():
    assert find_byline("بقلم: سعاد حسني", source=None) is None
