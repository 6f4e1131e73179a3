"""`searchnews fetch`: read feeds into an index."""

from __future__ import annotations

import sys

import click

from searchnews.cli.failures import Interrupted, say
from searchnews.cli.loading import Problems
from searchnews.cli.options import debug_option, index_option, json_option
from searchnews.cli.progress import counting
from searchnews.cli.rebuilding import target
from searchnews.model.loads import AddReport, Problem
from searchnews.render import json, plain

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews fetch https://news.example/rss.xml && searchnews alerts
  searchnews fetch saved/feed.rss
"""


@click.command(short_help="Read feeds into an index.", epilog=EXAMPLES)
@click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
@index_option
@click.option("--allow-private", is_flag=True, help="Ask addresses of this machine and of private networks too.")
@json_option
@debug_option
def command(feeds: tuple[str, ...], folder: str, *, allow_private: bool, as_json: bool) -> int:
    """Read the articles of FEEDs, RSS or Atom, given as addresses or files, into an index; make it if there is none.

    Run it again, as from cron, and only what is new or has changed is taken. Only public addresses are asked. Exit
    status: 0 when all feeds were read, 1 when some could not be (the others were), 2 for an error.
    """
    import searchnews

    problems, lost = Problems(), list[Problem]()

    def note(problem: Problem) -> None:
        problems.note(problem)
        if problem.kind == "skipped" and problem.path in feeds and problem.line is None:
            lost.append(problem)

    articles = searchnews.read_feeds(*feeds, allow_private=allow_private, on_problem=note)
    try:
        with counting() as on_progress, target(folder, rebuild=False) as index:
            report = index.add_many(articles, on_progress=on_progress, on_problem=problems.note_apart)
            documents = index.stats().documents
    except KeyboardInterrupt:
        raise Interrupted("interrupted; the index is as it was before") from None
    report = report._replace(skipped=max(report.skipped, problems.skipped))
    _tell(report, problems.repaired, documents, folder, as_json)
    for problem in lost:
        say(f"{problem.path}: {problem.reason}")
    return 1 if lost else 0


def _tell(report: AddReport, repaired: int, documents: int, folder: str, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(json.report(report, repaired=repaired, documents=documents, index=folder)) + "\n")
    else:
        sys.stdout.write(plain.report(report, repaired=repaired))
