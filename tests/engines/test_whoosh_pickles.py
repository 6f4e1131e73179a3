"""Nothing in an index is unpickled, and a folder of hostile pickles runs nothing."""

from __future__ import annotations

import _pickle
import pickle
from pathlib import Path

import pytest
from whoosh.query import SpanNear, Term, Wildcard

import searchnews
from searchnews.engines import create_engine, open_engine
from searchnews.errors import CorruptIndexError, IndexNotFoundError, SearchNewsError
from tests.engines.asking import answers
from tests.engines.contract import ids, put
from tests.engines.documents import COLUMNS, FIELDS, document


@pytest.fixture
def no_pickle(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was unpickled")

    for name in ("load", "loads", "Unpickler"):
        for module in (pickle, _pickle):
            monkeypatch.setattr(module, name, refuse)


@pytest.mark.usefixtures("no_pickle")
def test_writing_merging_checking_and_asking_unpickle_nothing(tmp_path: Path):
    engine = create_engine("whoosh", str(tmp_path), FIELDS, COLUMNS)
    for number in range(15):
        put(engine, document(str(number % 12), f"سلام وزير w{number}", hash="a"))
    engine = open_engine("whoosh", str(tmp_path))
    before = answers(engine)
    assert before["documents"]
    with engine.searcher() as searcher:
        near = SpanNear(Term("body", "سلام"), Term("body", "وزير"))
        assert len(ids(searcher, near)) == len(ids(searcher, Wildcard("body", "w*"))) == 12
    engine.optimize()
    assert engine.check() == []


@pytest.mark.usefixtures("no_pickle")
def test_an_index_is_made_filled_and_asked_without_unpickling(tmp_path: Path):
    with searchnews.create_index(tmp_path / "index", engine="whoosh") as index:
        index.add(searchnews.Article(id="1", title="السلام", text="محادثات السلام في جنيف"))
    with searchnews.open_index(tmp_path / "index") as index:
        assert index.search("سلام").total == 1


class _Hostile:
    def __init__(self, witness: Path) -> None:
        self.witness = witness

    def __reduce__(self) -> object:
        return Path.touch, (self.witness,)


STOCK_FILES = ("_MAIN_1.toc", "MAIN_1.toc", "MAIN_x.trm", "MAIN_x.pst", "MAIN_x.col", "MAIN_x.seg")
OUR_FILES = ("contents-1.json", "segment-0123456789abcdef.sn", "segment-0123456789abcdef.deleted-01234567")


@pytest.fixture
def witness(tmp_path: Path) -> Path:
    return tmp_path / "the code ran"


def _fill(folder: Path, names: tuple[str, ...], witness: Path) -> None:
    folder.mkdir()
    for name in names:
        folder.joinpath(name).write_bytes(pickle.dumps(_Hostile(witness)))


def test_the_hostile_pickle_is_hostile(witness: Path):
    pickle.loads(pickle.dumps(_Hostile(witness)))
    assert witness.exists()


def test_a_folder_of_pickles_named_like_whooshs_holds_no_index(tmp_path: Path, witness: Path):
    _fill(tmp_path / "index", STOCK_FILES, witness)
    with pytest.raises(IndexNotFoundError):
        open_engine("whoosh", str(tmp_path / "index"))
    with pytest.raises(SearchNewsError):
        searchnews.open_index(tmp_path / "index")
    assert not witness.exists()


def test_pickles_named_like_our_files_are_told_as_damage(tmp_path: Path, witness: Path):
    _fill(tmp_path / "index", OUR_FILES, witness)
    with pytest.raises(CorruptIndexError):
        open_engine("whoosh", str(tmp_path / "index"))
    assert not witness.exists()


@pytest.mark.parametrize("pattern", ["segment-*.sn", "segment-*.deleted-*", "contents-*.json"])
def test_a_file_replaced_by_a_pickle_is_told_as_damage(tmp_path: Path, witness: Path, pattern: str):
    engine = create_engine("whoosh", str(tmp_path / "index"), FIELDS, COLUMNS)
    put(engine, document("1", "سلام"), document("2", "سلام"))
    with engine.writer() as writer:
        writer.delete("1")
    next((tmp_path / "index").glob(pattern)).write_bytes(pickle.dumps(_Hostile(witness)))
    with pytest.raises(CorruptIndexError):
        engine.searcher()
    assert len(engine.check()) == 1
    assert not witness.exists()
