"""The plainer query that is asked where one has no match: fewer conditions, the same words.

What had to match only counts, phrases are their words, the title is no condition. What was to be left out stays out,
and filters stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searchnews.query.syntax import Sign, signs_of

__all__ = ["plainer"]


def plainer(query: str) -> str | None:
    """Give a query that asks less than `query`; None where there is none. `QueryError` as `signs_of`.

    >>> plainer('title:"محادثات السلام" AND جنيف -مصر')
    'محادثات السلام جنيف -مصر'
    """
    signs = list(signs_of(query))
    plain = list(_relaxed(signs))
    return None if plain == signs else _written(plain)


def _relaxed(signs: Iterable[Sign]) -> Iterator[Sign]:
    left_out = False  # whether the next operand is one to leave out
    depth = 0  # of brackets within such a one
    for sign in signs:
        if left_out or depth:
            depth += (sign.kind == "(") - (sign.kind == ")")
            left_out = sign.kind in ("-", "NOT", "field", "filter") and not depth
            yield sign
        elif sign.kind == "phrase":
            yield Sign("word", sign.text.replace("*", " "), sign.start)
        elif sign.kind not in ("+", "AND", "field"):
            left_out = sign.kind in ("-", "NOT")
            yield sign


def _written(signs: Iterable[Sign]) -> str:
    text = ""
    for sign in signs:
        if text and sign.kind != ")" and not text.endswith(("-", "(", ":")):
            text += " "
        quoted = f"«{sign.text}»" if '"' in sign.text else f'"{sign.text}"'
        shown = {"phrase": quoted, "value": quoted, "field": f"{sign.text}:", "filter": f"{sign.text}:"}
        text += shown.get(sign.kind, sign.text)
    return text
