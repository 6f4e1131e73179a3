"""An engine in memory, by brute force: the plain statement of what the others must compute.

Tests hold it against the embedded engine, and it stands in for one where nothing need last. It evaluates
Whoosh's query classes, as documented and as they behave, over dictionaries; none of Whoosh's code runs
here. Statistics never count deleted documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Final

from searchnews.engines.base import EngineStats, FieldKind
from searchnews.engines.documents import Document, DocumentBatch
from searchnews.engines.memory.searcher import MemorySearcher
from searchnews.errors import IndexLockedError

__all__ = ["MemoryEngine", "MemoryWriter"]


class MemoryEngine:
    """An index in memory."""

    name: Final = "memory"

    def __init__(self, fields: Iterable[FieldKind], columns: Iterable[str]) -> None:
        self.fields = {kind.name: kind.positions for kind in fields}
        self.columns = frozenset(columns)
        self.commit: Mapping[str, Document] = {}
        self.lock = Lock()

    def writer(self, *, memory: int | None = None, columns: Iterable[str] = ()) -> MemoryWriter:
        """Begin a transaction; `IndexLockedError` where another is under way."""
        self.columns |= set(columns)
        return MemoryWriter(self)

    def searcher(self) -> MemorySearcher:
        """Open a searcher on the newest commit."""
        return MemorySearcher(self.commit, self.fields, is_newest=lambda commit: commit is self.commit)

    def stats(self, field: str) -> EngineStats:
        """Count what the newest commit holds; `bytes` is 0."""
        terms = [document.fields[field].terms for document in self.commit.values() if field in document.fields]
        distinct = {term for some in terms for term in some}
        return EngineStats(len(self.commit), len(distinct), sum(map(len, terms)), 0, 1 if self.commit else 0)

    def check(self) -> list[str]:
        """There is nothing that could be damaged."""
        return []

    def optimize(self) -> None:
        """There is nothing to merge."""

    def versions(self) -> Mapping[str, str]:
        """Stands on nothing."""
        return {}

    def close(self) -> None:
        """Nothing is open."""


class MemoryWriter:
    """A transaction: a copy of the documents, put in place of the original by `commit`."""

    def __init__(self, engine: MemoryEngine) -> None:
        if not engine.lock.acquire(blocking=False):
            raise IndexLockedError("another writer is at work; try again when it has ended", path="memory")
        self._engine = engine
        self._documents = dict(engine.commit)
        self._put: set[str] = set()
        self._changed = self._ended = False

    def put(self, document: Document) -> None:
        """Add a document, replacing any with the same id."""
        self._check(document)
        self.delete(document.id)
        self._documents[document.id] = document
        self._put.add(document.id)
        self._changed = True

    def put_many(self, batch: DocumentBatch) -> None:
        """Add many documents; if one of them cannot be kept, none is."""
        documents = list(batch.documents())
        for document in documents:
            self._check(document)
        for document in documents:
            self.put(document)

    def delete(self, id: str) -> bool:
        """Delete the document with this id; False where there is none."""
        self._check_open()
        deleted = self._documents.pop(id, None) is not None
        self._put.discard(id)
        self._changed |= deleted
        return deleted

    def pending(self, id: str, column: str) -> str | None:
        """Give a short value of the document put under this id in this transaction; None where none was."""
        return self._documents[id].columns.get(column, "") if id in self._put else None

    def commit(self) -> None:
        """Make everything put and deleted visible, and end the transaction."""
        self._check_open()
        if self._changed:
            self._engine.commit = self._documents
        self.rollback()

    def rollback(self) -> None:
        """End the transaction."""
        if not self._ended:
            self._ended = True
            self._engine.lock.release()

    def __enter__(self) -> MemoryWriter:
        return self

    def __exit__(self, exc_type: type[BaseException] | None, *exc: object) -> None:
        if exc_type is not None:
            self.rollback()
        elif not self._ended:
            self.commit()

    def _check_open(self) -> None:
        if self._ended:
            raise ValueError("the transaction has ended")

    def _check(self, document: Document) -> None:
        self._check_open()
        for name, terms in document.fields.items():
            if name not in self._engine.fields:
                raise ValueError(f"the index has no field {name!r}")
            "".join(terms.terms)  # raises TypeError unless all are text
            if terms.positions is not None and len(terms.positions) != len(terms.terms):
                raise ValueError(f"field {name!r} has not as many positions as terms")
            if self._engine.fields[name] and terms.positions is None and terms.terms:
                raise ValueError(f"field {name!r} needs positions")
        if unknown := set(document.columns) - self._engine.columns:
            raise ValueError(f"the index has no column {min(unknown)!r}")
