"""Articles like another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from searchnews import Article, ArticleNotFoundError, Index
from tests.indexes import ENGINES, index_in

ARTICLES = [
    Article(id="talks", title="محادثات جنيف", text="بدأت في جنيف محادثات السلام بين الوفدين برعاية المبعوث."),
    Article(id="more", title="المبعوث في جنيف", text="قال المبعوث إن محادثات السلام مستمرة بين الوفدين."),
    Article(id="peace", title="السلام", text="كتاب عن السلام والحرب في الأدب."),
    Article(id="oil", title="أسعار النفط", text="ارتفعت أسعار النفط في الأسواق."),
    Article(id="gold", title="أسعار الذهب", text="انخفضت أسعار الذهب في الأسواق."),
    Article(id="alone", title="Quokka", text="Marsupial."),
]


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path) -> Iterator[Index]:
    with index_in(tmp_path, request.param, ARTICLES) as made:
        yield made


def ids(index: Index, id: str, **wishes: int) -> list[str]:
    return [hit.id for hit in index.similar(id, **wishes)]


def test_the_article_that_shares_most_comes_first(index):
    assert ids(index, "talks")[0] == "more"
    assert ids(index, "oil") == ["gold"]


def test_the_article_itself_is_never_among_them(index):
    for article in ARTICLES:
        assert article.id not in ids(index, article.id)


def test_an_article_without_shared_words_has_none_like_it(index):
    found = index.similar("alone")
    assert (found.total, found.hits, found.query) == (0, (), "")


def test_total_counts_the_others(index):
    assert index.similar("talks", limit=1).total == 2


def test_pages_join_up_to_the_whole(index):
    whole = ids(index, "talks", limit=10)
    assert [ids(index, "talks", limit=1, offset=at) for at in (0, 1, 2)] == [whole[:1], whole[1:2], []]


def test_the_query_names_the_telling_words_as_they_are_written(index):
    words = index.similar("talks").query.split()
    assert "جنيف" in words
    assert "محادثات" in words
    assert "في" not in words


def test_snippets_show_what_is_shared(index):
    hit = index.similar("oil")[0]
    assert "أسعار" in hit.snippets[0].marked("[", "]").split("[")[1]


def test_an_article_that_is_not_there_is_an_error_with_its_id(index):
    with pytest.raises(ArticleNotFoundError) as told:
        index.similar("nowhere")
    assert told.value.id == "nowhere"


def test_negative_numbers_are_refused(index):
    with pytest.raises(ValueError, match="negative"):
        index.similar("oil", offset=-1)
