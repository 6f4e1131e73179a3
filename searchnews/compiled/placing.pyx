# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Where words stand side by side, as `engines.whoosh.rows` tells it, which is the reference.

Words are walked through together, document by document; of a document that holds all, their places are compared.
What the sections hold was checked before. Where they do not fit each other a ValueError says so.
"""

cimport cython
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libcpp.vector cimport vector

import numpy as np

VERSION = 3

cdef enum:
    FAR = 15


@cython.final
cdef class Places:
    """The places of the tokens of a field: their lowest 8 bits, 4 bits above, and those that are far."""

    cdef const uint8_t[::1] low
    cdef const uint8_t[::1] high
    cdef const uint32_t[::1] near_tokens  # the tokens whose places are far: of these two the one that is there
    cdef const uint64_t[::1] tokens
    cdef const uint32_t[::1] far
    cdef bint is_near

    def __init__(self, low, high, far_at, far):
        # None of these is copied where they are many.
        self.low, self.high, self.is_near = low, high, far_at.dtype != np.uint64
        self.far = far.astype(np.uint32, copy=False)
        if self.is_near:
            self.near_tokens = far_at.astype(np.uint32, copy=False)
        else:
            self.tokens = far_at
        if self.high.shape[0] < (self.low.shape[0] + 1) // 2 or len(far) != len(far_at):
            raise ValueError("not as many places as tokens")

    cdef int read(self, int64_t token, int64_t count, vector[int64_t]& out) except -1:
        """Read the places of some tokens in a row."""
        cdef uint8_t high
        if token < 0 or token + count > self.low.shape[0]:
            raise ValueError("a place that is not there")
        out.clear()
        for token in range(token, token + count):
            high = self.high[token >> 1] & 15 if token & 1 else self.high[token >> 1] >> 4
            out.push_back(self.far_place(token) if high == FAR else <int64_t>high << 8 | self.low[token])
        return 0

    cdef int64_t far_place(self, int64_t token) except -1:
        cdef Py_ssize_t low = 0, high = self.far.shape[0], middle
        while low < high:
            middle = low + high >> 1
            if self.far_token(middle) < token:
                low = middle + 1
            else:
                high = middle
        if low == self.far.shape[0] or self.far_token(low) != token:
            raise ValueError("a place that is not there")
        return self.far[low]

    cdef inline int64_t far_token(self, Py_ssize_t at) noexcept nogil:
        return self.near_tokens[at] if self.is_near else <int64_t>self.tokens[at]


cdef struct View:
    const uint16_t *narrow  # the documents: of these two the one that is there
    const uint32_t *wide
    const uint8_t *few  # how often, likewise
    const uint32_t *many
    const int64_t *firsts  # the first token in each document, if they are not in a row
    Py_ssize_t size


@cython.final
cdef class Word:
    """A word of a field: documents that hold it, ascending, how often, and the first of its tokens in each.

    Of all documents `first` is but the first token of all: those of the others follow.
    """

    cdef const uint16_t[::1] narrow
    cdef const uint32_t[::1] wide
    cdef const uint8_t[::1] few
    cdef const uint32_t[::1] many
    cdef const int64_t[::1] firsts
    cdef View view
    cdef int64_t first

    def __init__(self, docs, freqs, first):
        self.view, self.first = View(NULL, NULL, NULL, NULL, NULL, len(docs)), 0
        if len(freqs) != len(docs) or not isinstance(first, int) and len(first) != len(docs):
            raise ValueError("not as many frequencies as postings")
        if not len(docs):
            return
        if docs.dtype == np.uint16:
            self.narrow = docs
            self.view.narrow = &self.narrow[0]
        else:
            self.wide = docs.astype(np.uint32, copy=False)
            self.view.wide = &self.wide[0]
        if freqs.dtype == np.uint8:
            self.few = freqs
            self.view.few = &self.few[0]
        else:
            self.many = freqs.astype(np.uint32, copy=False)
            self.view.many = &self.many[0]
        if isinstance(first, int):
            self.first = first
        else:
            self.firsts = first
            self.view.firsts = &self.firsts[0]


cdef struct Walk:
    View word
    Py_ssize_t at  # among the documents of the word
    Py_ssize_t counted  # up to which its tokens are
    int64_t token  # the first one there


cdef inline Walk walk_of(Word word) noexcept:
    return Walk(word.view, 0, 0, word.first)


cdef inline uint32_t doc_at(const View& word, Py_ssize_t at) noexcept nogil:
    return word.narrow[at] if word.narrow else word.wide[at]


cdef inline uint32_t freq_at(const View& word, Py_ssize_t at) noexcept nogil:
    return word.few[at] if word.few else word.many[at]


cdef inline bint reaches(Walk& walk, uint32_t doc) noexcept nogil:
    """Go on to the first document that is not before `doc`, in steps that double, and tell whether it is that."""
    cdef Py_ssize_t step = 1, low = walk.at, high = walk.at, middle
    while high < walk.word.size and doc_at(walk.word, high) < doc:
        low = high + 1
        high += step
        step *= 2
    high = min(high, walk.word.size)
    while low < high:
        middle = low + high >> 1
        if doc_at(walk.word, middle) < doc:
            low = middle + 1
        else:
            high = middle
    walk.at = low
    return low < walk.word.size and doc_at(walk.word, low) == doc


cdef int read(Walk& walk, Places places, vector[int64_t]& out) except -1:
    """Read the places of the word in the document that the walk is at."""
    cdef Py_ssize_t at
    if walk.word.firsts:
        walk.token = walk.word.firsts[walk.at]
    else:
        for at in range(walk.counted, walk.at):
            walk.token += freq_at(walk.word, at)
        walk.counted = walk.at
    return places.read(walk.token, freq_at(walk.word, walk.at), out)


def rows(Places places not None, list words not None, docs):
    """Tell where words stand in a row, in some documents, given ascending, or in all where these are None.

    Gives the documents that hold such a row; the place of each among those of each word; and the places at which rows
    begin: those of a document are from its number in the third on, of the last two, to the next one.
    """
    cdef size_t count = len(words), rarest = 0, n
    cdef Py_ssize_t number
    cdef const uint32_t[::1] asked = None if docs is None else docs.astype(np.uint32, copy=False)
    cdef vector[Walk] walks
    cdef vector[vector[int64_t]] stands, at
    cdef vector[uint32_t] found
    cdef vector[int64_t] bounds, begins
    cdef uint32_t doc
    if not count:
        raise ValueError("no words")
    stands.resize(count)
    at.resize(count)
    for n in range(count):
        walks.push_back(walk_of(words[n]))
        if walks[n].word.size < walks[rarest].word.size:
            rarest = n
    bounds.push_back(0)
    for number in range(walks[rarest].word.size if docs is None else asked.shape[0]):
        doc = doc_at(walks[rarest].word, number) if docs is None else asked[number]
        if not all_reach(walks, doc):
            continue
        for n in range(count):
            read(walks[n], places, stands[n])
        if in_rows(stands, begins) > bounds.back():
            found.push_back(doc)
            bounds.push_back(begins.size())
            for n in range(count):
                at[n].push_back(walks[n].at)
    return np.array(found, np.uint32), [as_array(at[n]) for n in range(count)], as_array(bounds), as_array(begins)


cdef inline bint all_reach(vector[Walk]& walks, uint32_t doc) noexcept nogil:
    cdef size_t n
    for n in range(walks.size()):
        if not reaches(walks[n], doc):
            return False
    return True


cdef int64_t in_rows(const vector[vector[int64_t]]& stands, vector[int64_t]& begins) noexcept nogil:
    """Note where words stand in a row in a document, given the ascending places of each; give how many are noted."""
    cdef size_t n, at, fewest = 0
    cdef int64_t begin
    cdef bint is_row
    for n in range(1, stands.size()):
        if stands[n].size() < stands[fewest].size():
            fewest = n
    for at in range(stands[fewest].size()):
        begin, is_row = stands[fewest][at] - <int64_t>fewest, True
        for n in range(stands.size()):
            is_row = is_row and (n == fewest or has(stands[n], begin + <int64_t>n))
        if is_row and begin >= 0:
            begins.push_back(begin)
    return begins.size()


cdef bint has(const vector[int64_t]& places, int64_t place) noexcept nogil:
    cdef size_t low = 0, high = places.size(), middle
    while low < high:
        middle = low + high >> 1
        if places[middle] < place:
            low = middle + 1
        else:
            high = middle
    return low < places.size() and places[low] == place


def led(
    Places places not None,
    Word word not None,
    const uint32_t[::1] docs not None,
    const int64_t[::1] bounds not None,
    const int64_t[::1] begins not None,
):
    """Tell which documents of some rows, as `rows` gives them, hold a word right before such a row.

    Gives their places among these documents, and among those of the word.
    """
    cdef vector[int64_t] hits, at, stands
    cdef Walk walk = walk_of(word)
    cdef Py_ssize_t number
    cdef int64_t row
    if bounds.shape[0] != docs.shape[0] + 1 or bounds[docs.shape[0]] != begins.shape[0]:
        raise ValueError("rows that are not there")
    for number in range(docs.shape[0]):
        if not reaches(walk, docs[number]):
            continue
        read(walk, places, stands)
        for row in range(bounds[number], bounds[number + 1]):
            if has(stands, begins[row] - 1):
                hits.push_back(number)
                at.push_back(walk.at)
                break
    return as_array(hits), as_array(at)


cdef as_array(const vector[int64_t]& values):
    array = np.empty(values.size(), np.int64)
    cdef int64_t[::1] view = array
    cdef size_t at
    for at in range(values.size()):
        view[at] = values[at]
    return array
