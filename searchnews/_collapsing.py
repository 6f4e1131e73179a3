"""Reprints of one text shown as one hit.

Groups were found when the articles were loaded; here they are only read, of as many matches as it takes to fill a
page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from whoosh.query import Prefix, Term

from searchnews._documents import GROUP, HASH, group_in
from searchnews.engines.base import ALL, Match, Searcher
from searchnews.model import Grouping, Similar

__all__ = ["Collapsed", "collapsed"]


class Collapsed(NamedTuple):
    """What is to be shown, each with what else it stands for, and the place of the first among all groups.

    `groups` counts what there is, None where not known; `last` is the first match of the last group shown.
    """

    shown: Sequence[tuple[Match, Similar | None]]
    start: int
    groups: int | None
    last: Match | None


def collapsed(
    searcher: Searcher, ranked: Sequence[Match], place: int, page: slice, choice: Grouping, *, whole: bool
) -> Collapsed:
    """Give a page of the groups among matches in their order; `whole` says that these are all there are.

    Of the groups, those that have a match before `place` were shown before. A group stands where its first match does.
    It is shown by that, or by the `first` or `last` of those of it that match.
    """
    leaders: dict[str, Match] = {}
    before = 0
    for at, match in enumerate(ranked):
        before = len(leaders) if at <= place else before
        if len(leaders) >= before + page.stop and not whole:
            break
        leaders.setdefault(group_in(searcher, match.doc), match)
    if place >= len(ranked):
        before = len(leaders)
    matching = {match.doc: match for match in ranked} if choice != "best" else {}
    chosen = list(leaders.items())[before + page.start : before + page.stop]
    shown = [_shown(searcher, *leader, choice, matching) for leader in chosen]
    groups = len(leaders) if whole else None
    return Collapsed(shown, before + page.start, groups, chosen[-1][1] if chosen else None)


def _shown(
    searcher: Searcher, group: str, leader: Match, choice: Grouping, matching: Mapping[int, Match]
) -> tuple[Match, Similar | None]:
    members = set(_members(searcher, group))
    if choice != "best" and len(members) > 1:
        dated = sorted((day, doc) for doc in members if doc in matching and (day := searcher.column(doc, "date")))
        if dated:
            leader = matching[dated[0 if choice == "first" else -1][1]]
    others = members - {leader.doc}
    if not others:
        return leader, None
    return leader, Similar(len(others), len({searcher.column(doc, "source") for doc in others}))


def _members(searcher: Searcher, group: str) -> Iterator[int]:
    """Give the articles of a group: those that joined it, and the one that it is named after."""
    joined = searcher.search(Term(GROUP, group), limit=ALL).top
    yield from (match.doc for match in joined)
    if joined:
        named = searcher.search(Prefix(HASH, group), limit=ALL).top
        yield from (match.doc for match in named if not searcher.column(match.doc, GROUP))
