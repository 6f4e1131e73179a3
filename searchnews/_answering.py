"""From a query that was understood to its best matches, and to the reasons for them.

Wires the two looks together: the engine finds and scores all matches by their terms, `ranking.rescoring` weighs the
words of the query together in the best of them.
"""

from __future__ import annotations

from itertools import starmap

from searchnews.engines.base import Match, Matches, Searcher
from searchnews.model import Explanation
from searchnews.query import Plan
from searchnews.ranking.rescoring import WINDOW, bonuses

__all__ = ["best", "explained"]


def best(searcher: Searcher, plan: Plan, *, limit: int, offset: int) -> Matches:
    """Give matches `offset` to `offset + limit` by rank, and the total."""
    if not limit or offset >= WINDOW or not plan.words:
        return searcher.search(plan.query, limit=limit, offset=offset)
    found = searcher.search(plan.query, limit=max(offset + limit, WINDOW))
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
