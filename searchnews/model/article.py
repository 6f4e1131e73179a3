"""An article and its identity."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

__all__ = ["TEXTS", "Article", "content_hash", "fault_of", "identified"]


@dataclass(frozen=True, slots=True)
class Article:
    """One article, as an archive holds it.

    `date` is ISO 8601 (`2018-03-05` or `2018-03-05T14:20:00+03:00`) where it is known; `date` and
    `datetime` objects are accepted and turned into that. An empty `id` is filled in by the index from
    `url`, `path` or the content (see `identified`). `extra` holds whatever else came with the record:
    JSON values, kept and given back, not searched; any other is kept as its `str`. `group_id` is filled in by the
    index, and what is given is not heeded: articles that have one in common are reprints of one text.

        >>> Article(title="محادثات السلام", text="بدأت المحادثات أمس.", date=dt.date(2018, 3, 5)).date
        '2018-03-05'
    """

    id: str = ""
    title: str = ""
    text: str = ""
    date: str | None = None
    source: str | None = None
    author: str | None = None
    category: str | None = None
    url: str | None = None
    path: str | None = None
    place: str | None = None
    agency: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    group_id: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        given: object = self.date
        if isinstance(given, dt.date):  # datetime is a date too
            object.__setattr__(self, "date", given.isoformat())

    def to_dict(self) -> dict[str, Any]:
        """Give all fields as JSON-ready values."""
        values = {name: getattr(self, name) for name in _ARTICLE_FIELDS}
        values["extra"] = dict(self.extra)
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Article:
        """Build an article from `to_dict`'s output; keys it does not know go into `extra`."""
        known = dict(values)
        extra = dict(known.pop("extra", None) or {})
        if not known.keys() <= _KNOWN:
            extra |= {name: known.pop(name) for name in values if name not in _KNOWN}
        return cls(**known, extra=extra)


_ARTICLE_FIELDS: Final = tuple(f.name for f in fields(Article))
_KNOWN: Final = frozenset(_ARTICLE_FIELDS)
TEXTS: Final = tuple(name for name in _ARTICLE_FIELDS if name not in ("extra", "group_id"))
"""The fields of an article that are texts, or None."""

_NEVER_NONE: Final = ("id", "title", "text")
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})

_FINGERPRINTED: Final = tuple(name for name in TEXTS if name != "path")
_IN_ORDER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)


def fault_of(article: Article) -> str:
    """Say what of an article cannot be kept; empty where all can."""
    for name in TEXTS:
        value = getattr(article, name)
        if not isinstance(value, str) and (value is not None or name in _NEVER_NONE):
            return f"its {name} is no text but {type(value).__name__}"
    extra: object = article.extra
    if not extra:
        return ""
    if not isinstance(extra, Mapping):
        return f"its extra is no mapping but {type(extra).__name__}"
    if _PLAIN.issuperset(map(type, extra.values())) and {str}.issuperset(map(type, extra)):  # as most are
        return ""
    try:
        _IN_ORDER.encode(dict(extra))
    except (TypeError, ValueError, RecursionError) as error:
        return f"its extra cannot be kept as JSON: {error}"
    return ""


def content_hash(article: Article) -> str:
    """Fingerprint of everything a reader would notice: all fields but the path.

    32 hex digits of BLAKE2b. Two articles with the same fingerprint need no second indexing.
    """
    values = [str(getattr(article, name) or "") for name in _FINGERPRINTED]
    if article.extra:
        values.append(_IN_ORDER.encode(dict(article.extra)))
    # With their lengths, so that nothing can move from one field to the next unseen.
    return _digest("".join([f"{len(value)}:{value}" for value in values]), 16)


def identified(article: Article) -> Article:
    """Give `article` an id, if it has none: from its url, else its path, else its content (16 hex digits)."""
    if article.id:
        return article
    seed = article.url or article.path or content_hash(article)
    return replace(article, id=_digest(seed, 8))


def _digest(text: str, size: int) -> str:
    import hashlib  # a program that only asks does without

    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
