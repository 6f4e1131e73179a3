"""How a query is cut into signs."""

from __future__ import annotations

import pytest

from searchnews.errors import QueryError
from searchnews.query.syntax import signs_of


def kinds(query: str) -> list[str]:
    return [sign.kind for sign in signs_of(query)]


def texts(query: str) -> list[str]:
    return [sign.text for sign in signs_of(query)]


def test_a_sign_remembers_where_it_stood():
    assert [(sign.text, sign.start) for sign in signs_of('  مصر "أ ب" -سوريا')] == [
        ("مصر", 2),
        ("أ ب", 6),
        ("-", 12),
        ("سوريا", 13),
    ]


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\u00a0", "\u3000", "\u2028"])
def test_any_white_space_parts_words(space):
    assert texts(f"مصر{space}سوريا") == ["مصر", "سوريا"]


@pytest.mark.parametrize("operator", ["AND", "OR", "NOT"])
def test_operators_are_written_in_capitals(operator):
    assert kinds(f"مصر {operator} سوريا") == ["word", operator, "word"]
    assert kinds(f"مصر {operator.lower()} سوريا") == ["word", "word", "word"]


def test_an_operator_within_a_word_is_a_word():
    assert kinds("ORACLE ANDROID NOTE") == ["word", "word", "word"]


@pytest.mark.parametrize("sign", ["+", "-"])
def test_plus_and_minus_count_after_a_space_at_the_start_and_after_a_bracket(sign):
    assert kinds(f"{sign}مصر {sign}سوريا ({sign}قطر)") == [sign, "word", sign, "word", "(", sign, "word", ")"]


@pytest.mark.parametrize("query", ["مصر - سوريا", "COVID-19", "مصر-سوريا", "C++", "-", "--", "مصر -"])
def test_plus_and_minus_elsewhere_are_punctuation(query):
    assert set(kinds(query)) == {"word"}


def test_minus_governs_a_phrase_and_a_bracket():
    assert kinds('-"أ ب" -(ج)') == ["-", "phrase", "-", "(", "word", ")"]


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u202b", "\u2067", "\ufeff"])
def test_direction_marks_around_a_sign_are_not_seen(mark):
    query = f"{mark}+{mark}مصر {mark}AND{mark} {mark}title:{mark}سوريا {mark}-{mark}قطر"
    assert kinds(query) == ["+", "word", "AND", "field", "word", "-", "word"]
    assert texts(query) == ["+", "مصر", "AND", "title", "سوريا", "-", "قطر"]


@pytest.mark.parametrize(
    "query", ['"أ ب"', "«أ ب»", "“أ ب”", "„أ ب“", "„أ ب”", "»أ ب«", "”أ ب“", "”أ ب”"], ids=lambda q: ascii(q[0] + q[-1])
)
def test_all_quotation_marks_are_alike(query):
    assert list(signs_of(query)) == [("phrase", "أ ب", 0)]


def test_quotation_marks_of_another_kind_stand_inside_a_phrase():
    assert texts('«قال "نعم" أمس»') == ['قال "نعم" أمس']


def test_operators_inside_a_phrase_are_words():
    assert kinds('"أ AND (ب -ج"') == ["phrase"]


def test_a_closing_mark_that_nothing_opened_is_passed_over():
    assert texts("مصر» سوريا” قطر") == ["مصر", "سوريا", "قطر"]


def test_a_stray_closing_mark_does_not_swallow_the_phrase_after_it():
    assert [tuple(sign)[:2] for sign in signs_of("مصر» «أ ب»")] == [("word", "مصر"), ("phrase", "أ ب")]


@pytest.mark.parametrize("opener", ['"', "«", "“", "„"])
def test_an_unclosed_mark_is_pointed_at(opener):
    with pytest.raises(QueryError, match="not closed") as caught:
        list(signs_of(f"مصر {opener}سوريا قطر"))
    assert caught.value.offset == 4


@pytest.mark.parametrize("query", ["title:مصر", "title: مصر", "Title:مصر", "TITLE: مصر"])
def test_the_title_field_takes_any_case_and_a_space(query):
    assert texts(query) == ["title", "مصر"]
    assert kinds(query) == ["field", "word"]


@pytest.mark.parametrize("query", ["العنوان:مصر", "العنوان: مصر", "العُنْوان:مصر", "العنـــوان:مصر"])
def test_the_title_field_has_an_arabic_name(query):
    assert texts(query) == ["العنوان", "مصر"]


@pytest.mark.parametrize("query", ["قال:مصر", "CNN: مصر", "https://example.org", "CNN:", "قال:", "12:30", "a::b"])
def test_other_colons_make_no_field(query):
    assert "field" not in kinds(query)


def test_a_latin_name_joined_to_a_word_is_a_field_that_there_may_not_be():
    assert next(signs_of("body:مصر")) == ("field", "body", 0)
