"""The embedded engine: Whoosh's queries and scores over NumPy columns, in files that are safe to open.

`contents` (what a commit is) and `segment` (one file of documents) are the storage; `building` and `merging` write
segments, `writing` is the transaction, `checking` verifies what is there; `evaluation` answers queries on arrays, with
`codec` for the kinds it has no rule for. ARCHITECTURE.md has the format on one page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searchnews.engines.base import EngineStats, FieldKind
from searchnews.engines.whoosh.contents import Folder, Lock, owns
from searchnews.engines.whoosh.searching import WhooshSearcher

if TYPE_CHECKING:
    from searchnews.engines.whoosh.writing import WhooshWriter

__all__ = ["WhooshEngine", "WhooshFactory"]


class WhooshEngine:
    """An index in a folder."""

    name: Final = "whoosh"

    def __init__(self, path: str) -> None:
        self._folder = Folder(path)

    def writer(self, *, memory: int | None = None, columns: Iterable[str] = ()) -> WhooshWriter:
        """Begin a transaction; `IndexLockedError` where another is under way."""
        from searchnews.engines.whoosh.writing import WhooshWriter  # a program that only asks does without

        return WhooshWriter(self._folder, memory=memory, columns=columns)

    def searcher(self) -> WhooshSearcher:
        """Open a searcher on the newest commit."""
        return WhooshSearcher(self._folder)

    def stats(self, field: str) -> EngineStats:
        """Count what the newest commit holds; terms and tokens are those of `field`."""
        with self.searcher() as searcher:
            fields = [columns for segment in searcher.segments if (columns := segment.field(field)) is not None]
            terms = set().union(*(columns.terms.all() for columns in fields)) if len(fields) > 1 else ()
            return EngineStats(
                sum(segment.entry.live for segment in searcher.segments),
                len(terms) if len(fields) > 1 else sum(len(columns.terms) for columns in fields),
                sum(columns.total for columns in fields),
                self._folder.size(),
                len(searcher.segments),
            )

    def check(self) -> list[str]:
        """Verify every checksum and invariant of the newest commit; say what is wrong with which file."""
        from searchnews.engines.whoosh.checking import check

        return check(self._folder)

    def optimize(self) -> None:
        """Merge everything into one segment, without the deleted documents."""
        with self.writer() as writer:
            writer.optimize()

    def versions(self) -> Mapping[str, str]:
        """Name the libraries that the engine stands on, with their versions."""
        from importlib.metadata import version  # as much time to load as a query takes

        return {"whoosh3": version("whoosh3"), "numpy": version("numpy")}

    def close(self) -> None:
        """Let go of everything: searchers and writers hold the files, so there is nothing."""


class WhooshFactory:
    """Makes and opens indexes of this engine."""

    def owns(self, file_name: str) -> bool:
        """Say whether a file in an index's folder is the engine's."""
        return owns(file_name)

    def create(self, path: str, fields: Iterable[FieldKind], columns: Iterable[str]) -> WhooshEngine:
        """Make an empty index in an existing folder; one that is there is emptied."""
        folder = Folder(str(Path(path).absolute()))
        lock = Lock(folder.path)
        try:
            folder.publish(fields, columns, ())
        finally:
            lock.release()
        return WhooshEngine(folder.path)

    def open(self, path: str) -> WhooshEngine:
        """Open the index in a folder; `IndexNotFoundError`, `CorruptIndexError`."""
        folder = Folder(str(Path(path).absolute()))
        folder.read()
        return WhooshEngine(folder.path)
