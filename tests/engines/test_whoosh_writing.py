"""A transaction is whole: what is refused, deleted or put twice leaves neither traces nor files."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchnews.engines import create_engine
from searchnews.engines.base import Engine
from searchnews.engines.documents import Document, FieldTerms
from searchnews.errors import IndexLockedError
from tests.engines.contract import put
from tests.engines.documents import COLUMNS, FIELDS, document

BAD = Document("bad", {"nosuch": FieldTerms(["سلام"])}, {}, b"")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return create_engine("whoosh", str(tmp_path), FIELDS, COLUMNS)


def names(path: Path) -> set[str]:
    return {file.name for file in path.iterdir()}


def test_a_transaction_of_refused_documents_leaves_no_file(engine: Engine, tmp_path: Path):
    before = names(tmp_path)
    with engine.writer() as writer, pytest.raises(ValueError, match="no field"):
        writer.put(BAD)
    assert names(tmp_path) == before


def test_a_deletion_beside_a_refused_document_is_committed(engine: Engine):
    put(engine, document("1", "سلام"), document("2", "سلام"))
    with engine.writer() as writer:
        with pytest.raises(ValueError, match="no field"):
            writer.put(BAD)
        writer.delete("1")
    assert engine.stats("body").documents == 1
    assert engine.check() == []


def test_a_transaction_whose_documents_are_all_deleted_again_writes_no_segment(engine: Engine, tmp_path: Path):
    with engine.writer() as writer:
        writer.put(document("1", "سلام"))
        writer.delete("1")
    assert engine.stats("body")[:5:4] == (0, 0)
    assert not list(tmp_path.glob("segment-*"))


def test_the_last_document_of_an_id_stands_over_segments_of_one_transaction(engine: Engine):
    with engine.writer(memory=1) as writer:
        for number in range(30):
            writer.put(document(str(number % 7), f"سلام {number}", hash=str(number)))
            assert writer.pending(str(number % 7), "hash") == str(number)
        assert writer.delete("6")
        assert writer.pending("6", "hash") is None
    with engine.searcher() as searcher:
        found = {searcher.id_of(doc): searcher.column(doc, "hash") for doc in searcher.documents()}
    assert found == {"0": "28", "1": "29", "2": "23", "3": "24", "4": "25", "5": "26"}
    assert engine.check() == []


@pytest.mark.parametrize(("written", "left"), [(3, 4), (4, 2), (9, 2), (12, 1)])
def test_a_large_load_leaves_few_segments_and_those_before_it_alone(engine: Engine, written: int, left: int):
    with engine.writer() as writer:
        for number in range(10):
            writer.put(document(f"old {number}", "سلام"))
    with engine.writer(memory=1) as writer:  # a segment a document
        for number in range(written):
            writer.put(document(f"new {number}", "سلام وزير"))
    with engine.searcher() as searcher:
        assert [searcher.id_of(doc)[-1] for doc in searcher.documents()][10:] == [str(n % 10) for n in range(written)]
    stats = engine.stats("body")
    assert (stats.documents, stats.segments) == (10 + written, left)
    assert engine.check() == []


def test_deletions_of_one_segment_add_up_over_commits(engine: Engine, tmp_path: Path):
    put(engine, *(document(str(n), "سلام") for n in range(20)))
    for number in range(9):
        with engine.writer() as writer:
            assert writer.delete(str(number))
            assert not writer.delete(str(number))
        assert len(list(tmp_path.glob("*.deleted-*"))) == 1
        assert engine.stats("body").documents == 19 - number
        assert engine.check() == []


def test_a_segment_whose_documents_are_all_deleted_is_dropped(engine: Engine, tmp_path: Path):
    put(engine, document("1", "سلام"))
    with engine.writer() as writer:
        writer.delete("1")
    assert not list(tmp_path.glob("segment-*"))


def test_an_interrupt_while_a_document_is_taken_ends_the_transaction(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from searchnews.engines.whoosh.building import SegmentBuilder

    put(engine, document("1", "سلام"))
    before = names(tmp_path)
    writer = engine.writer()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SegmentBuilder, "add", interrupt)
        with pytest.raises(KeyboardInterrupt):
            writer.put(document("1", "وزير"))
    with pytest.raises(ValueError, match="ended"):
        writer.commit()
    assert names(tmp_path) == before
    assert engine.stats("body").documents == 1


def test_many_commits_leave_few_files(engine: Engine, tmp_path: Path):
    for number in range(60):
        put(engine, document(str(number), "سلام"))
    assert engine.stats("body").segments <= 10
    assert len(names(tmp_path)) <= 12


def test_a_transaction_that_never_ended_holds_the_lock_until_it_is_rolled_back(engine: Engine):
    writer = engine.writer()
    with pytest.raises(IndexLockedError):
        engine.optimize()
    writer.rollback()
    engine.optimize()
