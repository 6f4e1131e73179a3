"""One load of articles into an index, new, old or built afresh, and the record of what was not whole.

Invariant: the index is as it was before, unless the whole load succeeds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchnews.cli.rebuilding import target
from searchnews.messages import told
from searchnews.model.loads import AddReport, Problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TextIO

    from searchnews._diagnosing import LoadDiagnosis
    from searchnews.model import Article
    from searchnews.model.diagnosis import Diagnosis

__all__ = ["STDIN", "Load", "Outcome", "Problems", "run"]

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Load:
    """What to read and where to put it; `field_map` says which name of theirs is which field of ours."""

    paths: tuple[str, ...]
    folder: str
    field_map: Mapping[str, str]
    prune: bool = False
    rebuild: bool = False
    strict: bool = False
    workers: int = 1
    exceptions: str | None = None
    no_clean: tuple[str, ...] = ()
    boilerplate: str | None = None
    relative_to: dt.date | None = None
    memory_mb: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load did.

    `repaired` and `doubtful` count records, `documents` what the index holds now; `diagnosis` is by source.
    """

    report: AddReport
    repaired: int
    documents: int
    diagnosis: Diagnosis | None = None
    doubtful: int = 0


class Problems:
    """Counts the problems of a load, and writes each as a line of JSON to `out`, or tells it on, if that is wanted."""

    def __init__(self, out: TextIO | None = None, tell: Callable[[Problem], None] | None = None) -> None:
        self._tell = tell
        self.skipped = 0
        self.repaired = 0
        self.doubtful = 0
        self._out = out
        self._last: dict[str, tuple[str, int | None]] = {}

    def note(self, problem: Problem) -> None:
        """Take down one problem."""
        if problem.kind == "skipped":
            self.skipped += problem.count  # a crawl tells its pictures in one line
        elif self._last.get(problem.kind) != (problem.path, problem.line):  # a record may be mended in several ways
            self._last[problem.kind] = (problem.path, problem.line)
            self.repaired += problem.kind == "repaired"
            self.doubtful += problem.kind == "doubtful"
        if self._tell is not None:
            self._tell(problem)
        if self._out is not None:
            from searchnews.render import json

            self._out.write(json.dumps(json.problem(problem)) + "\n")

    def note_apart(self, problem: Problem) -> None:
        """Take down a problem that is a record's only one: the index tells them without lines."""
        self._last.pop(problem.kind, None)
        self.note(problem)


def run(
    load: Load,
    problems: Problems,
    *,
    on_progress: Callable[[int], None] | None = None,
    diagnosing: LoadDiagnosis | None = None,
) -> Outcome:
    """Do the load; `diagnosing` takes down what it meets, and is to be told its problems by `problems`.

    Raises SourceError for a path that is not there, before anything is touched, ClickException with `prune` for one
    that has no articles, and with `strict` ArticleError or SourceError for the first record or file that is not whole.
    """
    import searchnews

    articles = searchnews.read_articles(
        *load.paths,
        field_map=load.field_map or None,
        on_problem=problems.note,
        strict=load.strict,
        no_clean=load.no_clean,
        boilerplate=load.boilerplate,
        relative_to=load.relative_to,
    )
    pruned = _pruned(load)
    articles = _found_under(articles, pruned)
    with target(load.folder, rebuild=load.rebuild, exceptions=load.exceptions) as index:
        report = index.add_many(
            articles if diagnosing is None else diagnosing.watched(articles),
            on_progress=on_progress,
            on_problem=problems.note_apart,
            prune_under=pruned,
            memory_mb=load.memory_mb,
            workers=load.workers,
        )
        documents = index.stats().documents
        diagnosis = None if diagnosing is None else diagnosing.diagnosis(index)
    # What the index itself refuses is told to `problems` too, so that count is the whole one.
    report = report._replace(skipped=max(report.skipped, problems.skipped))
    return Outcome(report, problems.repaired, documents, diagnosis, problems.doubtful)


def _pruned(load: Load) -> tuple[str, ...]:
    from searchnews.ingest.walk import shown

    if not load.prune:
        return ()
    return tuple(shown(Path(path)) for path in load.paths if path != STDIN)


def _found_under(articles: Iterable[Article], roots: Iterable[str]) -> Iterator[Article]:
    """Give articles on; ClickException at the end where a root had none: all of it would be removed."""
    from searchnews._load import under

    waiting = {root: under([root]) for root in roots}
    for article in articles:
        if waiting:
            waiting = {root: is_under for root, is_under in waiting.items() if not is_under(article.path or "")}
        yield article
    for root in sorted(waiting):
        reason = "no articles were found, and --prune would remove all that ever came from it; nothing was changed"
        raise click.ClickException(f"{root}: {told(reason)}")
