"""Archives: zip and tar, whose files are read one after the other as if they lay in a folder.

Owns the way to each file in them. Nothing is unpacked to a path: a name in an archive is only a name, and one that
points out of it is told and left out. Invariants: one file is open at a time; all that comes out of an archive is
counted in the budget of the file on the disk.
"""

from __future__ import annotations

import tarfile
import tarfile as _tar
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO, Final

from searchnews.ingest.report import Report
from searchnews.ingest.streams import ReadFailure, Source, failure, opened, seekable
from searchnews.ingest.unpacking import Budget, Unreadable, buffered, foreign, unpacked
from searchnews.ingest.walk import is_passed_over

__all__ = ["open_tar", "open_zip"]

_ENCRYPTED: Final = 0x1
_UTF8_NAME: Final = 0x800
_ENDS: Final = ("EOFHeaderError", "EmptyHeaderError")  # two blocks of zeros, or nothing: the end as it should be


def open_zip(source: Source, report: Report) -> Iterator[Source]:
    """Give the files of a zip in its order; encrypted ones are reported."""
    budget = _budget(source)
    with seekable(source) as stream:
        with foreign("the zip archive"):
            archive = zipfile.ZipFile(stream)
        for info in archive.infolist():
            named = _zip_name(info)
            if named.endswith("/") or is_passed_over(named):  # `is_dir` fails at a file without a name
                continue
            refused = "encrypted: unpack it with its password first" if info.flag_bits & _ENCRYPTED else ""
            yield from _member(partial(archive.open, info), named, refused, source, budget, report)


def open_tar(source: Source, report: Report) -> Iterator[Source]:
    """Give the files of a tar in its order; links and devices are reported."""
    budget = _budget(source)
    with opened(source) as stream:
        with foreign("the tar archive"):
            archive = tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header)  # noqa: SIM115  # reads, holds nothing
        while True:
            with foreign("the tar archive"):
                info = archive.next()
            archive.members = []  # type: ignore[attr-defined]  # it would keep them all
            if info is None:
                return
            if info.isdir() or is_passed_over(info.name):
                continue
            refused = "" if info.isfile() else "not a regular file"
            yield from _member(partial(archive.extractfile, info), info.name, refused, source, budget, report)


def _budget(source: Source) -> Budget:
    if source.budget is not None:
        return source.budget
    return Budget(None if source.path is None else source.path.stat().st_size)


def _member(
    open_it: Callable[[], IO[bytes] | None], named: str, refused: str, source: Source, budget: Budget, report: Report
) -> Iterator[Source]:
    """Open a file of an archive; one that cannot be opened is reported and the next one read."""
    name = f"{source.name}!{named}".encode("utf-8", "replace").decode()
    what = "this file of the archive"
    try:
        if refused or _escapes(named):
            raise Unreadable(refused or "its name points out of the archive")
        with foreign(what):
            file = open_it()
            if file is None:
                raise Unreadable("not a regular file")
            stream = unpacked(buffered(file, what, budget), budget)
    except ReadFailure as error:
        report.skip_source(name, failure(error))
    else:
        yield Source(None, name, stream, budget, named)


def _escapes(name: str) -> bool:
    """Say whether a name is absolute, on some system, or climbs out of its folder."""
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    return posix.is_absolute() or bool(windows.drive or windows.root) or ".." in posix.parts or ".." in windows.parts


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Give a file's name; without the sign for UTF-8 it is often UTF-8 all the same, which zipfile reads as cp437."""
    if not info.flag_bits & _UTF8_NAME:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename


class _Header(tarfile.TarInfo):
    """A header that says when it is damaged: tarfile takes one in the middle for the end of the archive."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> _Header:
        """Read the next header."""
        try:
            return super().fromtarfile(tarfile)
        except _tar.HeaderError as error:
            if type(error).__name__ in _ENDS:
                raise
            raise _tar.ReadError(str(error)) from error
