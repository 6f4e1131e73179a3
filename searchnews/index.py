"""The index: what apps import and the command line calls.

Wires the rooms together and owns no knowledge of its own: `arabic` analyses, `engines` keep and match,
`query` reads what was asked, `highlight` finds the passages. Every writing call is one transaction, lasting
when it returns; searches see the newest commit, of whatever process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from searchnews._desk import Desk
from searchnews._documents import COLUMNS, GROUP, HASH, group_of, read_article
from searchnews._metadata import check_metadata, incompatible, metadata_of, read_metadata
from searchnews._searchers import CurrentSearcher
from searchnews._version import __version__
from searchnews.arabic import PRESETS, Analyzer
from searchnews.engines.base import ALL, Engine, Match, Searcher
from searchnews.errors import IndexNotFoundError, SearchNewsError
from searchnews.model import (
    AddReport,
    Article,
    Facet,
    FacetName,
    Grouping,
    Hit,
    IndexStats,
    Period,
    Problem,
    Query,
    Results,
    Similar,
    Sort,
    Timeline,
)
from searchnews.ranking.fields import SURFACE

if TYPE_CHECKING:
    from searchnews._building import DocumentBuilder
    from searchnews._workers import ParallelBuilder
    from searchnews.arabic.spellings import Spellings
    from searchnews.arabic.variants import Group
    from searchnews.highlight import Highlighter
    from searchnews.query import Plan

__all__ = ["Index"]

_PAUSES = (0.001, 0.01, 0.1)

_WORKER_LOST = (
    "a worker process ended before its work; a script asks for workers under `if __name__ == '__main__':` "
    "only, and where memory is short fewer workers may do"
)


class Index(Desk):
    """An index of articles: made by `create_index` or `open_index`, closed by `close` or a `with`.

    Any number of threads may search it. One writing call at a time, over all processes: another raises
    `IndexLockedError`.
    """

    def __init__(
        self, engine: Engine, analyzer: Analyzer, *, path: str | None, variants: tuple[Group, ...] = ()
    ) -> None:
        self.path, self.analyzer = path, analyzer
        self._engine = engine
        self._builder: DocumentBuilder | None = None
        self._searchers = CurrentSearcher(self._open_searcher)
        self._closed = False
        self._own_variants = variants
        self._spellings: Spellings | None = None

    def add(self, article: Article, *, on_problem: Callable[[Problem], None] | None = None) -> AddReport:
        """Add or replace one article. For many, `add_many` is faster by far."""
        return self.add_many([article], on_problem=on_problem)

    def add_many(
        self,
        articles: Iterable[Article],
        *,
        on_progress: Callable[[int], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
        prune_under: Sequence[str] = (),
        memory_mb: int | None = None,
        workers: int = 1,
    ) -> AddReport:
        """Add articles, replacing those of the same id; memory does not grow with their number.

        `memory_mb` is about how much memory the engine may fill before it writes; its own choice (512) where None.
        With more than one of `workers`, processes of their own analyse the articles of a large load; a script that
        asks for them has to do so under `if __name__ == "__main__":`.

        All or nothing: an exception from `articles` or a callback, or Ctrl-C, leaves the index as it was,
        and goes on to the caller. Articles that the index holds already, word for word, are skipped.
        Records without title and text, and later ones of the same id with other content, are told to
        `on_problem`. `on_progress` is told the number of articles taken so far. Articles whose path is one
        of `prune_under` (absolute paths) or under one are removed if they were not in this load.
        `IndexLockedError`; TypeError for what is no `Article`.
        """
        from concurrent.futures import BrokenExecutor  # what only asks does without

        from searchnews._load import Load

        began = perf_counter()
        self._check_open()
        builder = self._new_builder(workers)
        memory = None if memory_mb is None else memory_mb << 20
        with self._engine.writer(memory=memory, columns=COLUMNS) as writer, self._open_searcher() as before:
            load = Load(writer, before, builder.build, on_problem)
            try:
                load.take(_checked(articles), on_progress)
            except BrokenExecutor as error:
                raise SearchNewsError(_WORKER_LOST) from error
            finally:
                builder.close()
            load.prune(prune_under)
        return load.report(perf_counter() - began)

    def _new_builder(self, workers: int) -> DocumentBuilder | ParallelBuilder:
        if workers > 1 and self.analyzer.name in PRESETS:
            from searchnews._workers import ParallelBuilder

            return ParallelBuilder(self.analyzer, workers)
        if self._builder is None:
            from searchnews._building import DocumentBuilder

            self._builder = DocumentBuilder(self.analyzer)
        return self._builder

    def delete(self, ids: str | Iterable[str]) -> int:
        """Delete articles by id; give the number deleted. Ids that are not there are no error."""
        self._check_open()
        with self._engine.writer() as writer:
            return sum(writer.delete(id) for id in ([ids] if isinstance(ids, str) else ids))

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
        from searchnews.highlight import Highlighter

        began = perf_counter()
        if snippets < 0:
            raise ValueError("snippets cannot be negative")
        asked, ways = Query.of(query), self._spelt_otherwise(wanted=variants and not strict)
        wish = Wish(
            *(limit, offset, sort, recency_days, strict, title_boost, time_limit_s, after), spellings=ways, group=group
        )
        with self._lease() as searcher:
            found = answer(searcher, asked, self.analyzer, wish)
            highlighter = Highlighter(found.plan.wanted, self.analyzer)
            hits = tuple(
                self._hit(searcher, match, rank, highlighter, snippets, found.similar.get(match.doc))
                for rank, match in enumerate(found.matches.top, found.start + 1)
            )
            counted = self._facets(searcher, found.plan, facets, None, time_limit_s) if facets else ()
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

        Takes sixteen bytes of memory a match, and one article at a time. Options and errors as those of `search`.
        """
        from searchnews._answering import Wish, answer
        from searchnews.highlight import Highlighter

        ways = self._spelt_otherwise(wanted=variants and not strict)
        most = ALL if limit is None else limit
        wish = Wish(most, 0, sort, recency_days, strict, time_limit_s=time_limit_s, whole=True, spellings=ways)
        with self._lease() as searcher:
            found = answer(searcher, Query.of(query), self.analyzer, wish)
            highlighter = Highlighter(found.plan.wanted, self.analyzer)
            for rank, match in enumerate(found.matches.top, 1):
                yield self._hit(searcher, match, rank, highlighter, snippets)

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
        with self._lease() as searcher:
            plan = self._plan(Query.of(query), searcher, variants=variants)
            return self._facets(searcher, plan, names, limit, time_limit_s)

    def _plan(self, query: Query, searcher: Searcher, *, variants: bool = True, plain: bool = False) -> Plan:
        from searchnews.query import parse

        ways = self._spelt_otherwise(wanted=variants)
        return parse(query, self.analyzer, searcher, plain=plain, spellings=ways)

    def _facets(
        self, searcher: Searcher, plan: Plan, names: Iterable[FacetName], limit: int | None, time_limit_s: float | None
    ) -> tuple[Facet, ...]:
        from searchnews._counting import facets_of
        from searchnews._matching import matching

        docs = matching(searcher, plan, time_limit_s=time_limit_s).docs
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

    def _spelt_otherwise(self, *, wanted: bool) -> Spellings | None:
        """Give the other ways of writing words, read once; None where they are not wanted."""
        from searchnews.arabic.spellings import Spellings

        if not wanted:
            return None
        if self._spellings is None or self._spellings.analyzer is not self.analyzer:
            self._spellings = Spellings(self.analyzer, self._own_variants)
        return self._spellings

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

    def stats(self) -> IndexStats:
        """Count what the index holds. Reads the whole vocabulary: about a second for a million words."""
        self._check_open()
        counts = self._engine.stats(SURFACE)
        versions = {"searchnews": __version__, **self._engine.versions()}
        return IndexStats(*counts, self.analyzer.name, self._engine.name, versions)

    def check(self) -> list[str]:
        """Verify every checksum and invariant of the index; say what is wrong, or give nothing where it is sound.

        Reads every file. `IndexNotFoundError`, `IncompatibleIndexError`, `IndexFolderError`.
        """
        self._check_open()
        problems = []
        if self.path is not None:
            problems = check_metadata(self.path, metadata_of(self._engine.name, self.analyzer.name))
        return problems + self._engine.check()

    def optimize(self) -> None:
        """Merge the index into one segment, without what was deleted; searches are a little faster then.

        Takes the time of writing the whole index, and its size on the disk once more. `IndexLockedError`.
        """
        self._check_open()
        self._engine.optimize()

    def close(self) -> None:
        """Let go of all files. Harmless when done twice."""
        self._closed = True
        self._searchers.close()
        self._engine.close()

    def __enter__(self) -> Index:
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

    def _article(self, searcher: Searcher, doc: int) -> Article:
        group_id = group_of(searcher.column(doc, HASH), searcher.column(doc, GROUP))
        return replace(read_article(searcher, doc, index=self.path or ""), group_id=group_id)

    def _hit(
        self,
        searcher: Searcher,
        match: Match,
        rank: int,
        highlighter: Highlighter,
        snippets: int,
        similar: Similar | None = None,
    ) -> Hit:
        article = self._article(searcher, match.doc)
        passages = highlighter.snippets(article.text, limit=snippets, title=article.title) if snippets else ()
        return Hit(rank, match.score, article, passages, highlighter.spans(article.title), similar)


def _checked(articles: Iterable[object]) -> Iterator[Article]:
    """Give the articles on; TypeError for what is none, such as a record that is still a dictionary."""
    for article in articles:
        if not isinstance(article, Article):
            kind = type(article).__name__
            raise TypeError(f"not an article but {kind}; make one with searchnews.Article(title=..., text=...)")
        yield article
