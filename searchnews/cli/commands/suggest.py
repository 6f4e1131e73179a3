"""`searchnews suggest`: complete what is being typed."""

from __future__ import annotations

import click

from searchnews.cli.options import index_option, limit_option, output_options
from searchnews.cli.output import Output
from searchnews.render import words as render

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews suggest محاد
  searchnews suggest "مجلس ال" --limit 5 --json
"""


@click.command(short_help="Complete a word, a phrase or a title.", epilog=EXAMPLES)
@click.argument("text", metavar="PREFIX")
@index_option
@limit_option("Give so many words or phrases at most.", least=0)
@click.option(
    "--titles",
    metavar="N",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    help="Give so many titles at most.",
)
@output_options
def command(text: str, folder: str, limit: int, titles: int, output: Output) -> int:
    """Complete PREFIX: words that begin so, the most common first, with the number of articles that have them.

    With words before the last, or a space at the end, it is what articles say after these. Below them stand titles,
    with the article's id. Exit status: 0 when there is a completion, 1 when there is none, 2 for an error.
    """
    import searchnews

    with searchnews.open_index(folder) as index:
        found = index.suggest(text, limit=limit, titles=titles)
    output.write(
        data=lambda: {"prefix": text, "suggestions": render.suggestions_data(found)},
        plain=lambda: render.suggestions(found),
        page=lambda screen: render.suggestions_page(found, screen),
    )
    return 0 if found else 1
