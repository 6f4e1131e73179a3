"""Verifying an index: every checksum, and every invariant of the format that searching relies on.

Says what is wrong in one line each, with the file's name. Reads everything, so it takes as long as reading the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from searchnews.engines.whoosh.columns import TOP_RUN, FieldColumns, Strings, ValueColumn
from searchnews.engines.whoosh.contents import Contents, Folder
from searchnews.engines.whoosh.norms import MAX_IMPACT, impacts, lengths, norms
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.segment import ID, ID_ORDER, STORED, STORED_ENDS, Segment
from searchnews.errors import CorruptIndexError

__all__ = ["check"]

_AT_ONCE: Final = 1 << 20
_MANY: Final = 255


def check(folder: Folder) -> list[str]:
    """Give what is wrong with the newest commit; nothing where it is sound.

    `IndexNotFoundError`, `IncompatibleIndexError`; `IndexFolderError` where a file cannot be read.
    """
    while True:
        try:
            contents = folder.read()
        except CorruptIndexError as error:
            return [_told(error)]
        try:
            return [problem for entry in contents.segments for problem in _segment(folder, contents, entry.name)]
        except FileNotFoundError as error:
            if folder.is_newest(contents):  # else a writer made the next commit, and this one's files are gone
                return [f"{error.filename}: is missing"]


def _segment(folder: Folder, contents: Contents, name: str) -> Iterator[str]:
    entry = next(entry for entry in contents.segments if entry.name == name)
    path = str(Path(folder.path, name))
    try:
        segment = Segment(folder.path, entry)
        damaged = segment.file.damaged_blocks()
        if damaged:  # what else is wrong would only be a consequence
            yield from (f"{path}: {problem}" for problem in damaged)
            return
        for problem in _invariants(segment, contents):
            yield f"{path}: {problem}"
    except CorruptIndexError as error:
        yield _told(error)
    except (ValueError, IndexError, KeyError, TypeError, OverflowError) as error:
        # Sums that are right over values that make no sense: not damage, but not written by us.
        yield f"{path}: makes no sense ({type(error).__name__}: {error})"


def _told(error: CorruptIndexError) -> str:
    return str(error).partition("; build the index again")[0]


def _invariants(segment: Segment, contents: Contents) -> Iterator[str]:
    if set(segment.fields) != {kind.name for kind in contents.fields}:
        yield "has other fields than the index"
    if set(segment.columns) != {ID, *contents.columns}:
        yield "has other columns than the index"
    deleted = 0 if segment.deleted is None else int(segment.deleted.sum())
    if deleted != segment.entry.deleted:
        yield "has another number of deleted documents than the index says"
    ends = segment.file.checked(STORED_ENDS).astype(np.int64)
    if len(ends) != segment.documents or not _ascends(ends) or ends[-1:].sum() != len(segment.file.array(STORED)):
        yield "the ends of the stored documents do not add up"
    for name in segment.columns:
        column = segment.column(name)
        if column is not None:
            yield from (f"column {name}: {problem}" for problem in _column(segment, column))
    yield from _ids(segment)
    for kind in contents.fields:
        field = segment.field(kind.name)
        if field is not None:
            yield from (f"field {kind.name}: {problem}" for problem in _field(segment, field, places=kind.positions))


def _ascends(values: Array, *, strictly: bool = False) -> bool:
    lower, higher = values[:-1], values[1:]
    return bool((lower < higher).all() if strictly else (lower <= higher).all())


def _strings(strings: Strings) -> Iterator[str]:
    weights = strings.weights()
    if not _ascends(weights) or weights[-1] != strings.size:
        yield "the ends of the strings do not add up"
        return
    last = b""
    for first in range(0, len(strings), _AT_ONCE):
        some = strings.stretch(first, min(first + _AT_ONCE, len(strings)))
        if any(a >= b for a, b in pairwise([last, *some] if first else some)):
            yield "the strings are not sorted"
            return
        last = some[-1]


def _column(segment: Segment, column: ValueColumn) -> Iterator[str]:
    yield from _strings(column.values)
    codes = column.codes()
    if len(codes) != segment.documents or (len(codes) and int(codes.max()) >= len(column.values)):
        yield "a document has a value that is not there"


def _ids(segment: Segment) -> Iterator[str]:
    column = segment.column(ID)
    order = segment.file.checked(ID_ORDER)
    if column is None or len(order) != len(column.values):
        yield "not every id has its document"
    elif len(order) and int(order.max()) >= segment.documents:
        yield "an id leads to a document that is not there"
    elif (column.codes()[order] != np.arange(len(order))).any():
        yield "an id leads to a document of another id"
    elif len(order) < segment.documents:
        last = np.zeros(segment.documents, bool)
        last[order] = True
        if segment.deleted is None or (~last & ~segment.deleted).any():
            yield "two documents have one id"


def _field(segment: Segment, field: FieldColumns, *, places: bool) -> Iterator[str]:
    terms = len(field.terms)
    yield from _strings(field.terms)
    starts = field.file.checked(f"{field.name}/starts").astype(np.int64)
    postings = len(field.all_docs())
    if len(starts) != terms + 1 or starts[0] or starts[-1] != postings or not _ascends(starts, strictly=True):
        yield "the starts of the terms do not ascend to the number of postings"
        return
    if len(field.lengths) != segment.documents:
        yield "not every document has a length"
        return
    if field.has_places != places:
        yield "it keeps places, or does not, other than the index says"
        return
    if problem := _wide(field, postings):
        yield problem
        return
    yield from _postings(segment, field, starts)


def _wide(field: FieldColumns, postings: int) -> str:
    at, wide = (field.file.checked(f"{field.name}/{name}") for name in ("wide_at", "wide"))
    small = field.file.checked(f"{field.name}/freqs")
    if len(small) != postings or not _ascends(at, strictly=True) or len(at) != len(wide):
        return "there are not as many frequencies as postings"
    if not np.array_equal(np.flatnonzero(small == _MANY), at) or (wide < _MANY).any():
        return "the frequencies of 255 and more do not fit the others"
    return "" if (small > 0).all() else "a posting has the frequency 0"


def _postings(segment: Segment, field: FieldColumns, starts: Array) -> Iterator[str]:
    """Walk through the postings of a field, a bounded number at a time, whole terms or not."""
    postings, token = int(starts[-1]), 0
    bounds, norm = [], norms(field.average)
    held, runs = np.zeros(segment.documents, np.int64), np.zeros(len(starts), np.int64)
    for first in range(0, postings, _AT_ONCE):
        last = min(first + _AT_ONCE, postings)
        docs, freqs = field.docs(first, last).astype(np.int64), field.freqs(first, last).astype(np.int64)
        if int(docs.max()) >= segment.documents:
            yield "a posting has a document that is not there"
            return
        here = (starts >= first) & (starts < last)
        begins = np.zeros(last - first, bool)
        begins[starts[here] - first] = True
        runs[here] = token + (np.cumsum(freqs) - freqs)[begins]
        before = np.concatenate([field.docs(first - 1, first).astype(np.int64) if first else [-1], docs[:-1]])
        if (~begins & (docs <= before)).any():
            yield "the documents of a term do not ascend"
        held += np.bincount(docs, freqs, segment.documents).astype(np.int64)
        found = impacts(freqs, norm[field.lengths[docs]])
        bounds.append(np.maximum.reduceat(found, np.arange(0, len(found), TOP_RUN)))
        if field.has_places:
            yield from _places(field, token, freqs)
        token += int(freqs.sum())
    runs[-1] = token
    yield from _sums(field, postings, np.concatenate([np.zeros(0), *bounds]), held, runs)


def _places(field: FieldColumns, token: int, freqs: Array) -> Iterator[str]:
    places = field.place_slice(token, token + int(freqs.sum()))
    if len(places) != freqs.sum():  # told by `_sums`
        return
    begins = np.zeros(len(places) + 1, bool)
    begins[np.cumsum(freqs)] = True
    if (~begins[1:-1] & (places[1:] < places[:-1])).any():
        yield "the places of a term in a document do not ascend"


def _sums(field: FieldColumns, postings: int, bounds: Array, held: Array, runs: Array) -> Iterator[str]:
    """Compare what was counted with what the segment says; `runs` are the tokens before each term, and all."""
    if runs[-1] != field.total:
        yield "the frequencies do not add up to the total of the lengths"
    if (np.searchsorted(lengths(), held).clip(max=255) != field.lengths).any():
        yield "a document has another length than its terms"
    tops = field.tops(0, postings) if postings else np.zeros(0)
    if len(tops) != len(bounds) or (tops < bounds).any() or (tops > MAX_IMPACT).any():
        yield "a bound is below the impact of a posting"
    if field.has_places and (not np.array_equal(field.weights(), runs) or runs[-1] != field.place_count):
        yield "the places of the terms do not add up"
