"""`searchnews similar`: find more articles like one."""

from __future__ import annotations

import click

from searchnews.cli.failures import say
from searchnews.cli.options import index_option, limit_option, offset_option, output_options
from searchnews.cli.output import Output, results_page
from searchnews.errors import ArticleNotFoundError
from searchnews.render import json, plain

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews similar 7f3a9c01d2e4b586 --limit 5
"""


@click.command(short_help="Find articles like one.", epilog=EXAMPLES)
@click.argument("article_id", metavar="ID")
@index_option
@limit_option("Show so many at most.")
@offset_option
@output_options
def command(article_id: str, folder: str, limit: int, offset: int, output: Output) -> int:
    """Find the articles that share the most telling words of the one with this ID, the most like it first.

    Exit status: 0 when there are some, 1 when there is none or no article with this ID, 2 for an error.
    """
    import searchnews

    with searchnews.open_index(folder) as index:
        try:
            found = index.similar(article_id, limit=limit, offset=offset)
        except ArticleNotFoundError as error:
            say(f"{folder}: {error}")
            return 1
        output.write(
            data=lambda: {"similar_to": article_id, **json.results(found)},
            plain=lambda: plain.results(found),
            page=lambda screen: results_page(found, screen),
        )
    return 0 if found.total else 1
