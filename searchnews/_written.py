"""Folded words as people write them: an index holds المتحده, a reader wants to see المتحدة.

How a word is spelt is looked up in articles that hold it; what most of a few have is taken for usual. Vowel marks and
stretching are left out: a word that is only ever written with them is shown folded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final

from whoosh.query import Term

from searchnews.arabic import Analyzer
from searchnews.engines.base import Searcher
from searchnews.model import Article
from searchnews.ranking.fields import SURFACE

__all__ = ["WrittenForms"]

_LOOK_IN: Final = 5
"""So many articles are asked how they write a word: with three the rarer spelling was taken for some, as الى."""

_MOST_KNOWN: Final = 50_000

_LETTERS: Final = (*range(0x20, 0x250), *range(0x370, 0x700), *range(0x750, 0x780), *range(0x8A0, 0x900))


class WrittenForms:
    """Gives words as they are written in an index; what was looked up once is kept. May be used by several threads.

    `article_of` gives the article of a document.
    """

    def __init__(self, analyzer: Analyzer, article_of: Callable[[Searcher, int], Article]) -> None:
        self._analyzer, self._article_of = analyzer, article_of
        self._known: dict[str, str] = {}

    def usual(self, searcher: Searcher, surface: str) -> str:
        """Give the usual spelling of a folded word; the word itself where none is found."""
        known = self._known.get(surface)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[surface] = self._look_up(searcher, surface)
        return known

    def _look_up(self, searcher: Searcher, surface: str) -> str:
        found = Counter[str]()
        for match in searcher.search(Term(SURFACE, surface), limit=_LOOK_IN).top:
            article = self._article_of(searcher, match.doc)
            for part in (article.title, article.text):
                found.update(part[start:end] for start, end in self.places(part, surface))
        return found.most_common(1)[0][0] if found else surface

    def places(self, text: str, surface: str) -> Iterator[tuple[int, int]]:
        """Give where a folded word, or words with a blank between them, stand in a text."""
        folded = self.folded(text)
        at = folded.find(surface)
        while at >= 0:
            end = at + len(surface)
            if not (_goes_on(folded, at - 1) or _goes_on(folded, end)):
                yield at, end
            at = folded.find(surface, end)

    def folded(self, text: str) -> str:
        """Fold a text letter by letter, so that every place stays where it was."""
        for letter in set(text).intersection(self._letters):  # few are there: this is ten times as fast as translate
            text = text.replace(letter, self._letters[letter])
        return text

    @cached_property
    def _letters(self) -> dict[str, str]:
        folds = ((letter, self._analyzer.fold(letter)) for letter in map(chr, _LETTERS))
        return {letter: folded for letter, folded in folds if len(folded) == 1 and folded != letter}


def _goes_on(text: str, place: int) -> bool:
    """Tell whether a word has a letter at a place just outside it."""
    return 0 <= place < len(text) and (text[place].isalnum() or text[place] == "_")
