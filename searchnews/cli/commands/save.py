"""`searchnews save`: keep a search, to be told what is new for it."""

from __future__ import annotations

import sys

import click

from searchnews.cli.options import debug_option, index_option, json_option
from searchnews.render import json, saved

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews save مفاوضات '+محادثات +"وزير الخارجية"'
  searchnews alerts
"""


@click.command(short_help="Save a search, to be told what is new.", epilog=EXAMPLES)
@click.argument("name", metavar="NAME")
@click.argument("words", metavar="QUERY...", nargs=-1, required=True)
@click.option("--replace", is_flag=True, help="Let it take the place of a search of the same name.")
@index_option
@json_option
@debug_option
def command(name: str, words: tuple[str, ...], folder: str, *, replace: bool, as_json: bool) -> None:
    """Save a search under NAME. What matches now is known; 'searchnews alerts' tells what matches from now on.

    A QUERY is what 'searchnews query' takes, and is asked strictly as it is. Several are joined by a space.
    """
    import searchnews

    with searchnews.open_index(folder) as index:
        kept = searchnews.SavedSearches(index).save(name, " ".join(words), replace=replace)
    sys.stdout.write(json.dumps(saved.search_data(kept)) + "\n" if as_json else saved.searches([kept]))
