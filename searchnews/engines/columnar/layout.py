"""Laying out a field in a segment file, in one piece or in many: what builds and merges segments writes here."""

from __future__ import annotations

import tempfile
from typing import IO, Any, Final

import numpy as np

from searchnews.engines.columnar.columns import TOP_RUN
from searchnews.engines.columnar.norms import MAX_IMPACT, impacts, norms
from searchnews.engines.columnar.sections import Array, SectionWriter

__all__ = ["FieldLayout", "place_type", "put_values"]

_IN_MEMORY: Final = 1 << 25
_COPY: Final = 1 << 22
_MANY: Final = 255


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
        self._file.close()


class FieldLayout:
    """Takes the postings of one field, chunk after chunk of ascending terms, then writes its sections.

    `lengths` are the length bytes of all documents; `average` is the field length at which the bounds on
    impacts hold; `places` is the type of places, None where the field keeps none.
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

    def add(self, terms: list[bytes], starts: Array, docs: Array, freqs: Array, places: Array | None) -> None:
        """Take postings in term order; `starts[i]:starts[i + 1]` are those of `terms[i]`, each with at least one."""
        if not terms:
            return
        self._terms.add(np.frombuffer(b"".join(terms), np.uint8))
        self._ends.append(self._term_ends + np.cumsum([len(term) for term in terms]))
        self._term_ends = int(self._ends[-1][-1])
        self._counts.append(np.diff(starts))
        self._token_counts.append(np.add.reduceat(freqs.astype(np.int64), starts[:-1]))
        self.total += int(self._token_counts[-1].sum())
        wide = np.flatnonzero(freqs >= _MANY)
        self._wide.append((wide + self._postings, freqs[wide]))
        self._docs.add(docs)
        self._freqs.add(np.minimum(freqs, _MANY))
        self._bound(docs, freqs)
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


def put_values(file: SectionWriter, name: str, values: list[bytes], codes: Array) -> None:
    """Write a value column: its distinct values, sorted, and the number of each document's value."""
    file.put(f"={name}/values", b"".join(values))
    file.put(f"={name}/ends", np.cumsum([len(value) for value in values], dtype=np.int64))
    file.put(f"={name}/codes", codes)
