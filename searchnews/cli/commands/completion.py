"""`searchnews completion`: what a shell has to read to complete commands and options."""

from __future__ import annotations

import os
import sys
from pathlib import PurePath

import click

from searchnews.cli.options import debug_option

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  searchnews completion bash > ~/.local/share/bash-completion/completions/searchnews
  searchnews completion zsh > ~/.zfunc/_searchnews
  searchnews completion fish > ~/.config/fish/completions/searchnews.fish
"""

SHELLS = ("bash", "zsh", "fish")


@click.command(short_help="Write a completion script for a shell.", epilog=EXAMPLES)
@click.argument("shell", type=click.Choice(SHELLS), required=False)
@debug_option
def command(shell: str | None) -> None:
    """Write the script that lets SHELL (by default yours) complete commands and options.

    Once the shell has read it, the Tab key completes. For zsh, the folder of the script has to be in fpath.
    """
    from click.shell_completion import get_completion_class

    from searchnews.cli.app import app

    wanted = shell or PurePath(os.environ.get("SHELL", "")).name
    if wanted not in SHELLS:
        raise click.UsageError(f"Give one of the shells {', '.join(SHELLS)}.")
    found = get_completion_class(wanted)
    if found is None:  # not one of click's any more
        raise click.UsageError(f"This version of click knows no completion for {wanted}.")
    completer = found(app, {}, "searchnews", "_SEARCHNEWS_COMPLETE")
    sys.stdout.write(completer.source_template % completer.source_vars() + "\n")
