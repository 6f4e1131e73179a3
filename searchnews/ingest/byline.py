r"""Bylines: who wrote a text, where it says so on its first line.

Precision before recall: only a line that is nothing else, led in by a word that says so, or with the paper's name
behind a dash. The text stays as it is.

    >>> find_byline("بقلم: سعاد حسني\nانعقد المؤتمر أمس.", source=None)
    'سعاد حسني'
"""

from __future__ import annotations

import re
from typing import Final

from searchnews.ingest.gazetteer import AGENCIES, CITIES, WEAK_CITIES

__all__ = ["find_byline"]

_MAX_CHARS: Final = 70
_NAME: Final = r"(?P<name>[\u0621-\u064a]{2,}(?:[ \u00a0][\u0621-\u064a]{2,}){1,3})"
_LED_IN: Final = re.compile(rf"(?:بقلم|كتب|كتبت|حاوره|حاورته|أعده|اعده|أعدته|ترجمة)\s*[:/–—-]\s*{_NAME}\s*[.:–—-]?")
_FOLD: Final = str.maketrans("أإآ", "ااا")
_WITH_PAPER: Final = re.compile(rf"{_NAME}\s*[–—-]\s*(?P<paper>[^\n–—:.-]{{3,30}}?)\s*[:.]?")


def find_byline(text: str, *, source: str | None) -> str | None:
    """Read the author from the first line of a text; None where it does not say.

    Behind a dash stands the `source` of the article or a paper that is known: `عمر إبراهيم – عين اليوم`.
    """
    line, _, rest = text.partition("\n")
    if not rest or len(line) > _MAX_CHARS:
        return None
    line = line.strip(' «»"()[]*')
    if found := _LED_IN.fullmatch(line):
        return found["name"]
    found = _WITH_PAPER.fullmatch(line)
    if found is None or found["name"].translate(_FOLD) in CITIES | WEAK_CITIES:
        return None
    return found["name"] if found["paper"] == source or found["paper"].translate(_FOLD) in AGENCIES else None
