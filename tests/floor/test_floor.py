"""The floor: how good the answers on the sample corpus are at least. README.md says how it was made."""

from __future__ import annotations

import json

import pytest

from tests.floor.measuring import MEASURED, MUST, QRELS, TOPICS, ask, corpus_hash, group_of, means

TOLERANCE = 0.003
"""Less than any part of the ranking brings that this set can see, and more than a tie that falls the other way."""

FLOOR = json.loads(MEASURED.read_text(encoding="utf-8"))
AGAIN = "if that is meant, `python -m tests.floor.measuring` measures anew"


@pytest.fixture(scope="module")
def asked():
    return ask()


def relevant(query_id: str) -> set[str]:
    return {id for id, grade in QRELS[query_id].items() if grade > 0}


def test_the_floor_was_measured_on_these_articles_and_queries():
    assert (FLOOR["corpus"], FLOOR["queries"]) == (corpus_hash(), len(TOPICS)), AGAIN


@pytest.mark.parametrize("measure", ["nDCG@10", "R@20"])
@pytest.mark.parametrize("group", list(FLOOR["means"]))
def test_no_mean_falls_below_its_floor(asked, group, measure):
    figures = asked[0]
    low = {
        t.query_id: round(value, 2)
        for t in TOPICS
        if group_of(t.query_id) == group and (value := figures.per_query[t.query_id][measure]) < 0.8
    }
    assert means(figures)[group][measure] >= FLOOR["means"][group][measure] - TOLERANCE, f"lowest: {low}"


def test_what_has_to_be_found_is_among_the_first_three(asked):
    run = asked[1]
    missed = [
        f"{topic.query_id}: {topic.text}"
        for topic in TOPICS
        if topic.query_id.endswith(MUST)
        and relevant(topic.query_id).isdisjoint(ranked.doc_id for ranked in run.rankings[topic.query_id][:3])
    ]
    assert not missed


def test_every_query_can_be_asked(asked):
    assert not asked[0].coverage.refused


def test_every_judged_article_is_in_the_corpus(asked):
    assert not asked[2]


def test_every_query_has_an_article_that_answers_it():
    assert [topic.query_id for topic in TOPICS if 2 not in QRELS[topic.query_id].values()] == []


def test_no_judgment_is_of_a_query_that_is_not_asked():
    assert set(QRELS) == {topic.query_id for topic in TOPICS}
