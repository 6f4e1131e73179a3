"""The signs of one query, read one after the other: where the grammar stands in them, and its bounds.

Errors carry the offset of the mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from searchnews.errors import QueryError
from searchnews.query.syntax import Sign

__all__ = ["MAX_DEPTH", "MAX_WORDS", "SignReader"]

MAX_WORDS: Final = 512
MAX_DEPTH: Final = 20


class SignReader:
    """Stands in front of the next sign of `text`; `places_of` gives where the words of a text begin in it."""

    def __init__(self, text: str, signs: Sequence[Sign], places_of: Callable[[str], Sequence[int]]) -> None:
        self._text, self._signs, self._places_of = text, signs, places_of
        self._at = 0
        self._words = 0

    def _check_depth(self, sign: Sign, depth: int) -> None:
        if depth >= MAX_DEPTH:
            raise self._error(f"brackets and fields are nested more than {MAX_DEPTH} deep", sign.start)

    def _peek(self) -> Sign | None:
        return self._signs[self._at] if self._at < len(self._signs) else None

    def _operand_follows(self, sign: Sign, allow: tuple[str, ...] = ()) -> None:
        after = self._peek()
        if after is None or after.kind in {"AND", "OR", "NOT", "+", "-", ")", "NEAR"}.difference(allow):
            raise self._error(f"{sign.text} has nothing after it to work on", sign.start)

    def _count(self, sign: Sign) -> None:
        places = self._places_of(sign.text)
        if self._words + len(places) > MAX_WORDS:
            first_too_many = sign.start + places[MAX_WORDS - self._words]
            raise self._error(f"the query has more than {MAX_WORDS} words; shorten it", first_too_many)
        self._words += len(places)

    def _error(self, reason: str, offset: int) -> QueryError:
        return QueryError(reason, query=self._text, offset=offset)
