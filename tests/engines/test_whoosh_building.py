"""Documents of any size and shape become segments, and come back whole."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from whoosh.query import Phrase, Term

from searchnews.engines import create_engine
from searchnews.engines.base import Engine
from searchnews.engines.documents import CodedTerms, Document, FieldBatch, FieldTerms
from searchnews.engines.whoosh import inverting
from searchnews.engines.whoosh.contents import Folder
from searchnews.engines.whoosh.inverting import FieldBuilder
from searchnews.engines.whoosh.layout import FieldLayout
from searchnews.engines.whoosh.sections import SectionWriter
from tests.engines.asking import documents
from tests.engines.contract import ids, put
from tests.engines.documents import COLUMNS, FIELDS, document

pytestmark = pytest.mark.usefixtures("either_way")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return create_engine("whoosh", str(tmp_path), FIELDS, COLUMNS)


def title(id: str, terms: list[str]) -> Document:
    return Document(id, {"title": FieldTerms(terms)}, {}, b"")


@pytest.mark.parametrize("count", [255, 256, 257, 65_535, 65_536, 65_537])
def test_a_segment_holds_any_number_of_documents(engine: Engine, count: int):
    words = [["a"], ["b"], ["a", "b"]]
    with engine.writer() as writer:
        for number in range(count):
            writer.put(title(str(number), words[number % 3]))
    assert engine.stats("title")[:3] == (count, 2, count + count // 3)
    with engine.searcher() as searcher:
        assert searcher.document_frequency("title", "a") == sum(n % 3 != 1 for n in range(count))
        last = count - 1
        assert searcher.find(str(last)) == last
        assert searcher.score(Term("title", words[last % 3][0]), last) > 0
    assert engine.check() == []


@pytest.mark.parametrize("frequency", [254, 255, 256, 65_536])
def test_frequencies_of_any_size_are_exact(engine: Engine, frequency: int):
    put(engine, title("few", ["سلام"]), title("many", ["سلام"] * frequency), title("more", ["سلام"] * 300))
    with engine.searcher() as searcher:
        (segment,) = searcher.segments
        field = segment.field("title")
        assert field.freqs(*field.extent(0)).tolist() == [1, frequency, 300]
    assert engine.check() == []


@pytest.mark.parametrize("far", [255, 256, 65_535, 65_536, 2**32 - 1])
def test_places_may_be_of_any_width(engine: Engine, far: int):
    fields = {"body": FieldTerms(["سلام", "وزير"], [far - 1, far])}
    put(engine, Document("far", fields, {}, b""), document("near", "سلام وزير"))
    put(engine, document("other", "وزير سلام"))
    for _ in range(2):
        with engine.searcher() as searcher:
            assert sorted(ids(searcher, Phrase("body", ["سلام", "وزير"]))) == ["far", "near"]
        assert engine.check() == []
        engine.optimize()


def test_one_document_may_have_two_million_tokens(engine: Engine):
    numbers = np.arange(2_000_000) % 50_000
    vocabulary = [f"w{n}" for n in range(50_000)]
    body = FieldTerms(CodedTerms(numbers, vocabulary), np.arange(2_000_000))
    put(engine, Document("huge", {"body": body}, {}, b"x" * 5_000_000), document("small", "w1 w2 x"))
    with engine.searcher() as searcher:
        assert len(ids(searcher, Phrase("body", ["w1", "w2"]))) == 2
        assert len(searcher.stored(searcher.find("huge") or 0)) == 5_000_000
    assert engine.stats("body")[:3] == (2, 50_001, 2_000_003)
    assert engine.check() == []


def field(tokens: int, words: int) -> FieldBuilder:
    """Give a field of documents of 1,000 tokens each."""
    made = FieldBuilder(positions=True)
    vocabulary = [f"w{number}" for number in range(words)]
    numbers = np.random.default_rng(3).integers(0, words, tokens).astype(np.uint32)
    for first in range(0, tokens, 1000):
        made.add(FieldBatch(CodedTerms(numbers[first : first + 1000], vocabulary), [1000], np.arange(1000)))
    return made


def test_sorting_a_field_takes_twenty_four_bytes_a_token_at_most():
    tokens = 2_000_000
    made = field(tokens, 1000)
    tracemalloc.start()
    try:
        assert sum(len(postings.docs) for postings in made.invert()) > tokens // 2
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 24 * tokens + 40 * inverting.TOKENS_AT_ONCE


def test_what_is_laid_out_of_a_field_is_not_held(tmp_path: Path):
    docs, lengths = np.arange(100_000), np.ones(100_000, np.uint8)
    file = SectionWriter(str(tmp_path / "segment"))
    tracemalloc.start()
    try:
        with FieldLayout(file, "body", lengths, 1.0, places=True) as layout:
            layout.add([b"w"], np.array([0, len(docs)]), docs, lengths, docs)
            before, _ = tracemalloc.get_traced_memory()
            for number in range(10):
                layout.add([b"w%d" % number], np.array([0, len(docs)]), docs, lengths, np.zeros(len(docs), np.int64))
            held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        file.abandon()
    assert held - before < 5 * 10 * len(docs)  # bytes a posting: 3 in the spools; with its runs held, 17 more


@pytest.mark.parametrize("at_once", [1, 700, 5_000])
def test_postings_are_the_same_however_many_tokens_are_taken_at_once(monkeypatch: pytest.MonkeyPatch, at_once: int):
    def all_of(made: FieldBuilder) -> list[list[object]]:
        rows = []
        for terms, starts, docs, freqs, places in made.invert():
            assert places is not None
            before = np.cumsum(freqs) - freqs
            for term, first, last in zip(terms, starts[:-1].tolist(), starts[1:].tolist(), strict=True):
                own = places[before[first] : before[last - 1] + freqs[last - 1]]
                rows.append([term, docs[first:last].tolist(), freqs[first:last].tolist(), own.tolist()])
        return rows

    expected = all_of(field(6_000, 20))
    monkeypatch.setattr(inverting, "TOKENS_AT_ONCE", at_once)
    assert all_of(field(6_000, 20)) == expected


def test_values_and_ids_may_be_of_a_megabyte(engine: Engine):
    large, larger = "س" * 1_000_000, "س" * 1_000_000 + "م"
    for id in (large, larger):
        put(engine, document(id, "سلام", hash=id))
    for _ in range(2):
        with engine.searcher() as searcher:
            assert documents(searcher) == {id: (id, "", "سلام".encode()) for id in (large, larger)}
        engine.optimize()
    assert engine.check() == []


def test_documents_and_fields_may_be_empty(engine: Engine):
    put(engine, Document("", {}, {}, b""), Document("1", {"body": FieldTerms([], [])}, {"hash": ""}, b""))
    put(engine, document("2", "سلام"))
    for _ in range(2):
        with engine.searcher() as searcher:
            assert documents(searcher) == {"": ("", "", b""), "1": ("", "", b""), "2": ("", "", "سلام".encode())}
        assert engine.check() == []
        engine.optimize()


def test_an_index_of_nothing_but_empty_documents_works(engine: Engine):
    for number in range(12):
        put(engine, Document(str(number), {}, {}, b""))
    assert engine.stats("body")[:3] == (12, 0, 0)
    assert engine.check() == []


def test_an_empty_word_is_a_word(engine: Engine):
    put(engine, title("1", ["", "a"]), title("2", [""]))
    with engine.searcher() as searcher:
        assert sorted(ids(searcher, Term("title", ""))) == ["1", "2"]
    assert engine.check() == []


def test_equal_values_are_kept_once(engine: Engine, tmp_path: Path):
    put(engine, *(document(str(n), "سلام", source=f"s{n % 3}") for n in range(100)))
    _, (segment,) = Folder(str(tmp_path)).open()
    column = segment.column("source")
    assert column is not None
    assert column.values.all() == [b"s0", b"s1", b"s2"]
    assert column.codes().tolist() == [n % 3 for n in range(100)]


@pytest.mark.parametrize(
    "positions", [[1, 0], [-1, 0], [0, 2**32], [0.5, 1.5], np.array([-1, 0]), np.array([3, 2], np.uint32), ["a", "b"]]
)
def test_positions_that_do_not_ascend_from_nothing_are_refused(engine: Engine, positions: object):
    with engine.writer() as writer:
        with pytest.raises((ValueError, TypeError)):
            writer.put(Document("bad", {"body": FieldTerms(["a", "b"], positions)}, {}, b""))
        writer.put(document("good", "سلام"))
    assert engine.stats("body")[:3] == (1, 1, 1)


@pytest.mark.parametrize("number", [-1, 2])
def test_numbers_that_are_in_no_vocabulary_are_refused(engine: Engine, number: int):
    with engine.writer() as writer, pytest.raises(ValueError, match="vocabulary"):
        writer.put(title("bad", CodedTerms(np.array([0, number]), ["a", "b"])))
    assert engine.stats("title").documents == 0
