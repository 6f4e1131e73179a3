"""From articles to the documents that the engine keeps: their words as numbers, in every form and field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from searchnews._chunks import Array
from searchnews._coding import Coder, Vocabularies, Words
from searchnews._documents import SIGNATURE, columns_of, pack
from searchnews._signing import Signer
from searchnews.arabic import Analyzer
from searchnews.engines.documents import CodedTerms, DocumentBatch, FieldBatch
from searchnews.model import Article
from searchnews.ranking.fields import (
    POSITION_GAP,
    ROOT,
    STEM,
    SURFACE,
    TITLE_REPEATS,
    TITLE_ROOT,
    TITLE_STEM,
    TITLE_SURFACE,
)

__all__ = ["DocumentBuilder", "Made", "Maker", "batches", "documents_of"]

_BATCH: Final = 128
_BATCH_CHARS: Final = 1 << 20


class Made(NamedTuple):
    """All that can be made of articles without knowing any other: by whichever process has the time.

    `words` are those of their titles and texts in turn.
    """

    words: Words
    columns: Mapping[str, Sequence[str]]
    stored: Sequence[bytes]


class Maker:
    """Makes what a process can by itself; the numbers of words are those of its `coder`, which may be renewed."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.coder = Coder(analyzer)
        self._signer = Signer()

    def renew(self) -> None:
        """Begin anew with another coder where this one is full."""
        self.coder = self.coder.renewed()

    def make(self, articles: Sequence[Article]) -> Made:
        """Analyse, sign and pack articles, which have ids."""
        self.renew()
        words = self.coder.words(text for article in articles for text in (article.title, article.text))
        columns = {**columns_of(articles), SIGNATURE: self._signer.signed(words, self.coder)}
        return Made(words, columns, pack(articles))


class DocumentBuilder:
    """Makes documents in this process."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._maker = Maker(analyzer)

    def build(self, articles: Iterable[Article]) -> Iterator[DocumentBatch]:
        """Analyse articles, which have ids, and give their documents in their order."""
        for batch in batches(articles):
            made = self._maker.make(batch)
            yield documents_of(batch, made, self._maker.coder.forms, self._maker.coder.vocabularies)

    def close(self) -> None:
        """Let go of everything."""


def batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Give articles in batches: enough at once that arrays are worth it, few enough that memory is bounded."""
    batch: list[Article] = []
    chars = 0
    for article in articles:
        batch.append(article)
        chars += len(article.text)
        if len(batch) >= _BATCH or chars >= _BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def documents_of(articles: Iterable[Article], made: Made, forms: Array, vocabularies: Vocabularies) -> DocumentBatch:
    """Lay out what was made of articles; the `forms` of its words are columns of a table."""
    fields = fields_of(made.words, forms, vocabularies)
    return DocumentBatch([article.id for article in articles], fields, made.columns, made.stored)


def fields_of(words: Words, forms: Array, vocabularies: Vocabularies) -> dict[str, FieldBatch]:
    """Lay out the fields of articles out of the words of their titles and texts."""
    surfaces, stems, roots = (
        CodedTerms(numbers.take(words.numbers), vocabulary)
        for numbers, vocabulary in zip(forms, vocabularies, strict=True)
    )
    of_titles, of_texts = words.lengths[::2], words.lengths[1::2]
    is_title = np.repeat(np.arange(len(words.lengths)) % 2 == 0, words.lengths)
    times = np.where(is_title, TITLE_REPEATS, 1)
    counted = of_titles * TITLE_REPEATS + of_texts
    title_places = words.places[is_title]
    # A text goes on where its title ended, and a gap further on.
    begins = np.zeros_like(words.lengths)
    begins[1::2][of_titles > 0] = title_places[np.cumsum(of_titles)[of_titles > 0] - 1] + (1 + POSITION_GAP)
    places = words.places + np.repeat(begins, words.lengths)
    return {
        STEM: FieldBatch(CodedTerms(np.repeat(stems.numbers, times), stems.vocabulary), counted),
        ROOT: FieldBatch(CodedTerms(np.repeat(roots.numbers, times), roots.vocabulary), counted),
        SURFACE: FieldBatch(surfaces, of_titles + of_texts, places),
        TITLE_STEM: FieldBatch(CodedTerms(stems.numbers[is_title], stems.vocabulary), of_titles),
        TITLE_ROOT: FieldBatch(CodedTerms(roots.numbers[is_title], roots.vocabulary), of_titles),
        TITLE_SURFACE: FieldBatch(CodedTerms(surfaces.numbers[is_title], surfaces.vocabulary), of_titles, title_places),
    }
