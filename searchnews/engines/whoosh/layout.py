"""Laying out a field in a segment file, in one piece or in many: what builds and merges segments writes here."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import suppress
from typing import IO, Any, Final

import numpy as np

from searchnews.engines.whoosh.columns import TOP_RUN
from searchnews.engines.whoosh.norms import MAX_IMPACT, impacts, norms
from searchnews.engines.whoosh.sections import Array, SectionWriter
from searchnews.engines.whoosh.segment import ID, ID_ORDER

__all__ = ["FieldLayout", "place_type", "put_codes", "put_values"]

_IN_MEMORY: Final = 1 << 23
_COPY: Final = 1 << 22
_MANY: Final = 255
_BOUND_AT_ONCE: Final = 1 << 20


def place_type(highest: int) -> str:
    """Give the type of places up to `highest`."""
    return "<u2" if highest < 1 << 16 else "<u4"


class _Spool:
    """Elements of one type that wait for their section: in memory while they are few."""

    def __init__(self, kind: str, folder: str) -> None:
        self.kind = kind
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=folder, prefix=".spool-")  # noqa: SIM115

    def add(self, values: Array) -> None:
        self._file.write(np.ascontiguousarray(values.astype(self.kind, copy=False)).data)

    def move_to(self, file: SectionWriter, name: str) -> None:
        file.begin(name, self.kind)
        self._file.seek(0)
        while data := self._file.read(_COPY):
            file.append(data)
        file.end(name)
        self.close()

    def close(self) -> None:
        with suppress(OSError):  # a full disk refuses what is still in the buffer
            self._file.close()


class FieldLayout:
    """Takes the postings of one field, chunk after chunk of ascending terms, then writes its sections.

    `lengths` are the length bytes of all documents; `average` is the field length at which the bounds on
    impacts hold; `places` is the type of places, None where the field keeps none. A context manager: what waits
    on the disk is let go of at its end.
    """

    def __init__(self, file: SectionWriter, name: str, lengths: Array, average: float, places: str | None) -> None:
        folder = file.folder
        self._file, self._name, self._lengths, self._norms = file, name, lengths, norms(average)
        self._ends, self._term_ends = [np.zeros(0, np.int64)], 0
        self._counts: list[Array] = []
        self._token_counts: list[Array] = []
        self._wide: list[tuple[Array, Array]] = []
        self._postings = 0
        self._rest = np.zeros(0)
        self._terms = _Spool("|u1", folder)
        self._docs = _Spool("|u1" if len(lengths) <= 1 << 8 else "<u2" if len(lengths) <= 1 << 16 else "<u4", folder)
        self._freqs, self._tops = _Spool("|u1", folder), _Spool("|u1", folder)
        self._places = None if places is None else _Spool(places, folder)
        self.total = 0

    def __enter__(self) -> FieldLayout:
        return self

    def __exit__(self, *exc: object) -> None:
        for spool in (self._terms, self._docs, self._freqs, self._tops, self._places):
            if spool is not None:
                spool.close()

    def add(self, terms: list[bytes], starts: Array, docs: Array, freqs: Array, places: Array | None) -> None:
        """Take postings in term order; `starts[i]:starts[i + 1]` are those of `terms[i]`, each with at least one."""
        if not terms:
            return
        self._terms.add(np.frombuffer(b"".join(terms), np.uint8))
        self._ends.append(self._term_ends + np.cumsum([len(term) for term in terms]))
        self._term_ends = int(self._ends[-1][-1])
        self._counts.append(np.diff(starts))
        self._token_counts.append(np.add.reduceat(freqs.astype(np.int64), starts[:-1]))
        self._take(docs, freqs, places)

    def extend(self, docs: Array, freqs: Array, places: Array | None) -> None:
        """Take more postings of the last term: one that is too common to be held at once comes in pieces."""
        self._counts[-1][-1] += len(docs)
        self._token_counts[-1][-1] += int(freqs.sum(dtype=np.int64))
        self._take(docs, freqs, places)

    def _take(self, docs: Array, freqs: Array, places: Array | None) -> None:
        self.total += int(freqs.sum(dtype=np.int64))
        wide = np.flatnonzero(freqs >= _MANY)
        self._wide.append((wide + self._postings, freqs[wide]))
        self._docs.add(docs)
        self._freqs.add(np.minimum(freqs, _MANY))
        for at in range(0, len(docs), _BOUND_AT_ONCE):
            self._bound(docs[at : at + _BOUND_AT_ONCE], freqs[at : at + _BOUND_AT_ONCE])
        self._postings += len(docs)
        if self._places is not None and places is not None:
            self._places.add(places)

    def _bound(self, docs: Array, freqs: Array) -> None:
        found = np.concatenate([self._rest, impacts(freqs, self._norms[self._lengths[docs]])])
        whole = len(found) - len(found) % TOP_RUN
        self._add_tops(found[:whole].reshape(-1, TOP_RUN).max(axis=1, initial=0))
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
        file.put(f"{name}/ends", np.concatenate(self._ends))
        file.put(f"{name}/starts", _offsets(self._counts))
        self._docs.move_to(file, f"{name}/docs")
        self._freqs.move_to(file, f"{name}/freqs")
        none = np.zeros(0, np.int64)
        file.put(f"{name}/wide_at", np.concatenate([none, *(at for at, _ in self._wide)]))
        file.put(f"{name}/wide", np.concatenate([none, *(freqs for _, freqs in self._wide)]))
        self._tops.move_to(file, f"{name}/tops")
        file.put(f"{name}/lengths", self._lengths)
        if self._places is not None:
            file.put(f"{name}/place_starts", _offsets(self._token_counts))
            self._places.move_to(file, f"{name}/places")
        return {"total": self.total}


def _offsets(counts: list[Array]) -> Array:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate([np.zeros(0, np.int64), *counts]))])


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
