"""Packed files unpacked on the way: .gz, .bz2, .xz, .zst, known by their first bytes.

Owns what a compressed stream may cost. Invariants: never more than the asked-for bytes are unpacked at once; all
that comes out of one file is counted in its `Budget`, however many archives lie in one another, so that a bomb
ends early; whatever a library raises about damaged data leaves as `Unreadable`.

    >>> import gzip, io
    >>> unpacked(io.BytesIO(gzip.compress("خبر".encode()))).read().decode()
    'خبر'
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, Final, Protocol, cast

from searchnews.errors import SearchNewsError

__all__ = ["PACKINGS", "SNIFF_BYTES", "Budget", "Unreadable", "buffered", "foreign", "unpacked"]

SNIFF_BYTES: Final = 64 * 1024
"""How much of a stream can be looked at without taking it."""
MAX_RATIO: Final = 200
"""Unpacked bytes for each byte on disk: ant-news and saudi-news have 4 to 6, a page of one letter in gzip 1,000."""
FREE_BYTES: Final = 256 * 1024 * 1024
"""So much may come out of any file, however small."""

# Extension: how such a file begins, and its name for people.
PACKINGS: Final = {
    "gz": (re.compile(rb"\x1f\x8b"), "gzip"),
    "bz2": (re.compile(rb"BZh[1-9]1AY&SY"), "bzip2"),
    "xz": (re.compile(rb"\xfd7zXZ\x00"), "xz"),
    "zst": (re.compile(rb"\x28\xb5\x2f\xfd"), "Zstandard"),
}
_MAX_LAYERS: Final = 3


class _Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int = ..., /) -> bytes: ...


class Unreadable(Exception):  # noqa: N818  # never leaves the room: a report or a public error is made of it
    """A file, or the rest of it, that cannot be read; its text is the reason told in reports."""


class Budget:
    """How much may come out of a file of `size` bytes, all layers and members together; None is no limit."""

    def __init__(self, size: int | None) -> None:
        self._left = None if size is None else max(FREE_BYTES, MAX_RATIO * size)

    def spend(self, count: int) -> None:
        """Count `count` unpacked bytes; raises Unreadable when they are too many."""
        if self._left is not None:
            self._left -= count
            if self._left < 0:
                raise Unreadable(f"it unpacks to more than {MAX_RATIO} times its size: taken for a decompression bomb")


@contextmanager
def foreign(what: str) -> Iterator[None]:
    """Turn whatever a library raises about the data it is given into Unreadable; errors of the system pass."""
    try:
        yield
    except (Unreadable, SearchNewsError):
        raise
    except EOFError as error:
        raise Unreadable(f"{what} ends too early") from error
    except OSError as error:
        if error.strerror:
            raise
        raise Unreadable(f"{what} is damaged") from error
    except Exception as error:  # parsers of hostile bytes raise anything; one place that says so
        raise Unreadable(f"{what} is damaged") from error


def buffered(stream: _Readable, what: str, budget: Budget | None = None) -> io.BufferedReader[Any]:
    """Give a stream that can be peeked into, whose bytes are counted and whose failures are Unreadable."""
    return io.BufferedReader(_Counted(stream, what, budget or Budget(None)), SNIFF_BYTES)


def unpacked(stream: IO[bytes], budget: Budget | None = None) -> io.BufferedReader[Any]:
    """Take off up to three layers of packing; what is not packed comes out as it is, and seekable if it was."""
    current = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    for _ in range(_MAX_LAYERS):
        head = current.peek(16)
        kind = next((kind for kind, (magic, _) in PACKINGS.items() if magic.match(head)), None)
        if kind is None:
            break
        what = f"the {PACKINGS[kind][1]} data"
        with foreign(what):
            current = buffered(_OPENERS[kind](current), what, budget)
    return current


def _gzip(stream: IO[bytes]) -> _Readable:
    import gzip

    return gzip.GzipFile(fileobj=stream)


def _bzip2(stream: IO[bytes]) -> _Readable:
    import bz2

    return bz2.BZ2File(stream)


def _xz(stream: IO[bytes]) -> _Readable:
    import lzma

    return lzma.LZMAFile(stream)


def _zstandard(stream: IO[bytes]) -> _Readable:
    import zstandard

    return zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True, closefd=False)


_OPENERS: Final[dict[str, Callable[[IO[bytes]], _Readable]]] = {
    "gz": _gzip,
    "bz2": _bzip2,
    "xz": _xz,
    "zst": _zstandard,
}


class _Counted(io.RawIOBase):
    """A stream filled up to what is asked for, so that a peek sees enough; an error comes after the bytes before it."""

    def __init__(self, stream: _Readable, what: str, budget: Budget) -> None:
        # `read` would go on to the damage and lose what came before it.
        self._read = getattr(stream, "read1", stream.read)
        self._what, self._budget = what, budget
        self._error: Exception | None = None

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed: Buffer
        """Fill `buffer` with what comes next."""
        filled = 0
        while filled < len(buffer) and self._error is None:
            try:
                with foreign(self._what):
                    data = self._read(len(buffer) - filled)
                self._budget.spend(len(data))
            except (OSError, Unreadable) as error:
                self._error = error
                break
            if not data:
                break
            buffer[filled : filled + len(data)] = data
            filled += len(data)
        if not filled and self._error is not None:
            raise self._error
        return filled
