"""`check` tells every invariant that does not hold, though all checksums are right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from searchnews.engines import create_engine
from searchnews.engines.base import Engine
from searchnews.engines.whoosh.contents import Folder
from searchnews.engines.whoosh.sections import Array, SectionReader, SectionWriter
from searchnews.errors import IncompatibleIndexError, IndexNotFoundError
from tests.engines.contract import put
from tests.engines.documents import COLUMNS, FIELDS, document


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = create_engine("whoosh", str(tmp_path), FIELDS, COLUMNS)
    words = ["سلام " * (n % 3 + 1) + f"وزير w{n % 7} " + "وزير " * (300 if n == 5 else 0) for n in range(300)]
    put(made, *(document(f"{n:03}", text, f"w{n % 4}", hash=f"h{n}") for n, text in enumerate(words)))
    return made


def rewrite(path: Path, changes: dict[str, Callable[[Array], Array]], facts: dict[str, object] | None = None) -> None:
    """Write the one segment of an index again, with other values in some sections and right sums."""
    (file,) = path.glob("segment-*.sn")
    reader = SectionReader(str(file))
    sections = {name: reader.checked(name).astype(np.int64) for name in reader._sections}
    file.unlink()
    writer = SectionWriter(str(file))
    for name, values in sections.items():
        writer.put(name, changes[name](values.copy()) if name in changes else values)
    writer.finish({**reader.facts, **(facts or {})})


def at(place: int, value: int) -> Callable[[Array], Array]:
    def change(values: Array) -> Array:
        values[place] = value
        return values

    return change


def swapped(first: int, second: int) -> Callable[[Array], Array]:
    def change(values: Array) -> Array:
        values[[first, second]] = values[[second, first]]
        return values

    return change


def shorter(values: Array) -> Array:
    return values[:-1]


def longer(values: Array) -> Array:
    return np.append(values, values[-1] + 1)


def test_a_segment_written_again_unchanged_is_sound(engine: Engine, tmp_path: Path):
    assert engine.check() == []
    rewrite(tmp_path, {})
    assert engine.check() == []


@pytest.mark.parametrize(
    ("section", "change", "told"),
    [
        ("body/terms", at(1, 0xFF), "field body: the strings are not sorted"),
        ("body/terms", at(0, 0xF1), "body/terms makes no sense"),
        ("body/heads", at(0, 10**6), "field body: the blocks of the strings do not add up"),
        ("body/heads", at(-1, 10**6), "body/terms makes no sense (not as many blocks as strings)"),
        ("body/heads", shorter, "field body: the blocks of the strings do not add up"),
        ("body/counts", at(1, 0), "field body: a term has no postings"),
        ("body/counts", at(1, 255), "field body: there are not as many counts as terms"),
        ("body/counts", shorter, "field body: there are not as many counts as terms"),
        ("body/starts", at(0, 1), "field body: the starts of the terms do not ascend"),
        ("body/starts", longer, "field body: there are not as many counts as terms"),
        ("body/gaps", at(0, 0x77), "field body: a posting has a document that is not there"),
        ("body/gap_kinds", at(0, 1), "field body: there are not as many gaps as postings"),
        ("body/gaps", longer, "field body: there are not as many gaps as postings"),
        ("body/gap_runs", at(1, 3), "field body: there are not as many gaps as postings"),
        ("body/gap_runs", shorter, "field body: there are not as many gaps as postings"),
        ("body/freqs", at(0, 0b01_01_01_01), "field body: the frequencies do not add up"),
        ("body/freqs", at(-1, 0xFF), "field body: there are not as many frequencies as postings"),
        ("body/freqs", shorter, "field body: there are not as many frequencies as postings"),
        ("body/more", at(-1, 3), "field body: a large frequency is a small one"),
        ("body/more", longer, "field body: there are not as many frequencies as postings"),
        ("body/more_runs", at(1, 7), "field body: there are not as many frequencies as postings"),
        ("body/wide", at(0, 3), "field body: the frequencies of 255 and more do not fit"),
        ("body/wide_at", at(0, 1), "field body: the frequencies of 255 and more do not fit"),
        ("body/lengths", at(0, 200), "field body: a document has another length than its terms"),
        ("body/lengths", shorter, "field body: not every document has a length"),
        ("body/tops", at(0, 0), "field body: a bound is below the impact of a posting"),
        ("body/tops", shorter, "field body: a bound is below the impact of a posting"),
        ("body/places", lambda values: values[::-1], "field body: the places of a term in a document do not ascend"),
        ("body/places", longer, "field body: the places of the terms do not add up"),
        ("body/places_high", at(0, 0xFF), "field body: the places that are far do not fit the others"),
        ("body/far", lambda values: np.append(values, 1), "field body: the places that are far do not fit the others"),
        ("body/place_runs", at(1, 0), "field body: the places of the terms do not add up"),
        ("title/freqs", at(0, 0b01_01_01_01), "field title: the frequencies do not add up"),
        ("=hash/codes", at(0, 10**6), "column hash: a document has a value that is not there"),
        ("=hash/codes", shorter, "column hash: a document has a value that is not there"),
        ("=hash/values", swapped(1, -1), "column hash: the strings are not sorted"),
        ("=hash/ends", shorter, "column hash: the ends of the strings do not add up"),
        ("=id/docs", swapped(0, 1), "an id leads to a document of another id"),
        ("=id/docs", at(0, 300), "an id leads to a document that is not there"),
        ("=id/docs", shorter, "not every id has its document"),
        ("stored/ends", swapped(3, 4), "the ends of the stored documents do not add up"),
        ("stored/ends", shorter, "not every stored document has its dictionary"),
        ("stored", shorter, "the ends of the stored documents do not add up"),
    ],
)
def test_what_does_not_hold_is_told(
    engine: Engine, tmp_path: Path, section: str, change: Callable[[Array], Array], told: str
):
    rewrite(tmp_path, {section: change})
    problems = engine.check()
    assert any(told in problem for problem in problems), problems
    assert all("segment-" in problem for problem in problems)


def test_two_live_documents_of_one_id_are_told(engine: Engine, tmp_path: Path):
    def drop_last(values: Array) -> Array:
        return values[:-1]

    changes = {
        "=id/codes": at(299, 298),
        "=id/docs": lambda values: np.append(values[:-2], 299),
        "=id/ends": drop_last,
        "=id/values": lambda values: values[:-3],
    }
    rewrite(tmp_path, changes)
    assert any("two documents have one id" in problem for problem in engine.check())


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"fields": {"body": {"total": 1, "average": 1.0}}}, "other fields than the index"),
        ({"columns": ["id", "other"]}, "other columns than the index"),
        ({"documents": 7}, "another number of documents"),
        ({"fields": 3}, "makes no sense"),
    ],
)
def test_a_header_that_does_not_fit_is_told(engine: Engine, tmp_path: Path, facts: dict[str, object], told: str):
    rewrite(tmp_path, {}, facts)
    assert any(told in problem for problem in engine.check())


def test_a_section_that_is_missing_is_told(engine: Engine, tmp_path: Path):
    (file,) = tmp_path.glob("segment-*.sn")
    reader = SectionReader(str(file))
    file.unlink()
    writer = SectionWriter(str(file))
    for name in reader._sections:
        if name != "body/tops":
            writer.put(name, reader.checked(name))
    writer.finish(reader.facts)
    assert any("lacks the section body/tops" in problem for problem in engine.check())


def test_a_wrong_count_of_deleted_documents_is_told(engine: Engine, tmp_path: Path):
    with engine.writer() as writer:
        writer.delete("000")
    folder = Folder(str(tmp_path))
    contents = folder.read()
    entry = contents.segments[0]
    wrong = type(entry)(entry.name, entry.documents, 2, entry.deletions)
    folder.publish(contents.fields, contents.columns, [wrong])
    assert any("another number of deleted documents" in problem for problem in engine.check())


def test_no_index_and_one_of_a_later_version_are_errors_and_no_damage(engine: Engine, tmp_path: Path):
    from searchnews.engines.whoosh import contents

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contents, "FORMAT", 99)
        Folder(str(tmp_path)).publish(FIELDS, COLUMNS, ())
    with pytest.raises(IncompatibleIndexError, match="has format 99"):
        engine.check()
    for file in tmp_path.glob("contents-*"):
        file.unlink()
    with pytest.raises(IndexNotFoundError):
        engine.check()
