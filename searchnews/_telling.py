"""The words and pairs of words that tell the articles of a query apart from all others.

Words are counted in all articles that match, by the engine; pairs in the best of them, which are read. Stop words,
numbers, and what the query itself asks for are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from whoosh.query import Phrase, Term

from searchnews.arabic import Analyzer, Forms
from searchnews.engines.base import Searcher
from searchnews.model import Article, Wanted
from searchnews.model.words import TellingWord
from searchnews.ranking.fields import STEM, SURFACE
from searchnews.ranking.keyness import keyness

__all__ = ["READ", "Telling"]

READ: Final = 300
"""So many of the best articles are read, for pairs and for how words are written: about a third of a second."""

_LEAST_SHARE: Final = 0.01
"""What fewer of the articles hold is not frequent in them."""

_LEAST_ARTICLES: Final = 2
_PAIRS_EACH: Final = 6  # so many of the most frequent pairs are looked up in the whole index, for each that is wanted
_WORDS_EACH: Final = 3

Pair = tuple[str, str]


class _Word(NamedTuple):
    """A word of an article: as it is written, its forms, and whether it stands right behind the one before it."""

    text: str
    forms: Forms
    adjoins: bool


class _Read(NamedTuple):
    """What was seen in the articles that were read: how each stem and each pair is written, and in how many it is."""

    articles: int
    stems: dict[str, Counter[str]]
    pairs: Counter[Pair]
    written: dict[Pair, Counter[str]]


class Telling:
    """Finds telling words; `article_of` gives the article of a document."""

    def __init__(self, analyzer: Analyzer, searcher: Searcher, article_of: Callable[[Searcher, int], Article]) -> None:
        self._analyzer, self._searcher, self._article_of = analyzer, searcher, article_of
        self._all = sum(1 for _ in searcher.documents())

    def find(
        self, docs: Sequence[int], wanted: Wanted, *, limit: int, phrases: int
    ) -> tuple[tuple[TellingWord, ...], tuple[TellingWord, ...]]:
        """Give the most telling words and pairs of documents, the best first; `wanted` is what the query looks for."""
        in_phrases = {word for phrase in wanted.phrases for words in phrase for word in words}
        asked = wanted.stems | {self._analyzer.forms(word).stem for word in in_phrases}
        read = self._read(docs[:READ])
        words = self._words(docs, asked, read, limit) if limit else []
        return tuple(words), tuple(self._pairs(asked, read, phrases)) if phrases else ()

    def _words(self, docs: Sequence[int], asked: frozenset[str], read: _Read, limit: int) -> Iterator[TellingWord]:
        least = max(min(_LEAST_ARTICLES, len(docs)), int(len(docs) * _LEAST_SHARE))
        shares = self._searcher.shares_of_terms(STEM, docs, least=least)
        weighed = [(keyness(one.within, len(docs), one.overall, self._all), one) for one in shares]
        telling = sorted((one for one in weighed if one[0] and one[1].term not in asked), key=lambda w: (-w[0], w[1]))
        found = 0
        for significance, one in telling[: _WORDS_EACH * limit]:
            written = self._written(one.term, read)
            if written and found < limit:
                found += 1
                yield TellingWord(written, one.within, one.overall, significance)

    def _written(self, stem: str, read: _Read) -> str:
        """Give the usual word of a stem; empty for a stop word, a number, or what is no word."""
        known = read.stems.get(stem)
        if known is None:
            known = Counter()
            for match in self._searcher.search(Term(STEM, stem), limit=1).top:
                known = self._read([match.doc]).stems.get(stem, known)
        return known.most_common(1)[0][0] if known else ""

    def _pairs(self, asked: frozenset[str], read: _Read, limit: int) -> list[TellingWord]:
        stem_of = {word: self._analyzer.forms(word).stem for pair in read.pairs for word in pair}
        least = min(_LEAST_ARTICLES, read.articles)
        new = [
            (count, pair)
            for pair, count in read.pairs.items()
            if count >= least and not asked.issuperset(stem_of[word] for word in pair)
        ]
        found = []
        for count, pair in sorted(new, key=lambda one: (-one[0], one[1]))[: _PAIRS_EACH * limit]:
            overall = self._searcher.search(Phrase(SURFACE, list(pair)), limit=0).total
            if significance := keyness(count, read.articles, overall, self._all):
                written = read.written[pair].most_common(1)[0][0]
                found.append(TellingWord(written, count, overall, significance))
        return sorted(found, key=lambda word: (-word.significance, word.text))[:limit]

    def _read(self, docs: Sequence[int]) -> _Read:
        read = _Read(len(docs), {}, Counter(), {})
        for doc in docs:
            article = self._article_of(self._searcher, doc)
            pairs = set[Pair]()
            for text in (article.title, article.text):
                words = list(self._words_of(text))
                for word in words:
                    if word.forms.tells:
                        read.stems.setdefault(word.forms.stem, Counter())[word.text] += 1
                for one, other in pairwise(words):
                    if other.adjoins and one.forms.tells and other.forms.tells:
                        pair = one.forms.surface, other.forms.surface
                        pairs.add(pair)
                        read.written.setdefault(pair, Counter())[f"{one.text} {other.text}"] += 1
            read.pairs.update(pairs)
        return read

    def _words_of(self, text: str) -> Iterator[_Word]:
        end = -1
        for token in self._analyzer.tokenize(text):
            if token.is_word:
                adjoins = end >= 0 and text[end : token.start].isspace() and "\n" not in text[end : token.start]
                yield _Word(self._analyzer.spelling(token.text), self._analyzer.forms(token.text), adjoins)
                end = token.end
            else:
                end = -1
