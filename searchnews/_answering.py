"""From a query that was understood to its best matches, and to the reasons for them.

Wires the two looks together: the engine finds and scores all matches by their terms, `ranking.rescoring` weighs the
words of the query together in the best of them.
"""

from __future__ import annotations

from itertools import starmap
from typing import NamedTuple

from searchnews.arabic import Analyzer
from searchnews.engines.base import Match, Matches, Searcher
from searchnews.errors import QueryError
from searchnews.model import Explanation
from searchnews.query import Plan, parse, plainer
from searchnews.ranking.rescoring import WINDOW, bonuses

__all__ = ["Answer", "answer", "best", "explained"]


class Answer(NamedTuple):
    """The plan that was carried out, its matches, and its query where that is not the one that was given."""

    plan: Plan
    matches: Matches
    asked: str


def answer(
    searcher: Searcher,
    text: str,
    analyzer: Analyzer,
    *,
    limit: int,
    offset: int,
    strict: bool,
    time_limit_s: float | None = None,
) -> Answer:
    """Ask a query and, where it has no match and is not `strict`, the plainer one that has. `QueryError`."""
    plan = parse(text, analyzer, searcher, strict=strict)
    found = best(searcher, plan, limit=limit, offset=offset, time_limit_s=time_limit_s)
    if not found.total and not strict and (asked := plainer(text)) is not None:
        try:
            plain = parse(asked, analyzer, searcher)
        except QueryError:  # its signs made sense where they were, and do not by themselves
            return Answer(plan, found, "")
        again = best(searcher, plain, limit=limit, offset=offset, time_limit_s=time_limit_s)
        if again.total:
            return Answer(plain, again, asked)
    return Answer(plan, found, "")


def best(searcher: Searcher, plan: Plan, *, limit: int, offset: int = 0, time_limit_s: float | None = None) -> Matches:
    """Give matches `offset` to `offset + limit` by rank, and the total."""
    if not limit or offset >= WINDOW or not plan.words:
        return searcher.search(plan.query, limit=limit, offset=offset, time_limit_s=time_limit_s)
    found = searcher.search(plan.query, limit=max(offset + limit, WINDOW), time_limit_s=time_limit_s)
    window = found.top[:WINDOW]
    added = bonuses(plan.words, [match.doc for match in window], searcher).total().tolist()
    again = [Match(match.doc, match.score + more) for match, more in zip(window, added, strict=True)]
    again.sort(key=lambda match: (-match.score, match.doc))
    return Matches(found.total, [*again, *found.top[WINDOW:]][offset : offset + limit])


def explained(searcher: Searcher, match: Match, plan: Plan, *, rank: int) -> tuple[Explanation, ...]:
    """Give the evidence that speaks for a hit of this rank (from 1), strongest first; the shares make its score."""
    shares = [
        Explanation(e.word, e.form, e.term, e.boost * searcher.term_score(e.field, e.term, match.doc))
        for e in plan.evidence
    ]
    if plan.words and rank <= WINDOW:
        more = bonuses(plan.words, [match.doc], searcher)
        for form, scores in (("found", more.found[0]), ("whole headline", more.headline[0])):
            shares += starmap(
                lambda word, score, form=form: Explanation(word.word, form, word.stem, float(score)),
                zip(plan.words, scores, strict=True),
            )
    return tuple(sorted((share for share in shares if share.score), key=lambda share: -share.score))
