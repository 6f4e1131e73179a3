"""A bound on the time that one query may take."""

from __future__ import annotations

from time import perf_counter

from searchnews.errors import QueryTimeoutError

__all__ = ["Deadline"]


class Deadline:
    """The moment at which a query has to be answered; asked between the steps of its evaluation.

    A step is the reading or adding up of one term, alone or for a phrase, and one match of Whoosh's own matchers. What
    a query takes beyond its limit is bounded by its longest step. `limit_s` is in seconds from now; None is no bound.
    """

    def __init__(self, limit_s: float | None = None) -> None:
        self._limit_s = limit_s
        self._end = None if limit_s is None else perf_counter() + limit_s

    def check(self) -> None:
        """Raise `QueryTimeoutError` where it has passed."""
        if self._end is not None and self._limit_s is not None and perf_counter() > self._end:
            reason = f"the search took longer than {self._limit_s:g} seconds; ask for rarer words, or allow it more"
            raise QueryTimeoutError(reason)
