"""From a query to its best matches, and to the reasons for them.

Wires the two looks together: the engine finds and scores all matches by their terms, `ranking.rescoring` weighs the
words of the query together in the best of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import starmap
from math import inf
from types import MappingProxyType
from typing import Final, NamedTuple, get_args

from searchnews._collapsing import collapsed
from searchnews.arabic import Analyzer
from searchnews.engines.base import Match, Matches, Searcher
from searchnews.errors import QueryError
from searchnews.model import Explanation, Grouping, Similar, Sort
from searchnews.query import Plan, parse, plainer
from searchnews.ranking.recency import fading, order_of
from searchnews.ranking.rescoring import WINDOW, bonuses

__all__ = ["Answer", "Wish", "answer", "best", "explained"]

_ALL: Final = 1 << 40
_DATE: Final = "date"


class Wish(NamedTuple):
    """How matches are wanted: which page of them, in what order; `half_life_days` lets scores fade with age.

    Each look at the index may take about `time_limit_s` seconds.
    """

    limit: int
    offset: int
    sort: Sort = "relevance"
    half_life_days: float | None = None
    strict: bool = False
    title_boost: float = 1.0
    time_limit_s: float | None = None
    group: Grouping | None = None


class Answer(NamedTuple):
    """The plan that was carried out, its matches, and its query where that is not the one that was given.

    `fading` has the factor by which the score of a match has faded; `again` are the documents looked at again. Where
    reprints are shown as one, `similar` has what a match stands for, and `groups` how many there are to show, if known.
    """

    plan: Plan
    matches: Matches
    asked: str
    fading: Mapping[int, float]
    again: frozenset[int]
    title_boost: float = 1.0
    similar: Mapping[int, Similar] = MappingProxyType({})
    groups: int | None = None


def answer(searcher: Searcher, text: str, analyzer: Analyzer, wish: Wish) -> Answer:
    """Ask a query and, where it has no match and is not `strict`, the plainer one that has.

    `QueryError`; ValueError for a wish that makes no sense.
    """
    _check(wish)
    plan = parse(text, analyzer, searcher, strict=wish.strict, title_boost=wish.title_boost)
    found = _page(searcher, plan, wish)
    if not found.matches.total and not wish.strict and (asked := plainer(text)) is not None:
        try:
            plain = parse(asked, analyzer, searcher, title_boost=wish.title_boost)
        except QueryError:  # its signs made sense where they were, and do not by themselves
            return found
        again = _page(searcher, plain, wish, asked)
        if again.matches.total:
            return again
    return found


def _check(wish: Wish) -> None:
    if wish.limit < 0 or wish.offset < 0:
        raise ValueError("limit and offset cannot be negative")
    if wish.sort not in get_args(Sort):
        raise ValueError(f"results are sorted by {', '.join(get_args(Sort))}, not by {wish.sort!r}")
    if wish.half_life_days is not None and not 0 < wish.half_life_days < inf:
        raise ValueError("recency is a number of days above 0, or None")
    if not 0 <= wish.title_boost < inf:
        raise ValueError("title_boost is a number from 0 up")
    if wish.group not in (None, *get_args(Grouping)):
        raise ValueError(
            f"of reprints the {', '.join(get_args(Grouping))} is shown, or all with None, not {wish.group!r}"
        )


def _page(searcher: Searcher, plan: Plan, wish: Wish, asked: str = "") -> Answer:
    """Give the best matches; where reprints are one, of as many matches as it takes to fill the page."""
    if wish.group is None or not wish.limit:
        return best(searcher, plan, wish, asked)
    end = wish.offset + wish.limit
    most = max(2 * end, WINDOW) if wish.group == "best" else _ALL
    while True:
        found = best(searcher, plan, wish._replace(offset=0, limit=most), asked)
        whole = len(found.matches.top) == found.matches.total
        page = collapsed(searcher, found.matches.top, end, wish.group, whole=whole)
        if whole or len(page.shown) >= end:
            shown = page.shown[wish.offset :]
            return found._replace(
                matches=Matches(found.matches.total, [match for match, _ in shown]),
                similar={match.doc: similar for match, similar in shown if similar is not None},
                groups=page.groups,
            )
        most *= 4


def best(searcher: Searcher, plan: Plan, wish: Wish, asked: str = "") -> Answer:
    """Give the best matches of a query that was understood; `asked` is its text where it is not the one given."""
    if wish.sort != "relevance" and wish.limit:
        return Answer(plan, _by_date(searcher, plan, wish), asked, {}, frozenset())
    if not wish.half_life_days and (not wish.limit or wish.offset >= WINDOW or not plan.words):
        found = searcher.search(plan.query, limit=wish.limit, offset=wish.offset, time_limit_s=wish.time_limit_s)
        return Answer(plan, found, asked, {}, frozenset())
    end = wish.offset + wish.limit
    most = _ALL if wish.half_life_days else max(end, WINDOW)
    found = searcher.search(plan.query, limit=most, time_limit_s=wish.time_limit_s)
    ranked, factors = found.top, dict[int, float]()
    if wish.half_life_days:
        ages = fading(_dates(searcher, ranked), half_life_days=wish.half_life_days)
        factors = {match.doc: factor for match, factor in zip(ranked, ages, strict=True)}
        ranked = _ranked([Match(match.doc, match.score * factors[match.doc]) for match in ranked])
    window = ranked[:WINDOW] if plan.words else []
    docs = [match.doc for match in window]
    added = bonuses(plan.words, docs, searcher, title_boost=wish.title_boost).total().tolist() if docs else []
    more = zip(window, added, strict=True)
    again = _ranked([Match(match.doc, match.score + bonus * factors.get(match.doc, 1.0)) for match, bonus in more])
    page = [*again, *ranked[len(window) :]][wish.offset : end]
    return Answer(plan, Matches(found.total, page), asked, factors, frozenset(docs), wish.title_boost)


def _ranked(matches: Sequence[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: (-match.score, match.doc))


def _by_date(searcher: Searcher, plan: Plan, wish: Wish) -> Matches:
    found = searcher.search(plan.query, limit=_ALL, time_limit_s=wish.time_limit_s)
    order = order_of(_dates(searcher, found.top), newest_first=wish.sort == "newest")
    page = [found.top[place] for place in order[wish.offset : wish.offset + wish.limit]]
    return Matches(found.total, page)


def _dates(searcher: Searcher, matches: Sequence[Match]) -> list[str]:
    return [searcher.column(match.doc, _DATE) for match in matches]


def explained(searcher: Searcher, match: Match, answer: Answer) -> tuple[Explanation, ...]:
    """Give the evidence that speaks for a hit, strongest first; the shares make its score."""
    plan, factor = answer.plan, answer.fading.get(match.doc, 1.0)
    shares = [
        Explanation(e.word, e.form, e.term, factor * e.boost * searcher.term_score(e.field, e.term, match.doc))
        for e in plan.evidence
    ]
    if match.doc in answer.again:
        more = bonuses(plan.words, [match.doc], searcher, title_boost=answer.title_boost)
        for form, scores in (("found", more.found[0]), ("whole headline", more.headline[0])):
            shares += starmap(
                lambda word, score, form=form: Explanation(word.word, form, word.stem, factor * float(score)),
                zip(plan.words, scores, strict=True),
            )
    return tuple(sorted((share for share in shares if share.score), key=lambda share: -share.score))
