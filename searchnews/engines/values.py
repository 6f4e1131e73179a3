"""Short values of all documents at once: what filters, facets and dates are computed on.

A column is its distinct values and, for each document, the number of its value: what is asked of the values is asked
once for each distinct one, and of the documents by array operations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ColumnValues", "Matching"]

Derived = TypeVar("Derived")


class Matching(NamedTuple):
    """All documents that match, ascending, and the score of each: two arrays of one length."""

    docs: NDArray[Any]
    scores: NDArray[Any]


class ColumnValues:
    """The distinct `values` of a column, sorted as UTF-8, and `codes`: for each document the place of its value.

    A document without a value has the empty one. Documents that are deleted have codes too.
    """

    __slots__ = ("_derived", "codes", "values")

    def __init__(self, values: Sequence[str], codes: NDArray[Any]) -> None:
        self.values, self.codes = values, codes
        self._derived: dict[str, object] = {}

    def derived(self, name: str, of: Callable[[Sequence[str]], Derived]) -> Derived:
        """Give what `of` makes of the values; it is asked once for each `name`."""
        found = self._derived.get(name)
        if found is None:
            found = self._derived[name] = of(self.values)
        return cast("Derived", found)
