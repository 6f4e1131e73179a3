"""Test collections: a folder with documents, queries and judgments, and measuring on it from nothing.

Owns the layouts: our own (`docs.jsonl`, `queries.tsv`, `qrels.txt`) and BEIR's (`corpus.jsonl`, `queries.jsonl`,
`qrels/test.tsv`); each file may be gzipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from searchnews._opening import create_index
from searchnews.arabic import DEFAULT_PRESET, Analyzer
from searchnews.errors import EvaluationFileError, StrPath
from searchnews.evaluation.answering import DEFAULT_DEPTH, answer
from searchnews.evaluation.measuring import DEFAULT_MEASURES, Evaluation, measure
from searchnews.evaluation.qrels import Qrels, read_qrels
from searchnews.evaluation.runs import Run
from searchnews.evaluation.topics import Topic, read_topics
from searchnews.index import Index
from searchnews.ingest import read_articles
from searchnews.model import Article
from searchnews.model.loads import Problem

__all__ = ["Collection", "evaluate", "find_collection", "temporary_index"]

# The first that is there is taken.
_DOCUMENTS: Final = ("docs.jsonl", "corpus.jsonl", "docs.tsv", "docs.csv")
_QUERIES: Final = ("queries.tsv", "queries.jsonl", "topics.txt", "topics.xml", "topics")
_QRELS: Final = ("qrels.txt", "qrels.tsv", "qrels/test.tsv", "qrels/dev.tsv", "qrels/train.tsv", "qrels")


@dataclass(frozen=True, slots=True)
class Collection:
    """The files of a test collection; `documents` is None where its folder has none."""

    name: str
    folder: Path
    queries: Path
    qrels: Path
    documents: Path | None = None

    def articles(self, *, on_problem: Callable[[Problem], None] | None = None) -> Iterator[Article]:
        """Read its documents, cleaned as every archive is; what is skipped or repaired goes to `on_problem`."""
        if self.documents is None:
            raise EvaluationFileError(f"there are no documents: none of {', '.join(_DOCUMENTS)}", path=self.folder)
        return read_articles(self.documents, on_problem=on_problem)

    def topics(self) -> list[Topic]:
        """Read its queries."""
        return read_topics(self.queries)

    def judgments(self) -> dict[str, dict[str, int]]:
        """Read its judgments."""
        return read_qrels(self.qrels)


def find_collection(folder: StrPath, *, queries: StrPath | None = None, qrels: StrPath | None = None) -> Collection:
    """Find the files of the collection in a folder; `queries` and `qrels` stand instead of those in it.

    `EvaluationFileError` where one is missing, with the names it may have. Documents may be missing: an index can
    hold them.
    """
    place = Path(folder)
    if not place.is_dir():
        raise EvaluationFileError("is no folder; a collection is a folder of documents, queries and qrels", path=place)
    return Collection(
        place.resolve().name,
        place,
        Path(queries) if queries is not None else _needed(place, _QUERIES, "queries"),
        Path(qrels) if qrels is not None else _needed(place, _QRELS, "judgments"),
        _first(place, _DOCUMENTS),
    )


def _needed(place: Path, names: Iterable[str], what: str) -> Path:
    found = _first(place, names)
    if found is None:
        raise EvaluationFileError(f"there are no {what}: none of {', '.join(names)}", path=place)
    return found


def _first(place: Path, names: Iterable[str]) -> Path | None:
    candidates = (place / f"{name}{end}" for name in names for end in ("", ".gz"))
    return next((path for path in candidates if path.is_file()), None)


@contextmanager
def temporary_index(articles: Iterable[Article] = (), *, analyzer: str | Analyzer = DEFAULT_PRESET) -> Iterator[Index]:
    """Make an index of articles in a temporary folder, for as long as the context lasts."""
    with (
        TemporaryDirectory(prefix="searchnews-") as folder,
        create_index(Path(folder, "index"), analyzer=analyzer) as index,
    ):
        index.add_many(articles)
        yield index


def evaluate(
    index: Index,
    topics: Iterable[Topic],
    qrels: Qrels,
    *,
    measures: str | Iterable[str] = DEFAULT_MEASURES,
    depth: int = DEFAULT_DEPTH,
    name: str = "searchnews",
    variants: bool = True,
    on_progress: Callable[[int], None] | None = None,
) -> tuple[Evaluation, Run]:
    """Ask an index all queries and measure what it gives; the run comes along, to be kept or compared.

    `variants` is that of `Index.rank`. ValueError for a measure that is not known, and where no query is judged;
    `MissingExtraError`.
    """
    topics = list(topics)
    run, refused = answer(index, topics, depth=depth, name=name, variants=variants, on_progress=on_progress)
    asked = [topic.query_id for topic in topics]
    return measure(run, qrels, measures=measures, asked=asked, refused=refused, known=index), run
