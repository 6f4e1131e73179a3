"""`searchnews delete`: take articles out of the index."""

from __future__ import annotations

import sys

import click

from searchnews.cli.failures import say
from searchnews.cli.options import debug_option, index_option, json_option
from searchnews.messages import counted
from searchnews.render import json

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews delete 7f3a9c01d2e4b586 0b52c8e1f7a94d30
"""


@click.command(short_help="Take articles out of the index.", epilog=EXAMPLES)
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@index_option
@json_option
@debug_option
def command(ids: tuple[str, ...], folder: str, *, as_json: bool) -> int:
    """Take the articles with these IDs out of the index; the files they came from stay.

    Exit status: 0 when all of them were there, 1 when some were not (the others are deleted), 2 for an error.
    """
    import searchnews

    with searchnews.open_index(folder) as index:
        unknown = [one for one in dict.fromkeys(ids) if index.get(one) is None]
        known = [one for one in dict.fromkeys(ids) if one not in unknown]
        deleted = index.delete(known) if known else 0
    if as_json:
        sys.stdout.write(json.dumps({"deleted": deleted, "unknown": unknown}) + "\n")
    else:
        sys.stdout.write(counted("{} deleted", "{} deleted", deleted) + "\n")
    for one in unknown:
        say(f"{folder}: no article with the id {one!r}")
    return 1 if unknown else 0
