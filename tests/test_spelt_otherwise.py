"""Whatever counts or lists all matches knows the same ways of writing as a search does."""

import pytest

from searchnews import Article, create_index


@pytest.fixture
def index(tmp_path):
    texts = {"1": "بدأ المؤتمر في يناير", "2": "بدأ المؤتمر في كانون الثاني", "3": "بدأ المؤتمر في شباط"}
    with create_index(tmp_path / "index") as made:
        made.add_many(
            Article(id=id, title="خبر", text=text, date=f"2018-0{id}-01", source="س") for id, text in texts.items()
        )
        yield made


def test_a_search_finds_a_month_by_its_other_name(index):
    assert {hit.id for hit in index.search("يناير")} == {"1", "2"}


def test_a_stream_of_all_matches_has_what_a_search_finds(index):
    assert {hit.id for hit in index.scan("يناير")} == {"1", "2"}
    assert {hit.id for hit in index.scan("يناير", variants=False)} == {"1"}


def test_a_timeline_counts_what_a_search_finds(index):
    assert sum(bar.matches for bar in index.timeline("يناير", "year").bars) == 2
    assert sum(bar.matches for bar in index.timeline("يناير", "year", variants=False).bars) == 1


def test_facets_count_what_a_search_finds(index):
    (facet,) = index.facets("يناير", ["source"])
    assert dict(facet.counts) == {"س": 2}


def test_telling_words_are_of_what_a_search_finds(index):
    assert index.terms("يناير").total == 2
    assert index.terms("يناير", variants=False).total == 1


def test_another_way_of_writing_the_query_tells_nothing_of_its_articles(index):
    assert not {"كانون", "الثاني", "يناير"} & {word.text for word in index.terms("يناير").words}


def test_what_is_new_is_of_what_a_strict_search_finds(index):
    assert set(index.news("يناير").ids) == {hit.id for hit in index.search("يناير", strict=True)} == {"1"}


def test_a_comparison_counts_what_a_search_finds(index):
    compared = index.compare(["يناير", "شباط"], "year")
    assert [sum(bar.matches for bar in timeline.bars) for timeline in compared.timelines] == [2, 1]
    as_written = index.compare(["يناير", "شباط"], "year", variants=False)
    assert [timeline.total for timeline in as_written.timelines] == [1, 1]


@pytest.fixture
def names(tmp_path):
    texts = {"1": "قال علي عبد الله صالح", "2": "وعلي عبدالله صالح أيضا", "3": "علي صالح", "4": "عبد الله صالح"}
    with create_index(tmp_path / "names") as made:
        made.add_many(Article(id=id, title="خبر", text=text) for id, text in texts.items())
        yield made


@pytest.mark.parametrize("query", ['"علي عبد الله صالح"', '"علي عبدالله صالح"'])
def test_a_phrase_finds_a_compound_name_with_and_without_its_space(names, query):
    found = names.search(query)
    assert {hit.id for hit in found} == {"1", "2"}
    assert all(hit.snippets[0].highlights for hit in found)


def test_a_phrase_is_taken_as_it_is_where_no_other_way_of_writing_is_asked_for(names):
    assert {hit.id for hit in names.search('"علي عبدالله صالح"', variants=False)} == {"2"}
    assert {hit.id for hit in names.search('"علي عبدالله صالح"', strict=True)} == {"2"}
