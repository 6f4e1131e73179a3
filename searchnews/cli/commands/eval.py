"""`searchnews eval`: measure how good the search is."""

from __future__ import annotations

import sys

import click
from click.core import ParameterSource

from searchnews.cli.options import debug_option, exceptions_option, index_option, json_option, no_variants_option

__all__ = ["command"]

EXAMPLES = """\
Queries are a file with an id, a tab and the query on each line, BEIR's JSON lines, or TREC topics, whose titles are
asked. They are plain words: signs in them mean nothing. Judgments (qrels) are `query 0 document grade` lines, or
BEIR's.

A collection is a folder with docs.jsonl, queries.tsv and qrels.txt or, as BEIR has it, corpus.jsonl, queries.jsonl and
qrels/test.tsv; each also as .gz.

\b
Examples:
  searchnews eval --index index/ --queries queries.tsv --qrels qrels.txt --run ours.txt
  searchnews eval collections/*/ --measures "nDCG@10 AP R@1000"
  searchnews eval --compare theirs.txt ours.txt --qrels qrels.txt
  searchnews eval --known-item archive/ --sample 1000
"""

_FILE = click.Path(exists=True, dir_okay=False)


@click.command(short_help="Measure how good the search is.", epilog=EXAMPLES)
@click.argument("paths", metavar="[COLLECTION]...", nargs=-1, type=click.Path(exists=True))
@index_option
@click.option("--queries", metavar="FILE", type=_FILE, help="The queries to ask, instead of COLLECTION's.")
@click.option("--qrels", metavar="FILE", type=_FILE, help="The judgments to measure by, instead of COLLECTION's.")
@click.option(
    "--measures",
    metavar="NAMES",
    default="nDCG@10 RR@10 R@100",
    show_default=True,
    help="Measures, as ir-measures names them.",
)
@click.option(
    "--depth",
    metavar="N",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="Keep so many documents of each query.",
)
@click.option("--run", "run_file", metavar="OUT", type=click.Path(dir_okay=False), help="Write a TREC run there.")
@click.option("--per-query", metavar="OUT", type=click.Path(dir_okay=False), help="Write figures by query there (TSV).")
@click.option("--from-run", metavar="RUN", type=_FILE, help="Ask nothing: measure this TREC run.")
@click.option(
    "--compare",
    metavar="A B",
    nargs=2,
    type=_FILE,
    help="Ask nothing: compare two TREC runs, with paired significance tests.",
)
@click.option(
    "--known-item",
    is_flag=True,
    help="Make queries of headlines: can each article, without its headline, be found by it? "
    "COLLECTIONs are archives then; without one, the articles of the index are taken.",
)
@click.option("--sample", metavar="N", type=click.IntRange(min=1), help="With --known-item: so many queries, drawn.")
@click.option("--save", metavar="DIR", type=click.Path(file_okay=False), help="With --known-item: keep it there.")
@no_variants_option
@exceptions_option
@json_option
@debug_option
@click.pass_context
def command(ctx: click.Context, /, *, as_json: bool, **wishes: object) -> None:
    """Ask an index many queries whose answers are known, and say how good what it gives is.

    COLLECTION is a folder with documents, queries and judgments; it is indexed into a temporary folder, or asked of
    --index where that is given. Needs the extra `eval`: pip install 'searchnews[eval]'.

    Figures go to stdout; which queries and judgments did not fit together is said on stderr.
    """
    from searchnews.cli.measuring import Wishes, measured
    from searchnews.cli.streams import is_terminal
    from searchnews.render.json import dumps

    named = ctx.get_parameter_source("folder") is ParameterSource.COMMANDLINE
    try:
        text, data = measured(Wishes(**wishes, index_named=named))  # type: ignore[arg-type]  # click has checked them
    except ValueError as error:  # a measure that there is not, queries and judgments that have nothing in common
        raise click.ClickException(str(error)) from error
    sys.stdout.write(dumps(data, pretty=is_terminal(sys.stdout)) + "\n" if as_json else text)
