"""A web page made safe to parse: nothing in it costs more than its length.

Owns two rules, both without effect on the text. Tags of mere appearance (b, font, i) are taken out: HTML has the parser
open all unclosed ones anew in each paragraph, and a page of 25 KB takes 700 MB. So are those of options, and those of
elements deeper than `MAX_DEPTH`: the parser takes quadratic time for them, and no article is there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

__all__ = ["MAX_DEPTH", "tamed"]

MAX_DEPTH: Final = 1000
"""Elements around a text; of the 80 crawled pages the deepest has 50."""
_ATTRIBUTES: Final = r"""(?:[\s/](?:"[^"]{0,999}"|'[^']{0,999}'|[^<>"']){0,999})?"""
_IDLE: Final = "b|big|code|em|font|i|nobr|optgroup|option|s|small|strike|strong|tt|u"
_APPEARANCE: Final = re.compile(rf"</?(?:{_IDLE}){_ATTRIBUTES}>", re.I)
# Elements that never hold others, or that the next of their kind ends.
_SHALLOW: Final = "area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|td|th|tr|track|wbr"
_DEEP: Final = re.compile(rf"<(/?)(?!(?:{_SHALLOW})[\s/>])([a-z][^\s/<>]{{0,40}}){_ATTRIBUTES}>", re.I)


def tamed(page: str) -> str:
    """Give a page whose tree takes no more time and memory than its length allows.

    >>> tamed("<p><b>افتتح</b> الوزير المعرض.")
    '<p>افتتح الوزير المعرض.'
    """
    page = _APPEARANCE.sub("", page)
    if page.count("<") <= MAX_DEPTH:
        return page
    return "".join(_without_depths(page))


def _without_depths(page: str) -> Iterator[str]:
    """Give the parts of a page without the tags of elements that are too deep."""
    around: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    depth = at = 0
    for tag in _DEEP.finditer(page):
        name = tag[2].lower()
        if not tag[1] and depth < MAX_DEPTH:
            around[name] += 1
            depth += 1
        elif not tag[1]:
            dropped[name] += 1
            yield page[at : tag.start()] + " "
            at = tag.end()
        elif dropped[name]:
            dropped[name] -= 1
            yield page[at : tag.start()] + " "
            at = tag.end()
        elif around[name]:
            around[name] -= 1
            depth -= 1
    yield page[at:]
