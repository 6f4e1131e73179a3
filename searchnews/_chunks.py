"""Numbering the chunks of texts, what stands between white space, by arrays alone.

A batch of texts is one array of code units. Its chunks are found by a table of white space, cut into blocks of four
code units, hashed, and looked up all at once; only a chunk that was never seen becomes a string. A dictionary would
wait for memory several times a word, and for a string to be made.

Invariants: equal chunks of a batch have one number, and two that differ never share one. A hash only says where to
look: the blocks of what is found there are compared. What cannot be told so (two chunks of one hash, half a surrogate
pair) is looked up as a string.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count, islice
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from searchnews.compiled import compiled

__all__ = ["Array", "ChunkTable", "Rows", "StringTable", "chunk_table", "string_table"]

Array = NDArray[Any]

_UNITS: Final = 4
"""Code units of a block: as many as a number of 64 bits holds."""

_SMALLEST: Final = 1 << 12
_BITS: Final = 64

_IS_SPACE: Final = np.array([chr(unit).isspace() for unit in range(1 << 16)])
_KEPT: Final = np.array([(1 << _BITS) - 1, (1 << 16) - 1, (1 << 32) - 1, (1 << 48) - 1], np.uint64)
"""What is kept of the last block of a chunk, by how many code units of the chunk are in it, modulo four."""

# Of SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
_FIRST_FACTOR: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND_FACTOR: Final = np.uint64(0x94D049BB133111EB)
_SEEDS: Final = np.frombuffer(os.urandom(1 << 15), np.uint64)
"""By the place of a block, so that the same blocks in another order are another chunk.

Others in each process, so that nobody can write a text whose chunks all have one hash.
"""


class Numbering(Protocol):
    """What numbers the chunks of texts."""

    def __len__(self) -> int: ...

    def take_new(self) -> list[str]:
        """Give the chunks that were numbered since this was last asked, in the order of their numbers."""
        ...

    def numbers(self, texts: Sequence[str]) -> tuple[Array, Array]:
        """Give the numbers of the chunks of all texts in a row, and how many are of each text."""
        ...


class NumberingWhole(Protocol):
    """What numbers whole strings."""

    def take_new(self) -> list[str]:
        """Give the strings that were numbered since this was last asked, in the order of their numbers."""
        ...

    def numbers_of_whole(self, strings: list[str]) -> Array:
        """Give the numbers of strings."""
        ...


def chunk_table() -> Numbering:
    """Give an empty table: one in machine code, if it was compiled."""
    table: Numbering = (_compiled_table() or ChunkTable)()
    return table


def string_table() -> NumberingWhole:
    """Give an empty table of whole strings: one in machine code, if it was compiled."""
    table: NumberingWhole = (_compiled_table() or StringTable)()
    return table


def _compiled_table() -> Callable[[], Any] | None:
    numbering = compiled("numbering")
    return None if numbering is None else partial(numbering.Table, _IS_SPACE.view(np.uint8), _SEEDS)


class StringTable:
    """Numbers strings, from 0, in the order in which they come first."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._told = 0

    def take_new(self) -> list[str]:
        """Give the strings that were numbered since this was last asked, in the order of their numbers."""
        new = list(islice(reversed(self._numbers), len(self._numbers) - self._told))  # the last ones, which stand last
        self._told = len(self._numbers)
        return new[::-1]

    def numbers_of_whole(self, strings: list[str]) -> Array:
        """Give the numbers of strings."""
        return np.fromiter(map(self._numbers.__getitem__, strings), np.uint32, len(strings))


class Rows:
    """A table of whole numbers to which rows are added."""

    def __init__(self, width: int, kind: type[np.unsignedinteger[Any]] = np.uint32) -> None:
        self._held = np.zeros((width, 0), kind)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def columns(self) -> Array:
        """The rows that there are, column by column."""
        return self._held[:, : self._count]

    def add(self, *columns: Array | Sequence[int]) -> None:
        """Add rows, given column by column."""
        begin, self._count = self._count, self._count + len(columns[0])
        if self._count > self._held.shape[1]:
            larger = np.zeros((len(columns), self._count + self._count // 2), self._held.dtype)
            larger[:, :begin] = self._held[:, :begin]
            self._held = larger
        for held, values in zip(self.columns, columns, strict=True):
            held[begin:] = values


class _Cut(NamedTuple):
    """The chunks of a batch: where they stand, their blocks in a row, how many each has, and the first of each.

    `within` is the place of each block in its chunk. `source` is their text, or its bytes where a character takes two
    code units.
    """

    source: str | bytes
    starts: Array
    ends: Array
    blocks: Array
    counts: Array
    firsts: Array
    within: Array

    def strings(self, places: Array) -> list[str]:
        """Give some of the chunks as strings."""
        source, bounds = self.source, zip(self.starts[places].tolist(), self.ends[places].tolist(), strict=True)
        if isinstance(source, str):
            return [source[start:end] for start, end in bounds]
        return [source[2 * start : 2 * end].decode("utf-16-le") for start, end in bounds]

    def units(self) -> Array:
        """Give the code units of each chunk."""
        return self.ends - self.starts

    def hashes(self) -> Array:
        """Give a number of 64 bits for each chunk, never 0."""
        mixed = self.blocks ^ _SEEDS.take(self.within & (len(_SEEDS) - 1))
        mixed ^= mixed >> np.uint64(30)
        mixed *= _FIRST_FACTOR
        mixed ^= mixed >> np.uint64(27)
        mixed *= _SECOND_FACTOR
        mixed ^= mixed >> np.uint64(31)
        hashes: Array = np.add.reduceat(mixed, self.firsts) | np.uint64(1)
        return hashes


class ChunkTable:
    """Numbers chunks, from 0, in the order in which they come first."""

    def __init__(self) -> None:
        self._new: list[str] = []
        self._count = 0
        self._slots = np.zeros(_SMALLEST, np.uint64), np.zeros(_SMALLEST, np.uint32)
        self._hashes = Rows(1, np.uint64)
        self._blocks = Rows(1, np.uint64)
        self._extents = Rows(2)  # of the chunks in `_slots`, by number: the first of their blocks, and their code units
        self._strings: dict[str, int] = {}

    def __len__(self) -> int:
        return self._count

    def take_new(self) -> list[str]:
        """Give the chunks that were numbered since this was last asked, in the order of their numbers."""
        new, self._new = self._new, []
        return new

    def numbers(self, texts: Sequence[str]) -> tuple[Array, Array]:
        """Give the numbers of the chunks of all texts in a row, and how many are of each text."""
        joined = "\n".join(["", *texts, ""])
        try:
            raw = joined.encode("utf-16-le")
        except UnicodeEncodeError:  # half a surrogate pair: two of them in a row would be taken for the whole
            split = [text.split() for text in texts]
            found = [self._of_string(chunk) for chunks in split for chunk in chunks]
            return np.array(found, np.uint32), np.array([len(chunks) for chunks in split], np.int64)
        if 2 * len(joined) == len(raw):
            cut, lengths = _cut(raw, joined), [len(text) + 1 for text in texts]
        else:
            cut, lengths = _cut(raw, raw), [len(text.encode("utf-16-le")) // 2 + 1 for text in texts]
        counts = np.diff(cut.starts.searchsorted(np.cumsum([0, *lengths])))
        return self._looked_up(cut) if len(cut.starts) else np.zeros(0, np.uint32), counts

    def _looked_up(self, cut: _Cut) -> Array:
        hashes = cut.hashes()
        numbers, known = self._find(hashes)
        new = (~known).nonzero()[0]
        if len(new):
            distinct, at = np.unique(hashes[new], return_index=True)
            order = np.argsort(at)
            self._add(distinct[order], new[at[order]], cut)
            numbers[new] = self._find(hashes[new])[0]
        mistaken = self._mistaken(numbers, cut)
        if len(mistaken):
            numbers[mistaken] = [self._of_string(chunk) for chunk in cut.strings(mistaken)]
        return numbers

    def _find(self, hashes: Array) -> tuple[Array, Array]:
        """Give the numbers of hashes, and which of them are known: by open addressing, each round for all at once."""
        keys, values = self._slots
        slots = _slots_of(hashes, len(keys))
        numbers, known = values.take(slots), keys.take(slots) == hashes
        waiting = (~known).nonzero()[0]
        slots = slots[waiting]
        while len(waiting):
            taken = keys[slots] != 0
            waiting, slots = waiting[taken], (slots[taken] + 1) & (len(keys) - 1)
            found = keys[slots] == hashes[waiting]
            numbers[waiting[found]], known[waiting[found]] = values[slots[found]], True
            waiting, slots = waiting[~found], slots[~found]
        return numbers, known

    def _add(self, hashes: Array, places: Array, cut: _Cut) -> None:
        """Give numbers to new chunks, of distinct hashes, which stand at these places among those of the batch."""
        self._make_room(len(hashes))
        none = np.zeros(self._count - len(self._hashes), np.uint32)  # those that are known as strings have no blocks
        self._hashes.add(none)
        self._extents.add(none, none)
        counts = cut.counts[places]
        firsts = np.cumsum(counts) - counts
        blocks = np.repeat(cut.firsts[places] - firsts, counts) + np.arange(int(counts.sum()))
        self._hashes.add(hashes)
        self._extents.add(firsts + len(self._blocks), cut.units()[places])
        self._blocks.add(cut.blocks[blocks])
        self._settle(hashes, np.arange(self._count, len(self._hashes), dtype=np.uint32))
        self._count = len(self._hashes)
        self._new += cut.strings(places)

    def _make_room(self, more: int) -> None:
        """Have at least twice as many slots as there are chunks, so that one is found in a few steps."""
        size = len(self._slots[0])
        while size < 2 * (self._count + more):
            size *= 2
        if size > len(self._slots[0]):
            self._slots = np.zeros(size, np.uint64), np.zeros(size, np.uint32)
            (hashes,) = self._hashes.columns
            numbers = hashes.nonzero()[0]
            self._settle(hashes[numbers], numbers.astype(np.uint32))

    def _settle(self, hashes: Array, numbers: Array) -> None:
        """Give distinct hashes, none of them known, a slot each."""
        keys, values = self._slots
        slots = _slots_of(hashes, len(keys))
        while len(hashes):
            free = keys[slots] == 0
            keys[slots[free]] = hashes[free]  # of several in one slot the last stays
            settled = keys[slots] == hashes
            values[slots[settled]] = numbers[settled]
            hashes, numbers, slots = hashes[~settled], numbers[~settled], (slots[~settled] + 1) & (len(keys) - 1)

    def _mistaken(self, numbers: Array, cut: _Cut) -> Array:
        """Give the places of the chunks that are not the ones that they were taken for."""
        firsts, units = self._extents.columns
        differ = units.take(numbers) != cut.units()  # a block may end with zeros, as a chunk may
        own = np.repeat(firsts.take(numbers), cut.counts) + cut.within
        blocks = self._blocks.columns[0].take(own, mode="clip") != cut.blocks
        if blocks.any():
            differ |= np.logical_or.reduceat(blocks, cut.firsts)
        places: Array = differ.nonzero()[0]
        return places

    def _of_string(self, chunk: str) -> int:
        number = self._strings.get(chunk)
        if number is None:
            number = self._strings[chunk] = self._count
            self._count += 1
            self._new.append(chunk)
        return number


def _cut(raw: bytes, source: str | bytes) -> _Cut:
    """Cut a text in UTF-16 that begins and ends with white space into chunks."""
    spaces = _IS_SPACE.take(np.frombuffer(raw, "<u2"))
    edges = (spaces[1:] != spaces[:-1]).nonzero()[0] + 1
    starts, ends = edges[::2], edges[1::2]
    counts = (ends - starts + (_UNITS - 1)) // _UNITS
    firsts = np.cumsum(counts) - counts
    within = np.arange(int(counts.sum())) - np.repeat(firsts, counts)
    # The blocks that begin at each code unit, as far as the buffer goes with some more behind it.
    windows = np.ndarray((len(spaces),), "<u8", raw + bytes(2 * _UNITS), 0, (2,))
    blocks = windows[np.repeat(starts, counts) + _UNITS * within]  # `take` would copy all of them first
    if len(firsts):
        blocks[firsts + counts - 1] &= _KEPT[(ends - starts) % _UNITS]
    return _Cut(source, starts, ends, blocks, counts, firsts, within)


def _slots_of(hashes: Array, size: int) -> Array:
    return (hashes >> np.uint64(_BITS - (size.bit_length() - 1))).astype(np.int64)
