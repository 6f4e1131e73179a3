"""What a commit is, who may write, and which files are whose."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from searchnews.engines import create_engine, is_engine_file, open_engine
from searchnews.engines.base import Engine
from searchnews.engines.whoosh.contents import FORMAT, Contents, Folder, Lock, owns
from searchnews.engines.whoosh.segment import SegmentEntry
from searchnews.errors import CorruptIndexError, IndexFolderError, IndexLockedError, IndexNotFoundError
from tests.engines.contract import put
from tests.engines.documents import COLUMNS, FIELDS, document


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path)


@pytest.fixture
def engine(path: str) -> Engine:
    return create_engine("whoosh", path, FIELDS, COLUMNS)


def contents(**changes: object) -> Contents:
    segments = (SegmentEntry("segment-0123456789abcdef.sn", 3, 1, "segment-0123456789abcdef.deleted-01234567"),)
    return Contents(
        **{"generation": 1, "fields": FIELDS, "columns": COLUMNS, "segments": segments, "key": "k", **changes}
    )


def test_a_table_of_contents_comes_back_as_it_was():
    made = contents(columns=("hash", "مصدر"))
    assert Contents.unpack(made.pack(), path=Path("x")) == made


def test_every_changed_byte_of_a_table_of_contents_is_told():
    data = contents().pack()
    for at in range(len(data)):
        for bit in (0, 5):
            changed = bytearray(data)
            changed[at] ^= 1 << bit
            with pytest.raises(CorruptIndexError, match=r"contents-1\.json"):
                Contents.unpack(bytes(changed), path=Path("contents-1.json"))


@pytest.mark.parametrize(
    "entry",
    [
        SegmentEntry("../../etc/passwd", 1),
        SegmentEntry("/etc/passwd", 1),
        SegmentEntry("writer.lock", 1),
        SegmentEntry("segment-0123456789abcdef.sn\n", 1),
        SegmentEntry("segment-0123456789abcdef.sn", 1, 1, ".spool-/../../secret"),
        SegmentEntry("segment-0123456789abcdef.sn", 1, 1, ""),
    ],
)
def test_a_segment_outside_the_folder_is_refused(entry: SegmentEntry):
    with pytest.raises(CorruptIndexError, match="no name of a segment"):
        Contents.unpack(contents(segments=(entry,)).pack(), path=Path("x"))


@pytest.mark.parametrize("line", [b"", b"[]", b"3", b"[" * 100_000, b"{}", b'{"format": 1}'])
def test_another_file_in_its_place_is_told_as_damage(engine: Engine, path: str, line: bytes):
    (file,) = Path(path).glob("contents-*.json")
    line += b"\n"
    file.write_bytes(line + b"crc32 %08x\n" % zlib.crc32(line))
    with pytest.raises(CorruptIndexError, match=file.name):
        open_engine("whoosh", path)


def test_a_table_of_contents_is_lines_of_json_and_a_sum(engine: Engine, path: str):
    (file,) = Path(path).glob("contents-*.json")
    line, checksum, end = file.read_bytes().split(b"\n")
    assert json.loads(line)["format"] == FORMAT
    assert checksum == b"crc32 %08x" % zlib.crc32(line + b"\n")
    assert end == b""


def test_a_table_of_contents_under_another_name_is_told_as_damage(engine: Engine, path: str):
    (file,) = Path(path).glob("contents-*.json")
    file.rename(Path(path, "contents-7.json"))
    with pytest.raises(CorruptIndexError, match="another commit"):
        open_engine("whoosh", path)


def test_one_that_leads_nowhere_is_told_as_damage(engine: Engine, path: str):
    Path(path, "contents-9.json").symlink_to("nowhere")
    with pytest.raises(CorruptIndexError, match="contents-9"):
        open_engine("whoosh", path)


@pytest.mark.parametrize("place", ["nowhere", "file", ""])
def test_where_no_index_is_that_is_told(tmp_path: Path, place: str):
    (tmp_path / "file").touch()
    with pytest.raises(IndexNotFoundError, match="searchnews index"):
        Folder(str(tmp_path / place)).read()


def test_segments_that_no_table_of_contents_names_are_told_as_damage(tmp_path: Path):
    (tmp_path / "segment-0123456789abcdef.sn").touch()
    with pytest.raises(CorruptIndexError, match="lost its table of contents; build the index again"):
        Folder(str(tmp_path)).read()


def test_a_reader_overtaken_between_the_contents_and_the_segments_looks_again(
    engine: Engine, path: str, monkeypatch: pytest.MonkeyPatch
):
    put(engine, document("1", "قديم"))
    read, overtaken = Folder.read, []

    def slow_read(folder: Folder) -> Contents:
        found = read(folder)
        if len(overtaken) < 20:
            overtaken.append(found.generation)
            with monkeypatch.context() as patch:
                patch.setattr(Folder, "read", read)
                put(engine, document("1", f"جديد {len(overtaken)}"))
        return found

    monkeypatch.setattr(Folder, "read", slow_read)
    with engine.searcher() as searcher:
        assert searcher.stored(searcher.find("1") or 0).decode() == "جديد 20"
    assert engine.check() == []


def test_a_reader_overtaken_before_it_reads_the_contents_looks_again(
    engine: Engine, path: str, monkeypatch: pytest.MonkeyPatch
):
    newest, times = Folder.newest, []

    def slow_newest(folder: Folder) -> int:
        found = newest(folder)
        if len(times) < 3:
            times.append(found)
            with monkeypatch.context() as patch:
                patch.setattr(Folder, "newest", newest)
                put(engine, document(str(found), "سلام"))
        return found

    monkeypatch.setattr(Folder, "newest", slow_newest)
    with engine.searcher() as searcher:
        assert len(list(searcher.documents())) >= 2


def test_a_second_writer_is_refused_until_the_first_has_ended(engine: Engine, path: str):
    first = Lock(path)
    with pytest.raises(IndexLockedError, match="another writer"):
        Lock(path)
    first.release()
    Lock(path).release()


def test_a_writer_notices_that_another_index_took_the_place(engine: Engine, tmp_path: Path):
    place = tmp_path / "index"
    place.mkdir()
    old = create_engine("whoosh", str(place), FIELDS, COLUMNS)
    writer = old.writer()
    writer.put(document("1", "سلام"))
    place.rename(tmp_path / "old")
    place.mkdir()
    fresh = create_engine("whoosh", str(place), FIELDS, COLUMNS)
    with pytest.raises(IndexFolderError, match=r"put in its place|No such file"):
        writer.commit()
    assert fresh.stats("body").documents == 0
    assert fresh.check() == []


def test_what_dead_writers_left_is_removed_by_the_next(engine: Engine, tmp_path: Path):
    put(engine, document("1", "سلام"))
    before = {file.name for file in tmp_path.iterdir()}
    for name in (
        "contents-0.json",
        "contents-3.json.new",
        "segment-0123456789abcdef.sn",
        "segment-0123456789abcdef.deleted-01234567",
        ".spool-abc_12",
    ):
        (tmp_path / name).touch()
        assert owns(name)
        assert is_engine_file(name)
    (tmp_path / "README.md").touch()
    engine.writer().rollback()
    assert {file.name for file in tmp_path.iterdir()} == before | {"README.md"}


@pytest.mark.parametrize(
    "name", ["README.md", "segment-1.sn", "contents-.json", "my-contents-1.json", "searchnews.json"]
)
def test_files_of_others_are_not_ours(name: str):
    assert not owns(name)


def test_the_size_counts_our_files_only(engine: Engine, tmp_path: Path):
    before = engine.stats("body").bytes
    (tmp_path / "README.md").write_text("notes" * 1000)
    assert engine.stats("body").bytes == before
