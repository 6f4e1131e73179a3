"""A merged segment is the one that would have been built of the same documents at once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchnews.engines import create_engine
from searchnews.engines.base import Engine
from searchnews.engines.documents import CodedTerms, Document, FieldTerms
from searchnews.engines.whoosh import merging
from searchnews.engines.whoosh.contents import Folder
from tests.engines.asking import answers
from tests.engines.contract import put
from tests.engines.documents import COLUMNS, FIELDS, document

WORDS = ["سلام", "وزير", "w3", "w7", "", "\ud800", "ab", "abc", "لبنان"]
SMALL = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    words = draw(st.lists(st.sampled_from(WORDS), max_size=12))
    repeats = draw(st.sampled_from([1, 1, 1, 300]))
    words = words * repeats
    steps = draw(st.lists(st.sampled_from([0, 1, 1, 5]), min_size=len(words), max_size=len(words)))
    far = draw(st.sampled_from([0, 0, 70_000]))
    places = [far + sum(steps[: at + 1]) for at in range(len(words))]
    fields = {
        "body": FieldTerms(words, places),
        "title": FieldTerms(draw(st.lists(st.sampled_from(WORDS), max_size=3))),
    }
    if draw(st.booleans()):
        del fields[draw(st.sampled_from(sorted(fields)))]
    columns = draw(st.dictionaries(st.sampled_from(COLUMNS), st.sampled_from(["", "a", "واس", "\ud800"])))
    return Document(draw(st.sampled_from("abcdefghij")), fields, columns, draw(st.binary(max_size=20)))


commits = st.lists(
    st.tuples(st.lists(documents(), max_size=6), st.lists(st.sampled_from("abcdefghij"), max_size=3)), max_size=6
)


def _sections(path: str) -> dict[str, object]:
    """Give every array of the one segment of an index."""
    _, segments = Folder(path).open()
    if not segments:
        return {}
    (segment,) = segments
    return {name: segment.file.checked(name).tolist() for name in segment.file._sections}


@SMALL
@given(commits, st.sampled_from([1, 7, 1 << 20]), st.booleans())
def test_merged_equals_built_at_once(history: list[tuple[list[Document], list[str]]], chunk: int, whole: bool):
    kept: dict[str, Document] = {}
    with (
        tempfile.TemporaryDirectory() as apart,
        tempfile.TemporaryDirectory() as at_once,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(merging, "_CHUNK", chunk)
        patch.setattr(merging, "_CHUNK_BYTES", chunk)
        merged = create_engine("whoosh", apart, FIELDS, COLUMNS)
        for made, gone in history:
            with merged.writer(memory=None if whole else 1) as writer:
                for each in made:
                    writer.put(each)
                    kept.pop(each.id, None)
                    kept[each.id] = each
                for id in gone:
                    assert writer.delete(id) == (kept.pop(id, None) is not None)
            assert merged.check() == []
        merged.optimize()
        built = create_engine("whoosh", at_once, FIELDS, COLUMNS)
        with merged.searcher() as searcher:
            order = [searcher.id_of(doc) for doc in searcher.documents()]
        assert sorted(order) == sorted(kept)
        put(built, *(kept[id] for id in order))
        assert merged.check() == built.check() == []
        found, expected = _sections(apart), _sections(at_once)
        # The bounds on impacts hold at another average length, if documents were deleted.
        assert {n: v for n, v in found.items() if "tops" not in n} == {
            n: v for n, v in expected.items() if "tops" not in n
        }
        assert answers(merged) == answers(built)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return create_engine("whoosh", str(tmp_path), FIELDS, COLUMNS)


def test_a_term_too_common_for_a_stretch_is_passed_on_in_pieces(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(merging, "_CHUNK", 50)
    for start in range(0, 300, 100):
        put(engine, *(document(str(n), "سلام " * (n % 400) + f"w{n % 9} وزير") for n in range(start, start + 100)))
    with engine.writer() as writer:
        for n in range(0, 300, 3):
            writer.delete(str(n))
    engine.optimize()
    assert engine.check() == []
    with engine.searcher() as searcher:
        assert searcher.document_frequency("body", "سلام") == 200
        assert searcher.document_frequency("body", "وزير") == 200


def test_a_term_of_deleted_documents_alone_is_gone(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    for chunk in (1, 1 << 20):
        monkeypatch.setattr(merging, "_CHUNK", chunk)
        put(engine, document("1", "سلام قديم"), document("2", "سلام"))
        put(engine, document("1", "سلام"))
        engine.optimize()
        with engine.searcher() as searcher:
            assert searcher.terms_with_prefix("body", "", limit=9) == ["سلام"]


def test_values_that_no_document_has_any_more_are_gone(engine: Engine, tmp_path: Path):
    put(engine, document("1", "سلام", source="قديم"), document("2", "سلام", source="جديد"))
    with engine.writer() as writer:
        writer.delete("1")
    engine.optimize()
    _, (segment,) = Folder(str(tmp_path)).open()
    column = segment.column("source")
    assert column is not None
    assert [value.decode() for value in column.values.all()] == ["جديد"]


def test_documents_keep_their_order_within_what_is_merged(engine: Engine):
    for number in range(5):
        put(engine, document(str(number), "سلام"))
    engine.optimize()
    with engine.searcher() as searcher:
        assert [searcher.id_of(doc) for doc in searcher.documents()] == list("01234")


def test_terms_may_come_as_numbers_in_several_vocabularies_and_as_words(engine: Engine):
    import numpy as np

    first, second = ["سلام", "وزير", "unused"], ["وزير", "سلام", "لبنان"]
    bodies = [
        CodedTerms(np.array([0, 1, 0]), first),
        CodedTerms(np.array([0, 2]), second),
        ["لبنان", "سلام"],
        CodedTerms(np.array([1]), first),
    ]
    with engine.writer() as writer:
        for number, terms in enumerate(bodies):
            writer.put(Document(str(number), {"title": FieldTerms(terms)}, {}, b""))
    with engine.searcher() as searcher:
        counts = {term: searcher.document_frequency("title", term) for term in ("سلام", "وزير", "لبنان")}
        assert counts == {"سلام": 2, "وزير": 3, "لبنان": 2}
        assert searcher.terms_with_prefix("title", "", limit=9) == sorted(counts)
    assert engine.check() == []
