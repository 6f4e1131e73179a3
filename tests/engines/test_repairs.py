"""Queries that Whoosh's own matchers answer wrongly: each was found by the comparison in `test_oracle`."""

from __future__ import annotations

from pathlib import Path

import pytest
from whoosh.query import And, AndMaybe, AndNot, DisjunctionMax, Every, Or, Prefix, Query, Term

from searchnews.engines import create_engine
from searchnews.engines.base import Engine
from searchnews.engines.whoosh.deadline import Deadline
from searchnews.engines.whoosh.repairs import sound
from searchnews.engines.whoosh.searching import WhooshSearcher
from tests.engines.contract import ids, put
from tests.engines.documents import COLUMNS, FIELDS, document

FIRST, SECOND, THIRD = (Term("body", word) for word in ("w1", "w2", "w3"))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = create_engine("whoosh", str(tmp_path), FIELDS, COLUMNS)
    put(made, *(document(str(n), words) for n, words in enumerate(["w2", "w1", "w1 w2", "w1 w3", "w3 w3", "w1"])))
    return made


def score(engine: Engine, query: Query, id: str) -> float:
    with engine.searcher() as searcher:
        return searcher.score(query, searcher.find(id) or 0)


def test_an_unwanted_document_is_left_out_even_when_it_is_the_first_wanted_one(engine: Engine):
    with engine.searcher() as searcher:
        assert ids(searcher, AndNot(FIRST, Every())) == []
        assert ids(searcher, AndNot(Or([FIRST, THIRD]), SECOND)) != []
        assert "2" not in ids(searcher, AndNot(FIRST, SECOND))


def test_the_better_of_several_scores_is_one_of_this_document(engine: Engine):
    best = DisjunctionMax([FIRST, THIRD])
    assert score(engine, best, "1") == score(engine, FIRST, "1")
    assert score(engine, best, "4") == score(engine, THIRD, "4")


def test_a_wish_is_counted_after_a_skip(engine: Engine):
    rest = And([AndNot(Every(), Or([SECOND, THIRD])), Every()])
    query = And([rest, AndMaybe(Every(), FIRST)])
    with engine.searcher() as searcher:
        found = {searcher.id_of(match.doc): match.score for match in searcher.search(query, limit=9).top}
    assert found == {id: pytest.approx(3 + score(engine, FIRST, id)) for id in ("1", "5")}


def test_a_prefix_of_constant_score_gives_its_boost_whatever_it_matches(engine: Engine):
    with engine.searcher() as searcher:
        matches = searcher.search(Prefix("body", "w", boost=0.5), limit=9)
    assert [match.score for match in matches.top] == [0.5] * 6


def test_what_needs_no_repair_stays_as_it_was():
    query = Or([And([FIRST, SECOND]), THIRD], boost=2.0, scale=0.9)
    assert sound(query) == query
    assert sound(query).scale == 0.9


def test_a_skip_beyond_the_last_wanted_document_ends_the_search(engine: Engine):
    query = And([AndNot(SECOND, THIRD), THIRD])
    with engine.searcher() as searcher:
        assert isinstance(searcher, WhooshSearcher)
        assert searcher._by_whoosh(query, 0, Deadline()).docs.tolist() == []
