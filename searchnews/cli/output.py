"""Where a command's answer goes and in which dress: JSON, plain lines, or a page for a terminal.

Invariant: rich is imported only for a page on a terminal; pipes and JSON do without.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from searchnews.cli.streams import columns, is_terminal

if TYPE_CHECKING:
    from searchnews.model import Results
    from searchnews.render.terminal import Screen

__all__ = ["Output", "results_page"]


class Output(NamedTuple):
    """The reader's wishes: `--json`, `--color` (auto, always, never) and `--bidi` (auto, on, off)."""

    as_json: bool = False
    color: str = "auto"
    bidi: str = "auto"

    def write(self, *, data: Callable[[], object], plain: Callable[[], str], page: Callable[[Screen], str]) -> None:
        """Write one of three forms to stdout; only the one that is wanted is made."""
        terminal = is_terminal(sys.stdout)
        if self.as_json:
            from searchnews.render.json import dumps

            text = dumps(data(), pretty=terminal) + "\n"
        elif terminal or self.color == "always":
            text = page(self._screen())
        else:
            text = plain()
        sys.stdout.write(text)

    def stream(self, texts: Iterable[str], *, heading: bool = False) -> int:
        """Write texts as they come, whatever is wanted otherwise; 1 where there is none but a `heading`, else 0."""
        written = 0
        for text in texts:
            sys.stdout.write(text)
            written += 1
        return 0 if written > heading else 1

    def _screen(self) -> Screen:
        from searchnews.render.bidi import choose
        from searchnews.render.terminal import Screen

        return Screen(width=columns(), color=self._wants_color(), ordering=choose(self.bidi, os.environ))

    def _wants_color(self) -> bool:
        if self.color != "auto":
            return self.color == "always"
        return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def results_page(found: Results, screen: Screen) -> str:
    """Give the answer to a query as a page."""
    from searchnews.render import terminal

    return terminal.results(found, screen)
