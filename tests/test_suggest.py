"""Completion of what is being typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from searchnews import Article, Index, Suggestion
from tests.indexes import ENGINES, index_in

ARTICLES = [
    Article(id="1", title="محادثات السلام في جنيف", text="تدعو الأمم المتحدة إلى محادثات السلام. أكدت المتحدة ذلك."),
    Article(id="2", title="قمة المناخ", text="دعت الأمم المتحدة إلى محادثات جديدة، ومُحادَثَات أخرى."),
    Article(id="3", title="محادثات السلام تتعثر", text='قالت "الأمم المتحدة" إن محادثات السلام تتعثر، على ما يبدو.'),
    Article(id="4", title="محاكمة", text="بدأت محاكمة الوزير في مدينة علي."),
]


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path) -> Iterator[Index]:
    with index_in(tmp_path, request.param, ARTICLES) as made:
        yield made


def texts(found: tuple[Suggestion, ...], kind: str) -> list[str]:
    return [one.text for one in found if one.kind == kind]


def test_words_come_most_common_first_with_their_articles(index):
    found = index.suggest("محا", titles=0)
    assert found == (Suggestion("محادثات", "word", 3), Suggestion("محاكمة", "word", 1))


def test_words_are_shown_as_they_are_written_and_not_folded(index):
    assert texts(index.suggest("المتحد"), "word") == ["المتحدة"]
    assert texts(index.suggest("الا"), "word") == ["الأمم"]


def test_any_spelling_of_a_beginning_will_do(index):
    assert index.suggest("الأم") == index.suggest("الام") == index.suggest("الـأُم")


def test_with_words_before_it_is_what_follows_them(index):
    assert texts(index.suggest("محادثات ال"), "phrase") == ["محادثات السلام"]
    assert index.suggest("محادثات ", titles=0)[0] == Suggestion("محادثات السلام", "phrase", 2)


def test_what_follows_stands_behind_white_space_and_no_sign(index):
    assert texts(index.suggest("المتحدة "), "phrase") == ["المتحدة إلى", "المتحدة ذلك"]


def test_titles_that_begin_so_stand_before_those_that_only_hold_it(index):
    index.add(Article(id="5", title="قمة", text="نص"))
    index.add(Article(id="6", title="بعد السلام قمة", text="نص"))
    assert texts(index.suggest("قم"), "title")[-1] == "بعد السلام قمة"
    assert {one.id for one in index.suggest("قم") if one.kind == "title"} == {"2", "5", "6"}


def test_titles_hold_the_words_typed_side_by_side(index):
    assert set(texts(index.suggest("محادثات السلا"), "title")) == {"محادثات السلام في جنيف", "محادثات السلام تتعثر"}


def test_limits_are_kept(index):
    found = index.suggest("م", limit=1, titles=1)
    assert [one.kind for one in found] == ["word", "title"]


@pytest.mark.parametrize("text", ["", "  ", "،", "#"])
def test_nothing_typed_gives_nothing(index, text):
    assert index.suggest(text) == ()


def test_what_no_word_begins_with_gives_nothing(index):
    assert index.suggest("ظظظ") == index.suggest("ظظظ ال") == ()


def test_signs_of_patterns_are_only_signs(index):
    assert index.suggest("(.*") == index.suggest("[ء-ي") == ()


def test_a_negative_limit_is_refused(index):
    with pytest.raises(ValueError, match="negative"):
        index.suggest("م", limit=-1)


def test_a_deleted_articles_title_is_not_suggested(index):
    index.delete("3")
    assert "محادثات السلام تتعثر" not in texts(index.suggest("محادثات"), "title")
