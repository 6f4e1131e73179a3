"""Which postings are those of which term: how many each term has, a byte each, and sums of these now and then.

<field>/counts      the postings of each term (255: that many or more)
<field>/common_at, <field>/common       the terms that have so many, and how many
<field>/starts      the first posting of every RUN-th term, and the number of all
"""

from __future__ import annotations

from typing import Final

import numpy as np

from searchnews.engines.whoosh.sections import Array, SectionReader, SectionWriter
from searchnews.errors import CorruptIndexError

__all__ = ["Extents", "PlainExtents", "extents_of", "put_extents"]

RUN: Final = 64
_MANY: Final = 255


def put_extents(file: SectionWriter, name: str, counts: Array) -> None:
    """Write how many postings each term of a field has."""
    common = np.flatnonzero(counts >= _MANY)
    ends = np.cumsum(counts)
    file.put(f"{name}/counts", np.minimum(counts, _MANY))
    file.put(f"{name}/common_at", common)
    file.put(f"{name}/common", counts[common])
    file.put(f"{name}/starts", np.append((ends - counts)[::RUN], ends[-1:].sum()))


def extents_of(file: SectionReader, name: str) -> Extents | PlainExtents:
    """Read what `put_extents` wrote, or what an index of format 1 has for it."""
    return Extents(file, name) if f"{name}/counts" in file else PlainExtents(file, name)


class Extents:
    """Where the postings of terms stand; terms are named by their places."""

    def __init__(self, file: SectionReader, name: str) -> None:
        self._file, self._name = file, name
        self._counts, self._starts = file.array(f"{name}/counts"), file.array(f"{name}/starts")
        self._common_at, self._common = file.checked(f"{name}/common_at"), file.checked(f"{name}/common")

    def extent(self, term: int) -> tuple[int, int]:
        """Give the first posting of a term and the one after its last."""
        run = term // RUN
        self._file.check(f"{self._name}/starts", run, run + 1)
        counts = self._file.bytes(f"{self._name}/counts", run * RUN, term + 1)
        if _MANY in counts:
            first, last = self.starts(term, term + 1).tolist()
            return first, last
        first = int(self._starts[run]) + sum(counts[:-1])
        return first, first + counts[-1]

    def starts(self, first: int, last: int) -> Array:
        """Give the first posting of each of terms `first` to `last`, and the end of the last one's."""
        run = first // RUN
        self._file.check(f"{self._name}/starts", run, run + 1)
        self._file.check(f"{self._name}/counts", run * RUN, last)
        counts = self._counts[run * RUN : last].astype(np.int64)
        wide = np.flatnonzero(counts == _MANY)
        if len(wide):
            at = np.searchsorted(self._common_at, wide + run * RUN)
            if int(at.max()) >= len(self._common) or (self._common_at[at] != wide + run * RUN).any():
                reason = f"field {self._name} makes no sense (a count that is not there); "
                raise CorruptIndexError(
                    reason + "build the index again with `searchnews index PATH --rebuild`", path=self._file.path
                )
            counts[wide] = self._common[at]
        starts = np.concatenate([[0], np.cumsum(counts)]) + int(self._starts[run])
        return starts[first - run * RUN :]

    def problem(self, terms: int, postings: int) -> str:
        """Say what does not add up, if anything."""
        starts = self._file.checked(f"{self._name}/starts").astype(np.int64)
        fits = len(self._counts) == terms and len(starts) == -(-terms // RUN) + 1
        wide = np.flatnonzero(self._file.checked(f"{self._name}/counts") == _MANY)
        if not fits or not np.array_equal(wide, self._common_at) or len(self._common) != len(wide):
            return "there are not as many counts as terms"
        if (self._counts == 0).any() or (self._common < _MANY).any():
            return "a term has no postings, or fewer than it says"
        all_starts = self.starts(0, terms) if terms else np.zeros(1, np.int64)
        if not np.array_equal(np.append(all_starts[:-1][::RUN], all_starts[-1]), starts) or starts[-1] != postings:
            return "the starts of the terms do not ascend to the number of postings"
        return ""


class PlainExtents:
    """The same in an index of format 1: `<field>/starts` has the first posting of each term, and the last one's end."""

    def __init__(self, file: SectionReader, name: str) -> None:
        self._file, self._section = file, f"{name}/starts"
        self._starts = file.array(self._section)

    def extent(self, term: int) -> tuple[int, int]:
        """Give the first posting of a term and the one after its last."""
        self._file.check(self._section, term, term + 2)
        return int(self._starts[term]), int(self._starts[term + 1])

    def starts(self, first: int, last: int) -> Array:
        """Give the first posting of each of terms `first` to `last`, and the end of the last one's."""
        self._file.check(self._section, first, last + 1)
        starts: Array = self._starts[first : last + 1].astype(np.int64)
        return starts

    def problem(self, terms: int, postings: int) -> str:
        """Say what does not add up, if anything."""
        starts = self._file.checked(self._section).astype(np.int64)
        ascends = len(starts) == terms + 1 and not starts[0] and (starts[1:] > starts[:-1]).all()
        if not ascends or starts[-1] != postings:
            return "the starts of the terms do not ascend to the number of postings"
        return ""
