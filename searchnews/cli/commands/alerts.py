"""`searchnews alerts`: what is new for the saved searches."""

from __future__ import annotations

import sys

import click

from searchnews.cli.options import index_option, limit_option, output_options
from searchnews.cli.output import Output
from searchnews.render import saved

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews index archive/ && searchnews alerts
  searchnews alerts مفاوضات --json | jq -r '.alerts[].hits[].title'
"""


@click.command(short_help="Tell what is new for the saved searches.", epilog=EXAMPLES)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@limit_option("Show so many articles of each search at most, the newest.", default=20, least=0)
@click.option("--keep-new", is_flag=True, help="Tell it again the next time.")
@index_option
@output_options
def command(names: tuple[str, ...], folder: str, limit: int, *, keep_new: bool, output: Output) -> int:
    """Tell which articles match a saved search and did not when it was last asked; they are told once.

    That is what has come since, and what was changed so that it matches. Exit status, for cron: 0 when there is
    something new, 1 when there is nothing, 2 for an error.
    """
    import searchnews

    with (
        searchnews.open_index(folder) as index,
        searchnews.SavedSearches(index).alerts(names, limit=limit, keep=not keep_new) as found,
    ):
        output.write(
            data=lambda: {"alerts": [saved.alert_data(one) for one in found]},
            plain=lambda: saved.alerts(found),
            page=lambda screen: saved.alerts_page(found, screen),
        )
        sys.stdout.flush()  # what could not be told stays new
    return 0 if found else 1
