"""What is said to people, in their language: English as it stands in the code, or Arabic by the tables beside it.

A message is known by its English form, in which each `{}` stands for something that is filled in; `ar.tsv` has the
Arabic one, which may name them in another order (`{1}`, `{0}`). Messages that count have six Arabic forms, by the rules
of Unicode's CLDR: `ar-counted.tsv`. A message without an Arabic form is said in English; a test sees to it that there
is none. Data (JSON, headings of tables for programs) is the same in every language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["LANGUAGES", "as_listed", "counted", "in_arabic", "language_of", "plural", "speak", "told", "translated"]

LANGUAGES: Final = ("ar", "en")

_FORMS: Final = ("zero", "one", "two", "few", "many", "other")
_GAP: Final = re.compile(r"\{\}")
_MOST_DEPTH: Final = 3

_language: ContextVar[str] = ContextVar("language", default="en")


def speak(language: str) -> None:
    """Say everything in one of `LANGUAGES` from now on; ValueError for another."""
    if language not in LANGUAGES:
        raise ValueError(f"messages are in {' and '.join(LANGUAGES)}, not in {language!r}")
    _language.set(language)


def in_arabic() -> bool:
    """Tell whether messages are in Arabic now."""
    return _language.get() == "ar"


def language_of(environment: Mapping[str, str]) -> str:
    """Give the language of a locale, as the environment of a process names it.

    >>> language_of({"LANG": "ar_EG.UTF-8"}), language_of({"LANG": "ar_EG.UTF-8", "LC_ALL": "C"})
    ('ar', 'en')
    """
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    return "ar" if re.match(r"ar(?![a-zA-Z])", named) else "en"


def told(message: str, *values: object) -> str:
    """Give a message with its gaps filled in.

    >>> told("no article has {}; looked for {}", "موريطانيا", "موريتانيا")
    'no article has موريطانيا; looked for موريتانيا'
    """
    form = _arabic().get(message, message) if in_arabic() else message
    return form.format(*values)


def as_listed(text: str) -> str:
    """Give a text that has no gaps, whatever signs are in it; itself where the table does not list it."""
    return _arabic().get(text, text) if in_arabic() else text


def counted(one: str, other: str, count: int, *values: object) -> str:
    """Give a message that counts, in the form that its number asks for; the first gap is the number.

    >>> counted("{} match", "{} matches", 1_200)
    '1,200 matches'
    """
    form = one if count == 1 else other
    if in_arabic() and (forms := _arabic_counted().get(other)):
        form = forms[plural(count)]
    return form.format(f"{count:,}", *values)


def plural(count: int) -> str:
    """Give the name of the Arabic form for a whole number, from 0 up, by CLDR's rules.

    >>> [plural(n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111)]
    ['zero', 'one', 'two', 'few', 'few', 'many', 'many', 'other', 'other', 'few', 'many']
    """
    if count < len(_FORMS[:3]):
        return _FORMS[count]
    if 3 <= count % 100 <= 10:
        return "few"
    return "many" if count % 100 >= 11 else "other"


def translated(line: str) -> str:
    """Give a line that was filled in already, such as the text of an error, in the language of now.

    What fills its gaps is translated too, where it is a message itself.
    """
    return _translated(line, 0) if in_arabic() else line


def _translated(line: str, depth: int) -> str:
    if (known := _arabic().get(line)) is not None:
        return known
    if depth < _MOST_DEPTH:
        for pattern, form in _patterns():
            if match := pattern.fullmatch(line):
                return form.format(*(_translated(part, depth + 1) for part in match.groups()))
    return line


def _rows(name: str) -> list[list[str]]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def _arabic() -> dict[str, str]:
    return dict((english, arabic) for english, arabic in _rows("ar.tsv"))  # noqa: C402 - of pairs, as mypy is told


@cache
def _arabic_counted() -> dict[str, dict[str, str]]:
    return {english: dict(zip(_FORMS, forms, strict=True)) for english, *forms in _rows("ar-counted.tsv")}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Give what fits each message with gaps, the most definite first."""
    with_gaps = [(english, arabic) for english, arabic in _arabic().items() if "{}" in english]
    ordered = sorted(with_gaps, key=lambda pair: -len(_GAP.sub("", pair[0])))
    return [(re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.S), ar) for english, ar in ordered]
