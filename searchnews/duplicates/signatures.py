"""Signatures of texts: 64 numbers of 6 bits, of which two texts share about the part that they share of their words.

A text is the set of its pairs of neighbouring words: single words are too common to tell two reports of one event
from one report printed twice. A signature is MinHash in one pass: each pair has a hash, of which 6 bits choose a bin,
and each bin keeps its least (Li, Owen, Zhang: "One Permutation Hashing", NIPS 2012). Bins that stay empty, as they do
in a short text, borrow from others in an order that is the same for all texts (Shrivastava: "Optimal Densification
for Fast and Accurate Minwise Hashing", ICML 2017). Of each bin 6 bits stay (Li, Koenig: "b-Bit Minwise Hashing",
WWW 2010), so a signature is 64 characters of Base64.

Signatures are kept in indexes: the numbers here may never change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["BINS", "Array", "packed", "signatures", "unpacked"]

Array = NDArray[Any]

BINS: Final = 64
_CODE_BITS: Final = 6
_EMPTY: Final = np.uint32(0xFFFF_FFFF)

# Odd numbers that spread well: of the golden ratio, and of the mixing functions of SplitMix64 and xxHash.
_FIRST: Final = np.uint64(0x9E37_79B9_7F4A_7C15)
_SECOND: Final = np.uint64(0xC2B2_AE3D_27D4_EB4F)
_MIXING: Final = np.uint64(0xBF58_476D_1CE4_E5B9)
_MULTIPLIERS: Final = (np.arange(1, BINS + 1, dtype=np.uint64) * _FIRST >> np.uint64(32)).astype(np.uint32) | np.uint32(
    1
)

_TRIES: Final = 16
_ALPHABET: Final = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", np.uint8)
_VALUES: Final = np.full(256, 255, np.uint8)
_VALUES[_ALPHABET] = np.arange(BINS)


def signatures(words: Array, lengths: Array) -> Array:
    """Give the signatures of texts, a row each, of the hashes of their words, one text after the other.

    `words` are hashes of 32 bits; `lengths` says how many each text has, at least one. The last word of a text is
    paired with its first, so that a text of one word has a pair, too.
    """
    ends = np.cumsum(lengths)
    following = np.empty_like(words)
    following[:-1] = words[1:]
    following[ends - 1] = words[ends - lengths]
    hashes = _mixed(words.astype(np.uint64) * _FIRST + following.astype(np.uint64) * _SECOND)
    least: Array = np.full(len(lengths) * BINS, _EMPTY)
    bins = (hashes >> np.uint64(58)).astype(np.int64)
    bins += np.repeat(np.arange(len(lengths)) * BINS, lengths)
    np.minimum.at(least, bins, (hashes >> np.uint64(26)).astype(np.uint32))
    least = least.reshape(-1, BINS)
    _fill(least)
    codes: Array = (least * _MULTIPLIERS >> np.uint32(32 - _CODE_BITS)).astype(np.uint8)
    return codes


def packed(rows: Array) -> list[str]:
    """Write signatures as texts of 64 characters."""
    data = _ALPHABET[rows].tobytes().decode("ascii")
    return [data[at : at + BINS] for at in range(0, len(data), BINS)]


def unpacked(texts: Sequence[str]) -> Array:
    """Read what `packed` wrote, a row each; ValueError for anything else."""
    data = np.frombuffer("".join(texts).encode("ascii", "replace"), np.uint8)
    if any(len(text) != BINS for text in texts) or (len(data) and int(_VALUES[data].max()) >= BINS):
        raise ValueError("no signature")
    rows: Array = _VALUES[data].reshape(-1, BINS)
    return rows


def _mixed(hashes: Array) -> Array:
    hashes ^= hashes >> np.uint64(29)
    hashes *= _MIXING
    hashes ^= hashes >> np.uint64(32)
    return hashes


def _sources() -> Array:
    """Give, for each try, the bin that each bin borrows from: at random first, then all in turn."""
    bins, tries = np.arange(BINS), np.arange(_TRIES + BINS - 1)[:, None]
    scattered = _mixed((tries * BINS + bins).astype(np.uint64) * _FIRST) >> np.uint64(58)
    in_turn = (bins + tries - _TRIES + 1) % BINS
    return np.where(tries < _TRIES, scattered.astype(np.int64), in_turn)


_SOURCES: Final = _sources()


def _fill(least: Array) -> None:
    """Let empty bins borrow; a text has at least one that is not empty."""
    rows = np.flatnonzero((least == _EMPTY).any(axis=1))
    own = least[rows]
    filled = own.copy()
    for sources in _SOURCES:
        empty = filled == _EMPTY
        if not empty.any():
            break
        filled = np.where(empty, own[:, sources], filled)
    least[rows] = filled
