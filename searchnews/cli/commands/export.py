"""`searchnews export`: write whole articles out, as they are kept in the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchnews.cli.narrowing import QueryCommand, query_options
from searchnews.cli.options import debug_option, index_option
from searchnews.cli.output import Output
from searchnews.render import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchnews.model import Article, Query

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews export > archive.jsonl
  searchnews export هدنة --source BBC --from 2018 --format csv > truce.csv
  searchnews export | searchnews index - --index copy/
"""


@click.command(cls=QueryCommand, short_help="Write whole articles out.", epilog=EXAMPLES)
@query_options
@index_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv"]),
    default="jsonl",
    show_default=True,
    help="JSON lines, or CSV with a heading.",
)
@debug_option
def command(query: Query, folder: str, form: str) -> int:
    """Write the articles that match, whole and one a line, the best first; without TEXT and filters, all.

    The query is taken strictly, as `searchnews query --strict` takes it. What is written can be indexed again. Exit
    status: 0 when there was one, 1 when there was none, 2 for an error.
    """
    import searchnews

    with searchnews.open_index(folder) as index:
        if query.text.strip() or query.filters:
            articles: Iterator[Article] = (hit.article for hit in index.scan(query, strict=True))
        else:
            articles = index.articles()
        return Output().stream(rows.ARTICLES[form](articles), heading=form == "csv")
