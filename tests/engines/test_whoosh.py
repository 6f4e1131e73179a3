"""The engine of columns keeps the contract, in one segment and in many."""

from __future__ import annotations

from pathlib import Path

import pytest
from whoosh.query import Term

from searchnews.engines import create_engine, open_engine
from searchnews.engines.base import Engine
from searchnews.engines.whoosh import merging, writing
from tests.engines.contract import EngineContract, ids, put
from tests.engines.documents import COLUMNS, FIELDS, document

pytestmark = pytest.mark.usefixtures("either_way")


class TestWhooshEngine(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Engine:
        return create_engine("whoosh", str(tmp_path), FIELDS, COLUMNS)


class TestWhooshEngineOfManySegments(EngineContract):
    """A segment for each document, and merges of one term at a time."""

    @pytest.fixture
    def engine(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
        monkeypatch.setattr(writing, "DEFAULT_MEMORY", 1)
        monkeypatch.setattr(merging, "_CHUNK", 1)
        monkeypatch.setattr(merging, "_CHUNK_BYTES", 1)
        return create_engine("whoosh", str(tmp_path), FIELDS, COLUMNS)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return create_engine("whoosh", str(tmp_path), FIELDS, COLUMNS)


def test_memory_decides_how_many_segments_a_transaction_writes(engine: Engine):
    writer = engine.writer(memory=1)
    for number in range(5):
        writer.put(document(str(number), "سلام"))
    assert len(writer._new) == 5
    writer.commit()
    assert engine.stats("body")[:3] == (5, 1, 5)


def test_an_index_is_the_same_when_it_is_opened_again(engine: Engine, tmp_path: Path):
    put(engine, document("1", "سلام"))
    with open_engine("whoosh", str(tmp_path)).searcher() as searcher:
        assert ids(searcher, Term("body", "سلام")) == ["1"]


def test_optimizing_leaves_one_segment_without_deleted_documents(engine: Engine):
    for number in range(5):
        put(engine, document(str(number % 3), f"سلام w{number}"))
    engine.optimize()
    assert engine.stats("body").segments == 1
    with engine.searcher() as searcher:
        assert searcher.document_frequency("body", "سلام") == 3


def test_optimizing_what_is_one_segment_makes_no_commit(engine: Engine):
    put(engine, document("1", "سلام"))
    with engine.searcher() as searcher:
        engine.optimize()
        assert searcher.is_newest()


def test_optimizing_an_empty_index_makes_no_commit(engine: Engine):
    with engine.searcher() as searcher:
        engine.optimize()
        assert searcher.is_newest()
    assert engine.check() == []


def test_creating_over_an_index_empties_it_and_searchers_notice(engine: Engine, tmp_path: Path):
    put(engine, *(document(str(n), "سلام") for n in range(5)))
    with engine.searcher() as old:
        fresh = create_engine("whoosh", str(tmp_path), FIELDS, COLUMNS)
        assert not old.is_newest()
        assert len(ids(old)) == 5
        assert fresh.stats("body").documents == 0
    assert len(list(tmp_path.iterdir())) == 2
