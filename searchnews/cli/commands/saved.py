"""`searchnews saved`: list the saved searches, or forget some."""

from __future__ import annotations

import sys

import click

from searchnews.cli.failures import say
from searchnews.cli.options import debug_option, index_option, json_option
from searchnews.render import json, saved

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews saved
  searchnews saved --delete مفاوضات
"""


@click.command(short_help="List or delete saved searches.", epilog=EXAMPLES)
@click.option("--delete", "gone", metavar="NAME", multiple=True, help="Forget the search NAME. Repeatable.")
@index_option
@json_option
@debug_option
def command(gone: tuple[str, ...], folder: str, *, as_json: bool) -> int:
    """List the saved searches: how many articles matched and when each was last asked, its name, and its query.

    Exit status: 0, 1 when a search to delete is not there (the others are deleted), 2 for an error.
    """
    import searchnews

    with searchnews.open_index(folder) as index:
        searches = searchnews.SavedSearches(index)
        unknown = [name for name in dict.fromkeys(gone) if not searches.delete(name)]
        kept = list(searches)
    if as_json:
        sys.stdout.write(json.dumps({"saved": [saved.search_data(one) for one in kept]}) + "\n")
    else:
        sys.stdout.write(saved.searches(kept))
    for name in unknown:
        say(f"there is no saved search {name!r}")
    if not kept and not gone:
        say("no search is saved yet; save one with 'searchnews save NAME QUERY'")
    return 1 if unknown else 0
