"""`searchnews man`: the manual page."""

from __future__ import annotations

import sys

import click

from searchnews.cli.options import debug_option

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews man | man -l -
  searchnews man > ~/.local/share/man/man1/searchnews.1
"""


@click.command(short_help="Write the manual page.", epilog=EXAMPLES)
@debug_option
def command() -> None:
    """Write the manual page, with all commands and their options, in the form that man(1) reads."""
    from searchnews.cli.app import app
    from searchnews.cli.manual import manual

    sys.stdout.write(manual(app))
