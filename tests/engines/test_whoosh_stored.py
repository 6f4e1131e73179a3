"""What is stored comes back byte by byte, through dictionaries, deletions and merges."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import zstandard

from searchnews.engines.whoosh import stored
from searchnews.engines.whoosh.compressing import Compressing
from searchnews.engines.whoosh.sections import SectionReader, SectionWriter
from searchnews.engines.whoosh.stored import StoredReader, StoredWriter
from searchnews.errors import CorruptIndexError

WORDS = (
    *("وزير", "الخارجية", "أعلن", "اليوم", "محادثات", "السلام", "في", "جنيف", "بعد"),
    *("لقاء", "مع", "وفد", "الأمم", "المتحدة", "حول", "وقف", "إطلاق", "النار"),
)


def articles(count: int, seed: int = 1) -> list[bytes]:
    chosen = random.Random(seed)
    return [" ".join(chosen.choices(WORDS, k=chosen.randrange(20, 200))).encode("cp1256") for _ in range(count)]


def write(path: Path, *parts: object) -> StoredReader:
    """Write lists of documents, and what is kept (None: all) of the documents of readers."""
    file = SectionWriter(str(path))
    writer = StoredWriter(file)
    for part in parts:
        if isinstance(part, tuple):
            writer.copy(*part)
        else:
            writer.extend(part)  # type: ignore[arg-type]
    file.finish({"stored": writer.finish()})
    reader = SectionReader(str(path))
    return StoredReader(reader, reader.facts["stored"])


def all_of(reader: StoredReader) -> list[bytes]:
    return [reader[doc] for doc in range(len(reader))]


def dictionaries(reader: StoredReader) -> list[bool]:
    return [bool(dictionary) for _, _, dictionary in reader.spans()]


def test_few_documents_have_no_dictionary(tmp_path: Path):
    few = [b"", b"a", *articles(10)]
    reader = write(tmp_path / "few", few)
    assert all_of(reader) == few
    assert dictionaries(reader) == [False]
    assert list(reader.problems()) == []


def test_nothing_stored_is_nothing(tmp_path: Path):
    reader = write(tmp_path / "none", [])
    assert len(reader) == 0
    assert list(reader.problems()) == []


def test_many_documents_share_a_dictionary_that_makes_them_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    many = articles(1_500)
    reader = write(tmp_path / "with", many)
    assert all_of(reader) == many
    assert dictionaries(reader) == [True]
    monkeypatch.setattr(stored, "_LEAST_DICTIONARY_BYTES", 1 << 30)
    write(tmp_path / "without", many)
    assert (tmp_path / "with").stat().st_size < 0.9 * (tmp_path / "without").stat().st_size


def test_documents_behind_the_sample_use_its_dictionary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stored, "_SAMPLE_BYTES", 400_000)
    many = articles(1_500)
    reader = write(tmp_path / "many", many)
    assert all_of(reader) == many
    assert dictionaries(reader) == [True]


def test_documents_that_are_all_alike_need_no_dictionary(tmp_path: Path):
    alike = [b"a" * 400] * 2_000
    assert all_of(write(tmp_path / "alike", alike)) == alike


def test_copies_keep_their_dictionaries_and_leave_out_what_is_not_kept(tmp_path: Path):
    first, second = articles(1_500), articles(1_200, seed=2)
    readers = [write(tmp_path / "a", first), write(tmp_path / "b", second)]
    kept = np.array([n % 3 > 0 for n in range(len(second))])
    merged = write(tmp_path / "merged", (readers[0], None), [b"between"], (readers[1], kept))
    assert all_of(merged) == [*first, b"between", *(d for d, stays in zip(second, kept, strict=True) if stays)]
    assert dictionaries(merged) == [True, False, True]
    assert list(merged.problems()) == []


def test_many_small_segments_get_a_dictionary_when_they_are_merged(tmp_path: Path):
    many = articles(1_500)
    small = [write(tmp_path / str(at), many[at : at + 100]) for at in range(0, 1_500, 100)]
    assert not any(any(dictionaries(reader)) for reader in small)
    merged = write(tmp_path / "merged", *((reader, None) for reader in small))
    assert all_of(merged) == many
    assert dictionaries(merged) == [True]


def test_bytes_that_are_no_frame_are_damage_that_names_the_file(tmp_path: Path):
    file = SectionWriter(str(tmp_path / "bad"))
    file.put("stored", b"no frame at all")
    file.put("stored/ends", np.array([15]))
    file.put("stored/dictionaries", b"")
    file.finish({})
    reader = SectionReader(str(tmp_path / "bad"))
    for span in ([1, 0], [1, 7]):
        with pytest.raises(CorruptIndexError, match="bad"):
            StoredReader(reader, {"spans": [span], "dictionaries": []})[0]


def test_documents_that_are_all_empty_are_compressed():
    compressing = Compressing(zstandard.ZstdCompressor())
    compressing.extend([b"", b""])
    assert [zstandard.ZstdDecompressor().decompress(each) for each in compressing.finish()] == [b"", b""]
