"""From an article to what the engine keeps, and back.

The one place that knows which form of which part stands in which field (`searchnews.ranking.fields`).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Final

from searchnews.arabic import Analyzer, Forms, Token
from searchnews.engines.base import Document, FieldKind, FieldTerms
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
_MAX_WORDS: Final = 1_000_000


class _FormsOf(dict[str, Forms]):
    """The forms of each distinct word: a news archive has few of them."""

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer

    def __missing__(self, word: str) -> Forms:
        if len(self) >= _MAX_WORDS:
            self.clear()
        forms = self[word] = self._analyzer.forms(word)
        return forms


class DocumentBuilder:
    """Analyses articles."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._tokenize = analyzer.tokenize
        self._forms = _FormsOf(analyzer)

    def build(self, article: Article, fingerprint: str) -> Document:
        """Analyse an article that has an id; `fingerprint` is its content hash."""
        title, text = self._tokenize(article.title), self._tokenize(article.text)
        title_forms, text_forms = self._forms_of(title), self._forms_of(text)
        places = [token.position for token in title]
        after = places[-1] + 1 + POSITION_GAP if places else 0
        counted = title_forms * TITLE_REPEATS + text_forms
        surfaces = [form.surface for form in title_forms]
        fields = {
            STEM: FieldTerms([form.stem for form in counted]),
            ROOT: FieldTerms([form.root for form in counted]),
            SURFACE: FieldTerms(
                surfaces + [form.surface for form in text_forms],
                places + [after + token.position for token in text],
            ),
            TITLE_STEM: FieldTerms([form.stem for form in title_forms]),
            TITLE_SURFACE: FieldTerms(surfaces, places),
        }
        return Document(article.id, fields, _columns(article, fingerprint), _pack(article))

    def _forms_of(self, tokens: Sequence[Token]) -> list[Forms]:
        forms = self._forms
        return [forms[token.text] for token in tokens]


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
