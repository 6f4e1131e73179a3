"""Laying out a field in a segment file, in one piece or in many: what builds and merges segments writes here."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import suppress
from typing import IO, Any, Final

import numpy as np

from searchnews.engines.whoosh.columns import FAR
from searchnews.engines.whoosh.extents import put_extents
from searchnews.engines.whoosh.frequencies import LARGE, MANY, RUN
from searchnews.engines.whoosh.fronts import FrontCoder
from searchnews.engines.whoosh.norms import MAX_IMPACT, impacts, norms
from searchnews.engines.whoosh.packing import FILLER, digits_of, pack
from searchnews.engines.whoosh.sections import Array, SectionWriter
from searchnews.engines.whoosh.segment import ID, ID_ORDER

__all__ = ["FieldLayout", "put_codes", "put_values"]

_IN_MEMORY: Final = 1 << 23
_COPY: Final = 1 << 22
_AT_ONCE: Final = 1 << 18
_NONE: Final = np.zeros(0, np.int64)


class _Spool:
    """Numbers of 2, 4 or 8 bits that wait for their section: in memory while they are few."""

    def __init__(self, folder: str, bits: int = 8) -> None:
        self._bits, self._rest = bits, np.zeros(0, np.uint8)
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=folder, prefix=".spool-")  # noqa: SIM115

    def add(self, values: Array) -> None:
        values = values.astype(np.uint8, copy=False)
        if self._bits < 8:
            values = np.concatenate([self._rest, values])
            whole = len(values) - len(values) % (8 // self._bits)
            values, self._rest = pack(values[:whole], self._bits), values[whole:]
        self._file.write(np.ascontiguousarray(values).data)

    def move_to(self, file: SectionWriter, name: str) -> None:
        if len(self._rest):
            self.add(np.zeros(8 // self._bits - len(self._rest), np.uint8))
        file.begin(name)
        self._file.seek(0)
        while data := self._file.read(_COPY):
            file.append(data)
        file.end(name)
        self.close()

    def close(self) -> None:
        with suppress(OSError):  # a full disk refuses what is still in the buffer
            self._file.close()


class _Runs:
    """Where each run of postings begins in a section, and where all end."""

    def __init__(self) -> None:
        self._begins: list[Array] = []
        self._reached = 0

    def add(self, first: int, counts: Array) -> None:
        """Take what each posting from `first` on, in a row, takes in the section."""
        ends = np.cumsum(counts, dtype=np.int64) + self._reached
        some = slice(-first % RUN, None, RUN)
        self._begins.append(ends[some] - counts[some])  # not a view, which would hold 8 bytes a posting
        self._reached = int(ends[-1])

    def put(self, file: SectionWriter, name: str) -> None:
        file.put(name, np.concatenate([_NONE, *self._begins, [self._reached]]))


class FieldLayout:
    """Takes the postings of one field, chunk after chunk of ascending terms, then writes its sections.

    `lengths` are the length bytes of all documents; `average` is the field length at which the bounds on
    impacts hold; `places` says whether the field keeps places. A context manager: what waits on the disk is let go of
    at its end.
    """

    def __init__(self, file: SectionWriter, name: str, lengths: Array, average: float, *, places: bool) -> None:
        folder = file.folder
        self._file, self._name, self._lengths, self._norms = file, name, lengths, norms(average)
        self._average = average
        self._coder = FrontCoder()
        self._counts: list[Array] = []
        self._wide: list[tuple[Array, Array]] = []
        self._far: list[tuple[Array, Array]] = []
        self._postings = self._mores = self._tokens = 0
        self._last_doc = -1
        self._rest = np.zeros(0)
        self.total = 0
        self._terms, self._gaps, self._freqs = _Spool(folder), _Spool(folder), _Spool(folder, 2)
        self._gap_rest, self._gap_sizes, self._gap_kinds = np.zeros(0, np.uint32), [_NONE], [_NONE]
        self._more, self._tops = _Spool(folder), _Spool(folder)
        self._places = [_Spool(folder), _Spool(folder, 4)] if places else []
        self._runs = {"more_runs": _Runs(), **({"place_runs": _Runs()} if places else {})}

    def __enter__(self) -> FieldLayout:
        return self

    def __exit__(self, *exc: object) -> None:
        for spool in (self._terms, self._gaps, self._freqs, self._more, self._tops, *self._places):
            spool.close()

    def add(self, terms: list[bytes], starts: Array, docs: Array, freqs: Array, places: Array | None) -> None:
        """Take postings in term order; `starts[i]:starts[i + 1]` are those of `terms[i]`, each with at least one."""
        if not terms:
            return
        self._terms.add(np.frombuffer(self._coder.add(terms), np.uint8))
        self._counts.append(np.diff(starts))
        firsts = np.zeros(len(docs), bool)
        firsts[starts[:-1]] = True
        self._take(firsts, docs, freqs, places)

    def extend(self, docs: Array, freqs: Array, places: Array | None) -> None:
        """Take more postings of the last term: one that is too common to be held at once comes in pieces."""
        self._counts[-1][-1] += len(docs)
        self._take(np.zeros(len(docs), bool), docs, freqs, places)

    def _take(self, firsts: Array, docs: Array, freqs: Array, places: Array | None) -> None:
        for at in range(0, len(docs), _AT_ONCE):
            some = slice(at, at + _AT_ONCE)
            here, often = docs[some].astype(np.int64), freqs[some].astype(np.int64)
            self._put_gaps(firsts[some], here)
            self._put_freqs(often)
            self._bound(here, often)
            if self._places:
                self._runs["place_runs"].add(self._postings, often)
            self._postings += len(here)
            self.total += int(often.sum())
        if self._places and places is not None:
            for at in range(0, len(places), _AT_ONCE):
                self._put_places(places[at : at + _AT_ONCE])

    def _put_gaps(self, firsts: Array, docs: Array) -> None:
        before = np.concatenate([[self._last_doc], docs[:-1]])
        before[firsts] = -1
        self._last_doc = int(docs[-1])
        gaps = np.concatenate([self._gap_rest, (docs - before - 1).astype(np.uint32)])
        whole = len(gaps) - len(gaps) % RUN
        self._write_gaps(gaps[:whole].reshape(-1, RUN))
        self._gap_rest = gaps[whole:]

    def _write_gaps(self, runs: Array) -> None:
        """Write runs of gaps, a byte each where these suffice, or else digits."""
        in_digits = runs.max(axis=1, initial=0) > 255
        digits, counts = digits_of(runs[in_digits].reshape(-1))
        lengths = counts.reshape(-1, runs.shape[1]).sum(axis=1, dtype=np.int64)
        sizes, taken = np.full(len(runs), runs.shape[1], np.int64), (lengths + 1) // 2
        sizes[in_digits] = taken
        halves = np.full(2 * int(taken.sum()), FILLER, np.uint8)
        begins = 2 * (np.cumsum(taken) - taken)
        halves[np.arange(len(digits)) + np.repeat(begins - np.cumsum(lengths) + lengths, lengths)] = digits
        written, is_plain = np.empty(int(sizes.sum()), np.uint8), np.repeat(~in_digits, sizes)
        written[is_plain] = runs[~in_digits].reshape(-1)
        written[~is_plain] = pack(halves, 4)
        self._gaps.add(written)
        self._gap_sizes.append(sizes)
        self._gap_kinds.append(in_digits)

    def _put_freqs(self, freqs: Array) -> None:
        self._freqs.add(np.minimum(freqs, LARGE) - 1)
        self._runs["more_runs"].add(self._postings, freqs >= LARGE)
        more = freqs[freqs >= LARGE]
        wide = np.flatnonzero(more >= MANY)
        self._wide.append((wide + self._mores, more[wide]))
        self._more.add(np.minimum(more, MANY))
        self._mores += len(more)

    def _put_places(self, places: Array) -> None:
        low, high = self._places
        far = np.flatnonzero(places >= FAR << 8)
        self._far.append((far + self._tokens, places[far]))
        low.add(places & 255)
        high.add(np.minimum(places >> 8, FAR))
        self._tokens += len(places)

    def _bound(self, docs: Array, freqs: Array) -> None:
        found = np.concatenate([self._rest, impacts(freqs, self._norms[self._lengths[docs]])])
        whole = len(found) - len(found) % RUN
        self._add_tops(found[:whole].reshape(-1, RUN).max(axis=1, initial=0))
        self._rest = found[whole:]

    def _add_tops(self, bounds: Array) -> None:
        # Rounded up and a little more, so that a bound is never below what it bounds.
        self._tops.add(np.minimum(np.ceil(bounds * (255 / MAX_IMPACT) + 1e-6), 255))

    def finish(self) -> dict[str, Any]:
        """Write the sections; give what the segment's header says of the field."""
        if len(self._rest):
            self._add_tops(self._rest.max(keepdims=True))
        name, file = self._name, self._file
        self._terms.move_to(file, f"{name}/terms")
        file.put(f"{name}/heads", self._coder.heads())
        put_extents(file, name, np.concatenate([_NONE, *self._counts]))
        if len(self._gap_rest):
            self._write_gaps(self._gap_rest[None, :])
        self._gaps.move_to(file, f"{name}/gaps")
        file.put(f"{name}/gap_runs", np.concatenate([[0], np.cumsum(np.concatenate(self._gap_sizes))]))
        file.put(f"{name}/gap_kinds", np.concatenate(self._gap_kinds))
        self._freqs.move_to(file, f"{name}/freqs")
        self._more.move_to(file, f"{name}/more")
        _put_pairs(file, f"{name}/wide_at", f"{name}/wide", self._wide)
        self._tops.move_to(file, f"{name}/tops")
        file.put(f"{name}/lengths", self._lengths)
        for section, runs in self._runs.items():
            runs.put(file, f"{name}/{section}")
        if self._places:
            for spool, section in zip(self._places, ("places", "places_high"), strict=True):
                spool.move_to(file, f"{name}/{section}")
            _put_pairs(file, f"{name}/far_at", f"{name}/far", self._far)
        return {"postings": self._postings, "total": self.total, "average": self._average}


def _put_pairs(file: SectionWriter, keys: str, values: str, pairs: list[tuple[Array, Array]]) -> None:
    file.put(keys, np.concatenate([_NONE, *(key for key, _ in pairs)]))
    file.put(values, np.concatenate([_NONE, *(value for _, value in pairs)]))


def put_values(file: SectionWriter, name: str, chunks: Iterable[list[bytes]]) -> None:
    """Write the distinct values of a column, which come sorted, chunk after chunk."""
    ends, total = [np.zeros(0, np.int64)], 0
    file.begin(f"={name}/values")
    for values in chunks:
        file.append(b"".join(values))
        ends.append(total + np.cumsum([len(value) for value in values], dtype=np.int64))
        total = int(ends[-1][-1]) if values else total
    file.end(f"={name}/values")
    file.put(f"={name}/ends", np.concatenate(ends))


def put_codes(file: SectionWriter, name: str, codes: Array, values: int) -> None:
    """Write the number of each document's value, of so many; for ids, the document of each too."""
    file.put(f"={name}/codes", codes)
    if name == ID:
        # Where an id was put twice, the last document stands.
        order = np.zeros(values, np.int64)
        order[codes] = np.arange(len(codes))
        file.put(ID_ORDER, order)
