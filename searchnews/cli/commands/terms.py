"""`searchnews terms`: which words tell the articles of a query apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchnews.cli.narrowing import QueryCommand, query_options
from searchnews.cli.options import index_option, limit_option, no_variants_option, output_options
from searchnews.cli.output import Output
from searchnews.render import words as render

if TYPE_CHECKING:
    from searchnews.model import Query

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews terms '+دوما'
  searchnews terms '"كأس العالم"' --limit 10 --phrases 0
"""


@click.command(cls=QueryCommand, short_help="Find the words that a query's articles stress.", epilog=EXAMPLES)
@query_options
@index_option
@limit_option("Give so many words at most.", default=20, least=0)
@click.option(
    "--phrases",
    metavar="N",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="Give so many pairs of words at most.",
)
@no_variants_option
@output_options
def command(query: Query, folder: str, limit: int, phrases: int, *, no_variants: bool, output: Output) -> int:
    """Find the words that the articles matching a query have oftener than the rest, the most significant first.

    Words are counted in all of these articles, pairs of words in the best 300. With each stand the articles that have
    it, and how many have it in the whole index. The measure is the log-likelihood ratio (Dunning 1993): above 10.83 it
    is by chance in one case of a thousand. Exit status: 0 when something matches, 1 when nothing does, 2 for an error.
    """
    import searchnews

    with searchnews.open_index(folder) as index:
        found = index.terms(query, limit=limit, phrases=phrases, variants=not no_variants)
    output.write(
        data=lambda: render.telling_data(found),
        plain=lambda: render.telling(found),
        page=lambda screen: render.telling_page(found, screen),
    )
    return 0 if found.total else 1
