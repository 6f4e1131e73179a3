"""All matches of a query in order, as arrays: by time, faded with age, or from where an earlier page ended.

A list of everything that matches costs sixteen bytes a match, so it can be paged to any depth, and streamed whole.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, overload

import numpy as np

from searchnews._documents import HASH
from searchnews.engines.base import ALL, Match, Searcher
from searchnews.engines.values import Matching
from searchnews.errors import QueryError
from searchnews.ranking.recency import fading, order_of, seconds, times_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Cursor", "Ranked", "by_score", "by_time", "faded"]

Array: TypeAlias = "NDArray[Any]"

_DATE: Final = "date"
_CONTENT_DIGITS: Final = 8
_SHIFT: Final = 1.02
"""What is loaded or deleted changes the scores of all others a little, too."""
_SHORT: Final = json.JSONEncoder(separators=(",", ":"))
_DAMAGED: Final = "the cursor is of another query, or cut short; ask for the first page again"


class Ranked(Sequence[Match]):
    """Matches in order, kept as two arrays of one length: documents and scores."""

    __slots__ = ("docs", "scores")

    def __init__(self, docs: Array, scores: Array) -> None:
        self.docs, self.scores = docs, scores

    def __len__(self) -> int:
        return len(self.docs)

    @overload
    def __getitem__(self, place: int) -> Match: ...
    @overload
    def __getitem__(self, place: slice) -> Ranked: ...
    def __getitem__(self, place: int | slice) -> Match | Ranked:
        if isinstance(place, slice):
            return Ranked(self.docs[place], self.scores[place])
        return Match(int(self.docs[place]), float(self.scores[place]))

    def __iter__(self) -> Iterator[Match]:
        return (Match(int(doc), float(score)) for doc, score in zip(self.docs, self.scores, strict=True))


def _times(searcher: Searcher, docs: Array) -> Array:
    dates = searcher.column_values(_DATE)
    times: Array = dates.derived("seconds", times_of)[dates.codes[docs]]
    return times


def by_score(found: Matching, *, most: int = ALL) -> Ranked:
    """Put matches in order of their scores, the best `most` at least; equal ones in that of their documents."""
    if most < len(found.docs):
        least = np.partition(found.scores, -most)[-most]
        best = found.scores >= least
        top = by_score(Matching(found.docs[best], found.scores[best]))
        return Ranked(np.concatenate([top.docs, found.docs[~best]]), np.concatenate([top.scores, found.scores[~best]]))
    order = np.lexsort((found.docs, -found.scores))
    return Ranked(found.docs[order], found.scores[order])


def by_time(searcher: Searcher, ranked: Ranked, *, newest_first: bool) -> Ranked:
    """Put matches in order of their dates, those of one time as they were."""
    order = order_of(_times(searcher, ranked.docs), newest_first=newest_first)
    return Ranked(ranked.docs[order], ranked.scores[order])


def faded(searcher: Searcher, found: Matching, half_life_days: float) -> tuple[Matching, Array]:
    """Give matches with the scores that are left of them, and the factor of each."""
    factors = fading(_times(searcher, found.docs), half_life_days=half_life_days)
    return Matching(found.docs, found.scores * factors), factors


class Cursor(NamedTuple):
    """Where a page ended: the id, content and score of its last match, its time, and which query it was of."""

    article: str
    content: str
    score: float
    time: float | None
    query: int

    @classmethod
    def after(cls, searcher: Searcher, match: Match, query: str) -> Cursor:
        """Give the cursor behind a match of the query whose text and order are `query`."""
        time = seconds(searcher.column(match.doc, _DATE))
        return cls(searcher.id_of(match.doc), _content(searcher, match.doc), match.score, time, _sum(query))

    @classmethod
    def read(cls, text: str, query: str) -> Cursor:
        """Read a cursor of the query `query`; `QueryError` where it is none."""
        try:
            cursor = cls(*json.loads(base64.urlsafe_b64decode(text.encode("ascii"))))
        except (ValueError, TypeError, RecursionError) as error:
            raise QueryError(_DAMAGED) from error
        sound = all(isinstance(value, kind) for value, kind in zip(cursor, _KINDS, strict=True))
        if not sound or cursor.query != _sum(query):
            raise QueryError(_DAMAGED)
        return cursor

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(_SHORT.encode(self).encode()).decode()

    def place_in(self, searcher: Searcher, ranked: Ranked, *, sort: str) -> int:
        """Give the place after this one: right behind its article or, if that is gone, before all that tie with it.

        An article that was loaded anew may stand elsewhere, so it is gone, too. Better that some are shown twice than
        one never.
        """
        doc = searcher.find(self.article)
        same = doc is not None and _content(searcher, doc) == self.content
        places = np.flatnonzero(ranked.docs == (doc if same else -1))
        if len(places):
            return int(places[0]) + 1
        if sort == "relevance":
            return int(np.count_nonzero(ranked.scores > self.score * _SHIFT))
        times = _times(searcher, ranked.docs)
        if self.time is None:
            return int(np.count_nonzero(~np.isnan(times)))
        return int(np.count_nonzero(times > self.time if sort == "newest" else times < self.time))


_KINDS: Final = (str, str, int | float, int | float | None, int)


def _content(searcher: Searcher, doc: int) -> str:
    return searcher.column(doc, HASH)[:_CONTENT_DIGITS]


def _sum(query: str) -> int:
    return zlib.crc32(query.encode("utf-8", "surrogatepass"))
