"""From an article to what the engine keeps, and back.

The one place that knows which form of which part stands in which field (`searchnews.ranking.fields`).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searchnews.arabic import Analyzer
from searchnews.engines.base import CodedTerms, Document, FieldKind, FieldTerms
from searchnews.model import Article
from searchnews.ranking.fields import (
    POSITION_GAP,
    ROOT,
    STEM,
    SURFACE,
    TITLE_REPEATS,
    TITLE_STEM,
    TITLE_SURFACE,
)

__all__ = ["COLUMNS", "FIELDS", "DocumentBuilder", "unpack"]

FIELDS: Final = (
    FieldKind(STEM, positions=False),
    FieldKind(ROOT, positions=False),
    FieldKind(SURFACE, positions=True),
    FieldKind(TITLE_STEM, positions=False),
    FieldKind(TITLE_SURFACE, positions=True),
)

HASH: Final = "hash"
PATH: Final = "path"
COLUMNS: Final = (HASH, PATH, "date", "source", "category", "author")
"""Short values that are read without unpacking the article."""

_COMPRESSION: Final = 6
Array = NDArray[Any]

_MAX_WORDS: Final = 1_000_000


class _Coder(dict[str, int]):
    """Numbers for distinct words, and for each the numbers of its forms: a news archive has few of them."""

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self._forms_of = analyzer.analyse
        self._numbers: tuple[dict[str, int], ...] = ({}, {}, {})
        self.vocabularies: tuple[list[str], ...] = ([], [], [])
        self._codes = np.zeros((3, 1 << 12), np.uint32)

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        if number == self._codes.shape[1]:
            self._codes = np.concatenate([self._codes, np.zeros_like(self._codes)], axis=1)
        for kind, form in enumerate(self._forms_of(word)[:3]):
            numbers, vocabulary = self._numbers[kind], self.vocabularies[kind]
            code = numbers.get(form)
            if code is None:
                code = numbers[form] = len(vocabulary)
                vocabulary.append(form)
            self._codes[kind, number] = code
        return number

    def coded(self, words: Sequence[str]) -> Array:
        """Give the numbers of the surfaces, the stems and the roots of words: an array of three rows."""
        numbers = np.fromiter(map(self.__getitem__, words), np.int64, len(words))
        return self._codes[:, numbers]


class DocumentBuilder:
    """Analyses articles."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._coder = _Coder(analyzer)

    def build(self, article: Article, fingerprint: str) -> Document:
        """Analyse an article that has an id; `fingerprint` is its content hash."""
        if len(self._coder) > _MAX_WORDS:
            self._coder = _Coder(self._analyzer)
        title_words, title_places = self._analyzer.places(article.title)
        text_words, text_places = self._analyzer.places(article.text)
        title, text = self._coder.coded(title_words), self._coder.coded(text_words)
        before = np.asarray(title_places, np.uint32)
        after = int(before[-1]) + 1 + POSITION_GAP if len(before) else 0
        counted = np.concatenate([title] * TITLE_REPEATS + [text], axis=1)
        surfaces, stems, roots = self._coder.vocabularies
        fields = {
            STEM: FieldTerms(CodedTerms(counted[1], stems)),
            ROOT: FieldTerms(CodedTerms(counted[2], roots)),
            SURFACE: FieldTerms(
                CodedTerms(np.concatenate([title[0], text[0]]), surfaces),
                np.concatenate([before, np.asarray(text_places, np.uint32) + np.uint32(after)]),
            ),
            TITLE_STEM: FieldTerms(CodedTerms(title[1], stems)),
            TITLE_SURFACE: FieldTerms(CodedTerms(title[0], surfaces), before),
        }
        return Document(article.id, fields, _columns(article, fingerprint), _pack(article))


def _columns(article: Article, fingerprint: str) -> dict[str, str]:
    values = {
        HASH: fingerprint,
        PATH: article.path,
        "date": article.date,
        "source": article.source,
        "category": article.category,
        "author": article.author,
    }
    return {name: value for name, value in values.items() if value}


def _pack(article: Article) -> bytes:
    values = {name: value for name, value in article.to_dict().items() if value}
    packed = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=str)
    return zlib.compress(packed.encode("utf-8", "surrogatepass"), _COMPRESSION)


def unpack(stored: bytes) -> Article:
    """Give the article that a document was built from. ValueError or `zlib.error` for other bytes."""
    return Article.from_dict(json.loads(zlib.decompress(stored).decode("utf-8", "surrogatepass")))
