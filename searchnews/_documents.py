"""What an index keeps of an article: its fields, its short values, and the article itself, packed.

The one place that knows which form of which part stands in which field (`searchnews.ranking.fields`); `_building`
fills them.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Sequence
from encodings.cp1256 import decoding_table
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from searchnews.engines.base import FieldKind, Searcher
from searchnews.errors import CorruptIndexError
from searchnews.model import Article, content_hash
from searchnews.model.article import TEXTS
from searchnews.ranking.fields import ROOT, STEM, SURFACE, TITLE_ROOT, TITLE_STEM, TITLE_SURFACE

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "COLUMNS",
    "FIELDS",
    "GROUP",
    "HASH",
    "PATH",
    "SIGNATURE",
    "columns_of",
    "group_in",
    "group_of",
    "language_of",
    "pack",
    "read_article",
]

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
_LANGUAGE: Final = "lang"
_OWN_COLUMNS: Final = (PATH, "date", "source", "category", "author", "place", "agency")
COLUMNS: Final = (HASH, *_OWN_COLUMNS, _LANGUAGE, SIGNATURE, GROUP)
"""Short values that are read without unpacking the article.

An index made before there was one of them gains it with its next commit; what it held already has none.
"""

_GROUP_DIGITS: Final = 16

_LANGUAGE_KEYS: Final = ("lang", "language", "inLanguage")
_LANGUAGE_CODE: Final = r"([A-Za-z]{2,3})(?:[-_]|$)"
_SAMPLE_CHARS: Final = 300
_COMMON_LETTERS: Final = "الويی"
# Letters of the Arabic script that Arabic does without; گ and چ stand in names, so now and then is not enough.
_LETTERS_OF_THEIR_OWN: Final = {"ur": "ٹڈڑےں", "ckb": "ڕڵۆێ", "fa": "پچژگ"}
_ONE_IN: Final = 60
_LEAST: Final = 3

_CODE_PAGE: Final = "cp1256"
"""Arabic in one byte a letter, so that what is stored is smaller by a fifth, compressed; JSON escapes what it lacks."""

_FIRST_PRINTED: Final = ord(" ")
_SHORT: Final = tuple(name for name in TEXTS if name != "text")
# Both are asked for each hit; `bytes.decode` and `json.loads` look around first, which takes as long as what they do.
_from_json: Final = json.JSONDecoder().raw_decode
_IN_SHORT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def columns_of(articles: Sequence[Article]) -> dict[str, list[str]]:
    """Give the short values of articles that need no other article, nor their words."""
    columns = {HASH: list(map(content_hash, articles))}
    for name in _OWN_COLUMNS:
        columns[name] = [getattr(article, name) or "" for article in articles]
    columns[_LANGUAGE] = list(map(language_of, articles))
    return columns


def group_of(hash: str, group: str = "") -> str:
    """Give the group of an article: that of an earlier one that it is like, or one named after its own content."""
    return group or hash[:_GROUP_DIGITS]


def language_of(article: Article) -> str:
    """Give the language of an article as its record names it, or as its letters tell: a code of ISO 639-1, or none.

    >>> language_of(Article(title="محادثات السلام")), language_of(Article(title="گفتگوهای صلح در ژنو"))
    ('ar', 'fa')
    """
    for name in _LANGUAGE_KEYS:
        if isinstance(named := article.extra.get(name), str) and (code := re.match(_LANGUAGE_CODE, named.strip())):
            return str(code[1]).lower()
    sample = f"{article.title} {article.text[:_SAMPLE_CHARS]}"
    # A letter of Arabic is a byte more in UTF-8; only then are letters looked at: a load asks this of every article.
    beyond = len(sample.encode("utf-8", "surrogatepass")) - len(sample)
    if 2 * beyond < len(sample) or sum(map(sample.count, _COMMON_LETTERS)) * _ONE_IN < beyond:
        return ""
    if _of_others().search(sample):
        for language, letters in _LETTERS_OF_THEIR_OWN.items():
            if (own := sum(map(sample.count, letters))) >= _LEAST and own * _ONE_IN >= beyond:
                return language
    return "ar"


@cache  # only indexing needs it
def _of_others() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_LETTERS_OF_THEIR_OWN.values())}]")


def pack(articles: Iterable[Article]) -> list[bytes]:
    """Pack articles; what is empty is left out, and the group, which a column has."""
    given = list(articles)
    written = [_as_json(article, _in_quotes(article.text)) for article in given]
    units = _units_of(written)
    if np.count_nonzero(units < _FIRST_PRINTED) >= len(written):  # a line feed between two is all that there may be
        written = [_as_json(article, _IN_SHORT.encode(article.text)) for article in given]
        units = _units_of(written)
    # All are encoded at once by a table, which is faster than the codec.
    packed = _bytes_of_units().take(units).tobytes().split(b"\n")
    return [
        text.encode(_CODE_PAGE, "searchnews-json") if b"\0" in each else each
        for text, each in zip(written, packed, strict=True)
    ]


def _units_of(lines: Sequence[str]) -> NDArray[np.uint16]:
    return np.frombuffer("\n".join(lines).encode("utf-16-le", "surrogatepass"), "<u2")


@cache  # only indexing needs it
def _bytes_of_units() -> NDArray[np.uint8]:
    """Give the byte of each code unit of UTF-16 that the code page has, and 0 for the others."""
    table = np.zeros(1 << 16, np.uint8)
    for byte in range(1 << 8):
        table[ord(bytes([byte]).decode(_CODE_PAGE))] = byte
    return table


def _as_json(article: Article, text: str) -> str:
    values: dict[str, object] = {name: value for name in _SHORT if (value := getattr(article, name))}
    if article.extra:
        values["extra"] = dict(article.extra)
    rest = _IN_SHORT.encode(values).removeprefix("{")
    return f'{{"text":{text}{"," if values else ""}{rest}'


def _in_quotes(text: str) -> str:
    """Write a text as JSON in a fourth of the time that the encoder takes; with control characters it is not JSON."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def group_in(searcher: Searcher, doc: int) -> str:
    """Give the group of an article of the index."""
    return searcher.column(doc, GROUP) or group_of(searcher.column(doc, HASH))


def read_article(searcher: Searcher, doc: int, *, index: str, group_id: str | None = None) -> Article:
    """Give the article that a document was built from, of this group; `CorruptIndexError`, naming the `index`."""
    try:
        values = _from_json(codecs.charmap_decode(searcher.stored(doc), "strict", decoding_table)[0])[0]
        values["group_id"] = group_id
        return Article.from_dict(values)
    except (ValueError, TypeError, AttributeError) as error:
        reason = "a stored article is damaged; build the index again with `searchnews index PATH --rebuild`"
        raise CorruptIndexError(reason, path=index) from error


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Write what the code page lacks as JSON does: all of it stands in strings."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error("searchnews-json", _escape)
