# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""From texts to sorted numbers, as `searchnews._chunks`, `_coding` and `engines.whoosh.inverting` do it.

They are the reference. Here each letter, each token is looked at once.
"""

cimport cython
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy
from libcpp.vector cimport vector

import numpy as np

VERSION = 1

cdef enum:
    BLOCK = 4  # units that are hashed together
    SMALLEST = 1 << 12
    BMP = 1 << 16
    WIDE = 0x20  # what stands before the halves of letters beyond the basic plane: no chunk has a blank in it

cdef uint64_t FIRST_FACTOR = 0xBF58476D1CE4E5B9
cdef uint64_t SECOND_FACTOR = 0x94D049BB133111EB

ctypedef fused Letter:
    uint8_t
    uint16_t
    uint32_t


@cython.final
cdef class Table:
    """Numbers chunks, from 0, in the order in which they come first.

    `is_space` tells what parts chunks, a byte for each code point of the basic plane. `seeds`, a power of two of them,
    have to be secret, or else a text could be written whose chunks all have one hash.
    """

    cdef const uint8_t[::1] is_space
    cdef const uint64_t[::1] seeds
    cdef uint64_t mask
    cdef vector[uint64_t] hashes  # of each slot; 0: a free one
    cdef vector[uint32_t] numbers_of  # the number of each slot
    cdef vector[uint16_t] units  # of all chunks in a row
    cdef vector[uint64_t] ends  # of each chunk among these
    cdef vector[uint16_t] key
    cdef list new

    def __init__(self, const uint8_t[::1] is_space not None, const uint64_t[::1] seeds not None):
        if is_space.shape[0] != BMP or seeds.shape[0] < 1 or seeds.shape[0] & (seeds.shape[0] - 1):
            raise ValueError("white space is told for 65,536 code points, and seeds are a power of two")
        self.is_space, self.seeds, self.mask, self.new = is_space, seeds, seeds.shape[0] - 1, []
        self.hashes.assign(SMALLEST, 0)
        self.numbers_of.assign(SMALLEST, 0)

    def __len__(self):
        return self.ends.size()

    def take_new(self):
        """Give the chunks that were numbered since this was last asked, in the order of their numbers."""
        new, self.new = self.new, []
        return new

    def numbers(self, texts):
        """Give the numbers of the chunks of all texts in a row, and how many are of each text."""
        cdef vector[uint32_t] found
        cdef vector[int64_t] counts
        cdef str text
        cdef size_t before
        for text in texts:
            before = found.size()
            if PyUnicode_KIND(text) == 1:
                self.cut(<const uint8_t *>PyUnicode_DATA(text), text, found)
            elif PyUnicode_KIND(text) == 2:
                self.cut(<const uint16_t *>PyUnicode_DATA(text), text, found)
            else:
                self.cut(<const uint32_t *>PyUnicode_DATA(text), text, found)
            counts.push_back(found.size() - before)
        numbers, of_each = np.empty(found.size(), np.uint32), np.empty(counts.size(), np.int64)
        cdef uint32_t[::1] number_view = numbers
        cdef int64_t[::1] count_view = of_each
        if found.size():
            memcpy(&number_view[0], found.data(), 4 * found.size())
        if counts.size():
            memcpy(&count_view[0], counts.data(), 8 * counts.size())
        return numbers, of_each

    cdef int cut(self, const Letter *letters, str text, vector[uint32_t]& found) except -1:
        cdef Py_ssize_t place = 0, size = len(text), start
        cdef uint32_t number, known
        while place < size:
            if self.ends_chunk(letters[place]):
                place += 1
                continue
            start = place
            self.key.clear()
            while place < size and not self.ends_chunk(letters[place]):
                self.key.push_back(<uint16_t>letters[place])
                if <uint32_t>letters[place] >= BMP:
                    place = self.widen(letters, start, size)
                    break
                place += 1
            known = self.ends.size()
            number = self.number()
            found.push_back(number)
            if number == known:
                self.new.append(text[start:place])
        return 0

    cdef inline bint ends_chunk(self, uint32_t letter) noexcept nogil:
        return letter < BMP and self.is_space[letter]

    cdef Py_ssize_t widen(self, const Letter *letters, Py_ssize_t place, Py_ssize_t size) noexcept nogil:
        """Write a chunk with letters beyond the basic plane as halves of letters; give where it ends."""
        cdef uint32_t letter
        self.key.clear()
        self.key.push_back(WIDE)
        while place < size and not self.ends_chunk(letters[place]):
            letter = letters[place]
            self.key.push_back(<uint16_t>(letter >> 16))
            self.key.push_back(<uint16_t>letter)
            place += 1
        return place

    cdef uint32_t number(self) noexcept nogil:
        """Give the number of the chunk that is the key."""
        cdef uint64_t hash = self.hash_of_key()
        cdef uint64_t last = self.hashes.size() - 1, slot = hash >> 32 & last
        while self.hashes[slot]:
            if self.hashes[slot] == hash and self.is_key(self.numbers_of[slot]):
                return self.numbers_of[slot]
            slot = (slot + 1) & last
        self.hashes[slot], self.numbers_of[slot] = hash, <uint32_t>self.ends.size()
        self.units.insert(self.units.end(), self.key.begin(), self.key.end())
        self.ends.push_back(self.units.size())
        if 2 * self.ends.size() > self.hashes.size():
            self.make_room()
        return self.ends.size() - 1

    cdef bint is_key(self, uint32_t number) noexcept nogil:
        cdef uint64_t begin = self.ends[number - 1] if number else 0
        return self.ends[number] - begin == self.key.size() and not memcmp(
            self.units.data() + begin, self.key.data(), 2 * self.key.size()
        )

    cdef uint64_t hash_of_key(self) noexcept nogil:
        """Give a number of 64 bits, never 0: the sum of those of its blocks, each with the seed of its place."""
        cdef uint64_t hash = 0, block
        cdef size_t place = 0, size = self.key.size(), number = 0, left
        while place < size:
            left = min(size - place, <size_t>BLOCK)
            block = 0
            memcpy(&block, self.key.data() + place, 2 * left)
            block ^= self.seeds[number & self.mask]
            block = (block ^ block >> 30) * FIRST_FACTOR
            block = (block ^ block >> 27) * SECOND_FACTOR
            hash += block ^ block >> 31
            place += BLOCK
            number += 1
        return hash | 1

    cdef void make_room(self) noexcept nogil:
        """Have twice as many slots."""
        cdef vector[uint64_t] hashes
        cdef vector[uint32_t] numbers
        cdef uint64_t last = 2 * self.hashes.size() - 1, slot
        cdef size_t old
        hashes.assign(last + 1, 0)
        numbers.assign(last + 1, 0)
        for old in range(self.hashes.size()):
            if self.hashes[old]:
                slot = self.hashes[old] >> 32 & last
                while hashes[slot]:
                    slot = (slot + 1) & last
                hashes[slot], numbers[slot] = self.hashes[old], self.numbers_of[old]
        self.hashes.swap(hashes)
        self.numbers_of.swap(numbers)


def tokens(
    const uint32_t[::1] chunks not None,
    const int64_t[::1] of_each not None,
    const uint32_t[::1] begins not None,
    const uint32_t[::1] counts not None,
    const uint32_t[::1] numbers not None,
    const uint32_t[::1] steps not None,
):
    """Give the numbers of the tokens of chunks, their places, each in its text, and how many are of each text.

    `of_each` says how many chunks are of each text; the tokens of a chunk stand at its number in `begins`, as many as in
    `counts`. Steps are how many places a token is behind the one before.
    """
    cdef Py_ssize_t text, chunk = 0, last, token, at = 0, total = 0, texts = of_each.shape[0]
    cdef uint32_t place
    for chunk in range(chunks.shape[0]):
        if chunks[chunk] >= <uint64_t>counts.shape[0]:
            raise ValueError("a chunk that is not there")
        total += counts[chunks[chunk]]
    found, places = np.empty(total, np.uint32), np.empty(total, np.uint32)
    lengths = np.empty(texts, np.int64)
    cdef uint32_t[::1] number_view = found, place_view = places
    cdef int64_t[::1] length_view = lengths
    chunk = 0
    for text in range(texts):
        place, last, length_view[text] = <uint32_t>-1, chunk + of_each[text], at
        if last > chunks.shape[0]:
            raise ValueError("not as many chunks as there should be")
        while chunk < last:
            token = begins[chunks[chunk]]
            if token + counts[chunks[chunk]] > numbers.shape[0]:
                raise ValueError("a token that is not there")
            for token in range(token, token + counts[chunks[chunk]]):
                place += steps[token]
                number_view[at], place_view[at] = numbers[token], place
                at += 1
            chunk += 1
        length_view[text] = at - length_view[text]
    if at != total:
        raise ValueError("not as many chunks as there should be")
    return found, places, lengths


def by_term(const uint32_t[::1] ranks not None, Py_ssize_t terms, lengths):
    """Sort tokens by the ranks of their terms, and as they come: where each term begins, and the end; and the tokens.

    Tokens are numbered or, where `lengths` are given, which say how many are of each document, as their documents are.
    """
    starts, order = np.zeros(terms + 1, np.int64), np.empty(ranks.shape[0], np.uint32)
    cdef int64_t[::1] start_view = starts
    cdef uint32_t[::1] order_view = order
    cdef const uint32_t[::1] of_each
    cdef vector[int64_t] next
    cdef Py_ssize_t token, doc, last
    for token in range(ranks.shape[0]):
        if ranks[token] >= <uint64_t>terms:
            raise ValueError("a term that is not there")
        start_view[ranks[token] + 1] += 1
    for token in range(terms):
        start_view[token + 1] += start_view[token]
    if terms:
        next.assign(&start_view[0], &start_view[0] + terms)
    if lengths is None:
        for token in range(ranks.shape[0]):
            order_view[next[ranks[token]]] = token
            next[ranks[token]] += 1
        return starts, order
    of_each, token = lengths, 0
    for doc in range(of_each.shape[0]):
        last = token + of_each[doc]
        if last > ranks.shape[0]:
            raise ValueError("not as many tokens as the documents have")
        while token < last:
            order_view[next[ranks[token]]] = doc
            next[ranks[token]] += 1
            token += 1
    if token != ranks.shape[0]:
        raise ValueError("not as many tokens as the documents have")
    return starts, order
