"""Verifying an index: every checksum, and every invariant of the format that searching relies on.

Says what is wrong in one line each, with the file's name. Reads everything, so it takes as long as reading the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from searchnews.engines.whoosh.columns import FAR, FieldColumns
from searchnews.engines.whoosh.contents import Contents, Folder
from searchnews.engines.whoosh.frequencies import LARGE, MANY, RUN
from searchnews.engines.whoosh.norms import MAX_IMPACT, impacts, lengths, norms
from searchnews.engines.whoosh.packing import FILLER, unpack
from searchnews.engines.whoosh.sections import Array
from searchnews.engines.whoosh.segment import ID, ID_ORDER, Segment
from searchnews.engines.whoosh.strings import Strings, ValueColumn
from searchnews.errors import CorruptIndexError

__all__ = ["check"]

_AT_ONCE: Final = 1 << 20


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
    # A segment that was written before the index gained a column has no values of it.
    if not {ID} <= set(segment.columns) <= {ID, *contents.columns}:
        yield "has other columns than the index"
    deleted = 0 if segment.deleted is None else int(segment.deleted.sum())
    if deleted != segment.entry.deleted:
        yield "has another number of deleted documents than the index says"
    if len(segment.stored) != segment.documents:
        yield "the ends of the stored documents do not add up"
    yield from segment.stored.problems()
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
    if problem := strings.problem():
        yield problem
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
    if problem := field.extents.problem(terms, field.postings):
        yield problem
        return
    starts = field.starts(0, terms)
    if len(field.lengths) != segment.documents:
        yield "not every document has a length"
        return
    if field.has_places != places:
        yield "it keeps places, or does not, other than the index says"
        return
    if problem := _gaps(field) or _frequencies(field) or (_far(field) if places else ""):
        yield problem
        return
    yield from _postings(segment, field, starts)


def _gaps(field: FieldColumns) -> str:
    packed, runs, kinds = (field.file.checked(f"{field.name}/{name}") for name in ("gaps", "gap_runs", "gap_kinds"))
    runs, count = runs.astype(np.int64), -(-field.postings // RUN)
    if len(runs) != count + 1 or len(kinds) != count or not _ascends(runs) or runs[0] or runs[-1] != len(packed):
        return "there are not as many gaps as postings"
    held = np.minimum(RUN, field.postings - RUN * np.arange(count))
    for low in range(0, count, _AT_ONCE // RUN):
        here = runs[low : low + _AT_ONCE // RUN + 1]
        ends = np.cumsum(unpack(packed, 4, 2 * int(here[0]), 2 * int(here[-1])) < FILLER)
        counted = np.diff(np.concatenate([[0], ends])[2 * (here - here[0])])
        some = slice(low, low + len(counted))
        if (np.where(kinds[some], counted, np.diff(here)) != held[some]).any():
            return "there are not as many gaps as postings"
    return ""


def _frequencies(field: FieldColumns) -> str:
    names = ("freqs", "more", "more_runs", "wide_at", "wide")
    codes, more, runs, at, wide = (field.file.checked(f"{field.name}/{name}") for name in names)
    if len(codes) != -(-field.postings // 4) or not _ascends(at, strictly=True) or len(at) != len(wide):
        return "there are not as many frequencies as postings"
    large = unpack(codes, 2, 0, field.postings) == LARGE - 1
    if not np.array_equal(runs, _before_runs(large)) or runs[-1] != len(more):
        return "there are not as many frequencies as postings"
    if (more < LARGE).any():
        return "a large frequency is a small one"
    if not np.array_equal(np.flatnonzero(more == MANY), at) or (wide < MANY).any():
        return "the frequencies of 255 and more do not fit the others"
    return ""


def _before_runs(counts: Array) -> Array:
    """Give the sum of what stands before each run of postings, and of all."""
    sums = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    return np.append(sums[:-1:RUN], sums[-1])


def _far(field: FieldColumns) -> str:
    names = ("places", "places_high", "far_at", "far")
    low, high, at, far = (field.file.checked(f"{field.name}/{name}") for name in names)
    if len(low) != field.total or len(high) != -(-len(low) // 2):
        return "the places of the terms do not add up"
    marked = np.flatnonzero(unpack(high, 4, 0, len(low)) == FAR)
    if not np.array_equal(marked, at) or len(at) != len(far) or (far < FAR << 8).any():
        return "the places that are far do not fit the others"
    return ""


def _postings(segment: Segment, field: FieldColumns, starts: Array) -> Iterator[str]:
    """Walk through the postings of a field, whole terms or runs at a time."""
    token, bounds, norm = 0, [], norms(field.average)
    held, rest = np.zeros(segment.documents, np.int64), np.zeros(0)
    all_freqs = [np.zeros(0, np.int64)]
    for term, until in _portions(starts):
        here = starts[term : until + 1]
        docs, freqs = field.docs_of(here), field.freqs(int(here[0]), int(here[-1])).astype(np.int64)
        if int(docs.max()) >= segment.documents:
            yield "a posting has a document that is not there"
            return
        held += np.bincount(docs, freqs, segment.documents).astype(np.int64)
        rest = np.concatenate([rest, impacts(freqs, norm[field.lengths[docs]])])
        whole = len(rest) - len(rest) % RUN
        bounds.append(rest[:whole].reshape(-1, RUN).max(axis=1, initial=0))
        rest = rest[whole:]
        all_freqs.append(freqs)
        if field.has_places:
            yield from _places(field, token, freqs)
        token += int(freqs.sum())
    if len(rest):
        bounds.append(rest.max(keepdims=True))
    yield from _sums(field, np.concatenate([np.zeros(0), *bounds]), held, np.concatenate(all_freqs))


def _portions(starts: Array) -> Iterator[tuple[int, int]]:
    """Part the terms so that each part has about so many postings, or one term."""
    term = 0
    while term < len(starts) - 1:
        until = max(int(np.searchsorted(starts, starts[term] + _AT_ONCE, side="right")) - 1, term + 1)
        yield term, until
        term = until


def _places(field: FieldColumns, token: int, freqs: Array) -> Iterator[str]:
    places = field.place_slice(token, token + int(freqs.sum()))
    if len(places) != freqs.sum():  # told by `_sums`
        return
    begins = np.zeros(len(places) + 1, bool)
    begins[np.cumsum(freqs)] = True
    if (~begins[1:-1] & (places[1:] < places[:-1])).any():
        yield "the places of a term in a document do not ascend"


def _sums(field: FieldColumns, bounds: Array, held: Array, freqs: Array) -> Iterator[str]:
    """Compare what was counted with what the segment says: `held` are the tokens of each document."""
    if int(freqs.sum()) != field.total:
        yield "the frequencies do not add up to the total of the lengths"
    if (np.searchsorted(lengths(), held).clip(max=255) != field.lengths).any():
        yield "a document has another length than its terms"
    tops = field.tops(0, field.postings) if field.postings else np.zeros(0)
    if len(tops) != len(bounds) or (tops < bounds).any() or (tops > MAX_IMPACT).any():
        yield "a bound is below the impact of a posting"
    if field.has_places:
        runs = field.file.checked(f"{field.name}/place_runs")
        if not np.array_equal(runs, _before_runs(freqs)):
            yield "the places of the terms do not add up"
