"""How many postings each term has, a byte each, says where those of each term stand."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.engines.whoosh.extents import RUN, Extents, extents_of, put_extents
from searchnews.engines.whoosh.sections import SectionReader, SectionWriter
from searchnews.errors import CorruptIndexError

COUNTS = st.lists(st.one_of(st.integers(1, 5), st.sampled_from([254, 255, 256, 70_000])), max_size=3 * RUN)


def extents_in(folder: Path, counts: list[int]):
    file = SectionWriter(str(folder / "extents"))
    put_extents(file, "f", np.array(counts, np.int64))
    file.finish({})
    return extents_of(SectionReader(str(folder / "extents")), "f")


@given(counts=COUNTS, first=st.integers(0, 3 * RUN))
def test_every_term_has_the_postings_after_those_of_the_one_before(tmp_path_factory, counts: list[int], first: int):
    extents = extents_in(tmp_path_factory.mktemp("extents"), counts)
    starts = np.cumsum([0, *counts]).tolist()
    assert [extents.extent(term) for term in range(len(counts))] == list(pairwise(starts))
    assert extents.starts(0, len(counts)).tolist() == starts
    first = min(first, len(counts))
    assert extents.starts(first, len(counts)).tolist() == starts[first:]
    assert extents.problem(len(counts), sum(counts)) == ""


def test_a_count_that_is_not_there_is_told_as_damage(tmp_path: Path):
    file = SectionWriter(str(tmp_path / "extents"))
    file.put("f/counts", b"\xff")
    for section, values in (("common_at", []), ("common", []), ("starts", [0, 300])):
        file.put(f"f/{section}", np.array(values, np.int64))
    file.finish({})
    extents = Extents(SectionReader(str(tmp_path / "extents")), "f")
    with pytest.raises(CorruptIndexError, match="a count that is not there"):
        extents.extent(0)
    assert extents.problem(1, 300) == "there are not as many counts as terms"
