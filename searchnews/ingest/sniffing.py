r"""Which format a file has: by what is in it where that is certain, else by its name.

Owns that choice. Certain are signatures (PDF, zip, tar, WARC, Parquet), the first element of markup, and JSON
that begins with an object's first name; names decide about all else.

    >>> sniff("خبر.txt", b"<DOC>\n<DOCNO>AL-1</DOCNO>").name
    'sgml'
"""

from __future__ import annotations

import json
import re
from typing import Final

from searchnews.ingest.decoding import known_bom
from searchnews.ingest.sources import BY_NAME, Format, format_of

__all__ = ["sniff"]

_SIGNATURES: Final = (
    (re.compile(rb"\s{0,16}%PDF-\d"), "pdf"),
    (re.compile(rb"PAR1"), "parquet"),
    (re.compile(rb"WARC/[01]\.\d"), "warc"),
    (re.compile(rb"(?s).{257}ustar[\x00 ]"), "tar"),
)
_ZIP: Final = re.compile(rb"PK(?:\x03\x04|\x05\x06)")
# How a zip begins that is a document: its first entry is one of these, stored under its name in clear.
_DOCUMENT: Final = re.compile(
    rb"(?s)PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/|docProps/|word/|xl/|ppt/|mimetype)"
)
# What may stand before the first element: declarations, comments, processing instructions.
_PROLOG: Final = re.compile(
    r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype\s+(?!html)[^>\[]*(?:\[[^\]]*\]\s*)?>)+", re.I | re.S
)
_ELEMENT: Final = re.compile(r"<(!doctype\s+html|[a-z_][\w.:-]*)", re.I)
_ATOM: Final = re.compile(r"<feed\b[^>]*www\.w3\.org/2005/Atom", re.I)
_OBJECT: Final = re.compile(r'\s*(\[\s*)?\{\s*"(?:[^"\\]|\\.){1,200}"\s*:')
_SPREAD: Final = re.compile(r"\s*(?:[\[{]|\[?\s*\{.*,)\s*")
_HTML_TAGS: Final = frozenset({
    "html", "head", "body", "div", "p", "meta", "title", "table", "article", "main", "section", "h1", "h2", "span",
    "center", "font", "script", "link", "style",
})  # fmt: skip
_JSON_NAMES: Final = ("json", "jsonl")


def sniff(name: str, head: bytes) -> Format | None:
    """Give the format of a file by its name and its first bytes, unpacked; None where neither tells."""
    claimed = format_of(name)
    for signature, found in _SIGNATURES:
        if signature.match(head):
            return BY_NAME[found]
    if _ZIP.match(head):
        return _zipped(head, claimed)
    text = _as_text(head)
    return _marked_up(text, claimed) or _json(text, claimed) or claimed


def _zipped(head: bytes, claimed: Format | None) -> Format | None:
    """Tell a Word document from other documents, which nothing here reads, and from archives."""
    if claimed is not None and claimed.name == "docx":
        return claimed
    if _DOCUMENT.match(head):
        return BY_NAME["docx"] if b"word/" in head else None
    return BY_NAME["zip"]


def _as_text(head: bytes) -> str:
    """Read the first bytes so that ASCII shows: markup and JSON begin with it in every encoding."""
    encoding, mark = known_bom(head)
    if encoding is None and head[:2] in (b"<\x00", b"{\x00", b"[\x00"):
        encoding = "utf-16-le"
    elif encoding is None and head[:2] in (b"\x00<", b"\x00{", b"\x00["):
        encoding = "utf-16-be"
    return head[mark:].decode(encoding or "latin-1", "replace")


def _marked_up(text: str, claimed: Format | None) -> Format | None:
    """Know markup by its first element; the element of a fragment counts only if the name claims nothing."""
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    first = _ELEMENT.match(text, start)
    if first is None:
        return None
    tag = first[1].lower()
    if tag.startswith("!doctype") or tag == "html":
        return BY_NAME["html"]
    if tag in ("rss", "rdf:rdf") or _ATOM.match(text, start):
        return BY_NAME["feed"]
    if (tag == "doc" and "<docno" in text.lower()) or text.startswith("<DOC", start):
        return BY_NAME["sgml"]
    if text.lstrip().startswith("<?xml"):
        return BY_NAME["xml"]
    if claimed is None:
        return BY_NAME["html" if tag in _HTML_TAGS else "xml"]
    return None


def _json(text: str, claimed: Format | None) -> Format | None:
    """Know JSON, and JSON lines by a first line that is whole."""
    known = claimed is not None and claimed.name in _JSON_NAMES
    first = text.lstrip().partition("\n")[0]
    if known:
        # A list, or an object, that goes on over several lines, under the name of JSON lines.
        return BY_NAME["json"] if _SPREAD.fullmatch(first) else claimed
    if _OBJECT.match(text) is None:
        return None
    if first.startswith("{"):
        try:
            json.loads(first)
        except (ValueError, RecursionError):
            pass  # broken or long: the reader of whole files copes with lines too
        else:
            return BY_NAME["jsonl"]
    return BY_NAME["json"]
