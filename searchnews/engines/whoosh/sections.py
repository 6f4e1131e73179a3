"""One file of named arrays, checked as it is read.

    magic | sections, each at a multiple of 64 bytes | checksums, one CRC32 for each block of 64 KiB before them |
    header (JSON) | tail: where the checksums and the header stand, and their CRC32s

Owns the layout of a segment file. Nothing in it is code and nothing is unpickled. Opening reads the tail, the header
and the checksums only; a block is checked when it is first touched, so that what is read is always what was
written, and what is not read costs nothing.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from searchnews.errors import CorruptIndexError, IndexFolderError

if sys.platform == "darwin":
    from fcntl import F_FULLFSYNC, fcntl

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BLOCK_BYTES", "Array", "SectionReader", "SectionWriter", "make_last", "smallest"]

Array: TypeAlias = "NDArray[Any]"

MAGIC: Final = b"SNCOLS\x00\x01"
BLOCK_BYTES: Final = 1 << 16
_ALIGN: Final = 64
_WIDTHS: Final = {"|u1": 1, "<u2": 2, "<u4": 4, "<u8": 8}
_TAIL: Final = struct.Struct("<QQII8sI")  # checksums at, header at, their CRC32s, magic, CRC32 of the tail so far


def smallest(values: Array) -> Array:
    """Give whole numbers in the narrowest unsigned type that holds them."""
    top = int(values.max()) if len(values) else 0
    width = "|u1" if top < 1 << 8 else "<u2" if top < 1 << 16 else "<u4" if top < 1 << 32 else "<u8"
    return values.astype(width, copy=False)


def make_last(file: IO[bytes]) -> None:
    """Return when all that was written to a file is on the disk."""
    file.flush()
    if sys.platform == "darwin":  # there, fsync leaves it to the drive's cache
        fcntl(file.fileno(), F_FULLFSYNC)
    else:
        os.fsync(file.fileno())


class SectionWriter:
    """Writes a new file from front to back; nothing of it counts before `finish` has returned."""

    def __init__(self, path: str) -> None:
        self.path, self.folder = path, str(Path(path).parent)
        self._file = Path(path).open("xb", buffering=1 << 20)  # noqa: SIM115 - closed by finish or abandon
        self._sections: dict[str, tuple[int, int, str]] = {}
        self._sums: list[int] = []
        self._crc, self._at = 0, 0
        self.append(MAGIC)

    def append(self, data: bytes | memoryview) -> int:
        """Write bytes; give the offset at which they start."""
        start, view = self._at, memoryview(data).cast("B")
        while len(view):
            room = BLOCK_BYTES - self._at % BLOCK_BYTES
            piece = view[:room]
            self._crc = zlib.crc32(piece, self._crc)
            self._at += len(piece)
            if self._at % BLOCK_BYTES == 0:
                self._sums.append(self._crc)
                self._crc = 0
            view = view[room:]
        self._file.write(data)
        return start

    def begin(self, name: str, kind: str = "|u1") -> None:
        """Begin a section that comes in pieces, of elements of one type; `append` them, then `end` it."""
        self._align()
        self._sections[name] = (self._at, 0, kind)

    def end(self, name: str) -> None:
        """End the section begun last."""
        start, _, kind = self._sections[name]
        self._sections[name] = (start, self._at - start, kind)

    def put(self, name: str, values: Array | bytes) -> None:
        """Write a whole section: bytes, or whole numbers in the narrowest type that holds them."""
        if isinstance(values, bytes):
            values = np.frombuffer(values, np.uint8)
        packed = np.ascontiguousarray(smallest(values))
        self._align()
        start = self.append(packed.data) if len(packed) else self._at
        self._sections[name] = (start, packed.nbytes, packed.dtype.str)

    def finish(self, facts: dict[str, Any]) -> None:
        """Write the header, which keeps `facts` (JSON values), and return when all is on the disk."""
        sums = [*self._sums, self._crc] if self._at % BLOCK_BYTES else self._sums
        table = np.array(sums, "<u4").tobytes()
        body = {"facts": facts, "sections": self._sections, "bytes": self._at}
        header = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        tail = _TAIL.pack(self._at, self._at + len(table), zlib.crc32(table), zlib.crc32(header), MAGIC, 0)
        tail = tail[:-4] + struct.pack("<I", zlib.crc32(tail[:-4]))
        self._file.write(table + header + tail)
        make_last(self._file)
        self._file.close()

    def abandon(self) -> None:
        """Close and remove the file; nothing is raised, whatever the state of the disk."""
        with suppress(OSError):  # closing writes what is still in the buffer, and a full disk refuses that
            self._file.close()
        with suppress(OSError):
            Path(self.path).unlink()

    def _align(self) -> None:
        self.append(b"\0" * (-self._at % _ALIGN))


class SectionReader:
    """Reads a finished file, mapped into memory. May be used by several threads.

    `CorruptIndexError`, naming the file, for any damage that what is asked for touches; FileNotFoundError where
    there is no such file; `IndexFolderError` where the system refuses it.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            with Path(path).open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise IndexFolderError(f"cannot be read: {error.strerror}", path=path) from error
        except ValueError as error:  # an empty file cannot be mapped
            raise self._damage("is empty") from error
        self._read_header()
        self._checked = bytearray(len(self._sums))

    def _read_header(self) -> None:
        size = len(self._map)
        tail = self._map[max(size - _TAIL.size, 0) :]
        if len(tail) < _TAIL.size or zlib.crc32(tail[:-4]) != int.from_bytes(tail[-4:], "little"):
            raise self._damage("has a damaged or missing end")
        sums_at, header_at, sums_crc, header_crc, magic, _ = _TAIL.unpack(tail)
        if magic != MAGIC or not sums_at <= header_at <= size - _TAIL.size:
            raise self._damage("is not a segment of this format")
        table, header = self._map[sums_at:header_at], self._map[header_at : size - _TAIL.size]
        if zlib.crc32(table) != sums_crc or zlib.crc32(header) != header_crc:
            raise self._damage("has a damaged header")
        self._bytes: int = sums_at
        try:
            self._sums = np.frombuffer(table, "<u4")
            values = json.loads(header)
            self.facts: dict[str, Any] = values["facts"]
            self._sections = {name: self._section(*place) for name, place in values["sections"].items()}
            if len(self._sums) != -(-sums_at // BLOCK_BYTES) or values["bytes"] != sums_at:
                raise ValueError("not as many checksums as blocks")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise self._damage(f"has a header that makes no sense ({error})") from error

    def _section(self, start: int, size: int, kind: str) -> tuple[int, int, str, int]:
        width = _WIDTHS[kind]  # nothing but whole numbers: no type that numpy would have to trust
        if not 0 <= start <= start + size <= self._bytes or size % width:
            raise ValueError("a section beyond the end")
        return start, size // width, kind, width

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    @property
    def size(self) -> int:
        """The bytes of the file."""
        return len(self._map)

    def array(self, name: str) -> Array:
        """Give a section as an array over the mapped file, unchecked: `check` what is read of it."""
        if name not in self._sections:
            raise self._damage(f"lacks the section {name}")
        start, count, kind, _ = self._sections[name]
        return np.frombuffer(self._map, kind, count, start)

    def checked(self, name: str) -> Array:
        """Give a whole section, checked."""
        values = self.array(name)
        self.check(name, 0, len(values))
        return values

    def check(self, name: str, first: int, last: int) -> None:
        """Make sure that the elements `first` to `last` (half-open) of a section are as they were written."""
        start, _, _, width = self._sections[name]
        self._check_bytes(start + first * width, start + last * width)

    def bytes(self, name: str, first: int, last: int) -> bytes:
        """Give a stretch of a section of bytes, checked."""
        start = self._sections[name][0]
        self._check_bytes(start + first, start + last)
        return self._map[start + first : start + last]

    def let_go(self) -> None:
        """Let the system have the memory back that what was read so far takes; it is read again when asked for."""
        if hasattr(mmap, "MADV_DONTNEED"):  # not in Windows
            self._map.madvise(mmap.MADV_DONTNEED)

    def damaged_blocks(self) -> list[str]:
        """Check every block of the file; say which are damaged."""
        found = []
        for start in range(0, self._bytes, BLOCK_BYTES):
            try:
                self._check_bytes(start, min(start + BLOCK_BYTES, self._bytes))
            except CorruptIndexError as error:
                found.append(error.reason.partition(";")[0])
        return found

    def _check_bytes(self, first: int, last: int) -> None:
        if last <= first:
            return
        block, stop = first // BLOCK_BYTES, (last - 1) // BLOCK_BYTES + 1
        if stop == block + 1 and self._checked[block]:  # as mostly
            return
        while (block := self._checked.find(0, block, stop)) >= 0:
            start = block * BLOCK_BYTES
            data = self._map[start : min(start + BLOCK_BYTES, self._bytes)]
            if zlib.crc32(data) != self._sums[block]:
                raise self._damage(f"is damaged between byte {start:,} and {start + len(data):,}")
            self._checked[block] = 1

    def _damage(self, what: str) -> CorruptIndexError:
        return CorruptIndexError(
            f"{what}; build the index again with `searchnews index PATH --rebuild`", path=self.path
        )
