"""`searchnews check`: say whether an index is sound."""

from __future__ import annotations

import sys

import click

from searchnews.cli.options import debug_option, index_option, json_option
from searchnews.errors import CorruptIndexError
from searchnews.messages import translated
from searchnews.render import json
from searchnews.render.lines import one_line

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews check --index index/
  searchnews check --json | jq -r '.problems[]'
"""


@click.command(short_help="Verify that an index is sound.", epilog=EXAMPLES)
@index_option
@json_option
@debug_option
def command(folder: str, *, as_json: bool) -> int:
    """Read every file of the index, verify all checksums and what searching relies on, and say what is wrong.

    Exit status: 0 for a sound index, 1 for a damaged one, 2 for an error.
    """
    problems = _problems(folder)
    if as_json:
        values = {"index": folder, "sound": not problems, "problems": problems}
        sys.stdout.write(json.dumps(values) + "\n")
    else:
        lines = problems or [f"{folder}: sound"]
        sys.stdout.write("".join(f"{one_line(translated(line))}\n" for line in lines))
    return 1 if problems else 0


def _problems(folder: str) -> list[str]:
    import searchnews

    try:
        with searchnews.open_index(folder) as index:
            return index.check()
    except CorruptIndexError as error:  # so damaged that it does not open
        return [str(error)]
