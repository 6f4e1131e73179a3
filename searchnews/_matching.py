"""All matches of a plan: what its tree matches and, where the query asks for it, what the texts themselves hold.

An index keeps neither the letters as written nor the ends of sentences, so these are looked up in the stored articles
that everything else has left: few enough to read, or the query is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Final

import numpy as np

from searchnews._documents import read_article
from searchnews.engines.base import Searcher
from searchnews.engines.values import Matching
from searchnews.errors import QueryError, QueryTimeoutError
from searchnews.query import Plan

__all__ = ["MAX_READ", "matching"]

MAX_READ: Final = 5_000
"""Articles that are read for one query: about a second's worth for letters, two to four for sentences."""


def matching(searcher: Searcher, plan: Plan, *, time_limit_s: float | None = None) -> Matching:
    """Give all documents that match, ascending, and their scores; `QueryError`, `QueryTimeoutError`."""
    found = searcher.matching(plan.query, time_limit_s=time_limit_s)
    if not plan.checks:
        return found
    if len(found.docs) > MAX_READ:
        name = plan.checks[0].name
        reason = f"{name} would have to be looked up in {len(found.docs):,} articles; add words or filters"
        raise QueryError(f"{reason} that leave {MAX_READ:,} or fewer", query=plan.text, offset=plan.checks[0].start)
    kept = np.fromiter(_passing(searcher, plan, found, time_limit_s), bool, len(found.docs))
    return Matching(found.docs[kept], found.scores[kept])


def _passing(searcher: Searcher, plan: Plan, found: Matching, time_limit_s: float | None) -> Iterator[bool]:
    end = None if time_limit_s is None else perf_counter() + time_limit_s
    for doc in found.docs.tolist():
        if end is not None and perf_counter() > end:
            raise QueryTimeoutError(f"reading what matches took longer than {time_limit_s:g} seconds; add rarer words")
        article = read_article(searcher, doc, index="the index")
        yield all(check.holds(article.title, article.text) != check.exclude for check in plan.checks)
