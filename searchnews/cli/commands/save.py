"""`searchnews save`: keep a search, to be told what is new for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from searchnews.cli.narrowing import QueryCommand, query_options
from searchnews.cli.options import debug_option, index_option, json_option
from searchnews.render import json, saved

if TYPE_CHECKING:
    from searchnews.model import Query

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews save مفاوضات '+محادثات +"وزير الخارجية"'
  searchnews alerts
"""


@click.command(cls=QueryCommand, short_help="Save a search, to be told what is new.", epilog=EXAMPLES)
@click.argument("name", metavar="NAME")
@query_options
@click.option("--replace", is_flag=True, help="Let it take the place of a search of the same name.")
@index_option
@json_option
@debug_option
def command(name: str, query: Query, folder: str, *, replace: bool, as_json: bool) -> None:
    """Save a search under NAME. What matches now is known; 'searchnews alerts' tells what matches from now on.

    TEXT and the options that narrow it are those of 'searchnews query'. It is asked strictly as it is.
    """
    import searchnews

    if not query.text.strip() and not query.filters:
        raise click.UsageError("there is nothing to look for; give a word, or a filter such as --source")
    with searchnews.open_index(folder) as index:
        kept = searchnews.SavedSearches(index).save(name, query, replace=replace)
    sys.stdout.write(json.dumps(saved.search_data(kept)) + "\n" if as_json else saved.searches([kept]))
