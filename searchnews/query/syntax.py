"""Cutting a query into its signs: words, quoted phrases, operators, brackets.

Knows how a query is written, nothing of what it means. Every sign remembers where it stood, so that an error can
point at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from searchnews.errors import QueryError

__all__ = ["FIELD_WORDS", "FILTER_WORDS", "Sign", "plain_signs_of", "signs_of"]

FIELD_WORDS: Final = frozenset({"title", "العنوان"})

FILTER_WORDS: Final = {
    "source": "source", "المصدر": "source",
    "category": "category", "القسم": "category", "التصنيف": "category",
    "author": "author", "الكاتب": "author",
    "place": "place", "المكان": "place",
    "agency": "agency", "الوكالة": "agency",
    "lang": "lang", "اللغة": "lang",
    "date": "date", "التاريخ": "date",
}  # fmt: skip
"""The names of what is filtered by, in either language, and the columns that they stand for."""

_QUOTES: Final = {'"': '"', "«": "»", "“": "”", "„": "“”", "‟": "”"}
_REVERSED_QUOTES: Final = {"»": "«", "”": "“”"}
_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})
# Text copied from a right-to-left page brings invisible direction marks along, around signs too.
_BIDI: Final = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
# What few queries need is compiled, and kept, by `re` where it is asked for.
_NAME: Final = r"([A-Za-z_]+|[\u0621-\u0652]+):(?!//)(\s*)(?=[^\s:]|$)"
_SIGN: Final = rf"[+-](?=[{_BIDI}]*[^\s{_BIDI}+)-])"
_EXACT: Final = r"==?(?=[^\s=)])"
_WITHIN: Final = r"~(?:(\d{1,4})|(?:sentence|s|جملة|جمله)\b)"
_NEAR: Final = r"NEAR/(\d{1,4})"
_NO_MARKS: Final = dict.fromkeys((0x640, *range(0x64B, 0x653)))
_COUNT: Final = re.compile(r"\d{1,3}")
_ARABIC_OPERATORS: Final = {"و": "AND", "أو": "OR", "او": "OR", "ليس": "NOT"}
_PLAIN: Final = re.compile(r"(?:https?://|www\.)[^\s*~]+|[^\s*~?]+")  # only in an address ? stands for no letter
_WORD: Final = re.compile(r"[^\s()\"«»“”„‟]+")


class Sign(NamedTuple):
    """One sign of a query, and the code point where it begins.

    `kind` is word, phrase, field, AND, OR, NOT, +, -, ( or ); filter, the name of a column, and after it value; NEAR, a
    number of places; = or ==, before a word or phrase; within, a number of places, or sentence, before a phrase; or
    of, a number, before a bracket.
    """

    kind: str
    text: str
    start: int


def signs_of(query: str, *, arabic_operators: bool = False) -> Iterator[Sign]:
    """Yield the signs of `query` in order; QueryError where a quotation mark is not closed.

    + and - count only right before what they govern and after a space, as in `سوريا -روسيا`; elsewhere they are
    punctuation. Quotation marks may stand the wrong way round, as »هنا«. With `arabic_operators`, the separate words و,
    أو and ليس are AND, OR and NOT.
    """
    signs = list(_cut(query))
    at = 0
    while at < len(signs):
        sign = signs[at]
        if arabic_operators and sign.kind == "word":
            sign = sign._replace(kind=_ARABIC_OPERATORS.get(sign.text, "word"))
        following = [next.kind if next.kind == "(" else next.text for next in signs[at + 1 : at + 3]]
        if sign.kind == "word" and _COUNT.fullmatch(sign.text) and following in (["of", "("], ["من", "("]):
            yield Sign("of", str(int(sign.text)), sign.start)
            at += 2
        else:
            yield sign
            at += 1


def _cut(query: str) -> Iterator[Sign]:
    at = 0
    fresh = True  # whether a word may begin here: at the start, after a space, a sign or an opening bracket
    while at < len(query):
        letter, start = query[at], at
        if letter.isspace() or letter in _BIDI:
            fresh = fresh or letter.isspace()
            at += 1
        elif letter in "()" or (fresh and letter in "+-" and re.compile(_SIGN).match(query, at)):
            yield Sign(letter, letter, at)
            fresh = letter != ")"
            at += 1
        elif fresh and letter == "=" and (exact := re.compile(_EXACT).match(query, at)):
            yield Sign(exact[0], exact[0], at)
            at = exact.end()
        elif (end := _closing(query, at, fresh=fresh)) is not None:
            at, fresh = end + 1, False
            if query.startswith("~", at) and (within := re.compile(_WITHIN).match(query, at)):
                yield Sign("within" if within[1] else "sentence", within[1] or "", at)
                at = within.end()
            yield Sign("phrase", query[start + 1 : end], start)
        elif field := _field(query, at):
            signs, at = _with_value(query, *field, start)
            fresh = False
            yield from signs
        elif word := _WORD.match(query, at):
            yield _worded(word[0].strip(_BIDI), at)
            at, fresh = word.end(), False
        else:  # a closing quotation mark that nothing opened
            at += 1


def _worded(text: str, start: int) -> Sign:
    if text.startswith("NEAR/") and (near := re.fullmatch(_NEAR, text)):
        return Sign("NEAR", near[1], start)
    return Sign(text if text in _OPERATORS else "word", text, start)


def plain_signs_of(query: str) -> Iterator[Sign]:
    """Yield the words of `query` alone: quotation marks, brackets, stars, signs for slips and operators mean nothing.

    >>> [sign.text for sign in plain_signs_of('-سلام OR "حرب"')]
    ['-سلام', 'OR', '"حرب"']
    """
    return (Sign("word", word[0], word.start()) for word in _PLAIN.finditer(query))


def _closing(query: str, start: int, *, fresh: bool) -> int | None:
    """Find the end of the phrase that begins at `start`; None where none does."""
    opener = query[start]
    closers = _QUOTES.get(opener, "")
    if not closers and fresh:
        closers = _REVERSED_QUOTES.get(opener, "")
    ends = [end for closer in closers if (end := query.find(closer, start + 1)) >= 0]
    if not ends and opener in _QUOTES:
        raise QueryError("this quotation mark is not closed; add one, or leave it out", query=query, offset=start)
    return min(ends, default=None)


def _with_value(query: str, name: str, at: int, start: int) -> tuple[list[Sign], int]:
    """Give the sign of a field and, of one that is filtered by, that of its value; and where they end."""
    if (column := FILTER_WORDS.get(name)) is None:
        return [Sign("field", name, start)], at
    value, at = _value(query, name, start, at)
    return [Sign("filter", column, start), value], at


def _value(query: str, name: str, start: int, at: int) -> tuple[Sign, int]:
    """Read the value of a filter, a word or what is quoted, and say where it ends."""
    while at < len(query) and query[at] in _BIDI:
        at += 1
    if at < len(query) and (end := _closing(query, at, fresh=True)) is not None:
        return Sign("value", query[at + 1 : end], at), end + 1
    word = _WORD.match(query, at)
    if word is None:
        raise QueryError(f"{name}: has no value; put one right behind it", query=query, offset=start)
    return Sign("value", word[0].strip(_BIDI), at), word.end()


def _field(query: str, start: int) -> tuple[str, int] | None:
    """Read a field's name and where its operand begins. Only a field there is may stand apart from its operand."""
    match = re.compile(_NAME).match(query, start) if ":" in query else None
    if match is None:
        return None
    name = match[1].translate(_NO_MARKS).lower()
    if name in FIELD_WORDS or name in FILTER_WORDS:
        return name, match.end()
    if match[2] or not name.isascii() or match.end() == len(query):
        return None
    return match[1], match.end()
