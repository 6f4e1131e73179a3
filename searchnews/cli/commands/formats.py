"""`searchnews formats`: the kinds of files that are read, and what each needs."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from searchnews.cli.options import debug_option, json_option
from searchnews.ingest.sources import FORMATS, Format
from searchnews.ingest.unpacking import PACKINGS
from searchnews.render import json

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews formats
  searchnews formats --json | jq -r '.formats[] | select(.installed | not).install'
"""


@click.command(short_help="List the kinds of files that are read.", epilog=EXAMPLES)
@json_option
@debug_option
def command(*, as_json: bool) -> int:
    """List the formats that `searchnews index` reads, their extensions, and what to install for those that need it.

    What is in a file decides, and its name only where that does not say. Archives may hold files of any of these.
    """
    if as_json:
        values = [_values(each) for each in FORMATS]
        values += [_packing(kind) for kind in PACKINGS]
        sys.stdout.write(json.dumps({"formats": values}) + "\n")
    else:
        rows = [_row(each) for each in FORMATS]
        rows += [(kind, f".{kind}", f"any of these, packed with {name}", "") for kind, (_, name) in PACKINGS.items()]
        sys.stdout.write(_table(rows))
    return 0


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Give lines whose columns stand below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "".join(f"{line}\n" for line in lines)


def _install(each: Format) -> str:
    return f"pip install 'searchnews[{each.extra}]'" if each.extra else ""


def _row(each: Format) -> tuple[str, ...]:
    needs = ""
    if each.extra:
        needs = f"extra {each.extra}, " + ("installed" if each.is_installed else f"not installed: {_install(each)}")
    return each.name, " ".join(f".{extension}" for extension in each.extensions), each.what, needs


def _values(each: Format) -> dict[str, object]:
    return {
        "name": each.name,
        "what": each.what,
        "extensions": list(each.extensions),
        "extra": each.extra or None,
        "installed": each.is_installed,
        "install": _install(each) or None,
    }


def _packing(kind: str) -> dict[str, object]:
    what = f"any of these, packed with {PACKINGS[kind][1]}"
    return {"name": kind, "what": what, "extensions": [kind], "extra": None, "installed": True, "install": None}
