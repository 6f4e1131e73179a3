"""Several timelines beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from searchnews.model.counts import Period, Timeline

__all__ = ["Comparison"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The timelines of several queries, in the order asked, all over the same periods.

    The periods go from the first match of any query to the last of any. Before and after
    those of its own, a query has bars of nothing, whose articles are not counted. `Bar.share` is what compares
    attention, since an archive grows.
    """

    period: Period
    timelines: tuple[Timeline, ...]

    @property
    def starts(self) -> tuple[str, ...]:
        """The first day of each period."""
        return tuple(bar.start for bar in self.timelines[0].bars) if self.timelines else ()
