"""A page cut into paragraphs, whatever they are: what the gold is marked on.

Owns the cut and the hash of a paragraph, on which the gold file stands: neither may change without marking anew. It
is no part of the extractor that is measured.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["paragraph_hash", "paragraphs", "tokens"]

_HIDDEN: Final = frozenset({"script", "style", "noscript", "template", "head", "iframe", "svg", "select", "textarea"})
_INLINE: Final = frozenset({
    "a", "b", "i", "u", "em", "strong", "span", "font", "small", "big", "sub", "sup", "time", "abbr", "cite", "q",
    "bdo", "bdi", "mark", "label", "ins", "del", "s", "strike", "code", "kbd", "var", "samp", "acronym", "tt", "wbr",
    "nobr",
})  # fmt: skip


def paragraphs(page: str) -> list[str]:
    """Give all stretches of text of a page between the borders of blocks and line breaks, spaces made one."""
    tree = LexborHTMLParser(page.replace("\x00", ""))
    if tree.body is None:
        return []
    lines = [" ".join(line.split()) for line in "".join(_text(tree.body)).split("\n")]
    return [line for line in lines if line]


def _text(body: LexborNode) -> Iterator[str]:
    stack: list[LexborNode | str] = [body]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif node.tag == "-text":
            yield (node.text_content or "").replace("\n", " ")
        elif node.tag is not None and not node.tag.startswith("-") and node.tag not in _HIDDEN:
            inside: list[LexborNode | str] = list(node.iter(include_text=True))
            if node.tag not in _INLINE:
                inside = ["\n", *inside, "\n"]
            stack.extend(reversed(inside))


def paragraph_hash(paragraph: str) -> str:
    """Give the 12 hexadecimal digits a paragraph goes by, letters and digits alone: spacing does not count."""
    plain = "".join(letter for letter in paragraph if letter.isalnum())
    return hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=6).hexdigest()


def tokens(text: str) -> list[str]:
    """Give the words of a text: runs of letters, digits and marks."""
    plain = "".join(letter if letter.isalnum() or "\u064b" <= letter <= "\u0652" else " " for letter in text)
    return plain.split()
