"""From an article to the document that the engine keeps: its words as numbers, in every form and field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchnews._documents import columns_of, pack
from searchnews.arabic import Analyzer
from searchnews.engines.base import CodedTerms, Document, FieldTerms
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

__all__ = ["Coder", "DocumentBuilder", "Part", "Vocabularies", "document_of"]

Array = NDArray[Any]
Vocabularies = tuple[list[str], list[str], list[str]]
"""The surfaces, the stems and the roots that numbers stand for; lists that only grow."""

_MAX_WORDS: Final = 1_000_000


class Part(NamedTuple):
    """The words of a title or a text: three rows of numbers (surfaces, stems, roots), and their places.

    Places are None where they are 0, 1, 2 ...
    """

    numbers: Array
    places: Array | None

    def at(self, start: int) -> Array:
        """Give the places, moved to begin at `start`."""
        places = np.arange(self.numbers.shape[1], dtype=np.uint32) if self.places is None else self.places
        moved: Array = places + np.uint32(start)
        return moved


class Coder(dict[str, int]):
    """Numbers for distinct words, and for each the numbers of its forms: a news archive has few of them."""

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer
        self._numbers: tuple[dict[str, int], ...] = ({}, {}, {})
        self.vocabularies: Vocabularies = ([], [], [])
        self._codes = np.zeros((3, 1 << 12), np.uint32)

    @property
    def full(self) -> bool:
        """Whether it is time for another: no vocabulary grows without bound."""
        return len(self) > _MAX_WORDS

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        if number == self._codes.shape[1]:
            self._codes = np.concatenate([self._codes, np.zeros_like(self._codes)], axis=1)
        for kind, form in enumerate(self._analyzer.analyse(word)[:3]):
            numbers, vocabulary = self._numbers[kind], self.vocabularies[kind]
            code = numbers.get(form)
            if code is None:
                code = numbers[form] = len(vocabulary)
                vocabulary.append(form)
            self._codes[kind, number] = code
        return number

    def part(self, text: str) -> Part:
        """Analyse a title or a text."""
        words, places = self._analyzer.places(text)
        numbers = np.fromiter(map(self.__getitem__, words), np.int64, len(words))
        in_a_row = isinstance(places, range)
        return Part(self._codes[:, numbers], None if in_a_row else np.array(places, np.uint32))


class DocumentBuilder:
    """Analyses articles, one after the other, in this process."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._coder = Coder(analyzer)

    def build(self, jobs: Iterable[tuple[Article, str]]) -> Iterator[Document]:
        """Analyse articles that have ids, each given with its content hash."""
        for article, fingerprint in jobs:
            if self._coder.full:
                self._coder = Coder(self._analyzer)
            title, text = self._coder.part(article.title), self._coder.part(article.text)
            columns = columns_of(article, fingerprint)
            yield document_of(article.id, columns, pack(article), title, text, self._coder.vocabularies)

    def close(self) -> None:
        """Let go of everything."""


def document_of(
    id: str, columns: dict[str, str], stored: bytes, title: Part, text: Part, vocabularies: Vocabularies
) -> Document:
    """Lay out the fields of an article out of the words of its title and its text."""
    surfaces, stems, roots = vocabularies
    counted = np.concatenate([title.numbers] * TITLE_REPEATS + [text.numbers], axis=1)
    title_places = title.at(0)
    after = int(title_places[-1]) + 1 + POSITION_GAP if len(title_places) else 0
    fields = {
        STEM: FieldTerms(CodedTerms(counted[1], stems)),
        ROOT: FieldTerms(CodedTerms(counted[2], roots)),
        SURFACE: FieldTerms(
            CodedTerms(np.concatenate([title.numbers[0], text.numbers[0]]), surfaces),
            np.concatenate([title_places, text.at(after)]),
        ),
        TITLE_STEM: FieldTerms(CodedTerms(title.numbers[1], stems)),
        TITLE_ROOT: FieldTerms(CodedTerms(title.numbers[2], roots)),
        TITLE_SURFACE: FieldTerms(CodedTerms(title.numbers[0], surfaces), title_places),
    }
    return Document(id, fields, columns, stored)
