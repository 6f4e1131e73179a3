"""From texts to the numbers of their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews._building import Coder
from searchnews.arabic import analyzer

PIECES = ["قال", "الوزير،", "(رويترز)-", "#كأس_العالم", "a@b.co", "http://t.co/x,", "1,234.5", "-", "كِتاب", "x" * 300]


def tokens_of(text):
    coder = Coder(analyzer())
    part = coder.part(text)
    forms = [[words[n] for n in row] for words, row in zip(coder.vocabularies, part.numbers, strict=True)]
    return list(zip(*forms, part.at(0).tolist(), strict=True))


def expected_of(text):
    return [(*analyzer().forms(token.text)[:3], token.position) for token in analyzer().tokenize(text)]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8)), st.sampled_from([" ", "\n", "\u00a0", "\u2028", "  "]))
def test_a_text_is_coded_as_its_tokens_stand(pieces, white):
    text = white.join(pieces)
    assert tokens_of(text) == expected_of(text)


@pytest.mark.parametrize("text", ["", " ", "- ،"])
def test_a_text_without_words_has_no_tokens(text):
    assert tokens_of(text) == []


def test_chunks_that_were_forgotten_get_the_same_numbers_again(monkeypatch):
    coder = Coder(analyzer())
    before = coder.part("قال الوزير، امس").numbers.tolist()
    monkeypatch.setattr("searchnews._building._MAX_CHUNKS", 1)
    assert coder.part("قال الوزير، امس").numbers.tolist() == before
