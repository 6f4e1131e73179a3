"""Which segments are merged when."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.engines.whoosh.policy import MOST_SEGMENTS, choose
from searchnews.engines.whoosh.segment import SegmentEntry


def run(sizes: list[int]) -> tuple[int, int]:
    """Commit segments of these sizes; give the most segments after any commit, and the documents written."""
    entries: list[SegmentEntry] = []
    most = written = 0
    for number, size in enumerate(sizes):
        entries.append(SegmentEntry(f"new {number}", size))
        written += size
        while group := choose(entries):
            assert len(group) > 1
            size = sum(entry.live for entry in group)
            written += size
            entries = [entry for entry in entries if entry not in group]
            entries.append(SegmentEntry(f"merged {number} {len(entries)}", size))
        most = max(most, len(entries))
    assert sum(entry.live for entry in entries) == sum(sizes)
    return most, written


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.integers(1, 3), st.integers(1, 100_000)), max_size=400))
def test_segments_stay_few_and_are_written_few_times(sizes: list[int]):
    most, written = run(sizes)
    assert most <= MOST_SEGMENTS
    assert written <= 8 * sum(sizes)


def test_thousands_of_commits_of_one_document_are_written_eight_times_at_most():
    most, written = run([1] * 10_000)
    assert most <= MOST_SEGMENTS
    assert written <= 8.1 * 10_000


def test_a_large_segment_is_left_alone_by_small_commits():
    assert run([1_000_000] + [1] * 2_000)[1] < 1.1 * 1_002_000


def test_a_segment_that_lost_half_its_documents_is_written_anew():
    entries = [SegmentEntry("a", 10, deleted=5), SegmentEntry("b", 10, deleted=6)]
    assert choose(entries) == entries[1:]


def test_few_segments_are_left_alone():
    assert choose([SegmentEntry(str(n), n + 1) for n in range(MOST_SEGMENTS)]) == []
