# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Reading postings, as `engines.whoosh.columns` and `frequencies` do, which are the reference: one pass, no copies.

What the sections hold was checked before. Where they do not fit each other a ValueError says so; what is rare is left to
the reference by giving None: a frequency of 255 and more, or one that the table of impacts has not.
"""

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t

import numpy as np

VERSION = 3

cdef enum:
    RUN = 256  # postings that are written together
    MORE = 8  # of a digit: that another follows
    MAX_DIGITS = 12
    LARGE = 4  # frequencies from this on stand apart
    MANY = 255  # and those from this on apart from these

ctypedef fused Doc:
    uint16_t
    uint32_t
    int64_t


def docs(
    const uint8_t[::1] gaps not None,
    const int64_t[::1] bounds not None,
    const uint8_t[::1] in_digits not None,
    Py_ssize_t skipped,
    Py_ssize_t wanted,
    Py_ssize_t held,
):
    """Give `wanted` documents, all or the first of a term, after so many `skipped` postings of other terms.

    The gaps before them stand in runs, whose `bounds` in `gaps` are given: a byte each, or in digits of three bits.
    There are `held` postings in these runs.
    """
    documents = np.empty(wanted, np.uint32)
    cdef uint32_t[::1] out = documents
    cdef Py_ssize_t runs = in_digits.shape[0], run, left = held, count, read
    cdef Places places
    if bounds.shape[0] != runs + 1 or skipped < 0 or skipped + wanted > held:
        raise ValueError("not as many gaps as postings")
    places.out = &out[0] if wanted else NULL
    places.skipped, places.wanted, places.doc = skipped, wanted, <uint32_t>-1
    for run in range(runs):
        count = min(left, <Py_ssize_t>RUN)
        if not 0 <= bounds[run] <= bounds[run + 1] <= gaps.shape[0]:
            raise ValueError("a run that is not there")
        if bounds[run] == bounds[run + 1]:
            read = 0
        elif in_digits[run]:
            read = read_digits(&gaps[0] + bounds[run], bounds[run + 1] - bounds[run], places)
        else:
            read = read_bytes(&gaps[0] + bounds[run], bounds[run + 1] - bounds[run], places)
        if read != count:
            raise ValueError("not as many gaps as postings")
        left -= count
    return documents


cdef struct Places:
    uint32_t *out
    Py_ssize_t skipped, wanted
    uint32_t doc


cdef inline void take(Places& places, uint64_t gap) noexcept nogil:
    if places.skipped:
        places.skipped -= 1
    elif places.wanted:
        places.wanted -= 1
        places.doc += <uint32_t>gap + 1
        places.out[0] = places.doc
        places.out += 1


cdef Py_ssize_t read_bytes(const uint8_t *gaps, Py_ssize_t size, Places& places) noexcept nogil:
    cdef Py_ssize_t at
    for at in range(size):
        take(places, gaps[at])
    return size


cdef Py_ssize_t read_digits(const uint8_t *packed, Py_ssize_t size, Places& places) noexcept nogil:
    """Give how many numbers there are; -1 where one has no end."""
    cdef Py_ssize_t at, count = 0, digits = 0
    cdef uint64_t number = 0
    cdef uint8_t digit
    for at in range(2 * size):
        digit = packed[at >> 1] & 15 if at & 1 else packed[at >> 1] >> 4
        number = number << 3 | (digit & 7)
        digits += 1
        if digit < MORE:
            if digits > MAX_DIGITS:
                return -1
            take(places, number)
            count += 1
            number = digits = 0
    # One digit may be left that only fills a byte up.
    return count if not digits or (digits == 1 and not number) else -1


def freqs(
    const uint8_t[::1] codes not None,
    const uint8_t[::1] more not None,
    Py_ssize_t start,
    Py_ssize_t first,
    Py_ssize_t last,
    Py_ssize_t large,
):
    """Give the frequencies of postings `first` to `last`, in bytes, and how far `more` was read; None where a byte has no
    room for one of them.

    Codes are 2 bits each, and those of 3 stand for the next of `more`: of the postings from `start` on, which is no
    later than `first`, from its place `large` on.
    """
    frequencies = np.empty(last - first, np.uint8)
    cdef uint8_t[::1] out = frequencies
    cdef Py_ssize_t posting
    cdef uint8_t code
    if not 0 <= start <= first <= last <= 4 * codes.shape[0] or large < 0:
        raise ValueError("not as many frequencies as postings")
    for posting in range(start, first):
        large += (codes[posting >> 2] >> (6 - 2 * (posting & 3)) & 3) == LARGE - 1
    for posting in range(first, last):
        code = (codes[posting >> 2] >> (6 - 2 * (posting & 3)) & 3) + 1
        if code == LARGE:
            if large >= more.shape[0]:
                raise ValueError("not as many frequencies as postings")
            code = more[large]
            large += 1
            if code == MANY:
                return None
        out[posting - first] = code
    return frequencies, large


def coded(
    const Doc[::1] documents not None,
    const uint8_t[::1] frequencies not None,
    const uint8_t[::1] lengths not None,
    int most,
):
    """Give the places of impacts in a table by frequency and length; None where a frequency is `most` or more."""
    places = np.empty(documents.shape[0], np.uint16)
    cdef uint16_t[::1] out = places
    cdef Py_ssize_t at
    if frequencies.shape[0] != documents.shape[0]:
        raise ValueError("not as many frequencies as documents")
    for at in range(documents.shape[0]):
        if <uint64_t>documents[at] >= <uint64_t>lengths.shape[0]:
            raise ValueError("a document that is not there")
        if frequencies[at] >= most:
            return None
        out[at] = <uint16_t>frequencies[at] << 8 | lengths[documents[at]]
    return places
