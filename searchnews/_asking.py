"""What an index is asked in the words of the query language: hits, lists, counts.

The part of `Index` that is made of these. Wires the rooms together: `query` understands, `_answering` puts matches in
order, `highlight` finds the passages, `_counting` counts. Each is loaded when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Any

from searchnews._reader import Reader
from searchnews.engines.base import ALL, Searcher
from searchnews.model import Grouping, Hit, Query, Results, Sort

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from searchnews.model.counts import Facet, FacetName, Period, Timeline

__all__ = ["Asking"]


class Asking(Reader):
    """An index that is asked queries."""

    def search(
        self,
        query: str | Query,
        *,
        limit: int = 10,
        offset: int = 0,
        explain: bool = False,
        snippets: int = 2,
        time_limit_s: float | None = None,
        strict: bool = False,
        sort: Sort = "relevance",
        recency_days: float | None = None,
        title_boost: float = 1.0,
        after: str = "",
        facets: Iterable[FacetName] = (),
        variants: bool = True,
        group: Grouping | None = None,
    ) -> Results:
        """Find articles: hits `offset` to `offset + limit` by rank, and the number of all matches.

        `snippets` is the most passages a hit is given; `explain` fills `Results.explanations`. Words that no article
        has are looked for as they may have been meant (`Results.corrections`), and a query without a match is asked
        once more with fewer conditions (`Results.asked`); neither is done where `strict`. Months, numbers and names are
        looked for in all ways of writing them, unless `variants` is False or `strict` is set.

        `sort` is relevance, newest or oldest (those without a date last). With `recency_days` the score of an article
        is half of what it would be for every so many days that it is older than the newest match. Both read the dates
        of all matches. `title_boost` multiplies what a word adds that stands in the headline. With `group`, reprints of
        one text are one hit: the best match among them, or the first or the last by date (`Hit.similar`,
        `Results.groups`). Matching may take about `time_limit_s` seconds; None is no bound. `QueryError`,
        `QueryTimeoutError`; ValueError for options that make no sense.

        A query of filters alone lists the newest first. `after` is the `Results.cursor` of the page before: the next
        begins behind its last article, wherever that stands by now. `facets` are fields to count all matches by.
        """
        from searchnews._answering import Wish, answer, explained  # loading and listing do without the query side

        began = perf_counter()
        if snippets < 0:
            raise ValueError("snippets cannot be negative")
        asked, names, ways = Query.of(query), tuple(facets), self._spelt_otherwise(wanted=variants and not strict)
        wish = Wish(
            *(limit, offset, sort, recency_days, strict, title_boost, time_limit_s, after),
            counted=bool(names),
            spellings=ways,
            group=group,
        )
        with self._lease() as searcher:
            found = answer(searcher, asked, self.analyzer, wish)
            top, wanted, first = found.matches.top, found.plan.wanted, found.start + 1
            hits = tuple(self._hits(searcher, top, wanted, first=first, snippets=snippets, similar=found.similar))
            counted = () if found.docs is None else self._counted(searcher, found.docs, names, None)
            why = {}
            if explain:
                pairs = zip(hits, found.matches.top, strict=True)
                why = {hit.id: explained(searcher, match, found) for hit, match in pairs}
        took_ms = (perf_counter() - began) * 1000
        return Results(
            str(asked),
            found.matches.total,
            took_ms,
            hits,
            found.start,
            why,
            found.plan.corrections,
            found.asked,
            found.plan.unknown,
            counted,
            found.cursor,
            found.groups,
        )

    def scan(
        self,
        query: str | Query,
        *,
        sort: Sort = "relevance",
        limit: int | None = None,
        snippets: int = 0,
        strict: bool = False,
        recency_days: float | None = None,
        time_limit_s: float | None = None,
        variants: bool = True,
    ) -> Iterator[Hit]:
        """Give every match, one after the other, as of the moment the first is asked for.

        Takes sixteen bytes of memory a match, and some articles at a time. Options and errors as those of `search`.
        """
        from searchnews._answering import Wish, answer

        ways = self._spelt_otherwise(wanted=variants and not strict)
        most = ALL if limit is None else limit
        wish = Wish(most, 0, sort, recency_days, strict, time_limit_s=time_limit_s, whole=True, spellings=ways)
        with self._lease() as searcher:
            found = answer(searcher, Query.of(query), self.analyzer, wish)
            yield from self._hits(searcher, found.matches.top, found.plan.wanted, snippets=snippets)

    def facets(
        self,
        query: str | Query,
        names: Iterable[FacetName],
        *,
        limit: int | None = None,
        time_limit_s: float | None = None,
        variants: bool = True,
    ) -> tuple[Facet, ...]:
        """Count all matches by the values of fields: source, category, author, place, agency, lang, or by period.

        The `limit` commonest values of each; all where None. Periods are day, week, month and year. `QueryError`,
        `QueryTimeoutError`; ValueError for a field that there is not.
        """
        from searchnews._matching import matching

        with self._lease() as searcher:
            plan = self._plan(Query.of(query), searcher, variants=variants)
            docs = matching(searcher, plan, time_limit_s=time_limit_s).docs
            return self._counted(searcher, docs, names, limit)

    def _counted(
        self, searcher: Searcher, docs: NDArray[Any], names: Iterable[FacetName], limit: int | None
    ) -> tuple[Facet, ...]:
        from searchnews._counting import facets_of

        return facets_of(searcher, docs, names, limit=limit)

    def timeline(
        self,
        query: str | Query,
        period: Period = "month",
        *,
        time_limit_s: float | None = None,
        variants: bool = True,
    ) -> Timeline:
        """Count all matches over time, beside all articles of each period that meet the filters of the query.

        `QueryError`, `QueryTimeoutError`; ValueError for a period that there is not.
        """
        from searchnews._counting import timeline_of

        asked = Query.of(query)
        with self._lease() as searcher:
            plan = self._plan(asked, searcher, variants=variants)
            return timeline_of(searcher, plan, period, query=str(asked), time_limit_s=time_limit_s)

    def rank(
        self, text: str | Query, *, limit: int = 1000, plain: bool = False, variants: bool = True
    ) -> list[tuple[str, float]]:
        """Give ids and scores of the best articles, and nothing else of them: for measuring, and for long lists.

        `plain` takes `text` as words alone, whatever signs are among them: a headline or a tweet. Other ways of writing
        months, numbers and names are looked for where `variants`. `QueryError`.
        """
        from searchnews._answering import Wish, best

        with self._lease() as searcher:
            plan = self._plan(Query.of(text), searcher, variants=variants, plain=plain)
            found = best(searcher, plan, Wish(limit, 0))
            return [(searcher.id_of(match.doc), match.score) for match in found.matches.top]
