"""The words of a query and the options that narrow it, as one `Query`: shared by the commands that ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

import click

__all__ = ["QueryCommand", "query_options", "without_mark"]

Command = TypeVar("Command", bound=Callable[..., Any])

_MARK: Final = "\0"  # no argument of a process can hold it

_FIELDS: Final = {
    "source": "Only articles of this source: the whole name or words of it, in any case and spelling.",
    "category": "Only articles of this category.",
    "author": "Only articles by this author.",
    "place": "Only articles written from this place.",
    "agency": "Only articles of this agency.",
    "lang": "Only articles in this language: ar, fa, ur ...",
    "date": "Only articles of this time: 2018, 2018-03, 2018-01-15..2018-02-01, أمس.",
}
_NAMED: Final = tuple(f"{field}:" for field in ("title", *_FIELDS))


class QueryCommand(click.Command):
    """Takes `-حرب` as a word of the query: options are ASCII, so there is no mistaking it for one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Mark such words before options are looked for."""
        return super().parse_args(ctx, [_MARK + arg if _is_unwanted(arg) else arg for arg in args])


def _is_unwanted(arg: str) -> bool:
    """Tell whether an argument is what a query must not have (-حرب, -"...", -source:...), and no option."""
    first = arg[1:2]
    is_word = not first.isascii() or first in ('"', "(", "=") or arg[1:].lower().startswith(_NAMED)
    return arg.startswith("-") and is_word


def without_mark(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Give the words of a `QueryCommand` as they were typed: the callback of its argument."""
    return tuple(word.removeprefix(_MARK) for word in value)


def query_options(command: Command) -> Callable[..., Any]:
    """Add TEXT and the options that filter; the command gets them as one `query`, which may be empty."""

    @wraps(command)
    def with_query(
        *args: Any, words: tuple[str, ...], since: str, until: str, arabic_operators: bool, **rest: Any
    ) -> Any:
        from searchnews.model import Query

        values = {name: rest.pop(name) for name in _FIELDS}
        asked = Query(" ".join(words), arabic_operators=arabic_operators)
        return command(*args, query=asked.where(since=since, until=until, **values), **rest)

    wrapped: Callable[..., Any] = with_query
    wrapped = click.option(
        "--arabic-operators", is_flag=True, help="Take the separate words و, أو and ليس for AND, OR and NOT."
    )(wrapped)
    wrapped = click.option(
        "--to", "until", metavar="DATE", default="", help="Only articles up to this day, month or year."
    )(wrapped)
    wrapped = click.option(
        "--from", "since", metavar="DATE", default="", help="Only articles from this day, month or year on."
    )(wrapped)
    for name, text in reversed(_FIELDS.items()):
        told = f"{text} Repeated, any of them." if name == "source" else text
        wrapped = click.option(f"--{name}", name, metavar=name.upper(), multiple=True, help=told)(wrapped)
    return click.argument("words", metavar="[TEXT]...", nargs=-1, callback=without_mark)(wrapped)
