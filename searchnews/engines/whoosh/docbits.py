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

    @staticmethod
    def bytes_for(size: int) -> int:
        """Give the bytes that a set of documents of a segment of `size` takes in memory."""
        return -(-size // 64) * (np.dtype(np.uint64).itemsize + np.dtype(np.uint32).itemsize)

    @property
    def nbytes(self) -> int:
        """The bytes that it takes in memory."""
        return self.words.nbytes + self.before.nbytes

    def between(self, first: int, last: int) -> Array:
        """Give the documents at places `first` to `last` (half-open) among those of the set."""
        low = int(self.before.searchsorted(np.uint32(first), side="right")) - 1
        high = int(self.before.searchsorted(np.uint32(last)))
        flags = np.unpackbits(self.words[low:high].view(np.uint8), bitorder="little").view(bool)
        skipped = first - int(self.before[low])
        docs: Array = np.flatnonzero(flags)[skipped : skipped + last - first]
        return (docs + (low << 6)).astype(np.uint32)

    def held(self, docs: Array) -> tuple[Array, Array]:
        """Give which of some documents are in the set: places among them, and in the set."""
        at, low = docs >> 6, (docs & 63).astype(np.uint64)
        words = self.words.take(at)
        hits = ((words >> low) & _ONE).nonzero()[0]
        lower = words[hits] & ((_ONE << low[hits]) - _ONE)
        return hits, self.before.take(at[hits]).astype(np.int64) + np.bitwise_count(lower)
