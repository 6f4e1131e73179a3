"""The `searchnews` command: its subcommands, each imported on demand, and how a run ends.

Invariants: exit status 0 is success, 1 means nothing found, 2 an error, 130 an interruption; an error is one
line on stderr and then what to do next; a reader that closes the pipe early is no error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from searchnews._version import __version__
from searchnews.cli.language import spoken, wished
from searchnews.cli.options import lang_option
from searchnews.cli.streams import decoded, drain_stdout, open_closed, silence_stdout, use_utf8
from searchnews.messages import speak

__all__ = ["app"]

EXAMPLES = """\b
Examples:
  searchnews index archive/
  searchnews query "محادثات السلام"

Run 'searchnews COMMAND --help' for the options of a command and an example."""

COMMANDS = (
    "index",
    "fetch",
    "query",
    "show",
    "export",
    "similar",
    "terms",
    "compare",
    "suggest",
    "save",
    "saved",
    "alerts",
    "delete",
    "stats",
    "check",
    "optimize",
    "analyze",
    "formats",
    "doctor",
    "eval",
    "completion",
    "man",
)  # fmt: skip


class App(click.Group):
    """A group that imports a subcommand's module when asked for it: `query` need not pay for `index`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the subcommands in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import and give the subcommand `name`."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"searchnews.cli.commands.{name}").command
        return spoken(command)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run to the end and exit with the status (or return it, when `standalone_mode` is off)."""
        open_closed()
        use_utf8()
        given = decoded(sys.argv[1:]) if args is None else list(args)
        status = self._completed(prog_name or "searchnews", complete_var, extra)
        if status is None:
            status = self._run(given, prog_name or "searchnews", extra)
        if standalone_mode:
            sys.exit(status)
        return status

    def _completed(self, name: str, variable: str | None, extra: dict[str, Any]) -> int | None:
        """Answer the shell's request for completions, if this run is one."""
        variable = variable or "_SEARCHNEWS_COMPLETE"
        instruction = os.environ.get(variable)
        if not instruction:
            return None
        from click.shell_completion import shell_complete

        return shell_complete(self, extra, name, variable, instruction)

    def _run(self, args: list[str], name: str, extra: dict[str, Any]) -> int:
        speak(wished(args, os.environ))
        debug = "--debug" in args or os.environ.get("SEARCHNEWS_DEBUG", "0") not in ("", "0")
        try:
            group = spoken(self)
            with group.make_context(name, args, **extra) as context:
                status = group.invoke(context)
            sys.stdout.flush()  # here, where a closed pipe can still be caught
        except click.exceptions.Exit as end:
            return end.exit_code
        except BrokenPipeError:
            silence_stdout()
            return 0
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last line of defence: no tracebacks
            from searchnews.cli.failures import tell

            status = tell(error, debug=debug)
            drain_stdout()
            return status
        return status if isinstance(status, int) else 0


@click.command(
    "searchnews",
    cls=App,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXAMPLES,
)
@click.version_option(__version__, prog_name="searchnews", message="%(prog)s %(version)s")
@lang_option
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")
def app() -> None:
    """Search Arabic articles.

    Read an archive into an index once, then ask it questions. Arabic words match whatever their clitics,
    endings, spelling variants and vowel marks.
    """
