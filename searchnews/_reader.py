"""How an index is read: its open searcher, lent out, and the articles and hits of documents.

What every question to an index stands on (`_asking`, `_desk`). Searches see the newest commit, of whatever process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from time import sleep
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Self

from searchnews._documents import group_in, read_article
from searchnews._metadata import incompatible, read_metadata
from searchnews._searchers import CurrentSearcher
from searchnews.arabic import Analyzer
from searchnews.engines.base import Engine, Match, Searcher
from searchnews.errors import IndexNotFoundError
from searchnews.model import Article, Hit, Query, Similar, Wanted

if TYPE_CHECKING:
    from searchnews.arabic.spellings import Spellings
    from searchnews.arabic.variants import Group
    from searchnews.query import Plan

__all__ = ["Reader"]

_PAUSES: Final = (0.001, 0.01, 0.1)

_AT_ONCE: Final = 20
"""Hits whose texts are looked through as one: with more of them it is hardly any faster, and they are all in memory."""


class Reader:
    """An index that is read. Any number of threads may do so."""

    def __init__(
        self, engine: Engine, analyzer: Analyzer, *, path: str | None, variants: tuple[Group, ...] = ()
    ) -> None:
        self.path, self.analyzer = path, analyzer
        self._engine = engine
        self._searchers = CurrentSearcher(self._open_searcher)
        self._closed = False
        self._own_variants = variants
        self._spellings: Spellings | None = None

    def __contains__(self, id: object) -> bool:
        with self._lease() as searcher:
            return isinstance(id, str) and searcher.find(id) is not None

    def get(self, id: str) -> Article | None:
        """Give the article with this id."""
        with self._lease() as searcher:
            doc = searcher.find(id)
            return None if doc is None else self._article(searcher, doc)

    def articles(self) -> Iterator[Article]:
        """Give all articles, as of the moment the first is asked for."""
        self._check_open()
        with self._open_searcher() as searcher:
            for doc in searcher.documents():
                yield self._article(searcher, doc)

    def close(self) -> None:
        """Let go of all files. Harmless when done twice."""
        self._closed = True
        self._searchers.close()
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("the index is closed; open it again with searchnews.open_index")

    def check_analyzer(self) -> None:
        """Make sure that the index is still one of this analyzer: another process may have built it anew."""
        if self.path is not None and (made := read_metadata(self.path).analyzer) != self.analyzer.name:
            raise incompatible(f"made by analyzer {made}, not {self.analyzer.name}", self.path)

    def _open_searcher(self) -> Searcher:
        for pause in _PAUSES:
            try:
                return self._newest_searcher()
            except IndexNotFoundError:
                sleep(pause)  # an index built anew takes the place of the old one: for a moment there is neither
        return self._newest_searcher()

    def _newest_searcher(self) -> Searcher:
        searcher = self._engine.searcher()
        try:
            self.check_analyzer()
        except BaseException:
            searcher.close()
            raise
        return searcher

    @contextmanager
    def _lease(self) -> Iterator[Searcher]:
        self._check_open()
        with self._searchers.lease() as searcher:
            yield searcher

    def _plan(self, query: Query, searcher: Searcher, *, variants: bool = True, plain: bool = False) -> Plan:
        from searchnews.query import parse

        ways = self._spelt_otherwise(wanted=variants)
        return parse(query, self.analyzer, searcher, plain=plain, spellings=ways)

    def _spelt_otherwise(self, *, wanted: bool) -> Spellings | None:
        """Give the other ways of writing words, read once; None where they are not wanted."""
        if not wanted:
            return None
        if self._spellings is None or self._spellings.analyzer is not self.analyzer:
            from searchnews.arabic.spellings import Spellings

            self._spellings = Spellings(self.analyzer, self._own_variants)
        return self._spellings

    def _article(self, searcher: Searcher, doc: int) -> Article:
        return read_article(searcher, doc, index=self.path or "", group_id=group_in(searcher, doc))

    def _stored(self, searcher: Searcher, doc: int) -> Article:
        """Give an article without its group, faster: what only looks into its words reads it so."""
        return read_article(searcher, doc, index=self.path or "")

    def _hits(
        self,
        searcher: Searcher,
        matches: Iterable[Match],
        wanted: Wanted,
        *,
        first: int = 1,
        snippets: int,
        similar: Mapping[int, Similar] = MappingProxyType({}),
    ) -> Iterator[Hit]:
        """Give the hits of matches, ranked from `first` on, with up to so many `snippets` that show what is `wanted`.

        `similar` has, by document, what a match stands for. Articles are read a few at a time.
        """
        from searchnews.highlight import Highlighter

        highlighter = Highlighter(wanted, self.analyzer)
        left, rank = iter(matches), first
        while batch := list(islice(left, _AT_ONCE)):
            articles = [self._article(searcher, match.doc) for match in batch]
            marked = highlighter.marked([(article.title, article.text) for article in articles], limit=snippets)
            for match, article, (spans, passages) in zip(batch, articles, marked, strict=True):
                yield Hit(rank, match.score, article, passages, spans, similar.get(match.doc))
                rank += 1
