"""What is written in several ways is one thing to look for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from searchnews import Article, Index, create_index
from searchnews.arabic import analyzer
from searchnews.arabic.spellings import Spellings
from searchnews.query import parse
from tests.query.vocabulary import Vocabulary, written

ARTICLES = {
    "apart": "وقال عبد العزيز الدوسري إن الموعد قريب",
    "joined": "وقال عبدالعزيز الدوسري إن الموعد قريب",
    "another": "وقال عبد الرحمن الدوسري إن الموعد قريب، وسأل عن الكتاب العزيز في المكتبة",
    "january": "بدأ العمل في كانون الثاني",
    "second": "بدأ العمل في الطابق الثاني، والثاني أعلى",
    "yanayir": "بدأ العمل في يناير",
    "google": "شركة جوجل تعرض هاتفا",
    "united": "اجتمعت هيئات الأمم المتحدة في جنيف",
    "cup": "تأهل المنتخب إلى كأس الأمم",
    "thirty": "حضر ثلاثون طالبا",
    "30": "حضر 30 طالبا",
    "trump": "وصل ترامب إلى جنيف",
}


@pytest.fixture(scope="module", params=["memory", "whoosh"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = None if request.param == "memory" else tmp_path_factory.mktemp("asked")
    with create_index(path, engine=request.param) as made:
        made.add_many(Article(id=name, text=text) for name, text in ARTICLES.items())
        yield made


def order(index: Index, query: str, **wish: bool) -> list[str]:
    return [hit.id for hit in index.search(query, limit=100, **wish)]


def test_a_name_comes_first_in_all_its_ways(index):
    assert (
        set(order(index, "عبد العزيز الدوسري")[:2]) == set(order(index, "عبدالعزيز الدوسري")[:2]) == {"apart", "joined"}
    )


def test_a_month_of_two_words_is_not_its_second_word(index):
    assert set(order(index, "كانون الثاني")) == {"january", "yanayir"}


def test_a_month_is_found_by_a_phrase(index):
    assert set(order(index, "يناير")) == {"january", "yanayir"}


def test_names_within_longer_queries_are_found(index):
    assert order(index, "هاتف غوغل جديد")[0] == "google"
    assert order(index, "رئيس United Nations جنيف")[0] == "united"


def test_a_loose_way_is_found_behind_the_sure_ones(index):
    assert order(index, "UN") == ["united", "cup"]


def test_names_in_latin_letters_are_found_in_arabic(index):
    assert order(index, "Trump") == ["trump"]


def test_a_name_of_several_words_that_the_index_does_not_know_is_found_by_its_other_ways(index):
    assert order(index, "United Nations")[0] == "united"


def test_numbers_are_found_however_they_are_written(index):
    assert set(order(index, "٣٠ طالبا")) == set(order(index, "ثلاثين طالبا")) == {"30", "thirty"}


def test_variants_can_be_left_out(index):
    assert order(index, "Trump", variants=False) == order(index, "Trump", strict=True) == []


def test_a_word_that_has_to_match_is_taken_at_its_word(index):
    assert order(index, "+يناير") == ["yanayir"]


@pytest.mark.parametrize("query", ["عبد العزيز الدوسري", "كانون الثاني", "الأمم المتحدة جنيف", "30 طالبا", "UN"])
def test_the_shares_of_an_explanation_make_the_score(index, query):
    results = index.search(query, limit=100, explain=True)
    for hit in results:
        assert sum(part.score for part in results.explain(hit)) == pytest.approx(hit.score)


def test_an_explanation_names_the_way_that_was_found(index):
    results = index.search("Trump", explain=True)
    assert ("Trump", "variant", "ترامب") in {part[:3] for part in results.explain(results[0])}


def marked(index: Index, query: str) -> set[str]:
    return {snippet.marked("[", "]") for hit in index.search(query, limit=100) for snippet in hit.snippets}


def test_the_ways_are_highlighted(index):
    assert "وصل [ترامب] إلى جنيف" in marked(index, "Trump")
    assert marked(index, "يناير") == {"بدأ العمل في [كانون] [الثاني]", "بدأ العمل في [يناير]"}


def tree(query: str, words: str) -> str:
    return written(parse(query, analyzer(), Vocabulary(words.split()), spellings=Spellings(analyzer())).query)


def test_a_word_whose_other_ways_no_article_has_is_asked_as_any():
    assert tree("غوغل", "غوغل") == "stem:غوغل better with any(title_root:غوغل, surface:غوغل, root:غوغل)"


def test_of_several_ways_the_best_counts():
    assert tree("غوغل", "غوغل جوجل").startswith("best(stem:غوغل better with ")


def test_ways_of_several_words_are_phrases_with_particles_before_them():
    assert 'best(surface:"كانون الثاني", surface:"وكانون الثاني")' in tree("يناير", "يناير كانون وكانون الثاني ثان")
