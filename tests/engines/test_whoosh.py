"""The embedded engine: the contract, and what is its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest
import whoosh.index
from whoosh.query import And, Every, Not, Or, Phrase, Term
from whoosh.scoring import BM25F

from searchnews.engines import create_engine, is_engine_file, open_engine
from searchnews.engines.base import Engine
from searchnews.engines.whoosh import merging
from searchnews.engines.whoosh.schema import build_schema
from searchnews.engines.whoosh.storage import Folder
from searchnews.engines.whoosh.writer import WhooshWriter
from searchnews.errors import CorruptIndexError, IndexFolderError, IndexLockedError, IndexNotFoundError
from tests.engines.contract import EngineContract, ids, put
from tests.engines.documents import COLUMNS, FIELDS, document

QUERIES = [
    Term("body", "سلام"),
    Or([Term("body", "سلام", boost=0.5), Term("title", "w3"), Term("body", "w7")]),
    And([Term("body", "وزير"), Not(Term("body", "w3"))]),
    Phrase("body", ["سلام", "وزير"]),
    Every(),
]


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path)


@pytest.fixture
def engine(path: str) -> Engine:
    return create_engine("whoosh", path, FIELDS, COLUMNS)


def many(count: int, start: int = 0):
    for n in range(start, start + count):
        yield document(str(n), f"سلام وزير w{n % 11} " * (n % 5 + 1), f"w{n % 4}", hash=f"h{n}", source="واس")


def names(path: str) -> set[str]:
    return {entry.name for entry in Path(path).iterdir()}


def everything(engine: Engine) -> list[object]:
    """Give all that can be asked of an index, by id."""
    with engine.searcher() as searcher:
        found = []
        for query in QUERIES:
            matches = searcher.search(query, limit=10_000)
            found.append({searcher.id_of(m.doc): pytest.approx(m.score, abs=1e-9) for m in matches.top})
        for doc in searcher.documents():
            values = (searcher.column(doc, "hash"), searcher.column(doc, "source"), searcher.stored(doc))
            found.append((searcher.id_of(doc), values))
        return found


class TestWhooshEngine(EngineContract):
    @pytest.fixture
    def engine(self, path: str) -> Engine:
        return create_engine("whoosh", path, FIELDS, COLUMNS)


class TestWhooshEngineOfManySegments(EngineContract):
    """Segments of at most a few tokens: everything happens over segments, and within one transaction."""

    @pytest.fixture
    def engine(self, path: str, monkeypatch: pytest.MonkeyPatch) -> Engine:
        defaults = WhooshWriter.__init__.__kwdefaults__
        monkeypatch.setitem(defaults, "max_tokens", 3)
        monkeypatch.setattr(merging, "TIER", 4)
        return create_engine("whoosh", path, FIELDS, COLUMNS)


def test_whoosh_itself_reads_the_index_and_finds_the_same(engine: Engine, path: str):
    put(engine, *many(300))
    with engine.searcher() as ours, whoosh.index.open_dir(path).searcher(weighting=BM25F()) as theirs:
        for query in QUERIES:
            expected = theirs.search(query, limit=None)
            found = ours.search(query, limit=1000)
            assert {m.doc: pytest.approx(m.score) for m in found.top} == {doc: score for score, doc in expected.top_n}


def test_the_index_equals_one_made_by_whooshs_own_writer(engine: Engine, tmp_path: Path):
    stock = tmp_path / "stock"
    stock.mkdir()
    theirs = whoosh.index.create_in(str(stock), build_schema(FIELDS, COLUMNS))
    writer = theirs.writer(compound=False)
    for each in many(300):
        writer.add_document(id=each.id, stored=each.stored.decode(), **each.fields, **each.columns)
    writer.commit()
    put(engine, *many(300))
    with theirs.reader() as expected, whoosh.index.open_dir(str(tmp_path)).reader() as found:
        assert list(found.all_terms()) == list(expected.all_terms())
        for field, term in expected.all_terms():
            ours, stock_info = found.term_info(field, term), expected.term_info(field, term)
            assert vars(ours) | {"_offset": 0} == vars(stock_info) | {"_offset": 0}
            a, b = found.postings(field, term), expected.postings(field, term)
            while b.is_active():
                assert (a.id(), a.weight(), a.value()) == (b.id(), b.weight(), b.value())
                a.next()
                b.next()
            assert not a.is_active()
        for name in ("body", "title"):
            assert found.field_length(name) == expected.field_length(name)
            assert [found.doc_field_length(d, name) for d in range(300)] == [
                expected.doc_field_length(d, name) for d in range(300)
            ]


def test_many_commits_end_up_in_few_segments(engine: Engine):
    for each in many(150):
        put(engine, each)
    stats = engine.stats("body")
    assert stats.documents == 150
    assert stats.segments <= 3 * merging.TIER


def test_merging_changes_no_score(path: str, tmp_path_factory: pytest.TempPathFactory):
    apart = create_engine("whoosh", path, FIELDS, COLUMNS)
    for at in range(0, 160, 10):
        put(apart, *many(10, at))
    at_once = create_engine("whoosh", str(tmp_path_factory.mktemp("whole")), FIELDS, COLUMNS)
    put(at_once, *many(160))
    assert apart.stats("body")[:3] == at_once.stats("body")[:3]
    assert sorted(everything(apart), key=repr) == sorted(everything(at_once), key=repr)


def test_a_segment_of_mostly_deleted_documents_is_written_anew(engine: Engine):
    put(engine, *many(100))
    with engine.writer() as writer:
        for n in range(60):
            writer.delete(str(n))
    with engine.searcher() as searcher:
        assert list(searcher.documents()) == list(range(40))
        assert searcher.document_frequency("body", "سلام") == 40
        assert sorted(ids(searcher)) == sorted(str(n) for n in range(60, 100))


def test_files_of_old_commits_are_removed(engine: Engine, path: str):
    for n in range(40):
        put(engine, document("1", f"سلام {n}"))
    files = [name for name in names(path) if name.endswith(".trm")]
    assert len(files) == 1
    assert sum(name.endswith(".toc") for name in names(path)) == 1


def test_files_of_a_transaction_that_never_ended_are_removed(engine: Engine, path: str):
    put(engine, document("1", "سلام"))
    before = names(path)
    lost = WhooshWriter(Folder(path), max_tokens=1)
    lost.put(document("2", "سلام"))
    lost._lock.release()  # what the death of its process does
    assert names(path) > before
    put(engine)
    assert names(path) == before
    lost._folder.close()


def _write_until_killed(path: str, ready: multiprocessing.synchronize.Event) -> None:
    writer = WhooshWriter(Folder(path), max_tokens=50)
    for each in many(100, 1000):
        writer.put(each)
    ready.set()
    signal.pause()


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
def test_a_killed_writer_leaves_the_last_commit_and_no_lock(engine: Engine, path: str):
    put(engine, *many(10))
    before = everything(engine)
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    child = context.Process(target=_write_until_killed, args=(path, ready))
    child.start()
    assert ready.wait(60)
    with pytest.raises(IndexLockedError):
        engine.writer()
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    assert everything(engine) == before
    put(engine, document("new", "سلام"))
    assert engine.stats("body").documents == 11


@pytest.mark.parametrize("step", ["_flush", "_merged"])
def test_a_commit_that_fails_leaves_the_last_one(engine: Engine, path: str, step: str, monkeypatch: pytest.MonkeyPatch):
    put(engine, *many(10))
    before, files = everything(engine), names(path)
    writer = engine.writer()
    writer.put(document("new", "سلام"))

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, step, fail)
    with pytest.raises(IndexFolderError, match="No space left"):
        writer.commit()
    assert everything(engine) == before
    assert names(path) - {"MAIN.tmp"} == files - {"MAIN.tmp"}
    put(engine, document("new", "سلام"))


def test_an_interrupt_in_the_middle_of_a_merge_leaves_the_last_commit(
    engine: Engine, path: str, monkeypatch: pytest.MonkeyPatch
):
    for at in range(merging.TIER - 1):
        put(engine, document(str(at), "سلام"))
    before = everything(engine)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(merging, "_copy_lists", interrupt)
        with pytest.raises(KeyboardInterrupt):
            put(engine, document("new", "سلام"))
    assert everything(engine) == before
    put(engine, document("new", "سلام"))
    assert engine.stats("body").documents == merging.TIER


def test_opening_a_folder_without_an_index_says_so(path: str):
    with pytest.raises(IndexNotFoundError, match="searchnews index"):
        open_engine("whoosh", path)


@pytest.mark.parametrize("damage", ["empty", "half", "noise"])
@pytest.mark.parametrize("suffix", [".toc", ".trm", ".pst", ".col"])
def test_damaged_files_are_told_as_damage_or_harmless(engine: Engine, path: str, suffix: str, damage: str):
    put(engine, *many(200))
    before = everything(engine)
    for file in Path(path).iterdir():
        if file.name.endswith(suffix):
            data = file.read_bytes()
            file.write_bytes({"empty": b"", "half": data[: len(data) // 2], "noise": b"\xff" * len(data)}[damage])
    problem = None
    try:
        found = everything(open_engine("whoosh", path))
    except CorruptIndexError as error:
        problem = error
    if problem is None:
        # Whoosh's format has no checksums: noise in columns is believed.
        assert found == before or suffix == ".col"
    else:
        assert path in str(problem)
        assert "--rebuild" in str(problem)
        assert problem.__cause__ is not None


def test_a_missing_file_is_told_as_damage(engine: Engine, path: str):
    put(engine, *many(5))
    next(Path(path).glob("*.pst")).unlink()
    with pytest.raises(CorruptIndexError):
        engine.searcher()


def test_an_unknown_engine_is_refused(path: str):
    with pytest.raises(ValueError, match="no engine is called"):
        open_engine("lucene", path)


def test_creating_over_an_index_empties_it_and_searchers_notice(engine: Engine, path: str):
    put(engine, *many(5))
    with engine.searcher() as old:
        fresh = create_engine("whoosh", path, FIELDS, COLUMNS)
        assert not old.is_newest()
        assert len(ids(old)) == 5
        assert fresh.stats("body").documents == 0
    assert all(is_engine_file(name) for name in names(path))
