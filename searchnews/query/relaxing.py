"""The plainer query that is asked where one has no match: fewer conditions, the same words.

What had to match only counts, phrases are their words, the title is no condition. What was to be left out stays out,
and filters stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searchnews.query.syntax import Sign, signs_of

__all__ = ["plainer"]

_CONDITIONS = frozenset({"+", "AND", "field", "NEAR", "within", "sentence", "=", "==", "of"})
_BEFORE_OPERANDS = frozenset({"-", "NOT", "field", "filter", "within", "sentence", "=", "==", "of"})


def plainer(query: str, *, arabic_operators: bool = False) -> str | None:
    """Give a query that asks less than `query`; None where there is none. `QueryError` as `signs_of`.

    >>> plainer('title:"محادثات السلام" AND جنيف -مصر')
    'محادثات السلام جنيف -مصر'
    """
    signs = list(signs_of(query, arabic_operators=arabic_operators))
    plain = list(_relaxed(signs))
    return None if plain == signs else _written(plain)


def _relaxed(signs: Iterable[Sign]) -> Iterator[Sign]:
    left_out = False  # whether the next operand is one to leave out
    depth = 0  # of brackets within such a one
    was_out = False  # whether the last was
    for sign in signs:
        if sign.kind == "NEAR" and was_out:  # what is near to what is left out belongs to it
            left_out = True
            yield sign
        elif left_out or depth:
            depth += (sign.kind == "(") - (sign.kind == ")")
            left_out = sign.kind in _BEFORE_OPERANDS and not depth
            was_out = not left_out
            yield sign
        elif sign.kind == "phrase":
            yield Sign("word", sign.text.replace("*", " "), sign.start)
        elif sign.kind not in _CONDITIONS:
            left_out, was_out = sign.kind in ("-", "NOT"), False
            yield sign


def _written(signs: Iterable[Sign]) -> str:
    text, behind = "", ""
    for sign in signs:
        if sign.kind in ("within", "sentence"):
            behind = f"~{sign.text or 'sentence'}"
            continue
        if text and sign.kind != ")" and not text.endswith(("-", "(", ":", "=")):
            text += " "
        quoted = f"«{sign.text}»" if '"' in sign.text else f'"{sign.text}"'
        match sign.kind:
            case "phrase":
                text, behind = text + quoted + behind, ""
            case "value":
                text += quoted
            case "field" | "filter":
                text += f"{sign.text}:"
            case "NEAR":
                text += f"NEAR/{sign.text}"
            case "of":
                text += f"{sign.text} of"
            case _:
                text += sign.text
    return text
