"""From matches to hits: articles read, words marked, passages chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Final

from searchnews.arabic import Analyzer
from searchnews.engines.base import Match, Searcher
from searchnews.highlight import Highlighter
from searchnews.model import Article, Hit, Similar, Wanted

__all__ = ["hits_of"]

_AT_ONCE: Final = 20
"""Articles that are looked through as one: with more of them it is hardly any faster, and they are all in memory."""


def hits_of(
    searcher: Searcher,
    matches: Iterable[Match],
    read: Callable[[Searcher, int], Article],
    wanted: Wanted,
    analyzer: Analyzer,
    *,
    first: int = 1,
    snippets: int,
    similar: Mapping[int, Similar] = MappingProxyType({}),
) -> Iterator[Hit]:
    """Give the hits of matches, ranked from `first` on, with up to so many `snippets` that show what is `wanted`.

    `similar` has, by document, what a match stands for. Articles are read a few at a time.
    """
    highlighter = Highlighter(wanted, analyzer)
    left, rank = iter(matches), first
    while batch := list(islice(left, _AT_ONCE)):
        articles = [read(searcher, match.doc) for match in batch]
        marked = highlighter.marked([(article.title, article.text) for article in articles], limit=snippets)
        for match, article, (spans, passages) in zip(batch, articles, marked, strict=True):
            yield Hit(rank, match.score, article, passages, spans, similar.get(match.doc))
            rank += 1
