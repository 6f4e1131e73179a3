"""From articles to the documents that the engine keeps: their words as numbers, in every form and field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from struct import Struct
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchnews._documents import columns_of, pack
from searchnews.arabic import Analyzer
from searchnews.arabic.tokenizer import lone_word
from searchnews.engines.base import CodedTerms, DocumentBatch, FieldBatch
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

__all__ = ["Array", "Coder", "DocumentBuilder", "Job", "Vocabularies", "Words", "batches", "documents_of", "texts_of"]

Array = NDArray[Any]
Job = tuple[Article, str]
"""An article that has an id, and its content hash."""

Vocabularies = tuple[list[str], list[str], list[str]]
"""The surfaces, the stems and the roots that numbers stand for; lists that only grow."""

_MAX_WORDS: Final = 1_000_000
_MAX_CHUNKS: Final = 1_000_000
_ROW: Final = Struct("=4I")
_NUMBER: Final = Struct("=I")

_BATCH: Final = 128
_BATCH_CHARS: Final = 1 << 20


class Words(NamedTuple):
    """The words of several texts in a row.

    `numbers` has three rows: surfaces, stems, roots. `places` are those of the words, each in its text. `lengths` says
    how many are of each text.
    """

    numbers: Array
    places: Array
    lengths: Array


class _Numbers(dict[str, int]):
    """The numbers of distinct terms, given in the order in which they are asked for; `terms` has them in that order."""

    def __init__(self) -> None:
        super().__init__()
        self.terms: list[str] = []

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self.terms)
        self.terms.append(term)
        return number


class _Learned(dict[str, int]):
    """What another coder has found out: where the row of a word stands among its rows."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        super().__init__()
        self._vocabularies, self._rows = vocabularies, bytearray()

    def add(self, words: Sequence[str], rows: bytes) -> None:
        begin = len(self._rows)
        self._rows += rows
        self.update(zip(words, range(begin, len(self._rows), _ROW.size), strict=True))

    def forms(self, word: str) -> tuple[str, str, str]:
        surface, stem, root, _ = _ROW.unpack_from(self._rows, self[word])
        surfaces, stems, roots = self._vocabularies
        return surfaces[surface], stems[stem], roots[root]


class Coder(dict[str, bytes]):
    """The tokens of distinct chunks as rows of numbers: of their three forms, and of the places they are further on.

    A chunk is what stands between white space, mostly a word with or without its comma. No token stands across white
    space, so the tokens of a text are those of its chunks, in order; and a news archive has few distinct ones.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer
        self._words: dict[str, bytes] = {}
        self._others: dict[int, _Learned] = {}
        self.analysed: list[str] = []
        """The distinct words analysed here, in their order."""
        self._surfaces, self._stems, self._roots = _Numbers(), _Numbers(), _Numbers()
        self.vocabularies: Vocabularies = (self._surfaces.terms, self._stems.terms, self._roots.terms)

    @property
    def full(self) -> bool:
        """Whether it is time for another: no vocabulary grows without bound."""
        return len(self._words) > _MAX_WORDS

    def __missing__(self, chunk: str) -> bytes:
        if (word := lone_word(chunk)) is not None:  # most are: no need to cut them up
            found = self[chunk] = self._words.get(word) or self._row(word)
            return found
        words, places = self._analyzer.places(chunk)
        rows = [self._words.get(word) or self._row(word) for word in words]
        if not isinstance(places, range):
            steps = (place - before for before, place in pairwise((-1, *places)))
            rows = [row[: -_NUMBER.size] + _NUMBER.pack(step) for row, step in zip(rows, steps, strict=True)]
        found = self[chunk] = rows[0] if len(rows) == 1 else b"".join(rows)
        return found

    def _row(self, word: str) -> bytes:
        """Analyse a new word, unless another coder did."""
        learned = (others.forms(word) for others in self._others.values() if word in others)
        if (forms := next(learned, None)) is None:
            forms = self._analyzer.analyse(word)[:3]
            self.analysed.append(word)
        surface, stem, root = forms
        row = self._words[word] = _ROW.pack(self._surfaces[surface], self._stems[stem], self._roots[root], 1)
        return row

    def rows(self, words: Iterable[str]) -> bytes:
        """Give the rows of words that were analysed here, for another coder to learn."""
        return b"".join(map(self._words.__getitem__, words))

    def learn(self, words: Sequence[str], rows: bytes, vocabularies: Vocabularies) -> None:
        """Take over what a coder of those vocabularies has found out of some words, by its `rows` of them."""
        if sum(map(len, self._others.values())) > _MAX_WORDS:
            self._others.clear()
        self._others.setdefault(id(vocabularies), _Learned(vocabularies)).add(words, rows)

    def words(self, texts: Iterable[str]) -> Words:
        """Analyse texts."""
        if len(self) > _MAX_CHUNKS:
            self.clear()
        coded = [b"".join(map(self.__getitem__, text.split())) for text in texts]
        rows = np.frombuffer(b"".join(coded), np.uint32).reshape(-1, 4)
        lengths = np.array([len(each) for each in coded], np.int64) // _ROW.size
        reached = np.concatenate([[0], np.cumsum(rows[:, 3], dtype=np.int64)])
        before = reached[np.cumsum(lengths) - lengths]
        places = reached[1:] - np.repeat(before, lengths) - 1
        return Words(np.ascontiguousarray(rows[:, :3].T), places.astype(np.uint32), lengths)


class DocumentBuilder:
    """Analyses articles in this process."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._coder = Coder(analyzer)

    def build(self, jobs: Iterable[Job]) -> Iterator[DocumentBatch]:
        """Analyse articles, and give their documents in their order."""
        for batch in batches(jobs):
            if self._coder.full:
                self._coder = Coder(self._analyzer)
            yield documents_of(batch, self._coder.words(texts_of(batch)), self._coder.vocabularies)

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


def documents_of(jobs: Sequence[Job], words: Words, vocabularies: Vocabularies) -> DocumentBatch:
    """Make documents of articles and of the words of their titles and texts."""
    ids, stored = [article.id for article, _ in jobs], [pack(article) for article, _ in jobs]
    return DocumentBatch(ids, fields_of(words, vocabularies), columns_of(jobs), stored)


def fields_of(words: Words, vocabularies: Vocabularies) -> dict[str, FieldBatch]:
    """Lay out the fields of articles out of the words of their titles and texts."""
    surfaces, stems, roots = (
        CodedTerms(numbers, vocabulary) for numbers, vocabulary in zip(words.numbers, vocabularies, strict=True)
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
