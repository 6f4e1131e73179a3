r"""The manual page, made from the commands themselves: what `--help` says, it says.

The form is that of man(7). Invariant: no text of a command is taken for a request, whatever it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import click

from searchnews._version import __version__

__all__ = ["manual"]

_CODING: Final = "'\\\" -*- coding: utf-8 -*-"
_STATUS: Final = (
    ("0", "It went well; of a command that looks for something: it was found."),
    ("1", "Nothing was found."),
    ("2", "An error; one line on stderr says what, and the next what to do."),
    ("130", "It was interrupted."),
)
_ENVIRONMENT: Final = (
    ("SEARCHNEWS_INDEX", "The folder of the index, where --index does not name one."),
    ("SEARCHNEWS_LANG", "The language of messages, ar or en, where --lang does not name one."),
    ("SEARCHNEWS_BIDI", "Who orders right-to-left text (auto, on or off), where --bidi does not say."),
    ("SEARCHNEWS_DEBUG", "If set, and not 0, errors come with their traceback."),
    ("NO_COLOR", "If set, pages have no colour."),
)


def manual(app: click.Group) -> str:
    """Give the manual page of a program and all its commands."""
    with click.Context(app, info_name=app.name) as ctx:
        lines = [_CODING, f'.TH SEARCHNEWS 1 "" "searchnews {__version__}" "User Commands"']
        lines += [".SH NAME", "searchnews \\- full\\-text search for Arabic articles"]
        lines += [".SH SYNOPSIS", ".B searchnews", _text("[OPTIONS] COMMAND [ARGS]...")]
        lines += [".SH DESCRIPTION", *_paragraphs(app.help or "")]
        lines += [".SH OPTIONS", *_options(app, ctx), ".SH COMMANDS"]
        for name in app.list_commands(ctx):
            lines += _command(app, ctx, name)
        for heading, pairs in (("EXIT STATUS", _STATUS), ("ENVIRONMENT", _ENVIRONMENT)):
            lines.append(f".SH {heading}")
            for term, meaning in pairs:
                lines += [".TP", f".B {_text(term)}", _text(meaning)]
    return "\n".join(lines) + "\n"


def _command(app: click.Group, ctx: click.Context, name: str) -> Iterator[str]:
    command = app.get_command(ctx, name)
    if command is None:
        return
    with click.Context(command, info_name=name, parent=ctx) as own:
        yield f".SS searchnews {_text(name)}"
        yield _text(" ".join(["searchnews", name, *command.collect_usage_pieces(own)]))
        yield from (".PP", *_paragraphs(command.help or ""))
        yield from _options(command, own)
        yield from _examples(command.epilog or "")


def _options(command: click.Command, ctx: click.Context) -> Iterator[str]:
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx)
        if record is not None and record[1]:  # of arguments, recent versions of click give the name alone
            yield from (".TP", f".B {_text(record[0])}", _text(record[1]))


def _examples(epilog: str) -> Iterator[str]:
    r"""Give what stands below a help text, where `\b` keeps lines as they are."""
    for block in epilog.split("\n\n"):
        lines = block.removeprefix("\b\n").splitlines()
        if block.startswith("\b") and lines:
            yield from (".PP", _text(lines[0]), ".PP", ".nf", *map(_text, lines[1:]), ".fi")
        else:
            yield from _paragraphs(block)


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        if number:
            yield ".PP"
        yield _text(" ".join(paragraph.split()))


def _text(text: str) -> str:
    r"""Escape a line: backslashes, hyphens that are to be copied, and a dot or a quote that would be a request.

    >>> print(_text(".-\\"))
    \&.\-\e
    """
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
