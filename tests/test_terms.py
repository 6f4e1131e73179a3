"""The words that tell the articles of a query apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from searchnews import Article, Index, QueryError
from tests.indexes import ENGINES, index_in

ARTICLES = [
    *(
        Article(id=f"t{n}", title="محادثات جنيف", text=f"قال المبعوثُ الدولي في 2018 إن الأمم المتحدة راضية {n}. حقًا")
        for n in range(6)
    ),
    *(Article(id=f"o{n}", title="أسعار النفط", text=f"ارتفعت أسعار النفط اليوم في السوق {n}") for n in range(12)),
    Article(id="m", title="قمة", text="الأمم المتحدة تدعو إلى قمة في الوقت المناسب"),
]


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path) -> Iterator[Index]:
    with index_in(tmp_path, request.param, ARTICLES) as made:
        yield made


def test_words_of_all_matches_come_most_significant_first(index):
    found = index.terms("+محادثات")
    assert found.total == 6
    assert [word.significance for word in found.words] == sorted((w.significance for w in found.words), reverse=True)
    telling = {word.text: (word.articles, word.overall) for word in found.words}
    assert telling["جنيف"] == (6, 6)
    assert telling["المتحدة"] == (6, 7)


def test_words_are_written_and_no_stems(index):
    texts = [word.text for word in index.terms("+محادثات").words]
    assert {"المبعوث", "الدولي", "الأمم"} <= set(texts)


def test_stop_words_numbers_and_words_of_the_query_are_left_out(index):
    texts = {word.text for word in index.terms("+محادثات").words}
    assert not texts & {"في", "إن", "2018", "محادثات"}


def test_words_of_a_phrase_that_was_asked_are_left_out_too(index):
    assert not {word.text for word in index.terms('"الأمم المتحدة"').words} & {"الأمم", "المتحدة"}


def test_words_that_are_common_everywhere_tell_nothing(index):
    assert "اليوم" not in {word.text for word in index.terms("+محادثات").words}


def test_pairs_stand_side_by_side(index):
    pairs = {pair.text: (pair.articles, pair.overall) for pair in index.terms("+محادثات").phrases}
    assert pairs["الأمم المتحدة"] == (6, 7)
    assert "راضية حقا" not in pairs


def test_limits_are_kept(index):
    found = index.terms("+محادثات", limit=2, phrases=1)
    assert (len(found.words), len(found.phrases)) == (2, 1)


def test_nothing_found_tells_nothing(index):
    found = index.terms("+قمر")
    assert (found.total, found.read, found.words, found.phrases) == (0, 0, (), ())


def test_one_article_alone_has_words_too(index):
    assert "قمة" not in {word.text for word in index.terms("+قمة").words}
    assert "المناسب" in {word.text for word in index.terms("+قمة").words}


def test_mistakes_are_told(index):
    with pytest.raises(QueryError):
        index.terms("(")
    with pytest.raises(ValueError, match="negative"):
        index.terms("قمة", limit=-1)
