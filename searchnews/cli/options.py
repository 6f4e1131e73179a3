"""The options that several commands share, each defined once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from searchnews.cli.output import Output

__all__ = [
    "cleaning_options",
    "debug_option",
    "exceptions_option",
    "index_option",
    "json_option",
    "lang_option",
    "limit_option",
    "map_option",
    "no_variants_option",
    "offset_option",
    "output_options",
]

Command = TypeVar("Command", bound=Callable[..., Any])

index_option = click.option(
    "-i",
    "--index",
    "folder",
    metavar="DIR",
    default="index/",
    show_default=True,
    envvar="SEARCHNEWS_INDEX",
    show_envvar=True,
    help="The folder of the index.",
)


def limit_option(shown: str, *, default: int = 10, least: int = 1) -> Callable[[Command], Command]:
    """Give `--limit`; `shown` says of what there are so many."""
    return click.option(
        "-n",
        "--limit",
        metavar="N",
        type=click.IntRange(min=least),
        default=default,
        show_default=True,
        help=shown,
    )


offset_option = click.option(
    "--offset",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Leave out the first so many.",
)


no_variants_option = click.option(
    "--no-variants", is_flag=True, help="Look for months, numbers and names only as they are written."
)


def _readable(ctx: click.Context, param: click.Parameter, path: str | None) -> str | None:
    if path is not None:
        from searchnews.arabic import analyzer

        try:
            analyzer(exceptions=path)
        except ValueError as error:  # not UTF-8 is one too
            raise click.BadParameter(f"{path}: {error}") from error
    return path


exceptions_option = click.option(
    "--exceptions",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    callback=_readable,
    help="Stem words as FILE says: on each line a stem, a tab, and the words that have it. A new index keeps a copy.",
)


MAPPABLE = ("id", "title", "text", "date", "source", "author", "category", "url", "place", "agency")


def _field_map(ctx: click.Context, param: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not (ours and equals and theirs):
            raise click.BadParameter(f"{pair!r} is not of the form text=content (our field = their name)")
        if ours not in MAPPABLE:
            raise click.BadParameter(f"no field {ours!r}; there are {', '.join(MAPPABLE)}")
        if ours in found:
            raise click.BadParameter(f"{ours!r} is given twice")
        found[ours] = theirs
    return found


map_option = click.option(
    "--map",
    "field_map",
    metavar="OURS=THEIRS",
    multiple=True,
    callback=_field_map,
    help="Take a field of ours from their name for it, as in --map text=content. Repeatable. "
    f"Fields: {', '.join(MAPPABLE)}.",
)


def _steps(ctx: click.Context, param: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    if names:
        from searchnews.errors import SearchNewsError
        from searchnews.ingest.steps import check_steps

        try:
            check_steps(names)
        except SearchNewsError as error:
            raise click.BadParameter(str(error)) from error
    return names


_no_clean_option = click.option(
    "--no-clean",
    metavar="NAME",
    multiple=True,
    callback=_steps,
    help="Leave out a step of cleaning; `searchnews doctor --steps` lists them. Repeatable.",
)
_boilerplate_option = click.option(
    "--boilerplate",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Drop the lines that `searchnews doctor --learn FILE` found to recur in a source.",
)
_relative_option = click.option(
    "--relative-to",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Count dates such as «قبل ساعتين» from DAY (2018-03-05) where a record does not say when it was made.",
)


def cleaning_options(command: Command) -> Command:
    """Add `--no-clean`, `--boilerplate` and `--relative-to`."""
    return _no_clean_option(_boilerplate_option(_relative_option(command)))


# Read in app.py before anything is parsed; declared for the help and so that it is no unknown option.
debug_option = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")

# Read in app.py too: what goes wrong before the options are parsed is to be said in it.
lang_option = click.option(
    "--lang",
    type=click.Choice(["ar", "en"]),
    expose_value=False,
    help="Say everything in Arabic or in English.  [default: as the locale; env var: SEARCHNEWS_LANG]",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")

_color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour: on terminals (unless NO_COLOR is set), always, or never.",
)

_bidi_option = click.option(
    "--bidi",
    type=click.Choice(["auto", "on", "off"]),
    default="auto",
    show_default=True,
    envvar="SEARCHNEWS_BIDI",
    show_envvar=True,
    help="Reorder right-to-left text for terminals that do not: those known for it, every one, or none. "
    "Pipes always get logical order.",
)


def output_options(command: Command) -> Callable[..., Any]:
    """Add `--json`, `--color`, `--bidi` and `--debug`; the command gets them as one `output`."""

    @wraps(command)
    def with_output(*args: Any, as_json: bool, color: str, bidi: str, **values: Any) -> Any:
        return command(*args, output=Output(as_json, color, bidi), **values)

    return json_option(_color_option(_bidi_option(debug_option(with_output))))
