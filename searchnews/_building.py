"""From articles to the documents that the engine keeps: their words as numbers, in every form and field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from searchnews._chunks import Array
from searchnews._coding import Coder, Vocabularies, Words
from searchnews._documents import columns_of, pack
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

__all__ = ["DocumentBuilder", "Job", "batches", "documents_of", "texts_of"]

Job = tuple[Article, str]
"""An article that has an id, and its content hash."""

_BATCH: Final = 128
_BATCH_CHARS: Final = 1 << 20


class DocumentBuilder:
    """Analyses articles in this process."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._coder = Coder(analyzer)

    def build(self, jobs: Iterable[Job]) -> Iterator[DocumentBatch]:
        """Analyse articles, and give their documents in their order."""
        for batch in batches(jobs):
            self._coder = self._coder.renewed()
            words = self._coder.words(texts_of(batch))
            yield documents_of(batch, words, self._coder.forms, self._coder.vocabularies)

    def close(self) -> None:
        """Let go of everything."""


def batches(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    """Give articles in batches: enough at once that arrays are worth it, few enough that memory is bounded."""
    batch: list[Job] = []
    chars = 0
    for job in jobs:
        batch.append(job)
        chars += len(job[0].text)
        if len(batch) >= _BATCH or chars >= _BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def texts_of(jobs: Iterable[Job]) -> Iterator[str]:
    """Give the titles and the texts of articles in turn: what `documents_of` wants the words of."""
    for article, _ in jobs:
        yield article.title
        yield article.text


def documents_of(jobs: Sequence[Job], words: Words, forms: Array, vocabularies: Vocabularies) -> DocumentBatch:
    """Make documents of articles and of the words of their titles and texts, whose forms are columns of a table."""
    ids, stored = [article.id for article, _ in jobs], pack(article for article, _ in jobs)
    return DocumentBatch(ids, fields_of(words, forms, vocabularies), columns_of(jobs), stored)


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
