import pytest

import searchnews
from searchnews.errors import EvaluationFileError
from searchnews.evaluation import (
    Topic,
    evaluate,
    find_collection,
    known_items,
    temporary_index,
    without_title,
    write_collection,
)

PEACE = searchnews.Article(id="1", title="محادثات السلام في جنيف", text="بدأ الوفدان أمس محادثاتهما.")
OIL = searchnews.Article(id="2", title="أسعار النفط ترتفع مجددا", text="صعد خام برنت إلى سبعين دولارا.")


def test_headlines_are_the_questions_and_their_articles_the_answers():
    made = known_items([PEACE, OIL])
    assert made.topics == (Topic("1", "محادثات السلام في جنيف"), Topic("2", "أسعار النفط ترتفع مجددا"))
    assert made.qrels == {"1": {"1": 1}, "2": {"2": 1}}


def test_articles_of_the_same_text_are_all_answers_to_one_question():
    again = searchnews.Article(id="3", title="عودة المحادثات إلى جنيف", text="بدأ الوفدانِ أمس   محادثاتهما")
    made = known_items([PEACE, again])
    assert (made.qrels, made.repeated) == ({"1": {"1": 1, "3": 1}}, 1)


def test_a_headline_over_two_texts_is_no_question():
    other = searchnews.Article(id="3", title="محادثاتُ السلام في جنيف!", text="اختتمت المحادثات.")
    made = known_items([PEACE, other, OIL])
    assert ([topic.query_id for topic in made.topics], made.ambiguous) == (["2"], 2)


def test_headlines_of_too_few_words_are_no_questions():
    made = known_items([searchnews.Article(id="1", title="كلمة العدد", text="أما بعد."), OIL])
    assert ([topic.query_id for topic in made.topics], made.short) == (["2"], 1)


@pytest.mark.parametrize(
    "article", [searchnews.Article(id="1", title="", text="نص"), searchnews.Article(id="1", title="عنوان من كلمات")]
)
def test_articles_without_headline_or_text_give_no_question(article):
    made = known_items([article, OIL])
    assert ([topic.query_id for topic in made.topics], made.untitled) == (["2"], 1)


def test_a_sample_is_drawn_and_is_the_same_for_a_seed():
    articles = [searchnews.Article(id=str(n), title=f"عنوان رقم {n} هنا", text=f"نص {n}") for n in range(50)]
    first, again, other = (known_items(articles, sample=10, seed=seed).topics for seed in (1, 1, 2))
    assert len(first) == 10
    assert first == again != other


def test_an_article_without_an_id_is_known_by_the_one_the_index_gives_it():
    article = searchnews.Article(title=PEACE.title, text=PEACE.text, url="https://example.org/1")
    with temporary_index([article]) as index:
        assert known_items([article]).topics[0].query_id in index


def test_a_text_that_begins_with_the_headline_loses_it():
    article = searchnews.Article(id="1", title=PEACE.title, text=f"مُحادثات السلام في جنيف\n{PEACE.text}")
    assert without_title(article) == searchnews.Article(id="1", text=PEACE.text)


def test_a_written_set_is_a_collection_whose_documents_have_no_headlines(tmp_path):
    made = known_items([PEACE, OIL])
    write_collection(made, [PEACE, OIL], tmp_path / "set")
    found = find_collection(tmp_path / "set")
    assert (tuple(found.topics()), found.judgments()) == (made.topics, made.qrels)
    assert [(article.id, article.title) for article in found.articles()] == [("1", ""), ("2", "")]


def test_the_answers_are_found_by_what_their_texts_share_with_the_headlines():
    made = known_items([PEACE, OIL])
    with temporary_index(map(without_title, [PEACE, OIL])) as index:
        figures, _ = evaluate(index, made.topics, made.qrels, measures="RR@10")
    assert figures.per_query == {"1": {"RR@10": 1.0}, "2": {"RR@10": 0.0}}


def test_an_id_with_a_blank_is_not_written(tmp_path):
    article = searchnews.Article(id="a b", title=PEACE.title, text=PEACE.text)
    with pytest.raises(EvaluationFileError, match="holds a blank"):
        write_collection(known_items([article]), [article], tmp_path / "set")
