"""From an article to the document that the engine keeps: its words as numbers, in every form and field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from struct import Struct
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

__all__ = ["Array", "Coder", "DocumentBuilder", "Part", "Vocabularies", "document_of"]

Array = NDArray[Any]
Vocabularies = tuple[list[str], list[str], list[str]]
"""The surfaces, the stems and the roots that numbers stand for; lists that only grow."""

_MAX_WORDS: Final = 1_000_000
_MAX_CHUNKS: Final = 500_000
_ROW: Final = Struct("=4I")
_NUMBER: Final = Struct("=I")


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


class Coder(dict[str, bytes]):
    """The tokens of distinct chunks as rows of numbers: of their three forms, and of the places they are further on.

    A chunk is what stands between white space, mostly a word with or without its comma. No token stands across white
    space, so the tokens of a text are those of its chunks, in order; and a news archive has few distinct ones.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer
        self._words: dict[str, bytes] = {}
        self._numbers: tuple[dict[str, int], ...] = ({}, {}, {})
        self.vocabularies: Vocabularies = ([], [], [])

    @property
    def full(self) -> bool:
        """Whether it is time for another: no vocabulary grows without bound."""
        return len(self._words) > _MAX_WORDS

    def __missing__(self, chunk: str) -> bytes:
        words, places = self._analyzer.places(chunk)
        rows = [self._words.get(word) or self._row(word) for word in words]
        if not isinstance(places, range):
            steps = (place - before for before, place in pairwise((-1, *places)))
            rows = [row[: -_NUMBER.size] + _NUMBER.pack(step) for row, step in zip(rows, steps, strict=True)]
        found = self[chunk] = rows[0] if len(rows) == 1 else b"".join(rows)
        return found

    def _row(self, word: str) -> bytes:
        """Analyse a new word."""
        codes = []
        forms = self._analyzer.analyse(word)[:3]
        for form, numbers, vocabulary in zip(forms, self._numbers, self.vocabularies, strict=True):
            code = numbers.get(form)
            if code is None:
                code = numbers[form] = len(vocabulary)
                vocabulary.append(form)
            codes.append(code)
        row = self._words[word] = _ROW.pack(*codes, 1)
        return row

    def part(self, text: str) -> Part:
        """Analyse a title or a text."""
        if len(self) > _MAX_CHUNKS:
            self.clear()
        rows = np.frombuffer(b"".join(map(self.__getitem__, text.split())), np.uint32).reshape(-1, 4)
        *codes, steps = rows.T
        places = None if steps.all() else np.cumsum(steps, dtype=np.uint32) - np.uint32(1)
        return Part(np.array(codes), places)


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
