"""The folder of an index: its table of contents, its lock, and what a commit is.

A commit is one small file, `contents-<generation>.json`, that names the segments: it appears by an atomic rename after
every file it names is on the disk. Older ones, and files that none names, are removed when the next has appeared.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from searchnews.engines.base import FieldKind
from searchnews.engines.whoosh.sections import make_last
from searchnews.engines.whoosh.segment import Segment, SegmentEntry
from searchnews.errors import (
    CorruptIndexError,
    IncompatibleIndexError,
    IndexFolderError,
    IndexLockedError,
    IndexNotFoundError,
)

__all__ = ["FORMAT", "Contents", "Folder", "Lock", "owns"]

FORMAT: Final = 2
"""What is written. Raised when versions before could not read it."""

_READ: Final = (1, FORMAT)

_CONTENTS: Final = re.compile(r"contents-(\d{1,12})\.json")
_SEGMENT: Final = re.compile(r"segment-[0-9a-f]{16}\.sn")
_DELETIONS: Final = re.compile(r"segment-[0-9a-f]{16}\.deleted-[0-9a-f]{8}")
_PASSING: Final = re.compile(r"contents-\d{1,12}\.json\.new|\.spool-\w+")
_LOCK: Final = "writer.lock"
_REBUILD: Final = "build the index again with `searchnews index PATH --rebuild`"


class Contents(NamedTuple):
    """One commit: what the index holds. `key` is drawn at random, so that no two commits are taken for one."""

    generation: int
    fields: tuple[FieldKind, ...]
    columns: tuple[str, ...]
    segments: tuple[SegmentEntry, ...]
    key: str = ""

    def pack(self) -> bytes:
        """Give the file's content: the values as a line of JSON, and a line with its CRC32."""
        fields, segments = [kind._asdict() for kind in self.fields], [entry._asdict() for entry in self.segments]
        values = {**self._asdict(), "fields": fields, "segments": segments, "format": FORMAT}
        line = json.dumps(values, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        return line + _checksum(line)

    @classmethod
    def unpack(cls, data: bytes, *, path: Path) -> Contents:
        """Read what `pack` wrote; `CorruptIndexError`, `IncompatibleIndexError`."""
        try:
            line, end, checksum = data.partition(b"\n")
            if checksum != _checksum(line + end):
                raise ValueError("the checksum differs")
            values: dict[str, Any] = json.loads(line)
            if values["format"] in _READ:
                return cls._from(values)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise CorruptIndexError(f"is damaged ({error}); {_REBUILD}", path=path) from error
        reason = f"has format {values['format']}, this version of searchnews reads format {FORMAT}; {_REBUILD}"
        raise IncompatibleIndexError(reason, path=path)

    @classmethod
    def _from(cls, values: dict[str, Any]) -> Contents:
        fields = tuple(FieldKind(**kind) for kind in values["fields"])
        segments = tuple(SegmentEntry(**entry) for entry in values["segments"])
        for entry in segments:
            # Only names that a writer makes: nothing outside the folder is ever opened.
            deletions_fit = entry.deletions is None or _DELETIONS.fullmatch(entry.deletions)
            if not (_SEGMENT.fullmatch(entry.name) and deletions_fit):
                raise ValueError(f"{entry.name!r} is no name of a segment")
        return cls(int(values["generation"]), fields, tuple(values["columns"]), segments, str(values["key"]))


def _checksum(line: bytes) -> bytes:
    return b"crc32 %08x\n" % zlib.crc32(line)


@lru_cache(maxsize=16)  # every query looks for the newest
def _contents_path(folder: str, generation: int) -> Path:
    return Path(folder, f"contents-{generation}.json")


class Lock:
    """The right to write, which the operating system takes back when the process dies."""

    def __init__(self, folder: str) -> None:
        from whoosh.util.filelock import FileLock

        self._folder, self._path = folder, Path(folder, _LOCK)
        self._lock = FileLock(str(self._path))
        try:
            taken = self._lock.acquire()
        except OSError as error:
            raise IndexFolderError(f"cannot be written to: {error.strerror}", path=folder) from error
        if not taken:
            raise IndexLockedError("another writer is at work; try again when it has ended", path=folder)

    def check(self) -> None:
        """Make sure that the folder is still the one that was locked; `IndexFolderError`."""
        with suppress(OSError):
            if os.path.samestat(os.fstat(self._lock.fd), self._path.stat()):
                return
        reason = "another index was put in its place while this one was written to; nothing was written to the new one"
        raise IndexFolderError(reason, path=self._folder)

    def release(self) -> None:
        """Let the next writer in."""
        self._lock.release()


class Folder:
    """The files of one index."""

    def __init__(self, path: str) -> None:
        self.path = path

    def newest(self) -> int:
        """Give the generation of the newest commit; -1 where there is none."""
        found = (_CONTENTS.fullmatch(name) for name in self._names())
        return max((int(match[1]) for match in found if match), default=-1)

    def read(self) -> Contents:
        """Read the newest commit; `IndexNotFoundError`, `CorruptIndexError`, `IncompatibleIndexError`.

        A writer names a commit before it removes the one before, so segments without any are what a damage left.
        """
        while (generation := self.newest()) >= 0:
            path = self.contents_path(generation)
            try:
                contents = Contents.unpack(path.read_bytes(), path=path)
            except FileNotFoundError as error:
                if self.newest() == generation:
                    raise CorruptIndexError(f"leads nowhere; {_REBUILD}", path=path) from error
            except OSError as error:
                raise IndexFolderError(f"cannot be read: {error.strerror}", path=path) from error
            else:
                if contents.generation != generation:
                    raise CorruptIndexError(f"holds another commit than its name says; {_REBUILD}", path=path)
                return contents
        if any(map(_SEGMENT.fullmatch, self._names())):
            raise CorruptIndexError(f"has lost its table of contents; {_REBUILD}", path=self.path)
        raise IndexNotFoundError("the folder holds no index; make one with `searchnews index`", path=self.path)

    def open(self) -> tuple[Contents, list[Segment]]:
        """Read the newest commit, and open its segments; errors as `read` raises them."""
        while True:
            contents = self.read()
            try:
                return contents, [Segment(self.path, entry) for entry in contents.segments]
            except FileNotFoundError as error:
                # Between our reading the table of contents and opening its files, a writer may have made the next.
                if self.is_newest(contents):
                    raise CorruptIndexError(f"is missing; {_REBUILD}", path=error.filename) from error

    def is_newest(self, contents: Contents) -> bool:
        """Say whether no commit came after this one: two looks at the file system."""
        # Asked before every search, so by the system's own calls: pathlib takes twice as long.
        return not os.path.exists(self.contents_path(contents.generation + 1)) and self._is(contents)  # noqa: PTH110

    def _is(self, contents: Contents) -> bool:
        # A folder that was emptied and filled again may hold another commit of the same number.
        try:
            file = os.open(self.contents_path(contents.generation), os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError:
            return False
        try:
            return contents.key.encode() in os.read(file, os.fstat(file).st_size)
        except OSError:
            return False
        finally:
            os.close(file)

    def publish(self, fields: Iterable[FieldKind], columns: Iterable[str], segments: Iterable[SegmentEntry]) -> None:
        """Make these segments, whose files are on the disk, the newest commit; then remove what none needs.

        OSError where that fails: the commit before is then still the newest.
        """
        generation = self.newest() + 1
        contents = Contents(generation, tuple(fields), tuple(columns), tuple(segments), os.urandom(8).hex())
        final = self.contents_path(generation)
        draft = final.with_suffix(".json.new")
        try:
            with draft.open("wb") as file:
                file.write(contents.pack())
                make_last(file)
            self._sync()
            draft.replace(final)
            self._sync()
        except BaseException:
            for path in (final, draft):
                with suppress(OSError):
                    path.unlink(missing_ok=True)
            raise
        self.clean(contents)

    def write(self, name: str, data: bytes) -> None:
        """Write a new file; it counts when a commit names it."""
        with Path(self.path, name).open("xb") as file:
            file.write(data)
            make_last(file)

    def _sync(self) -> None:
        """Make the names of the folder's files last."""
        if os.name == "nt":  # folders cannot be opened there, and renames are journalled
            return
        handle = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def clean(self, contents: Contents) -> None:
        """Remove the files of other commits, and of writers that died. Only under the lock."""
        kept = {f"contents-{contents.generation}.json", _LOCK}
        kept |= {name for entry in contents.segments for name in (entry.name, entry.deletions) if name is not None}
        for name in self._names():
            if owns(name) and name not in kept:
                self.remove(name)

    def remove(self, name: str) -> None:
        """Remove a file that no commit names."""
        with suppress(OSError):  # still mapped, in Windows; the next writer tries again
            Path(self.path, name).unlink()

    def size(self) -> int:
        """Sum the bytes of all files of the index."""
        total = 0
        for name in filter(owns, self._names()):
            with suppress(FileNotFoundError):  # a commit in another process may be cleaning up
                total += Path(self.path, name).stat().st_size
        return total

    def contents_path(self, generation: int) -> Path:
        """Give the table of contents of a commit."""
        return _contents_path(self.path, generation)

    def _names(self) -> list[str]:
        try:
            return [path.name for path in Path(self.path).iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise IndexFolderError(f"cannot be read: {error.strerror}", path=self.path) from error


def owns(file_name: str) -> bool:
    """Say whether a file in an index's folder belongs to this engine."""
    return file_name == _LOCK or any(p.fullmatch(file_name) for p in (_CONTENTS, _SEGMENT, _DELETIONS, _PASSING))
