"""Asking an index all queries of a set, and keeping what it gave as a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from searchnews.errors import QueryError
from searchnews.evaluation.runs import Ranked, Run, falling
from searchnews.evaluation.topics import Topic
from searchnews.index import Index

__all__ = ["DEFAULT_DEPTH", "Answers", "answer"]

DEFAULT_DEPTH: Final = 1000
"""Documents kept for a query: what TREC asks for."""


class Answers(NamedTuple):
    """A run, and the queries that could not be asked, with the reason."""

    run: Run
    refused: dict[str, str]


def answer(
    index: Index,
    topics: Iterable[Topic],
    *,
    depth: int = DEFAULT_DEPTH,
    name: str = "searchnews",
    variants: bool = True,
    on_progress: Callable[[int], None] | None = None,
) -> Answers:
    """Ask `index` every query, as plain words, and keep the best `depth` documents of each.

    Which documents of one score are among the best is decided by their ids, so that a run depends on what is in the
    index and not on the order in which it came in. `variants` is that of `Index.rank`. ValueError for a depth below 1.
    """
    if depth < 1:
        raise ValueError("the depth has to be 1 or more")
    rankings: dict[str, tuple[Ranked, ...]] = {}
    refused: dict[str, str] = {}
    for number, topic in enumerate(topics, 1):
        try:
            rankings[topic.query_id] = _ranking(index, topic.text, depth, variants=variants)
        except QueryError as error:
            rankings[topic.query_id] = ()
            refused[topic.query_id] = error.reason
        if on_progress is not None:
            on_progress(number)
    return Answers(Run(name, rankings), refused)


def _ranking(index: Index, text: str, depth: int, *, variants: bool) -> tuple[Ranked, ...]:
    import numpy as np

    asked = depth + 1
    while True:
        ranked = index.rank(text, limit=asked, plain=True, variants=variants)
        found = [(float(np.float32(score)), id) for id, score in ranked]
        # More is asked for while documents of the last score that counts may be further down.
        if len(found) < asked or found[-1][0] != found[depth - 1][0]:
            break
        asked *= 2
    best = sorted(found, key=lambda pair: (-pair[0], pair[1]))[:depth]
    return tuple(map(Ranked, (id for _, id in best), falling(score for score, _ in best)))
