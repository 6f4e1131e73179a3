"""`searchnews compare`: the attention to several things over time, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchnews.cli.narrowing import QueryCommand, without_mark
from searchnews.cli.options import index_option, no_variants_option, output_options
from searchnews.cli.output import Output
from searchnews.render import comparison as render

if TYPE_CHECKING:
    from searchnews.model.counts import Period

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews compare '+محادثات' '+حرب'
  searchnews compare '"كأس العالم"' 'الانتخابات source:BBC' --period week --format csv
"""


@click.command(cls=QueryCommand, short_help="Compare queries over time.", epilog=EXAMPLES)
@click.argument("queries", metavar="QUERY QUERY...", nargs=-1, required=True, callback=without_mark)
@index_option
@click.option(
    "--period",
    type=click.Choice(["day", "week", "month", "year"]),
    default="month",
    show_default=True,
    help="Part the time so.",
)
@click.option("--counts", is_flag=True, help="Show numbers of articles, not their share of all in the period.")
@click.option("--format", "form", type=click.Choice(["csv"]), help="Write a table with matches and shares.")
@no_variants_option
@output_options
def command(
    queries: tuple[str, ...],
    folder: str,
    period: Period,
    form: str | None,
    *,
    counts: bool,
    no_variants: bool,
    output: Output,
) -> int:
    """Show how many articles match each QUERY in each period, as a share of all articles of the period.

    Shares tell how the attention changed whatever was archived of each time; all bars are of one scale. Exit status: 0
    when anything matches, 1 when nothing does, 2 for an error.
    """
    import searchnews

    if len(queries) < 2:
        raise click.UsageError("Give two queries or more, each as one argument.")
    with searchnews.open_index(folder) as index:
        found = index.compare(queries, period, variants=not no_variants)
    if form == "csv":
        output.stream([render.comparison_csv(found)])
    else:
        output.write(
            data=lambda: render.comparison_data(found),
            plain=lambda: render.chart(found, counts=counts),
            page=lambda screen: render.chart(found, counts=counts, width=screen.width),
        )
    return 0 if any(timeline.total for timeline in found.timelines) else 1
