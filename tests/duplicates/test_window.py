"""The window: a text joins the group of the text that it is most like, of the days around it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence

import numpy as np
import pytest

from searchnews.duplicates import UNDATED, Texts, Window
from searchnews.duplicates import window as window_module

RANDOM = np.random.default_rng(2)
TEXT, OTHER = RANDOM.integers(0, 64, (2, 64), dtype=np.uint8)


def like(row: np.ndarray, agreeing: int) -> np.ndarray:
    """Give a signature that agrees in so many of its numbers."""
    changed = row.copy()
    changed[agreeing:] = (changed[agreeing:] + 1) % 64
    return changed


def texts(
    rows: Sequence[np.ndarray], *, days: int | Sequence[int] = 700_000, sources: object = 0, first: int = 1
) -> Texts:
    size = len(rows)
    wide = [np.broadcast_to(np.array(values), (size,)).astype(np.int64) for values in (days, sources)]
    numbers = np.arange(first, first + size).astype(np.uint64)
    return Texts(np.array(rows), wide[0], wide[1].astype(np.uint64), numbers, numbers)


def test_the_same_text_joins_and_another_does_not():
    assert Window().place(texts([TEXT, OTHER, TEXT, TEXT])).tolist() == [1, 2, 1, 1]


def test_it_is_the_same_whether_texts_come_together_or_one_by_one():
    rows = [like(row, agreeing) for agreeing in (64, 60, 50, 40) for row in (TEXT, OTHER)]
    one_by_one = Window()
    apart = [one_by_one.place(texts([row], first=at))[0] for at, row in enumerate(rows, 1)]
    assert Window().place(texts(rows)).tolist() == apart


@pytest.mark.parametrize(
    ("agreeing", "sources", "joined"), [(34, (0, 1), True), (29, (0, 1), False), (50, (0, 0), False)]
)
def test_a_paper_has_to_repeat_itself_more_closely_than_others(agreeing: int, sources: tuple[int, int], joined: bool):
    groups = Window().place(texts([TEXT, like(TEXT, agreeing)], sources=sources))
    assert (groups[0] == groups[1]) == joined


@pytest.mark.parametrize(("days", "joined"), [((9, 9), True), ((9, 11), True), ((11, 9), True), ((9, 12), False)])
def test_only_days_that_are_near_count(days: tuple[int, int], joined: bool):
    groups = Window().place(texts([TEXT, TEXT], days=days))
    assert (groups[0] == groups[1]) == joined


def test_the_undated_are_compared_among_themselves():
    assert Window().place(texts([TEXT, TEXT, TEXT], days=[UNDATED, 700_000, UNDATED])).tolist() == [1, 2, 1]


def test_a_chain_of_reprints_is_one_group():
    days = [700_000 + step for step in range(0, 20, 2)]
    assert set(Window().place(texts([TEXT] * 10, days=days)).tolist()) == {1}


def chain(*steps: int) -> list[np.ndarray]:
    """Give signatures that each differ from the one before in so many further numbers."""
    rows, at = [TEXT], 64
    for step in steps:
        changed = rows[-1].copy()
        changed[at - step : at] = (changed[at - step : at] + 1) % 64
        rows.append(changed)
        at -= step
    return rows


def test_what_is_like_the_last_of_a_group_but_not_like_its_first_begins_another():
    rows = chain(15, 15, 15, 15)
    assert Window().place(texts(rows, sources=range(5))).tolist() == [1, 1, 1, 4, 4]


def test_days_after_the_first_of_a_group_a_text_has_to_be_closer_to_it():
    rows = chain(8, 8, 8)
    assert Window().place(texts(rows, sources=range(4))).tolist() == [1, 1, 1, 1]
    days = [700_000, 700_001, 700_002, 700_004]
    assert Window().place(texts(rows, sources=range(4), days=days)).tolist() == [1, 1, 1, 4]


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
def test_the_first_of_a_group_counts_as_well_if_it_was_remembered(order: slice):
    begun = texts(chain(15, 15), sources=range(3))
    known = Window()
    known.remember(Texts(*(values[order] for values in begun._replace(groups=np.ones(3, np.uint64)))))
    assert known.place(texts(chain(15, 15, 15)[-1:], first=9, sources=9)).tolist() == [9]


def test_of_a_group_whose_first_is_gone_the_next_stands_for_it():
    begun = texts(chain(15, 15), sources=range(3))._replace(groups=np.ones(3, np.uint64))
    known = Window()
    known.remember(Texts(*(values[1:] for values in begun)))
    assert known.place(texts(chain(15, 15, 15)[-1:], first=9, sources=9)).tolist() == [1]


def test_the_likest_of_several_is_joined():
    begun = texts([like(TEXT, 40), TEXT[::-1].copy(), like(TEXT, 62)], sources=[1, 2, 3])
    known = Window()
    numbers = np.array([7, 8, 9], np.uint64)
    known.remember(begun._replace(groups=numbers, own=numbers))
    assert known.place(texts([TEXT], first=1)).tolist() == [9]


def test_a_text_that_came_long_before_is_found_when_the_tables_have_grown():
    known = Window()
    known.place(texts([TEXT]))
    for at in range(10, 20_010, 1000):
        known.place(texts(list(RANDOM.integers(0, 64, (1000, 64), dtype=np.uint8)), first=at))
    assert known.place(texts([TEXT], first=90_000)).tolist() == [1]


def test_the_oldest_make_room_for_the_newest(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(window_module, "MOST", 1 << 13)
    known = Window()
    for at in range(1, 20_001, 1000):
        known.place(texts(list(RANDOM.integers(0, 64, (1000, 64), dtype=np.uint8)), first=at))
    known.place(texts([TEXT], first=50_000))
    assert len(known._texts.rows) == 1 << 13
    assert known.place(texts([TEXT], first=60_000)).tolist() == [50_000]


def test_remembering_many_texts_takes_little_more_memory_than_they_do():
    rows = RANDOM.integers(0, 64, (40_000, 64), dtype=np.uint8)
    many, window = texts(rows), Window()
    tracemalloc.start()
    try:
        window.remember(many)
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - kept < 20 << 20  # 50 MB if all were noted at once
    assert window.place(texts([rows[0], rows[-1]], first=50_000)).tolist() == [1, 40_000]
