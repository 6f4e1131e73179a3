"""`searchnews optimize`: merge an index into one segment."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from searchnews.cli.options import debug_option, index_option, json_option
from searchnews.messages import counted, told
from searchnews.render import json

if TYPE_CHECKING:
    from searchnews.model import IndexStats

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews optimize --index index/
"""


@click.command(short_help="Merge an index into one segment.", epilog=EXAMPLES)
@index_option
@json_option
@debug_option
def command(folder: str, *, as_json: bool) -> None:
    """Merge the index into one segment, and drop what was deleted from it for good.

    Searching works without it. It makes the index a little smaller and faster; it takes the time of writing it
    again, and needs its size on the disk once more while it works.
    """
    import searchnews

    with searchnews.open_index(folder) as index:
        before = index.stats()
        index.optimize()
        after = index.stats()
    if as_json:
        values = {"index": folder, "before": _figures(before), "after": _figures(after)}
        sys.stdout.write(json.dumps(values) + "\n")
    else:
        sys.stdout.write(told("{} before, {} after", _segments(before), _segments(after)) + "\n")


def _segments(stats: IndexStats) -> str:
    return counted("{} segment of {} bytes", "{} segments of {} bytes", stats.segments, f"{stats.bytes:,}")


def _figures(stats: IndexStats) -> dict[str, int]:
    return {"segments": stats.segments, "bytes": stats.bytes}
