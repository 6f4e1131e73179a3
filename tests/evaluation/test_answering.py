import pytest

import searchnews
from searchnews.evaluation import Topic, answer


def index_of(*texts, ids=None):
    index = searchnews.create_index(None, engine="memory")
    ids = ids or [f"d{number}" for number in range(len(texts))]
    index.add_many(searchnews.Article(id=id, text=text) for id, text in zip(ids, texts, strict=True))
    return index


def ids(answers, query="q"):
    return [document for document, _ in answers.run.rankings[query]]


def test_the_best_document_comes_first():
    index = index_of("محادثات في جنيف", "محادثات السلام في جنيف")
    assert ids(answer(index, [Topic("q", "محادثات السلام")])) == ["d1", "d0"]


@pytest.mark.parametrize("text", ['سلام "حرب', "(سلام", "-سلام", "NOT سلام", "source:سلام", "س*لام سلام", "سلام AND"])
def test_signs_of_the_query_language_are_only_words(text):
    assert "d0" in ids(answer(index_of("سلام"), [Topic("q", text)]))


def test_documents_of_one_score_are_ordered_by_id_however_they_came_in():
    index = index_of("سلام", "سلام", "سلام", ids=["b", "c", "a"])
    assert ids(answer(index, [Topic("q", "سلام")])) == ["a", "b", "c"]


def test_which_of_many_equals_are_kept_is_decided_by_id_too():
    names = [f"d{number:02}" for number in reversed(range(30))]
    index = index_of(*["سلام"] * 30, ids=names)
    assert ids(answer(index, [Topic("q", "سلام")], depth=3)) == ["d00", "d01", "d02"]


def test_scores_of_equals_fall_all_the_same():
    answers = answer(index_of("سلام", "سلام"), [Topic("q", "سلام")])
    first, second = answers.run.rankings["q"]
    assert first.score > second.score


def test_a_query_without_a_word_is_refused_with_the_reason_and_stops_nothing():
    answers = answer(index_of("سلام"), [Topic("empty", "؟!"), Topic("q", "سلام")])
    assert answers.refused == {"empty": "there is no word to look for; give one"}
    assert (ids(answers, "empty"), ids(answers)) == ([], ["d0"])


def test_a_depth_of_nothing_is_a_mistake():
    with pytest.raises(ValueError, match="depth"):
        answer(index_of("سلام"), [], depth=0)


def test_progress_is_told_query_by_query():
    told = []
    answer(index_of("سلام"), [Topic("1", "سلام"), Topic("2", "حرب")], on_progress=told.append)
    assert told == [1, 2]


def test_other_ways_of_writing_can_be_left_out():
    index = index_of("قالت الأمم المتحدة إن المحادثات بدأت")
    assert ids(answer(index, [Topic("q", "UN")])) == ["d0"]
    assert ids(answer(index, [Topic("q", "UN")], variants=False)) == []
