"""A line of text with a caret under one of its characters, wherever the terminal puts that character."""

from __future__ import annotations

from typing import Final

from searchnews.render.bidi import Ordering, installed, visual
from searchnews.render.lines import cells, one_line

__all__ = ["pointed"]

_LABEL = "  query: "  # Latin first: terminals that guess a line's direction then take it as left-to-right

_SHOWN: Final = 60
"""Code points of a query that are shown: a line that wraps would leave its caret behind."""


def pointed(text: str, offset: int, ordering: Ordering = Ordering.NOBODY) -> str:
    """Give `text` on one line and, on the next, a caret under the code point at `offset`.

    Where the terminal reorders and the extra `bidi` is not there to tell how, the rest of the text from
    `offset` on is quoted instead.

        >>> print(pointed("قمة (الرياض", 4))
          query: قمة (الرياض
                     ^
    """
    line, offset = _around(one_line(text), offset)
    if ordering is Ordering.NOBODY or line.isascii():
        return _two_lines(line, cells(line[:offset]))
    if not installed():
        return f"{_LABEL}{line}\n  there: {line[offset:]}"
    shown = visual(line, right_to_left=False)
    target = min(offset, len(line) - 1)
    before = 0
    for cell in shown:
        if cell.source == target:
            break
        before += cells(cell.char)
    if ordering is Ordering.PROGRAM:
        line = "".join(cell.char for cell in shown)
    return _two_lines(line, before)


def _around(line: str, offset: int) -> tuple[str, int]:
    """Cut a long line down to what stands around `offset`; give it, and where `offset` went."""
    start = max(0, min(offset - _SHOWN // 2, len(line) - _SHOWN))
    before, after = "…" if start else "", "…" if start + _SHOWN < len(line) else ""
    return f"{before}{line[start : start + _SHOWN]}{after}", offset - start + len(before)


def _two_lines(line: str, before: int) -> str:
    return f"{_LABEL}{line}\n{' ' * (len(_LABEL) + before)}^"
