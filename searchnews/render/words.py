"""Words with their numbers: completions, and what sets the words of some articles apart.

Invariant: on each line numbers stand first and Arabic last, so that no terminal's reordering can mix them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from searchnews.model import Suggestion
from searchnews.render.lines import one_line

if TYPE_CHECKING:
    from searchnews.render.terminal import Screen

__all__ = ["suggestions", "suggestions_data", "suggestions_page"]


def suggestions(found: Iterable[Suggestion]) -> str:
    """Give a completion a line: of a word how many articles have it, of a title the article's id; a tab; the text."""
    return "".join(f"{_first(one)}\t{one_line(one.text)}\n" for one in found)


def suggestions_data(found: Iterable[Suggestion]) -> list[dict[str, Any]]:
    """Give completions as JSON-ready values."""
    return [asdict(one) for one in found]


def suggestions_page(found: Sequence[Suggestion], screen: Screen) -> str:
    """Give completions for a terminal."""
    return _rows([(_first(one, grouped=True), one.text) for one in found], screen)


def _first(one: Suggestion, *, grouped: bool = False) -> str:
    return one_line(one.id) if one.kind == "title" else f"{one.articles:,}" if grouped else str(one.articles)


def _rows(rows: Sequence[tuple[str, str]], screen: Screen) -> str:
    """Set a number or an id, and a text, on each line."""
    from rich.text import Text

    from searchnews.render.terminal import LABEL, Page

    page = Page(screen)
    width = max((len(number) for number, _ in rows), default=0)
    for number, text in rows:
        shown = page.ordered(Text(one_line(text)))
        page.latin(Text.assemble((f"{number:>{width}}  ", LABEL), shown))
    return page.text()
