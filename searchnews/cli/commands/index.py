"""`searchnews index`: read articles into an index."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TextIO

import click

from searchnews.cli.failures import Interrupted, say
from searchnews.cli.interrupts import ending_on_sigterm
from searchnews.cli.loading import STDIN, Load, Outcome, Problems, run
from searchnews.cli.options import (
    cleaning_options,
    debug_option,
    exceptions_option,
    index_option,
    json_option,
    map_option,
)
from searchnews.cli.progress import counting
from searchnews.messages import counted
from searchnews.render import json, plain

if TYPE_CHECKING:
    from searchnews._diagnosing import LoadDiagnosis
    from searchnews.model.diagnosis import Diagnosis

__all__ = ["command"]

_BY_SOURCE: Final = (".html", ".json")
"""The names of reports that count by source, and do not list."""

EXAMPLES = """\b
Examples:
  searchnews index archive/ --map title=العنوان --map text=النص
  searchnews index archive/ --report problems.jsonl
  searchnews index archive/ --report state.html
"""


@click.command(short_help="Read articles into an index.", epilog=EXAMPLES)
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@index_option
@map_option
@cleaning_options
@exceptions_option
@click.option(
    "--prune",
    is_flag=True,
    help="Remove articles that came from these PATHs and are gone from them; refused where a PATH has none left.",
)
@click.option("--rebuild", is_flag=True, help="Start over; the old index serves until the new one is whole.")
@click.option("--strict", is_flag=True, help="Stop at the first bad record and leave the index as it was.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, writable=True),
    metavar="FILE",
    help="List every skipped, repaired or doubtful record in FILE, as JSON lines: path, line, reason, kind, count. "
    "FILE.html is the page that `searchnews doctor` makes, of this load, FILE.json its data.",
)
@click.option(
    "--memory",
    "memory_mb",
    type=click.IntRange(min=1),
    metavar="MB",
    default=512,
    show_default=True,
    help="Write to the disk whenever the articles read take so much memory.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Analyse a large load in so many processes.  [default: one for each processor]",
)
@click.option("--watch", is_flag=True, help="Go on, and take in what is new and changed until stopped by Ctrl-C.")
@json_option
@debug_option
def command(
    paths: tuple[str, ...],
    folder: str,
    field_map: dict[str, str],
    report: str | None,
    memory_mb: int,
    workers: int | None,
    exceptions: str | None,
    no_clean: tuple[str, ...],
    boilerplate: str | None,
    relative_to: dt.datetime | None,
    *,
    prune: bool,
    rebuild: bool,
    strict: bool,
    watch: bool,
    as_json: bool,
) -> int:
    """Read articles from PATHs (default: corpus/) into an index, and make it if there is none.

    A PATH is a file, a folder, or - for JSON lines on stdin. What is in the index already and has not changed
    is left alone. Bad records are skipped and counted, and never stop a load.
    """
    load = Load(
        paths or ("corpus",),
        folder,
        field_map,
        prune=prune,
        rebuild=rebuild,
        strict=strict,
        memory_mb=memory_mb,
        workers=workers or os.cpu_count() or 1,
        exceptions=exceptions,
        no_clean=no_clean,
        boilerplate=boilerplate,
        relative_to=relative_to and relative_to.date(),
    )
    by_source = (report or "").lower().endswith(_BY_SOURCE)
    if watch:
        _check_watchable(load)
        if by_source:
            raise click.UsageError("--watch goes on with a --report of JSON lines only.")
    if prune and set(load.paths) == {STDIN}:
        raise click.UsageError("--prune needs a file or folder among the PATHs, not stdin alone")
    diagnosing = _diagnosing() if by_source else None
    with _opened(report) as out:
        problems = Problems(out) if diagnosing is None else Problems(tell=diagnosing.note)
        try:
            with ending_on_sigterm(), counting() as on_progress:
                done = run(load, problems, on_progress=on_progress, diagnosing=diagnosing)
        except KeyboardInterrupt:
            raise Interrupted("interrupted; the index is as it was before") from None
        if report is not None and out is not None and done.diagnosis is not None:
            out.write(_by_source(done.diagnosis, report))
        _tell(done, load, report, as_json=as_json)
        if watch:
            from searchnews.cli.watching import watch as go_on

            say("watching; Ctrl-C ends it")
            go_on(load, problems, lambda done: _tell(done, load, report, as_json=as_json))
            say("watching has ended; the index is whole")
    return 0


def _check_watchable(load: Load) -> None:
    from searchnews.cli.watching import check_watchable

    try:
        check_watchable(load)
    except ValueError as error:
        raise click.UsageError(f"{error}") from error


def _diagnosing() -> LoadDiagnosis:
    from searchnews._diagnosing import LoadDiagnosis

    return LoadDiagnosis()


def _by_source(found: Diagnosis, report: str) -> str:
    """Give what was found of each source: as data or as a page."""
    from searchnews.render import diagnosis, diagnosis_page

    as_data = report.lower().endswith(".json")
    return json.dumps(diagnosis.data(found)) + "\n" if as_data else diagnosis_page.html_page(found)


@contextmanager
def _opened(report: str | None) -> Iterator[TextIO | None]:
    if report is None:
        yield None
        return
    with click.open_file(report, "w", encoding="utf-8", errors="backslashreplace") as out:
        yield out  # type: ignore[misc]  # click says IO[Any]; mode "w" is text


def _tell(done: Outcome, load: Load, report: str | None, *, as_json: bool) -> None:
    if as_json:
        values = json.report(done.report, repaired=done.repaired, documents=done.documents, index=load.folder)
        sys.stdout.write(json.dumps(values) + "\n")
    else:
        sys.stdout.write(plain.report(done.report, repaired=done.repaired))
    sys.stdout.flush()  # who watches wants to see it now
    skipped = done.report.skipped
    if skipped:
        say(_skipped(skipped, report))
    if done.doubtful:
        say(_doubtful(done.doubtful, report))
    if not done.documents and not skipped:
        say(f"no articles found in {', '.join(load.paths)}")


def _skipped(count: int, report: str | None) -> str:
    if report:
        return counted("{} record was skipped; listed in {}", "{} records were skipped; listed in {}", count, report)
    return counted(
        "{} record was skipped; list them with --report FILE",
        "{} records were skipped; list them with --report FILE",
        count,
    )


def _doubtful(count: int, report: str | None) -> str:
    if report:
        return counted("{} record is doubtful; listed in {}", "{} records are doubtful; listed in {}", count, report)
    return counted(
        "{} record is doubtful; list them with --report FILE",
        "{} records are doubtful; list them with --report FILE",
        count,
    )
