# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The passages of a text to quote, as `searchnews._choosing` chooses them, letter by letter in machine code.

That module is the reference, word for word: here is only what makes it fast. What is rare is left to it, by giving
None: a text without matches, a long sentence without a blank, more than 64 things that are wanted.
"""

cimport cython
from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.string cimport memset
from libcpp.algorithm cimport binary_search, pop_heap, push_heap, sort, unique
from libcpp.vector cimport vector

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ

from searchnews.model import Snippet, Span

VERSION = 3

cdef extern from *:
    int popcount "__builtin_popcountll"(uint64_t bits) nogil

cdef enum:
    NEWLINE = 1
    STOP = 2
    CLOSER = 4
    CLAUSE_END = 8
    NOT_LAST = 16
    MARK = 32
    LETTER = 64

cdef uint64_t FNV_OFFSET = 0xCBF29CE484222325
cdef uint64_t FNV_PRIME = 0x100000001B3

_new = tuple.__new__


cdef struct Passage:
    Py_ssize_t start
    Py_ssize_t end
    bint opens
    bint closes
    bint follows


cdef struct Piece:
    Passage passage
    Py_ssize_t first
    Py_ssize_t last
    uint64_t kinds
    uint64_t pairs
    double bonus
    double bound
    bint is_parted


cdef struct Bounds:
    Py_ssize_t start
    Py_ssize_t end


@cython.final
cdef class Choosing:
    """Chooses the passages of texts by the signs that part them, and by the worths of what a passage shows.

    All as they stand in `searchnews._passages` and `searchnews._choosing`; `marks` and `letters` are classes of letters
    as a pattern writes them.
    """

    cdef uint8_t[1 << 16] signs
    cdef double pair, repeat, lead, broken, enough, stale
    cdef Py_ssize_t max_repeats
    cdef str ellipsis
    cdef Py_UCS4 semicolon
    cdef Text spare  # whose memory is used again

    def __init__(
        self,
        *,
        str newlines,
        str stops,
        str closers,
        str clause_ends,
        str not_last,
        str marks,
        str letters,
        str ellipsis,
        Py_UCS4 semicolon,
        double pair,
        double repeat,
        Py_ssize_t max_repeats,
        double lead,
        double broken,
        double enough,
        double stale,
    ):
        memset(self.signs, 0, sizeof(self.signs))
        self.note(NEWLINE, map(ord, newlines))
        self.note(STOP, map(ord, stops))
        self.note(CLOSER, map(ord, closers))
        self.note(CLAUSE_END, map(ord, clause_ends))
        self.note(NOT_LAST, map(ord, not_last))
        self.note(MARK, codes_of(marks))
        self.note(LETTER, codes_of(letters))
        self.ellipsis, self.semicolon = ellipsis, semicolon
        self.pair, self.repeat, self.max_repeats = pair, repeat, max_repeats
        self.lead, self.broken, self.enough, self.stale = lead, broken, enough, stale

    cdef int note(self, int sign, codes) except -1:
        cdef Py_ssize_t code
        for code in codes:
            if code >> 16:
                raise ValueError(f"no sign stands beyond U+FFFF, as U+{code:X} does")
            self.signs[code] |= sign
        return 0

    def snippets(
        self, str text not None, list matches not None, *, Py_ssize_t limit, Py_ssize_t max_chars, str title not None
    ):
        """Give what `Highlighter.snippets` gives, or None where that is to be asked."""
        cdef Text whole = self.spare or Text(self)
        self.spare = None  # another thread takes its own
        found = None
        if max_chars > 0 and whole.read(text, matches, max_chars):
            words_of(PyUnicode_KIND(title), PyUnicode_DATA(title), 0, len(title), whole.seen)
            found = whole.chosen(limit)
        whole.text = None
        self.spare = whole
        return None if found is None else tuple(found)


@cython.final
cdef class Text:
    """A text and its matches, and what of it was chosen."""

    cdef Choosing rules
    cdef const uint8_t *signs
    cdef str text
    cdef int kind
    cdef void *data
    cdef Py_ssize_t size, max_chars, lead
    cdef vector[Py_ssize_t] starts, ends, glued
    cdef vector[uint64_t] whats, pairs
    cdef vector[Piece] queue
    cdef vector[Passage] near
    cdef vector[uint64_t] words
    cdef vector[uint64_t] seen  # the words that were read: of the title, and of what was chosen

    def __init__(self, Choosing rules not None):
        self.rules, self.signs = rules, rules.signs

    cdef inline Py_UCS4 at(self, Py_ssize_t place) noexcept:
        return PyUnicode_READ(self.kind, self.data, place)

    cdef inline int sign(self, Py_ssize_t place) noexcept:
        cdef Py_UCS4 letter = PyUnicode_READ(self.kind, self.data, place)
        return self.signs[letter] if letter < 1 << 16 else 0

    cdef bint read(self, str text, list matches, Py_ssize_t max_chars) except -1:
        """Take a text; False where it is left to the reference."""
        cdef Py_ssize_t before = -2, number, numbers = 0
        cdef uint64_t what, earlier = 0
        cdef vector[uint64_t] ones, others
        if not matches:
            return False
        self.starts.clear()
        self.ends.clear()
        self.glued.clear()
        self.whats.clear()
        self.pairs.clear()
        self.queue.clear()
        self.text, self.max_chars, self.size = text, max_chars, len(text)
        self.kind, self.data = PyUnicode_KIND(text), PyUnicode_DATA(text)
        for start, end, kind, place in matches:
            if kind >> 64:
                return False
            what = kind
            self.starts.push_back(start)
            self.ends.push_back(end)
            self.whats.push_back(what)
            self.pairs.push_back(0)
            if place == before + 1:
                self.glued.push_back(start)
                if what != earlier:
                    number = 0
                    while number < numbers and (ones[number] != earlier or others[number] != what):
                        number += 1
                    if number == numbers:
                        if number == 64:
                            return False
                        numbers += 1
                        ones.push_back(earlier)
                        others.push_back(what)
                    self.pairs[self.pairs.size() - 1] = <uint64_t>1 << number
            before, earlier = place, what
        self.lead = self.first_word()
        return True

    cdef Py_ssize_t first_word(self) noexcept:
        """Give where the first sentence begins that has a word in it; -1 where none does."""
        if self.size and self.at(0).isalnum():
            return 0
        self.near.clear()
        self.sentences(0, self.size)
        return self.near[0].start if self.near.size() else -1

    cdef bint is_initial(self, Py_ssize_t stop) noexcept:
        """Tell whether a full stop shortens a word to its first letter."""
        cdef Py_UCS4 letter
        if stop < 1:
            return False
        letter = self.at(stop - 1)
        if not letter.isalnum() or letter.isdecimal():
            return False
        if stop == 1:
            return True
        letter = self.at(stop - 2)
        return not (letter.isalnum() or letter == u"_" or self.sign(stop - 2) & MARK)

    cdef Py_ssize_t break_at(self, Py_ssize_t place, Py_ssize_t end) noexcept:
        """Give where the break ends that begins at a stop; 0 where none does."""
        cdef Py_ssize_t after = place + 1
        if place and self.sign(place - 1) & STOP:
            return 0
        while after < end and self.sign(after) & STOP:
            after += 1
        while after < end and self.sign(after) & CLOSER:
            after += 1
        if after < end and not (self.at(after).isspace() or self.sign(after) & LETTER):
            return 0
        if self.at(after - 1) == u"." and self.is_initial(after - 1):
            return 0
        return after

    cdef void sentences(self, Py_ssize_t start, Py_ssize_t end) noexcept:
        """Put the sentences of some whole lines into `near`."""
        cdef Py_ssize_t place = start, after
        cdef bint follows = False, newline
        cdef int sign
        while place < end:
            sign = self.sign(place)
            if not sign & (NEWLINE | STOP):
                place += 1
                continue
            newline = sign & NEWLINE
            after = place + 1 if newline else self.break_at(place, end)
            if not after:
                place += 1
                continue
            follows = self.sentence(start, place if newline else after, follows) and not newline
            place = start = after
        self.sentence(start, end, follows)

    cdef bint sentence(self, Py_ssize_t start, Py_ssize_t last, bint follows) noexcept:
        """Add a sentence, if there is a word in it; tell whether what comes next follows one."""
        cdef Py_ssize_t place
        cdef Py_UCS4 letter
        cdef Passage passage
        while start < last and self.at(start).isspace():
            start += 1
        while start < last and self.at(last - 1).isspace():
            last -= 1
        for place in range(start, last):
            letter = self.at(place)
            if letter.isalnum() or letter == u"_":
                passage.start, passage.end = start, last
                passage.opens = passage.closes = True
                passage.follows = follows
                self.near.push_back(passage)
                return True
        return follows

    cdef bint parted(self, Py_ssize_t start, Py_ssize_t end) noexcept:
        """Put the passages of a paragraph into `near`; False where that is left to the reference."""
        cdef vector[Passage] whole
        cdef Passage passage
        cdef Py_ssize_t most = self.max_chars * 5 // 4
        cdef bint is_long = False
        self.near.clear()
        self.sentences(start, end)
        for passage in self.near:
            is_long = is_long or passage.end - passage.start > most
        if is_long:
            whole.swap(self.near)
            for passage in whole:
                if passage.end - passage.start <= most or not self.holds(passage):
                    self.near.push_back(passage)
                elif not self.parts(passage.start, passage.end, most):
                    return False
        return True

    cdef bint holds(self, Passage passage) noexcept:
        return self.match_at(passage.start, 0) < self.match_at(passage.end, 0)

    cdef Py_ssize_t match_at(self, Py_ssize_t place, Py_ssize_t low) noexcept:
        """Give the first match from `low` on that does not begin before a place."""
        cdef Py_ssize_t high = self.starts.size(), middle
        while low < high:
            middle = (low + high) >> 1
            if self.starts[middle] < place:
                low = middle + 1
            else:
                high = middle
        return low

    cdef bint parts(self, Py_ssize_t start, Py_ssize_t end, Py_ssize_t most) noexcept:
        """Put the parts of a long sentence into `near`; False where a blank is missing."""
        cdef Py_ssize_t aim, low, high, shown
        cdef Passage passage
        cdef Bounds gap
        passage.opens, passage.follows = True, False
        while end - start > most:
            aim = start + (end - start) // ((end - start + self.max_chars - 1) // self.max_chars)
            low, high = (start + aim) // 2, aim + (aim - start) // 4 + 1
            gap = self.gap(aim, max(low, start + 1), min(high, self.size))
            if gap.end < 0:
                return False
            shown = gap.start
            while shown > start and self.sign(shown - 1) & NOT_LAST:
                shown -= 1
            if shown > start:
                passage.start, passage.end, passage.closes = start, shown, False
                self.near.push_back(passage)
                passage.opens = False
            start = gap.end
            while start < end and self.at(start).isspace():
                start += 1
        if start < end:
            passage.start, passage.end, passage.closes = start, end, True
            self.near.push_back(passage)
        return True

    cdef Bounds gap(self, Py_ssize_t aim, Py_ssize_t low, Py_ssize_t high) noexcept:
        """Give the white space nearest to `aim`: behind a comma if it can be, and before no `glued` word."""
        cdef Bounds comma = self.nearest(aim, low - 1, high, True, True)
        if comma.end < 0:
            comma = self.nearest(aim, low, high, False, True)
        if comma.end < 0:
            comma = self.nearest(aim, low - 1, high, True, False)
        if comma.end < 0:
            comma = self.nearest(aim, low, high, False, False)
        return comma

    cdef Bounds nearest(
        self, Py_ssize_t aim, Py_ssize_t place, Py_ssize_t high, bint behind_comma, bint unglued
    ) noexcept:
        cdef Bounds best, gap
        best.start = best.end = -1
        while place < high:
            if behind_comma:
                if not self.sign(place) & CLAUSE_END or place + 1 >= high or not self.at(place + 1).isspace():
                    place += 1
                    continue
                place += 1
            elif not self.at(place).isspace():
                place += 1
                continue
            gap.start = place
            while place < high and self.at(place).isspace():
                place += 1
            gap.end = place
            if unglued and self.is_glued(gap.end):
                continue
            if best.end < 0 or abs(gap.start - aim) < abs(best.start - aim):
                best = gap
        return best

    cdef bint is_glued(self, Py_ssize_t place) noexcept:
        return binary_search(self.glued.begin(), self.glued.end(), place)

    cdef Py_ssize_t enqueue(
        self, Passage passage, Py_ssize_t first, double bonus, bint is_parted, uint64_t kinds, uint64_t pairs
    ) noexcept:
        """Put a piece, with the matches in it, into the queue; give the first match behind it."""
        cdef Piece piece
        cdef Py_ssize_t number
        piece.passage, piece.bonus, piece.is_parted = passage, bonus, is_parted
        piece.first = self.match_at(passage.start, first)
        piece.last = self.match_at(passage.end, piece.first)
        piece.kinds = piece.pairs = 0
        for number in range(piece.first, piece.last):
            piece.kinds |= self.whats[number]
            if number > piece.first:
                piece.pairs |= self.pairs[number]
        piece.bound = self.worth(piece, kinds, pairs)
        self.push(piece)
        return piece.last

    cdef void push(self, Piece piece) noexcept:
        self.queue.push_back(piece)
        push_heap(self.queue.begin(), self.queue.end(), &comes_later)

    cdef void paragraphs(self) noexcept:
        """Put the lines that have matches into the queue."""
        cdef Py_ssize_t first = 0, end = 0, start
        cdef Passage passage
        passage.opens = passage.closes = True
        passage.follows = False
        while first < <Py_ssize_t>self.starts.size():
            start = self.starts[first]
            while start > end and self.at(start - 1) != u"\n":
                start -= 1
            end = self.starts[first]
            while end < self.size and self.at(end) != u"\n":
                end += 1
            passage.start, passage.end = start, end
            first = self.enqueue(passage, first, self.rules.lead if start <= self.lead < end else 0.0, False, 0, 0)

    cdef bint part(self, Piece paragraph, uint64_t kinds, uint64_t pairs) noexcept:
        """Put the passages of a paragraph that show something into the queue."""
        cdef Py_ssize_t number, at, done = 0, count, first, last, start, end, after
        cdef vector[bint] hits
        cdef Passage passage
        cdef double bonus
        if not self.parted(paragraph.passage.start, paragraph.passage.end):
            return False
        count = self.near.size()
        hits.resize(count, False)
        at = 0
        for number in range(paragraph.first, paragraph.last):
            while at < count and self.near[at].end <= self.starts[number]:
                at += 1
            if at < count and self.near[at].start <= self.starts[number]:
                hits[at] = True
        for number in range(count):
            if not hits[number] or number < done:
                continue
            first = last = number
            start, end = self.near[number].start, self.near[number].end
            while last + 1 < count and self.joined(last):
                after = self.near[last + 1].end
                if after - start > self.max_chars or not (end - start < self.max_chars // 2 or hits[last + 1]):
                    break
                last, end = last + 1, after
            while first > done and end - start < self.max_chars // 4 and self.joined(first - 1):
                if end - self.near[first - 1].start > self.max_chars * 5 // 4:
                    break
                first, start = first - 1, self.near[first - 1].start
            done = last + 1
            passage.start, passage.end = start, end
            passage.opens, passage.closes = self.near[first].opens, self.near[last].closes
            passage.follows = self.near[first].follows
            bonus = self.rules.lead * (start == self.lead)
            bonus += self.rules.broken * (not (passage.opens and passage.closes) or end - start < self.max_chars // 5)
            self.enqueue(passage, paragraph.first, bonus, True, kinds, pairs)
        return True

    cdef bint joined(self, Py_ssize_t number) noexcept:
        return self.near[number + 1].follows and self.near[number].closes and self.near[number + 1].opens

    cdef list chosen(self, Py_ssize_t limit):
        """Give the snippets; None where that is left to the reference."""
        cdef vector[Piece] taken
        cdef uint64_t kinds = 0, pairs = 0
        cdef Piece piece
        cdef double now
        self.paragraphs()
        while self.queue.size() and <Py_ssize_t>taken.size() < limit:
            piece = self.worthiest()
            now = self.worth(piece, kinds, pairs) if taken.size() else piece.bound
            if taken.size() and now < self.rules.enough:
                continue
            if now < piece.bound:
                piece.bound = now
                self.push(piece)
            elif not piece.is_parted:
                if not self.part(piece, kinds, pairs):
                    return None
            else:
                words_of(self.kind, self.data, piece.passage.start, piece.passage.end, self.words)
                if count_of(self.words, self.seen) < self.rules.stale * self.words.size():
                    self.seen.insert(self.seen.end(), self.words.begin(), self.words.end())
                    sort(self.seen.begin(), self.seen.end())
                    insert(taken, piece)
                    kinds |= piece.kinds
                    pairs |= piece.pairs
        return [self.snippet(piece) for piece in taken] if taken.size() else None

    cdef double worth(self, Piece& piece, uint64_t kinds, uint64_t pairs) noexcept:
        """Tell what a piece adds to the things and pairs that were seen of the query."""
        cdef Py_ssize_t new = popcount(piece.kinds & ~kinds)
        cdef Py_ssize_t repeats = min(piece.last - piece.first - new, self.rules.max_repeats)
        cdef double value = new
        if piece.pairs:
            value += self.rules.pair * popcount(piece.pairs & ~pairs)
        return value + self.rules.repeat * repeats + piece.bonus

    cdef Piece worthiest(self) noexcept:
        """Take the piece of the highest bound out of the queue."""
        cdef Piece piece
        pop_heap(self.queue.begin(), self.queue.end(), &comes_later)
        piece = self.queue.back()
        self.queue.pop_back()
        return piece

    cdef object snippet(self, Piece piece):
        cdef Py_ssize_t start = piece.passage.start, end = piece.passage.end, shift, done = -1, number
        cdef bint broken = not piece.passage.closes
        cdef list spans = []
        cdef str quoted
        if self.at(end - 1) == self.rules.semicolon and end - 1 > start:
            end -= 1
            broken = True
        quoted = self.text[start:end]
        shift = -start
        if not piece.passage.opens:
            quoted = self.rules.ellipsis + quoted
            shift += 1
        if broken:
            quoted += self.rules.ellipsis
        for number in range(piece.first, piece.last):
            if self.ends[number] <= end and self.starts[number] >= done:
                done = self.ends[number]
                spans.append(_new(Span, (self.starts[number] + shift, done + shift)))
        return _new(Snippet, (quoted, tuple(spans)))


cdef bint comes_later(const Piece& one, const Piece& other) noexcept nogil:
    if one.bound != other.bound:
        return one.bound < other.bound
    if one.is_parted != other.is_parted:
        return one.is_parted
    return one.passage.start > other.passage.start


cdef void words_of(
    int kind, const void *data, Py_ssize_t start, Py_ssize_t end, vector[uint64_t]& words
) noexcept:
    """Give the distinct words of a stretch of text, what stands between white space: of each a sum of 64 bits (FNV-1a).

    Ascending. That two words of a text have the same sum is as likely as a fault of the machine.
    """
    cdef uint64_t word = 0
    cdef Py_ssize_t place
    cdef Py_UCS4 letter
    words.clear()
    for place in range(start, end):
        letter = PyUnicode_READ(kind, data, place)
        if letter.isspace():
            if word:
                words.push_back(word)
            word = 0
        else:
            word = ((word if word else FNV_OFFSET) ^ <uint32_t>letter) * FNV_PRIME
    if word:
        words.push_back(word)
    sort(words.begin(), words.end())
    words.erase(unique(words.begin(), words.end()), words.end())


cdef Py_ssize_t count_of(vector[uint64_t]& words, vector[uint64_t]& seen) noexcept:
    """Count the words that were seen."""
    cdef Py_ssize_t count = 0
    cdef uint64_t word
    for word in words:
        count += binary_search(seen.begin(), seen.end(), word)
    return count


cdef void insert(vector[Piece]& taken, Piece piece):
    """Keep pieces in the order of the text."""
    cdef Py_ssize_t at = taken.size()
    taken.push_back(piece)
    while at and taken[at - 1].passage.start > piece.passage.start:
        taken[at] = taken[at - 1]
        at -= 1
    taken[at] = piece


def codes_of(str ranges):
    """Give the code points of a class of letters as a pattern writes it, some of them as `a-b`."""
    cdef Py_ssize_t at = 0
    while at < len(ranges):
        if ranges[at + 1 : at + 2] == "-":
            yield from range(ord(ranges[at]), ord(ranges[at + 2]) + 1)
            at += 3
        else:
            yield ord(ranges[at])
            at += 1
