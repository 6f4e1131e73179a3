"""`searchnews analyze`: see what the analyzer makes of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchnews.cli.options import exceptions_option, output_options
from searchnews.cli.output import Output
from searchnews.render import json, plain

if TYPE_CHECKING:
    from searchnews.arabic.token import Forms, Token
    from searchnews.render.terminal import Screen

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews analyze "والمحادثات في الأمم المتحدة"
"""

DEFAULT_ANALYZER = "ar-news-5"


@click.command(short_help="See what the analyzer makes of a text.", epilog=EXAMPLES)
@click.argument("words", metavar="TEXT...", nargs=-1, required=True)
@click.option("--analyzer", "name", default=DEFAULT_ANALYZER, show_default=True, help="The analyzer to ask.")
@exceptions_option
@output_options
def command(words: tuple[str, ...], name: str, exceptions: str | None, output: Output) -> None:
    """Show each token of a text: where it stands, its folded form, stem and root, and the rules behind them.

    Use it to see why a query finds an article, or does not. No index is needed.
    """
    from searchnews.arabic import analyzer

    try:
        asked = analyzer(name, exceptions=exceptions)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'--analyzer'") from error
    found = [(token, asked.forms(token.text)) for token in asked.tokenize(" ".join(words))]
    output.write(
        data=lambda: {"analyzer": asked.name, "tokens": json.analysis(found)},
        plain=lambda: plain.analysis(found),
        page=lambda screen: _page(found, screen),
    )


def _page(found: list[tuple[Token, Forms]], screen: Screen) -> str:
    from searchnews.render import terminal

    return terminal.analysis(found, screen)
