"""The signatures of articles (`duplicates`), made while their words are numbers.

A signature needs nothing but the article, so whichever process analyses it makes it; `_grouping` compares them.
"""

from __future__ import annotations

from typing import Final
from zlib import crc32

import numpy as np

from searchnews._coding import Coder, Words
from searchnews.duplicates import Array, packed, signatures

__all__ = ["Signer"]

_LEAST_WORDS: Final = 8
"""Texts of fewer words ("كاريكاتير اليوم") are alike without being reprints."""


class Signer:
    """Signs articles by the numbers that a coder gives to the words of their titles and texts."""

    def __init__(self) -> None:
        self._vocabulary: list[str] = []
        self._hashes = np.zeros(0, np.uint32)

    def signed(self, words: Words, coder: Coder) -> list[str]:
        """Give the signature of each article's text, or of its title where it has no text; empty of too few words."""
        of_titles, of_texts = words.lengths[::2], words.lengths[1::2]
        of_each = np.where(of_texts > 0, of_texts, of_titles)
        is_long = of_each >= _LEAST_WORDS
        is_signed = np.empty(len(words.lengths), bool)
        is_signed[::2], is_signed[1::2] = is_long & (of_texts == 0), is_long & (of_texts > 0)
        out = [""] * len(of_each)
        if is_long.any():
            numbers = words.numbers[np.repeat(is_signed, words.lengths)]
            hashes = self._hashes_of(coder.vocabularies[0]).take(coder.forms[0].take(numbers))
            rows = signatures(hashes, of_each[is_long])
            for at, signature in zip(np.flatnonzero(is_long).tolist(), packed(rows), strict=True):
                out[at] = signature
        return out

    def _hashes_of(self, vocabulary: list[str]) -> Array:
        """Give the hashes of all words of a vocabulary, which only grows."""
        if vocabulary is not self._vocabulary:
            self._vocabulary, self._hashes = vocabulary, np.zeros(0, np.uint32)
        if new := vocabulary[len(self._hashes) :]:
            hashes = [crc32(word.encode("utf-8", "surrogatepass")) for word in new]
            self._hashes = np.concatenate([self._hashes, np.array(hashes, np.uint32)])
        return self._hashes
