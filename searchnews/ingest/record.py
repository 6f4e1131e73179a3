"""A record of any archive, made an article.

Owns the field names: which name of theirs is which field of ours. Invariant: nothing of a record is lost;
what has no field goes into `extra`.

    >>> to_article({"العنوان": "قمة الرياض", "content": "انعقدت القمة أمس.", "views": 3}).extra
    {'views': 3}
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from searchnews.errors import SearchNewsError
from searchnews.ingest.dates import HIJRI, RELATIVE, ReadDate, parse_date, read_date
from searchnews.model import Article

__all__ = ["ALIASES", "field_of", "is_named", "named_keys", "to_article"]

# Our field: their names, the earlier the stronger. Source: the exports of WordPress, Drupal, Elasticsearch,
# MongoDB, RSS, schema.org and scraper frameworks, and the Arabic headings of newsroom spreadsheets.
ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "_id", "docid", "doc_id", "docno", "guid", "uuid", "article_id", "news_id", "المعرف", "رقم الخبر"),
    "title": ("title", "headline", "name", "heading", "العنوان", "عنوان", "عنوان الخبر", "عنوان المقال",
              "عنوان المادة", "العنوان الرئيسي"),
    "text": (
        "text", "content", "body", "article", "article_body", "article_text", "full_text", "maintext", "main_text",
        "story", "النص", "نص", "المحتوى", "المتن", "متن", "محتوى", "نص الخبر", "نص المقال", "نص المادة",
        "متن الخبر", "متن المقال", "محتوى الخبر", "محتوى المقال",
    ),
    "date": (
        "date", "published", "published_at", "datePublished", "date_published", "publish_date", "published_date",
        "published_on", "publication_date", "pubDate", "post_date", "date_gmt", "time", "timestamp", "datetime",
        "article:published_time", "created_at", "created", "date_extracted", "date_created", "التاريخ", "تاريخ",
        "تاريخ النشر", "تاريخ الخبر",
    ),
    "source": ("source", "site", "site_name", "publisher", "newspaper", "outlet", "src", "domain", "المصدر",
               "مصدر", "الصحيفة", "الموقع"),
    "author": ("author", "authors", "byline", "creator", "dc:creator", "writer", "journalist", "الكاتب", "كاتب",
               "المؤلف", "بقلم", "المحرر"),
    "category": ("category", "categories", "section", "articleSection", "topic", "cat", "القسم", "التصنيف", "الفئة"),
    "url": ("url", "link", "permalink", "canonical_url", "source_url", "page_url", "الرابط", "رابط"),
    "place": ("place", "location", "dateline", "city", "المكان"),
    "agency": ("agency", "news_agency", "wire", "الوكالة"),
}  # fmt: skip

# When the record was made of the page: no date of the article, but what «قبل ساعتين» is counted from.
_TAKEN: Final = (
    "date_extracted", "extracted_at", "crawled_at", "crawl_date", "date_crawl", "date_download", "download_date",
    "downloaded_at", "fetched_at", "scraped_at", "retrieved_at", "warc_date", "تاريخ الجمع", "تاريخ السحب",
)  # fmt: skip

_SEPARATORS: Final = re.compile("[\\s_\\-\u0640\u200b-\u200f\ufeff]+")


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name).casefold()


_TAKEN_PLAIN: Final = frozenset(map(_plain, _TAKEN))
_FIELD_OF: Final[dict[str, tuple[str, int]]] = {}
for _field, _names in ALIASES.items():
    for _rank, _name in enumerate(_names):
        # `id` and `_id` are one name here: the stronger rank stays
        _FIELD_OF.setdefault(_plain(_name), (_field, _rank))

# Where a JSON object stands for one value: schema.org, XML converters, WordPress, MongoDB.
_VALUE_KEYS: Final = (
    "name",
    "@value",
    "#text",
    "rendered",
    "$oid",
    "$date",
    "$numberLong",
    "title",
    "href",
    "value",
)
_MAX_DEPTH: Final = 8


@lru_cache(maxsize=1024)
def field_of(name: str) -> tuple[str, int] | None:
    """Give our field for their name and the rank among its aliases, or None.

    Case, spaces, underscores and hyphens do not matter.

        >>> field_of("Published At"), field_of("العنوان"), field_of("views")
        (('date', 2), ('title', 4), None)
    """
    return _FIELD_OF.get(_plain(name))


def is_named(key: str, name: str) -> bool:
    """Say whether a record's key is this name; case, spaces, underscores and hyphens do not matter."""
    return _plain(key) == _plain(name)


def named_keys(keys: tuple[str, ...], field_map: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Sort a record's keys under our fields, the strongest first; a key in `field_map` serves that field alone.

    Raises SearchNewsError for a field in `field_map` that articles do not have.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    mapped = dict(field_map or {})
    for ours in mapped:
        if ours not in ALIASES:
            raise SearchNewsError(f"no field named {ours!r}; articles have {', '.join(ALIASES)}")
    theirs = {_plain(name): ours for ours, name in mapped.items()}
    for key in keys:
        if (mapped_to := theirs.get(_plain(key))) is not None:
            found.setdefault(mapped_to, []).append((-1, key))
        elif (known := field_of(key)) is not None:
            found.setdefault(known[0], []).append((known[1], key))
    return {ours: [key for _, key in sorted(ranked)] for ours, ranked in found.items()}


def to_article(
    values: Mapping[str, Any],
    *,
    field_map: Mapping[str, str] | None = None,
    path: str | None = None,
    relative_to: dt.date | None = None,
    on_note: Callable[[str], None] | None = None,
) -> Article:
    """Make an article of a record, as it stands: nothing is cleaned here.

    Of two names for one field the stronger with a value wins, and the other goes into `extra`. A date that
    cannot be read leaves `date` None and stays in `extra["date"]`; so does one of the Hijri calendar beside what it is
    in ours, and one that was told from the day on which the record was made, or else from `relative_to`. What is worth
    telling of a date goes to `on_note`.
    """
    order = _order(tuple(values), tuple(sorted((field_map or {}).items())))
    fields: dict[str, str] = {}
    used: set[str] = set()
    for ours, keys in order.items():
        for key in keys:
            text = as_text(values[key], paragraphs=ours == "text")
            if text and not text.isspace():
                fields[ours] = text if ours == "text" else text.strip()
                used.add(key)
                break
            used.add(key)
    extra = {key: value for key, value in values.items() if key not in used}
    date = fields.pop("date", None)
    read = (read_date(date) or _told_from(date, _made_at(values), relative_to)) if date else None
    if date and (read is None or read.note in (HIJRI, RELATIVE)):
        extra["date"] = date
    if read is not None and read.note and on_note is not None:
        on_note(read.note)
    return Article(**fields, date=None if read is None else read.iso, path=path, extra=extra)


def _told_from(date: str, *bases: dt.date | str | None) -> ReadDate | None:
    """Read a relative date by the first base there is."""
    base = next((base for base in bases if base), None)
    found = None if base is None else parse_date(date, relative_to=base)
    return None if found is None else ReadDate(found, RELATIVE)


def _made_at(values: Mapping[str, Any]) -> str | None:
    """Give the day on which a record says that it was made, as it is written there."""
    given = (values[key] for key in values if _plain(key) in _TAKEN_PLAIN)
    return next((value for value in given if isinstance(value, str) and value), None)


@lru_cache(maxsize=256)  # the records of a file share their keys
def _order(keys: tuple[str, ...], field_map: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    return named_keys(keys, dict(field_map))


def as_text(value: Any, *, paragraphs: bool = False, depth: int = 0) -> str:
    """Write a JSON value as text: lists joined (paragraphs by newlines, else by commas), objects by their name.

    >>> as_text(["سعاد", {"name": "ليلى"}])
    'سعاد، ليلى'
    """
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool) or depth > _MAX_DEPTH:
        return ""
    if isinstance(value, Mapping):
        held = next((value[key] for key in _VALUE_KEYS if value.get(key)), None)
        return as_text(held, paragraphs=paragraphs, depth=depth + 1)
    if isinstance(value, list | tuple):
        parts = [part for part in (as_text(v, paragraphs=paragraphs, depth=depth + 1) for v in value) if part]
        comma = "، " if any("\u0600" <= c <= "\u06ff" for part in parts for c in part) else ", "
        return ("\n" if paragraphs else comma).join(parts)
    return str(value)
