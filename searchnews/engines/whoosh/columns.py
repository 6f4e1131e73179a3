"""The columns of one field of one segment, and of its documents' values: named arrays over a segment file.

A field is laid out term by term, terms sorted by their UTF-8 bytes, documents ascending within a term:

    <field>/terms   the terms' bytes, one after the other      <field>/ends    where each term ends in them
    <field>/starts  the first posting of each term, and the end of the last
    <field>/docs    the document of each posting               <field>/freqs   how often the term is in it (255: more)
    <field>/wide_at, <field>/wide                              the postings of 255 and more, and their frequencies
    <field>/tops    a bound, in 255ths of MAX_IMPACT, on the impacts in each run of TOP_RUN postings
    <field>/lengths the length of the field in each document, as Whoosh's length byte
    <field>/places, <field>/place_starts                       places of all tokens; the first of each term

A value column holds its distinct values, sorted, and for each document the number of its value:

    =<column>/values, =<column>/ends, =<column>/codes
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from searchnews.engines.whoosh.norms import MAX_IMPACT
from searchnews.engines.whoosh.sections import Array, SectionReader

__all__ = ["TOP_RUN", "FieldColumns", "Strings", "ValueColumn"]

TOP_RUN: Final = 256
"""Postings that share one bound."""

_MANY: Final = 255


class Strings:
    """Sorted byte strings of a segment, found by bisection and checked as they are read."""

    def __init__(self, file: SectionReader, name: str, ends: str) -> None:
        self._file, self._name, self._ends_name = file, name, ends
        self._ends = file.array(ends)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, place: int) -> bytes:
        first = max(place - 1, 0)
        self._file.check(self._ends_name, first, place + 1)
        start = int(self._ends[place - 1]) if place else 0
        return self._file.bytes(self._name, start, int(self._ends[place]))

    @property
    def size(self) -> int:
        """The bytes of all strings."""
        return len(self._file.array(self._name))

    def lower_bound(self, key: bytes) -> int:
        """Give the place of the first string that is not less than `key`."""
        low, high = 0, len(self._ends)
        while low < high:
            middle = (low + high) // 2
            if self[middle] < key:
                low = middle + 1
            else:
                high = middle
        return low

    def end_of_prefix(self, prefix: bytes) -> int:
        """Give the place after the last string that begins with `prefix`."""
        while prefix and prefix[-1] == 0xFF:
            prefix = prefix[:-1]
        return self.lower_bound(prefix[:-1] + bytes([prefix[-1] + 1])) if prefix else len(self)

    def find(self, key: bytes) -> int:
        """Give the place of `key`; -1 where it is not there."""
        place = self.lower_bound(key)
        return place if place < len(self._ends) and self[place] == key else -1

    def stretch(self, first: int, last: int) -> list[bytes]:
        """Give strings `first` to `last`, at once."""
        if first >= last:
            return []
        before = max(first - 1, 0)
        self._file.check(self._ends_name, before, last)
        ends = self._ends[before:last].tolist() if first else [0, *self._ends[:last].tolist()]
        data = self._file.bytes(self._name, ends[0], ends[-1])
        return [data[start - ends[0] : end - ends[0]] for start, end in pairwise(ends)]

    def weights(self) -> Array:
        """Give the bytes before each string, and of all."""
        return np.concatenate([np.zeros(1, np.int64), self._file.checked(self._ends_name).astype(np.int64)])

    def all(self) -> list[bytes]:
        """Give every string."""
        return self.stretch(0, len(self))


class FieldColumns:
    """One indexed field of a segment. Terms are named by their place among the sorted terms.

    `total` is the sum of the field's lengths; `average` the field length at which `tops` bound impacts.
    """

    def __init__(self, file: SectionReader, name: str, total: int, average: float) -> None:
        self.file, self.name, self.total, self.average = file, name, total, average
        self.terms = Strings(file, f"{name}/terms", f"{name}/ends")
        self._starts = file.array(f"{name}/starts")
        self._docs, self._freqs = file.array(f"{name}/docs"), file.array(f"{name}/freqs")
        self._tops = file.array(f"{name}/tops")
        self._wide_at = file.checked(f"{name}/wide_at")
        self._wide = file.checked(f"{name}/wide")
        self.has_places = f"{name}/places" in file
        if self.has_places:
            self._places, self._place_starts = file.array(f"{name}/places"), file.array(f"{name}/place_starts")
        self._lengths: Array | None = None

    @property
    def lengths(self) -> Array:
        """The length byte of each document."""
        if self._lengths is None:
            self._lengths = self.file.checked(f"{self.name}/lengths")
        return self._lengths

    def extent(self, term: int) -> tuple[int, int]:
        """Give the first posting of a term and the one after its last."""
        self.file.check(f"{self.name}/starts", term, term + 2)
        return int(self._starts[term]), int(self._starts[term + 1])

    def starts(self, first: int, last: int) -> Array:
        """Give the first posting of each of terms `first` to `last`, and the end of the last one's."""
        self.file.check(f"{self.name}/starts", first, last + 1)
        starts: Array = self._starts[first : last + 1].astype(np.int64)
        return starts

    def weights(self) -> Array:
        """Give what stands before each term, and in all: tokens where places are kept, else postings."""
        name = f"{self.name}/{'place_starts' if self.has_places else 'starts'}"
        return self.file.checked(name).astype(np.int64)

    @property
    def place_count(self) -> int:
        """The number of places that are kept."""
        return len(self._places)

    @property
    def place_kind(self) -> str:
        """The type in which places are kept."""
        return self._places.dtype.str

    def docs(self, first: int, last: int) -> Array:
        """Give the documents of postings `first` to `last`."""
        self.file.check(f"{self.name}/docs", first, last)
        return self._docs[first:last]

    def freqs(self, first: int, last: int) -> Array:
        """Give the frequencies of postings `first` to `last`."""
        self.file.check(f"{self.name}/freqs", first, last)
        freqs = self._freqs[first:last]
        if len(self._wide_at):
            low, high = np.searchsorted(self._wide_at, (first, last)).tolist()
            if low < high:
                freqs = freqs.astype(np.uint32)
                freqs[self._wide_at[low:high].astype(np.int64) - first] = self._wide[low:high]
        return freqs

    def tops(self, first: int, last: int) -> Array:
        """Give bounds on the impacts of the runs of TOP_RUN postings that hold postings `first` to `last`."""
        low, high = first // TOP_RUN, (last - 1) // TOP_RUN + 1
        self.file.check(f"{self.name}/tops", low, high)
        bounds: Array = self._tops[low:high] * (MAX_IMPACT / 255)
        return bounds

    def place_extent(self, term: int) -> tuple[int, int]:
        """Give the first token of a term and the one after its last."""
        self.file.check(f"{self.name}/place_starts", term, term + 2)
        return int(self._place_starts[term]), int(self._place_starts[term + 1])

    def place_array(self, tokens: Array) -> Array:
        """Give the places of some tokens, ascending."""
        if len(tokens):
            self.file.check(f"{self.name}/places", int(tokens[0]), int(tokens[-1]) + 1)
        places: Array = self._places[tokens]
        return places

    def all_docs(self) -> Array:
        """Give the documents of all postings."""
        return self.file.checked(f"{self.name}/docs")

    def place_slice(self, first: int, last: int) -> Array:
        """Give the places of tokens `first` to `last`."""
        self.file.check(f"{self.name}/places", first, last)
        return self._places[first:last]


class ValueColumn:
    """One short value for each document of a segment."""

    def __init__(self, file: SectionReader, name: str) -> None:
        self._file, self._codes_name = file, f"={name}/codes"
        self.values = Strings(file, f"={name}/values", f"={name}/ends")
        self._codes = file.array(self._codes_name)

    def __getitem__(self, doc: int) -> bytes:
        self._file.check(self._codes_name, doc, doc + 1)
        return self.values[int(self._codes[doc])]

    def codes(self) -> Array:
        """Give the number of each document's value among the sorted values."""
        return self._file.checked(self._codes_name)
