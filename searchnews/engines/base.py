"""What every engine offers: the small protocols that the index is written against.

An engine stores documents that were analysed already and answers query trees over their terms. It never
analyses text, never sees an `Article`, and never prints. Query trees are Whoosh's query classes, built by
`searchnews.query`.

Invariants every engine keeps (and `tests/engines/contract.py` checks): a commit is all or nothing; a
searcher sees one commit for as long as it lives, and may be used by several threads; of several documents
put with one id, the last one stands; one writer at a time, by a lock that dies with its process; a
transaction that changes nothing makes no commit.

Queries are evaluated as they are given, not normalised first. Scores are Whoosh's BM25F with B=0.75 and
K1=1.2 in every field. Statistics may count deleted documents until the engine drops them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from whoosh.query import Query

    from searchnews.engines.documents import Document, DocumentBatch
    from searchnews.engines.values import ColumnValues, Matching

__all__ = [
    "ALL",
    "Engine",
    "EngineFactory",
    "EngineStats",
    "FieldKind",
    "Match",
    "Matches",
    "Searcher",
    "TermCount",
    "TermShare",
    "Writer",
]


ALL: Final = 1 << 40
"""A limit that no index reaches."""


class FieldKind(NamedTuple):
    """How an indexed field is kept: its name, and whether the places of its terms are (for phrases)."""

    name: str
    positions: bool


class Match(NamedTuple):
    """One matching document: its number in this searcher, and its score."""

    doc: int
    score: float


class Matches(NamedTuple):
    """The best matches, by descending score then ascending document number, and the count of all."""

    total: int
    top: Sequence[Match]


class TermCount(NamedTuple):
    """A term, and the number of documents that hold it."""

    term: str
    documents: int


class TermShare(NamedTuple):
    """A term, how many of some documents hold it, and how many of all."""

    term: str
    within: int
    overall: int


class EngineStats(NamedTuple):
    """Counts over the whole index: terms and tokens are those of one field; `bytes` is its size on disk."""

    documents: int
    terms: int
    tokens: int
    bytes: int
    segments: int


class Searcher(Protocol):
    """A reader of one commit. Close it, or use it as a context manager."""

    def search(self, query: Query, *, limit: int, offset: int = 0, time_limit_s: float | None = None) -> Matches:
        """Give matches `offset` to `offset + limit` in rank order, and the total; `QueryTimeoutError`.

        A `Term`, `Prefix` or `TermRange` of a column, which is no field, matches the documents with such a value, and
        scores them all alike: as a condition of a `Require` it filters.
        """
        ...

    def matching(self, query: Query, *, time_limit_s: float | None = None) -> Matching:
        """Give all documents that match, ascending, and their scores; `QueryTimeoutError`."""
        ...

    def column_values(self, name: str) -> ColumnValues:
        """Give a column of short values over all documents, as arrays; read once, and then kept."""
        ...

    def score(self, query: Query, doc: int) -> float:
        """Give the score of one document for one query; 0.0 where it does not match."""
        ...

    def term_score(self, field: str, term: str, doc: int) -> float:
        """Give the score of one document for one term, without boost; 0.0 where it does not hold it."""
        ...

    def term_scores(self, terms: Sequence[tuple[str, str]], docs: Sequence[int]) -> NDArray[Any]:
        """Give the scores of documents for terms, given with their fields, without boosts.

        A row a document, a column a term, 0.0 where it does not hold it.
        """
        ...

    def idf(self, field: str, term: str) -> float:
        """Give the inverse document frequency of a term: 1 + ln(N / (n + 1)); 0.0 where no document holds it."""
        ...

    def find(self, id: str) -> int | None:
        """Give the number of the document with this id."""
        ...

    def id_of(self, doc: int) -> str:
        """Give the id of a document."""
        ...

    def column(self, doc: int, name: str) -> str:
        """Give one of the document's short values; empty where it has none."""
        ...

    def stored(self, doc: int) -> bytes:
        """Give what was stored with the document."""
        ...

    def documents(self) -> Iterator[int]:
        """Give the numbers of all live documents, ascending."""
        ...

    def terms_with_prefix(self, field: str, prefix: str, *, limit: int) -> list[str]:
        """Give the first `limit` terms of `field` that begin with `prefix`, sorted."""
        ...

    def frequent_terms(self, field: str, prefix: str, *, limit: int) -> list[TermCount]:
        """Give the `limit` terms of `field` that begin with `prefix` and that most documents hold.

        The most common first, equal ones sorted.
        """
        ...

    def shares_of_terms(self, field: str, docs: Sequence[int], *, least: int) -> list[TermShare]:
        """Give the terms that at least `least` (from 1) of `docs` hold, sorted. Reads the whole field."""
        ...

    def document_frequency(self, field: str, term: str) -> int:
        """Count the documents that hold `term`."""
        ...

    def is_newest(self) -> bool:
        """Say whether no commit came after this one; cheap enough to ask before each search."""
        ...

    def close(self) -> None:
        """Let go of the index's files. Harmless when done twice."""
        ...

    def __enter__(self) -> Searcher: ...

    def __exit__(self, *exc: object) -> None: ...


class Writer(Protocol):
    """One transaction: searchers see nothing of it before `commit`.

    As a context manager it commits at the end, and rolls back on an error.
    """

    def put(self, document: Document) -> None:
        """Add a document, replacing any with the same id, in the index or put earlier in this transaction.

        ValueError or TypeError for a document that cannot be kept; the transaction is then as it was before.
        """
        ...

    def put_many(self, batch: DocumentBatch) -> None:
        """Add many documents, as `put` does one after the other; if one of them cannot be kept, none is."""
        ...

    def delete(self, id: str) -> bool:
        """Delete the document with this id; False where there is none."""
        ...

    def pending(self, id: str, column: str) -> str | None:
        """Give a short value of the document put under this id in this transaction; None where none was."""
        ...

    def commit(self) -> None:
        """Make everything put and deleted visible and lasting, all at once, and end the transaction."""
        ...

    def rollback(self) -> None:
        """Forget everything put and deleted, and end the transaction. Harmless on one that has ended."""
        ...

    def __enter__(self) -> Writer: ...

    def __exit__(self, exc_type: type[BaseException] | None, *exc: object) -> None: ...


class Engine(Protocol):
    """An index on disk or in memory."""

    @property
    def name(self) -> str:
        """The name it is asked for by."""
        ...

    def writer(self, *, memory: int | None = None, columns: Iterable[str] = ()) -> Writer:
        """Begin a transaction; `IndexLockedError` where another is under way.

        `columns` are those that the index gains if it has not got them, when something is put.
        `memory` is about how many bytes of memory documents may take before they are written; the engine's own
        choice where it is None.
        """
        ...

    def searcher(self) -> Searcher:
        """Open a searcher on the newest commit."""
        ...

    def stats(self, field: str) -> EngineStats:
        """Count what the newest commit holds; terms and tokens are those of `field`."""
        ...

    def check(self) -> list[str]:
        """Verify the newest commit; say what is wrong, a line each, or nothing where it is sound."""
        ...

    def optimize(self) -> None:
        """Bring the index into the form that is smallest and fastest to ask; `IndexLockedError`."""
        ...

    def versions(self) -> Mapping[str, str]:
        """Name the libraries that the engine stands on, with their versions."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


class EngineFactory(Protocol):
    """Makes and opens indexes of one kind in a folder."""

    def owns(self, file_name: str) -> bool:
        """Say whether a file in an index's folder is the engine's."""
        ...

    def create(self, path: str, fields: Iterable[FieldKind], columns: Iterable[str]) -> Engine:
        """Make an empty index in an existing folder; one of this engine that is there is emptied."""
        ...

    def open(self, path: str) -> Engine:
        """Open the index in a folder; `IndexNotFoundError`, `CorruptIndexError`."""
        ...
