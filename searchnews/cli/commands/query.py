"""`searchnews query`: ask the index a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from searchnews.cli.options import index_option, output_options
from searchnews.cli.output import Output
from searchnews.render import json, plain

if TYPE_CHECKING:
    from searchnews.model import Grouping, Results, Sort
    from searchnews.render.terminal import Screen

__all__ = ["command"]

EXAMPLES = """\b
A query may hold:
  محادثات السلام          any of the words; the more match, the better the rank
  "محادثات السلام"        a phrase
  +سلام  -حرب             a word that has to match, one that must not
  سلام AND (حرب OR هدنة)  also NOT
  سلام*                   words that begin so
  title:سلام              a word of the title
After -- nothing is taken for an option: searchnews query -- سلام -COVID

\b
Examples:
  searchnews query "محادثات السلام"
  searchnews query '"مجلس الأمن" -حرب' --limit 5
  searchnews query وزير الخارجية --json | jq '.hits[].title'
"""

_MARK = "\0"  # no argument of a process can hold it
_MINUS_WORD = re.compile(r"-[^\x00-\x7f]|-[\"(]|-title:")


class _QueryCommand(click.Command):
    """Takes `-حرب` as a word of the query: options are ASCII, so there is no mistaking it for one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [_MARK + arg if _MINUS_WORD.match(arg) else arg for arg in args])


def _without_mark(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.removeprefix(_MARK) for word in value)


@click.command(cls=_QueryCommand, short_help="Ask the index a question.", epilog=EXAMPLES)
@click.argument("words", metavar="TEXT...", nargs=-1, required=True, callback=_without_mark)
@index_option
@click.option(
    "-n",
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Show so many hits at most.",
)
@click.option(
    "--offset",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Leave out the first so many.",
)
@click.option("--explain", is_flag=True, help="Say what each word brought to the score of a hit.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    show_default=True,
    help="What comes first; articles without a date come last.",
)
@click.option(
    "--recency",
    metavar="DAYS",
    type=click.FloatRange(min=0, min_open=True),
    help="Halve the score for every so many days that an article is older than the newest match.",
)
@click.option(
    "--group-by",
    "group",
    type=click.Choice(["best", "first", "last"]),
    default="best",
    show_default=True,
    help="Of the reprints of one text show the best match, the first or the last by date.",
)
@click.option("--no-group", is_flag=True, help="Show every reprint.")
@click.option("--strict", is_flag=True, help="Neither mend words that no article has nor ask again for less.")
@output_options
def command(
    words: tuple[str, ...],
    folder: str,
    limit: int,
    offset: int,
    sort: Sort,
    recency: float | None,
    group: Grouping,
    *,
    no_group: bool,
    explain: bool,
    strict: bool,
    output: Output,
) -> int:
    """Find articles and show them, the best first, with the passages that match.

    Several TEXTs are joined by a space. A word that no article has is looked for as it may have been meant, and where
    nothing matches, the query is asked again with fewer conditions; the page says so. Reprints of one text are one hit,
    which says how many there are. Exit status: 0 for hits, 1 for none, 2 for an error.
    """
    import searchnews

    with searchnews.open_index(folder) as index:
        found = index.search(
            " ".join(words),
            limit=limit,
            offset=offset,
            explain=explain,
            strict=strict,
            sort=sort,
            recency_days=recency,
            group=None if no_group else group,
        )
        output.write(
            data=lambda: json.results(found, explain=explain),
            plain=lambda: plain.results(found),
            page=lambda screen: _page(found, screen),
        )
    return 0 if found.total else 1


def _page(found: Results, screen: Screen) -> str:
    from searchnews.render import terminal

    return terminal.results(found, screen)
