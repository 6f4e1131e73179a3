"""Writing posting lists, many at a time, in the format that Whoosh's W3 codec reads.

The bytes are those that `whoosh.codec.whoosh3.W3FieldWriter` would write for the same postings; it takes
one posting a call, this takes arrays, which is several times faster. A list is a run of blocks of at most
128 postings: a small header, then document numbers as deltas, weights and values.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from pickle import dumps
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import COMPRESSION_MIN_SIZE, WHOOSH3_HEADER_MAGIC, W3Codec, W3TermInfo
from whoosh.filedb.filestore import Storage
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.util.numeric import byte_to_length

__all__ = ["Ints", "ListWriter", "Postings"]

Ints = NDArray[Any]

_BLOCK: Final = 128
_COMPRESSION: Final = 3  # zlib level: the codec's own
_PICKLE: Final = 2  # pickle protocol: the codec's own
_FIELD_KEY: Final = struct.Struct("!H")


class Postings(NamedTuple):
    """The posting lists of some terms of one field, end to end.

    `terms` ascend; the list of `terms[i]` begins at `starts[i]` and ends where the next begins. For each
    posting: the document number (ascending within a list), the count of the term there, and its packed
    places (None for a field without).
    """

    terms: Sequence[bytes]
    starts: Ints
    docs: Ints
    counts: Ints
    values: Sequence[bytes] | None


class _Block(NamedTuple):
    """One block: where it begins and ends, and what a reader may know without opening it."""

    start: int
    end: int
    last_doc: int
    max_count: int
    min_count: int
    min_length: int
    max_length: int


class ListWriter:
    """Writes the lists of one segment: fields ascend by name, terms ascend within a field."""

    def __init__(self, storage: Storage, segment: Any) -> None:
        self._terms = OrderedHashWriter(segment.create_file(storage, W3Codec.TERMS_EXT))
        self._lists = segment.create_file(storage, W3Codec.POSTS_EXT)
        self._fields: dict[str, int] = {}
        self._terms.extras["fieldmap"] = self._fields

    def write(self, field: str, postings: Postings, lengths: Ints) -> None:
        """Append lists of `field`; `lengths` holds Whoosh's length byte of the field for each document."""
        if not postings.terms:
            return
        number = _FIELD_KEY.pack(self._fields.setdefault(field, len(self._fields)))
        deltas = _deltas(postings)
        totals = np.add.reduceat(postings.counts, postings.starts, dtype=np.int64).tolist()
        edges = [*postings.starts.tolist(), len(postings.docs)]
        blocks = _blocks(postings, lengths)
        for place, term in enumerate(postings.terms):
            start, end = edges[place], edges[place + 1]
            count = -(-(end - start) // _BLOCK)
            info = self._write_list([next(blocks) for _ in range(count)], postings, deltas)
            info._weight, info._df = float(totals[place]), end - start
            info._minid, info._maxid = int(postings.docs[start]), int(postings.docs[end - 1])
            self._terms.add(number + term, info.to_bytes())

    def close(self) -> None:
        """Finish both files."""
        self._terms.close()
        self._lists.close()

    def _write_list(self, blocks: list[_Block], postings: Postings, deltas: Ints) -> W3TermInfo:
        out = self._lists
        offset = out.tell()
        out.write(WHOOSH3_HEADER_MAGIC)
        for block in blocks:
            head, body = _pack(block, postings, deltas)
            size = len(head) + len(body)
            out.write_int(-size if block is blocks[-1] else size)
            out.write(head)
            out.write(body)
        # W3TermInfo has no public way in but one block object at a time.
        info = W3TermInfo()
        info.set_extent(offset, out.tell() - offset)
        info._maxweight = float(max(block.max_count for block in blocks))
        info._minlength = byte_to_length(min(block.min_length for block in blocks))
        info._maxlength = byte_to_length(max(block.max_length for block in blocks))
        return info


def _deltas(postings: Postings) -> Ints:
    """Give each document number less the one before it in its block; the first of a block stands whole."""
    docs = postings.docs.astype(np.int64)
    deltas: Ints = np.diff(docs, prepend=0)
    starts = _block_starts(postings)
    deltas[starts] = docs[starts]
    return deltas


def _block_starts(postings: Postings) -> Ints:
    sizes = np.diff(postings.starts, append=len(postings.docs))
    per_term = -(-sizes // _BLOCK)
    first = np.cumsum(per_term) - per_term
    within = np.arange(int(per_term.sum())) - np.repeat(first, per_term)
    starts: Ints = np.repeat(postings.starts, per_term) + within * _BLOCK
    return starts


def _blocks(postings: Postings, lengths: Ints) -> Iterator[_Block]:
    starts = _block_starts(postings)
    ends = np.append(starts[1:], len(postings.docs))
    doc_lengths = lengths[postings.docs]
    columns = (
        starts,
        ends,
        postings.docs[ends - 1],
        np.maximum.reduceat(postings.counts, starts),
        np.minimum.reduceat(postings.counts, starts),
        np.minimum.reduceat(doc_lengths, starts),
        np.maximum.reduceat(doc_lengths, starts),
    )
    return map(_Block._make, zip(*(column.tolist() for column in columns), strict=True))


def _pack(block: _Block, postings: Postings, deltas: Ints) -> tuple[bytes, bytes]:
    start, end = block.start, block.end
    weights: float | tuple[float, ...] | None
    if block.max_count > block.min_count:
        weights = tuple(map(float, postings.counts[start:end].tolist()))
    else:
        weights = None if block.max_count == 1 else float(block.max_count)
    values = None if postings.values is None else tuple(postings.values[start:end])
    body = dumps((tuple(deltas[start:end].tolist()), weights, values), _PICKLE)
    level = _COMPRESSION if len(body) >= COMPRESSION_MIN_SIZE else 0
    if level:
        body = zlib.compress(body, level)
    facts = (end - start, block.last_doc, float(block.max_count), level, block.min_length, block.max_length)
    return dumps(facts, _PICKLE), body
