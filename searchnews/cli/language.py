"""The language of a run, and commands that explain themselves in it.

Help in Arabic has its headings, its summaries and what is said of each option translated, and the longer text below the
summary in English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from itertools import pairwise, takewhile
from typing import TypeVar

import click

from searchnews.cli.options import lang_option
from searchnews.messages import LANGUAGES, in_arabic, language_of, told, translated

__all__ = ["spoken", "wished"]

_OPTION = "--lang"

_Command = TypeVar("_Command", bound=click.Command)


def wished(args: Sequence[str], environment: Mapping[str, str]) -> str:
    """Give the language that the arguments, the environment or its locale ask for; English for one there is not."""
    said = list(takewhile(lambda arg: arg != "--", args))
    named = [arg.partition("=")[2] for arg in said if arg.startswith(f"{_OPTION}=")]
    named += [following for arg, following in pairwise(said) if arg == _OPTION]
    chosen = [*named, environment.get("SEARCHNEWS_LANG", ""), language_of(environment)]
    return next((one for one in chosen if one in LANGUAGES), "en")


class _ArabicFormatter(click.HelpFormatter):
    """Writes help with Arabic headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, f"{told('Usage')}: " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(told(heading))


class _ArabicContext(click.Context):
    formatter_class = _ArabicFormatter


def spoken(command: _Command) -> _Command:
    """Give a command that takes --lang, and explains itself in the language of the run: a copy, for another's sake."""
    own = copy(command)
    own.params = [copy(param) for param in command.params]
    if not any(_OPTION in param.opts for param in own.params):
        lang_option(own)
    if in_arabic():
        own.context_class = _ArabicContext
        summary = own.short_help or (own.help or "").partition("\n")[0]
        own.help = f"{told(summary)}\n\n{own.help or ''}"
        own.short_help = told(summary)
        own.epilog = (own.epilog or "").replace("Examples:", told("Examples:"))
        for param in own.params:
            if isinstance(param, click.Option) and param.help:
                param.help = translated(param.help)
    return own
