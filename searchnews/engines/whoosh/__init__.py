"""The embedded engine: Whoosh's W3 format in a folder, read by Whoosh's own searcher.

What Whoosh's own writer gets wrong or does slowly is done here instead: one id is one document, a commit
survives a power cut, and documents become posting lists by sorting arrays. Nothing outside this package
imports Whoosh's index, codec, writing or searching. The table of contents is Whoosh's own, which is a
pickle: open only indexes that you trust.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

from searchnews.engines.base import EngineStats, FieldKind
from searchnews.engines.whoosh.schema import build_schema
from searchnews.engines.whoosh.searcher import WhooshSearcher
from searchnews.engines.whoosh.storage import Folder, damage_told, owns
from searchnews.engines.whoosh.writer import WhooshWriter
from searchnews.errors import IncompatibleIndexError

__all__ = ["WhooshEngine", "WhooshFactory"]


class WhooshEngine:
    """An index in a folder."""

    name: Final = "whoosh"

    def __init__(self, path: str) -> None:
        self._path = path

    def writer(self, *, memory: int | None = None) -> WhooshWriter:
        """Begin a transaction; `IndexLockedError` where another is under way."""
        return WhooshWriter(Folder(self._path))

    def searcher(self) -> WhooshSearcher:
        """Open a searcher on the newest commit."""
        return WhooshSearcher(Folder(self._path))

    def stats(self, field: str) -> EngineStats:
        """Count what the newest commit holds; terms and tokens are those of `field`."""
        with self.searcher() as searcher:
            return EngineStats(
                searcher.document_count(),
                searcher.vocabulary_size(field),
                searcher.token_count(field),
                Folder(self._path).size(),
                searcher.segment_count(),
            )

    def check(self) -> list[str]:
        """Whoosh's format keeps no checksums: `IncompatibleIndexError`."""
        reason = "was made by the engine 'whoosh', whose format keeps no checksums; build it again with another engine"
        raise IncompatibleIndexError(reason, path=self._path)

    def optimize(self) -> None:
        """Nothing is done: commits keep the segments few."""

    def versions(self) -> Mapping[str, str]:
        """Name the libraries that the engine stands on, with their versions."""
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
        lock = folder.lock()
        try:
            # The commit after the last one, so that searchers at work on the old index notice.
            folder.publish(build_schema(fields, columns), [], folder.generation() + 1)
        finally:
            folder.close()
            lock.release()
        return WhooshEngine(folder.path)

    def open(self, path: str) -> WhooshEngine:
        """Open the index in a folder; `IndexNotFoundError`, `CorruptIndexError`."""
        folder = Folder(str(Path(path).absolute()))
        try:
            with damage_told(folder.path):
                folder.read()
        finally:
            folder.close()
        return WhooshEngine(folder.path)
