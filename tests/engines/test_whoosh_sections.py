"""A file of named arrays gives back what was written, or says that it cannot."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.engines.whoosh.sections import BLOCK_BYTES, MAGIC, SectionReader, SectionWriter, smallest
from searchnews.errors import CorruptIndexError, IndexFolderError


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "file.sn")


def write(path: str, **sections: object) -> SectionReader:
    writer = SectionWriter(path)
    for name, values in sections.items():
        writer.put(name, values if isinstance(values, bytes) else np.array(values, np.uint64))
    writer.finish({"said": "سلام"})
    return SectionReader(path)


def test_sections_and_facts_come_back(path: str):
    reader = write(path, numbers=[1, 2, 300], text="سلام".encode(), none=[])
    assert reader.checked("numbers").tolist() == [1, 2, 300]
    assert reader.bytes("text", 0, 8).decode() == "سلام"
    assert reader.checked("none").tolist() == []
    assert reader.facts == {"said": "سلام"}
    assert "text" in reader
    assert "nosuch" not in reader


@given(st.lists(st.integers(0, 2**64 - 1), max_size=20))
def test_numbers_are_kept_in_the_narrowest_type(values: list[int]):
    packed = smallest(np.array(values, np.uint64))
    assert packed.tolist() == values
    top = max(values, default=0)
    assert packed.itemsize == next(width for width in (1, 2, 4, 8) if top < 1 << 8 * width)


def test_a_section_that_comes_in_pieces_is_one(path: str):
    writer = SectionWriter(path)
    writer.begin("long", "<u4")
    for start in range(0, 100_000, 999):
        writer.append(np.arange(start, min(start + 999, 100_000), dtype="<u4").data)
    writer.end("long")
    writer.finish({})
    assert SectionReader(path).checked("long").tolist() == list(range(100_000))


def test_only_the_blocks_that_are_read_are_checked(path: str):
    write(path, data=bytes(5 * BLOCK_BYTES))
    with Path(path).open("r+b") as file:
        file.seek(2 * BLOCK_BYTES + 5)
        file.write(b"x")
    reader = SectionReader(path)
    assert reader.bytes("data", 0, BLOCK_BYTES) == bytes(BLOCK_BYTES)
    with pytest.raises(CorruptIndexError, match="between byte 131,072 and 196,608") as told:
        reader.bytes("data", 2 * BLOCK_BYTES - 64, 2 * BLOCK_BYTES + 1)
    assert told.value.path == path
    assert reader.damaged_blocks() == ["is damaged between byte 131,072 and 196,608"]


def test_an_abandoned_file_is_gone(path: str):
    SectionWriter(path).abandon()
    assert not Path(path).exists()


def test_a_file_is_never_written_over(path: str):
    write(path)
    with pytest.raises(FileExistsError):
        SectionWriter(path)


@pytest.mark.parametrize("data", [b"", b"x", b"x" * 10_000, MAGIC * 100])
def test_another_file_is_told_as_damage(path: str, data: bytes):
    Path(path).write_bytes(data)
    with pytest.raises(CorruptIndexError, match="--rebuild"):
        SectionReader(path)


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path):
    with pytest.raises(IndexFolderError, match="cannot be read"):
        SectionReader(str(tmp_path))


def _forge(path: str, header: object, *, sums: bytes = b"\0\0\0\0", body: bytes = MAGIC) -> None:
    """Write a file whose sums are all right, with a header of somebody's making."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    at = len(body)
    tail = struct.pack("<QQII8s", at, at + len(sums), zlib.crc32(sums), zlib.crc32(text), MAGIC)
    Path(path).write_bytes(body + sums + text + tail + struct.pack("<I", zlib.crc32(tail)))


@pytest.mark.parametrize(
    "header",
    [
        b"[" * 100_000,
        b"\xff",
        [],
        {},
        {"facts": {}, "sections": [], "bytes": 8},
        {"facts": {}, "sections": {"a": [0, 8, "|O8"]}, "bytes": 8},
        {"facts": {}, "sections": {"a": [0, 8, "object"]}, "bytes": 8},
        {"facts": {}, "sections": {"a": [0, 8]}, "bytes": 8},
        {"facts": {}, "sections": {"a": [0, 10**9, "|u1"]}, "bytes": 8},
        {"facts": {}, "sections": {"a": [-8, 8, "|u1"]}, "bytes": 8},
        {"facts": {}, "sections": {"a": [0, 7, "<u4"]}, "bytes": 8},
        {"facts": {}, "sections": {"a": ["0", 8, "|u1"]}, "bytes": 8},
        {"facts": {}, "sections": {}, "bytes": 9},
    ],
)
def test_a_forged_header_is_told_as_damage(path: str, header: object):
    _forge(path, header)
    with pytest.raises(CorruptIndexError, match="makes no sense"):
        SectionReader(path)


def test_a_wrong_number_of_checksums_is_told_as_damage(path: str):
    _forge(path, {"facts": {}, "sections": {}, "bytes": 8}, sums=b"\0" * 8)
    with pytest.raises(CorruptIndexError, match="checksums"):
        SectionReader(path)
