# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Passing over most of a text, as `searchnews.arabic.sieve` does, which is the reference."""

cimport cython
from libc.stddef cimport size_t
from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libcpp.algorithm cimport sort, upper_bound
from libcpp.string cimport string
from libcpp.vector cimport vector

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND

VERSION = 3
_new = tuple.__new__

cdef extern from "<cstring>" nogil:
    const void *memchr(const void *bytes, int byte, size_t size)

cdef extern from "<string.h>" nogil:
    const void *memmem(const void *bytes, size_t size, const void *wanted, size_t wanted_size)

cdef enum:
    DROPPED = 0
    BLANK = 32  # " "
    UNSURE = 63  # "?"
    FIRST_EMOJI = 0x2600
    BEYOND = 0xFFFF  # what stands for all code points from here on

ctypedef fused Letter:
    uint8_t
    uint16_t
    uint32_t


@cython.final
cdef class Scanner:
    """Finds the chunks of texts that may have a word with one of some strings in it, all folded to bytes.

    `fold` has a byte for each of the first 65,536 code points, the last of them for all beyond; `letters` tells which
    bytes are letters, and `alone` are those that are looked for without a letter beside them.
    """

    cdef const uint8_t[::1] fold
    cdef uint8_t[256] is_letter
    cdef vector[string] hints
    cdef bytes alone
    cdef vector[uint8_t] folded
    cdef vector[Py_ssize_t] dropped, hits

    def __init__(self, const uint8_t[::1] fold not None, hints, bytes alone, const uint8_t[::1] letters not None):
        cdef int byte
        if fold.shape[0] != 1 << 16 or letters.shape[0] != 256:
            raise ValueError("a fold has 65,536 bytes, and 256 that are letters or not")
        self.fold, self.alone = fold, alone
        for byte in range(256):
            self.is_letter[byte] = letters[byte] != 0
        for hint in hints:
            self.hints.push_back(hint)

    def chunks(self, str text not None):
        """Give the bounds of the chunks of `text` that are not to be passed over, in order."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void *data = PyUnicode_DATA(text)
        # A byte before the first and one behind the last, which are no letters.
        self.folded.resize(len(text) + 2)
        self.dropped.clear()
        self.hits.clear()
        if kind == 1:
            self.fold_all(<const uint8_t *>data, len(text))
        elif kind == 2:
            self.fold_all(<const uint16_t *>data, len(text))
        else:
            self.fold_all(<const uint32_t *>data, len(text))
        for hint in self.hints:
            self.find(hint)
        for byte in self.alone:
            self.find_alone(byte)
        if self.hits.empty():
            return []
        sort(self.hits.begin(), self.hits.end())
        return self.around_hits()

    def placed(self, list texts not None, dict known not None, judge, search, nothing, kind):
        """Give the matches in each of some texts, the steps of phrases there, and how many places they take in all.

        As `Finder.find_all` does: `known` has what is judged of each chunk so far, `judge` is called with those that are
        new, `search` looks for a letter of a token in a stretch of a text, and `nothing` is what is judged of a chunk that has nothing. Matches are tuples of a `kind`.
        """
        cdef list chunks = [[(start, end, text[start:end]) for start, end in self.chunks(text)] for text in texts]
        cdef list found = [], steps = [], matches
        cdef Py_ssize_t place = 0, start, end, done, number
        cdef str text
        cdef bint is_first
        if new := list({chunk: None for held in chunks for _, _, chunk in held if chunk not in known}):
            judge(new)
        for number in range(len(texts)):
            matches, text, done, is_first = [], texts[number], 0, True
            for start, end, chunk in chunks[number]:
                judged = known[chunk]
                if judged is nothing:
                    continue
                place += is_first + has_word(text, done, start, search)
                for a, b, what, at in judged[0]:
                    matches.append(_new(kind, (start + a, start + b, what, place + at)))
                for a, b, at, word in judged[1]:
                    steps.append((place + at, number, start + a, start + b, word))
                place += judged[2]
                done, is_first = end, False
            found.append(matches)
        return found, steps, place

    cdef void fold_all(self, const Letter *letters, Py_ssize_t size) noexcept:
        """Fold a text; note the letters that are dropped, and hits of what is unsure or stretched."""
        cdef Py_ssize_t place
        cdef const uint8_t *fold = &self.fold[0]
        cdef uint8_t *begin = self.folded.data() + 1
        cdef uint8_t *out = begin
        cdef uint8_t byte, last = BLANK, earlier = BLANK
        begin[-1] = BLANK
        for place in range(size):
            byte = fold[min(<uint32_t>letters[place], <uint32_t>BEYOND)]
            if byte == DROPPED:
                self.dropped.push_back(out - begin)
                continue
            if byte == UNSURE or byte == last and byte == earlier and self.is_letter[byte]:
                self.hits.push_back(out - begin)
            out[0] = byte
            out += 1
            earlier, last = last, byte
        out[0] = BLANK
        self.folded.resize(out - begin + 2)

    cdef void find(self, const string& hint) noexcept:
        cdef const uint8_t *begin = self.folded.data() + 1
        cdef const uint8_t *end = begin + self.folded.size() - 2
        cdef const uint8_t *at = <const uint8_t *>memmem(begin, end - begin, hint.data(), hint.size())
        while at != NULL:
            self.hits.push_back(at - begin)
            at = <const uint8_t *>memmem(at + 1, end - at - 1, hint.data(), hint.size())

    cdef void find_alone(self, uint8_t byte) noexcept:
        cdef const uint8_t *begin = self.folded.data() + 1
        cdef const uint8_t *end = begin + self.folded.size() - 2
        cdef const uint8_t *at = <const uint8_t *>memchr(begin, byte, end - begin)
        while at != NULL:
            if not self.is_letter[at[1]] and not self.is_letter[(at - 1)[0]]:
                self.hits.push_back(at - begin)
            at = <const uint8_t *>memchr(at + 1, byte, end - at - 1)

    cdef list around_hits(self):
        """Give the bounds, in the text, of the chunks that have hits."""
        cdef const uint8_t *begin = self.folded.data() + 1
        cdef Py_ssize_t hit, first, end = -1, size = self.folded.size() - 2
        cdef list found = []
        for hit in self.hits:
            if hit < end:
                continue
            first = end = hit
            while first > 0 and begin[first - 1] != BLANK:
                first -= 1
            while end < size and begin[end] != BLANK:
                end += 1
            found.append((self.in_text(first - 1) + 1, self.in_text(end)))
        return found

    cdef Py_ssize_t in_text(self, Py_ssize_t blank) noexcept:
        """Give where in the text a blank stands, or its end."""
        if self.dropped.empty():
            return blank
        return blank + (upper_bound(self.dropped.begin(), self.dropped.end(), blank) - self.dropped.begin())


cdef bint has_word(str text, Py_ssize_t start, Py_ssize_t end, search):
    """Tell whether a letter of a token stands in a stretch of a text: at one look of most, by `search` of the others."""
    cdef Py_ssize_t place
    cdef Py_UCS4 letter
    for place in range(start, end):
        letter = text[place]
        if 0x621 <= letter <= 0x63A or 0x641 <= letter <= 0x64A or letter < 0x80 and letter.isalnum():
            return True
        if letter >= FIRST_EMOJI or letter.isalnum():
            return search(text, place, end) is not None
    return False
