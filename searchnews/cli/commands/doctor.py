"""`searchnews doctor`: say in what state an archive is, without an index."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchnews.cli.failures import say
from searchnews.cli.options import cleaning_options, debug_option, json_option, map_option
from searchnews.cli.progress import counting

if TYPE_CHECKING:
    from searchnews.model.diagnosis import Diagnosis

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews doctor archive/
  searchnews doctor archive/ --html state.html
  searchnews doctor archive/ --learn lines.tsv && searchnews index archive/ --boilerplate lines.tsv
"""


def _list_steps(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from searchnews.ingest.steps import STEPS

    width = max(map(len, STEPS))
    sys.stdout.write("".join(f"{name:<{width}}  {what}\n" for name, what in STEPS.items()))
    ctx.exit()


@click.command(short_help="Say in what state an archive is.", epilog=EXAMPLES)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@map_option
@cleaning_options
@click.option(
    "--html", "page", type=click.Path(dir_okay=False, writable=True), metavar="FILE", help="Write a page, too."
)
@click.option(
    "--learn",
    type=click.Path(dir_okay=False, writable=True),
    metavar="FILE",
    help="Write the lines that recur in the articles of a source, for --boilerplate; read FILE before you use it.",
)
@click.option(
    "--steps", is_flag=True, is_eager=True, expose_value=False, callback=_list_steps, help="List the steps of cleaning."
)
@json_option
@debug_option
def command(
    paths: tuple[str, ...],
    field_map: dict[str, str],
    no_clean: tuple[str, ...],
    boilerplate: str | None,
    relative_to: dt.datetime | None,
    page: str | None,
    learn: str | None,
    *,
    as_json: bool,
) -> int:
    """Read the articles of PATHs as `index` would, and count what is not as it should be, by source and format.

    Empty: a title without a text. Repaired, doubtful and skipped: as `index --report` lists them. Suspicious: a wrong
    encoding, not Arabic, letters in reversed order, fewer than ten words. Reprints: like an earlier article. Undated:
    no date, or none that can be read. Exit status: 0, or 1 where there are no articles.
    """
    from searchnews._diagnosing import diagnose
    from searchnews.ingest import Learner

    learner = None if learn is None else Learner()
    with counting() as on_progress:
        found = diagnose(
            *paths,
            field_map=field_map or None,
            no_clean=no_clean,
            boilerplate=boilerplate,
            relative_to=relative_to and relative_to.date(),
            learner=learner,
            on_progress=on_progress,
        )
    if learn is not None and learner is not None:
        say(f"{learner.write(learn):,} lines that recur in their source written to {learn}")
    _tell(found, page, as_json=as_json)
    return 0 if found.articles else 1


def _tell(found: Diagnosis, page: str | None, *, as_json: bool) -> None:
    from searchnews.render import diagnosis, json

    if page is not None:
        from searchnews.render.diagnosis_page import html_page

        Path(page).write_text(html_page(found), encoding="utf-8", errors="backslashreplace")
    text = json.dumps(diagnosis.data(found)) + "\n" if as_json else diagnosis.page(found)
    sys.stdout.write(text)
