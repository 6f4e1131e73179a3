"""`searchnews query`: ask the index a question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, get_args

import click
from click.core import ParameterSource

from searchnews.cli.narrowing import QueryCommand, query_options
from searchnews.cli.options import index_option, limit_option, no_variants_option, offset_option, output_options
from searchnews.cli.output import Output, results_page
from searchnews.render import json, plain

if TYPE_CHECKING:
    from searchnews.model import Grouping, Query, Sort
    from searchnews.model.counts import FacetName, Period, Timeline

__all__ = ["command"]

_OF_A_PAGE: Final = ("--offset", "--after", "--explain", "--facets", "--group-by", "--no-group")
"""Options of what is written neither by --timeline nor one hit a line."""

_PAIRS: Final = (("--group-by", "--no-group"), ("--variants", "--no-variants"), ("--variants", "--strict"))
"""Options of which the first does nothing beside the second."""

EXAMPLES = """\b
A query may hold:
  محادثات السلام          any of the words; the more match, the better the rank
  "محادثات السلام"        a phrase
  +سلام  -حرب             a word that has to match, one that must not
  سلام AND (حرب OR هدنة)  also NOT
  سلام*                   words that begin so
  title:سلام              a word of the title
  source:bbc  date:2018-03  -category:رياضة   filters (docs/queries.md has all)
After -- nothing is taken for an option: searchnews query -- سلام -COVID

\b
Examples:
  searchnews query "محادثات السلام"
  searchnews query '"مجلس الأمن" -حرب' --limit 5
  searchnews query وزير الخارجية --json | jq '.hits[].title'
  searchnews query هدنة --from 2018-01 --to 2018-06 --source BBC --facets source,month
  searchnews query هدنة --timeline week --share
  searchnews query هدنة --all --format ids
"""


def _facet_names(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    if not value:
        return ()
    from searchnews.model.counts import FacetName

    known = get_args(FacetName)
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    if wrong := [name for name in names if name not in known]:
        raise click.BadParameter(f"articles are counted by {', '.join(known)}, not by {wrong[0]!r}")
    return names


@click.command(cls=QueryCommand, short_help="Ask the index a question.", epilog=EXAMPLES)
@query_options
@index_option
@limit_option("Show so many hits at most.")
@offset_option
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
@click.option("--after", metavar="CURSOR", default="", help="Go on behind the page that gave this cursor (see --json).")
@click.option("--all", "whole", is_flag=True, help="Write every match, one a line, whatever their number.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "trec", "ids"]),
    help="Write hits one a line: JSON lines, CSV, the lines of a TREC run, or ids. For --timeline: csv.",
)
@click.option(
    "--facets",
    metavar="FIELD,...",
    default="",
    callback=_facet_names,
    help="Count all matches by source, category, author, place, agency, lang, day, week, month or year.",
)
@click.option(
    "--timeline",
    type=click.Choice(["day", "week", "month", "year"]),
    help="Show how many articles match in each period, and no hits.",
)
@click.option("--share", is_flag=True, help="In the timeline, the share of all articles of the period.")
@click.option(
    "--strict",
    is_flag=True,
    help="Neither mend words that no article has, ask again for less, nor look for other ways of writing.",
)
@click.option(
    "--variants",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Take other ways of writing names from FILE, and not from variants.tsv in the folder of the index: on each "
    "line the ways with | between them, a tab, and where they are from.",
)
@no_variants_option
@click.option(
    "--group-by",
    "group",
    type=click.Choice(["best", "first", "last"]),
    default="best",
    show_default=True,
    help="Of the reprints of one text show the best match, the first or the last by date.",
)
@click.option("--no-group", is_flag=True, help="Show every reprint.")
@output_options
def command(
    query: Query,
    folder: str,
    limit: int,
    offset: int,
    sort: Sort,
    recency: float | None,
    after: str,
    form: str | None,
    facets: tuple[FacetName, ...],
    timeline: Period | None,
    variants: str | None,
    group: Grouping,
    *,
    no_group: bool,
    whole: bool,
    share: bool,
    explain: bool,
    strict: bool,
    no_variants: bool,
    output: Output,
) -> int:
    """Find articles and show them, the best first, with the passages that match.

    Several TEXTs are joined by a space; without any, all articles that the filters let through are listed. A word that
    no article has is looked for as it may have been meant, and where nothing matches, the query is asked again with
    fewer conditions; the page says so. Reprints of one text are one hit, which says how many there are. Exit status: 0
    for hits, 1 for none, 2 for an error.
    """
    import searchnews

    _say_unheeded(timeline=timeline is not None, whole=whole, form=form, by_date=sort != "relevance")
    with searchnews.open_index(folder, variants=variants) as index:
        if timeline is not None:
            counted = index.timeline(query, timeline, variants=not (no_variants or strict))
            return _timeline(counted, output, csv=form == "csv", share=share)
        if whole or form:
            from searchnews.render import rows  # a page of hits does without, and without the timeline

            hits = index.scan(
                query,
                limit=None if whole else limit,
                sort=sort,
                strict=strict,
                recency_days=recency,
                variants=not no_variants,
            )
            return output.stream(rows.HITS[form or "jsonl"](hits), heading=form == "csv")
        found = index.search(
            query,
            limit=limit,
            offset=offset,
            explain=explain,
            strict=strict,
            sort=sort,
            recency_days=recency,
            after=after,
            facets=facets,
            variants=not no_variants,
            group=None if no_group else group,
        )
        output.write(
            data=lambda: json.results(found, explain=explain),
            plain=lambda: plain.results(found),
            page=lambda screen: results_page(found, screen),
        )
    return 0 if found.total else 1


def _say_unheeded(*, timeline: bool, whole: bool, form: str | None, by_date: bool) -> None:
    """Say which options were given that do nothing beside another, or beside what is to be written."""
    given = set(_given())
    unheeded = {one: other for one, other in _PAIRS if {one, other} <= given}
    if by_date:
        unheeded["--recency"] = "--sort"
    if timeline:
        useless = {*_OF_A_PAGE, "--limit", "--sort", "--recency", "--all"} | ({"--format"} if form != "csv" else set())
        unheeded |= dict.fromkeys(useless, "--timeline")
    elif whole or form:
        useless = {*_OF_A_PAGE, "--json", "--share"} | ({"--limit"} if whole else set())
        unheeded |= dict.fromkeys(useless, "--all" if whole else "--format")
    told = sorted((f"{one} {form}" if one == "--format" else one, unheeded[one]) for one in given & unheeded.keys())
    alone = "--share" in given and not (timeline or whole or form)
    if told or alone:
        from searchnews.cli.failures import say

        for one, other in told:
            say(f"{one} has no effect with {other}")
        if alone:
            say("--share has no effect without --timeline")


def _given() -> Iterator[str]:
    """Give the options that stand on the command line, by their first names."""
    context = click.get_current_context()
    for option in context.command.params:
        if option.name and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE:
            yield max(option.opts, key=len)


def _timeline(found: Timeline, output: Output, *, csv: bool, share: bool) -> int:
    from searchnews.render import rows
    from searchnews.render import timeline as bars

    if csv:
        output.stream([rows.timeline_csv(found)])
    else:
        output.write(
            data=lambda: bars.data(found),
            plain=lambda: bars.chart(found, share=share),
            page=lambda screen: bars.chart(found, share=share, width=screen.width),
        )
    return 0 if found.total else 1
