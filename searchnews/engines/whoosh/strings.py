"""Sorted strings of a segment, and columns of short values: one for each of its documents.

A value column holds its distinct values, sorted, and for each document the number of its value:

    =<column>/values, =<column>/ends, =<column>/codes

The terms of a field are many and alike, and stand front-coded in blocks (`fronts`); those of format 1 stand plainly, as
values do:

    <field>/terms, <field>/heads        where each block begins, and the number of all terms
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from functools import cached_property
from itertools import pairwise

import numpy as np

from searchnews.engines.whoosh.fronts import (
    BLOCK,
    ESCAPE,
    HEAD_BYTES,
    head_of,
    narrow_strings,
    narrowed,
    strings_of,
    widened,
)
from searchnews.engines.whoosh.sections import Array, SectionReader
from searchnews.errors import CorruptIndexError

__all__ = ["Strings", "ValueColumn", "terms_of"]


def terms_of(file: SectionReader, field: str) -> Strings:
    """Give the terms of a field, in whichever form the segment has them."""
    plain = f"{field}/ends"
    return PlainStrings(file, f"{field}/terms", plain) if plain in file else BlockedStrings(file, field)


class Strings(ABC):
    """Sorted byte strings of a segment, found by bisection and checked as they are read."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def __getitem__(self, place: int) -> bytes: ...

    @abstractmethod
    def stretch(self, first: int, last: int) -> list[bytes]:
        """Give strings `first` to `last`, at once."""

    @abstractmethod
    def weights(self) -> Array:
        """Give about the bytes before each string, and of all."""

    @abstractmethod
    def problem(self) -> str:
        """Say what does not add up, if anything; what is in the strings is not looked at."""

    def lower_bound(self, key: bytes) -> int:
        """Give the place of the first string that is not less than `key`."""
        low, high = 0, len(self)
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
        return place if self.holds(place, key) else -1

    def all(self) -> list[bytes]:
        """Give every string."""
        return self.stretch(0, len(self))


class PlainStrings(Strings):
    """Strings one after the other, and where each ends."""

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

    def stretch(self, first: int, last: int) -> list[bytes]:
        """Give strings `first` to `last`, at once."""
        if first >= last:
            return []
        before = max(first - 1, 0)
        self._file.check(self._ends_name, before, last)
        ends = self._ends[before:last].tolist() if first else [0, *self._ends[:last].tolist()]
        data = self._file.bytes(self._name, ends[0], ends[-1])
        return [data[start - ends[0] : end - ends[0]] for start, end in pairwise(ends)]

    def weights(self) -> Array:
        """Give the bytes before each string, and of all."""
        return np.concatenate([np.zeros(1, np.int64), self._file.checked(self._ends_name).astype(np.int64)])

    def problem(self) -> str:
        """Say what does not add up, if anything; what is in the strings is not looked at."""
        weights = self.weights()
        ascends = (weights[:-1] <= weights[1:]).all() and weights[-1] == len(self._file.array(self._name))
        return "" if ascends else "the ends of the strings do not add up"


class BlockedStrings(Strings):
    """The terms of a field, front-coded: what is read of them is a block at a time, or its first string."""

    def __init__(self, file: SectionReader, field: str) -> None:
        self._file, self._name, self._heads_name = file, f"{field}/terms", f"{field}/heads"
        heads = file.array(self._heads_name)
        if not len(heads):
            raise self._nonsense("no number of strings")
        file.check(self._heads_name, len(heads) - 1, len(heads))
        self._heads, self._count = heads[:-1], int(heads[-1])
        self._size = len(file.array(self._name))
        if len(self._heads) != -(-self._count // BLOCK):
            raise self._nonsense("not as many blocks as strings")
        self._last: tuple[int, list[bytes]] = (-1, [])  # what was read last, for one string is seldom all

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int) -> bytes:
        if not 0 <= place < self._count:
            raise IndexError(place)
        return self._block(place // BLOCK)[place % BLOCK]

    def lower_bound(self, key: bytes) -> int:
        """Give the place of the first string that is not less than `key`."""
        block = self._block_of(key, narrowed(key))
        return block * BLOCK + bisect_left(self._block(block), key) if block >= 0 else 0

    def find(self, key: bytes) -> int:
        """Give the place of `key`; -1 where it is not there."""
        narrow = narrowed(key)
        block = self._block_of(key, narrow)
        if block < 0:
            return -1
        try:
            for place, string in enumerate(narrow_strings(self._data(block, block + 1)), block * BLOCK):
                if string == narrow:
                    return place
        except IndexError as error:
            raise self._nonsense(str(error)) from error
        return -1

    def _block_of(self, key: bytes, narrow: bytes) -> int:
        """Give the last block that begins with `key` or with less; -1 where none does."""
        self._file.check(self._heads_name, 0, len(self._heads))
        escaped = narrow.startswith(ESCAPE)
        low, high = 0, len(self._heads)
        while low < high:
            middle = (low + high) // 2
            head = self._head(middle)
            # Narrow strings are in the same order, unless one of them is not really narrow.
            if widened(head) <= key if escaped or head.startswith(ESCAPE) else head <= narrow:
                low = middle + 1
            else:
                high = middle
        return low - 1

    def stretch(self, first: int, last: int) -> list[bytes]:
        """Give strings `first` to `last`, at once."""
        last = min(last, self._count)
        if first >= last:
            return []
        block = first // BLOCK
        return self._blocks(block, (last - 1) // BLOCK + 1)[first - block * BLOCK : last - block * BLOCK]

    def weights(self) -> Array:
        """Give about the bytes before each string, and of all."""
        begins = [*self._file.checked(self._heads_name)[:-1].tolist(), self._size]
        at = [*range(0, self._count, BLOCK), self._count]
        found: Array = np.interp(np.arange(self._count + 1), at, begins).astype(np.int64)
        return found

    def problem(self) -> str:
        """Say what does not add up, if anything; what is in the strings is not looked at."""
        begins = np.append(self._file.checked(self._heads_name)[:-1].astype(np.int64), self._size)
        ascends = (begins[:-1] < begins[1:]).all() and not begins[0]
        return "" if ascends else "the blocks of the strings do not add up"

    def _head(self, block: int) -> bytes:
        """Give the first string of a block, narrow."""
        start = int(self._heads[block])
        data = self._file.bytes(self._name, start, min(start + HEAD_BYTES, self._size))
        try:
            if data[0] >= HEAD_BYTES:
                data = self._data(block, block + 1)
            return head_of(data)
        except IndexError as error:
            raise self._nonsense(str(error)) from error

    def _block(self, block: int) -> list[bytes]:
        number, strings = self._last
        if number != block:
            strings = self._blocks(block, block + 1)
            self._last = (block, strings)
        return strings

    def _blocks(self, first: int, last: int) -> list[bytes]:
        try:
            strings = strings_of(self._data(first, last))
        except (IndexError, UnicodeError) as error:
            raise self._nonsense(str(error)) from error
        if len(strings) != min(last * BLOCK, self._count) - first * BLOCK:
            raise self._nonsense("not as many strings in a block as there should be")
        return strings

    def _data(self, first: int, last: int) -> bytes:
        """Give the bytes of some blocks."""
        self._file.check(self._heads_name, first, last + 1)
        start = int(self._heads[first])
        end = int(self._heads[last]) if last < len(self._heads) else self._size
        if not start < end <= self._size:
            raise self._nonsense("a block that is not there")
        return self._file.bytes(self._name, start, end)

    def _nonsense(self, what: str) -> CorruptIndexError:
        reason = f"{self._name} makes no sense ({what}); build the index again with `searchnews index PATH --rebuild`"
        return CorruptIndexError(reason, path=self._file.path)


class ValueColumn:
    """One short value for each document of a segment."""

    def __init__(self, file: SectionReader, name: str) -> None:
        self._file, self._codes_name = file, f"={name}/codes"
        self.values: Strings = PlainStrings(file, f"={name}/values", f"={name}/ends")
        self._codes = file.array(self._codes_name)

    @cached_property
    def _only(self) -> bytes | None:
        """The value of all documents, where it is the same: many columns are empty."""
        return self.values[0] if len(self.values) == 1 else None

    def __getitem__(self, doc: int) -> bytes:
        if self._only is not None:
            return self._only
        self._file.check(self._codes_name, doc, doc + 1)
        return self.values[int(self._codes[doc])]

    def codes(self) -> Array:
        """Give the number of each document's value among the sorted values."""
        return self._file.checked(self._codes_name)
