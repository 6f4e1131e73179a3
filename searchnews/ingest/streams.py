"""Files as streams: unpacked, bounded, decoded line by line.

Owns how bytes leave the disk. Invariants: no more than one line, or one whole small file, is in memory; a
damaged gzip gives all lines before the damage; every line is decoded on its own, so one spoilt line spoils
no other.
"""

from __future__ import annotations

import codecs
import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from searchnews.ingest.decoding import SAMPLE_BYTES, Decoded, decode, detect, known_bom
from searchnews.ingest.report import STDIN_NAME, Report

__all__ = [
    "MAX_LINE_BYTES",
    "MAX_WHOLE_BYTES",
    "UNDECODABLE",
    "Line",
    "ReadFailure",
    "Source",
    "read_lines",
    "read_whole",
]

MAX_LINE_BYTES: Final = 32 * 1024 * 1024  # the longest article of saudi-news and ant-news has 60 KB
MAX_WHOLE_BYTES: Final = 256 * 1024 * 1024
UNDECODABLE: Final = "undecodable bytes"
"""The reason told for bytes that no encoding explains, which were replaced."""
_GZIP_MAGIC: Final = b"\x1f\x8b"
_CHUNK: Final = 1024 * 1024
_WIDE: Final = ("utf-16", "utf-32")
_CODECS: Final = {"windows-1256": "cp1256", "mac-arabic": "mac_arabic"}

# What reading a damaged, vanished or forbidden file raises.
ReadFailure: Final = (OSError, EOFError, zlib.error)


class Source(NamedTuple):
    """A file to read: its path on disk (None is standard input) and the name it goes by in reports."""

    path: Path | None
    name: str

    @property
    def article_path(self) -> str | None:
        """The path an article of this file carries; none for standard input."""
        return None if self.path is None else self.name

    @classmethod
    def stdin(cls) -> Source:
        """Give standard input as a source."""
        return cls(None, STDIN_NAME)


class Line(NamedTuple):
    """One line of a file, without its end: the 1-based number and the text."""

    number: int
    text: str


def read_whole(source: Source, report: Report, *, limit: int = MAX_WHOLE_BYTES) -> Decoded | None:
    """Read and decode a whole file of at most `limit` bytes; None, and a report, where that fails.

    What a damaged gzip still gives is kept, with a report of the damage.
    """
    parts: list[bytes] = []
    size = 0
    try:
        with _opened(source) as stream:
            while chunk := stream.read1(_CHUNK):
                size += len(chunk)
                if size > limit:
                    report.skip_source(source.name, f"larger than {limit:,} bytes; split it, or give it as .jsonl")
                    return None
                parts.append(chunk)
    except ReadFailure as error:
        if not parts:
            report.skip_source(source.name, failure(error))
            return None
        report.repaired(source.name, None, f"damaged file: {failure(error)}")
    decoded = decode(b"".join(parts))
    _tell_encoding(source, decoded.encoding, decoded.how, report)
    return decoded


def read_lines(source: Source, report: Report) -> Iterator[Line]:
    r"""Read a file line by line; line ends are `\n`, `\r\n` or, in a file without any `\n`, `\r`.

    A line longer than 32 MB is reported and left out. A read failure ends the file with a report.
    """
    number = 0
    try:
        with _opened(source) as raw:
            stream, encoding, how = _prepared(raw)
            _tell_encoding(source, encoding, how, report)
            while data := stream.readline(MAX_LINE_BYTES + 1):
                number += 1
                if len(data) > MAX_LINE_BYTES and not data.endswith(b"\n"):
                    _pass_over(stream)
                    report.skip_record(source.name, number, f"line longer than {MAX_LINE_BYTES:,} bytes")
                    continue
                yield Line(number, _decoded_line(data.rstrip(b"\r\n"), encoding, source, number, report))
    except ReadFailure as error:
        report.skip_source(source.name, f"reading stopped: {failure(error)}", line=number + 1)


def failure(error: BaseException) -> str:
    """Say in a few words why a file could not be read."""
    if isinstance(error, EOFError):
        return "the gzip data ends too early"
    if isinstance(error, zlib.error | gzip.BadGzipFile):
        return "the gzip data is damaged"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


@contextmanager
def _opened(source: Source) -> Iterator[io.BufferedReader]:
    """Open for reading, unpacking gzip by what is in the file and not by its name; standard input stays open."""
    with ExitStack() as stack:
        if source.path is not None:
            stream = stack.enter_context(source.path.open("rb"))
        elif hasattr(sys.stdin.buffer, "peek"):
            stream = cast(io.BufferedReader, sys.stdin.buffer)
        else:  # embedders and tests put a BytesIO there
            stream = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer))
            stack.callback(stream.detach)
        if stream.peek(2)[:2] == _GZIP_MAGIC:
            stream = cast(io.BufferedReader, stack.enter_context(gzip.GzipFile(fileobj=stream)))
        yield stream


def _prepared(raw: io.BufferedReader) -> tuple[IO[bytes], str, str]:
    """Look at the first 64 KB; give a stream whose lines can be decoded one by one, the encoding, and how."""
    sample = b""
    try:
        while len(sample) < SAMPLE_BYTES and (more := raw.read1(SAMPLE_BYTES)):
            sample += more
    except ReadFailure as error:
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


def _decoded_line(data: bytes, encoding: str, source: Source, number: int, report: Report) -> str:
    """Decode one line: UTF-8 if it is that, else the file's encoding, else what the line itself looks like."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if encoding != "utf-8":
        try:
            return data.decode(_CODECS.get(encoding, encoding))
        except UnicodeDecodeError:
            pass
    decoded = decode(data)
    reason = UNDECODABLE if decoded.how == "replaced" else f"encoding {decoded.encoding}"
    report.repaired(source.name, number, reason)
    return decoded.text


def _tell_encoding(source: Source, encoding: str, how: str, report: Report) -> None:
    """Report a file that is not UTF-8, and one with bytes that no encoding explains."""
    name = how.partition(":")[2] or encoding
    if how == "replaced":
        report.repaired(source.name, None, UNDECODABLE)
    if name != "utf-8":
        report.repaired(source.name, None, f"encoding {name}")


def _pass_over(stream: IO[bytes]) -> None:
    """Read on to the end of the line without keeping it."""
    while (data := stream.readline(_CHUNK)) and not data.endswith(b"\n"):
        pass


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
        self._decoder = codecs.getincrementaldecoder(_CODECS.get(encoding, encoding))("replace")
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
