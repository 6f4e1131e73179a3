"""Files as streams: unpacked, bounded, decoded line by line.

Owns how bytes leave the disk. Invariants: no more than one line, or one whole small file, is in memory; a
damaged gzip gives all lines before the damage; every line is decoded on its own, so one spoilt line spoils
no other.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from searchnews.ingest.decoding import Decoded, decode
from searchnews.ingest.recoding import CODECS, prepared
from searchnews.ingest.report import STDIN_NAME, Report
from searchnews.ingest.unpacking import SNIFF_BYTES, Budget, Unreadable, unpacked

__all__ = [
    "MAX_LINE_BYTES",
    "MAX_WHOLE_BYTES",
    "UNDECODABLE",
    "Line",
    "ReadFailure",
    "Source",
    "decoded_whole",
    "failure",
    "held_open",
    "opened",
    "read_bytes",
    "read_lines",
    "read_text_chunks",
    "read_whole",
    "seekable",
]

MAX_LINE_BYTES: Final = 32 * 1024 * 1024  # the longest article of saudi-news and ant-news has 60 KB
MAX_WHOLE_BYTES: Final = 256 * 1024 * 1024
MAX_SPOOLED_BYTES: Final = 4 * 1024 * 1024 * 1024
"""Of a file inside an archive that has to be read in any order: it goes to the disk for the time being."""
UNDECODABLE: Final = "undecodable bytes"
"""The reason told for bytes that no encoding explains, which were replaced."""
_CHUNK: Final = 1024 * 1024
_SPOOLED_IN_MEMORY: Final = 32 * 1024 * 1024

# What reading a damaged, vanished or forbidden file raises: all that may leave a reader.
ReadFailure: Final = (OSError, Unreadable)


class Source(NamedTuple):
    """A file to read: where its bytes are, and the name it goes by in reports.

    That is a `path` on disk, or a `stream` that can be read once (a file in an archive, named
    `archive.zip!inner/path`, where it is `member`), or neither: standard input. A file on disk has both while it is
    open. `budget` is what may still come out of the outermost file.
    """

    path: Path | None
    name: str
    stream: io.BufferedReader | None = None
    budget: Budget | None = None
    member: str = ""

    @property
    def own_name(self) -> str:
        """The file's name in its folder: what tells its extension."""
        whole = self.member or (self.name if self.path is None else self.path.name)
        return whole.rpartition("/")[2]

    @property
    def article_path(self) -> str | None:
        """The path an article of this file carries; none for standard input."""
        return None if self.path is None and self.stream is None else self.name

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
    data = read_bytes(source, report, limit=limit)
    return None if data is None else decoded_whole(data, source, report)


def decoded_whole(data: bytes, source: Source, report: Report, *, declared: str | None = None) -> Decoded:
    """Decode a file's bytes, telling of an encoding that is not UTF-8; `declared` is what a header said."""
    decoded = decode(data, declared=declared)
    _tell_encoding(source, decoded.encoding, decoded.how, report)
    return decoded


def read_bytes(source: Source, report: Report, *, limit: int = MAX_WHOLE_BYTES) -> bytes | None:
    """Read a whole file as `read_whole` does, without decoding it."""
    parts: list[bytes] = []
    size = 0
    try:
        with opened(source) as stream:
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
    return b"".join(parts)


def read_text_chunks(source: Source, report: Report) -> Iterator[str]:
    r"""Read a file as text of at most 1 MB at a time, line ends as `\n`; raises ReadFailure."""
    with opened(source) as raw:
        stream, encoding, how = prepared(raw)
        _tell_encoding(source, encoding, how, report)
        decoder = codecs.getincrementaldecoder(CODECS.get(encoding, encoding))("replace")
        while data := stream.read(_CHUNK):
            yield decoder.decode(data)


def read_lines(source: Source, report: Report) -> Iterator[Line]:
    r"""Read a file line by line; line ends are `\n`, `\r\n` or, in a file without any `\n`, `\r`.

    A line longer than 32 MB is reported and left out. A read failure ends the file with a report.
    """
    number = 0
    try:
        with opened(source) as raw:
            stream, encoding, how = prepared(raw)
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
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


@contextmanager
def held_open(source: Source) -> Iterator[tuple[Source, io.BufferedReader]]:
    """Open a file once, to look into it and then read it: give it as it is open, and its stream."""
    budget = source.budget
    if budget is None and source.path is not None:
        budget = Budget(source.path.stat().st_size)
    with opened(source._replace(budget=budget)) as stream:
        yield source._replace(stream=stream, budget=budget), stream


@contextmanager
def opened(source: Source) -> Iterator[io.BufferedReader]:
    """Open for reading, unpacking by what is in the file and not by its name; what was given open stays open."""
    with ExitStack() as stack:
        budget = source.budget
        if source.stream is not None:
            yield source.stream
            return
        if source.path is not None:
            file = stack.enter_context(source.path.open("rb", buffering=SNIFF_BYTES))
            budget = budget or Budget(os.fstat(file.fileno()).st_size)
            stream = cast(io.BufferedReader, file)
        elif hasattr(sys.stdin.buffer, "peek"):
            stream = cast(io.BufferedReader, sys.stdin.buffer)
        else:  # embedders and tests put a BytesIO there
            stream = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer))
            stack.callback(stream.detach)
        yield unpacked(stream, budget)


@contextmanager
def seekable(source: Source) -> Iterator[IO[bytes]]:
    """Open for reading in any order; what is packed is unpacked into a temporary file first."""
    with opened(source) as stream:
        if source.path is not None and stream.seekable():
            yield stream
            return
        import tempfile  # which loads random, shutil and three packers: only a packed file needs it

        with tempfile.SpooledTemporaryFile(max_size=_SPOOLED_IN_MEMORY) as spooled:
            size = 0
            while chunk := stream.read1(_CHUNK):
                size += len(chunk)
                if size > MAX_SPOOLED_BYTES:
                    raise Unreadable(f"larger than {MAX_SPOOLED_BYTES:,} bytes inside an archive; unpack it first")
                spooled.write(chunk)
            spooled.seek(0)
            yield cast(IO[bytes], spooled)


def _decoded_line(data: bytes, encoding: str, source: Source, number: int, report: Report) -> str:
    """Decode one line: UTF-8 if it is that, else the file's encoding, else what the line itself looks like."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if encoding != "utf-8":
        try:
            return data.decode(CODECS.get(encoding, encoding))
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
