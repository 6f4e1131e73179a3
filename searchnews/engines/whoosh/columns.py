"""The columns of one field of one segment: named arrays over a segment file.

A field is laid out term by term, terms sorted by their UTF-8 bytes, documents ascending within a term (the codes are
those of `packing`):

    <field>/terms, <field>/heads                               the terms (`strings`)
    <field>/counts, <field>/starts, <field>/common_at, <field>/common      the postings of each (`extents`)
    <field>/gaps    the documents between that of a posting and that of the one before it in its term: in each run of
                    RUN postings a byte each, where these suffice, or else digits
    <field>/freqs   2 bits: how often the term is in the document, less 1; 3: the next of `more` tells
    <field>/more    frequencies of 4 and more (255: more)
    <field>/wide_at, <field>/wide                              the places in `more` of 255 and more, and the frequencies
    <field>/tops    a bound, in 255ths of MAX_IMPACT, on the impacts in each run of RUN postings
    <field>/gap_runs, <field>/more_runs                        the first byte, and of `more`, of each run, and the end
    <field>/gap_kinds                                          whether a run has digits
    <field>/lengths the length of the field in each document, as Whoosh's length byte

and where the places of tokens are kept, in the order of the postings:

    <field>/places, <field>/places_high                        their lowest 8 bits, and 4 bits above (15: far)
    <field>/far_at, <field>/far                                the tokens whose places are far, and these places
    <field>/place_runs                                         the first token of each run of postings, and the end
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from searchnews.compiled import compiled
from searchnews.engines.whoosh.extents import extents_of
from searchnews.engines.whoosh.frequencies import RUN, Frequencies, nonsense
from searchnews.engines.whoosh.norms import MAX_IMPACT
from searchnews.engines.whoosh.packing import numbers_of, unpack, unpack_at
from searchnews.engines.whoosh.sections import Array, SectionReader
from searchnews.engines.whoosh.strings import terms_of
from searchnews.errors import CorruptIndexError

__all__ = ["FAR", "FieldColumns", "Piece"]

FAR: Final = 15

_CLOSE: Final = 8
"""Where postings stand closer than so many apart, the tokens of all in between are counted."""


class Piece(NamedTuple):
    """Postings in a row: documents, frequencies, and the places of all their tokens (none where none are kept)."""

    docs: Array
    freqs: Array
    places: Array


class FieldColumns:
    """One indexed field of a segment. Terms are named by their place among the sorted terms.

    `postings` is their number, `total` the sum of the field's lengths; `average` the field length at which `tops`
    bound impacts.
    """

    def __init__(self, file: SectionReader, name: str, postings: int, total: int, average: float) -> None:
        self.file, self.name, self.postings, self.total, self.average = file, name, postings, total, average
        self.terms = terms_of(file, name)
        self.extents = extents_of(file, name)
        self._gaps, self._gap_runs = file.array(f"{name}/gaps"), file.array(f"{name}/gap_runs")
        self._gap_kinds = file.array(f"{name}/gap_kinds")
        self._frequencies = Frequencies(file, name)
        self._tops = file.array(f"{name}/tops")
        self.has_places = f"{name}/places" in file
        if self.has_places:
            self._places, self._high = file.array(f"{name}/places"), file.array(f"{name}/places_high")
            self._place_runs = file.array(f"{name}/place_runs")
            self._far_at, self._far = file.checked(f"{name}/far_at"), file.checked(f"{name}/far")
        self._lengths: Array | None = None

    @property
    def lengths(self) -> Array:
        """The length byte of each document."""
        if self._lengths is None:
            self._lengths = self.file.checked(f"{self.name}/lengths")
        return self._lengths

    def extent(self, term: int) -> tuple[int, int]:
        """Give the first posting of a term and the one after its last."""
        return self.extents.extent(term)

    def starts(self, first: int, last: int) -> Array:
        """Give the first posting of each of terms `first` to `last`, and the end of the last one's."""
        starts: Array = self.extents.starts(first, last)
        return starts

    def weights(self) -> Array:
        """Give what stands before each term, and in all: about the tokens where places are kept, else the postings."""
        starts = self.starts(0, len(self.terms))
        if not self.has_places:
            return starts
        before = self.file.checked(f"{self.name}/place_runs")[np.minimum(starts // RUN, -(-self.postings // RUN))]
        weights: Array = before.astype(np.int64) + starts % RUN
        return weights

    def docs(self, first: int, last: int) -> Array:
        """Give the documents of postings `first` to `last`, which are all or the first of one term."""
        reading = compiled("reading")
        if reading is None or first >= last:
            docs = np.cumsum(self.gaps(first, last), dtype=np.uint32)
            docs += np.arange(last - first, dtype=np.uint32)
            return docs
        low, held, bounds, kinds = self._gap_extents(first, last)
        try:
            read: Array = reading.docs(
                self._gaps, bounds.astype(np.int64), kinds, first - low * RUN, last - first, held
            )
        except ValueError as error:
            raise self.nonsense(str(error)) from error
        return read

    def docs_of(self, starts: Array) -> Array:
        """Give the documents of all postings of terms in a row, which begin at `starts` and end at its last."""
        if len(starts) < 2:
            return np.zeros(0, np.int64)
        steps = self.gaps(int(starts[0]), int(starts[-1])).astype(np.int64) + 1
        reached = np.cumsum(steps)
        firsts = starts[:-1] - starts[0]
        before = np.repeat(reached[firsts] - steps[firsts], np.diff(starts))
        docs: Array = reached - before - 1
        return docs

    def gaps(self, first: int, last: int) -> Array:
        """Give the gaps before the documents of postings `first` to `last`."""
        if first >= last:
            return np.zeros(0, np.int64)
        low, held, bounds, kinds = self._gap_extents(first, last)
        # Runs in a row that are written the same way are read together.
        changes = [0, *(np.flatnonzero(kinds[1:] != kinds[:-1]) + 1).tolist(), len(kinds)]
        parts = [self._gaps_of(int(bounds[a]), int(bounds[b]), bool(kinds[a])) for a, b in pairwise(changes)]
        gaps = parts[0] if len(parts) == 1 else np.concatenate(parts)
        if len(gaps) != held:
            raise self.nonsense("not as many gaps as postings")
        return gaps[first - low * RUN : last - low * RUN]

    def _gap_extents(self, first: int, last: int) -> tuple[int, int, Array, Array]:
        """Give the runs that hold postings: the first, how many postings, where the gaps begin, which are in digits."""
        low, high = self._runs(first, last)
        self._check("gap_runs", low, high + 1)
        self._check("gap_kinds", low, high)
        bounds, kinds = self._gap_runs[low : high + 1], self._gap_kinds[low:high]
        self._check("gaps", int(bounds[0]), int(bounds[-1]))
        return low, min(high * RUN, self.postings) - low * RUN, bounds, kinds

    def _gaps_of(self, begin: int, end: int, in_digits: bool) -> Array:
        if not in_digits:
            return self._gaps[begin:end]
        try:
            return numbers_of(unpack(self._gaps, 4, 2 * begin, 2 * end))
        except ValueError as error:
            raise self.nonsense(str(error)) from error

    def freqs(self, first: int, last: int) -> Array:
        """Give the frequencies of postings `first` to `last`."""
        return self._frequencies.between(first, last)

    def freqs_at(self, postings: Array) -> Array:
        """Give the frequencies of some postings, ascending."""
        return self._frequencies.at(postings)

    def tokens_at(self, postings: Array) -> tuple[Array, Array]:
        """Give the first token of each of some postings, ascending, and how many it has."""
        if len(postings) and _CLOSE * len(postings) > postings[-1] - postings[0]:
            low, high = int(postings[0]), int(postings[-1]) + 1
            all_freqs = self.freqs(low, high).astype(np.int64)
            firsts = np.cumsum(all_freqs) - all_freqs + self.tokens_before(low)
            return firsts[postings - low], all_freqs[postings - low]
        freqs, runs, before = self._frequencies.with_tokens(postings)
        first: Array = self.file.checked(f"{self.name}/place_runs")[runs].astype(np.int64) + before
        return first, freqs.astype(np.int64)

    def tops(self, first: int, last: int) -> Array:
        """Give bounds on the impacts of the runs of RUN postings that hold postings `first` to `last`."""
        low, high = self._runs(first, last)
        self._check("tops", low, high)
        bounds: Array = self._tops[low:high] * (MAX_IMPACT / 255)
        return bounds

    def tokens_before(self, posting: int) -> int:
        """Give the first token of a posting."""
        run = posting // RUN
        self._check("place_runs", run, run + 1)
        return int(self._place_runs[run]) + int(self.freqs(run * RUN, posting).sum(dtype=np.int64))

    def place_array(self, tokens: Array) -> Array:
        """Give the places of some tokens, in any order."""
        if not len(tokens):
            return np.zeros(0, np.int64)
        first, last = int(tokens.min()), int(tokens.max()) + 1
        self.check_places(first, last)
        high = unpack_at(self._high, 4, tokens)
        return self._with_far(self._places[tokens].astype(np.int64) | high.astype(np.int64) << 8, high, tokens)

    def check_places(self, first: int, last: int) -> None:
        """Verify what tells the places of tokens `first` to `last`."""
        self._check("places", first, last)
        self._check("places_high", first // 2, -(-last // 2))

    def place_columns(self) -> tuple[Array, Array, Array, Array]:
        """Give what tells the places of tokens, for machine code; what it reads of them has to be checked."""
        return self._places, self._high, self._far_at, self._far

    def place_slice(self, first: int, last: int) -> Array:
        """Give the places of tokens `first` to `last`."""
        self.check_places(first, last)
        high = unpack(self._high, 4, first, last)
        places = self._places[first:last].astype(np.int64) | high.astype(np.int64) << 8
        return self._with_far(places, high, first)

    def _with_far(self, places: Array, high: Array, tokens: Array | int) -> Array:
        far = np.flatnonzero(high == FAR)
        if len(far):
            asked = far + tokens if isinstance(tokens, int) else tokens[far]
            at = np.searchsorted(self._far_at, asked)
            if int(at.max()) >= len(self._far_at) or (self._far_at[at] != asked).any():
                raise self.nonsense("a place that is not there")
            places[far] = self._far[at]
        return places

    def pieces(self, term: int, most: int) -> Iterator[Piece]:
        """Give the postings of a term in pieces of about `most` tokens: one that is too common to be held at once."""
        first, last = self.extent(term)
        token = self.tokens_before(first) if self.has_places else 0
        before = -1
        while first < last:
            # Up to the end of a run, for they are read whole.
            until = min(last, (first // RUN + max(most // RUN, 1)) * RUN)
            freqs = self.freqs(first, until)
            count = max(int(np.searchsorted(np.cumsum(freqs, dtype=np.int64), most, side="right")), 1)
            freqs, tokens = freqs[:count], int(freqs[:count].sum(dtype=np.int64))
            docs = self.docs(first, first + count) + (before + 1)
            places = self.place_slice(token, token + tokens) if self.has_places else np.zeros(0, np.int64)
            yield Piece(docs, freqs, places)
            first, token, before = first + count, token + tokens, int(docs[-1])

    def _runs(self, first: int, last: int) -> tuple[int, int]:
        return first // RUN, (last - 1) // RUN + 1

    def _check(self, section: str, first: int, last: int) -> None:
        self.file.check(f"{self.name}/{section}", first, last)

    def nonsense(self, what: str) -> CorruptIndexError:
        """Give the error of sections that do not fit each other, although each is as it was written."""
        return nonsense(self.file, self.name, what)
