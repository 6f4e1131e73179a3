"""BM25F's numbers, exactly as Whoosh computes them: lengths kept in a byte, impacts from them.

Whoosh's BM25 of a term is idf * ((tf * (K1 + 1)) / (tf + K1 * ((1 - B) + B * fl / avgfl))). The order of operations is
kept, so scores are equal to the last bit.
"""

from __future__ import annotations

from functools import cache
from math import log
from typing import Final

import numpy as np
from whoosh.util.numeric import byte_to_length

from searchnews.engines.whoosh.sections import Array

__all__ = ["K1", "MAX_IMPACT", "B", "idf_of", "impacts", "length_bytes", "lengths", "norms"]

B: Final = 0.75
K1: Final = 1.2
MAX_IMPACT: Final = K1 + 1
"""No term can bring more than this times its idf."""


@cache
def lengths() -> Array:
    """Give the field length that each length byte stands for, as floats."""
    return np.array([byte_to_length(byte) for byte in range(256)], np.float64)


def length_bytes(field_lengths: Array) -> Array:
    """Give the byte in which Whoosh keeps each field length."""
    found = np.searchsorted(lengths(), field_lengths)
    return np.minimum(found, 255).astype(np.uint8)


def norms(average: float) -> Array:
    """Give the part of BM25's divisor that depends on the field length, for each length byte."""
    fl: Array = K1 * ((1 - B) + B * lengths() / (average or 1))
    return fl


def impacts(freqs: Array, norm: Array) -> Array:
    """Give BM25 without idf for term frequencies and the norms of their documents."""
    tf = freqs.astype(np.float64)
    out: Array = (tf * (K1 + 1)) / (tf + norm)
    return out


def idf_of(documents: int, holding: int) -> float:
    """Give Whoosh's inverse document frequency."""
    return log(documents / (holding + 1)) + 1
