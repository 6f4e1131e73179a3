"""The folder of an index: durable renames, the writer's lock, and what a commit is.

A commit is one file, Whoosh's table of contents `_MAIN_<generation>.toc`: it appears by an atomic rename
after every file it names was written and fsynced. Files that no table of contents names are left-overs.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, EmptyIndexError, clean_files
from whoosh.query import QueryError as WhooshQueryError
from whoosh.util.filelock import FileLock

from searchnews.errors import (
    CorruptIndexError,
    IndexFolderError,
    IndexLockedError,
    IndexNotFoundError,
    SearchNewsError,
)

__all__ = ["Folder", "damage_told", "owns"]

_NAME: Final = "MAIN"
_LOCK: Final = f"{_NAME}_WRITELOCK"
_UNFINISHED: Final = re.compile(rf"^_{_NAME}_[0-9]+\.toc\..")
_NO_DAMAGE: Final = {
    getattr(errno, name)
    for name in ("EACCES", "EPERM", "ENOSPC", "EDQUOT", "EROFS", "EMFILE", "ENFILE", "EIO", "EFBIG")
    if hasattr(errno, name)
}
"""Complaints of the operating system that say nothing about the content of files."""

_OURS: Final = re.compile(rf"^_?{_NAME}[_.]")


class _Storage(FileStorage):  # type: ignore[misc]  # Whoosh ships no types
    """Files whose renames outlive a power cut, and that are closed even where Whoosh forgets them.

    It forgets those it has open when it finds one of them damaged.
    """

    def __init__(self, path: str, opened: list[StructFile] | None = None) -> None:
        super().__init__(path)
        self._opened: list[StructFile] = [] if opened is None else opened

    def create_file(self, name: str, **options: Any) -> StructFile:
        """Make a file, and remember to close it."""
        file = super().create_file(name, **options)
        self._opened.append(file)
        return file

    def open_file(self, name: str, **options: Any) -> StructFile:
        """Open a file, and remember to close it."""
        file = super().open_file(name, **options)
        self._opened.append(file)
        return file

    def temp_storage(self, name: str | None = None) -> FileStorage:
        """Make a folder for scratch files, which are remembered with the others."""
        return _Storage(self._fpath(name or f"{_NAME}.tmp"), self._opened).create()

    def close_files(self) -> None:
        """Close every file that is open."""
        while self._opened:
            file = self._opened.pop()
            if not file.is_closed:
                with suppress(OSError):  # what cannot be flushed was not committed
                    file.close()

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename after the content is on the disk; return when the name is too."""
        _sync(self._fpath(oldname))
        super().rename_file(oldname, newname, safe=safe)
        _sync_folder(self.folder)


def _sync(path: str) -> None:
    # Windows can only sync what is open for writing.
    fd = os.open(path, os.O_RDWR)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _sync_folder(path: str) -> None:
    if os.name == "nt":  # folders cannot be opened there, and renames are journalled
        return
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def damage_told(path: str) -> Iterator[None]:
    """Turn whatever Whoosh raises over damaged files into `CorruptIndexError`.

    Damaged pickles and offsets can raise nearly anything, so all is translated but what certainly has
    another cause: our own errors, a query that the fields cannot answer, a full disk or the like, a lack of
    memory or stack.
    """
    try:
        yield
    except (SearchNewsError, WhooshQueryError, MemoryError, RecursionError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_DAMAGE:
            reason = f"{error.strerror}; what was committed is safe"
            raise IndexFolderError(reason, path=path) from error
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise CorruptIndexError(
            f"the index is damaged ({what}); build it again with `searchnews index --rebuild`", path=path
        ) from error


class Folder:
    """The files of one index, as one reader or writer has them open."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.storage = _Storage(path)

    def generation(self) -> int:
        """Give the number of the newest commit; -1 where there is none."""
        return int(TOC._latest_generation(self.storage, _NAME))

    def is_newest(self, generation: int) -> bool:
        """Say whether `generation` is still the newest commit. Two looks at the file system, no listing."""
        has = self.storage.file_exists
        return has(TOC._filename(_NAME, generation)) and not has(TOC._filename(_NAME, generation + 1))

    def read(self) -> TOC:
        """Read the newest commit."""
        try:
            return TOC.read(self.storage, _NAME)
        except EmptyIndexError as error:
            raise IndexNotFoundError(
                "the folder holds no index; make one with `searchnews index`", path=self.path
            ) from error

    def publish(self, schema: Any, segments: list[Any], generation: int) -> None:
        """Make these segments the newest commit, then remove what belongs to none."""
        for segment in segments:
            for name in segment.list_files(self.storage):
                _sync(self.storage._fpath(name))
        TOC(schema, segments, generation).write(self.storage, _NAME)
        self.clean(generation, segments)

    def clean(self, generation: int, segments: list[Any]) -> None:
        """Remove the files of other commits and of transactions that never ended. Only under the lock."""
        clean_files(self.storage, _NAME, generation, segments)
        for name in self.storage.list():
            if _UNFINISHED.match(name):
                self.storage.delete_file(name)
        with suppress(OSError):  # a scratch folder that another process of Windows keeps open: the next commit
            self.storage.temp_storage(f"{_NAME}.tmp").destroy()

    def remove_segment(self, segment: Any) -> None:
        """Remove a segment that no commit names."""
        for name in segment.list_files(self.storage):
            with suppress(OSError):  # still open in Windows; the next commit cleans
                self.storage.delete_file(name)

    def size(self) -> int:
        """Sum the bytes of all files of the index."""
        total = 0
        with os.scandir(self.path) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # a commit in another process may be cleaning up
                    total += entry.stat().st_size if owns(entry.name) else 0
        return total

    def close(self) -> None:
        """Close every file that was opened through this object."""
        self.storage.close_files()

    def lock(self) -> FileLock:
        """Take the writer's lock, which the operating system lets go when the process dies."""
        lock = self.storage.lock(_LOCK)
        try:
            taken = lock.acquire()
        except OSError as error:
            raise IndexFolderError(f"cannot be written to: {error.strerror}", path=self.path) from error
        if not taken:
            raise IndexLockedError("another writer is at work; try again when it has ended", path=self.path)
        return lock


def owns(file_name: str) -> bool:
    """Say whether a file in an index's folder belongs to this engine."""
    return _OURS.match(file_name) is not None
