"""Whole numbers in few bits: the codes in which postings are kept. Arrays in, arrays out.

*Packed* numbers take 2 or 4 bits each, the first in the highest bits of a byte. A number of any size is written in
*digits* of three bits, the highest first, each in 4 bits: the highest of these says that more digits follow. (Variable
byte codes as in Zobel and Moffat, "Inverted Files for Text Search Engines", 2006, by half bytes: a gap between
documents takes 6 to 8 bits on news archives, and Elias and Fano's code, the shortest practical one, only 8 % less.)
"""

from __future__ import annotations

from typing import Final

import numpy as np

from searchnews.engines.whoosh.sections import Array

__all__ = ["FILLER", "digits_of", "numbers_of", "pack", "unpack", "unpack_at"]

_DIGIT_BITS: Final = 3
_MORE: Final = 8
_MAX_DIGITS: Final = 12
FILLER: Final = _MORE
"""A digit that may stand before any number, or behind the last: to fill up a byte."""


def pack(values: Array, bits: int) -> Array:
    """Pack numbers of 2 or 4 bits; they have to fill whole bytes."""
    count = 8 // bits
    packed = np.zeros(len(values) // count, np.uint8)
    for place in range(count):
        packed |= values[place::count].astype(np.uint8, copy=False) << np.uint8(8 - bits * (place + 1))
    return packed


def unpack(packed: Array, bits: int, first: int, last: int) -> Array:
    """Give the packed numbers `first` to `last` (half-open)."""
    count = 8 // bits
    some = packed[first // count : -(-last // count)]
    values = np.empty((len(some), count), np.uint8)
    for place in range(count):
        np.right_shift(some, 8 - bits * (place + 1), out=values[:, place])
    values &= np.uint8((1 << bits) - 1)
    skipped = first % count
    out: Array = values.reshape(-1)[skipped : skipped + last - first]
    return out


def unpack_at(packed: Array, bits: int, places: Array) -> Array:
    """Give the packed numbers at some places."""
    count = 8 // bits
    behind = ~places.astype(np.uint8) & np.uint8(count - 1)  # how many more are in the byte; its low bits suffice
    out: Array = packed.take(places // count) >> behind * np.uint8(bits) & np.uint8((1 << bits) - 1)
    return out


def digits_of(values: Array) -> tuple[Array, Array]:
    """Give the digits of numbers below 2 ** 33, each with its sign whether more follow, and how many each number has.

    >>> digits_of(np.array([5, 8]))[0].tolist()
    [5, 9, 0]
    """
    counts = np.ones(len(values), np.uint8)
    highest = int(values.max(initial=0))
    limit = 1 << _DIGIT_BITS
    while limit <= highest:
        counts += values >= limit
        limit <<= _DIGIT_BITS
    lasts = np.cumsum(counts, dtype=np.int64) - 1
    digits = np.empty(int(lasts[-1]) + 1 if len(lasts) else 0, np.uint8)
    digits[lasts] = values & 7
    for place in range(1, int(counts.max(initial=0))):
        longer = np.flatnonzero(counts > place)
        digits[lasts[longer] - place] = (values[longer] >> (_DIGIT_BITS * place)) & 7 | _MORE
    return digits, counts


def numbers_of(digits: Array) -> Array:
    """Give the numbers that `digits_of` wrote; ValueError where a number has too many digits, or no last one."""
    if len(digits) and digits[-1] == FILLER:
        digits = digits[:-1]
    lasts = np.flatnonzero(digits < _MORE)
    if not len(lasts):
        if len(digits):
            raise ValueError("a number without an end")
        return np.zeros(0, np.int64)
    counts = np.diff(lasts, prepend=-1)
    most = int(counts.max())
    if lasts[-1] != len(digits) - 1 or most > _MAX_DIGITS:
        raise ValueError("a number without an end")
    values = digits[lasts].astype(np.int64)
    for place in range(1, most):
        longer = np.flatnonzero(counts > place)
        values[longer] |= (digits[lasts[longer] - place] & np.uint8(7)).astype(np.int64) << (_DIGIT_BITS * place)
    return values
