"""The language of a run, and commands that explain themselves in it.

Help is translated by paragraphs, and the lines that are shown as they stand by the parts between their wide gaps; what
is typed in an example is the same in either language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from itertools import pairwise, takewhile
from typing import Final, TypeVar

import click

from searchnews.cli.options import lang_option
from searchnews.messages import LANGUAGES, as_listed, in_arabic, language_of, told, translated

__all__ = ["spoken", "wished"]

_OPTION = "--lang"
_EMPTY_LINES: Final = re.compile(r"\n\s*\n")
_WIDE_GAP: Final = re.compile(r"( {2,})")
_EXTRAS: Final = re.compile(r"(?<=  \[)[^\[\]]+(?=\]$)")  # what click adds to an option: its default and the like

_Command = TypeVar("_Command", bound=click.Command)


def wished(args: Sequence[str], environment: Mapping[str, str]) -> str:
    """Give the language that the arguments, the environment or its locale ask for; English for one there is not."""
    said = list(takewhile(lambda arg: arg != "--", args))
    named = [arg.partition("=")[2] for arg in said if arg.startswith(f"{_OPTION}=")]
    named += [following for arg, following in pairwise(said) if arg == _OPTION]
    chosen = [*named, environment.get("SEARCHNEWS_LANG", ""), language_of(environment)]
    return next((one for one in chosen if one in LANGUAGES), "en")


class _ArabicFormatter(click.HelpFormatter):
    """Writes help with Arabic headings, and says in Arabic what is added to an option."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, f"{told('Usage')}: " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(told(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(term, _EXTRAS.sub(_extras, as_listed(text))) for term, text in rows], col_max, col_spacing)


def _extras(found: re.Match[str]) -> str:
    return "؛ ".join(map(translated, found[0].split("; ")))


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
        own.short_help = translated(summary)
        own.help, own.epilog = _told(own.help or ""), _told(own.epilog or "")
        for param in own.params:
            if isinstance(param, click.Option) and param.help:
                param.help = translated(param.help)
    return own


def _told(text: str) -> str:
    return "\n\n".join(map(_block, _EMPTY_LINES.split(text.strip())))


def _block(text: str) -> str:
    r"""Translate a paragraph; after `\b` the lines are shown as they stand."""
    if not text.startswith("\b"):
        return as_listed(" ".join(text.split()))
    lines = text.splitlines()
    return "\n".join("".join(map(as_listed, _WIDE_GAP.split(line))) for line in lines)
