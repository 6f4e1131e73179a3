"""Sorted strings of a segment, and columns of short values: one for each of its documents.

A value column holds its distinct values, sorted, and for each document the number of its value:

    =<column>/values, =<column>/ends, =<column>/codes
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from searchnews.engines.whoosh.sections import Array, SectionReader

__all__ = ["Strings", "StringsBetween", "ValueColumn"]


class Strings:
    """Sorted byte strings of a segment, found by bisection and checked as they are read."""

    def __init__(self, file: SectionReader, name: str, ends: str) -> None:
        self._file, self._name, self._ends_name = file, name, ends
        self._ends = file.array(ends)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, place: int) -> bytes:
        first = max(place - 1, 0)
        self._file.check(self._ends_name, first, place + 1)
        start = int(self._ends[place - 1]) if place else 0
        return self._file.bytes(self._name, start, int(self._ends[place]))

    @property
    def size(self) -> int:
        """The bytes of all strings."""
        return len(self._file.array(self._name))

    def lower_bound(self, key: bytes) -> int:
        """Give the place of the first string that is not less than `key`."""
        low, high = 0, len(self._ends)
        while low < high:
            middle = (low + high) // 2
            if self[middle] < key:
                low = middle + 1
            else:
                high = middle
        return low

    def holds(self, place: int, key: bytes) -> bool:
        """Tell whether `key` stands at a place, which may be the one after the last."""
        return place < len(self) and self[place] == key

    def end_of_prefix(self, prefix: bytes) -> int:
        """Give the place after the last string that begins with `prefix`."""
        while prefix and prefix[-1] == 0xFF:
            prefix = prefix[:-1]
        return self.lower_bound(prefix[:-1] + bytes([prefix[-1] + 1])) if prefix else len(self)

    def find(self, key: bytes) -> int:
        """Give the place of `key`; -1 where it is not there."""
        place = self.lower_bound(key)
        return place if place < len(self._ends) and self[place] == key else -1

    def stretch(self, first: int, last: int) -> list[bytes]:
        """Give strings `first` to `last`, at once."""
        if first >= last:
            return []
        before = max(first - 1, 0)
        self._file.check(self._ends_name, before, last)
        ends = self._ends[before:last].tolist() if first else [0, *self._ends[:last].tolist()]
        data = self._file.bytes(self._name, ends[0], ends[-1])
        return [data[start - ends[0] : end - ends[0]] for start, end in pairwise(ends)]

    def between(self, first: int, last: int) -> StringsBetween:
        """Give strings `first` to `last`, checked at once, to look many of them up; nothing is copied."""
        before = max(first - 1, 0)
        self._file.check(self._ends_name, before, last)
        ends = self._ends[before:last]
        if len(ends):
            self._file.check(self._name, int(ends[0]) if first else 0, int(ends[-1]))
        return StringsBetween(self._file.array(self._name).data, ends, 1 if first else 0)

    def weights(self) -> Array:
        """Give the bytes before each string, and of all."""
        return np.concatenate([np.zeros(1, np.int64), self._file.checked(self._ends_name).astype(np.int64)])

    def all(self) -> list[bytes]:
        """Give every string."""
        return self.stretch(0, len(self))


class StringsBetween:
    """Sorted strings in a row: ten times as fast to look up as in `Strings`, which checks each.

    `ends` has where each ends in `data`, and before these, if `skipped` is 1, where the first begins.
    """

    def __init__(self, data: memoryview, ends: Array, skipped: int) -> None:
        self._data, self._ends, self._skipped = data, ends, skipped

    def __len__(self) -> int:
        return max(len(self._ends) - self._skipped, 0)

    def __getitem__(self, place: int) -> bytes:
        end = place + self._skipped
        return self._data[int(self._ends[end - 1]) if end else 0 : int(self._ends[end])].tobytes()


class ValueColumn:
    """One short value for each document of a segment."""

    def __init__(self, file: SectionReader, name: str) -> None:
        self._file, self._codes_name = file, f"={name}/codes"
        self.values = Strings(file, f"={name}/values", f"={name}/ends")
        self._codes = file.array(self._codes_name)

    def __getitem__(self, doc: int) -> bytes:
        self._file.check(self._codes_name, doc, doc + 1)
        return self.values[int(self._codes[doc])]

    def codes(self) -> Array:
        """Give the number of each document's value among the sorted values."""
        return self._file.checked(self._codes_name)
