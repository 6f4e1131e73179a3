"""Sorted strings of a segment are looked up by bisection, whatever part of them."""

from __future__ import annotations

from bisect import bisect_left
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
import pytest

from searchnews.engines.whoosh.sections import BLOCK_BYTES, SectionReader, SectionWriter
from searchnews.engines.whoosh.strings import Strings
from searchnews.errors import CorruptIndexError


def written(path: str, values: list[bytes]) -> Strings:
    writer = SectionWriter(path)
    writer.put("words", b"".join(values))
    writer.put("ends", np.cumsum([len(value) for value in values], dtype=np.uint64))
    writer.finish({})
    return Strings(SectionReader(path), "words", "ends")


def test_strings_between_two_places_are_those_of_all(tmp_path: Path):
    values = [word.encode() for word in ("", "حرب", "سلام", "سلامة", "كتاب")]
    strings = written(str(tmp_path / "file.sn"), values)
    for first, last in combinations_with_replacement(range(len(values) + 1), 2):
        between = strings.between(first, last)
        assert [between[place] for place in range(len(between))] == values[first:last]


def test_strings_between_two_places_are_found_by_bisection(tmp_path: Path):
    strings = written(str(tmp_path / "file.sn"), [b"a", b"b", b"d", b"e"])
    assert bisect_left(strings.between(1, 4), b"d") == 1


def test_a_damaged_part_of_the_strings_is_not_looked_into(tmp_path: Path):
    path = tmp_path / "file.sn"
    written(str(path), [b"%09d" % number for number in range(2 * BLOCK_BYTES // 9)])
    data = bytearray(path.read_bytes())
    data[BLOCK_BYTES + 100] ^= 1
    path.write_bytes(data)
    strings = Strings(SectionReader(str(path)), "words", "ends")
    assert strings.between(0, 10)[9] == b"000000009"
    with pytest.raises(CorruptIndexError):
        strings.between(0, len(strings))
