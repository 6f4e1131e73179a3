"""Where words stand in documents: tokens and places of some postings, and phrases of common words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from whoosh.query import DisjunctionMax, Or, Phrase, Query

from searchnews.engines import create_engine
from searchnews.engines.documents import Document, FieldTerms
from searchnews.engines.whoosh import columns, postings
from searchnews.engines.whoosh.columns import FieldColumns
from searchnews.engines.whoosh.contents import Folder
from searchnews.engines.whoosh.searching import WhooshSearcher
from tests.engines.documents import COLUMNS, FIELDS

_RARE = ("kings", "of")


def _texts() -> list[list[str]]:
    """Make texts in which `of` stands up to forty times, `kings` once or twice, and one in five has both in a row."""
    chosen = np.random.default_rng(7)
    texts = []
    for _ in range(900):
        text = chosen.choice(["of", "a", "b", "c"], int(chosen.integers(1, 120)), p=[0.4, 0.2, 0.2, 0.2]).tolist()
        for place in chosen.integers(0, len(text), 2).tolist():
            if chosen.random() < 0.5:
                text[place] = "kings"
        texts.append(text)
    return texts


TEXTS = _texts()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("places"))
    engine = create_engine("whoosh", path, FIELDS, COLUMNS)
    with engine.writer() as writer:
        for number, text in enumerate(TEXTS):
            writer.put(Document(str(number), {"body": FieldTerms(text, range(len(text)))}, {}, b""))
    return path


@pytest.fixture(params=["all kept", "some kept", "none kept"])
def searcher(
    folder: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, either_way: None
) -> Iterator[WhooshSearcher]:
    """Open the index; of common terms only the documents are kept."""
    if request.param != "all kept":
        monkeypatch.setattr(postings, "LARGE", 0)
        monkeypatch.setattr(postings, "_COMMON_SHARE", 1 << 30 if request.param == "none kept" else 900 / 800)
    with WhooshSearcher(Folder(folder)) as opened:
        yield opened


def _field(searcher: WhooshSearcher) -> FieldColumns:
    field = searcher.segments[0].field("body")
    assert field is not None
    return field


@pytest.mark.parametrize("close", [0, 8])
@pytest.mark.parametrize("step", [1, 5, 150])
@pytest.mark.parametrize("word", _RARE)
def test_the_places_of_some_postings_are_those_in_the_texts(
    searcher: WhooshSearcher, monkeypatch: pytest.MonkeyPatch, word: str, step: int, close: int
):
    monkeypatch.setattr(columns, "_CLOSE", close)
    field = _field(searcher)
    first, last = field.extent(field.terms.find(word.encode()))
    postings = np.arange(first, last)[::step]
    firsts, counts = field.tokens_at(postings)
    found = [field.place_array(np.arange(at, at + count)).tolist() for at, count in zip(firsts, counts, strict=True)]
    holding = [text for text in TEXTS if word in text][::step]
    assert found == [[place for place, each in enumerate(text) if each == word] for text in holding]


def test_places_are_told_in_any_order(searcher: WhooshSearcher):
    field = _field(searcher)
    tokens = np.random.default_rng(1).permutation(field.total)[:300]
    assert field.place_array(tokens).tolist() == field.place_slice(0, field.total)[tokens].tolist()


@pytest.mark.parametrize("words", [("kings", "of"), ("of", "kings"), ("of", "kings", "of"), ("kings", "kings")])
def test_a_phrase_with_a_word_that_stands_many_times_is_found_where_its_words_stand_in_a_row(
    searcher: WhooshSearcher, words: tuple[str, ...]
):
    rows = [zip(*(text[n:] for n in range(len(words))), strict=False) for text in TEXTS]
    expected = [number for number, row in enumerate(rows) if words in row]
    found = searcher.matching(Phrase("body", list(words)))
    assert 0 < len(expected) < len(TEXTS)
    assert [int(searcher.id_of(doc)) for doc in found.docs.tolist()] == expected


@pytest.mark.parametrize("following", [("of",), ("kings",), ("kings", "of"), ("a", "nowhere")])
@pytest.mark.parametrize(("join", "kind"), [(np.maximum, DisjunctionMax), (np.add, Or)])
def test_phrases_that_differ_in_their_first_word_are_answered_together_as_each_alone(
    searcher: WhooshSearcher, following: tuple[str, ...], join: np.ufunc, kind: type[Query]
):
    phrases = [
        Phrase("body", [first, *following], boost=boost)
        for first, boost in (("of", 1.0), ("kings", 2.0), ("a", 0.5), ("nowhere", 1.0), ("b", 3.0))
    ]
    expected = np.zeros(len(TEXTS))
    for phrase in phrases:
        alone = searcher.matching(phrase)
        expected[alone.docs] = join(expected[alone.docs], alone.scores)
    found = searcher.matching(kind(phrases))
    assert found.docs.tolist() == np.flatnonzero(expected).tolist()
    assert found.scores == pytest.approx(expected[found.docs], abs=1e-9)


def test_the_texts_are_such_that_bisecting_pays():
    often = [text.count("of") for text in TEXTS if "of" in text and "kings" in text]
    rarely = sum(text.count("kings") for text in TEXTS if "of" in text)
    assert rarely * max(often).bit_length() < sum(often)
    assert any(pair == _RARE for text in TEXTS for pair in pairwise(text))
