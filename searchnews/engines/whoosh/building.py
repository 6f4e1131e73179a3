"""Building one segment out of analysed documents.

Documents are checked before anything of them is kept: what is refused leaves no trace.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import numpy as np

from searchnews.engines.base import FieldKind
from searchnews.engines.documents import CodedTerms, DocumentBatch, FieldBatch
from searchnews.engines.whoosh.inverting import TOKENS_AT_ONCE, FieldBuilder
from searchnews.engines.whoosh.layout import FieldLayout, put_codes, put_values
from searchnews.engines.whoosh.norms import length_bytes
from searchnews.engines.whoosh.sections import Array, SectionWriter
from searchnews.engines.whoosh.segment import ID, SegmentEntry
from searchnews.engines.whoosh.stored import StoredWriter
from searchnews.engines.whoosh.terms import encode_all

__all__ = ["SegmentBuilder", "new_segment_name"]

_TOKEN_BYTES: Final = 7
_SORTED_TOKEN_BYTES: Final = 20
_LAID_OUT_TOKEN_BYTES: Final = 100
_DOCUMENT_BYTES: Final = 1_800
_LETTER_BYTES: Final = 2
"""Memory that a token takes, held, while its field is sorted and while it is laid out, and a document with the letters
of its values.

Measured with tracemalloc on articles of 300 words: 264 MB at the peak for 24,000, told as 377; 134 MB for 8,000, told
as 148; on 300 articles of 8,000 words: 143 MB, told as 131.
"""

_MAX_PLACE: Final = (1 << 32) - 1


def new_segment_name() -> str:
    """Make up a file name that no segment has had."""
    return f"segment-{os.urandom(8).hex()}.sn"


class SegmentBuilder:
    """Takes documents, numbered from 0, and writes them as one segment."""

    def __init__(self, folder: str, kinds: Sequence[FieldKind], columns: Iterable[str]) -> None:
        self.name = new_segment_name()
        self._kinds = {kind.name: kind for kind in kinds}
        self._file = SectionWriter(str(Path(folder, self.name)))
        self._stored = StoredWriter(self._file)
        self._fields = {kind.name: FieldBuilder(positions=kind.positions) for kind in kinds}
        self._columns: dict[str, list[str]] = {name: [] for name in (ID, *columns)}
        self.documents = 0
        """The documents taken so far, deleted ones too."""
        self._numbers: dict[str, int] = {}
        self.deleted: set[int] = set()
        self._texts = 0

    @property
    def memory(self) -> int:
        """About how many bytes of memory finishing now would take."""
        tokens = [field.tokens for field in self._fields.values()]
        held = _TOKEN_BYTES * sum(tokens) + _DOCUMENT_BYTES * self.documents + _LETTER_BYTES * self._texts
        held += self._stored.waiting_bytes
        most = max(tokens, default=0)
        return held + _SORTED_TOKEN_BYTES * most + _LAID_OUT_TOKEN_BYTES * min(most, TOKENS_AT_ONCE)

    def ids(self) -> Iterable[str]:
        """Give the ids of the live documents."""
        return self._numbers.keys()

    def check(self, batch: DocumentBatch) -> None:
        """Make sure that documents can be kept; ValueError or TypeError."""
        count = len(batch.ids)
        for name, field in batch.fields.items():
            if name not in self._kinds:
                raise ValueError(f"the index has no field {name!r}")
            lengths = np.asarray(field.lengths)
            if len(lengths) != count or int(lengths.sum()) != len(field.terms):
                raise ValueError(f"field {name!r} does not say right how many of its terms are of each document")
            _check_terms(field.terms)
            if self._kinds[name].positions and len(field.terms):
                _check_positions(name, field, lengths)
        if unknown := set(batch.columns) - set(self._columns).difference({ID}):
            raise ValueError(f"the index has no column {min(unknown)!r}")
        for values in (batch.ids, *batch.columns.values()):
            "".join(values)
        b"".join(batch.stored)
        if {count} != {len(values) for values in (batch.ids, batch.stored, *batch.columns.values())}:
            raise ValueError("there are not as many values as documents")

    def add(self, batch: DocumentBatch) -> None:
        """Take checked documents; one of the same id as an earlier one is put in its place."""
        self._stored.extend(batch.stored)
        for number, id in enumerate(batch.ids, self.documents):
            self.delete(id)
            self._numbers[id] = number
        nothing = [""] * len(batch.ids)
        for name, values in self._columns.items():
            new = batch.ids if name == ID else batch.columns.get(name, nothing)
            values.extend(new)
            self._texts += sum(map(len, new))
        for name, field in self._fields.items():
            field.add(batch.fields.get(name) or FieldBatch((), [0] * len(batch.ids)))
        self.documents += len(batch.ids)

    def delete(self, id: str) -> bool:
        """Mark the document of this id as deleted; False where there is none."""
        number = self._numbers.pop(id, None)
        if number is not None:
            self.deleted.add(number)
        return number is not None

    def value(self, id: str, column: str) -> str | None:
        """Give a short value of the live document with this id; None where there is none."""
        number = self._numbers.get(id)
        return None if number is None else self._columns[column][number]

    def finish(self, *, threads: int = 1) -> SegmentEntry:
        """Write all there is, lasting, and give the segment's entry, without its deletions.

        Fields are laid out in so many threads: the memory that sorting takes, and time where cores are idle.
        """
        stored = self._stored.finish()
        names = list(self._fields)
        if threads > 1:
            fields = self._laid_out_together(names, threads)
        else:
            fields = {name: self._laid_out(name, self._fields.pop(name)) for name in names}
        for name, values in self._columns.items():
            self._put_column(name, values)
        facts = {"documents": self.documents, "fields": fields, "columns": list(self._columns), "stored": stored}
        self._file.finish(facts)
        return SegmentEntry(self.name, self.documents)

    def _laid_out(self, name: str, field: FieldBuilder) -> Mapping[str, float]:
        with self._layout(name, field) as layout:
            _fill(layout, field)
            return layout.finish()

    def _laid_out_together(self, names: Sequence[str], threads: int) -> dict[str, Mapping[str, float]]:
        with ExitStack() as layouts, ThreadPoolExecutor(threads) as pool:
            fields = sorted(names, key=self._work, reverse=True)  # so that none is left to one thread at the end
            laid_out = {name: layouts.enter_context(self._layout(name, self._fields[name])) for name in fields}
            for _ in pool.map(lambda name: _fill(laid_out[name], self._fields.pop(name)), fields):
                pass
            return {name: laid_out[name].finish() for name in names}

    def _work(self, name: str) -> int:
        """Tell how much a field is to lay out, beside others: a place costs as much as all else of its token."""
        return self._fields[name].tokens * (2 if self._kinds[name].positions else 1)

    def _layout(self, name: str, field: FieldBuilder) -> FieldLayout:
        lengths = field.lengths()
        average = int(lengths.sum()) / len(lengths)
        return FieldLayout(self._file, name, length_bytes(lengths), average, places=self._kinds[name].positions)

    def _put_column(self, name: str, values: list[str]) -> None:
        distinct = sorted(set(values))  # UTF-8 is in the order of code points
        number = {value: place for place, value in enumerate(distinct)}
        put_values(self._file, name, [encode_all(distinct)])
        put_codes(self._file, name, np.array(list(map(number.__getitem__, values)), np.int64), len(distinct))

    def abandon(self) -> None:
        """Remove what was written."""
        self._file.abandon()


def _fill(layout: FieldLayout, field: FieldBuilder) -> None:
    for postings in field.invert():
        layout.add(*postings)


def _check_terms(terms: Sequence[str]) -> None:
    if not isinstance(terms, CodedTerms):
        "".join(terms)  # a TypeError here is cheaper than one in the middle of `finish`
    elif len(terms):
        numbers = terms.numbers
        lowest = 0 if numbers.dtype.kind == "u" else int(numbers.min())
        if not 0 <= lowest <= int(numbers.max()) < len(terms.vocabulary):
            raise ValueError("a term has a number that is not in its vocabulary")


def _check_positions(name: str, field: FieldBatch, lengths: Array) -> None:
    if field.positions is None or len(field.positions) != len(field.terms):
        raise ValueError(f"field {name!r} needs a position for each term")
    places = np.asarray(field.positions)
    if places.dtype.kind not in "iu":
        raise TypeError(f"field {name!r} has positions that are no whole numbers")
    falls = np.flatnonzero(places[1:] < places[:-1]) + 1
    begins = np.cumsum(lengths)  # of the next document, where they may
    if not np.isin(falls, begins).all() or not 0 <= int(places.min()) <= int(places.max()) <= _MAX_PLACE:
        raise ValueError(f"field {name!r} has positions that do not ascend from 0 to {_MAX_PLACE:,} at most")
