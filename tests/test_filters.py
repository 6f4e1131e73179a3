"""Filters: conditions on what is known of an article, in a query and beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from searchnews import Article, Filter, Query, QueryError, create_index
from searchnews._documents import language_of
from searchnews.index import Index
from tests.indexes import ENGINES, index_in

ARTICLES = [
    Article(id="1", title="محادثات السلام", source="BBC", category="سياسة", author="سارة", date="2018-01-10"),
    Article(id="2", title="محادثات التجارة", source="الجزيرة نت", category="اقتصاد", date="2018-01-31T22:00:00+03:00"),
    Article(id="3", title="السلام في كوبا", source="CNN", category="سياسه", date="2018-02-01", place="هافانا"),
    Article(id="4", title="مباراة السلام", source="bbc", category="رياضة", date="2017-12-31", agency="وكالة الأفق"),
    Article(id="5", title="سلام بلا تاريخ", text="نص", extra={"language": "ar-EG"}),
    Article(id="6", title="Peace talks", text="A word of السلام among Latin ones", source="CNN", date="2016"),
]


@pytest.fixture(scope="module", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with index_in(tmp_path_factory.mktemp("filters"), request.param, ARTICLES[:4]) as made:
        made.add_many(ARTICLES[4:])
        yield made


def found(index: Index, query: str | Query) -> set[str]:
    return {hit.id for hit in index.search(query)}


@pytest.mark.parametrize("query", ["source:CNN", "lang:ar", "-source:bbc date:>=2000"])
def test_what_filters_alone_find_has_no_score_and_the_newest_first(index, query):
    hits = index.search(query).hits
    assert {hit.score for hit in hits} == {0.0}
    dates = [hit.date or "" for hit in hits]
    assert dates == sorted(dates, reverse=True)
    assert [hit.id for hit in index.scan(query)] == [hit.id for hit in hits]
    assert {hit.score for hit in index.scan(query)} == {0.0}


def test_a_word_beside_a_filter_scores_as_it_would_alone(index):
    alone = {hit.id: hit.score for hit in index.search("السلام")}
    assert {hit.id: hit.score for hit in index.search("السلام source:bbc")} == {id: alone[id] for id in "14"}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("السلام source:bbc", "14"),
        ("السلام المصدر:BBC", "14"),
        ("source:bbc السلام", "14"),
        ("السلام AND source:bbc", "14"),
        ("السلام +source:bbc", "14"),
        ("السلام -source:bbc", "356"),
        ("السلام NOT source:bbc", "356"),
        ("السلام AND NOT source:bbc", "356"),
        ("السلام source:bbc source:cnn", "1346"),
        ("السلام source:bbc OR source:cnn", "1346"),
        ("السلام (source:bbc OR source:cnn)", "1346"),
        ("السلام -source:bbc -source:cnn", "5"),
        ("محادثات source:الجزيرة", "2"),
        ("محادثات source:الجزيره", "2"),
        ('محادثات source:"الجزيرة نت"', "2"),
        ("السلام category:سياسة", "13"),
        ("السلام category:سِياسة source:cnn", "3"),
        ("السلام author:سارة", "1"),
        ("السلام place:هافانا", "3"),
        ("السلام agency:الأفق", "4"),
        ("السلام lang:ar", "1345"),
        ("محادثات OR السلام date:2018-01", "12"),
        ("السلام date:2018", "13"),
        ("السلام التاريخ:2018", "13"),
        ("السلام date:>=2018-02", "3"),
        ("السلام date:<2018", "46"),
        ("السلام date:>=2017 date:<2018-02", "14"),
        ("السلام date:2016 date:2017", "46"),
        ('السلام date:"كانون الثاني 2018"', "1"),
        ("محادثات date:2018-01-31", "2"),
        ("السلام -date:2018", "456"),
        ("source:bbc", "14"),
        ("-رياضة source:bbc", "14"),
        ("-مباراة source:bbc", "1"),
        ("-source:bbc date:2018", "23"),
    ],
)
def test_a_filter_chooses(index, query, ids):
    assert found(index, query) == set(ids)


@pytest.mark.parametrize(
    ("query", "same"),
    [
        (Query("السلام").where(source="bbc"), "السلام source:bbc"),
        (Query("السلام").where(source=["bbc", "cnn"], since="2017"), "السلام source:bbc source:cnn date:>=2017"),
        (Query("السلام").where(since="2017", until="2018-01"), "السلام date:>=2017 date:<=2018-01"),
        (Query("محادثات").without(source="الجزيرة نت"), 'محادثات -source:"الجزيرة نت"'),
        (Query("محادثات", (Filter("المصدر", 'ا"ب'),)), 'محادثات المصدر:«ا"ب»'),
        (Query().where(source="bbc"), "source:bbc"),
    ],
)
def test_a_query_object_is_what_its_text_is(index, query, same):
    assert str(query) == same
    assert found(index, query) == found(index, same)


def test_a_filter_leaves_the_scores_as_they_are(index):
    scores = {hit.id: hit.score for hit in index.search("السلام")}
    assert {hit.id: hit.score for hit in index.search("السلام source:cnn")} == {id: scores[id] for id in "36"}


def test_filters_alone_list_the_newest_first(index):
    assert [hit.id for hit in index.search("source:bbc source:cnn")] == ["3", "1", "4", "6"]


def test_filters_alone_can_list_the_oldest_first(index):
    assert [hit.id for hit in index.search("source:bbc source:cnn", sort="oldest")] == ["4", "1", "3", "6"]


def test_a_value_that_no_article_has_is_told_with_those_like_it(index):
    results = index.search("السلام source:bcb")
    assert (results.total, results.unknown) == (0, (("source", "bcb", ("BBC",)),))


def test_where_no_value_is_like_it_the_commonest_are_told(index):
    assert index.search("السلام source:xyzzy").unknown[0].known[0] in ("BBC", "bbc", "CNN")


def test_an_excluded_value_that_no_article_has_excludes_nothing(index):
    assert found(index, "السلام -source:bcb") == found(index, "السلام")


def test_a_plainer_query_keeps_its_filters(index):
    results = index.search('"سلام محادثات" source:bbc')
    assert ({hit.id for hit in results}, results.asked) == ({"1", "4"}, 'سلام محادثات source:"bbc"')


@pytest.mark.parametrize(
    ("query", "offset", "reason"),
    [
        ("السلام date:غدا", 12, "is no date"),
        ("السلام source:", 7, "no value"),
        ("السلام source:bbc OR كوبا", 7, "OR joins"),
        ("source:bbc OR date:2018", 0, "OR joins"),
        ("(السلام source:bbc) كوبا", 15, "outside the brackets"),
        ("title:source:bbc", 0, "takes words"),
        ("-source:bbc", 0, "no word"),
    ],
)
def test_a_mistake_is_pointed_at(index, query, offset, reason):
    with pytest.raises(QueryError, match=reason) as caught:
        index.search(query)
    assert caught.value.offset == offset


def test_a_filter_object_of_no_field_is_refused(index):
    with pytest.raises(QueryError, match="no field 'colour'"):
        index.search(Query("السلام").where(colour="أحمر"))


def test_an_index_made_before_a_column_was_gains_it_with_its_next_commit(tmp_path: Path):
    from searchnews import open_index
    from searchnews._documents import FIELDS
    from searchnews._metadata import metadata_of, write_metadata
    from searchnews.engines import create_engine

    create_engine("whoosh", str(tmp_path), FIELDS, ["hash", "path", "date", "source"])
    write_metadata(str(tmp_path), metadata_of("whoosh", create_index(None, engine="memory").analyzer.name))
    with open_index(tmp_path) as index:
        assert index.search("place:هافانا").total == 0
        index.add(ARTICLES[2])
        assert index.search("place:هافانا").total == 1
        assert index.check() == []


@pytest.mark.parametrize(
    ("title", "extra", "language"),
    [
        ("محادثات السلام في جنيف", {}, "ar"),
        ("ذكرت CNN أن پوتين يزور گروزني", {}, "ar"),
        ("گفتگوهای صلح در ژنو آغاز شد", {}, "fa"),
        ("امن مذاکرات شروع ہو گئے ہیں اور بڑے", {}, "ur"),
        ("Peace talks begin", {}, ""),
        ("Переговоры о мире", {}, ""),
        ("", {}, ""),
        ("Peace talks", {"language": "ar-EG"}, "ar"),
        ("محادثات", {"lang": "FA"}, "fa"),
        ("محادثات", {"lang": "Arabic"}, "ar"),
        ("محادثات", {"lang": 7}, "ar"),
    ],
)
def test_the_language_is_the_record_s_or_that_of_the_letters(title, extra, language):
    assert language_of(Article(title=title, extra=extra)) == language


@pytest.mark.parametrize(
    "query",
    [
        "السلام date:2018..2017",
        "السلام date:2018-02-01..2018-01-15",
        "السلام date:>=2018 date:<2017",
        "السلام date:>=2018 date:<2018",
        Query("السلام").where(since="2018", until="2017"),
    ],
)
def test_dates_with_no_time_between_them_are_a_mistake_and_no_empty_answer(index, query):
    with pytest.raises(QueryError, match="give the earlier one first"):
        index.search(query)


@pytest.mark.parametrize(
    "query", ["السلام date:2018..2018", "السلام date:2018-01..2018", "السلام -date:2017 date:<2018"]
)
def test_dates_with_some_time_between_them_are_none(index, query):
    assert index.search(query).total
