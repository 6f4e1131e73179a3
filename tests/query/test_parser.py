"""The grammar: what is understood, what is refused and where, and what is bounded."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchnews.arabic import analyzer
from searchnews.errors import QueryError
from searchnews.query import MAX_DEPTH, MAX_QUERY_CHARS, MAX_WORDS, Plan, parse
from tests.query.vocabulary import Anything, Vocabulary, matched, written

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.txt"))
WORDS = ("محادثات", "ومحادثات", "لمحادثات", "السلام", "للسلام", "كتاب", "كتابه", "المدرسه", "مدرسه")

PIECES = [*'"«»“”„‟()+-*:#@.؟،\u200f\u0651\u0640\ud800\x00 ', "AND", "OR", " NOT ", "title:", "العنوان:", "http://"]
PIECES += ["مصر", "كتا*", "في", "COVID-19", "\u202b", "\n", "ﷺ", "ﱞ", "5"]
DIRTY = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=200) | DIRTY


def understood(query: str) -> Plan:
    return parse(query, analyzer(), Anything())


def tree(query: str) -> str:
    return written(matched(parse(query, analyzer(), Vocabulary(WORDS))))


def entries(path: Path) -> list[tuple[str, str]]:
    """Read queries, each with what is expected of it on the next line, which is indented."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(query, expected.strip()) for query, expected in zip(lines[::2], lines[1::2], strict=True)]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden(path):
    for query, expected in entries(path):
        try:
            found = tree(query)
        except QueryError as error:
            found = f"{error.offset}: {error.reason}"
        assert (query, found) == (query, expected)


@settings(deadline=None, max_examples=400)
@given(ANY_TEXT)
@example("")
@example("\ud800")
@example("http://\udfff*")
def test_any_text_is_understood_or_refused_at_a_place_within_it(text):
    try:
        outcome: Plan | QueryError = understood(text)
    except QueryError as error:
        outcome = error
    if isinstance(outcome, QueryError):
        assert 0 <= outcome.offset <= len(text)
        assert outcome.query == text
        assert "\n" not in outcome.reason


@pytest.mark.parametrize(
    "text",
    [
        "ا" * 100_000,
        "مصر " * 25_000,
        "(" * 5_000,
        "(" * 5_000 + ")" * 5_000,
        ")" * 5_000,
        "(-" * 5_000,
        '"' * 9_999,
        "«" * 9_999,
        "»" * 9_999,
        "» " * 5_000,
        "*" * 9_999,
        "+" * 9_999,
        "+-" * 5_000,
        "\u200f-" * 5_000,
        "title:" * 1_600 + "مصر",
        "title: (" * 1_000,
        "a_" * 5_000 + ":x",
        "AND " * 2_500,
        "مصر AND " * 1_200,
        "مصر OR " * 1_200 + "مصر",
        "ا-" * 5_000,
        '"' + "ا-" * 4_000 + '"',
        "#" + "ا_" * 4_000,
        "\ud800" * 10_000,
        "\x00" * 10_000,
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_monstrous_queries_are_refused(text):
    with pytest.raises(QueryError) as caught:
        understood(text)
    assert 0 <= caught.value.offset <= len(text)
    assert len(str(caught.value)) < 200


def test_the_longest_query_is_understood():
    assert understood("مصر".ljust(MAX_QUERY_CHARS))


def test_a_longer_one_is_refused_where_it_goes_on():
    with pytest.raises(QueryError, match="shorten") as caught:
        understood("مصر".ljust(MAX_QUERY_CHARS + 1))
    assert caught.value.offset == MAX_QUERY_CHARS


@pytest.mark.parametrize("one", ["مصر ", '"مصر" ', "مصر-", "(مصر) ", "title:مصر "])
def test_as_many_words_as_are_allowed_are_understood_and_no_more(one):
    assert understood(one * MAX_WORDS)
    with pytest.raises(QueryError, match="words"):
        understood(one * (MAX_WORDS + 1))


def test_the_word_too_many_is_pointed_at():
    with pytest.raises(QueryError) as caught:
        understood("مصر " * (MAX_WORDS + 1))
    assert caught.value.offset == 4 * MAX_WORDS


def test_brackets_as_deep_as_allowed_are_understood_and_no_deeper():
    assert understood("(" * MAX_DEPTH + "مصر" + ")" * MAX_DEPTH)
    with pytest.raises(QueryError, match="nested") as caught:
        understood("(" * (MAX_DEPTH + 1) + "مصر" + ")" * (MAX_DEPTH + 1))
    assert caught.value.offset == MAX_DEPTH


def test_offsets_count_code_points_beyond_the_basic_plane_once():
    with pytest.raises(QueryError) as caught:
        understood("😀😀 (مصر")
    assert caught.value.offset == 3


@pytest.mark.parametrize(
    ("plain", "decorated"),
    [
        ("محادثات السلام", "مُحَادَثَاتُ السَّلامِ"),
        ("محادثات السلام", "محــادثات الســلام"),
        ("محادثات السلام", "محادثات\u200f السلام\u200e"),
        ("محادثات السلام", "ﻣﺤﺎﺩﺛﺎﺕ ﺍﻟﺴﻼﻡ"),
        ("المسؤول", "المسئول"),
        ("انتخابات", "إنتخابات"),
        ("المدرسة", "المدرسه"),
        ("مستشفى", "مستشفي"),
        ("القرآن", "القران"),
        ('"محادثات السلام"', "«مُحادثات السَّلام»"),
        ('"محادثات السلام"', "“محــادثات السلام”"),
        ('+"محادثات السلام" -كتاب', "+«محادثات السلام» -كِتَاب"),
        ("كتا*", "كِتَا*"),
        ("كتا*", "كتـا*"),
        ("title:السلام", "العنوان:السَّلام"),
        ("مصر AND سوريا", "مِصر\u200f AND \u200fسُوريا"),
        ("عام 2018", "عام ٢٠١٨"),
        ("یران", "يران"),
        ("Café", "CAFE"),
    ],
)
def test_spelling_and_decoration_leave_the_plan_as_it_is(plain, decorated):
    one, other = understood(plain), understood(decorated)
    assert (one.query, one.wanted) == (other.query, other.wanted)


MARKS = "\u064e\u064f\u0650\u0651\u0652\u0640"
WORDS_OF_NEWS = ["محادثات", "السلام", "الحكومة", "وزير", "القاهرة", "للانتخابات", "مستشفى", "والمدرسة"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS_OF_NEWS), min_size=1, max_size=5), st.data())
def test_marks_on_any_letter_leave_the_plan_as_it_is(words, data):
    query = " ".join(words)
    marks = data.draw(st.lists(st.sampled_from(["", *MARKS]), min_size=len(query), max_size=len(query)))
    marked = "".join(c + (m if c.isalpha() else "") for c, m in zip(query, marks, strict=True))
    one, other = understood(query), understood(marked)
    assert (one.query, one.wanted) == (other.query, other.wanted)


def test_a_plan_says_which_word_each_piece_of_evidence_is_of():
    plan = understood("محادثات السَّلام")
    assert [e.word for e in plan.evidence if e.form == "stem"] == ["محادثات", "السَّلام"]


def test_what_is_left_out_is_not_looked_for_in_the_text():
    assert understood("مصر -سوريا").wanted.stems == {"مصر"}


def test_what_is_left_out_adds_nothing_to_the_score():
    assert {e.word for e in understood("مصر -سوريا").evidence} == {"مصر"}


@given(ANY_TEXT)
@example("0~")
@example("a?b")
@example("ab~2")
def test_plain_text_is_refused_only_for_want_of_words_or_for_too_many(query):
    try:
        parse(query, analyzer(), Anything(), plain=True)
        reason = None
    except QueryError as error:
        reason = error.reason
    assert reason is None or reason.startswith(("there is no word", "the query has more than"))


@pytest.mark.parametrize("sign", ["+", "-", '"', "«", "(", ")", "*", "~", "?", "title:", "AND ", "NOT "])
def test_plain_text_is_the_same_with_a_sign_before_it(sign):
    plain = parse("محادثات السلام", analyzer(), Anything(), plain=True)
    signed = parse(f"محادثات {sign}السلام", analyzer(), Anything(), plain=True)
    assert plain.wanted.stems <= signed.wanted.stems
    assert not signed.wanted.phrases + signed.wanted.prefixes


def test_plain_words_are_understood_like_those_of_a_query():
    plain = parse("محادثات السلام COVID-19", analyzer(), Anything(), plain=True)
    assert plain.query == understood("محادثات السلام COVID-19").query
