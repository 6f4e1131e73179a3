"""What a news desk asks of an index beside searching: completion, articles like one, words that tell, attention, news.

The part of `Index` that is made of these; each stands on the engine's counts and a module of its own, which is loaded
when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from searchnews._reader import Reader
from searchnews.engines.base import ALL
from searchnews.errors import ArticleNotFoundError
from searchnews.model import Query, Results

if TYPE_CHECKING:
    from searchnews._suggesting import Completer
    from searchnews._written import WrittenForms
    from searchnews.model.comparison import Comparison
    from searchnews.model.counts import Period
    from searchnews.model.words import Suggestion, TellingWords

__all__ = ["Desk", "News"]


class News(NamedTuple):
    """What is new for a query: the ids of all that match, and results of what was not known."""

    ids: tuple[str, ...]
    results: Results


class Desk(Reader):
    """An index that is asked what a news desk asks."""

    def compare(
        self,
        queries: Sequence[str | Query],
        period: Period = "month",
        *,
        time_limit_s: float | None = None,
        variants: bool = True,
    ) -> Comparison:
        """Count the matches of several queries over time, so that the attention to each can be compared.

        Words are looked for in all ways of writing them, as by `search`, unless `variants` is False. `QueryError`,
        `QueryTimeoutError`; ValueError for a period that there is not, and for less than two queries.
        """
        from searchnews._comparing import aligned
        from searchnews._counting import timeline_of

        if len(queries) < 2:
            raise ValueError("two queries or more can be compared")
        with self._lease() as searcher:
            plans = [(str(query), self._plan(Query.of(query), searcher, variants=variants)) for query in queries]
            return aligned(
                period,
                [timeline_of(searcher, plan, period, query=text, time_limit_s=time_limit_s) for text, plan in plans],
            )

    def suggest(self, text: str, *, limit: int = 10, titles: int = 3) -> tuple[Suggestion, ...]:
        """Complete what is being typed: up to `limit` words or phrases, the most common first, then `titles` titles.

        The last word of `text` is taken for the beginning of one, unless white space follows it; with words before it,
        what is given goes on from these. Words are as articles usually write them. ValueError for a negative number.
        """
        if limit < 0 or titles < 0:
            raise ValueError("limit and titles cannot be negative")
        with self._lease() as searcher:
            return self._completer.suggest(searcher, text, limit=limit, titles=titles)

    def similar(self, id: str, *, limit: int = 10, offset: int = 0, snippets: int = 2) -> Results:
        """Find the articles most like the one with this id, which is not among them.

        They share its most telling words, which `Results.query` lists, the most telling first; snippets show them.
        `ArticleNotFoundError`; ValueError for a negative number.
        """
        from searchnews._likeness import likeness

        if limit < 0 or offset < 0 or snippets < 0:
            raise ValueError("limit, offset and snippets cannot be negative")
        began = perf_counter()
        with self._lease() as searcher:
            own = searcher.find(id)
            if own is None:
                raise ArticleNotFoundError(id)
            like = likeness(self._article(searcher, own), searcher, self.analyzer)
            if like is None:
                return Results("", 0, (perf_counter() - began) * 1000, offset=offset)
            found = like.matches(searcher, own, limit=limit, offset=offset)
            hits = tuple(self._hits(searcher, found.top, like.wanted, first=offset + 1, snippets=snippets))
        return Results(" ".join(like.words), found.total, (perf_counter() - began) * 1000, hits, offset)

    def news(
        self, query: str | Query, *, is_known: Callable[[str], bool] | None = None, limit: int = 10, snippets: int = 1
    ) -> News:
        """Give the ids of all matches, the newest first, and those hits of which `is_known` does not know the id.

        The query is asked strictly as it is, without mending words, other ways of writing them, or dropping conditions.
        `QueryError`.
        """
        from searchnews._answering import Wish, best
        from searchnews.query import parse

        began, asked = perf_counter(), Query.of(query)
        with self._lease() as searcher:
            plan = parse(asked, self.analyzer, searcher, strict=True)
            found = best(searcher, plan, Wish(limit=ALL, offset=0, sort="newest", whole=True)).matches.top
            ids = [searcher.id_of(match.doc) for match in found]
            fresh = [match for match, id in zip(found, ids, strict=True) if is_known is None or not is_known(id)]
            hits = tuple(self._hits(searcher, fresh[:limit], plan.wanted, snippets=snippets))
        return News(tuple(ids), Results(str(asked), len(fresh), (perf_counter() - began) * 1000, hits))

    def terms(self, query: str | Query, *, limit: int = 20, phrases: int = 10, variants: bool = True) -> TellingWords:
        """Find the words and pairs of words that the articles of a query have oftener than the rest of the index.

        By their log-likelihood ratio; see `TellingWords`. Reads the whole vocabulary and the best 300 articles, which
        takes a second or two for 40,000. The articles are those that `search` finds, in all ways of writing the query
        unless `variants` is False. `QueryError`; ValueError for a negative number.
        """
        from searchnews._answering import Wish, answer
        from searchnews._telling import READ, Telling
        from searchnews.model.words import TellingWords

        if limit < 0 or phrases < 0:
            raise ValueError("limit and phrases cannot be negative")
        with self._lease() as searcher:
            wish = Wish(limit=ALL, offset=0, whole=True, spellings=self._spelt_otherwise(wanted=variants))
            found = answer(searcher, Query.of(query), self.analyzer, wish)
            docs = [match.doc for match in found.matches.top]
            telling = Telling(self.analyzer, searcher, self._stored)
            words, pairs = telling.find(docs, found.plan.wanted, limit=limit, phrases=phrases)
        return TellingWords(str(Query.of(query)), len(docs), min(len(docs), READ), words, pairs)

    @cached_property
    def _completer(self) -> Completer:
        from searchnews._suggesting import Completer

        return Completer(self.analyzer, self._written, self._stored)

    @cached_property
    def _written(self) -> WrittenForms:
        from searchnews._written import WrittenForms

        return WrittenForms(self.analyzer, self._stored)
