"""RSS and Atom, as saved from the web: an entry is an article.

Owns which parts of an entry are the article's fields. The feed is feedparser's to read, which copes with what is
broken; it is handed bytes alone and never opens an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, Final

from searchnews.ingest.cleaning import decode_entities, strip_tags
from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.streams import Source, read_whole
from searchnews.ingest.unpacking import Unreadable, foreign

__all__ = ["MAX_DEPTH", "MAX_FEED_BYTES", "read_feed"]

MAX_FEED_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 1000
"""Elements in one entry that are open at once, unclosed ones of HTML among them: the parser takes quadratic time."""
_CDATA: Final = re.compile(r"<!\[CDATA\[.*?\]\]>", re.S)
_TAG: Final = re.compile(r"<(/?)([a-z_][\w:.-]{0,60})(?:\s[^<>]{0,2000})?>", re.I)
_HEADERS: Final = {"content-type": "application/xml; charset=utf-8"}  # stands over what the file declares


def read_feed(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read the entries of a feed: the whole content where there is one, else the summary."""
    import feedparser

    decoded = read_whole(source, report, limit=MAX_FEED_BYTES)
    if decoded is None:
        return
    if _is_too_deep(_CDATA.sub("", decoded.text)):
        raise Unreadable(f"elements nested more than {MAX_DEPTH:,} deep")
    with foreign("the feed"):
        feed = feedparser.parse(BytesIO(decoded.text.encode("utf-8", "replace")), response_headers=_HEADERS)
        entries = [_fields(entry, feed.feed) for entry in feed.entries]
    if not entries:
        raise Unreadable(f"no entries: {feed.bozo_exception}" if feed.bozo else "a feed without entries")
    if feed.bozo:
        report.repaired(source.name, None, f"damaged feed: {feed.bozo_exception}")
    for number, values in enumerate(entries, start=1):
        yield Record(values, None, number)


def _is_too_deep(text: str) -> bool:
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() in ("item", "entry"):
            depth = 0
        else:
            depth += -1 if tag[1] else 0 if tag[0].endswith("/>") else 1
        if depth > MAX_DEPTH:
            return True
    return False


def _fields(entry: Any, feed: Any) -> dict[str, Any]:
    """Give the fields of an entry under our names; what else it has stays under feedparser's."""
    content = [part.get("value", "") for part in entry.get("content", ())]
    summary = entry.get("summary", "")
    text = max(content, key=len, default="") or summary
    values = {
        "id": entry.get("id", ""),
        "title": _plain(entry.get("title", "")),
        "text": _plain(text),
        "date": entry.get("published") or entry.get("updated") or "",
        "author": entry.get("author", ""),
        "category": [tag["term"] for tag in entry.get("tags", ()) if tag.get("term")],
        "url": entry.get("link", ""),
        "source": _plain(entry.get("source", {}).get("title") or feed.get("title", "")),
    }
    if content and summary and summary != text:
        values["summary"] = _plain(summary)
    return {key: value for key, value in values.items() if value}


def _plain(markup: str) -> str:
    return decode_entities(strip_tags(markup)[0])[0].strip()
