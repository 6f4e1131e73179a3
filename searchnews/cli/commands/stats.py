"""`searchnews stats`: figures about an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchnews.cli.options import index_option, output_options
from searchnews.cli.output import Output
from searchnews.render import json, plain

if TYPE_CHECKING:
    from searchnews.model import IndexStats
    from searchnews.render.terminal import Screen

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews stats --index index/
  searchnews stats --json | jq .documents
"""


@click.command(short_help="Count what an index holds.", epilog=EXAMPLES)
@index_option
@output_options
def command(folder: str, output: Output) -> None:
    """Show how many articles, terms and tokens an index holds, its size, and what made it."""
    import searchnews

    with searchnews.open_index(folder) as index:
        found = index.stats()
    output.write(
        data=lambda: json.stats(found, index=folder),
        plain=lambda: plain.stats(found, index=folder),
        page=lambda screen: _page(found, screen, index=folder),
    )


def _page(found: IndexStats, screen: Screen, *, index: str) -> str:
    from searchnews.render import terminal

    return terminal.stats(found, screen, index=index)
