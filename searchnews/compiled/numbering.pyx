# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""From texts to sorted numbers, as `searchnews._chunks`, `_coding` and `engines.whoosh.inverting` do it.

They are the reference. Here each letter, each token is looked at once.
"""

cimport cython
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy
from libcpp.vector cimport vector

import numpy as np

cdef extern from *:
    """
    #if defined(__GNUC__)
    #define SEARCHNEWS_PREFETCH(place) __builtin_prefetch(place)
    #else
    #define SEARCHNEWS_PREFETCH(place) ((void)(place))
    #endif
    """
    void prefetch "SEARCHNEWS_PREFETCH"(const void *place) noexcept nogil

VERSION = 3

cdef enum:
    BLOCK = 4  # units that are hashed together
    SMALLEST = 1 << 12
    BMP = 1 << 16
    AT_ONCE = 256

cdef uint64_t FIRST_FACTOR = 0xBF58476D1CE4E5B9
cdef uint64_t SECOND_FACTOR = 0x94D049BB133111EB

ctypedef fused Letter:
    uint8_t
    uint16_t
    uint32_t

cdef struct Slot:
    uint64_t hash  # 0: a free one
    uint64_t begin  # of its string among the units of all
    uint32_t size
    uint32_t number

cdef struct Wanted:
    uint64_t hash
    uint64_t begin  # of the units of what it may be
    const uint16_t *units
    Py_ssize_t start  # in its text, as the end
    Py_ssize_t end
    uint32_t size
    uint32_t number  # of what it may be


@cython.final
cdef class Table:
    """Numbers strings, from 0, in the order in which they come first: the chunks of texts, or whole ones.

    `is_space` tells what parts chunks, a byte for each code point of the basic plane. `seeds`, a power of two of them,
    have to be secret, or else a text could be written whose chunks all have one hash.

    A string is known by its units: letters of 16 bits or, where one is beyond the basic plane, halves of letters. Its
    size says how many they are, twice, and one more where they are halves. Many are looked up together, each step for
    all, so that none waits for the memory that the step before has asked for.
    """

    cdef const uint8_t[::1] is_space
    cdef const uint64_t[::1] seeds
    cdef uint64_t mask
    cdef vector[Slot] slots
    cdef vector[uint16_t] units  # of all strings in a row
    cdef vector[Wanted] wanted
    cdef vector[uint16_t] room  # for the units of what is wanted, unless they stand in the text itself
    cdef size_t used
    cdef uint32_t count
    cdef list new

    def __init__(self, const uint8_t[::1] is_space not None, const uint64_t[::1] seeds not None):
        if is_space.shape[0] != BMP or seeds.shape[0] < 1 or seeds.shape[0] & (seeds.shape[0] - 1):
            raise ValueError("white space is told for 65,536 code points, and seeds are a power of two")
        self.is_space, self.seeds, self.mask, self.new = is_space, seeds, seeds.shape[0] - 1, []
        self.slots.assign(SMALLEST, Slot(0, 0, 0, 0))

    def __len__(self):
        return self.count

    def take_new(self):
        """Give the strings that were numbered since this was last asked, in the order of their numbers."""
        new, self.new = self.new, []
        return new

    def numbers(self, texts):
        """Give the numbers of the chunks of all texts in a row, and how many are of each text."""
        cdef vector[uint32_t] found
        cdef vector[int64_t] counts
        cdef str text
        for text in texts:
            self.make_room(2 * PyUnicode_GET_LENGTH(text))
            if PyUnicode_KIND(text) == 1:
                self.cut(<const uint8_t *>PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text))
            elif PyUnicode_KIND(text) == 2:
                self.cut(<const uint16_t *>PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text))
            else:
                self.cut(<const uint32_t *>PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text))
            counts.push_back(self.wanted.size())
            self.look_up(text, found)
        of_each = np.empty(counts.size(), np.int64)
        cdef int64_t[::1] count_view = of_each
        if counts.size():
            memcpy(&count_view[0], counts.data(), 8 * counts.size())
        return as_array(found), of_each

    def numbers_of_whole(self, list strings not None):
        """Give the numbers of whole strings."""
        cdef vector[uint32_t] found
        cdef str string
        cdef Py_ssize_t first, at, last, units
        for first in range(0, len(strings), AT_ONCE):
            last, units = min(first + AT_ONCE, <Py_ssize_t>len(strings)), 0
            for at in range(first, last):
                string = strings[at]
                units += 2 * PyUnicode_GET_LENGTH(string)
            self.make_room(units)
            for at in range(first, last):
                string = strings[at]
                if PyUnicode_KIND(string) == 1:
                    self.want(<const uint8_t *>PyUnicode_DATA(string), at, 0, PyUnicode_GET_LENGTH(string))
                elif PyUnicode_KIND(string) == 2:
                    self.want(<const uint16_t *>PyUnicode_DATA(string), at, 0, PyUnicode_GET_LENGTH(string))
                else:
                    self.want(<const uint32_t *>PyUnicode_DATA(string), at, 0, PyUnicode_GET_LENGTH(string))
            self.look_up(strings, found)
        return as_array(found)

    cdef int make_room(self, Py_ssize_t units) except -1:
        """Forget what was wanted, and have room for so many units of what will be."""
        self.wanted.clear()
        self.used = 0
        if self.room.size() < <size_t>units:
            self.room.resize(units)
        return 0

    cdef int cut(self, const Letter *letters, Py_ssize_t size) except -1:
        """Want each chunk of a text."""
        cdef Py_ssize_t place = 0, start
        while place < size:
            if not self.ends_chunk(letters[place]):
                start = place
                while place < size and not self.ends_chunk(letters[place]):
                    place += 1
                self.want(letters, start, start, place)
            else:
                place += 1
        return 0

    cdef inline bint ends_chunk(self, uint32_t letter) noexcept nogil:
        return letter < BMP and self.is_space[letter]

    cdef int want(self, const Letter *letters, Py_ssize_t number, Py_ssize_t start, Py_ssize_t end) except -1:
        """Note a string that is to be looked up: where it stands, or the how manieth it is, and its letters."""
        cdef Wanted one
        cdef Py_ssize_t place
        cdef uint32_t letter, halves = 0
        if Letter is uint16_t:
            one.units, one.size = letters + start, <uint32_t>(end - start)
        else:
            one.units = self.room.data() + self.used
            if Letter is uint32_t:
                for place in range(start, end):
                    halves |= letters[place] >= BMP
            for place in range(start, end):
                letter = letters[place]
                if halves:
                    self.room[self.used] = <uint16_t>(letter >> 16)
                    self.used += 1
                self.room[self.used] = <uint16_t>letter
                self.used += 1
            one.size = <uint32_t>((end - start) << halves)
        one.hash, one.start, one.end = self.hash_of(one.units, one.size), number, end
        one.size = one.size << 1 | halves
        prefetch(&self.slots[one.hash >> 32 & (self.slots.size() - 1)])
        self.wanted.push_back(one)
        return 0

    cdef int look_up(self, source, vector[uint32_t]& found) except -1:
        """Number all that is wanted; `source` is the text that has it, or the list."""
        cdef size_t at
        cdef uint64_t last = self.slots.size() - 1, place
        cdef Wanted *one
        for at in range(self.wanted.size()):
            one = &self.wanted[at]
            place = one.hash >> 32 & last
            while self.slots[place].hash and self.slots[place].hash != one.hash:
                place = (place + 1) & last
            one.number, one.begin = self.slots[place].number, self.slots[place].begin
            if self.slots[place].size != one.size or not self.slots[place].hash:
                one.number = self.count  # which is none yet
            else:
                prefetch(self.units.data() + one.begin)
        last = self.count
        for at in range(self.wanted.size()):
            one = &self.wanted[at]
            if one.number == last or not self.is_at(one, one.begin):
                one.number = self.found_or_added(one, source)
            found.push_back(one.number)
        return 0

    cdef inline bint is_at(self, const Wanted *one, uint64_t begin) noexcept nogil:
        """Tell whether these are the units of a string of the same size."""
        cdef const uint16_t *known = self.units.data() + begin
        cdef uint32_t place = 0, units = one.size >> 1
        cdef uint64_t mine, other
        while place + BLOCK <= units:
            memcpy(&mine, one.units + place, 8)
            memcpy(&other, known + place, 8)
            if mine != other:
                return False
            place += BLOCK
        while place < units:
            if one.units[place] != known[place]:
                return False
            place += 1
        return True

    cdef uint32_t found_or_added(self, const Wanted *one, source) except? 0xFFFFFFFF:
        cdef uint64_t last = self.slots.size() - 1, place = one.hash >> 32 & last
        cdef const Slot *slot
        while self.slots[place].hash:
            slot = &self.slots[place]
            if slot.hash == one.hash and slot.size == one.size and self.is_at(one, slot.begin):
                return slot.number
            place = (place + 1) & last
        self.slots[place] = Slot(one.hash, self.units.size(), one.size, self.count)
        self.units.insert(self.units.end(), one.units, one.units + (one.size >> 1))
        self.new.append(source[one.start] if isinstance(source, list) else source[one.start : one.end])
        self.count += 1
        if 2 * <uint64_t>self.count > self.slots.size():
            self.spread()
        return self.count - 1

    cdef uint64_t hash_of(self, const uint16_t *units, uint32_t size) noexcept nogil:
        """Give a number of 64 bits, never 0: the sum of those of its blocks, each with the seed of its place."""
        cdef uint64_t hash = 0, block
        cdef uint32_t place = 0, number = 0, unit
        while place < size:
            if place + BLOCK <= size:
                memcpy(&block, units + place, 8)
            else:
                block = 0
                for unit in range(size - place):
                    block |= <uint64_t>units[place + unit] << 16 * unit
            block ^= self.seeds[number & self.mask]
            block = (block ^ block >> 30) * FIRST_FACTOR
            block = (block ^ block >> 27) * SECOND_FACTOR
            hash += block ^ block >> 31
            place += BLOCK
            number += 1
        return hash | 1

    cdef int spread(self) except -1:
        """Have twice as many slots."""
        cdef vector[Slot] slots
        cdef uint64_t last = 2 * self.slots.size() - 1, place
        cdef size_t old
        slots.assign(last + 1, Slot(0, 0, 0, 0))
        for old in range(self.slots.size()):
            if self.slots[old].hash:
                place = self.slots[old].hash >> 32 & last
                while slots[place].hash:
                    place = (place + 1) & last
                slots[place] = self.slots[old]
        self.slots.swap(slots)
        return 0


cdef as_array(const vector[uint32_t]& values):
    array = np.empty(values.size(), np.uint32)
    cdef uint32_t[::1] view = array
    if values.size():
        memcpy(&view[0], values.data(), 4 * values.size())
    return array


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


def by_term(
    const uint32_t[::1] tokens not None,
    const uint32_t[::1] ranks not None,
    Py_ssize_t terms,
    const uint32_t[::1] lengths not None,
    const uint32_t[::1] places,
):
    """Sort tokens by the ranks of their terms, and as they come: where each term begins, and the end; and the tokens.

    Tokens are the numbers of their terms; `lengths` says how many are of each document. A token is its document and,
    where there are `places`, in the lower half of a number of 64 bits its place.
    """
    starts = np.zeros(terms + 1, np.int64)
    documents = np.empty(tokens.shape[0] if places is None else 0, np.uint32)
    pairs = np.empty(0 if places is None else tokens.shape[0], np.uint64)
    cdef int64_t[::1] start_view = starts
    cdef uint32_t[::1] document_view = documents
    cdef uint64_t[::1] pair_view = pairs
    cdef vector[int64_t] next
    cdef Py_ssize_t token, doc, last
    cdef int64_t at
    cdef bint in_pairs = places is not None, is_sound = True
    if in_pairs and places.shape[0] != tokens.shape[0]:
        raise ValueError("not as many places as tokens")
    with nogil:
        for token in range(tokens.shape[0]):
            if tokens[token] >= <uint64_t>ranks.shape[0] or ranks[tokens[token]] >= <uint64_t>terms:
                is_sound = False
                break
            start_view[ranks[tokens[token]] + 1] += 1
        for token in range(terms):
            start_view[token + 1] += start_view[token]
    if not is_sound:
        raise ValueError("a term that is not there")
    if terms:
        next.assign(&start_view[0], &start_view[0] + terms)
    token = 0
    with nogil:
        for doc in range(lengths.shape[0]):
            last = token + lengths[doc]
            if last > tokens.shape[0]:
                break
            for token in range(token, last):
                at = next[ranks[tokens[token]]]
                next[ranks[tokens[token]]] += 1
                if in_pairs:
                    pair_view[at] = <uint64_t>doc << 32 | places[token]
                else:
                    document_view[at] = doc
            token = last
    if token != tokens.shape[0] or (lengths.shape[0] and last > tokens.shape[0]):
        raise ValueError("not as many tokens as the documents have")
    return starts, pairs if in_pairs else documents
