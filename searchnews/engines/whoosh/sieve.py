"""Which ids a transaction has surely not put before, in memory that does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

__all__ = ["Sieve"]

_BITS: Final = 1 << 26


class Sieve:
    """Remembers ids by two bits each, in 8 MB: most new ones need not be looked for in every segment.

    Of those that are new, one in a thousand is looked for after a million, one in ten after ten million.
    """

    def __init__(self) -> None:
        self._marks = bytearray(_BITS // 8)

    def add(self, ids: Iterable[str]) -> None:
        """Remember ids."""
        for id in ids:
            for place in _places(id):
                self._marks[place >> 3] |= 1 << (place & 7)

    def may_hold(self, id: str) -> bool:
        """Tell whether an id may have been added; True for all that were."""
        return all(self._marks[place >> 3] >> (place & 7) & 1 for place in _places(id))


def _places(id: str) -> tuple[int, int]:
    number = hash(id)
    return number % _BITS, (number >> 32) % _BITS
