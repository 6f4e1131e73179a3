"""From texts to the numbers of their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews._coding import Coder
from searchnews.arabic import analyzer

pytestmark = pytest.mark.usefixtures("either_way")

PIECES = ["قال", "الوزير،", "(رويترز)-", "#كأس_العالم", "a@b.co", "http://t.co/x,", "1,234.5", "-", "كِتاب", "x" * 300]
SIGNS = ["،", ".", "«", "»", "(", ")", "-", ":", "//", "#", "@", "_", "'", "…", "\u200f", "ـ", "َ", "3", "a", "وزير"]


def tokens_of(text):
    coder = Coder(analyzer())
    found = coder.words([text])
    numbers = coder.forms[:, found.numbers]
    forms = [[terms[n] for n in row] for terms, row in zip(coder.vocabularies, numbers, strict=True)]
    return list(zip(*forms, found.places.tolist(), strict=True))


def expected_of(text):
    return [(*analyzer().forms(token.text)[:3], token.position) for token in analyzer().tokenize(text)]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8)), st.sampled_from([" ", "\n", "\u00a0", "\u2028", "  "]))
def test_a_text_is_coded_as_its_tokens_stand(pieces, white):
    text = white.join(pieces)
    assert tokens_of(text) == expected_of(text)


@given(st.lists(st.sampled_from(SIGNS), max_size=6))
def test_a_word_is_found_among_whatever_signs(signs):
    assert tokens_of("".join(signs)) == expected_of("".join(signs))


@given(st.lists(st.sampled_from([*PIECES, "", "- ،"]), max_size=8))
def test_texts_coded_together_are_what_each_is_alone(texts):
    coder = Coder(analyzer())
    found = coder.words(texts)
    alone = [coder.words([text]) for text in texts]
    assert found.lengths.tolist() == [int(each.lengths[0]) for each in alone]
    assert found.numbers.tolist() == [number for each in alone for number in each.numbers.tolist()]
    assert found.places.tolist() == [place for each in alone for place in each.places.tolist()]


@pytest.mark.parametrize("text", ["", " ", "- ،"])
def test_a_text_without_words_has_no_tokens(text):
    assert tokens_of(text) == []


def test_chunks_that_were_forgotten_get_the_same_numbers_again(monkeypatch):
    coder = Coder(analyzer())
    before = coder.words(["قال الوزير، امس"]).numbers.tolist()
    monkeypatch.setattr("searchnews._coding._MAX_CHUNKS", 1)
    assert coder.words(["قال الوزير، امس"]).numbers.tolist() == before
