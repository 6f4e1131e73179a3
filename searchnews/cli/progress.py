"""The progress bar of a load, on stderr. How many articles are coming is not known, so it counts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from searchnews.cli.streams import is_terminal
from searchnews.messages import told

__all__ = ["counting"]


@contextmanager
def counting() -> Iterator[Callable[[int], None] | None]:
    """Give a callback that shows how many articles were read; None where no terminal is there to show it."""
    if not is_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn(told("indexing")),
        BarColumn(bar_width=24),
        TextColumn(told("{} articles", "{task.completed:,.0f}")),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress:
        task = progress.add_task("indexing", total=None, rate="")

        def show(count: int) -> None:
            elapsed = progress.tasks[0].elapsed
            progress.update(task, completed=count, rate=f"{count / elapsed:,.0f}/s" if elapsed else "")

        yield show
