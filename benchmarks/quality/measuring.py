"""Measuring the default and every variant on one collection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from time import process_time
from typing import Any, Final, NamedTuple

from benchmarks.quality.variants import MEASURE, MEASURES, WEIGHTS, Ask, Build
from benchmarks.quality.yardstick import LUCENE, lucene_runs
from benchmarks.suites import say
from searchnews.evaluation import Collection, Evaluation, Run, Topic, answer, evaluate, measure, temporary_index
from searchnews.evaluation.qrels import Qrels
from searchnews.evaluation.significance import holm, randomisation_test
from searchnews.index import Index
from searchnews.model import Article

__all__ = ["measured"]

_DEPTH: Final = 100
_ROUNDS: Final = 3


class _Set(NamedTuple):
    articles: Sequence[Article]
    topics: Sequence[Topic]
    qrels: Qrels


def measured(collection: Collection, builds: Sequence[Build], *, yardstick: bool) -> dict[str, Any]:
    """Give the figures of one collection: of the default, of the yardstick, and by variant the difference it makes."""
    given = _Set(list(collection.articles()), collection.topics(), collection.judgments())
    say(f"{collection.name}: {len(given.articles):,} documents, {len(given.topics):,} queries")
    default, *measured = list(_figures(given, builds))
    others = [one for one in measured if one.ask.group != WEIGHTS]
    kept: dict[str, Any] = {
        "documents": len(given.articles),
        "queries": len(default.evaluation.coverage.measured),
        "without_hit": len(default.evaluation.coverage.without_hit),
        "default": default.described(),
        "variants": [],
        # No question of significance: they are there to be chosen from.
        "weights": {one.ask.name: one.evaluation.overall[MEASURE] for one in measured if one.ask.group == WEIGHTS},
    }
    tests = [_test(default.evaluation, other.evaluation) for other in others]
    for other, test, corrected in zip(others, tests, holm([test["p"] for test in tests]), strict=True):
        kept["variants"].append({**other.described(), **test, "p_holm": corrected})
    if yardstick and not LUCENE.missing():
        kept["yardstick"] = _yardstick(given, default.evaluation)
    return kept


class _Figures(NamedTuple):
    ask: Ask
    evaluation: Evaluation
    query_cpu_ms: float | None
    index_cpu_s: float
    index_bytes: int

    def described(self) -> dict[str, Any]:
        return {
            "name": self.ask.name,
            "group": self.ask.group,
            **{name: round(value, 5) for name, value in self.evaluation.overall.items()},
            "index_cpu_s": round(self.index_cpu_s, 2),
            "index_bytes": self.index_bytes,
        } | ({} if self.query_cpu_ms is None else {"query_cpu_ms": round(self.query_cpu_ms, 3)})


def _figures(given: _Set, builds: Sequence[Build]) -> Iterator[_Figures]:
    for build in builds:
        with build.making() as analyzer, temporary_index(analyzer=analyzer) as index:
            began = process_time()
            index.add_many(given.articles)
            took = process_time() - began
            size = index.stats().bytes
            times = _query_cpu_ms(index, given, [ask for ask in build.asks if ask.group != WEIGHTS])
            for ask in build.asks:
                with ask.of(index):
                    found, _ = evaluate(
                        index, given.topics, given.qrels, measures=MEASURES, depth=_DEPTH, variants=ask.other_ways
                    )
                say(f"  {ask.name}: {found.overall[MEASURE]:.4f}")
                yield _Figures(ask, found, times.get(ask.name), took, size)


def _query_cpu_ms(index: Index, given: _Set, asks: Sequence[Ask]) -> dict[str, float]:
    """Give for each way of asking one index the CPU time of a query, the best of some rounds in which they take turns.

    Nothing where there is but one way: times of two indexes, minutes apart, would say more of the machine.
    """
    times: dict[str, float] = {}
    for turn in range(1 + _ROUNDS if len(asks) > 2 else 0):
        for ask in asks:
            with ask.of(index):
                began = process_time()
                answer(index, given.topics, depth=_DEPTH, variants=ask.other_ways)
                spent = (process_time() - began) / len(given.topics) * 1000
            if turn:  # the first round meets its words for the first time
                times[ask.name] = min(spent, times.get(ask.name, spent))
    return times


def _test(one: Evaluation, other: Evaluation) -> dict[str, Any]:
    """Compare by MEASURE, query by query; the differences are those of `other` from `one`."""
    apart = [other.per_query[id][MEASURE] - one.per_query[id][MEASURE] for id in one.coverage.measured]
    return {
        "difference": round(sum(apart) / len(apart), 5),
        "wins": sum(value > 0 for value in apart),
        "losses": sum(value < 0 for value in apart),
        "p": randomisation_test(apart),
    }


def _yardstick(given: _Set, ours: Evaluation) -> Mapping[str, Any]:
    asked = [topic.query_id for topic in given.topics]

    def figures(run: Run) -> Evaluation:
        return measure(run, given.qrels, measures=MEASURE, asked=asked)

    setups = [figures(run) for run in lucene_runs(given.articles, given.topics)]
    better = max(setups, key=lambda found: found.overall[MEASURE])
    say(f"  {better.name}: {better.overall[MEASURE]:.4f}")
    return {
        "name": better.name,
        **{found.name: round(found.overall[MEASURE], 5) for found in setups},
        MEASURE: round(better.overall[MEASURE], 5),
        **_test(better, ours),
    }
