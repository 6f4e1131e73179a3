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
from dataclasses import dataclass
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from searchnews.ingest.dates import parse_date

__all__ = ["page_body"]

_DROPPED: Final = frozenset({
    "script", "style", "noscript", "template", "iframe", "svg", "button", "select", "input", "textarea", "object",
    "embed", "figcaption", "video", "audio", "canvas", "map", "head",
})  # fmt: skip
_JUNK_TAGS: Final = frozenset({"form", "nav", "footer", "aside", "dialog", "menu"})
_BLOCKS: Final = frozenset({
    "p", "div", "li", "ul", "ol", "table", "tr", "td", "th", "tbody", "thead", "h1", "h2", "h3", "h4", "h5", "h6",
    "blockquote", "pre", "section", "article", "main", "header", "figure", "dl", "dt", "dd", "address", "center",
    "details", "summary", "hr", "body", "html", "caption", "fieldset",
})  # fmt: skip
_PARAGRAPHS: Final = frozenset({"p", "li", "blockquote", "dd", "dt"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_JUNK_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|respond|reply|shar(?:e|ing)|social|related|recommend(?:ed)?|sidebar|side-?bar"
    r"|breadcrumbs?|ads?|advert\w*|banner|sponsor\w*|newsletter|subscribe|tags?|tag-?list|keywords|menu|nav|navbar"
    r"|navigation|footer|widget|popup|modal|cookies?|most-?read|read-?more|readmore|read-?also|more-?news|also-?read"
    r"|latest|popular|trending|pagination|pager|author-?box|copyright|toolbar|print|outbrain|taboola|skip"
    r"|caption|login|search|ticker|masthead|topbar)(?:[\s_-]|$)",
    re.I,
)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Lines about the page, by how they begin: lists of other articles, sharing, tags, dates, rights, adverts.
_JUNK_BEGINNINGS: Final = (
    r"[اإأ]قر[أا](?:وا|ي)?\s*(?:[أا]يضا|[أا]يضًا|[أا]يضاً|المزيد|كذلك|عن|[أا]كثر)",
    r"(?:طالع|شاهد)\s*(?:[أا]يضا|[أا]يضًا|[أا]يضاً)",
    r"(?:مواضيع|أخبار|مقالات|موضوعات) (?:ذات صلة|متعلقة|مرتبطة)",
    r"للمزيد|المزيد من|قد يعجبك|تابعوا? (?:آخر|أيضا|صفحتنا)|تابعنا على|[اإ]شترك (?:الآن|فى|في)",
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
_PROSE_CHARS: Final = 50  # a block of fewer characters says nothing about where the article is
_LINKED: Final = 0.4  # share of link text from which a block is navigation
# Share of the page's prose from which an element is kept whatever its name: systems wrap the whole page into one
# <form>, or call the body `field--label-hidden`, `content-with-sidebar`. Comments can be longer than the article.
_TOO_MUCH: Final = 0.6
_TOO_MUCH_TALK: Final = 0.85
_TALK: Final = re.compile(r"comment|disqus|respond|footer", re.I)
_MOST: Final = 0.6  # share of an element's prose in one child from which the child is the article
_OWN: Final = 0.1  # share of its prose in paragraphs of its own from which an element is not left for a child
_MAX_DEPTH: Final = 400


@dataclass(slots=True)
class _Block:
    """A stretch of text without a break: the elements around it from the outside in, and its link text.

    `suspects` are those of the elements whose name or kind says that they are no part of an article.
    """

    text: str
    linked: int
    path: tuple[int, ...]
    tag: str
    suspects: tuple[int, ...] = ()

    @property
    def narrow(self) -> tuple[int, ...]:
        """Give the element that is the paragraph itself: never the article."""
        return self.path[-1:] if self.tag in _PARAGRAPHS else ()

    @property
    def holder(self) -> int | None:
        """Give the element that the paragraph stands in."""
        return next(iter(self.path[:-1][::-1] if self.narrow else self.path[::-1]), None)

    @property
    def density(self) -> float:
        """Give the share of link text, 0 to 1."""
        return self.linked / max(1, len(self.text))

    @property
    def is_prose(self) -> bool:
        """Say whether this is running text."""
        return len(self.text) >= _PROSE_CHARS and self.density < _LINKED and self.tag not in _HEADINGS


def page_body(tree: LexborHTMLParser) -> str:
    """Give the article's text, a paragraph a line; empty where the page has none. The tree is changed.

    >>> page_body(LexborHTMLParser("<nav>الرئيسية</nav><p>افتتح الوزير المعرض أمس.</p>"))
    'افتتح الوزير المعرض أمس.'
    """
    if tree.body is None:
        return ""
    tree.strip_tags(sorted(_DROPPED), recursive=True)
    talk: set[int] = set()
    blocks = _without_junk(list(_blocks(tree.body, talk)), talk)
    chosen = _container(blocks)
    return "\n".join(_kept([block for block in blocks if chosen is None or chosen in block.path]))


def _kept(blocks: list[_Block]) -> Iterator[str]:
    """Leave out link lists and lines about the page; headings stay only above a paragraph."""
    heading = ""
    for block in blocks:
        text = block.text
        if block.density > 0.6 or block.tag == "h1" or _is_about_page(text):
            continue
        if block.tag in _HEADINGS:
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


def _without_junk(blocks: list[_Block], talk: set[int]) -> list[_Block]:
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


def _container(blocks: list[_Block]) -> int | None:
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


class _Place(NamedTuple):
    """Where the walk is: the elements around, the suspects among them, the block tag, and if in a link."""

    path: tuple[int, ...] = ()
    suspects: tuple[int, ...] = ()
    tag: str = "body"
    in_link: bool = False


def _blocks(body: LexborNode, talk: set[int]) -> Iterator[_Block]:
    """Cut the page into blocks, walking without recursion; note in `talk` which suspects are comments."""
    parts: list[str] = []
    linked = 0
    at = _Place()
    stack: list[tuple[LexborNode | None, _Place]] = [(body, at)]  # None ends a block
    while stack:
        node, place = stack.pop()
        name = node.tag if node is not None else None
        if node is not None and name == "-text":
            text = node.text_content or ""
            parts.append(text)
            if text.strip():
                linked += len(text.strip()) if place.in_link else 0
                at = place
            continue
        if node is None or name == "br" or name in _BLOCKS:
            text = " ".join("".join(parts).split())
            if text:
                yield _Block(text, linked, at.path, at.tag, at.suspects)
            parts, linked = [], 0
        if node is None or name is None or name.startswith("-") or len(place.path) > _MAX_DEPTH:
            continue
        if name in _BLOCKS:
            stack.append((None, place))
        inner = _entered(node, name, place, talk)
        stack.extend((child, inner) for child in reversed(list(node.iter(include_text=True))))
    text = " ".join("".join(parts).split())
    if text:
        yield _Block(text, linked, at.path, at.tag, at.suspects)


def _entered(node: LexborNode, name: str, place: _Place, talk: set[int]) -> _Place:
    """Give the place inside an element."""
    suspects = place.suspects
    named = _suspicious(node, name)
    if named is not None:
        suspects = (*suspects, node.mem_id)
        if _TALK.search(named):
            talk.add(node.mem_id)
    if name not in _BLOCKS and name not in _JUNK_TAGS:
        return place._replace(in_link=place.in_link or name == "a", suspects=suspects)
    return _Place((*place.path, node.mem_id), suspects, name, place.in_link)


def _suspicious(node: LexborNode, name: str) -> str | None:
    """Give the names of an element whose class, id or kind says that it is no article; None for others."""
    if name in ("html", "body", "main", "article", "p"):
        return None
    attributes = node.attributes
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}"
    if name in _JUNK_TAGS:
        return f"{name} {named}"
    if "hidden" in attributes or "display:none" in (attributes.get("style") or "").replace(" ", ""):
        return f"hidden {named}"
    return named if len(named) > 4 and _JUNK_NAME.search(_CAMEL.sub("-", named)) else None
