"""What is stored with each document: compressed one by one, so that a hit costs the reading of itself only.

Short texts of one kind compress well only with a dictionary of what they share (RFC 8878, section 5). One is trained
on the first documents of a segment that is large enough; when segments are merged, what was compressed is copied as it
is, with its dictionary, and documents that had none are compressed anew when there are enough of them.

Invariant: a segment's documents are parted into *spans*, each compressed with one dictionary or with none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import zstandard

from searchnews.engines.whoosh.sections import Array, SectionReader, SectionWriter
from searchnews.errors import CorruptIndexError

if TYPE_CHECKING:
    from searchnews.engines.whoosh.compressing import Compressing

__all__ = ["StoredReader", "StoredWriter"]

_STORED: Final = "stored"
_ENDS: Final = "stored/ends"
_DICTIONARIES: Final = "stored/dictionaries"

_LEVEL: Final = 3
_SAMPLE_BYTES: Final = 1 << 23
"""A dictionary is trained on the first documents up to this size."""

_MOST_DICTIONARY_BYTES: Final = 1 << 18
_LEAST_DICTIONARY_BYTES: Final = 1 << 14
_SHARE: Final = 16
"""A dictionary takes at most this part of what it is trained on.

On saudi-news, of 3.5 kB an article as UTF-8: without a dictionary 33 %, with 64 kB 26 %, 256 kB 23 %, 1 MB 22 %.
Level 5 takes twice the time of 3 for 5 % less.
"""

_COVER: Final = {"k": 1000, "d": 8}  # trying for better ones takes five times as long for 1 % less
_CHUNK: Final = 1 << 22


def _parameters() -> zstandard.ZstdCompressionParameters:
    # Neither sums, which the file has, nor the name of the dictionary.
    return zstandard.ZstdCompressionParameters.from_level(
        _LEVEL, write_checksum=False, write_content_size=True, write_dict_id=False
    )


def _compressor(dictionary: bytes) -> zstandard.ZstdCompressor:
    if not dictionary:
        return zstandard.ZstdCompressor(compression_params=_parameters())
    trained = zstandard.ZstdCompressionDict(dictionary)
    return zstandard.ZstdCompressor(compression_params=_parameters(), dict_data=trained)


class StoredWriter:
    """Writes the stored part of a segment, document after document."""

    def __init__(self, file: SectionWriter) -> None:
        self._file = file
        self._file.begin(_STORED)
        self._waiting: list[bytes] = []  # documents that no dictionary was made for yet
        self._untrained_bytes = 0
        self._compressing: Compressing | None = None  # with the dictionary that was made last
        self._ends: list[Array] = []
        self._end = self._documents = 0
        self._dictionaries: list[bytes] = []
        self._spans: list[tuple[int, int]] = []  # up to which document; which dictionary, from 1, or 0

    @property
    def waiting_bytes(self) -> int:
        """The size of the documents that are not written yet."""
        return self._untrained_bytes + (0 if self._compressing is None else self._compressing.waiting_bytes)

    def extend(self, stored: Iterable[bytes]) -> None:
        """Take what is stored with the next documents."""
        rest = iter(stored)
        while self._compressing is None and (each := next(rest, None)) is not None:
            self._waiting.append(each)
            self._untrained_bytes += len(each)
            if self._untrained_bytes >= _SAMPLE_BYTES:
                self._settle()
        if self._compressing is not None:
            self._write(self._compressing.extend(list(rest)))

    def copy(self, reader: StoredReader, kept: Array | None) -> None:
        """Take the documents of a segment, or those of them that are marked as kept."""
        for first, last, dictionary in reader.spans():
            documents = np.arange(first, last) if kept is None else first + np.flatnonzero(kept[first:last])
            if not dictionary:
                self.extend(reader[doc] for doc in documents.tolist())
                continue
            self._settle()
            self._compressing = None
            self._dictionaries.append(dictionary)
            self._copy_span(reader, documents)

    def _copy_span(self, reader: StoredReader, documents: Array) -> None:
        starts, ends = reader.extents(documents)
        self._note(ends - starts, len(self._dictionaries))
        for first, last in _runs(starts, ends):
            for at in range(first, last, _CHUNK):
                self._file.append(reader.compressed(at, min(at + _CHUNK, last)))

    def _settle(self) -> None:
        """Write what waits, with a dictionary of its own if it is worth one, which those to come use too."""
        if self._compressing is not None:
            self._write(self._compressing.finish())
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        size = min(self._untrained_bytes // _SHARE, _MOST_DICTIONARY_BYTES)
        dictionary = _trained(waiting, size) if size >= _LEAST_DICTIONARY_BYTES else b""
        self._untrained_bytes = 0
        compressor = _compressor(dictionary)
        if dictionary:
            from searchnews.engines.whoosh.compressing import Compressing  # who only reads does without its threads

            self._dictionaries.append(dictionary)
            self._compressing = Compressing(compressor)
        self._write([compressor.compress(stored) for stored in waiting])

    def _write(self, compressed: Sequence[bytes]) -> None:
        self._file.append(b"".join(compressed))
        self._note(np.array([len(each) for each in compressed]), len(self._dictionaries) if self._compressing else 0)

    def _note(self, sizes: Array, dictionary: int) -> None:
        if not len(sizes):
            return
        self._ends.append(self._end + np.cumsum(sizes))
        self._end, self._documents = int(self._ends[-1][-1]), self._documents + len(sizes)
        if self._spans and self._spans[-1][1] == dictionary:
            self._spans.pop()
        self._spans.append((self._documents, dictionary))

    def finish(self) -> dict[str, Any]:
        """Write the rest; give what the segment's header says of it."""
        self._settle()
        self._file.end(_STORED)
        self._file.put(_ENDS, np.concatenate([np.zeros(0, np.int64), *self._ends]))
        packed = [_compressor(b"").compress(dictionary) for dictionary in self._dictionaries]
        self._file.put(_DICTIONARIES, b"".join(packed))
        return {"spans": self._spans, "dictionaries": np.cumsum([len(each) for each in packed]).tolist()}


def _trained(samples: Sequence[bytes], size: int) -> bytes:
    try:
        return zstandard.train_dictionary(size, list(samples), **_COVER).as_bytes()
    except zstandard.ZstdError:  # too few samples, or all alike: there is nothing to learn
        return b""


def _runs(starts: Array, ends: Array) -> Iterable[tuple[int, int]]:
    """Join stretches that touch."""
    if not len(starts):
        return ()
    breaks = np.flatnonzero(starts[1:] != ends[:-1]) + 1
    firsts, lasts = np.concatenate([[0], breaks]), np.concatenate([breaks, [len(starts)]]) - 1
    return zip(starts[firsts].tolist(), ends[lasts].tolist(), strict=True)


class StoredReader:
    """Reads the stored part of a segment. May be used by several threads.

    `CorruptIndexError` for what does not decompress.
    """

    def __init__(self, file: SectionReader, facts: dict[str, Any]) -> None:
        self._file = file
        self._ends = file.array(_ENDS)
        self._spans: list[tuple[int, int]] = [(int(until), int(number)) for until, number in facts["spans"]]
        self._dictionary_ends = [0, *map(int, facts["dictionaries"])]
        self._decompress: dict[int, zstandard.ZstdDecompressor] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, doc: int) -> bytes:
        number = self._dictionary_of(doc)
        self._file.check(_ENDS, max(doc - 1, 0), doc + 1)
        frame = self.compressed(int(self._ends[doc - 1]) if doc else 0, int(self._ends[doc]))
        try:
            with self._lock:  # one at a time may use a decompressor
                return self._decompressor(number).decompress(frame)
        except (zstandard.ZstdError, MemoryError, IndexError) as error:
            reason = (
                "holds a document that cannot be read; build the index again with `searchnews index PATH --rebuild`"
            )
            raise CorruptIndexError(reason, path=self._file.path) from error

    def _dictionary_of(self, doc: int) -> int:
        for until, number in self._spans:
            if doc < until:
                return number
        return -1

    def _decompressor(self, number: int) -> zstandard.ZstdDecompressor:
        known = self._decompress.get(number)
        if known is None:
            dictionary = zstandard.ZstdCompressionDict(self._dictionary(number)) if number else None
            known = self._decompress[number] = zstandard.ZstdDecompressor(dict_data=dictionary)
        return known

    def _dictionary(self, number: int) -> bytes:
        if not 0 < number < len(self._dictionary_ends):
            raise IndexError("a dictionary that is not there")
        packed = self._file.bytes(_DICTIONARIES, *self._dictionary_ends[number - 1 : number + 1])
        return zstandard.ZstdDecompressor().decompress(packed, max_output_size=_MOST_DICTIONARY_BYTES)

    def extents(self, documents: Array) -> tuple[Array, Array]:
        """Give where the compressed bytes of each of some ascending documents begin and end."""
        if not len(documents):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        self._file.check(_ENDS, max(int(documents[0]) - 1, 0), int(documents[-1]) + 1)
        ends = self._ends[documents].astype(np.int64)
        starts = np.where(documents > 0, self._ends[np.maximum(documents - 1, 0)], 0).astype(np.int64)
        return starts, ends

    def compressed(self, start: int, end: int) -> bytes:
        """Give a stretch of the compressed bytes."""
        return self._file.bytes(_STORED, start, end)

    def spans(self) -> Iterable[tuple[int, int, bytes]]:
        """Give the first document of each span, the one after its last, and its dictionary (empty: none)."""
        first = 0
        for until, number in self._spans:
            yield first, until, self._dictionary(number) if number else b""
            first = until

    def problems(self) -> Iterable[str]:
        """Say what does not add up."""
        ends = self._file.checked(_ENDS).astype(np.int64)
        if (ends[1:] < ends[:-1]).any() or int(ends[-1:].sum()) != len(self._file.array(_STORED)):
            yield "the ends of the stored documents do not add up"
        untils = [until for until, _ in self._spans]
        if untils != sorted(set(untils)) or (untils or [0])[-1] != len(ends):
            yield "not every stored document has its dictionary"
