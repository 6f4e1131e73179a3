"""The operators of the query language, asked of articles: each finds what it says and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews import Article, Query, QueryError, QueryTimeoutError
from searchnews import _matching as reading
from searchnews.index import Index
from searchnews.query.operators import _pattern_of
from tests.indexes import ENGINES, index_in

ARTICLES = [
    Article(id="1", title="محادثات في جنيف", text="بدأت في سوريا أمس مفاوضات جديدة. وانتهت الحرب."),
    Article(id="2", title="حرب", text="انتهت مفاوضات الوفدين أمس. ثم بدأت في سوريا مرحلة أخرى بعد حرب طويلة جدا."),
    Article(id="3", title="أستانا", text="قرأ الوزير كِتاباً، وكتب كتابا. المكتبة مكتوبة."),
    Article(id="4", title="أستانة", text="هذا كِتاب جديد في المدرسة"),
    Article(id="5", title="أستونا", text="هذا كتاب قديم وكتابه في بيت"),
    Article(id="6", title="السلام والحرب", text="الكاتب يكتب مقالة عن المملكة. بسوريا مفاوضات"),
]


@pytest.fixture(scope="module", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with index_in(tmp_path_factory.mktemp("operators"), request.param, ARTICLES) as made:
        yield made


def found(index: Index, query: str | Query) -> str:
    return "".join(sorted(hit.id for hit in index.search(query, strict=True)))


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ('"سوريا مفاوضات"~2', "16"),
        ('"مفاوضات سوريا"~2', "16"),
        ('"سوريا مفاوضات"~1', "6"),
        ('"سوريا مفاوضات"~10', "126"),
        ("سوريا NEAR/2 مفاوضات", "16"),
        ("حرب NEAR/1 طويلة", "2"),
        ("سوريا NEAR/2 مفاوضات -المملكة", "1"),
        ("سوريا NEAR/3 أمس NEAR/3 مفاوضات", "1"),
        ('title:"الحرب السلام"~1', "6"),
        ('"سوريا مفاوضات"~جملة', "16"),
        ('"سوريا مفاوضات"~sentence', "16"),
        ('جنيف "سوريا مفاوضات"~s', "16"),
        ('-"سوريا مفاوضات"~جملة +سوريا', "2"),
        ("=كتاب", "45"),
        ("كتاب", "345"),
        ("=الكتاب", ""),
        ("=مدرسة", ""),
        ('="هذا كتاب"', "45"),
        ("==كِتاب", "4"),
        ("==كتاب", "5"),
        ("=كتاب -==كِتاب", "5"),
        ("=كتاب AND NOT ==كِتاب", "5"),
        ('=="كِتاب جديد"', "4"),
        ("م*بة", "3"),
        ("*توبة", "3"),
        ("ك?اب", "345"),
        ("title:أست?ن?", "345"),
        ("مدرس*", "4"),
        ("أستانا~", "345"),
        ("title:أستانا~1", "345"),
        ("محادثت~", "1"),
        ("محادث~2", "1"),
        ("سوريا AND حرب", "126"),
        ("2 of (سوريا جنيف مدرسة)", "1"),
        ("2 of (سوريا حرب مفاوضات)", "126"),
        ("3 of (سوريا حرب مفاوضات)", "126"),
        ("1 of (جنيف مدرسة)", "14"),
        ("2 من (سوريا جنيف مدرسة)", "1"),
        ('2 of ("هذا كتاب" قديم =جديد)', "45"),
    ],
)
def test_an_operator_finds(index, query, ids):
    assert found(index, query) == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [("سوريا و جنيف", "1"), ("جنيف أو مدرسة", "14"), ("سوريا ليس جنيف", "26"), ("سوريا و ليس جنيف", "26")],
)
def test_arabic_operators_count_where_they_are_asked_for(index, query, ids):
    assert found(index, Query(query, arabic_operators=True)) == ids


def test_otherwise_they_are_words(index):
    assert found(index, "سوريا و جنيف") == "126"


@pytest.mark.parametrize(
    ("query", "offset", "reason"),
    [
        ('مصر "سوريا"~5', 11, "between two to 4 words"),
        ('"سوريا مفاوضات"~0', 15, "1 to 100 places"),
        ("سوريا NEAR/2 (مفاوضات)", 6, "between two words"),
        ("NEAR/2 سوريا", 0, "needs something before"),
        ('"سوريا"~جملة', 7, "two words or more"),
        ("*ا*", 0, "at least 2 letters"),
        ("مصر ك*", 4, "at least 2 letters"),
        ("من~2", 0, "5 letters or more"),
        ("4 of (سوريا جنيف)", 0, "no 4 can be there"),
        ("0 of (سوريا جنيف)", 0, "no 0 can be there"),
        ("2 of (سوريا جنيف", 5, "not closed"),
        ("==كتاب OR سوريا", 2, "outside brackets and OR"),
        ("(==كتاب سوريا)", 3, "outside brackets and OR"),
        ("2 of (source:bbc حرب سلام)", 0, "outside the brackets"),
        (f"7 of ({' '.join('سوريا' for _ in range(14))})", 0, "too many ways"),
    ],
)
def test_a_mistake_is_pointed_at(index, query, offset, reason):
    with pytest.raises(QueryError, match=reason) as caught:
        index.search(query)
    assert caught.value.offset == offset


def test_a_question_mark_at_the_end_of_a_word_is_one(index):
    assert found(index, "جنيف?") == "1"


def test_facets_and_timelines_count_what_the_text_holds(index):
    assert index.timeline("==كِتاب").total == 1
    assert index.facets("==كِتاب", ["source"])[0].missing == 1


def test_a_scan_gives_what_the_text_holds(index):
    assert [hit.id for hit in index.scan("==كِتاب")] == ["4"]


def test_no_more_articles_are_read_than_a_bound_says(index, monkeypatch):
    monkeypatch.setattr(reading, "MAX_READ", 1)
    with pytest.raises(QueryError, match="in 2 articles; add words or filters") as caught:
        index.search("==كتاب")
    assert caught.value.offset == 2


def test_reading_ends_at_the_time_limit(index):
    with pytest.raises(QueryTimeoutError):
        index.search("==كتاب", time_limit_s=0.0)


def test_what_matches_by_an_operator_is_marked(index):
    for query, marked in (("=كتاب", "كتاب"), ("ك?اب", "كتاب"), ("كتاا~", "كتاب"), ('"هذا قديم"~2', "قديم")):
        hits = {hit.id: hit for hit in index.search(query, strict=True)}
        assert f"**{marked}**" in hits["5"].snippets[0].marked(), query


def test_a_query_that_nothing_matches_is_asked_without_its_operators(index):
    results = index.search('"جنيف المدرسة"~2')
    assert (results.asked, {hit.id for hit in results}) == ("جنيف المدرسة", {"1", "4"})


LETTERS = st.text(alphabet="ابه", max_size=12)


@given(st.lists(st.sampled_from(["*", "?", "ا", "ب", "ه"]), min_size=1, max_size=9), LETTERS)
def test_a_pattern_fits_the_words_that_its_plain_expression_fits(parts, word):
    plain = "".join({"*": ".*", "?": "."}.get(part, part) for part in parts)
    assert (_pattern_of(parts).fullmatch(word) is None) == (re.fullmatch(plain, word) is None)


def test_many_stars_over_a_long_word_of_one_letter_are_soon_done():
    assert _pattern_of([*"ه*" * 30, "م"]).fullmatch("ها" * 500) is None  # tried out one by one: for ever
