r"""A stream of bytes made one whose lines can be decoded one by one.

Owns the look at its beginning: the encoding, and line ends. What is UTF-16, or has the line ends of old Macintoshes,
comes out as UTF-8 with `\n`; all else as it is. Nothing is lost by looking, not even the error that ended the look.
"""

from __future__ import annotations

import codecs
import io
from typing import IO, Final

from searchnews.ingest.decoding import SAMPLE_BYTES, detect, known_bom
from searchnews.ingest.unpacking import Unreadable

__all__ = ["CODECS", "prepared"]

CODECS: Final = {"windows-1256": "cp1256", "mac-arabic": "mac_arabic"}
"""Our name of an encoding: Python's, where they differ."""
_CHUNK: Final = 1024 * 1024
_WIDE: Final = ("utf-16", "utf-32")


def prepared(raw: io.BufferedReader) -> tuple[IO[bytes], str, str]:
    """Look at the first 64 KB; give a stream whose lines can be decoded one by one, the encoding, and how."""
    sample = b""
    try:
        while len(sample) < SAMPLE_BYTES and (more := raw.read1(SAMPLE_BYTES)):
            sample += more
    except (OSError, Unreadable) as error:
        rest: _Rest = _Rest(sample, raw, error)
    else:
        rest = _Rest(sample, raw, None)
    name, mark = known_bom(sample)
    how = "bom" if name else "detected"
    whole = sample.rpartition(b"\n")[0] or sample
    encoding = name or detect(whole) or "utf-8"
    stream: IO[bytes] = io.BufferedReader(rest, _CHUNK)
    if mark:
        stream.read(mark)
    if encoding.startswith(_WIDE) or (b"\r" in sample and b"\n" not in sample):
        return io.BufferedReader(_Recoded(stream, encoding), _CHUNK), "utf-8", f"{how}:{encoding}"
    return stream, encoding, how


class _Rest(io.RawIOBase):
    """The sample, then the rest of the stream, then the error that ended the sample."""

    def __init__(self, head: bytes, tail: io.BufferedReader, error: BaseException | None) -> None:
        self._head, self._tail, self._error = memoryview(head), tail, error

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed: Buffer
        """Fill `buffer` with what comes next."""
        if self._head:
            size = min(len(buffer), len(self._head))
            buffer[:size] = self._head[:size]
            self._head = self._head[size:]
            return size
        if self._error is not None:
            raise self._error
        data = self._tail.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Recoded(io.RawIOBase):
    r"""A stream in another encoding given as UTF-8 with `\n` line ends."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(CODECS.get(encoding, encoding))("replace")
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed: Buffer
        """Fill `buffer` with what comes next."""
        while not self._ready:
            data = self._stream.read(_CHUNK)
            text = self._decoder.decode(data, final=not data)
            self._ready = memoryview(text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace"))
            if not data:
                break
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size
