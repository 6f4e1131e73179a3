"""BM25 without idf, over a whole index: a table of the common cases of each field, and the codes of these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from searchnews.compiled import compiled
from searchnews.engines.whoosh.columns import FieldColumns
from searchnews.engines.whoosh.norms import impacts, norms
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.segment import Segment

__all__ = ["FieldImpacts"]

_COMMON_FREQS: Final = 16
"""Frequencies below this are looked up in a table of impacts; there are few others."""


class FieldImpacts:
    """What scoring in one field needs of the whole index, of so many documents. `average` is the field's length."""

    def __init__(self, segments: Sequence[Segment], name: str, documents: int) -> None:
        total = sum(field.total for segment in segments if (field := segment.field(name)) is not None)
        self.average = total / (documents or 1) or 1
        self._norms = norms(self.average)
        # impact of (frequency, length byte): the same arithmetic, done once for each pair that occurs much
        self._table = impacts(np.repeat(np.arange(_COMMON_FREQS), 256), np.tile(self._norms, _COMMON_FREQS))

    def of(self, field: FieldColumns, docs: Array, freqs: Array) -> Array:
        """Give the impacts of a term for documents and its frequencies in them."""
        return self.weighed(self.coded(field, docs, freqs), 1.0)

    def coded(self, field: FieldColumns, docs: Array, freqs: Array) -> Array:
        """Give the places of impacts in the table, or the impacts themselves where it has not all of them."""
        if freqs.dtype == np.uint8 and (reading := compiled("reading")) is not None:
            places: Array | None = reading.coded(docs, freqs, field.lengths, _COMMON_FREQS)
            if places is not None:
                return places
        if freqs.dtype != np.uint8 or (len(freqs) and int(freqs.max()) >= _COMMON_FREQS):
            return impacts(freqs, self._norms.take(field.lengths.take(docs)))
        codes = freqs.astype(np.uint16)
        codes <<= 8
        codes |= field.lengths.take(docs)
        return codes

    def weighed(self, coded: Array, weight: float) -> Array:
        """Multiply what `coded` gave."""
        if coded.dtype != np.uint16:
            weighed: Array = weight * coded
        elif len(coded) < len(self._table):
            weighed = weight * self._table.take(coded)
        else:
            weighed = (weight * self._table).take(coded)
        return weighed

    def part(self, docs: Array, coded: Array) -> Any:
        """Give documents, with what `coded` gave, to machine code, which has to be there."""
        return compiled("adding").Part(docs, coded, self._table)
