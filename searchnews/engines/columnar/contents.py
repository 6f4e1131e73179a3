"""The folder of an index: its table of contents, its lock, and what a commit is.

A commit is one small JSON file, `contents-<generation>.json`, that names the segments: it appears by an atomic rename
after every file it names is on the disk. Older ones, and files that none names, are removed by the next writer.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from searchnews.engines.base import FieldKind
from searchnews.engines.columnar.segment import SegmentEntry
from searchnews.errors import CorruptIndexError, IndexFolderError, IndexLockedError, IndexNotFoundError

__all__ = ["Contents", "Folder", "Lock", "owns"]

_CONTENTS: Final = re.compile(r"contents-(\d{1,12})\.json")
_SEGMENT: Final = re.compile(r"segment-[0-9a-f]{16}\.sn")
_OURS: Final = re.compile(r"contents-\d+\.json(\.new)?|segment-[0-9a-f]{16}\.(sn|deleted-\d+)|writer\.lock|\.spool-.*")
_LOCK: Final = "writer.lock"
_REBUILD: Final = "build the index again with `searchnews index --rebuild`"


@dataclass(frozen=True, slots=True)
class Contents:
    """One commit: what the index holds. `key` is drawn at random, so that no two commits are taken for one."""

    generation: int
    fields: tuple[FieldKind, ...]
    columns: tuple[str, ...]
    segments: tuple[SegmentEntry, ...]
    key: str = ""

    def pack(self) -> bytes:
        """Give the file's content: the values, and their CRC32."""
        values = asdict(self) | {"fields": [kind._asdict() for kind in self.fields], "format": 1}
        body = json.dumps(values, ensure_ascii=False, sort_keys=True)
        return json.dumps({"crc32": zlib.crc32(body.encode()), "contents": body}, indent=1).encode() + b"\n"

    @classmethod
    def unpack(cls, data: bytes) -> Contents:
        """Read what `pack` wrote; ValueError, KeyError or TypeError for anything else."""
        outer = json.loads(data)
        body = outer["contents"]
        if zlib.crc32(body.encode()) != outer["crc32"]:
            raise ValueError("the checksum differs")
        values: dict[str, Any] = json.loads(body)
        if values.pop("format") != 1:
            raise ValueError("the format is not 1")
        fields = tuple(FieldKind(**kind) for kind in values["fields"])
        segments = tuple(SegmentEntry(**entry) for entry in values["segments"])
        for name in (n for entry in segments for n in (entry.name, entry.deletions) if n is not None):
            if not _OURS.fullmatch(name):
                raise ValueError(f"{name!r} is no name of a segment")
        return cls(values["generation"], fields, tuple(values["columns"]), segments, values["key"])


class Lock:
    """The right to write, which the operating system takes back when the process dies."""

    def __init__(self, folder: str) -> None:
        from whoosh.util.filelock import FileLock

        self._lock = FileLock(str(Path(folder, _LOCK)))
        try:
            taken = self._lock.acquire()
        except OSError as error:
            raise IndexFolderError(f"cannot be written to: {error.strerror}", path=folder) from error
        if not taken:
            raise IndexLockedError("another writer is at work; try again when it has ended", path=folder)

    def release(self) -> None:
        """Let the next writer in."""
        self._lock.release()


class Folder:
    """The files of one index."""

    def __init__(self, path: str) -> None:
        self.path = path

    def newest(self) -> int:
        """Give the generation of the newest commit; -1 where there is none."""
        try:
            names = [entry.name for entry in os.scandir(self.path)]
        except (FileNotFoundError, NotADirectoryError):
            return -1
        except OSError as error:
            raise IndexFolderError(f"cannot be read: {error.strerror}", path=self.path) from error
        return max((int(match[1]) for name in names if (match := _CONTENTS.fullmatch(name))), default=-1)

    def read(self) -> Contents:
        """Read the newest commit; `IndexNotFoundError`, `CorruptIndexError`; FileNotFoundError if it is overtaken."""
        generation = self.newest()
        if generation < 0:
            reason = "the folder holds no index; make one with `searchnews index`"
            raise IndexNotFoundError(reason, path=self.path)
        path = self._contents(generation)
        try:
            return Contents.unpack(path.read_bytes())
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CorruptIndexError(f"is damaged ({error}); {_REBUILD}", path=path) from error

    def is_newest(self, contents: Contents) -> bool:
        """Say whether no commit came after this one: two looks at the file system."""
        return not self._contents(contents.generation + 1).exists() and self._is(contents)

    def _is(self, contents: Contents) -> bool:
        # A folder that was emptied and filled again may hold another commit of the same number.
        try:
            return contents.key.encode() in self._contents(contents.generation).read_bytes()
        except OSError:
            return False

    def publish(self, fields: Iterable[FieldKind], columns: Iterable[str], segments: Iterable[SegmentEntry]) -> None:
        """Make these segments, whose files are on the disk, the newest commit; then remove what none needs."""
        generation = self.newest() + 1
        contents = Contents(generation, tuple(fields), tuple(columns), tuple(segments), secrets.token_hex(8))
        self.sync()
        self.write(f"contents-{generation}.json", contents.pack())
        self.clean(contents)

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file, lasting, or none."""
        draft = Path(self.path, f"{name}.new")
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(Path(self.path, name))
        self.sync()

    def sync(self) -> None:
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
        for name in [entry.name for entry in os.scandir(self.path)]:
            if owns(name) and name not in kept:
                with suppress(OSError):  # still open in Windows; the next commit tries again
                    Path(self.path, name).unlink()

    def size(self) -> int:
        """Sum the bytes of all files of the index."""
        total = 0
        with os.scandir(self.path) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # a commit in another process may be cleaning up
                    total += entry.stat().st_size if owns(entry.name) else 0
        return total

    def _contents(self, generation: int) -> Path:
        return Path(self.path, f"contents-{generation}.json")


def owns(file_name: str) -> bool:
    """Say whether a file in an index's folder belongs to this engine."""
    return _OURS.fullmatch(file_name) is not None
