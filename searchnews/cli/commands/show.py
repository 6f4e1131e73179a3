"""`searchnews show`: read one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchnews.cli.failures import say
from searchnews.cli.options import index_option, output_options
from searchnews.cli.output import Output
from searchnews.render import json, plain

if TYPE_CHECKING:
    from searchnews.model import Article
    from searchnews.render.terminal import Screen

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews query "محادثات السلام" --json | jq -r '.hits[0].id'
  searchnews show 7f3a9c01d2e4b586
"""


@click.command(short_help="Read one article.", epilog=EXAMPLES)
@click.argument("article_id", metavar="ID")
@index_option
@output_options
def command(article_id: str, folder: str, output: Output) -> int:
    """Show the article with this ID whole, as it is kept in the index.

    Exit status: 0 when it is there, 1 when it is not, 2 for an error.
    """
    import searchnews

    with searchnews.open_index(folder) as index:
        article = index.get(article_id)
    if article is None:
        say(f"{folder}: no article with the id {article_id!r}; 'searchnews query' shows the id of each hit")
        return 1
    found = article
    output.write(
        data=lambda: json.article(found),
        plain=lambda: plain.article(found),
        page=lambda screen: _page(found, screen),
    )
    return 0


def _page(found: Article, screen: Screen) -> str:
    from searchnews.render import terminal

    return terminal.article(found, screen)
