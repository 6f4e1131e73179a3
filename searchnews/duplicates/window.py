"""The texts of some days, and the group that a new one belongs to.

A text joins the group of the text before it that it has most in common with; a text that is like none begins a group.
Two texts are alike that are not more than `DAYS` apart and share a certain part of their pairs of words: `ALIKE`
where they are of two sources, `SAME_SOURCE` where they are of one, for a paper repeats the background of a story in
each report of it, and the wording of its notices in each of these. A group is a chain of reprints, so its members may
be further apart in time than two that are alike; but notices in a set form (weather, obituaries) are chains too, each
like the one of the day before. So what joins a group has to be like its first text, too: they share `LIKE_FIRST` of
their pairs, or `LIKE_FIRST_LATER` where they are more than `DAYS` apart.

Which texts to compare is told by bands: 21 runs of 3 numbers of a signature. Two texts that share half of their pairs
agree in one of them with a probability of 0.95, with 0.7 of 0.9998 (Leskovec, Rajaraman, Ullman: "Mining of Massive
Datasets", chapter 3). Each band is a table that knows, for each value it may have, the last text that had it in a
stretch of days; two values may share a place, since what is found is compared before it counts. Memory is bounded:
after `MOST` texts each new one takes the place of the oldest.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from searchnews.duplicates.signatures import BINS, Array

__all__ = ["ALIKE", "DAYS", "SAME_SOURCE", "UNDATED", "Texts", "Window"]

DAYS: Final = 2
"""Of pairs of two sources that share more than half, nine in ten are of the same or the next two days; most of the
others are notices in a set form: congratulations, forecasts, prices."""

ALIKE: Final = 0.5
SAME_SOURCE: Final = 0.85
"""Chosen, as the days are, on 200 pairs that were read: benchmarks/duplicates."""

LIKE_FIRST: Final = 0.45
LIKE_FIRST_LATER: Final = 0.7
"""On the same pairs of saudi-news: a precision of 0.933 without, 0.963 with these, and a recall of 0.757 either way.
With 0.5 for the first, and with more where both are of one source, recall falls by 0.002."""

UNDATED: Final = -(1 << 30)
"""The day of a text whose day is not known: it is compared with others of that kind."""

MOST: Final = 1 << 20

_ROWS: Final = 3
_BANDS: Final = BINS // _ROWS
_FIRST_ROOM: Final = 1 << 13
_AT_ONCE: Final = 1 << 13
"""Texts that are noted together, however many there are: their places take about a kilobyte each."""

_PLACES: Final = np.array([1 << 12, 1 << 6, 1], np.uint64)
_SPREADING: Final = np.uint64(0x9E37_79B9_7F4A_7C15)
_NEIGHBOURS: Final = np.array([-1, 0, 1])


def _shared_at(part: float) -> int:
    """Give how many numbers two signatures share whose texts share this part: some agree by chance."""
    return round((part * (1 - 1 / BINS) + 1 / BINS) * BINS)


class Texts(NamedTuple):
    """Some texts: a row of each one's signature, its day, its source as a number, the number of its group, and its own.

    A group has the number of its first text.
    """

    rows: Array
    days: Array
    sources: Array
    groups: Array
    own: Array

    @classmethod
    def room(cls, size: int) -> Texts:
        """Make room for so many."""
        whole = np.zeros(size, np.int64)
        numbers = (whole.astype(np.uint64) for _ in range(3))
        return cls(np.zeros((size, BINS), np.uint8), whole, *numbers)

    def put(self, at: Array | slice, texts: Texts) -> None:
        """Write texts into places of these."""
        for mine, theirs in zip(self, texts, strict=True):
            mine[at] = theirs


class Window:
    """Remembers texts with their groups. Not for several threads at once."""

    def __init__(self) -> None:
        self._texts = Texts.room(_FIRST_ROOM)
        self._firsts = np.zeros(_FIRST_ROOM, np.int64)
        self._first_of: dict[int, int] = {}
        self._count = 0
        self._slots_each = 2 * _FIRST_ROOM
        self._tables = np.full(_BANDS * self._slots_each, -1, np.int32)

    def place(self, texts: Texts) -> Array:
        """Remember texts, in their order, and give the group of each: one that is there, or that which it came with."""
        numbers = self._keep(texts)
        probes = self._slots(texts.rows, texts.days // DAYS + _NEIGHBOURS[:, None])
        earlier = self._tables[probes]
        # Among texts that are given together, the first of a kind is found by all others.
        self._note(probes[1, ::-1], numbers[::-1])
        among = self._tables[probes]
        self._note(probes[1], numbers)
        self._join(*self._alike(np.concatenate([earlier, among]), numbers))
        groups: Array = self._texts.groups[numbers]
        return groups

    def remember(self, texts: Texts) -> None:
        """Remember texts whose groups are known; where the first of a group never comes, the next stands for it."""
        kept = []
        for first in range(0, len(texts.rows), _AT_ONCE):
            some = Texts(*(values[first : first + _AT_ONCE] for values in texts))
            kept.append(self._keep(some))
            self._note(self._slots(some.rows, some.days // DAYS), kept[-1])
        numbers = np.concatenate([np.zeros(0, np.int64), *kept])
        firsts_first = np.argsort(texts.groups != texts.own, kind="stable")
        for at in firsts_first.tolist():
            self._firsts[numbers[at]] = self._first_of.setdefault(int(texts.groups[at]), int(numbers[at]))

    def _join(self, texts: Array, others: Array) -> None:
        """Let each text join the group of the first of the `others` given with it whose first text it is like, too."""
        known, last = self._texts, -1
        for text, other in zip(texts.tolist(), others.tolist(), strict=True):
            first = int(self._firsts[other])
            if text != last and (first == other or self._is_like_first(text, other, first)):
                known.groups[text], self._firsts[text], last = known.groups[other], first, text

    def _is_like_first(self, text: int, other: int, first: int) -> bool:
        rows, days, _, groups, _ = self._texts
        if groups[first] != groups[other]:  # the first has made room for a newer one
            return True
        later = abs(days[first] - days[text]) > DAYS
        least = _shared_at(LIKE_FIRST_LATER if later else LIKE_FIRST)
        return int(np.count_nonzero(rows[first] == rows[text])) >= least

    def _note(self, slots: Array, numbers: Array) -> None:
        """Write texts into their slots; of two in one slot the last stands, as in an assignment to a flat array."""
        self._tables[slots.reshape(-1)] = np.repeat(numbers, _BANDS)

    def _keep(self, texts: Texts) -> Array:
        """Give texts numbers, and keep what is known of them."""
        self._make_room(len(texts.rows))
        numbers = (self._count + np.arange(len(texts.rows))) % MOST
        self._texts.put(numbers, texts)
        self._firsts[numbers] = numbers
        self._count += len(numbers)
        return numbers

    def _make_room(self, more: int) -> None:
        size = len(self._texts.rows)
        if self._count + more <= size or size == MOST:
            return
        while size < min(self._count + more, MOST):
            size *= 4
        kept, self._texts = Texts(*(values[: self._count] for values in self._texts)), Texts.room(min(size, MOST))
        self._texts.put(slice(self._count), kept)
        self._firsts = np.concatenate(
            [self._firsts[: self._count], np.zeros(len(self._texts.rows) - self._count, np.int64)]
        )
        self._slots_each = min(2 * size, MOST)
        self._tables = np.full(_BANDS * self._slots_each, -1, np.int32)
        for first in range(0, self._count, _AT_ONCE):
            some = slice(first, min(first + _AT_ONCE, self._count))
            self._note(self._slots(kept.rows[some], kept.days[some] // DAYS), np.arange(some.start, some.stop))

    def _slots(self, rows: Array, stretches: Array) -> Array:
        """Give the place of each text in the table of each band, one after the other, for stretches of days."""
        runs = rows[:, : _BANDS * _ROWS].reshape(-1, _BANDS, _ROWS).astype(np.uint64)
        keys = runs @ _PLACES + (stretches.astype(np.uint64) << np.uint64(6 * _ROWS))[..., None]
        bits = np.uint64(65 - self._slots_each.bit_length())
        slots: Array = (keys * _SPREADING >> bits).astype(np.int64)
        slots += np.arange(_BANDS) * self._slots_each
        return slots

    def _alike(self, found: Array, numbers: Array) -> tuple[Array, Array]:
        """Give pairs of texts, each with one before it that it is like; those of a text in a row, the likest first.

        `found` are the numbers of texts that it may be like, -1 for none.
        """
        _, texts, _ = np.nonzero(found >= 0)
        others = found[found >= 0].astype(np.int64)
        age = (numbers[texts] - others) % MOST
        older = (age > 0) & (age < MOST - len(numbers))
        pairs = np.unique(texts[older] * MOST + others[older])
        texts, others = pairs // MOST, pairs % MOST
        own, known = numbers[texts], self._texts
        near = np.abs(known.days[others] - known.days[own]) <= DAYS
        shared = (known.rows[others] == known.rows[own]).sum(axis=1)
        least = np.where(known.sources[others] == known.sources[own], _shared_at(SAME_SOURCE), _shared_at(ALIKE))
        alike = near & (shared >= least)
        texts, others, shared = texts[alike], others[alike], shared[alike]
        order = np.lexsort((others, -shared, texts))
        return numbers[texts[order]], others[order]
