"""What is compiled gives what its twin of Python gives, which is the reference."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews import compiled as package
from searchnews._matches import Finder
from searchnews.arabic import analyzer
from searchnews.arabic.sieve import Sieve
from searchnews.compiled import VERSION, compiled
from searchnews.engines.whoosh.packing import FILLER, digits_of, pack
from searchnews.highlight import Highlighter
from searchnews.model import Wanted
from searchnews.query import parse
from tests.query.vocabulary import Anything

adding: Any = pytest.importorskip("searchnews.compiled.adding", reason="nothing is compiled here")
numbering: Any = pytest.importorskip("searchnews.compiled.numbering", reason="nothing is compiled here")
placing: Any = pytest.importorskip("searchnews.compiled.placing", reason="nothing is compiled here")
reading: Any = pytest.importorskip("searchnews.compiled.reading", reason="nothing is compiled here")

pytestmark = pytest.mark.skipif("SEARCHNEWS_PURE" in os.environ, reason="what is compiled is turned off")

PIECES = [
    "قال",
    "وَزيرُ",
    "الوزير",
    "محادثات",
    "المحادثات السلام",
    "و",
    "مصرررر",
    "🤝",
    "x",
    "?",
    "«ـ»",
    "د. محمد",
    "1,234",
]
STOPS = [" ", " ", " ", "\n", ". ", "! ", "؟", "؛ ", "… ", "...", "، ", "،\u00a0", "”. ", "\u064b", "\u2028", "-", ""]
texts = st.lists(st.sampled_from([*PIECES, *STOPS, *PIECES]), max_size=120).map("".join)
queries = st.lists(st.sampled_from(["محادثات", "السلام", "وزير", "مصر", '"محادثات السلام"', "قا*", "و"]), max_size=4)


def wanted(words: list[str]) -> Wanted:
    return parse(" ".join(words), analyzer(), Anything()).wanted if words else Wanted()


class TestWhatIsThere:
    @pytest.fixture(autouse=True)
    def _ask_anew(self) -> Any:
        compiled.cache_clear()
        yield
        compiled.cache_clear()

    def test_a_module_that_was_built_is_given(self):
        assert compiled("adding") is adding

    def test_one_that_was_not_is_none(self):
        assert compiled("nothing") is None

    def test_one_that_was_built_for_another_version_is_none(self, monkeypatch):
        monkeypatch.setitem(sys.modules, f"{package.__name__}.old", SimpleNamespace(VERSION=VERSION - 1))
        assert compiled("old") is None

    def test_an_environment_variable_turns_all_off(self, monkeypatch):
        monkeypatch.setenv("SEARCHNEWS_PURE", "1")
        assert compiled("adding") is None


class TestHighlighting:
    @settings(deadline=None, max_examples=400)
    @given(texts, queries, st.sampled_from([1, 20, 40, 90, 220]), st.integers(0, 3), texts)
    def test_the_same_passages_are_chosen(self, text, query, max_chars, limit, title):
        highlighter = Highlighter(wanted(query), analyzer())
        matches = Finder(wanted(query), analyzer()).find(text)
        chosen = highlighter.chosen(text, matches, limit, max_chars, title)
        assert highlighter.snippets(text, limit=limit, max_chars=max_chars, title=title) == (chosen if limit else ())

    @settings(deadline=None, max_examples=400)
    @given(texts, st.lists(st.sampled_from(["وزي", "محادث", " و ", "مص", "لا", "1"]), max_size=4))
    def test_the_same_chunks_are_kept(self, text, hints):
        sieve = Sieve(hints, analyzer().byte_fold)
        assert sieve.scanner is not None
        assert sieve.chunks(text) == sieve.by_arrays(text)

    @settings(deadline=None, max_examples=200)
    @given(st.lists(texts, max_size=4), queries)
    def test_the_same_matches_are_found_in_the_same_places(self, several, query):
        finder = Finder(wanted(query), analyzer())
        assert finder.find_all(several) == finder.by_arrays(several)


@st.composite
def parts(draw: st.DrawFn) -> tuple[Any, Any, Any, float]:
    """Give documents, values, a table and a weight: as the postings of terms have them, in all widths."""
    docs = sorted(draw(st.sets(st.integers(0, SIZE - 1), max_size=60)))
    width = draw(st.sampled_from([np.uint16, np.uint32, np.int64]))
    table = np.array([0.0, 0.5, 1.25, 3.0])
    if draw(st.booleans()):
        values = np.array([doc % 4 for doc in docs], np.uint16)
    else:
        values = np.array([doc / 7 for doc in docs], np.float64)
    return np.array(docs, width), values, table, draw(st.sampled_from([1.0, 0.3, 2.5]))


SIZE = 6_000  # several blocks
some_parts = st.lists(parts(), max_size=5)


def scores_of(part: tuple[Any, Any, Any, float]) -> Any:
    _, values, table, weight = part
    return weight * (table[values] if values.dtype == np.uint16 else values)


def sums(given: list[tuple[Any, Any, Any, float]]) -> Any:
    total = np.zeros(SIZE)
    for part in given:
        total[part[0]] += scores_of(part)
    return total


def weighed(given: list[tuple[Any, Any, Any, float]]) -> list[Any]:
    return [(adding.Part(*part[:3]), part[3]) for part in given]


class TestAdding:
    @settings(deadline=None, max_examples=200)
    @given(some_parts, some_parts)
    def test_every_document_that_matches_has_the_sum_of_all_parts(self, required, optional):
        matching = np.unique(np.concatenate([np.zeros(0, np.int64), *(part[0] for part in required)]))
        docs, scores = adding.every(weighed(required), weighed(optional), SIZE)
        assert docs.tolist() == matching.tolist()
        assert scores.tolist() == (sums(required) + sums(optional))[matching].tolist()

    @settings(deadline=None, max_examples=200)
    @given(some_parts, some_parts, st.integers(0, 12))
    def test_the_best_are_those_of_all_with_all_that_tie_with_the_last(self, required, optional, limit):
        every, scores = adding.every(weighed(required), weighed(optional), SIZE)
        total, docs, best = adding.best(weighed(required), weighed(optional), SIZE, limit)
        assert total == len(every)
        least = sorted(scores, reverse=True)[limit - 1] if 0 < limit <= total else -np.inf
        kept = (scores >= least) & (limit > 0)
        assert (docs.tolist(), best.tolist()) == (every[kept].tolist(), scores[kept].tolist())

    @settings(deadline=None, max_examples=100)
    @given(some_parts, st.sets(st.integers(0, SIZE - 1), max_size=30))
    def test_what_parts_give_some_documents_is_looked_up(self, given, asked):
        docs = np.array(sorted(asked), np.uint32)
        out = np.zeros((len(docs), len(given) + 1))
        adding.look_up([*weighed(given), None], docs, np.arange(len(docs)), out)
        expected = [[float(sums([part])[doc]) for part in given] + [0.0] for doc in docs.tolist()]
        assert out.tolist() == expected

    def test_an_error_is_raised_for_documents_that_are_not_there(self):
        beyond = adding.Part(np.array([SIZE], np.uint32), np.ones(1), np.zeros(0))
        with pytest.raises(ValueError, match="not there"):
            adding.every([(beyond, 1.0)], [], SIZE)

    def test_an_error_is_raised_for_places_that_the_table_has_not(self):
        part = adding.Part(np.array([1], np.uint32), np.array([9], np.uint16), np.zeros(4))
        with pytest.raises(ValueError, match="not there"):
            adding.every([(part, 1.0)], [], SIZE)
        with pytest.raises(ValueError, match="not there"):
            adding.look_up([(part, 1.0)], np.array([1], np.uint32), np.arange(1), np.zeros((1, 1)))

    @pytest.mark.parametrize("docs", [[5, 3], [3, 5_000, 4]])
    def test_an_error_is_raised_for_documents_that_do_not_ascend(self, docs):
        part = adding.Part(np.array(docs, np.uint32), np.ones(len(docs)), np.zeros(0))
        with pytest.raises(ValueError, match="not there"):
            adding.every([(part, 1.0)], [], SIZE)

    @pytest.mark.parametrize(
        ("docs", "values"),
        [
            (np.zeros(1, np.uint8), np.ones(1)),
            (np.zeros(1, np.uint32), np.ones(1, np.float32)),
            (np.zeros(2, np.uint32), np.ones(1)),
        ],
    )
    def test_an_error_is_raised_for_arrays_that_do_not_fit(self, docs, values):
        with pytest.raises(ValueError, match=r"another type|not as many"):
            adding.Part(docs, values, np.zeros(0))

    def test_an_error_is_raised_where_rows_are_missing(self):
        with pytest.raises(ValueError, match="not a row"):
            adding.look_up([None], np.zeros(2, np.uint32), np.array([0, 1]), np.zeros((1, 1)))


def written(docs: list[int], *, in_digits: bool) -> Any:
    """Write the gaps between documents as a run has them."""
    gaps = np.diff(np.array([-1, *docs], np.int64)) - 1
    if not in_digits:
        return gaps.astype(np.uint8)
    digits, _ = digits_of(gaps)
    return pack(np.concatenate([digits, np.full(len(digits) % 2, FILLER, np.uint8)]), 4)


def read(gaps: Any, in_digits: bool, skipped: int, wanted: int, held: int) -> list[int]:
    bounds = np.array([0, len(gaps)], np.int64)
    found: list[int] = reading.docs(gaps, bounds, np.array([in_digits], np.uint8), skipped, wanted, held).tolist()
    return found


class TestReading:
    @given(st.sets(st.integers(0, 5_000), min_size=1, max_size=256), st.data())
    def test_documents_in_digits_are_those_that_were_written(self, docs, data):
        kept = data.draw(st.integers(0, len(docs)))
        gaps = written(sorted(docs), in_digits=True)
        assert read(gaps, True, 0, kept, len(docs)) == sorted(docs)[:kept]

    @given(st.sets(st.integers(0, 255), min_size=1, max_size=256), st.integers(0, 255))
    def test_postings_of_other_terms_are_skipped(self, docs, skipped):
        gaps = written(sorted(docs), in_digits=False)
        skipped = min(skipped, len(docs))
        behind = gaps[skipped:].astype(np.int64)
        expected = (np.cumsum(behind + 1) - 1).tolist()
        assert read(gaps, False, skipped, len(behind), len(docs)) == expected

    @pytest.mark.parametrize("held", [1, 3])
    @pytest.mark.parametrize("in_digits", [False, True])
    def test_an_error_is_raised_where_there_are_not_as_many_gaps_as_postings(self, held, in_digits):
        with pytest.raises(ValueError, match="not as many"):
            read(written([3, 9], in_digits=in_digits), in_digits, 0, 1, held)

    def test_an_error_is_raised_for_a_number_without_an_end(self):
        with pytest.raises(ValueError, match="not as many"):
            read(np.array([0x99], np.uint8), True, 0, 1, 1)

    def test_an_error_is_raised_for_runs_that_are_not_there(self):
        with pytest.raises(ValueError, match="a run that is not there"):
            reading.docs(np.zeros(3, np.uint8), np.array([0, 9]), np.zeros(1, np.uint8), 0, 1, 9)

    @given(st.lists(st.integers(1, 12), min_size=1, max_size=40), st.data())
    def test_frequencies_are_those_that_were_written(self, freqs, data):
        first = data.draw(st.integers(0, len(freqs)))
        last = data.draw(st.integers(first, len(freqs)))
        codes = pack(np.array([*(min(freq, 4) - 1 for freq in freqs), *[0] * (-len(freqs) % 4)], np.uint8), 2)
        more = np.array([freq for freq in freqs if freq >= 4], np.uint8)
        found, end = reading.freqs(codes, more, 0, first, last, 0)
        assert found.tolist() == freqs[first:last]
        assert end == sum(freq >= 4 for freq in freqs[:last])

    def test_a_frequency_that_no_byte_holds_is_left_to_python(self):
        assert reading.freqs(np.array([0xC0], np.uint8), np.array([255], np.uint8), 0, 0, 1, 0) is None

    def test_an_error_is_raised_for_a_frequency_that_is_not_there(self):
        with pytest.raises(ValueError, match="not as many"):
            reading.freqs(np.array([0xC0], np.uint8), np.zeros(0, np.uint8), 0, 0, 1, 0)

    def test_places_of_impacts_are_made_of_frequency_and_length(self):
        docs, freqs, lengths = np.array([0, 2], np.uint32), np.array([1, 3], np.uint8), np.array([7, 8, 9], np.uint8)
        assert reading.coded(docs, freqs, lengths, 16).tolist() == [1 << 8 | 7, 3 << 8 | 9]
        assert reading.coded(docs, freqs, lengths, 3) is None
        with pytest.raises(ValueError, match="not there"):
            reading.coded(docs, freqs, lengths[:2], 16)


class TestNumbering:
    def test_chunks_of_one_hash_are_told_apart(self):
        # With one seed the order of blocks, of four letters each, makes no difference to a hash.
        is_space = np.array([chr(code).isspace() for code in range(1 << 16)]).view(np.uint8)
        table = numbering.Table(is_space, np.zeros(1, np.uint64))
        texts = ["abcdefghIJKL efghabcdIJKL IJKLabcdefgh abcdefgh", "efghabcd abcdefgh"]
        numbers, counts = table.numbers(texts)
        known = table.take_new()
        assert [known[number] for number in numbers.tolist()] == " ".join(texts).split()
        assert (len(known), counts.tolist()) == (5, [4, 2])

    def test_whole_strings_of_one_hash_are_told_apart(self):
        table = numbering.Table(np.zeros(1 << 16, np.uint8), np.zeros(1, np.uint64))
        strings = ["abcdefgh", "efghabcd", "abcdefgh", "efghabcd"]
        assert table.numbers_of_whole(strings).tolist() == [0, 1, 0, 1]
        assert table.take_new() == strings[:2]

    def test_an_error_is_raised_for_seeds_that_are_no_power_of_two(self):
        with pytest.raises(ValueError, match="power of two"):
            numbering.Table(np.zeros(1 << 16, np.uint8), np.zeros(3, np.uint64))

    def test_an_error_is_raised_for_what_is_not_there(self):
        one = np.zeros(1, np.uint32)
        with pytest.raises(ValueError, match="a chunk that is not there"):
            numbering.tokens(one + 1, np.ones(1, np.int64), one, one, one, one)
        with pytest.raises(ValueError, match="a token that is not there"):
            numbering.tokens(one, np.ones(1, np.int64), one + 1, one + 1, one, one)
        with pytest.raises(ValueError, match="not as many chunks"):
            numbering.tokens(one, np.zeros(1, np.int64), one, one + 1, one, one)
        with pytest.raises(ValueError, match="a term that is not there"):
            numbering.by_term(one, one, 0, one + 1, None)
        with pytest.raises(ValueError, match="a term that is not there"):
            numbering.by_term(one + 1, one, 1, one + 1, None)
        with pytest.raises(ValueError, match="not as many places"):
            numbering.by_term(one, one, 1, one + 1, np.zeros(0, np.uint32))
        with pytest.raises(ValueError, match="not as many tokens"):
            numbering.by_term(one, one, 1, one + 2, one)
        with pytest.raises(ValueError, match="not as many tokens"):
            numbering.by_term(one, one, 1, one, None)


def _placed(texts, words, narrow):
    """Lay texts out as a field does: the places of its tokens, and its words."""
    places, laid_out = [], {}
    for word in words:
        docs = [number for number, text in enumerate(texts) if word in text]
        here = [[place for place, each in enumerate(texts[doc]) if each == word] for doc in docs]
        freqs = np.array(list(map(len, here)), np.uint8 if narrow else np.uint32)
        laid_out[word] = placing.Word(np.array(docs, np.uint16 if narrow else np.uint32), freqs, len(places))
        places += [place for some in here for place in some]
    high = [min(place >> 8, 15) for place in places]
    far = [number for number, bits in enumerate(high) if bits == 15]
    halves = pack(np.array(high + [0] * (len(high) % 2), np.uint8), 4)
    low = np.array([place & 255 for place in places], np.uint8)
    return placing.Places(
        low, halves, np.array(far, np.uint64), np.array([places[at] for at in far], np.uint32)
    ), laid_out


class TestPlacing:
    TEXTS = st.lists(st.lists(st.sampled_from("abcd"), max_size=30), max_size=12)

    @given(
        TEXTS, st.lists(st.sampled_from("abc"), min_size=1, max_size=4), st.booleans(), st.sampled_from([0, 250, 3_830])
    )
    def test_rows_are_those_in_the_texts(self, texts, row, narrow, before):
        texts = [["x"] * before + text for text in texts]
        places, words = _placed(texts, "abcd", narrow)
        begins = [[at for at in range(len(text)) if text[at : at + len(row)] == row] for text in texts]
        expected = [number for number, here in enumerate(begins) if here]
        docs, at, bounds, found = placing.rows(places, [words[word] for word in row], None)
        assert docs.tolist() == expected
        assert found.tolist() == [begin for number in expected for begin in begins[number]]
        assert np.diff(bounds).tolist() == [len(begins[number]) for number in expected]
        for word, own in zip(row, at, strict=True):
            holding = [number for number, text in enumerate(texts) if word in text]
            assert [holding[place] for place in own] == expected
        some = np.arange(0, len(texts), 2, dtype=np.uint32)
        among = [number for number in expected if number in some]
        assert placing.rows(places, [words[word] for word in row], some)[0].tolist() == among
        for word in "abcd":
            led = [number for number in expected if any(at and texts[number][at - 1] == word for at in begins[number])]
            hits, own = placing.led(places, words[word], docs, bounds, found)
            holding = [number for number, text in enumerate(texts) if word in text]
            assert docs[hits].tolist() == [holding[place] for place in own] == led

    def test_an_error_is_raised_for_what_is_not_there(self):
        one, none = np.zeros(1, np.uint8), np.zeros(0, np.int64)
        places = placing.Places(one, one, none, none)
        word = placing.Word(np.zeros(1, np.uint32), np.ones(1, np.uint8), 1)
        with pytest.raises(ValueError, match="a place that is not there"):
            placing.rows(places, [word], None)
        with pytest.raises(ValueError, match="a place that is not there"):
            placing.rows(placing.Places(one, one + 0xF0, none, none), [placing.Word(one * 1, one + 1, 0)], None)
        with pytest.raises(ValueError, match="not as many places"):
            placing.Places(one, one[:0], none, none)
        with pytest.raises(ValueError, match="not as many frequencies"):
            placing.Word(one, one[:0], 0)
        with pytest.raises(ValueError, match="rows that are not there"):
            placing.led(places, word, np.zeros(1, np.uint32), none, none)
        with pytest.raises(ValueError, match="no words"):
            placing.rows(places, [], None)
