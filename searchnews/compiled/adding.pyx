# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Adding up what terms score, as `engines.whoosh.disjunction` does, which is the reference: the same sums, bit by bit.

Weighed parts come as (part, weight), what is added being the weight times the values of the part.
"""

cimport cython
from cpython.buffer cimport PyBUF_C_CONTIGUOUS, PyBUF_WRITABLE, PyBuffer_Release, PyObject_GetBuffer
from libc.math cimport INFINITY
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy, memset
from libcpp.algorithm cimport pop_heap, push_heap
from libcpp.functional cimport greater
from libcpp.vector cimport vector

import numpy as np

VERSION = 3

cdef enum:
    BLOCK = 2048  # documents that are added up together
    EVERY = -1  # documents wanted: all that match

cdef str NOT_THERE = "documents or scores that are not there"

ctypedef fused Doc:
    uint16_t
    uint32_t
    uint64_t


@cython.final
cdef class Numbers:
    """An array's memory, for as long as this lives."""

    cdef Py_buffer view
    cdef Py_ssize_t count, width

    def __cinit__(self, array, bint writable=False):
        PyObject_GetBuffer(array, &self.view, PyBUF_C_CONTIGUOUS | (PyBUF_WRITABLE if writable else 0))
        self.width = self.view.itemsize
        self.count = self.view.len // self.width

    def __dealloc__(self):
        PyBuffer_Release(&self.view)


@cython.final
cdef class Part:
    """What a term, or a query that was answered, has: documents, and the value of each.

    Documents are 16, 32 or 64 bits wide, and ascend. Values are 64-bit floats, or 16-bit places of such in the table.
    """

    cdef Numbers docs, values, table
    cdef bint is_coded

    def __init__(self, docs, values, table):
        self.docs, self.values, self.table = Numbers(docs), Numbers(values), Numbers(table)
        self.is_coded = self.values.width == 2
        if self.docs.width not in (2, 4, 8) or self.values.width not in (2, 8) or self.table.width != 8:
            raise ValueError("numbers of another type")
        if self.docs.count != self.values.count:
            raise ValueError("not as many documents as scores")

    cdef Py_ssize_t place_of(self, uint64_t doc) noexcept nogil:
        """Give the place of a document; -1 where it is not there."""
        if self.docs.width == 2:
            return place_of(<const uint16_t *>self.docs.view.buf, self.docs.count, doc)
        if self.docs.width == 4:
            return place_of(<const uint32_t *>self.docs.view.buf, self.docs.count, doc)
        return place_of(<const uint64_t *>self.docs.view.buf, self.docs.count, doc)

    cdef double value_at(self, Py_ssize_t place) except? -1.0:
        """Give the value at a place."""
        cdef Py_ssize_t code
        if not self.is_coded:
            return (<const double *>self.values.view.buf)[place]
        code = (<const uint16_t *>self.values.view.buf)[place]
        if code >= self.table.count:
            raise ValueError(NOT_THERE)
        return (<const double *>self.table.view.buf)[code]


cdef Py_ssize_t place_of(const Doc *docs, Py_ssize_t count, uint64_t doc) noexcept nogil:
    cdef Py_ssize_t place = first_between(docs, 0, count, doc)
    return place if place < count and docs[place] == doc else -1


cdef Py_ssize_t first_between(const Doc *docs, Py_ssize_t low, Py_ssize_t high, uint64_t start) noexcept nogil:
    """Give the first place from `low` to `high` with a document from `start` on; `high` where there is none."""
    cdef Py_ssize_t middle
    while low < high:
        middle = (low + high) >> 1
        if docs[middle] < start:
            low = middle + 1
        else:
            high = middle
    return low


def look_up(list parts not None, asked, rows, out):
    """Put what weighed parts give documents into `out`, a row each and a column a part; of one that is None, nothing.

    `asked` are the documents, 32 bits wide, and `rows` the rows of `out` that are theirs, 64 bits wide.
    """
    cdef Numbers wanted = Numbers(asked), owned = Numbers(rows), cells = Numbers(out, writable=True)
    cdef const uint32_t *docs = <const uint32_t *>wanted.view.buf
    cdef const int64_t *places = <const int64_t *>owned.view.buf
    cdef double *cell = <double *>cells.view.buf
    cdef Py_ssize_t column, number, place, columns = len(parts), end = cells.count // (columns or 1)
    cdef Part part
    cdef double weight
    if wanted.width != 4 or owned.width != 8 or cells.width != 8:
        raise ValueError("numbers of another type")
    for number in range(wanted.count if columns else 0):
        if owned.count != wanted.count or not 0 <= places[number] < end:
            raise ValueError("not a row for each document")
    for column in range(columns):
        if parts[column] is None:
            continue
        part, weight = parts[column]
        for number in range(wanted.count):
            place = part.place_of(docs[number])
            if place >= 0:
                cell[places[number] * columns + column] = weight * part.value_at(place)


cdef struct Cursor:
    const void *docs
    const void *values
    const double *table
    Py_ssize_t place, count, most
    int width
    double weight
    bint is_required, is_coded


cdef Cursor cursor_of(Part part, double weight, bint is_required):
    cdef Cursor cursor
    cursor.docs, cursor.values = part.docs.view.buf, part.values.view.buf
    cursor.table, cursor.most = <const double *>part.table.view.buf, part.table.count
    cursor.place, cursor.count, cursor.width = 0, part.docs.count, part.docs.width
    cursor.weight, cursor.is_required, cursor.is_coded = weight, is_required, part.is_coded
    return cursor


def best(list required not None, list optional not None, Py_ssize_t size, Py_ssize_t wanted):
    """Give how many of `size` documents are in a required part, and the `wanted` best, with all that tie with the last.

    Parts come with their weights.

    Documents ascending, and scores. Blocks of documents are added up one after the other: what is read and written
    stays in the processor, and of what is optional only what stands in blocks that have something to add it to.
    ValueError for documents or scores that are not there.
    """
    cdef vector[Cursor] cursors
    cdef Best found = Best(wanted)
    cdef bint fits
    for part, weight in required:
        cursors.push_back(cursor_of(part, weight, True))
    for part, weight in optional:
        cursors.push_back(cursor_of(part, weight, False))
    with nogil:
        fits = found.read(cursors, size)
    if not fits:
        raise ValueError(NOT_THERE)
    return found.total, whole_numbers(found.docs), floats(found.scores)


def every(list required not None, list optional not None, Py_ssize_t size):
    """Give all of `size` documents that are in a required part, ascending, and their scores; as `best` does."""
    _, docs, scores = best(required, optional, size, EVERY)
    return docs, scores


cdef object whole_numbers(vector[int64_t]& numbers):
    array = np.empty(numbers.size(), np.int64)
    if not numbers.empty():
        memcpy(Numbers(array, writable=True).view.buf, numbers.data(), 8 * numbers.size())
    return array


cdef object floats(vector[double]& numbers):
    array = np.empty(numbers.size(), np.float64)
    if not numbers.empty():
        memcpy(Numbers(array, writable=True).view.buf, numbers.data(), 8 * numbers.size())
    return array


@cython.final
cdef class Best:
    """The best documents so far."""

    cdef Py_ssize_t wanted, total
    cdef double least
    cdef vector[double] heap, scores
    cdef vector[int64_t] docs
    cdef double[BLOCK] required, optional
    cdef uint8_t[BLOCK] matching

    def __init__(self, Py_ssize_t wanted):
        self.wanted, self.total = wanted, 0
        self.least = INFINITY if wanted == 0 else -INFINITY

    cdef bint read(self, vector[Cursor]& cursors, Py_ssize_t size) noexcept nogil:
        """Read all postings; False where there is nonsense among them."""
        cdef Py_ssize_t start = 0
        cdef uint64_t first, next
        cdef size_t number
        while start < size:
            # The next block begins with the first document, of those that are left, that matches.
            first = size
            for number in range(cursors.size()):
                if cursors[number].is_required and cursors[number].place < cursors[number].count:
                    first = min(first, doc_at(cursors[number]))
            if first < <uint64_t>start:
                return False
            if first >= <uint64_t>size:
                break
            start = first
            memset(self.required, 0, sizeof(self.required))
            memset(self.optional, 0, sizeof(self.optional))
            memset(self.matching, 0, sizeof(self.matching))
            for number in range(cursors.size()):
                if not self.add(cursors[number], start, size):
                    return False
            self.settle(start, min(size - start, <Py_ssize_t>BLOCK))
            start += BLOCK
        for number in range(cursors.size()):
            if cursors[number].is_required and cursors[number].place < cursors[number].count:
                return False
        self.drop()
        return True

    cdef bint add(self, Cursor& cursor, uint64_t start, Py_ssize_t size) noexcept nogil:
        """Add what a part gives the block that begins at `start`."""
        if cursor.width == 2:
            return self.sum_up(<const uint16_t *>cursor.docs, cursor, start, size)
        if cursor.width == 4:
            return self.sum_up(<const uint32_t *>cursor.docs, cursor, start, size)
        return self.sum_up(<const uint64_t *>cursor.docs, cursor, start, size)

    cdef bint sum_up(self, const Doc *docs, Cursor& cursor, uint64_t start, Py_ssize_t size) noexcept nogil:
        cdef Py_ssize_t place = cursor.place, count = cursor.count
        cdef const double *scores = <const double *>cursor.values
        cdef const uint16_t *codes = <const uint16_t *>cursor.values
        cdef double *sums = &self.required[0] if cursor.is_required else &self.optional[0]
        cdef uint64_t offset, end = min(<uint64_t>BLOCK, size - start)
        if place < count and docs[place] < start:
            place = first_from(docs, place, count, start)
        while place < count:
            offset = docs[place] - start
            if offset >= end:
                break
            if not cursor.is_coded:
                sums[offset] += cursor.weight * scores[place]
            elif codes[place] < cursor.most:
                sums[offset] += cursor.weight * cursor.table[codes[place]]
            else:
                return False
            if cursor.is_required:
                self.matching[offset] = 1
            place += 1
        cursor.place = place
        return True

    cdef void settle(self, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
        """Take the best of a block."""
        cdef Py_ssize_t offset
        cdef double score
        for offset in range(end):
            self.total += self.matching[offset]
        for offset in range(end):
            score = self.required[offset] + self.optional[offset]
            # Hardly any reaches the least of the best, as the processor soon knows; so whether it matches is asked last.
            if score >= self.least and self.matching[offset]:
                self.take(start + offset, score)

    cdef void take(self, Py_ssize_t doc, double score) noexcept nogil:
        self.docs.push_back(doc)
        self.scores.push_back(score)
        if self.wanted == EVERY:
            return
        self.heap.push_back(score)
        push_heap(self.heap.begin(), self.heap.end(), greater[double]())
        if <Py_ssize_t>self.heap.size() > self.wanted:
            pop_heap(self.heap.begin(), self.heap.end(), greater[double]())
            self.heap.pop_back()
        if <Py_ssize_t>self.heap.size() == self.wanted:
            self.least = self.heap[0]

    cdef void drop(self) noexcept nogil:
        """Drop what later ones were better than."""
        cdef size_t number, kept = 0
        for number in range(self.docs.size()):
            if self.scores[number] >= self.least:
                self.docs[kept], self.scores[kept] = self.docs[number], self.scores[number]
                kept += 1
        self.docs.resize(kept)
        self.scores.resize(kept)


cdef uint64_t doc_at(const Cursor& cursor) noexcept nogil:
    if cursor.width == 2:
        return (<const uint16_t *>cursor.docs)[cursor.place]
    if cursor.width == 4:
        return (<const uint32_t *>cursor.docs)[cursor.place]
    return (<const uint64_t *>cursor.docs)[cursor.place]


cdef Py_ssize_t first_from(const Doc *docs, Py_ssize_t place, Py_ssize_t count, uint64_t start) noexcept nogil:
    """Give the first place from `place` on with a document from `start` on, in steps that double, then in halves."""
    cdef Py_ssize_t step = 1, low = place
    while place < count and docs[place] < start:
        low = place + 1
        place += step
        step *= 2
    return first_between(docs, low, min(place, count), start)
