"""What is said when something goes wrong: one line, and what to do next.

Owns the next step for every kind of error. Invariant: stderr only, and no traceback unless it was asked for.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Final

import click

from searchnews import errors
from searchnews.cli.streams import is_terminal
from searchnews.messages import translated
from searchnews.render.lines import one_line

__all__ = ["INTERRUPTED", "Interrupted", "say", "tell"]

ERROR, INTERRUPTED = 2, 130

# The first that fits is said, so a class stands before its parents. Errors of the index folder that name the
# command to run in their own line are not among them.
NEXT_STEPS: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (errors.IndexExistsError, "Name another folder with --index DIR."),
    (
        errors.ArticleError,
        "Nothing was changed. Without --strict such records are skipped, counted and reported.",
    ),
    (errors.EvaluationFileError, "See 'searchnews eval --help' for the forms of these files."),
    (errors.VariantsFileError, "See docs/arabic.md for the form of this file; --no-variants does without."),
    (errors.SourceError, "Give files, folders, or - for JSON lines on stdin: see 'searchnews index --help'."),
    (errors.QueryError, "See 'searchnews query --help' for what a query may hold."),
    (MemoryError, "Free some memory, or index fewer articles at a time."),
)


class Interrupted(click.ClickException):
    """Ctrl-C, with word of what became of the work."""

    exit_code = INTERRUPTED


def say(line: str) -> None:
    """Write one line of talk to stderr."""
    sys.stderr.write(f"searchnews: {one_line(translated(line))}\n")


def tell(error: BaseException, *, debug: bool = False) -> int:
    """Say on stderr what went wrong and what to do next, if anybody reads it; give the exit status."""
    with suppress(BrokenPipeError):
        _say_all(error, debug=debug)
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return INTERRUPTED
    return error.exit_code if isinstance(error, click.ClickException) and error.exit_code != 1 else ERROR


def _say_all(error: BaseException, *, debug: bool) -> None:
    if debug:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()  # the help itself
        return
    if isinstance(error, KeyboardInterrupt | click.Abort):
        error = Interrupted("interrupted")
    say(_line(error))
    if isinstance(error, errors.QueryError) and error.query:
        sys.stderr.write(_pointed(error) + "\n")
    step = _next_step(error)
    if step:
        sys.stderr.write(f"{translated(step)}\n")


def _line(error: BaseException) -> str:
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, errors.QueryError):
        return error.reason  # where, says the caret
    if isinstance(error, errors.SearchNewsError):
        return _with_place(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    if isinstance(error, MemoryError):
        return "out of memory"
    return f"internal error: {type(error).__name__}: {error}"


def _with_place(error: errors.SearchNewsError) -> str:
    """Say what an error says; its reason is a message, what stands before that is where it was."""
    text, reason = str(error), getattr(error, "reason", "")
    return text.removesuffix(reason) + translated(reason) if reason and text.endswith(reason) else text


def _next_step(error: BaseException) -> str:
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "searchnews"
        return f"See '{command} --help'."
    for kind, step in NEXT_STEPS:
        if isinstance(error, kind):
            return step
    if isinstance(error, click.ClickException | errors.SearchNewsError | OSError):
        return ""
    return "This is a fault of searchnews. Run it again with --debug, and report what it says."


def _pointed(error: errors.QueryError) -> str:
    from searchnews.render.bidi import Ordering, choose
    from searchnews.render.caret import pointed

    ordering = Ordering.NOBODY
    if is_terminal(sys.stderr):
        setting = os.environ.get("SEARCHNEWS_BIDI", "auto")
        ordering = choose("off" if setting == "on" else setting, os.environ)
    return pointed(error.query, error.offset, ordering)
