"""Sets of documents of one segment, a bit each: joined at once, and looked up without a search.

Where a document stands among those of a set is told by the number of bits before it: those of the words of 64 bits
before its own are counted once, as in Jacobson's rank ("Space-efficient Static Trees and Graphs", FOCS 1989).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from searchnews.engines.whoosh.sections import Array

__all__ = ["DENSE", "DocBits"]

DENSE: Final = 64
"""A set of more than one document in so many is smaller as bits than as numbers, or not much larger."""

_FEW: Final = 4
"""Of a set of so many times as many words of bits some documents are told by themselves, else all are."""

_ONE: Final = np.uint64(1)


class DocBits(NamedTuple):
    """A set of documents: `words` of 64 bits, the lowest first, and how many bits stand `before` each."""

    words: Array
    before: Array

    @classmethod
    def of(cls, docs: Array, size: int) -> DocBits:
        """Make the set of ascending documents of a segment of `size`."""
        flags = np.zeros(-(-size // 64) * 64, bool)
        flags[docs] = True
        words = np.packbits(flags, bitorder="little").view("<u8")
        counts = np.bitwise_count(words)
        return cls(words, (np.cumsum(counts, dtype=np.uint32) - counts).astype(np.uint32))

    @property
    def nbytes(self) -> int:
        """The bytes that it takes in memory."""
        return self.words.nbytes + self.before.nbytes

    def docs(self) -> Array:
        """Give the documents of the set, ascending."""
        return np.flatnonzero(np.unpackbits(self.words.view(np.uint8), bitorder="little").view(bool)).astype(np.uint32)

    def docs_at(self, places: Array) -> Array:
        """Give the documents at some ascending places among those of the set."""
        if _FEW * len(places) > len(self.words):
            some: Array = self.docs()[places]
            return some
        at = self.before.searchsorted(places.astype(np.uint32), side="right") - 1
        bits = np.unpackbits(self.words[at].view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
        wanted = places - self.before[at] + 1
        low = (np.cumsum(bits, axis=1, dtype=np.uint8) == wanted[:, None]).argmax(axis=1)
        found: Array = ((at << 6) + low).astype(np.uint32)
        return found

    def held(self, docs: Array) -> tuple[Array, Array]:
        """Give which of some documents are in the set: places among them, and in the set."""
        at, low = docs >> 6, (docs & 63).astype(np.uint64)
        words = self.words.take(at)
        hits = ((words >> low) & _ONE).nonzero()[0]
        lower = words[hits] & ((_ONE << low[hits]) - _ONE)
        return hits, self.before.take(at[hits]).astype(np.int64) + np.bitwise_count(lower)
