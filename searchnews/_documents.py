"""What an index keeps of an article: its fields, its short values, and the article itself, packed.

The one place that knows which form of which part stands in which field (`searchnews.ranking.fields`); `_building`
fills them.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Sequence
from typing import Final

from searchnews.engines.base import FieldKind
from searchnews.model import Article
from searchnews.ranking.fields import ROOT, STEM, SURFACE, TITLE_ROOT, TITLE_STEM, TITLE_SURFACE

__all__ = ["COLUMNS", "FIELDS", "HASH", "PATH", "columns_of", "language_of", "pack", "unpack"]

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
_OWN_COLUMNS: Final = (PATH, "date", "source", "category", "author", "place", "agency")
_LANGUAGE: Final = "lang"
COLUMNS: Final = (HASH, *_OWN_COLUMNS, _LANGUAGE)
"""Short values that are read without unpacking the article."""

_LANGUAGE_KEYS: Final = ("lang", "language", "inLanguage")
_LANGUAGE_CODE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]|$)")
_SAMPLE_CHARS: Final = 500
_ARABIC: Final = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
# Letters of the Arabic script that Arabic does without; گ and چ stand in names, so now and then is not enough.
_LETTERS_OF_THEIR_OWN: Final = {"ur": "ٹڈڑےں", "ckb": "ڕڵۆێ", "fa": "پچژگ"}
_ONE_IN: Final = 60

_CODE_PAGE: Final = "cp1256"
"""Arabic in one byte a letter, so that what is stored is smaller by a fifth, compressed; JSON escapes what it lacks."""

_IN_SHORT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def columns_of(jobs: Sequence[tuple[Article, str]]) -> dict[str, list[str]]:
    """Give the short values of articles, each given with its content hash."""
    columns = {HASH: [fingerprint for _, fingerprint in jobs]}
    for name in _OWN_COLUMNS:
        columns[name] = [getattr(article, name) or "" for article, _ in jobs]
    columns[_LANGUAGE] = [language_of(article) for article, _ in jobs]
    return columns


def language_of(article: Article) -> str:
    """Give the language of an article as its record names it, or as its letters tell: a code of ISO 639-1, or none.

    >>> language_of(Article(title="محادثات السلام")), language_of(Article(title="گفتگوهای صلح در ژنو"))
    ('ar', 'fa')
    """
    for name in _LANGUAGE_KEYS:
        if isinstance(named := article.extra.get(name), str) and (code := _LANGUAGE_CODE.match(named.strip())):
            return str(code[1]).lower()
    sample = f"{article.title} {article.text[:_SAMPLE_CHARS]}"
    arabic = len(_ARABIC.findall(sample))
    if 2 * arabic <= sum(map(str.isalpha, sample)):
        return ""
    for language, letters in _LETTERS_OF_THEIR_OWN.items():
        if sum(map(sample.count, letters)) * _ONE_IN >= arabic:
            return language
    return "ar"


def pack(article: Article) -> bytes:
    """Pack an article; what is empty is left out."""
    values = {name: value for name, value in article.to_dict().items() if value}
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
