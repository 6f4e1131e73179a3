"""`searchnews index --watch`: after the load, take in what is new and changed in its paths until it is stopped.

The system says which files have changed (watchfiles); those alone are read again, and each batch of them is one load.
What happens while another process writes to the index is kept, and loaded when that has ended. Invariant: stopping it,
at any point, leaves an index that is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from searchnews.cli.interrupts import ending_on_sigterm
from searchnews.cli.loading import STDIN, Load, Outcome, Problems
from searchnews.cli.rebuilding import target
from searchnews.errors import IndexLockedError, MissingExtraError, SourceError
from searchnews.ingest.report import Report
from searchnews.ingest.walk import walk
from searchnews.model import Article
from searchnews.model.loads import Problem

__all__ = ["check_watchable", "watch"]

_LOOK_EVERY_MS: Final = 2_000
"""How often to try again what could not be loaded, where nothing else happens."""


def check_watchable(load: Load) -> None:
    """Make sure that what a load reads can be watched: `MissingExtraError`; ValueError for standard input."""
    try:
        import watchfiles  # noqa: F401 - whether it is there is the question
    except ImportError as error:
        raise MissingExtraError("Watching a folder (--watch)", extra="watch") from error
    if STDIN in load.paths:
        raise ValueError("standard input cannot be watched; give files or folders")


def watch(load: Load, problems: Problems, tell: Callable[[Outcome], None]) -> None:
    """Load what changes, and tell of each load that did something, until Ctrl-C or SIGTERM."""
    waiting: set[str] = set()
    with suppress(KeyboardInterrupt), ending_on_sigterm():
        for changed in _changes(load):
            waiting |= changed
            if not waiting:
                continue
            # Of a disk that was taken away all seems to be gone: that is pruned when something is there again.
            kept = {path for path in waiting if not Path(path).exists()} if _is_lost(load) else set[str]()
            if not (ready := waiting - kept):
                continue
            try:
                done = _take(replace(load, paths=tuple(sorted(ready))), problems)
            except IndexLockedError:  # another process writes; what has changed is not forgotten
                continue
            waiting = kept
            if any((done.report.added, done.report.updated, done.report.removed, done.report.skipped)):
                tell(done)


def _is_lost(load: Load) -> bool:
    """Tell whether one of the paths that are watched has nothing in it but the index, which would be pruned."""
    if not load.prune:
        return False
    own = Path(load.folder).resolve()
    files = (walk(Path(path).resolve(), Report()) for path in load.paths)
    return any(all(file.is_relative_to(own) for file in found) for found in files)


def _changes(load: Load) -> Iterator[set[str]]:
    """Give the paths that have changed, again and again; none of the index itself, which may lie among them."""
    import watchfiles

    own = Path(load.folder).resolve()

    def counts(change: watchfiles.Change, path: str) -> bool:
        place = Path(path)
        beside = place.parent == own.parent and place.name.startswith(f".{own.name}.")  # one that is built anew
        return not (place.is_relative_to(own) or beside or place.name.startswith("."))

    watched = watchfiles.watch(
        *(Path(path).resolve() for path in load.paths),
        watch_filter=counts,
        rust_timeout=_LOOK_EVERY_MS,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    for changes in watched:
        yield {path for _, path in changes}


def _take(load: Load, problems: Problems) -> Outcome:
    """Load the files of one batch; with `prune`, articles that are gone from them are removed."""
    before, repaired, doubtful = problems.skipped, problems.repaired, problems.doubtful
    with target(load.folder, rebuild=False) as index:
        report = index.add_many(
            _articles(load, problems),
            on_problem=problems.note_apart,
            prune_under=load.paths if load.prune else (),
            memory_mb=load.memory_mb,
        )
        documents = index.stats().documents
    report = report._replace(skipped=max(report.skipped, problems.skipped - before))
    return Outcome(report, problems.repaired - repaired, documents, doubtful=problems.doubtful - doubtful)


def _articles(load: Load, problems: Problems) -> Iterator[Article]:
    """Read the files that are there; one that is gone, or that nothing reads, is no reason to stop."""
    import searchnews

    for path in load.paths:
        if Path(path).exists():
            try:
                yield from searchnews.read_articles(path, field_map=load.field_map or None, on_problem=problems.note)
            except SourceError as error:
                problems.note(Problem("skipped", path, None, error.reason))
