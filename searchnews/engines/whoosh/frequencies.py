"""How often a term is in a document: a field's frequencies, in the order of its postings, RUN of them a run.

Most are 1, so each takes 2 bits; the large ones, of 4 and more, stand apart, and how many of them stand before a
posting is counted in its run only. `columns` lists the sections.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from searchnews.compiled import compiled
from searchnews.engines.whoosh.doclists import firsts, spread
from searchnews.engines.whoosh.packing import unpack, unpack_at
from searchnews.engines.whoosh.sections import Array, SectionReader
from searchnews.errors import CorruptIndexError

__all__ = ["LARGE", "MANY", "RUN", "Frequencies", "nonsense"]

RUN: Final = 256
"""Postings that share one bound, and are read together."""

LARGE: Final = 4
"""Frequencies from this on stand in `more`."""

MANY: Final = 255
"""Those from this on in `wide`."""

_APART: Final = 128
"""Where large frequencies are closer together, on average, all in between are read."""

_RUN_BYTES: Final = RUN // 4
_TOKEN_BITS: Final = 16


def _sums_from() -> Array:
    """Give, for each byte of codes and each of its four places, the sum from there on, as in `_Before.sums`."""
    codes = np.arange(256)[:, None] >> np.array([6, 4, 2, 0]) & 3
    sums = codes + 1 + ((codes == LARGE - 1) << _TOKEN_BITS)
    return np.cumsum(sums[:, ::-1], axis=1, dtype=np.int32)[:, ::-1].copy()


_FROM: Final = _sums_from()
_WHOLE: Final = _FROM[:, 0].copy()


class _Before(NamedTuple):
    """What stands before some postings in their runs: these runs, and of each posting its own's number among them.

    A sum has the number of large frequencies in its high bits, and below them the tokens, as if each of these were 4.
    """

    runs: Array
    of: Array
    sums: Array

    @property
    def large(self) -> Array:
        return self.sums >> _TOKEN_BITS

    @property
    def tokens(self) -> Array:
        return self.sums & ((1 << _TOKEN_BITS) - 1)


class Frequencies:
    """The frequencies of all postings of a field."""

    def __init__(self, file: SectionReader, name: str) -> None:
        self._file, self._name = file, name
        self._codes = file.array(f"{name}/freqs")
        self._more, self._more_runs = file.array(f"{name}/more"), file.array(f"{name}/more_runs")
        self._wide_at, self._wide = file.checked(f"{name}/wide_at"), file.checked(f"{name}/wide")

    def between(self, first: int, last: int) -> Array:
        """Give those of postings `first` to `last` (half-open)."""
        if first >= last:
            return np.zeros(0, np.uint8)
        low = first // RUN
        start = low * RUN
        self._check("freqs", start // 4, -(-last // 4))
        if (reading := compiled("reading")) is not None and (read := self._read(reading, low, first, last)) is not None:
            return read
        freqs = unpack(self._codes, 2, start, last) + np.uint8(1)
        at = np.flatnonzero(freqs == LARGE)
        if len(at):
            self._check("more_runs", low, low + 1)
            begin = int(self._more_runs[low])
            self._check("more", begin, begin + len(at))
            freqs = self._with_large(freqs, at, np.arange(begin, begin + len(at)))
        return freqs[first - start :]

    def _read(self, reading: Any, low: int, first: int, last: int) -> Array | None:
        """Read those of some postings in machine code; None where one is too large for it."""
        self._check("more_runs", low, low + 1)
        begin = int(self._more_runs[low])
        try:
            found = reading.freqs(self._codes, self._more, low * RUN, first, last, begin)
        except ValueError as error:
            raise self._nonsense(str(error)) from error
        if found is None:
            return None
        freqs: Array
        freqs, end = found
        self._check("more", begin, end)
        return freqs

    def at(self, postings: Array) -> Array:
        """Give those of some ascending postings."""
        freqs = unpack_at(self._file.checked(f"{self._name}/freqs"), 2, postings) + np.uint8(1)
        large = (freqs == LARGE).nonzero()[0]
        if not len(large):
            return freqs
        first, last = int(postings[0]), int(postings[-1]) + 1
        if _APART * len(large) > last - first:
            found: Array = self.between(first, last)[postings - first]
            return found
        before = self._before(postings[large])
        return self._with_large(freqs, large, self._first_large(before.runs)[before.of] + before.large)

    def with_tokens(self, postings: Array) -> tuple[Array, Array, Array]:
        """Give those of some ascending postings, the run of each, and how many tokens stand before it in that."""
        if not len(postings):
            return np.zeros(0, np.uint8), postings, postings
        before = self._before(postings)
        first, end = self._first_large(before.runs), self._first_large(before.runs + 1)
        if (end < first).any():
            raise self._nonsense("not as many frequencies as postings")
        freqs = unpack_at(self._codes, 2, postings) + np.uint8(1)
        large = (freqs == LARGE).nonzero()[0]
        if len(large):
            freqs = self._with_large(freqs, large, (first[before.of] + before.large)[large])
        # The large ones before a posting were counted as 4.
        more = np.cumsum(self._large_at(spread(first, end - first)) - LARGE, dtype=np.int64)
        more = np.concatenate([[0], more])
        reached = (np.cumsum(end - first) - (end - first))[before.of]
        return freqs, before.runs[before.of], before.tokens + more[reached + before.large] - more[reached]

    def _before(self, postings: Array) -> _Before:
        runs, of = _runs_of(postings)
        packed, own = self._rows(runs), postings % RUN >> 2
        sums = np.cumsum(_WHOLE.take(packed), axis=1, dtype=np.int32)[of, own]
        return _Before(runs, of, sums - _FROM[packed[of, own], postings & 3])

    def _rows(self, runs: Array) -> Array:
        """Give the codes of some ascending runs, a row each; what stands behind the last posting makes no sense."""
        codes = self._file.checked(f"{self._name}/freqs")
        whole = len(codes) // _RUN_BYTES
        rows = codes[: whole * _RUN_BYTES].reshape(-1, _RUN_BYTES)
        if runs[-1] < whole:
            return rows.take(runs, axis=0)
        last = np.zeros((1, _RUN_BYTES), np.uint8)
        last[0, : len(codes) - whole * _RUN_BYTES] = codes[whole * _RUN_BYTES :]
        return np.concatenate([rows.take(runs[:-1], axis=0), last])

    def _first_large(self, runs: Array) -> Array:
        """Give where the large frequencies of some runs begin in `more`, which is read as a whole."""
        self._file.checked(f"{self._name}/more")
        first: Array = self._file.checked(f"{self._name}/more_runs")[runs].astype(np.int64)
        return first

    def _with_large(self, freqs: Array, at: Array, places: Array) -> Array:
        """Put large frequencies, at ascending places in `more`, where `freqs` only says that there are some."""
        more = self._large_at(places)
        freqs = freqs.astype(more.dtype, copy=False)
        freqs[at] = more
        return freqs

    def _large_at(self, places: Array) -> Array:
        if len(places) and int(places[-1]) >= len(self._more):
            raise self._nonsense("not as many frequencies as postings")
        more: Array = self._more[places]
        wide = np.flatnonzero(more == MANY)
        if len(wide):
            found = np.searchsorted(self._wide_at, places[wide])
            if int(found.max()) >= len(self._wide) or (self._wide_at[found] != places[wide]).any():
                raise self._nonsense("a frequency that is not there")
            more = more.astype(np.uint32)
            more[wide] = self._wide[found]
        return more

    def _check(self, section: str, first: int, last: int) -> None:
        self._file.check(f"{self._name}/{section}", first, last)

    def _nonsense(self, what: str) -> CorruptIndexError:
        return nonsense(self._file, self._name, what)


def _runs_of(postings: Array) -> tuple[Array, Array]:
    """Give the runs that hold some ascending postings, and of each posting the number of its run among these."""
    runs = postings // RUN
    new = firsts(runs)
    return runs[new], new.cumsum() - 1


def nonsense(file: SectionReader, field: str, what: str) -> CorruptIndexError:
    """Give the error of a field whose sections do not fit each other, although each is as it was written."""
    reason = f"field {field} makes no sense ({what}); build the index again with `searchnews index PATH --rebuild`"
    return CorruptIndexError(reason, path=file.path)
