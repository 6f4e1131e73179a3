r"""Cutting text into tokens, without ever losing where they stood.

Invariant: `text[token.start:token.end] == token.text`, and marks, tatweel, joiners and bidi controls inside a
word do not split it (a stock `\w+` does both wrong).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from searchnews.arabic.letters import (
    ARABIC_LETTERS,
    ARABIC_MARKS,
    DIGITS,
    EMOJI,
    EMOJI_TONES,
    FLAG_LETTERS,
    FORMAT_MARKS,
    PLAIN_LETTERS,
    REH,
    TATWEEL,
)
from searchnews.arabic.token import Token

__all__ = ["MAX_TOKEN_CHARS", "OF_TOKENS", "lone_words", "plain_words", "tokenize"]

MAX_TOKEN_CHARS: Final = 255
"""Longer runs (base64, spam) are cut into pieces of this many code points: no term grows without bound."""

_ON_LETTER = f"{ARABIC_MARKS}{TATWEEL}"
_INNER = f"[{_ON_LETTER}{FORMAT_MARKS}]"
# Letters, and marks only before more letters, but for those written on the last one. Letters are no marks, so that
# nothing is lost by never giving back what was taken; most words end with their first run of letters.
_ARABIC = rf"[{ARABIC_LETTERS}]++(?:(?={_INNER})(?:{_INNER}++[{ARABIC_LETTERS}]++)*+[{_ON_LETTER}]*+)?"
# Any other script: letters (with their marks) and digits in one run, as in 5G or B2B; inner apostrophes and dots
# only between letters (Qur'an, U.S.), never trailing.
_OTHER_LETTER = r"[^\W\d_\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff]"
_OTHER = rf"(?:{_OTHER_LETTER}|\d+{_OTHER_LETTER})(?:[{FORMAT_MARKS}'’.]?(?:{_OTHER_LETTER}|[\d\u0300-\u036f]))*"
# 1,234.5 and 12.03.2018 and 3,5 are numbers, and so is 83ر51, as old wires write 51.83; 2014,2015 is two.
_D = f"[{DIGITS}]"
_GROUPED = rf"{_D}{{1,3}}(?:[,\u066c]{_D}{{3}})+(?!{_D})(?:[.\u066b]{_D}+)?"
_WIRE = rf"{_D}+{REH}{_D}+(?![{DIGITS}{ARABIC_LETTERS}])"
_NUMBER = rf"{_WIRE}|{_GROUPED}|{_D}+,{_D}{{1,2}}(?![{DIGITS},])|{_D}+(?:[.\u066b]{_D}+)*"
_URL = r"(?:[Hh][Tt][Tt][Pp][Ss]?://|[Ww]{3}\.)[^\s<>\"«»“”،؛]+"
# Bounded as RFC 5321 bounds it: without an end, every letter of a-a-a-a-… would look through all that follow.
_EMAIL = r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
# A tag ends neither at a joiner nor at a bidi mark that has more of it behind.
_TAG = rf"(?:{_ARABIC}|[^\W{ARABIC_LETTERS}]|[{FORMAT_MARKS}]+(?=\w))+"

# A picture as it is drawn, perhaps of several joined ones (a family), or a flag.
_PICTURE = f"[{EMOJI}]\ufe0f?[{EMOJI_TONES}]?"
_EMOJI = rf"{_PICTURE}(?:\u200d{_PICTURE})*|[{FLAG_LETTERS}]{{2}}"

OF_TOKENS: Final = rf"[^\W_{ARABIC_MARKS}{TATWEEL}\ufdfa\ufdfb]|[{EMOJI}{FLAG_LETTERS}]"
"""A letter that is a token, or part of one, wherever it stands: no stretching mark, no ﷺ, but an emoji."""

# Letters that are a word whatever stands beside them, and signs that are never part of a token with these.
_PLAIN: Final = rf"[{PLAIN_LETTERS}]{{1,{MAX_TOKEN_CHARS}}}+"
_SIGN: Final = r"،؛؟.,:;!?\"'(){}\[\]«»“”…–—/*|\-"
_PLAIN_TEXT: Final = re.compile(rf"[\s{_SIGN}{PLAIN_LETTERS}]*+")
_PLAIN_WORD: Final = re.compile(_PLAIN)
# What only an address, a tag, a mention or an emoji has: a text without any holds plain words and numbers, in a row.
# All that is written from the first emoji on is taken for one: a class of what is one takes three times as long.
_SPECIAL: Final = r"[#@:Ww\u2600-\U0001faff](?:(?<![:Ww])|(?<=:)//|(?<=[Ww])[Ww]{2}\.)"
# What ends a sentence or closes a bracket is not part of the address before it.
_URL_TAIL: Final = ".,;:!?)]}'…؟"


def tokenize(text: str) -> Iterator[Token]:
    """Give the tokens of `text` in order.

    A hashtag comes whole, then in its parts, which share its places: `#كأس_العالم` is one token at place 0,
    and كأس at 0 and العالم at 1. An address or e-mail is one token, and so is an emoji.

        >>> [token.text for token in tokenize("قالَ الوزيرُ: ١٬٢٣٤ لاعبًا!")]
        ['قالَ', 'الوزيرُ', '١٬٢٣٤', 'لاعبًا']
    """
    return _plain_tokens(text) if _PLAIN_TEXT.fullmatch(text) else _tokens(text)


def _plain_tokens(text: str) -> Iterator[Token]:
    for position, match in enumerate(_PLAIN_WORD.finditer(text)):
        yield Token(match[0], *match.span(), position, "word")


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    for match in _token().finditer(text):
        kind = match.lastgroup or "word"
        start, end = match.span()
        if kind == "word" and end - start <= MAX_TOKEN_CHARS:  # as all below, at once: most tokens are such
            yield Token(text[start:end], start, end, position, kind)
            position += 1
            continue
        if kind == "hashtag":
            parts = list(_parts(text, start + 1, end, position))
            if not parts:
                continue
            if end - start <= MAX_TOKEN_CHARS:  # a longer one is no name to look for, its parts may be
                yield from _pieces(text, start, end, position, kind)
            yield from parts
            position = parts[-1].position + 1
            continue
        if kind == "url":
            while text[end - 1] in _URL_TAIL:
                end -= 1
        for token in _pieces(text, start, end, position, "number" if kind == "plain" else kind):
            yield token
            position = token.position + 1


def plain_words(text: str) -> list[str] | None:
    """Give the texts of the tokens alone, several times as fast, where their places are 0, 1, 2 ...

    None where they are not, or the text has an address, a tag, a mention or an emoji: then `tokenize` it.
    """
    if _special().search(text):
        return None
    words = _plain_part().findall(text)
    return None if words and len(max(words, key=len)) > MAX_TOKEN_CHARS else words


def lone_words(chunks: Sequence[str]) -> list[str]:
    """Give the one token of each of some texts without white space, if it is a word of plain letters, signs around it.

    Empty where it is anything else: then look at it with `plain_words` or `tokenize`.

    >>> lone_words(["(الوزير)،", "وزير-الخارجية", "#الوزير", "قال"])
    ['الوزير', '', '', 'قال']
    """
    return _lone_words().findall("\n".join(chunks)) if chunks else []


# What only indexing needs, or only hashtags, or no plain query, is compiled when it is first asked for.
@cache
def _token() -> re.Pattern[str]:
    # No other kind begins with an Arabic letter, so words, the most frequent, may stand before addresses. What cannot
    # begin a token is skipped at one look. Together that is 2.5 times as fast: 133 µs for 2,340 letters, not 338.
    return re.compile(
        rf"(?=[\w{ARABIC_LETTERS}#＃@{EMOJI}{FLAG_LETTERS}])(?:(?P<word>{_ARABIC})|(?P<url>{_URL})|(?P<email>{_EMAIL})"
        rf"|(?P<hashtag>[#＃]{_TAG})|(?P<mention>(?<!\w)@[A-Za-z0-9_]\w*)|(?P<latin>{_OTHER})|(?P<number>{_NUMBER})"
        rf"|(?P<plain>\d+)|(?P<emoji>{_EMOJI}))"
    )


@cache
def _lone_words() -> re.Pattern[str]:
    return re.compile(rf"^(?:[{_SIGN}]*+({_PLAIN})[{_SIGN}]*+|.*+)$", re.M)


@cache
def _special() -> re.Pattern[str]:
    return re.compile(_SPECIAL)


@cache
def _plain_part() -> re.Pattern[str]:
    return re.compile(rf"(?=[\w{ARABIC_LETTERS}])(?:{_ARABIC}|{_OTHER}|{_NUMBER}|\d+)")


def _parts(text: str, start: int, end: int, position: int) -> Iterator[Token]:
    for match in _part().finditer(text, start, end):
        kind = match.lastgroup or "word"
        for token in _pieces(text, *match.span(), position, "number" if kind == "plain" else kind):
            yield token
            position = token.position + 1


@cache
def _part() -> re.Pattern[str]:
    return re.compile(rf"(?P<word>{_ARABIC})|(?P<latin>{_OTHER})|(?P<number>{_NUMBER})|(?P<plain>\d+)")


def _pieces(text: str, start: int, end: int, position: int, kind: str) -> Iterator[Token]:
    for at in range(start, end, MAX_TOKEN_CHARS):
        stop = min(at + MAX_TOKEN_CHARS, end)
        yield Token(text[at:stop], at, stop, position, kind)
        position += 1
