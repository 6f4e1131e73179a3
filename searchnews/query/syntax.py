"""Cutting a query into its signs: words, quoted phrases, operators, brackets.

Knows how a query is written, nothing of what it means. Every sign remembers where it stood, so that an error can
point at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from searchnews.errors import QueryError

__all__ = ["Sign", "signs_of"]

_QUOTES: Final = {'"': '"', "«": "»", "“": "”", "„": "“”", "‟": "”"}
_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})
_FIELD: Final = re.compile(r"([A-Za-z_]+|العنوان):(?!//)(?=[^\s:])")
_WORD: Final = re.compile(r"[^\s()\"«»“”„‟]+")
_SIGN_BEFORE: Final = re.compile(r"[\s(]$")


class Sign(NamedTuple):
    """One sign of a query: `kind` is word, phrase, field, AND, OR, NOT, +, -, ( or ); `start` a code point."""

    kind: str
    text: str
    start: int


def signs_of(query: str) -> Iterator[Sign]:
    """Yield the signs of `query` in order; QueryError where a quotation mark is not closed.

    + and - count only right before what they govern and after a space, as in `سوريا -روسيا`; elsewhere they are
    punctuation.
    """
    at = 0
    while at < len(query):
        letter = query[at]
        if letter.isspace():
            at += 1
        elif letter in _QUOTES:
            end = _closing(query, at)
            yield Sign("phrase", query[at + 1 : end], at)
            at = end + 1
        elif letter in "()" or (letter in "+-" and _governs(query, at)):
            yield Sign(letter, letter, at)
            at += 1
        elif field := _FIELD.match(query, at):
            yield Sign("field", field[1], at)
            at = field.end()
        elif word := _WORD.match(query, at):
            yield Sign(word[0] if word[0] in _OPERATORS else "word", word[0], at)
            at = word.end()
        else:  # a closing quotation mark that nothing opened
            at += 1


def _closing(query: str, start: int) -> int:
    closers = _QUOTES[query[start]]
    ends = [end for closer in closers if (end := query.find(closer, start + 1)) >= 0]
    if not ends:
        raise QueryError("this quotation mark is not closed; add one, or leave it out", query=query, offset=start)
    return min(ends)


def _governs(query: str, at: int) -> bool:
    after = query[at + 1 : at + 2]
    starts = at == 0 or _SIGN_BEFORE.search(query, 0, at) is not None
    return starts and bool(after) and not after.isspace() and after not in "+-)"
