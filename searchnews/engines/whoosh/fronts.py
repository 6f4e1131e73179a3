"""Front coding: sorted strings, of which neighbours begin alike, in blocks.

As in Witten, Moffat and Bell, "Managing Gigabytes", 1999, section 4.1. The first string of a block of BLOCK stands
whole; of each other one stands how many bytes it shares with the one before it, and the rest. Strings are written
*narrow*: a letter of ASCII or of U+0600 to U+067F takes one byte; what has other letters, or begins with the byte of
ESCAPE, stands as it is behind that byte. A string is a byte, the bytes that it shares in its upper half and those that
follow in its lower, then these; where 15 or more follow, their number less 15 comes first, in digits of 7 bits, the
lowest first, 128 added to all but the last.

On xquad-ar, tydiqa-ar-dev and ct21-claims the terms of all fields take 35 to 37 % of their UTF-8, and 25 to 27 % of
that with where each ends in four bytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from searchnews.engines.whoosh.sections import Array, smallest

__all__ = [
    "BLOCK",
    "ESCAPE",
    "HEAD_BYTES",
    "FrontCoder",
    "head_of",
    "narrow_strings",
    "narrowed",
    "strings_of",
    "widened",
]

BLOCK: Final = 16
"""Strings of a block: finding one reads half as many heads when it is twice as large, and twice as many others."""

ESCAPE: Final = b"\0"
_ODD: Final = re.compile(rb"[?\x00]")
"""What stands for a letter that has no byte, and `ESCAPE`."""

_TABLE: Final = "".join(map(chr, [*range(0x80), *range(0x600, 0x680)]))
_MAP: Final = codecs.charmap_build(_TABLE)
_MOST: Final = 15
HEAD_BYTES: Final = _MOST
"""What of a block is enough to read its first string, unless that is a long one."""


def narrowed(string: bytes) -> bytes:
    """Write UTF-8 narrow.

    >>> narrowed("وزير".encode()).hex()
    'c8b2cab1'
    """
    if string.isascii():
        return ESCAPE + string if string.startswith(ESCAPE) else string
    try:
        narrow = codecs.charmap_encode(string.decode(), "strict", _MAP)[0]
    except UnicodeError:  # letters of other scripts, or bytes that are no UTF-8
        return ESCAPE + string
    return ESCAPE + string if narrow.startswith(ESCAPE) else narrow


def widened(narrow: bytes) -> bytes:
    """Give what `narrowed` was given."""
    if narrow.startswith(ESCAPE):
        return narrow[1:]
    return narrow if narrow.isascii() else codecs.charmap_decode(narrow, "strict", _TABLE)[0].encode()


class FrontCoder:
    """Writes sorted strings, which may come in several calls; each call is a few passes over arrays."""

    def __init__(self) -> None:
        self._heads: list[Array] = []
        self._before, self._count, self._size = b"", 0, 0

    def add(self, strings: Sequence[bytes]) -> bytes:
        """Give the bytes of more strings."""
        if not strings:
            return b""
        narrow = _all_narrowed(strings)
        lengths = np.array(list(map(len, narrow)), np.int64)
        is_head = (np.arange(len(narrow)) + self._count) % BLOCK == 0
        shared = np.where(is_head, 0, _shared(self._before, narrow, lengths))
        rests = lengths - shared
        digits = {at: _digits(int(rests[at]) - _MOST) for at in np.flatnonzero(rests >= _MOST).tolist()}
        sizes = 1 + rests
        for at, number in digits.items():
            sizes[at] += len(number)
        begins = np.cumsum(sizes) - sizes
        out, is_rest = np.empty(int(sizes.sum()), np.uint8), np.ones(int(sizes.sum()), bool)
        out[begins] = shared << 4 | np.minimum(rests, _MOST)
        is_rest[begins] = False
        for at, number in digits.items():
            behind = slice(int(begins[at]) + 1, int(begins[at]) + 1 + len(number))
            out[behind], is_rest[behind] = np.frombuffer(number, np.uint8), False
        places = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        out[is_rest] = np.frombuffer(b"".join(narrow), np.uint8)[places >= np.repeat(shared, lengths)]
        self._heads.append(begins[is_head] + self._size)
        self._before, self._count, self._size = narrow[-1], self._count + len(narrow), self._size + len(out)
        return out.tobytes()

    def heads(self) -> Array:
        """Give where each block begins, and last the number of strings."""
        return smallest(np.concatenate([*self._heads, np.array([self._count], np.int64)]))


def _all_narrowed(strings: Sequence[bytes]) -> list[bytes]:
    """Give what `narrowed` gives, for many at once: hardly any has a letter of another script or a line break."""
    try:
        joined = codecs.charmap_encode(b"\n".join(strings).decode(), "replace", _MAP)[0]
    except UnicodeError:
        return list(map(narrowed, strings))
    narrow = joined.split(b"\n")
    if len(narrow) != len(strings):
        return list(map(narrowed, strings))
    number = at = 0
    for found in _ODD.finditer(joined):
        number, at = number + joined.count(b"\n", at, found.start()), found.start()
        narrow[number] = narrowed(strings[number])
    return narrow


def _shared(before: bytes, strings: list[bytes], lengths: Array) -> Array:
    """Give how many bytes, up to `_MOST`, each string shares with the one before it."""
    begins = np.array([before, *strings], f"S{_MOST}").view(np.uint8).reshape(-1, _MOST)
    unlike = np.ones((len(strings), _MOST + 1), bool)  # the last column ends what is alike throughout
    unlike[:, :_MOST] = begins[1:] != begins[:-1]
    # What is padded may be alike beyond the end of a string.
    shorter = np.minimum(lengths, np.concatenate([[len(before)], lengths[:-1]]))
    shared: Array = np.minimum(unlike.argmax(axis=1), shorter)
    return shared


def _digits(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _size_of(data: bytes, at: int) -> tuple[int, int]:
    """Give how many bytes follow, where that is `_MOST` or more, and where they begin."""
    size, shift = _MOST, 0
    while (digit := data[at]) > 127:
        size += (digit & 127) << shift
        shift += 7
        at += 1
    return size + (digit << shift), at + 1


def head_of(data: bytes) -> bytes:
    """Give the first string of a block, narrow, from its first bytes at least; IndexError for nonsense."""
    size, at = data[0], 1
    if size >= _MOST:
        size, at = _size_of(data, 1)
    if at + size > len(data):
        raise IndexError("a string that is cut off")
    return data[at : at + size]


def narrow_strings(data: bytes) -> Iterator[bytes]:
    """Give all strings of some blocks in a row, narrow; IndexError for nonsense."""
    narrow, at, end = b"", 0, len(data)
    while at < end:
        code = data[at]
        size, at = code & _MOST, at + 1
        if size == _MOST:
            size, at = _size_of(data, at)
        narrow = narrow[: code >> 4] + data[at : at + size]
        at += size
        yield narrow
    if at != end:
        raise IndexError("a string that is cut off")


def strings_of(data: bytes) -> list[bytes]:
    """Give all strings of some blocks in a row; IndexError or UnicodeError for nonsense."""
    return list(map(widened, narrow_strings(data)))
