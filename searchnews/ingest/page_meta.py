"""What a web page says about itself: JSON-LD, OpenGraph, meta tags, canonical address, title.

Owns the choice of the headline and of the fields; the body is `page_body`'s. Order of trust: JSON-LD of an
article, OpenGraph and `article:` properties, other meta tags, the marked-up page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from searchnews.ingest.dates import parse_date
from searchnews.ingest.record import as_text

__all__ = ["page_fields"]

_ARTICLE_TYPES: Final = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "blogposting",
    "advertisercontentarticle", "backgroundnewsarticle", "reviewnewsarticle", "liveblogposting", "report",
    "medicalwebpage", "scholarlyarticle", "techarticle", "socialmediaposting",
})  # fmt: skip
_DATES: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate",
    "publish-date", "dc.date", "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
    "article.published", "og:published_time", "published_at", "cxenseparse:recs:publishtime", "article_date_original",
)  # fmt: skip
_META: Final[Mapping[str, tuple[str, ...]]] = {
    "author": ("article:author", "author", "dc.creator", "parsely-author", "twitter:creator"),
    "category": ("article:section", "section", "parsely-section", "category"),
    "source": ("og:site_name", "application-name", "publisher", "article:publisher", "twitter:site"),
}
_SUFFIX: Final = re.compile(r"\s+[-–—|:»•~]+\s+|\s*\|\s*|\s*::\s*|\s*\.{3}(?=\S)")
_MIN_TITLE_CHARS: Final = 12


def page_fields(tree: LexborHTMLParser) -> dict[str, Any]:
    """Give what the page says of itself under our field names; `body` is JSON-LD's text, if it has one."""
    meta = _meta(tree)
    linked = next(_linked_articles(tree), {})
    fields: dict[str, Any] = {
        "title": _title(tree, meta, linked),
        "url": _url(tree, meta, linked),
        "date": _date(tree, meta, linked),
        "body": as_text(linked.get("articleBody"), paragraphs=True),
        "summary": meta.get("og:description") or meta.get("description") or as_text(linked.get("description")),
    }
    for ours, key in (("author", "author"), ("category", "articleSection"), ("source", "publisher")):
        fields[ours] = as_text(linked.get(key)) or next((meta[k] for k in _META[ours] if meta.get(k)), "")
    if fields["author"].startswith(("http", "@")):  # an account's address is no byline
        fields["author"] = ""
    fields["source"] = fields["source"].lstrip("@")
    return {key: value for key, value in fields.items() if value}


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """Give the first value of each meta tag, by its name in lower case."""
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        value = " ".join((attributes.get("content") or "").split())
        if value:
            found.setdefault(name.strip().lower(), value)
    return found


def _linked_articles(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """Give the JSON-LD objects that are articles; broken JSON is passed over, half the pages have some."""
    for script in tree.css('script[type="application/ld+json"]'):
        try:
            value = json.loads((script.text() or "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [value]
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting.extend(item)
            elif isinstance(item, dict):
                types = item.get("@type")
                named = {str(t).lower() for t in (types if isinstance(types, list) else [types])}
                if named & _ARTICLE_TYPES:
                    yield item
                waiting.extend(
                    held for key in ("@graph", "mainEntity") if isinstance(held := item.get(key), list | dict)
                )


def _url(tree: LexborHTMLParser, meta: Mapping[str, str], linked: Mapping[str, Any]) -> str:
    canonical = tree.css_first('link[rel="canonical"]')
    page = linked.get("mainEntityOfPage")
    said = page.get("@id") if isinstance(page, dict) else page
    found = [
        (canonical.attributes.get("href") or "") if canonical is not None else "",
        meta.get("og:url", ""),
        as_text(linked.get("url")),
        said if isinstance(said, str) else "",
    ]
    return next((url.strip() for url in found if url.strip().lower().startswith(("http://", "https://"))), "")


def _date(tree: LexborHTMLParser, meta: Mapping[str, str], linked: Mapping[str, Any]) -> str:
    """Give the first date that can be read."""
    found = [as_text(linked.get(key)) for key in ("datePublished", "dateCreated", "uploadDate")]
    found += [meta[key] for key in _DATES if key in meta]
    for node in tree.css('[itemprop="datePublished"], time[datetime], time[pubdate]')[:5]:
        attributes = node.attributes
        found.append(attributes.get("datetime") or attributes.get("content") or node.text(strip=True))
    return next((date for date in found if date and parse_date(date)), "")


def _title(tree: LexborHTMLParser, meta: Mapping[str, str], linked: Mapping[str, Any]) -> str:
    """Choose the headline: what the page calls it, without the name of the site."""
    node = tree.css_first("head > title") or tree.css_first("title")
    page = _line(node)
    headings = [line for line in map(_line, tree.css("h1")) if line]
    site = meta.get("og:site_name", "") or as_text(linked.get("publisher"))
    said = [as_text(linked.get("headline")), meta.get("og:title", ""), meta.get("twitter:title", ""), page]
    for title in said:
        plain = " ".join(title.split())
        if plain and plain != site:
            best = _without_site(plain, site, headings)
            # A heading that says the same at greater length: the meta tag was cut.
            stem = best.rstrip(".… ")
            whole = next((h for h in headings if len(stem) >= _MIN_TITLE_CHARS and h.startswith(stem)), None)
            if len(best) >= _MIN_TITLE_CHARS or not headings:
                return whole or best
    longest = max(headings, key=len, default="")
    return longest or page


def _without_site(title: str, site: str, headings: list[str]) -> str:
    """Take the site's name off the headline: known by the h1, by og:site_name, or as a short last part."""
    for heading in headings:
        if len(heading) >= _MIN_TITLE_CHARS and heading in title:
            return heading
    parts = [(m.start(), m.end()) for m in _SUFFIX.finditer(title)]
    if not parts:
        return title
    first, last = title[: parts[0][0]].strip(), title[parts[-1][1] :].strip()
    if site and (first in site or site in first) and first:
        return title[parts[0][1] :].strip() or title
    kept = title
    for start, end in reversed(parts):
        tail = title[end:].strip()
        if (site and (site in tail or tail in site)) or (len(tail) <= 40 and len(tail) < 0.5 * start and start >= 20):
            kept = title[:start].strip()
        else:
            break
    return kept or last


def _line(node: LexborNode | None) -> str:
    return " ".join(node.text(separator=" ").split()) if node is not None else ""
