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
from collections.abc import Iterable, Iterator
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
    """Writes sorted strings, which may come in several calls."""

    def __init__(self) -> None:
        self._heads: list[int] = []
        self._before, self._count, self._size = b"", 0, 0

    def add(self, strings: Iterable[bytes]) -> bytes:
        """Give the bytes of more strings."""
        out = bytearray()
        before, count = self._before, self._count
        for string in strings:
            narrow, shared = narrowed(string), 0
            if count % BLOCK:
                for one, other in zip(before, narrow[:_MOST], strict=False):
                    if one != other:
                        break
                    shared += 1
            else:
                self._heads.append(self._size + len(out))
            rest = len(narrow) - shared
            out.append(shared << 4 | min(rest, _MOST))
            if rest >= _MOST:
                out += _digits(rest - _MOST)
            out += narrow[shared:]
            before, count = narrow, count + 1
        self._before, self._count, self._size = before, count, self._size + len(out)
        return bytes(out)

    def heads(self) -> Array:
        """Give where each block begins, and last the number of strings."""
        return smallest(np.array([*self._heads, self._count], np.int64))


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
