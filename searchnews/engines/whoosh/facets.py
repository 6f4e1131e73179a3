"""Columns of short values: over all segments as one, and as the conditions of a query on documents found.

A condition on columns is asked of each distinct value; the documents that a query found then only look theirs up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from searchnews.engines.values import ColumnValues
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.strings import Strings, ValueColumn
from searchnews.engines.whoosh.terms import term_bytes

__all__ = ["column_values", "extent_of", "kept_by"]

_LEAVES: Final = frozenset({"Term", "Prefix", "TermRange"})


def column_values(segments: Sequence[Segment], name: str) -> ColumnValues:
    """Give a column over all segments; a segment that has no such column holds the empty value throughout."""
    columns = [segment.column(name) for segment in segments]
    lists = [[b""] if column is None else column.values.all() for column in columns]
    if len(columns) == 1 and columns[0] is not None:
        return ColumnValues(_decoded(lists[0]), columns[0].codes())
    values = sorted(set().union(*lists))
    places = {value: place for place, value in enumerate(values)}
    codes = [np.zeros(0, np.uint32)]
    for segment, column, own in zip(segments, columns, lists, strict=True):
        here = np.array([places[value] for value in own], np.uint32)
        codes.append(here[column.codes()] if column is not None else np.full(segment.documents, here[0]))
    return ColumnValues(_decoded(values), np.concatenate(codes))


def _decoded(values: Sequence[bytes]) -> list[str]:
    return [value.decode("utf-8", "surrogatepass") for value in values]


def kept_by(query: Any, segment: Segment, docs: Array) -> Array | None:
    """Tell which of some documents meet a condition on columns; None where it is another query."""
    if type(query).__name__ == "And":
        parts = [kept_by(part, segment, docs) for part in query.subqueries]
        known = [part for part in parts if part is not None]
        return np.logical_and.reduce(known) if known and len(known) == len(parts) else None
    chosen = _chosen(query, segment)
    if chosen is None:
        return None
    column, flags = chosen
    kept: Array = flags[column.codes()[docs]]
    return kept


def _chosen(query: Any, segment: Segment) -> tuple[ValueColumn, Array] | None:
    """Give a column and which of its values a condition on it alone chooses."""
    kind = type(query).__name__
    if kind in _LEAVES:
        column = segment.column(query.fieldname) if segment.field(query.fieldname) is None else None
        if column is None:
            return None
        flags = np.zeros(len(column.values), bool)
        first, last = extent_of(query, column.values)
        flags[first:last] = True
        return column, flags
    if kind == "Not":
        inner = _chosen(query.query, segment)
        return None if inner is None else (inner[0], ~inner[1])
    if kind != "Or":
        return None
    parts = [_chosen(part, segment) for part in query.subqueries]
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts) or len({id(column) for column, _ in known}) > 1:
        return None
    return known[0][0], np.logical_or.reduce([flags for _, flags in known])


def extent_of(query: Any, strings: Strings) -> tuple[int, int]:
    """Give the first of some sorted strings that a term, a prefix or a range stands for, and the one after the last."""
    kind = type(query).__name__
    if kind == "Term":
        place = strings.find(term_bytes(query.text))
        return (place, place + 1) if place >= 0 else (0, 0)
    if kind == "Prefix":
        prefix = term_bytes(query.text)
        return strings.lower_bound(prefix), strings.end_of_prefix(prefix)
    start, end = (None if text is None else term_bytes(text) for text in (query.start, query.end))
    first = 0 if start is None else strings.lower_bound(start)
    last = len(strings) if end is None else strings.lower_bound(end)
    first += start is not None and query.startexcl and strings.holds(first, start)
    last += end is not None and not query.endexcl and strings.holds(last, end)
    return first, max(first, last)
