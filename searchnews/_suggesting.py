"""Completions of what is being typed: words of the index, what follows the words before, and titles.

Everything is counted in articles, by looking into the index alone; a few articles are read to show words as they are
written. Warm, on 42,000 articles, the words of a beginning take 3 to 6 ms, what follows other words 10 to 50.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from whoosh.query import And, Or, Phrase, Query, Term

from searchnews._written import WrittenForms
from searchnews.arabic import Analyzer
from searchnews.engines.base import Searcher
from searchnews.model import Article
from searchnews.model.words import Suggestion
from searchnews.ranking.fields import SURFACE, TITLE_SURFACE

__all__ = ["Completer"]

_LOOK_IN: Final = 40
"""So many articles are read for what follows the words before."""

_TITLES_EACH: Final = 5
"""So many articles are read for each title that is wanted."""

_WAYS_ON: Final = 20
"""So many words, the most common that begin as what was typed, are tried after the words before it."""

_MOST_WORDS: Final = 8
"""Of a longer input the last so many words count."""


class _Typed(NamedTuple):
    """What was typed: the folded words that are whole, and the beginning of the one that is not (perhaps nothing)."""

    before: tuple[str, ...]
    beginning: str

    @property
    def pattern(self) -> str:
        """What fits a folded text where it has these words and a word that begins so."""
        return r"\s+".join(map(re.escape, (*self.before, self.beginning)))


class Completer:
    """Completes texts from an index; `article_of` gives the article of a document."""

    def __init__(
        self, analyzer: Analyzer, written: WrittenForms, article_of: Callable[[Searcher, int], Article]
    ) -> None:
        self._analyzer, self._written, self._article_of = analyzer, written, article_of

    def suggest(self, searcher: Searcher, text: str, *, limit: int, titles: int) -> tuple[Suggestion, ...]:
        """Give up to `limit` words or phrases, the most common first, then up to `titles` titles."""
        typed = self._typed(text)
        if not (typed.before or typed.beginning):
            return ()
        words = self._phrases(searcher, typed, limit) if typed.before else self._words(searcher, typed, limit)
        return (*words, *self._titles(searcher, typed, titles))

    def _typed(self, text: str) -> _Typed:
        words = [self._analyzer.forms(token.text).surface for token in self._analyzer.tokenize(text)]
        open_word = bool(words) and (text[-1].isalnum() or not text[-1].isspace())
        whole, beginning = (words[:-1], words[-1]) if open_word else (words, "")
        return _Typed(tuple(whole[-_MOST_WORDS:]), beginning)

    def _words(self, searcher: Searcher, typed: _Typed, limit: int) -> list[Suggestion]:
        found = searcher.frequent_terms(SURFACE, typed.beginning, limit=limit) if limit else []
        return [Suggestion(self._written.usual(searcher, term), "word", count) for term, count in found]

    def _phrases(self, searcher: Searcher, typed: _Typed, limit: int) -> list[Suggestion]:
        fits = re.compile(rf"(?<!\w){typed.pattern}\w*")
        shown: dict[tuple[str, ...], Counter[str]] = {}
        for article in self._articles(searcher, SURFACE, typed, _LOOK_IN) if limit else ():
            for part in (article.title, article.text):
                for match in fits.finditer(self._written.folded(part)):
                    written = part[match.start() : match.end()].strip()
                    words = tuple(match[0].split())
                    if len(words) > len(typed.before) and "\n" not in written:
                        shown.setdefault(words, Counter())[written] += 1
        likely = sorted(shown, key=lambda words: -shown[words].total())[:limit]
        counted = [(searcher.search(Phrase(SURFACE, list(words)), limit=0).total, words) for words in likely]
        best = sorted((one for one in counted if one[0]), key=lambda one: (-one[0], one[1]))
        return [Suggestion(shown[words].most_common(1)[0][0], "phrase", count) for count, words in best]

    def _titles(self, searcher: Searcher, typed: _Typed, limit: int) -> list[Suggestion]:
        fits = re.compile(rf"(?<!\w){typed.pattern}")
        found: dict[str, tuple[int, str]] = {}
        for article in self._articles(searcher, TITLE_SURFACE, typed, _TITLES_EACH * limit) if limit else ():
            title = " ".join(article.title.split())
            if title not in found and (match := fits.search(self._written.folded(title))):
                found[title] = (match.start(), article.id)
        first = sorted(found, key=lambda title: found[title][0] > 0)[:limit]  # those that begin so stand before others
        return [Suggestion(title, "title", 1, found[title][1]) for title in first]

    def _articles(self, searcher: Searcher, field: str, typed: _Typed, count: int) -> Iterator[Article]:
        """Read the best articles that have, in `field`, what was typed and a word that begins as its last one."""
        conditions: list[Query] = _side_by_side(field, typed.before)
        if typed.beginning:
            ways_on = searcher.frequent_terms(field, typed.beginning, limit=_WAYS_ON)
            conditions.append(Or([Term(field, term) for term, _ in ways_on]))
        query = And(conditions) if len(conditions) > 1 else conditions[0]
        for match in searcher.search(query, limit=count).top:
            yield self._article_of(searcher, match.doc)


def _side_by_side(field: str, words: Sequence[str]) -> list[Query]:
    if len(words) > 1:
        return [Phrase(field, list(words))]
    return [Term(field, word) for word in words]
