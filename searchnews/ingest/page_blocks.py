"""A web page cut into blocks: stretches of text without a break.

Owns the cut, and what is known of each block: the elements around it, its link text, and which of those elements are
named as something that is no article (navigation, sharing, comments).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

__all__ = ["DROPPED", "HEADINGS", "LISTED", "Block", "blocks_of"]

DROPPED: Final = frozenset({
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
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTED: Final = frozenset({"li", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6"})  # menus and tables of figures, too
_JUNK_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|respond|reply|shar(?:e|ing)|social|related|recommend(?:ed)?|sidebar|side-?bar"
    r"|breadcrumbs?|ads?|advert\w*|banner|sponsor\w*|newsletter|subscribe|tags?|tag-?list|keywords|menu|nav|navbar"
    r"|navigation|footer|widget|popup|modal|cookies?|most-?read|read-?more|readmore|read-?also|more-?news|also-?read"
    r"|latest|popular|trending|pagination|pager|author-?box|copyright|toolbar|print|outbrain|taboola|skip"
    r"|caption|login|search|ticker|masthead|topbar|tooltip\w*|player|playlist)(?:[\s_-]|$)",
    re.I,
)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SENTENCE_ENDS: Final = (".", "؟", "?", "!", "…", ":", "،", "»", '"', "”", ")")
_PROSE_CHARS: Final = 50  # a block of fewer characters says nothing about where the article is
_LONG_CHARS: Final = 100  # a block so long is prose, whatever it stands in; shorter ones may be headlines in a list
_LINKED: Final = 0.4  # share of link text from which a block is navigation
_TALK: Final = re.compile(r"comment|disqus|respond|footer", re.I)
_MAX_DEPTH: Final = 400


@dataclass(slots=True)
class Block:
    """A stretch of text without a break: the elements around it from the outside in, and its link text.

    `suspects` are those of the elements whose name or kind says that they are no part of an article.
    """

    text: str
    linked: int
    path: tuple[int, ...]
    tag: str
    suspects: tuple[int, ...] = ()
    is_verse: bool = False

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
        if self.density >= _LINKED or self.tag in HEADINGS:
            return False
        return self.is_verse or len(self.text) >= (_PROSE_CHARS if self._is_sentence else _LONG_CHARS)

    @property
    def _is_sentence(self) -> bool:
        """Say whether this is no headline in a list: it is a paragraph, or ends as sentences do."""
        return self.tag in _PARAGRAPHS or self.text.endswith(_SENTENCE_ENDS)


class _Place(NamedTuple):
    """Where the walk is: the elements around, the suspects among them, the block tag, and if in a link."""

    path: tuple[int, ...] = ()
    suspects: tuple[int, ...] = ()
    tag: str = "body"
    in_link: bool = False


def blocks_of(body: LexborNode, talk: set[int]) -> Iterator[Block]:
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
                yield Block(text, linked, at.path, at.tag, at.suspects)
            parts, linked = [], 0
        if node is None or name is None or name.startswith("-") or len(place.path) > _MAX_DEPTH:
            continue
        if name in _BLOCKS:
            stack.append((None, place))
        inner = _entered(node, name, place, talk)
        stack.extend((child, inner) for child in reversed(list(node.iter(include_text=True))))
    text = " ".join("".join(parts).split())
    if text:
        yield Block(text, linked, at.path, at.tag, at.suspects)


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
