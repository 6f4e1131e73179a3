"""Damage is told, or nothing that was asked for is damaged: never another answer, never another error."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from searchnews.engines import create_engine, open_engine
from searchnews.engines.whoosh.contents import Folder
from searchnews.errors import CorruptIndexError, IncompatibleIndexError, IndexNotFoundError
from tests.engines.asking import answers
from tests.engines.contract import put
from tests.engines.documents import COLUMNS, FIELDS, document

TOLD = (CorruptIndexError, IndexNotFoundError, IncompatibleIndexError)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small index of three segments, two with deleted documents, one larger than a block of a checksum."""
    path = tmp_path_factory.mktemp("sound")
    engine = create_engine("whoosh", str(path), FIELDS, COLUMNS)
    for start, count in ((0, 300), (300, 20), (320, 5)):
        put(engine, *map(_document, range(start, start + count)))
    with engine.writer() as writer:
        for number in range(0, 325, 9):
            writer.delete(str(number))
    assert engine.stats("body").segments == 3
    assert max(file.stat().st_size for file in path.iterdir()) > 1 << 16
    assert engine.check() == []
    return path


def _document(number: int):
    words = f"سلام وزير w{number % 11} " * (number % 300 + 1)
    return document(str(number), words, f"w{number % 4}", hash=f"h{number}", source="واس")


def _files(path: Path) -> list[Path]:
    return sorted(file for file in path.iterdir() if file.stat().st_size)


def _flip(data: bytearray, chance: random.Random) -> bytearray:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def _truncate(data: bytearray, chance: random.Random) -> bytearray:
    return data[: chance.randrange(len(data))]


def _damage(sound: Path, place: Path, seed: int, harm: object) -> str:
    """Copy the index and harm one file of it; give that file's name."""
    chance = random.Random(seed)
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(sound, place)
    # A file is as likely as any other, whatever its size: small ones matter more.
    file = chance.choice(_files(place))
    file.write_bytes(harm(bytearray(file.read_bytes()), chance))
    return file.name


def _check_harmless_or_told(sound: Path, place: Path, seeds: range, harm: object) -> None:
    expected = answers(open_engine("whoosh", str(sound)))
    for seed in seeds:
        name = _damage(sound, place, seed, harm)
        told = _asked(place, expected)
        assert told is None or name in told, (seed, name, told)


def _asked(place: Path, expected: dict[str, object]) -> str | None:
    """Check a damaged index and ask it for everything; give what was told of the damage if that was refused."""
    try:
        engine = open_engine("whoosh", str(place))
        problems = engine.check()
        assert problems
        assert answers(engine) == expected
    except TOLD as error:
        return str(error)
    return "\n".join(problems)


def test_bits_flipped_anywhere_are_told_or_harmless(sound: Path, tmp_path: Path):
    _check_harmless_or_told(sound, tmp_path / "copy", range(150), _flip)


def test_files_cut_short_are_told(sound: Path, tmp_path: Path):
    _check_harmless_or_told(sound, tmp_path / "copy", range(50), _truncate)


@pytest.mark.soak
def test_bits_flipped_anywhere_are_told_or_harmless_a_thousand_times(sound: Path, tmp_path: Path):
    _check_harmless_or_told(sound, tmp_path / "copy", range(1_000, 2_000), _flip)


@pytest.mark.soak
def test_files_cut_short_are_told_two_hundred_times(sound: Path, tmp_path: Path):
    _check_harmless_or_told(sound, tmp_path / "copy", range(1_000, 1_200), _truncate)


@pytest.mark.parametrize("pattern", ["segment-*.sn", "segment-*.deleted-*"])
def test_a_missing_file_is_told_by_name(sound: Path, tmp_path: Path, pattern: str):
    place = tmp_path / "copy"
    shutil.copytree(sound, place)
    file = next(place.glob(pattern))
    file.unlink()
    engine = open_engine("whoosh", str(place))
    for use in (engine.searcher, engine.writer):
        with pytest.raises(CorruptIndexError, match="is missing") as told:
            use()
        assert told.value.path == str(file)
    assert [file.name in problem for problem in engine.check()] == [True]


def test_a_writer_does_not_merge_damage_away(sound: Path, tmp_path: Path):
    place = tmp_path / "copy"
    shutil.copytree(sound, place)
    file = max(place.glob("segment-*.sn"), key=lambda file: file.stat().st_size)
    data = bytearray(file.read_bytes())
    data[100] ^= 1
    file.write_bytes(data)
    engine = open_engine("whoosh", str(place))
    with pytest.raises(CorruptIndexError, match=file.name):
        engine.optimize()
    assert len(Folder(str(place)).read().segments) == 3


def test_segments_that_changed_places_are_told(sound: Path, tmp_path: Path):
    place = tmp_path / "copy"
    shutil.copytree(sound, place)
    first, second, *_ = place.glob("segment-*.sn")
    data = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(data)
    with pytest.raises(CorruptIndexError):
        open_engine("whoosh", str(place)).searcher()
