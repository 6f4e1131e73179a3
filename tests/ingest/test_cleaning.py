from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.ingest import clean
from searchnews.ingest.cleaning import clean_line, tidy_spacing

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.txt"))
LONG = (
    "وقال مدير المرصد إن الهجوم هو الأعنف للتنظيم على المدينة منذ أكثر من عام، "
    "مشيرا إلى أن عشرات الجرحى نقلوا إلى المستشفيات."
)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: p.stem)
def test_golden(path: Path) -> None:
    given_text, _, expected = path.read_text(encoding="utf-8").partition("\n# output\n")
    if "\\u" in given_text:  # characters that an editor would lose are written as escapes
        given_text = json.loads('"' + given_text.replace('"', '\\"').replace("\n", "\\n") + '"')
    assert clean(given_text).text == expected.rstrip("\n")


def test_an_unrendered_tag_is_removed_with_its_line() -> None:
    assert clean("قال الوزير.\n{{ article.visit_count }}\nوأضاف.") == ("قال الوزير.\n\nوأضاف.", {"template-residue": 1})


@pytest.mark.parametrize(
    "text",
    [
        "if (x) { return {}; }",
        "﴿إنا أعطيناك الكوثر﴾ {الآية}",
        "{{اقتباس}} نص المقال",
        "x = {{1, 2}, {3, 4}}",
        "النسبة 50 % والسعر {%",
    ],
)
def test_braces_that_are_text_stay(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize("text", ["a < b و c > d", "<اسم المستخدم>", "<user@site.net>", "5 <6", "AT&T", "?a=1&copy=2"])
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert clean(text).text == text


def test_a_block_tag_ends_its_line_and_an_inline_tag_does_not() -> None:
    assert clean("<p>قال <b>الو</b>زير<br/>أمس</p>").text == "قال الوزير\nأمس"


def test_a_script_goes_with_its_code() -> None:
    assert clean("قبل<script>var x = 1 < 2;</script>بعد").text == "قبل\nبعد"


def test_a_comment_goes_and_an_open_one_stays() -> None:
    assert clean("قبل<!-- مخفي -->بعد <!-- مفتوح").text == "قبلبعد <!-- مفتوح"


def test_entities_are_written_out_however_often_they_were_escaped() -> None:
    assert clean("&amp;amp;quot;قال&amp;quot; &#1575;").text == '"قال" ا'


def test_joiners_and_marks_inside_words_stay() -> None:
    text = "می\u200cخواهم \u200fالعربية\u200e كتـاب كِتاب"
    assert clean(text) == (text, {})


def test_no_break_spaces_become_spaces_and_paragraphs_stay() -> None:
    assert tidy_spacing(" قال\u00a0  الوزير \r\n\r\n\r\n أمس\t\n") == "قال الوزير\n\nأمس"


def test_control_and_lost_characters_are_removed_and_counted() -> None:
    assert clean("\ufeffقال\x00 \x1aالوز\ufffdير") == ("قال الوزير", {"control-characters": 3, "lost-characters": 1})


def test_a_repeated_body_without_its_first_paragraph_leaves_one_copy() -> None:
    body = [f"{LONG} فقرة {n}." for n in range(5)]
    text = "\n".join(["الرياض - (وكالات): بدأت المحادثات.", *body, "{{ article.visit_count }}", *body[1:]])
    found = clean(text)
    assert found.text.split("\n") == ["الرياض - (وكالات): بدأت المحادثات.", *body]
    assert found.repairs == {"template-residue": 1, "repeated-body": 1}


def test_a_body_glued_to_its_copy_leaves_one() -> None:
    body = " ".join(f"{LONG} والرقم {n} هو الأخير." for n in range(4))
    assert clean(f"{body} {body}").text == body
    assert clean(body + body).text == body


def test_a_long_paragraph_that_comes_again_is_dropped() -> None:
    long = f"{LONG} {LONG[:40]}"
    assert clean(f"{long}\nوأضاف.\n{long}") == (f"{long}\nوأضاف.", {"repeated-paragraph": 1})


def test_a_refrain_stays() -> None:
    poem = "\n".join(["يا ليل الصب متى غده", "أقيام الساعة موعده", "رقد السمار فأرقه"] * 3)
    assert clean(poem) == (poem, {})


def test_short_answers_in_a_list_stay() -> None:
    text = "هل حضر الوزير؟\nنعم.\nهل وقع الاتفاق؟\nنعم.\nنعم."
    assert clean(text) == (text, {})


def test_a_title_becomes_one_line() -> None:
    assert clean_line(" قمة\nالرياض&nbsp;&quot;تختتم&quot; ") == ('قمة الرياض "تختتم"', {"entities": 3})


MESSY = st.text(
    alphabet=st.sampled_from(list("ابتة ة\n\n\t\u00a0\ufeff\u200c\u200f.<>/pb&;#qutamp{}%x1\x00\ufffd")), max_size=300
)


@given(MESSY | st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once


@given(st.lists(st.sampled_from([LONG, LONG[:60], LONG + LONG, "نعم.", ""]), max_size=12))
def test_cleaning_repeats_twice_is_cleaning_once(lines: list[str]) -> None:
    once = clean("\n".join(lines)).text
    assert clean(once).text == once


@given(st.lists(st.sampled_from([LONG, LONG[:60], LONG + " " + LONG[:50], "نعم."]), max_size=12))
def test_no_paragraph_is_lost_altogether(lines: list[str]) -> None:
    assert set(clean("\n".join(lines)).text.split("\n")) - {""} == set(lines)


@pytest.mark.data
def test_the_scraped_article_comes_out_once(data_dir: Path) -> None:
    raw = (data_dir / "raw/scraped-article.txt").read_text(encoding="utf-8")
    before, _, _ = raw.partition("{{")
    assert clean(raw).text == tidy_spacing(before)
