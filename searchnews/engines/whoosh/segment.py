"""A segment: some documents of an index, in one file that never changes, and which of them are deleted since."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from searchnews.engines.whoosh.columns import FieldColumns
from searchnews.engines.whoosh.sections import Array, SectionReader
from searchnews.engines.whoosh.stored import StoredReader
from searchnews.engines.whoosh.strings import ValueColumn
from searchnews.errors import CorruptIndexError, IndexFolderError

__all__ = ["ID", "ID_ORDER", "Segment", "SegmentEntry", "pack_deletions", "read_deletions"]

ID: Final = "id"
"""The column of the documents' ids."""

ID_ORDER: Final = "=id/docs"
"""The document of each id, in the order of the sorted ids."""


class SegmentEntry(NamedTuple):
    """What the table of contents says of a segment: its file, its documents, and the file of its deletions."""

    name: str
    documents: int
    deleted: int = 0
    deletions: str | None = None

    @property
    def live(self) -> int:
        """The documents that are not deleted."""
        return self.documents - self.deleted


class Segment:
    """Reads one segment file."""

    def __init__(self, folder: str, entry: SegmentEntry) -> None:
        self.entry = entry
        path = str(Path(folder, entry.name))
        self.file = SectionReader(path)
        facts = self.file.facts
        try:
            self.documents: int = facts["documents"]
            self._facts: dict[str, dict[str, Any]] = facts["fields"]
            self.columns: Sequence[str] = facts["columns"]
            self.stored = StoredReader(self.file, facts["stored"])
        except (KeyError, TypeError, ValueError) as error:
            raise CorruptIndexError(f"has a header that makes no sense ({error})", path=path) from error
        if self.documents != entry.documents:
            raise CorruptIndexError("holds another number of documents than the index says", path=path)
        self._fields: dict[str, FieldColumns] = {}
        self._values: dict[str, ValueColumn] = {}
        self.deleted: Array | None = None
        if entry.deletions is not None:
            self.deleted = read_deletions(str(Path(folder, entry.deletions)), self.documents)

    @property
    def fields(self) -> Sequence[str]:
        """The names of the indexed fields."""
        return list(self._facts)

    def field(self, name: str) -> FieldColumns | None:
        """Give the columns of an indexed field; None where there is none of this name."""
        found = self._fields.get(name)
        if found is None and name in self._facts:
            found = self._fields[name] = FieldColumns(self.file, name, **self._facts[name])
        return found

    def column(self, name: str) -> ValueColumn | None:
        """Give a value column; None where there is none of this name."""
        found = self._values.get(name)
        if found is None and name in self.columns:
            found = self._values[name] = ValueColumn(self.file, name)
        return found

    def find(self, key: bytes) -> int | None:
        """Give the live document with this id."""
        ids = self.column(ID)
        place = ids.values.find(key) if ids is not None else -1
        if place < 0:
            return None
        self.file.check(ID_ORDER, place, place + 1)
        doc = int(self.file.array(ID_ORDER)[place])
        return None if self.deleted is not None and self.deleted[doc] else doc

    def live(self) -> Array:
        """Give the documents that are not deleted."""
        return np.arange(self.documents) if self.deleted is None else np.flatnonzero(~self.deleted)


def pack_deletions(deleted: Array) -> bytes:
    """Pack one flag a document, and a CRC32 of them."""
    packed = np.packbits(deleted).tobytes()
    return packed + zlib.crc32(packed).to_bytes(4, "little")


def read_deletions(path: str, documents: int) -> Array:
    """Unpack what `pack_deletions` packed; `CorruptIndexError`; FileNotFoundError; `IndexFolderError`."""
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise IndexFolderError(f"cannot be read: {error.strerror}", path=path) from error
    packed = data[:-4]
    if len(data) != (documents + 7) // 8 + 4 or zlib.crc32(packed) != int.from_bytes(data[-4:], "little"):
        raise CorruptIndexError("is damaged; build the index again with `searchnews index PATH --rebuild`", path=path)
    return np.unpackbits(np.frombuffer(packed, np.uint8), count=documents).astype(bool)
