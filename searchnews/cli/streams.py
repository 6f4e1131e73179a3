"""The streams of this process: their encoding, and whether a person is looking.

Invariant: output is UTF-8 whatever the locale says.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

__all__ = ["columns", "decoded", "drain_stdout", "is_terminal", "open_closed", "silence_stdout", "use_utf8"]


def open_closed() -> None:
    """Point each standard stream that was closed before the start (`>&-`) at nothing.

    Its descriptor is taken with it: otherwise the next file of an index would be opened as stdout.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end


def use_utf8() -> None:
    """Make stdout and stderr write UTF-8; a lone surrogate is written as an escape rather than refused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def decoded(args: Iterable[str]) -> list[str]:
    """Give command line arguments as the UTF-8 that was typed, even where the locale says something else.

    An argument that is not UTF-8 stays as Python decoded it.
    """
    if sys.getfilesystemencoding() == "utf-8":
        return list(args)
    return [_as_utf8(arg) for arg in args]


def _as_utf8(arg: str) -> str:
    try:
        return os.fsencode(arg).decode("utf-8")
    except UnicodeError:
        return arg


def is_terminal(stream: TextIO) -> bool:
    """Say whether `stream` goes to a terminal; a closed or replaced one does not."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def columns() -> int:
    """Give the width in cells of the terminal: of the one this was started from, if stdout is a pipe."""
    given = os.environ.get("COLUMNS", "")
    if given.isdigit() and int(given) > 0:
        return int(given)
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        try:
            width = os.get_terminal_size(stream.fileno()).columns if stream else 0
        except (OSError, ValueError):
            continue
        if width:
            return width
    return 80


def drain_stdout() -> None:
    """Write what is still buffered, if it can be written: Python would try again at the end, and say so at length."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        silence_stdout()


def silence_stdout() -> None:
    """Point stdout at nothing: what is still buffered must not fail again when Python exits."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
