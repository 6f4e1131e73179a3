"""Web pages: one article a file.

Owns nothing but the joining of what the page says about itself and of its body. The tree is selectolax's
(Lexbor, an HTML5 parser): it reads broken pages as a browser does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

from searchnews.ingest.page_body import page_body
from searchnews.ingest.page_limits import tamed
from searchnews.ingest.page_meta import page_fields
from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.streams import Source, read_whole

__all__ = ["MAX_PAGE_BYTES", "parse_page", "read_html"]

MAX_PAGE_BYTES: Final = 8 * 1024 * 1024  # the largest of 80 crawled pages has 180 KB
_SHORT: Final = 120  # characters: such a body is a scrap, and the page's own summary says more
_MUCH_MORE: Final = 1.6  # JSON-LD's text is taken where it is so many times longer than what we found


def read_html(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read a page as one record."""
    decoded = read_whole(source, report, limit=MAX_PAGE_BYTES)
    if decoded is not None:
        yield Record(parse_page(decoded.text))


def parse_page(text: str) -> dict[str, Any]:
    """Give title, text, date and whatever else a page tells, under our names.

    >>> parse_page("<title>افتتاح المعرض</title><p>افتتح الوزير المعرض أمس.</p>")["text"]
    'افتتح الوزير المعرض أمس.'
    """
    tree = LexborHTMLParser(tamed(text.replace("\x00", "")))
    fields = page_fields(tree)
    said = str(fields.pop("body", ""))
    body = page_body(tree)
    if len(said) > _MUCH_MORE * len(body):
        body = said
    if len(body) < _SHORT and len(str(fields.get("summary", ""))) > len(body):
        body = str(fields.pop("summary"))
    fields["text"] = body
    return fields
