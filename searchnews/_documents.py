"""What an index keeps of an article: its fields, its short values, and the article itself, packed.

The one place that knows which form of which part stands in which field (`searchnews.ranking.fields`); `_building`
fills them.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Sequence
from typing import Final

from searchnews.engines.base import FieldKind
from searchnews.model import Article
from searchnews.ranking.fields import ROOT, STEM, SURFACE, TITLE_ROOT, TITLE_STEM, TITLE_SURFACE

__all__ = ["COLUMNS", "FIELDS", "GROUP", "HASH", "PATH", "SIGNATURE", "columns_of", "group_of", "pack", "unpack"]

FIELDS: Final = (
    FieldKind(STEM, positions=False),
    FieldKind(ROOT, positions=False),
    FieldKind(SURFACE, positions=True),
    FieldKind(TITLE_STEM, positions=False),
    FieldKind(TITLE_ROOT, positions=False),
    FieldKind(TITLE_SURFACE, positions=True),
)

HASH: Final = "hash"
PATH: Final = "path"
SIGNATURE: Final = "signature"
GROUP: Final = "group"
_OWN_COLUMNS: Final = (PATH, "date", "source", "category", "author")
COLUMNS: Final = (HASH, *_OWN_COLUMNS, SIGNATURE, GROUP)
"""Short values that are read without unpacking the article.

An index made before there was one of them gains it with its next commit; what it held already has none.
"""

_GROUP_DIGITS: Final = 16

_CODE_PAGE: Final = "cp1256"
"""Arabic in one byte a letter, so that what is stored is smaller by a fifth, compressed; JSON escapes what it lacks."""

_IN_SHORT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def columns_of(jobs: Sequence[tuple[Article, str]]) -> dict[str, list[str]]:
    """Give the short values of articles, each given with its content hash."""
    columns = {HASH: [fingerprint for _, fingerprint in jobs]}
    for name in _OWN_COLUMNS:
        columns[name] = [getattr(article, name) or "" for article, _ in jobs]
    return columns


def group_of(hash: str, group: str = "") -> str:
    """Give the group of an article: that of an earlier one that it is like, or one named after its own content."""
    return group or hash[:_GROUP_DIGITS]


def pack(article: Article) -> bytes:
    """Pack an article; what is empty is left out, and its group, which a column has."""
    values = {name: value for name, value in article.to_dict().items() if value and name != "group_id"}
    return _IN_SHORT.encode(values).encode(_CODE_PAGE, "searchnews-json")


def unpack(stored: bytes) -> Article:
    """Give the article that a document was built from. ValueError for other bytes."""
    return Article.from_dict(json.loads(stored.decode(_CODE_PAGE)))


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Write what the code page lacks as JSON does: all of it stands in strings."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error("searchnews-json", _escape)
