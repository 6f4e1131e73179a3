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
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

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
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_JUNK_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|respond|reply|shar(?:e|ing)|social|related|recommend(?:ed)?|sidebar|side-?bar"
    r"|breadcrumbs?|ads?|advert\w*|banner|sponsor\w*|newsletter|subscribe|tags?|tag-?list|keywords|menu|nav|navbar"
    r"|navigation|footer|widget|popup|modal|cookies?|most-?read|read-?more|readmore|read-?also|more-?news|also-?read"
    r"|latest|popular|trending|pagination|pager|author-?box|copyright|toolbar|print|outbrain|taboola|hidden|skip"
    r"|caption|login|search|ticker|masthead|topbar)(?:[\s_-]|$)",
    re.I,
)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_JUNK_LINE: Final = re.compile(
    r"^\W*(?:[اإأ]قر[أا](?:وا|ي)?\s*(?:أيضا|ايضا|أيضًا|أيضاً|ايضاً|المزيد|كذلك|عن)|طالع\s*(?:أيضا|ايضا|أيضًا|أيضاً)|شاهد\s*(?:أيضا|ايضا|أيضًا|أيضاً)"
    r"|مواضيع (?:ذات صلة|متعلقة|مرتبطة)|(?:أخبار|مقالات|موضوعات) (?:ذات صلة|متعلقة|مرتبطة)|للمزيد|المزيد من|تابعوا? (?:آخر|أيضا|صفحتنا)|شارك(?:ها|ه|نا)?(?: هذا)?(?: المقال| الخبر| الموضوع)?(?: على| عبر|\W*$)"
    r"|(?:كلمات|الكلمات) (?:مفتاحية|المفتاحية|الدلالية|دلالية)|طباعة|إرسال إلى صديق|أرسل (?:إلى صديق|لصديق)|حجم الخط|تكبير الخط|(?:أضف|اترك|إضافة) (?:تعليق|ردا|رد)\w*|التعليقات|تعليقات القراء"
    r"|جميع الحقوق محفوظة|حقوق النشر|اشترك (?:الآن|في)|نسخ الرابط|تم النسخ|share\b|tweet\b|print\b|related\b|read (?:more|also)\b|tags?\s*:|loading\b|copyright\b|advertisement\b|إعلان\W*$|اعلان\W*$)",
    re.I,
)
_MAX_JUNK_CHARS: Final = 160
_PROSE_CHARS: Final = 50  # a block of fewer characters says nothing about where the article is
_LINKED: Final = 0.4  # share of link text from which a block is navigation
_ENOUGH: Final = 0.72  # share of the prose that the chosen element must hold to be preferred to its parent
_MAX_DEPTH: Final = 400


@dataclass(slots=True)
class _Block:
    """A stretch of text without a break: the elements around it from the outside in, and its link text."""

    text: str
    linked: int
    path: tuple[int, ...]
    tag: str

    @property
    def density(self) -> float:
        return self.linked / max(1, len(self.text))

    @property
    def is_prose(self) -> bool:
        return len(self.text) >= _PROSE_CHARS and self.density < _LINKED and self.tag not in _HEADINGS


def page_body(tree: LexborHTMLParser) -> str:
    """Give the article's text, a paragraph a line; empty where the page has none.

    >>> page_body(LexborHTMLParser("<nav>الرئيسية</nav><p>افتتح الوزير المعرض أمس.</p>"))
    'افتتح الوزير المعرض أمس.'
    """
    if tree.body is None:
        return ""
    blocks = list(_blocks(tree.body))
    chosen = _container(blocks)
    inside = [block for block in blocks if chosen is None or chosen in block.path]
    return "\n".join(_kept(inside))


def _kept(blocks: list[_Block]) -> Iterator[str]:
    """Leave out link lists and lines about the page; headings stay only above a paragraph."""
    heading = ""
    for block in blocks:
        text = block.text
        if block.density > 0.6 or (len(text) <= _MAX_JUNK_CHARS and _JUNK_LINE.match(text)):
            continue
        if block.tag == "h1":
            continue
        if block.tag in _HEADINGS:
            heading = text
            continue
        if heading:
            yield heading
            heading = ""
        yield text


def _container(blocks: list[_Block]) -> int | None:
    """Choose the innermost element that holds most of the prose around the best paragraph.

    An element's weight is its prose, less the link text in it: the page as a whole has the most prose, and
    all the menus.
    """
    prose: dict[int, int] = {}
    noise: dict[int, int] = {}
    depth: dict[int, int] = {}
    for block in blocks:
        for level, element in enumerate(block.path):
            depth[element] = level
            if block.is_prose:
                prose[element] = prose.get(element, 0) + len(block.text) - block.linked
            else:
                noise[element] = noise.get(element, 0) + block.linked + len(block.text) // 4
    if not prose:
        return None
    weight = {element: chars - noise.get(element, 0) for element, chars in prose.items()}
    best = max(weight, key=lambda element: (weight[element], depth[element]))
    return best


def _blocks(body: LexborNode) -> Iterator[_Block]:
    """Cut the page into blocks, walking without recursion; junk elements are not entered."""
    whole = max(1, len(body.text(deep=True)))
    parts: list[str] = []
    linked = 0
    place: tuple[tuple[int, ...], str] = ((), "body")
    # (node, elements around it, inside a link, block tag); a None node ends a block
    stack: list[tuple[LexborNode | None, tuple[int, ...], bool, str]] = [(body, (), False, "body")]
    while stack:
        node, path, in_link, tag = stack.pop()
        name = node.tag if node is not None else None
        if node is not None and name == "-text":
            text = node.text_content or ""
            parts.append(text)
            if text.strip():
                linked += len(text.strip()) if in_link else 0
                place = (path, tag)
            continue
        if node is None or name == "br" or name in _BLOCKS:
            text = " ".join("".join(parts).split())
            if text:
                yield _Block(text, linked, *place)
            parts, linked = [], 0
        if node is None or name is None or name.startswith("-") or name in _DROPPED or len(path) > _MAX_DEPTH:
            continue
        if _is_junk(node, name, whole):
            continue
        inner = (*path, node.mem_id) if name in _BLOCKS else path
        if name in _BLOCKS:
            stack.append((None, path, in_link, tag))
        children = list(node.iter(include_text=True))
        mark = name if name in _BLOCKS else tag
        stack.extend((child, inner, in_link or name == "a", mark) for child in reversed(children))
    text = " ".join("".join(parts).split())
    if text:
        yield _Block(text, linked, *place)


def _is_junk(node: LexborNode, name: str, whole: int) -> bool:
    """Say whether the element's class or id names a part of the page that is no article.

    Guard: an element with more than a third of the page's text is not dropped for its name or kind: some
    systems wrap the whole page into one <form>.
    """
    if name in ("html", "body", "main", "article", "p"):
        return False
    attributes = node.attributes
    if attributes.get("hidden", "") is None or "display:none" in (attributes.get("style") or "").replace(
        " ", ""
    ):
        return len(node.text(deep=True)) < 0.35 * whole
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}"
    if name not in _JUNK_TAGS and (len(named) < 4 or not _JUNK_NAME.search(_CAMEL.sub("-", named))):
        return False
    return len(node.text(deep=True)) < 0.35 * whole
