"""Arabic text kept as it looks from left to right, put back into the order in which it is read.

Owns the signs by which such text is known. Some PDF files and old systems store a line mirrored: ريزولا for الوزير.
Words then end in what words begin with (ال, وال), and begin with what only ends them (ة, ى). Letters in
presentation forms are made plain on the way.

    >>> straightened("سمأ باتكلا ضرعم ةعماجلا يف ريزولا حتتفا")
    ('افتتح الوزير في الجامعة معرض الكتاب أمس', 1)
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["is_reversed", "plain_letters", "straightened"]

_LETTERS: Final = "ء-غف-يٱ-ۓﭐ-ﻼ"
_BEGINS_RIGHT: Final = re.compile(rf"(?<![{_LETTERS}])[وفبك]?ال(?=[{_LETTERS}]{{2}})")
_ENDS_RIGHT: Final = re.compile(rf"(?<=[{_LETTERS}])[ةى](?![{_LETTERS}])")
_BEGINS_WRONG: Final = re.compile(rf"(?<![{_LETTERS}])[ةى](?=[{_LETTERS}])")
_ENDS_WRONG: Final = re.compile(rf"(?<=[{_LETTERS}]{{2}})لا[وفبك]?(?![{_LETTERS}])")
# In 200 articles of ant-news the signs of right order outnumber the others 60 to 1; mirrored it is the other way.
_CERTAIN: Final = 4
_LEAST: Final = 3
_LEFT_TO_RIGHT: Final = re.compile(
    r"[A-Za-z0-9٠-٩۰-۹](?:[^\sء-ۓ]*[A-Za-z0-9٠-٩۰-۹%])?(?: +(?=[A-Za-z])[^\sء-ۓ]*[A-Za-z0-9])*"
)
_MIRRORED: Final = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_PRESENTATION: Final = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc]+")


def is_reversed(text: str) -> bool:
    """Say whether Arabic text is certainly mirrored; a few words are never certain."""
    wrong = len(_BEGINS_WRONG.findall(text)) + len(_ENDS_WRONG.findall(text))
    if wrong < _LEAST:
        return False
    return wrong >= _CERTAIN * (len(_BEGINS_RIGHT.findall(text)) + len(_ENDS_RIGHT.findall(text)))


def straightened(text: str) -> tuple[str, int]:
    """Put mirrored text right, line by line; gives the text and how many lines were turned."""
    if not is_reversed(text):
        return text, 0
    lines = text.split("\n")
    turned = [_turned(line) if _has_arabic(line) else line for line in lines]
    return "\n".join(turned), sum(map(_has_arabic, lines))


def plain_letters(text: str) -> tuple[str, int]:
    """Write letters in presentation forms (ﻣﺤﺎﺩﺛﺎﺕ) as plain ones; gives the text and how many words had some.

    To be done after `straightened`: ﻻ is one letter there, and its two would be mirrored.
    """
    return _PRESENTATION.subn(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def _turned(line: str) -> str:
    """Mirror a line; what is read from left to right in it, numbers and Latin words, stays as it is."""
    backwards = line[::-1].translate(_MIRRORED)
    return _LEFT_TO_RIGHT.sub(lambda found: found[0][::-1].translate(_MIRRORED), backwards)


def _has_arabic(line: str) -> bool:
    return any("\u0620" <= letter <= "\u06d3" or "\ufb50" <= letter <= "\ufefc" for letter in line)
