"""Words in a row, taken together: they may have another way of writing them."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from searchnews.query.syntax import Sign

__all__ = ["has_one_letter_left_out", "rows"]

_OPERATORS: Final = frozenset({"AND", "OR", "NOT", "+", "-", "field", "NEAR", "=", "==", "within", "sentence"})


def rows(signs: list[Sign]) -> list[Sign]:
    """Join the signs of words in a row, which may have another way of writing them: عبد العزيز, كانون الثاني.

    Not beside an operator, which governs the one word next to it.
    """
    joined: list[Sign] = []
    counted: list[bool] = []  # for each open bracket, whether its words are counted, each for itself
    for place, sign in enumerate(signs):
        if sign.kind == "(":
            counted.append(place > 0 and signs[place - 1].kind == "of")
        elif sign.kind == ")" and counted:
            counted.pop()
        around = [signs[at].kind for at in (place - 2, place + 1) if 0 <= at < len(signs)]
        before = joined[-1] if joined else sign
        plain = (
            place and not any(counted) and sign.kind == before.kind == "word" and not _OPERATORS.intersection(around)
        )
        if plain and not _is_pattern(before.text) and not _is_pattern(sign.text):
            apart = " " * max(sign.start - before.start - len(before.text), 1)  # so that offsets stay true
            joined[-1] = Sign("word", before.text + apart + sign.text, before.start)
        else:
            joined.append(sign)
    return joined


def _is_pattern(word: str) -> bool:
    return "*" in word or "~" in word or has_one_letter_left_out(word)


def has_one_letter_left_out(word: str) -> bool:
    """Tell whether it is a pattern in which ? stands for a letter.

    Behind a word it is a question mark, and in an address it is no pattern.
    """
    return "?" in word and _one_letter().fullmatch(word) is not None


@cache  # few queries need it
def _one_letter() -> re.Pattern[str]:
    return re.compile(r"[\w\u064b-\u0652*?]*\w\?\w[\w\u064b-\u0652*?]*")
