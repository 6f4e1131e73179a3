"""A look through an archive, without an index: what of it is whole, and what is not.

Articles take the way that they take into an index, so what is told is what would happen.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import PurePath
from time import perf_counter
from typing import TYPE_CHECKING

from searchnews._building import DocumentBuilder
from searchnews._documents import GROUP
from searchnews._grouping import Grouping
from searchnews.arabic import analyzer
from searchnews.engines import create_engine
from searchnews.errors import StrPath
from searchnews.ingest import Learner, read_articles
from searchnews.ingest.sources import extension_of
from searchnews.ingest.suspicion import suspicion
from searchnews.model import Article, identified
from searchnews.model.diagnosis import Diagnosis, Findings
from searchnews.model.loads import Problem

if TYPE_CHECKING:
    from searchnews.index import Index

__all__ = ["LoadDiagnosis", "diagnose"]

_Key = tuple[str, str]


def diagnose(
    *paths: StrPath,
    field_map: Mapping[str, str] | None = None,
    no_clean: Collection[str] = (),
    boilerplate: StrPath | None = None,
    relative_to: dt.date | None = None,
    learner: Learner | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Diagnosis:
    """Read the articles of files and folders as `read_articles` does, and count what is not as it should be.

    `learner` is given every article, so that it knows the boilerplate of their sources afterwards. Raises what
    `read_articles` raises.

        >>> diagnose("corpus/").articles  # doctest: +SKIP
        115
    """
    began = perf_counter()
    tally = _Tally()
    articles = read_articles(
        *paths,
        field_map=field_map,
        on_problem=tally.note,
        no_clean=no_clean,
        boilerplate=boilerplate,
        relative_to=relative_to,
    )
    with create_engine("memory", None, (), ()).searcher() as nothing:
        built = DocumentBuilder(analyzer()).build(_noted(articles, tally, learner, on_progress))
        for batch in Grouping(nothing).grouped(built):
            for group in batch.columns.get(GROUP, [""] * len(batch.ids)):
                tally.settle(reprint=bool(group))
    return tally.diagnosis(perf_counter() - began)


class LoadDiagnosis:
    """Counts what a load meets as `diagnose` does; which articles are reprints is asked of the index afterwards."""

    def __init__(self) -> None:
        self._tally, self._ids, self._began = _Tally(), list[str](), perf_counter()

    def note(self, problem: Problem) -> None:
        """Take down what was told of a record."""
        self._tally.note(problem)

    def watched(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Give articles on, taken down."""
        for article in articles:
            self._tally.take(article)
            self._ids.append(identified(article).id)
            yield article

    def diagnosis(self, index: Index) -> Diagnosis:
        """Give what was counted, once the articles are in the index."""
        with index._lease() as searcher:
            for id in self._ids:
                doc = searcher.find(id)
                self._tally.settle(reprint=doc is not None and bool(searcher.column(doc, GROUP)))
        return self._tally.diagnosis(perf_counter() - self._began)


def _noted(
    articles: Iterable[Article],
    tally: _Tally,
    learner: Learner | None,
    on_progress: Callable[[int], None] | None,
) -> Iterator[Article]:
    for number, article in enumerate(articles, 1):
        tally.take(article)
        if learner is not None:
            learner.add(article)
        if on_progress is not None:
            on_progress(number)
        yield identified(article)


class _Tally:
    """Counts. What is told of a record comes before its article, so it is of the next that is taken."""

    def __init__(self) -> None:
        self._counts: dict[_Key, Counter[str]] = {}
        self._suspicious: dict[_Key, Counter[str]] = {}
        self._reasons: Counter[tuple[str, str]] = Counter()
        self._years: Counter[str] = Counter()
        self._told: set[str] = set()
        self._waiting: deque[_Key] = deque()

    def note(self, problem: Problem) -> None:
        self._reasons[problem.kind, problem.reason] += 1
        if problem.kind == "skipped":
            self._row(("", _format(problem.path)))["skipped"] += 1
            self._told.clear()
        else:
            self._told.add(problem.kind)

    def take(self, article: Article) -> None:
        key = article.source or "", _format(article.path)
        row = self._row(key)
        row["articles"] += 1
        row["empty"] += not article.text
        row["undated"] += article.date is None
        for kind in self._told:
            row[kind] += 1
        self._told.clear()
        self._suspicious[key].update(suspicion(article.text))
        self._years[(article.date or "")[:4]] += 1
        self._waiting.append(key)

    def settle(self, *, reprint: bool) -> None:
        """Say of the articles taken, in their order, whether each is a reprint."""
        self._counts[self._waiting.popleft()]["reprints"] += reprint

    def _row(self, key: _Key) -> Counter[str]:
        if key not in self._counts:
            self._counts[key], self._suspicious[key] = Counter(), Counter()
        return self._counts[key]

    def diagnosis(self, seconds: float) -> Diagnosis:
        rows = sorted(self._counts.items(), key=lambda row: (-row[1]["articles"], row[0]))
        findings = [
            Findings(
                *key,
                articles=row["articles"],
                empty=row["empty"],
                repaired=row["repaired"],
                doubtful=row["doubtful"],
                undated=row["undated"],
                reprints=row["reprints"],
                skipped=row["skipped"],
                suspicious=dict(self._suspicious[key]),
            )
            for key, row in rows
        ]
        reasons = dict(sorted(self._reasons.items(), key=lambda each: (-each[1], each[0])))
        return Diagnosis(tuple(findings), reasons, dict(sorted(self._years.items())), seconds)


def _format(path: str | None) -> str:
    """Name the format of a file by its extension, packed or not."""
    return extension_of(PurePath(path or "").name) or "-"
