"""Engines that share no code must agree: same totals, order and scores, for any documents and any query.

Ours is held against the one in memory, which is brute force, and against Whoosh's own writer, files and searcher.
"""

from __future__ import annotations

import tempfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    ConstantScoreQuery,
    DisjunctionMax,
    Every,
    Not,
    NullQuery,
    Or,
    Phrase,
    Prefix,
    Query,
    Require,
    Term,
)

from searchnews.engines import create_engine
from searchnews.engines.base import Document, FieldTerms, Searcher
from searchnews.engines.whoosh import WhooshEngine
from searchnews.engines.whoosh.contents import Folder
from searchnews.engines.whoosh.writing import WhooshWriter
from tests.engines.documents import COLUMNS, FIELDS
from tests.engines.stock import StockIndex

WORDS = ["سلام", "سلم", "وزير", "وزارة", "a", "\ud800", "لبنان"]
BOOSTS = st.sampled_from([0.25, 1.0, 3.0])
texts = st.lists(st.sampled_from(WORDS), max_size=40)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    made = []
    for number in range(draw(st.integers(1, 30))):
        words = draw(texts)
        steps = draw(st.lists(st.sampled_from([0, 1, 1, 1, 5, 70_000]), min_size=len(words), max_size=len(words)))
        places = [sum(steps[: at + 1]) for at in range(len(words))]
        fields = {"body": FieldTerms(words, places), "title": FieldTerms(draw(texts))}
        made.append(Document(str(number % 25), fields, {}, b""))
    return made


fields = st.sampled_from(["body", "title"])
leaves = st.one_of(
    st.builds(Term, fields, st.sampled_from([*WORDS, "لاشيء"]), boost=BOOSTS),
    st.builds(
        Phrase,
        st.just("body"),
        st.lists(st.sampled_from(WORDS), min_size=2, max_size=4),
        slop=st.integers(1, 4),
        boost=BOOSTS,
    ),
    st.builds(Prefix, fields, st.sampled_from(["س", "وز", "x"]), boost=BOOSTS, constantscore=st.booleans()),
    st.builds(Every, st.sampled_from([None, "body"]), boost=BOOSTS),
    st.just(NullQuery),
)


def _grow(children: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(children, min_size=1, max_size=4)
    return st.one_of(
        st.builds(And, several, boost=BOOSTS),
        st.builds(Or, several, boost=BOOSTS),
        st.builds(DisjunctionMax, several, boost=BOOSTS),
        st.builds(Not, children),
        st.builds(AndNot, children, children),
        st.builds(AndMaybe, children, children),
        st.builds(Require, children, children),
        st.builds(ConstantScoreQuery, children, BOOSTS),
    )


queries = st.recursive(leaves, _grow, max_leaves=8)


def answers(searcher: Searcher, query: Query) -> tuple[int, list[tuple[str, float]]]:
    found = searcher.search(query, limit=1000)
    return found.total, [(searcher.id_of(match.doc), match.score) for match in found.top]


def assert_same(found: list[tuple[str, float]], expected: list[tuple[str, float]]) -> None:
    assert dict(found) == pytest.approx(dict(expected), abs=1e-9)
    # Sums in another order may differ in the last bit, and swap documents that are all but tied.
    for (_, mine), (_, theirs) in zip(found, expected, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.lists(queries, min_size=1, max_size=6), st.sampled_from([1, 5_000, 1 << 30]))
def test_both_engines_give_the_same_answers(made: list[Document], asked: list[Query], memory_bytes: int):
    made = list({document.id: document for document in made}.values())
    memory = create_engine("memory", None, FIELDS, COLUMNS)
    with tempfile.TemporaryDirectory() as path:
        create_engine("whoosh", path, FIELDS, COLUMNS)
        with WhooshWriter(Folder(path), memory=memory_bytes) as ours, memory.writer() as theirs:
            for document in made:
                ours.put(document)
                theirs.put(document)
        with WhooshEngine(path).searcher() as embedded, memory.searcher() as plain:
            for query in asked:
                total, found = answers(embedded, query)
                expected_total, expected = answers(plain, query)
                assert total == expected_total
                assert_same(found, expected)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(documents(), max_size=5), st.lists(st.integers(0, 25)), st.lists(queries, min_size=1, max_size=4))
def test_both_engines_match_the_same_after_any_history(
    loads: list[list[Document]], gone: list[int], asked: list[Query]
):
    memory = create_engine("memory", None, FIELDS, COLUMNS)
    with tempfile.TemporaryDirectory() as path:
        embedded = create_engine("whoosh", path, FIELDS, COLUMNS)
        for load in loads:
            for engine in (embedded, memory):
                with engine.writer() as writer:
                    for document in load:
                        writer.put(document)
                    for number in gone:
                        writer.delete(str(number))
        with embedded.searcher() as found, memory.searcher() as expected:
            for query in asked:
                # Scores may differ until deleted documents are dropped; what matches may not.
                assert {id for id, _ in answers(found, query)[1]} == {id for id, _ in answers(expected, query)[1]}
                assert answers(found, query)[0] == answers(expected, query)[0]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.lists(queries, min_size=1, max_size=6), st.sampled_from([1, 1 << 30]))
def test_whoosh_itself_gives_the_same_answers(made: list[Document], asked: list[Query], memory_bytes: int):
    made = list({document.id: document for document in made}.values())
    with tempfile.TemporaryDirectory() as path:
        create_engine("whoosh", path, FIELDS, COLUMNS)
        with WhooshWriter(Folder(path), memory=memory_bytes) as writer:
            for document in made:
                writer.put(document)
        with WhooshEngine(path).searcher() as ours:
            stock = StockIndex(made)
            for query in asked:
                expected = stock.answers(query)
                total, found = answers(ours, query)
                assert total == len(expected)
                assert_same(found, expected)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.lists(queries, min_size=1, max_size=4))
def test_whooshs_matchers_over_our_columns_give_the_same_answers(made: list[Document], asked: list[Query]):
    with tempfile.TemporaryDirectory() as path:
        engine = create_engine("whoosh", path, FIELDS, COLUMNS)
        with engine.writer() as writer:
            for document in made:
                writer.put(document)
        with WhooshEngine(path).searcher() as searcher:
            for query in asked:
                for number, evaluator in enumerate(searcher._evaluators):
                    by_rule, by_matcher = evaluator.found(query), searcher._by_whoosh(query, number)
                    live = searcher.segments[number].live()
                    rule = dict(zip(by_rule.docs.tolist(), by_rule.scores.tolist(), strict=True))
                    matcher = dict(zip(by_matcher.docs.tolist(), by_matcher.scores.tolist(), strict=True))
                    kept = {doc: score for doc, score in rule.items() if doc in live}
                    assert {d: s for d, s in matcher.items() if d in live} == pytest.approx(kept, abs=1e-9)
