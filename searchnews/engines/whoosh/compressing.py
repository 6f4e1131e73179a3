"""Compressing documents beside what a load does: a group of them in one call, for which other threads do not wait."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from threading import Thread
from typing import Final

import zstandard

__all__ = ["Compressing"]

_GROUP_BYTES: Final = 1 << 22
"""Documents that are compressed together. Each group costs about as much by itself as fifty documents."""


class Compressing:
    """Takes documents, and gives what was compressed of them so far, in their order."""

    def __init__(self, compressor: zstandard.ZstdCompressor) -> None:
        self._compressor = compressor
        self._group: list[bytes] = []
        self._coming: Future[list[bytes]] | None = None
        self._bytes = self._coming_bytes = 0

    @property
    def waiting_bytes(self) -> int:
        """The size of the documents that are not given yet."""
        return self._bytes + self._coming_bytes

    def extend(self, documents: Sequence[bytes]) -> list[bytes]:
        """Take more documents; give those compressed that are ready and were not given."""
        self._group += documents
        self._bytes += sum(map(len, documents))
        if self._bytes < _GROUP_BYTES:
            return []
        done = self._done()
        self._coming = _in_background(self._compressor, self._group)
        self._group, self._bytes, self._coming_bytes = [], 0, self._bytes
        return done

    def finish(self) -> list[bytes]:
        """Give the rest."""
        done = self._done()
        rest, self._group, self._bytes = self._group, [], 0
        return done + _compressed(self._compressor, rest)

    def _done(self) -> list[bytes]:
        coming, self._coming, self._coming_bytes = self._coming, None, 0
        return [] if coming is None else coming.result()


def _in_background(compressor: zstandard.ZstdCompressor, documents: Sequence[bytes]) -> Future[list[bytes]]:
    coming: Future[list[bytes]] = Future()

    def work() -> None:
        try:
            coming.set_result(_compressed(compressor, documents))
        except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
            coming.set_exception(error)

    Thread(target=work, daemon=True).start()
    return coming


def _compressed(compressor: zstandard.ZstdCompressor, documents: Sequence[bytes]) -> list[bytes]:
    # Not in the backend for PyPy; and it refuses documents that are all empty.
    if any(documents) and hasattr(compressor, "multi_compress_to_buffer"):
        together = compressor.multi_compress_to_buffer(list(documents), threads=1)
        return [together[number].tobytes() for number in range(len(together))]
    return [compressor.compress(document) for document in documents]
