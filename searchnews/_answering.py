"""From a query to its best matches, and to the reasons for them.

Wires the two looks together: the engine finds and scores all matches by their terms, `ranking.rescoring` weighs the
words of the query together in the best of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import starmap
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, cast, get_args

import numpy as np

from searchnews._collapsing import collapsed
from searchnews._matching import matching
from searchnews._ordering import Cursor, Ranked, by_score, by_time, faded
from searchnews.arabic import Analyzer
from searchnews.arabic.spellings import Spellings
from searchnews.engines.base import ALL, Match, Matches, Searcher
from searchnews.engines.values import Matching
from searchnews.errors import QueryError
from searchnews.model import Explanation, Grouping, Query, Similar, Sort
from searchnews.query import Evidence, Plan, parse, plainer
from searchnews.ranking.rescoring import WINDOW, Asked, bonuses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Answer", "Wish", "answer", "best", "explained"]


class Wish(NamedTuple):
    """How matches are wanted: which page of them, in what order; `half_life_days` lets scores fade with age.

    Each look at the index may take about `time_limit_s` seconds. `after` is the cursor of the page before. Where it is
    `whole`, the page is given in a form that may be as long as there are matches.
    """

    limit: int
    offset: int
    sort: Sort = "relevance"
    half_life_days: float | None = None
    strict: bool = False
    title_boost: float = 1.0
    time_limit_s: float | None = None
    after: str = ""
    whole: bool = False
    counted: bool = False
    """All documents that match are wanted too, to be counted."""
    query: Query = Query()
    spellings: Spellings | None = None
    """The other ways of writing words that are looked for."""
    group: Grouping | None = None


class Answer(NamedTuple):
    """The plan that was carried out, its matches, and its query where that is not the one that was given.

    `fading` has the factor by which the score of a match has faded; `again` are the documents looked at again. `start`
    is the place of the first match among all, and `cursor` where the page ended, if it did not end with the last. Where
    reprints are shown as one, places count what is shown, `similar` has what a match stands for, `groups` how many
    there are to show, if known, and `last` is the match that the last one shown is the reprint of. `docs` are all that
    match, ascending, where they are counted.
    """

    plan: Plan
    matches: Matches
    asked: str
    fading: Mapping[int, float]
    again: frozenset[int]
    title_boost: float = 1.0
    start: int = 0
    cursor: str = ""
    similar: Mapping[int, Similar] = MappingProxyType({})
    groups: int | None = None
    last: Match | None = None
    docs: NDArray[Any] | None = None


def answer(searcher: Searcher, query: Query, analyzer: Analyzer, wish: Wish) -> Answer:
    """Ask a query and, where it has no match and is not `strict`, the plainer one that has.

    `QueryError`; ValueError for a wish that makes no sense.
    """
    _check(wish)
    wish = wish._replace(query=query)
    plan = _parsed(query, analyzer, searcher, wish)
    found = _page(searcher, plan, wish)
    if (
        not found.matches.total
        and not wish.strict
        and (asked := plainer(query.text, arabic_operators=query.arabic_operators)) is not None
    ):
        try:
            plain = _parsed(replace(query, text=asked), analyzer, searcher, wish)
        except QueryError:  # its signs made sense where they were, and do not by themselves
            return found
        again = _page(searcher, plain, wish, asked)
        if again.matches.total:
            return _with_cursor(searcher, again, wish)
    return _with_cursor(searcher, found, wish)


def _with_cursor(searcher: Searcher, found: Answer, wish: Wish) -> Answer:
    top = found.matches.top
    there = found.matches.total if found.groups is None else found.groups
    if not len(top) or found.start + len(top) >= there:
        return found
    return found._replace(cursor=str(Cursor.after(searcher, found.last or top[-1], _named(wish))))


def _named(wish: Wish) -> str:
    """Give what tells one list of matches from another: the query, and the order."""
    return f"{wish.query} {wish.sort} {wish.half_life_days or ''}"


def _parsed(query: Query, analyzer: Analyzer, searcher: Searcher, wish: Wish) -> Plan:
    return parse(query, analyzer, searcher, strict=wish.strict, title_boost=wish.title_boost, spellings=wish.spellings)


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
    if wish.group is None or not wish.limit or wish.whole:
        return best(searcher, plan, wish, asked)
    most = max(2 * (wish.offset + wish.limit), WINDOW) if wish.group == "best" and not wish.after else ALL
    while True:
        found = best(searcher, plan, wish._replace(offset=0, after="", limit=most, whole=bool(wish.after)), asked)
        top, place = found.matches.top, 0
        if wish.after:
            place = _place_after(searcher, plan, wish, cast(Ranked, top))
        whole = len(top) == found.matches.total
        page = collapsed(searcher, top, place, slice(wish.offset, wish.offset + wish.limit), wish.group, whole=whole)
        if whole or len(page.shown) == wish.limit:
            return found._replace(
                matches=Matches(found.matches.total, [match for match, _ in page.shown]),
                start=page.start,
                similar={match.doc: similar for match, similar in page.shown if similar is not None},
                groups=page.groups,
                last=page.last,
            )
        most *= 4


def _place_after(searcher: Searcher, plan: Plan, wish: Wish, ranked: Ranked) -> int:
    """Give the place in the order of all matches at which the page begins that a cursor asks for."""
    sort = wish.sort if plan.ranked or wish.sort != "relevance" else "newest"
    return Cursor.read(wish.after, _named(wish)).place_in(searcher, ranked, sort=sort)


def best(searcher: Searcher, plan: Plan, wish: Wish, asked: str = "") -> Answer:
    """Give the best matches of a query that was understood; `asked` is its text where it is not the one given."""
    by_date = wish.sort != "relevance" or not plan.ranked
    if plan.checks or wish.counted or (wish.limit and (by_date or wish.half_life_days or wish.after or wish.whole)):
        return _of_all(searcher, plan, wish, asked)
    if not wish.limit or wish.offset >= WINDOW or not plan.words:
        found = searcher.search(plan.query, limit=wish.limit, offset=wish.offset, time_limit_s=wish.time_limit_s)
        return Answer(plan, found, asked, {}, frozenset(), start=wish.offset)
    end = wish.offset + wish.limit
    found = searcher.search(plan.query, limit=max(end, WINDOW), time_limit_s=wish.time_limit_s)
    window = found.top[:WINDOW]
    docs = [match.doc for match in window]
    added = bonuses(plan.words, docs, searcher, title_boost=wish.title_boost).total().tolist() if docs else []
    again = sorted((-(match.score + bonus), match.doc) for match, bonus in zip(window, added, strict=True))
    page = [Match(doc, -score) for score, doc in again[wish.offset : end]]
    page += found.top[max(len(window), wish.offset) : end]
    return Answer(plan, Matches(found.total, page), asked, {}, frozenset(docs), wish.title_boost, wish.offset)


def _of_all(searcher: Searcher, plan: Plan, wish: Wish, asked: str) -> Answer:
    """Put all matches in order, and give a page of them."""
    found = matching(searcher, plan, time_limit_s=wish.time_limit_s)
    if not plan.ranked:  # filters choose, and do not score
        found = Matching(found.docs, np.zeros(len(found.docs)))
    factors: Mapping[int, float] = {}
    again: frozenset[int] = frozenset()
    if wish.sort != "relevance" or not plan.ranked:
        ranked = by_time(searcher, by_score(found), newest_first=wish.sort != "oldest")
    else:
        if wish.half_life_days:
            found, left = faded(searcher, found, wish.half_life_days)
            factors = _Factors(found.docs, left)
        ranked = by_score(found, most=ALL if wish.after or wish.whole else max(wish.offset + wish.limit, WINDOW))
        if plan.words and len(ranked):
            ranked, again = _looked_at_again(searcher, plan, ranked, factors, wish.title_boost)
    start, docs = wish.offset, found.docs if wish.counted else None
    if wish.after:
        start += _place_after(searcher, plan, wish, ranked)
    page = ranked[start : start + wish.limit]
    return Answer(plan, Matches(len(ranked), page), asked, factors, again, wish.title_boost, start, docs=docs)


def _looked_at_again(
    searcher: Searcher, plan: Plan, ranked: Ranked, factors: Mapping[int, float], title_boost: float
) -> tuple[Ranked, frozenset[int]]:
    """Weigh the words of the query together in the best matches, and put these in order anew."""
    docs, scores = ranked.docs.copy(), ranked.scores.copy()
    window = docs[:WINDOW].tolist()
    added = bonuses(plan.words, window, searcher, title_boost=title_boost).total()
    left = np.array([factors.get(doc, 1.0) for doc in window])
    best = by_score(Matching(docs[:WINDOW], scores[:WINDOW] + added * left))
    docs[:WINDOW], scores[:WINDOW] = best.docs, best.scores
    return Ranked(docs, scores), frozenset(window)


class _Factors(Mapping[int, float]):
    """What is left of the scores of documents, ascending, with age."""

    def __init__(self, docs: NDArray[Any], factors: NDArray[Any]) -> None:
        self._docs, self._factors = docs, factors

    def __getitem__(self, doc: int) -> float:
        place = int(np.searchsorted(self._docs, doc))
        if place == len(self._docs) or self._docs[place] != doc:
            raise KeyError(doc)
        return float(self._factors[place])

    def __iter__(self) -> Iterator[int]:
        return iter(self._docs.tolist())

    def __len__(self) -> int:
        return len(self._docs)


def explained(searcher: Searcher, match: Match, answer: Answer) -> tuple[Explanation, ...]:
    """Give the evidence that speaks for a hit, strongest first; the shares of words make its score.

    Phrases, prefixes and patterns that were asked for by their signs have no share that is told.
    """
    plan, factor = answer.plan, answer.fading.get(match.doc, 1.0)
    shares = [
        Explanation(piece.word, piece.form, piece.term, factor * score)
        for piece, score in _counting(plan.evidence, searcher, match.doc)
    ]
    if match.doc in answer.again:
        more = bonuses(plan.words, [match.doc], searcher, title_boost=answer.title_boost)
        for form, scores in (("found", more.found[0]), ("whole headline", more.headline[0])):
            shares += starmap(
                lambda asked, score, form=form: Explanation(asked.text, form, _shown(asked), factor * float(score)),
                zip(plan.words, scores, strict=True),
            )
    return tuple(sorted((share for share in shares if share.score), key=lambda share: -share.score))


def _counting(evidence: Sequence[Evidence], searcher: Searcher, doc: int) -> Iterator[tuple[Evidence, float]]:
    """Give the evidence that a document has, and its scores: of the ways of a unit only those of the best."""
    units: dict[int, dict[int, dict[str, list[tuple[Evidence, float]]]]] = {}
    for piece in evidence:
        score = searcher.score(piece.query, doc)
        if piece.rival is None:
            yield piece, score
        else:
            unit, way = piece.rival
            units.setdefault(unit, {}).setdefault(way, {}).setdefault(piece.word, []).append((piece, score))
    for ways in units.values():
        # Of each word of a way, the first piece decides whether the others count.
        found = [[share for shares in words.values() if shares[0][1] for share in shares] for words in ways.values()]
        yield from max(found, key=lambda shares: sum(score for _, score in shares))


def _shown(asked: Asked) -> str:
    return " ".join(word.stem for word in asked.ways[0])
