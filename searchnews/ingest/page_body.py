"""The body of an article found in a web page.

Owns which text of a page is the article. The page is cut into blocks (paragraphs, headings, list items), each
with its share of link text; prose blocks vote for the elements around them, and the element that holds most of
the prose with least around it is the article. Inside it, what is navigation, sharing, comments or "read also"
is left out.

After the idea of Readability and of Kohlschütter et al., "Boilerplate Detection using Shallow Text Features"
(WSDM 2010): text density and link density, no site rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from searchnews.ingest.dates import parse_date
from searchnews.ingest.page_blocks import DROPPED, HEADINGS, LISTED, Block, blocks_of

__all__ = ["page_body"]

# Lines about the page, by how they begin: lists of other articles, sharing, tags, dates, rights, adverts.
_JUNK_BEGINNINGS: Final = (
    r"[اإأ]قر[أا](?:وا|ي)?\s*(?:[أا]يضا|[أا]يضًا|[أا]يضاً|المزيد|كذلك|عن|[أا]كثر)",
    r"(?:طالع|شاهد)\s*(?:[أا]يضا|[أا]يضًا|[أا]يضاً)",
    r"(?:مواضيع|أخبار|مقالات|موضوعات) (?:ذات صلة|متعلقة|مرتبطة)",
    r"موضوع(?:ات)? (?:قد )?[يت]همك|أخبار (?:قد )?تهمك|قد يعجبك",
    r"للمزيد|المزيد من|تابعوا? (?:آخر|أيضا|صفحتنا)|تابعنا على|[اإ]شترك (?:الآن|فى|في)",
    r"شارك(?:ها|ه|نا)?(?: هذا)?(?: المقال| الخبر| الموضوع)?(?: على| عبر|\W*$)",
    r"(?:كلمات|الكلمات) (?:مفتاحية|المفتاحية|الدلالية|دلالية)|الوسوم\W*$|رابط دائم|نسخ الرابط|تم نسخ",
    r"طباعة\W*$|إرسال إلى صديق|أرسل (?:إلى صديق|لصديق)|حجم الخط|تكبير الخط",
    r"(?:أضف|اترك|إضافة) (?:تعليق|ردا|رد)\w*|التعليقات\W*$|تعليقات القراء",
    r"تم (?:النشر|التحديث)\b|نُ?شرت? (?:في|يوم|بتاريخ)|آخر تحديث",
    r"جميع الحقوق محفوظة|حقوق النشر|©|Â©|[إا]علان\W*$",
    r"share\b|tweet\b|print\b|related\b|read (?:more|also)\b|tags?\s*:|loading\b|copyright\b|advertisement\b",
)
_JUNK_LINE: Final = re.compile(rf"^[^\w©]*(?:{'|'.join(_JUNK_BEGINNINGS)})", re.I)
_MAX_JUNK_CHARS: Final = 160
_MAX_DATE_CHARS: Final = 60
_MAX_BYLINE_CHARS: Final = 100
_BETWEEN_PARTS: Final = re.compile(r"\s+[|·•]\s+")  # تعليم | سيف عبدالعزيز | 5 سبتمبر 2018
_VERSE_LINES: Final = 8  # short lines in one element, none of them a link: verse, a list of rules, an interview
_VERSE_CHARS: Final = 160
# Share of the page's prose from which an element is kept whatever its name: systems wrap the whole page into one
# <form>, or call the body `field--label-hidden`, `content-with-sidebar`. Comments can be longer than the article.
_TOO_MUCH: Final = 0.6
_TOO_MUCH_TALK: Final = 0.85
_MOST: Final = 0.6  # share of an element's prose in one child from which the child is the article
_OWN: Final = 0.1  # share of its prose in paragraphs of its own from which an element is not left for a child


def page_body(tree: LexborHTMLParser) -> str:
    """Give the article's text, a paragraph a line; empty where the page has none. The tree is changed.

    >>> page_body(LexborHTMLParser("<nav>الرئيسية</nav><p>افتتح الوزير المعرض أمس.</p>"))
    'افتتح الوزير المعرض أمس.'
    """
    if tree.body is None:
        return ""
    tree.strip_tags(sorted(DROPPED), recursive=True)
    talk: set[int] = set()
    blocks = list(blocks_of(tree.body, talk))
    _mark_verse(blocks)
    blocks = _without_junk(blocks, talk)
    chosen = _container(blocks)
    return "\n".join(_kept([block for block in blocks if chosen is None or chosen in block.path]))


def _mark_verse(blocks: list[Block]) -> None:
    """Know the lines of a poem: many short ones, one after the other in the same element, and no links."""
    for _, group in groupby(blocks, key=lambda block: (block.holder, block.tag in LISTED or block.linked > 0)):
        lines = list(group)
        if len(lines) < _VERSE_LINES or lines[0].tag in LISTED or lines[0].linked:
            continue
        if sum(len(line.text) for line in lines) >= _VERSE_CHARS:
            for line in lines:
                line.is_verse = True


def _kept(blocks: list[Block]) -> Iterator[str]:
    """Leave out link lists and lines about the page; headings stay only above a paragraph."""
    heading = ""
    for block in blocks:
        text = block.text
        if block.density > 0.6 or block.tag == "h1" or _is_about_page(text):
            continue
        if block.tag in HEADINGS:
            heading = text
            continue
        if heading:
            yield heading
            heading = ""
        yield text


def _is_about_page(text: str) -> bool:
    """Say whether a short line is a date, a byline, a share button or the heading of a list: no part of the article."""
    if len(text) > _MAX_JUNK_CHARS:
        return False
    return _JUNK_LINE.match(text) is not None or _is_dated(text)


def _is_dated(text: str) -> bool:
    """Say whether a line is a date, or a byline or a section with a date between signs."""
    if len(text) < _MAX_DATE_CHARS and parse_date(text) is not None:
        return True
    if len(text) > _MAX_BYLINE_CHARS:
        return False
    parts = _BETWEEN_PARTS.split(text)
    return len(parts) > 1 and any(parse_date(part) is not None for part in parts)


def _without_junk(blocks: list[Block], talk: set[int]) -> list[Block]:
    """Drop the blocks of elements that are named as no article and hold only a small share of the prose."""
    prose: dict[int, int] = {}
    whole = 1
    for block in blocks:
        if block.is_prose:
            whole += len(block.text)
            for element in block.suspects:
                prose[element] = prose.get(element, 0) + len(block.text)
    kept = {element for element, chars in prose.items() if chars >= _limit(element, talk) * whole}
    return [block for block in blocks if kept.issuperset(block.suspects)]


def _limit(element: int, talk: set[int]) -> float:
    return _TOO_MUCH_TALK if element in talk else _TOO_MUCH


def _container(blocks: list[Block]) -> int | None:
    """Choose the element that is the article: the one with the most prose less the menus and scraps in it.

    From there inwards as long as one child holds most of the prose; what stands beside it is other articles.
    """
    weight: dict[int, int] = {}
    prose: dict[int, int] = {}
    inside: dict[int, set[int]] = {}
    own: dict[int, int] = {}
    for block in blocks:
        chars = len(block.text) - block.linked
        holder = block.holder
        if block.is_prose and holder is not None:
            own[holder] = own.get(holder, 0) + chars
        for outer, element in zip((0, *block.path), block.path, strict=False):
            weight[element] = weight.get(element, 0) + (
                chars if block.is_prose else -(block.linked + len(block.text) // 4)
            )
            if block.is_prose and element not in block.narrow:
                prose[element] = prose.get(element, 0) + chars
                inside.setdefault(outer, set()).add(element)
    chosen = max(prose, key=lambda element: weight[element], default=None)
    while chosen is not None:
        inner = max(inside.get(chosen, ()), key=lambda element: prose[element], default=None)
        if inner is None or prose[inner] < _MOST * prose[chosen] or own.get(chosen, 0) > _OWN * prose[chosen]:
            break
        chosen = inner
    return chosen
