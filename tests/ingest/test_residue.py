"""Lines that are not of the article go; prose that looks a little like them stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.ingest.residue import drop_reading_tips, drop_scripts

PROSE = "أعلن الوزير القرار أمس."


@pytest.mark.parametrize(
    "line",
    [
        "اقرأ أيضا: الوزير يستقيل",
        "إقرأ أيضاً",
        "• طالع المزيد: أخبار الاقتصاد",
        "للمزيد: ضربات جوية تستهدف المطار",
        "تابعونا على تويتر",
        "تابعونا: القناة المصورة",
        "مواضيع ذات صلة",
        "قد يهمك أيضا",
        "شارك الخبر",
        "شاركنا رأيك",
        "فيسبوك تويتر واتساب",
        "طباعة | إرسال",
        "الرئيسية > أخبار > محليات",
        "عدد القراء: ١٢٣",
        "للمزيد اضغط هنا",
        "إعلان",
        "انضموا إلى قناتنا على تلغرام",
    ],
)
def test_what_leads_elsewhere_goes(line: str):
    assert drop_reading_tips(f"{PROSE}\n{line}\n{PROSE}") == (f"{PROSE}\n{PROSE}", 1)


@pytest.mark.parametrize(
    "line",
    [
        "اقرأ باسم ربك الذي خلق",
        "تابع الرئيس المباراة من المدرجات",
        "شارك الرئيس في المؤتمر",
        "إعلان حالة الطوارئ في البلاد",
        "طالع الوزير الصحف صباحا",
        "الرئيسية في هذا الملف هي المياه",
        "تويتر تعلن خسائر",
        "حمل المتظاهرون اللافتات",
        "اقرأ أيضا: " + "كلمة " * 40,
    ],
)
def test_prose_that_begins_so_stays(line: str):
    assert drop_reading_tips(f"{PROSE}\n{line}") == (f"{PROSE}\n{line}", 0)


def test_a_text_that_is_only_a_tip_stays():
    assert drop_reading_tips("اقرأ أيضا\nشارك الخبر")[1] == 0


@pytest.mark.parametrize(
    "code",
    [
        "var x = 5;",
        "$(document).ready(function(){\n});",
        "googletag.cmd.push(function() { googletag.display('div-gpt-ad'); });",
        "(adsbygoogle = window.adsbygoogle || []).push({});",
        ".entry-content { color: red; font-size: 12px }",
        "if (window.x) {\n}",
    ],
)
def test_code_goes(code: str):
    assert drop_scripts(f"{PROSE}\n{code}\n{PROSE}")[0] == f"{PROSE}\n{PROSE}"


@pytest.mark.parametrize(
    "line", ["وقال: {هذا} نص; عادي", "a < b; c = d", "IF (2018): a study;", "Windows 10; Linux", "{}"]
)
def test_what_is_no_statement_stays(line: str):
    assert drop_scripts(f"{PROSE}\n{line}") == (f"{PROSE}\n{line}", 0)


@given(st.text(alphabet="اقرأ ايضا:\n{};=()var $.", max_size=200))
def test_twice_is_once(text: str):
    for step in (drop_scripts, drop_reading_tips):
        once = step(text)[0]
        assert step(once) == (once, 0)
