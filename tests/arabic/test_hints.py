"""Hints let a highlighter pass over most words unanalysed, so they must never pass over a word that is wanted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.arabic import analyzer

CORPUS = Path(__file__).parent.parent.parent / "corpus"
WORDS = sorted(
    {
        word
        for file in CORPUS.rglob("*.txt")
        for word in re.findall("[\u0621-\u063a\u0641-\u064a]+", file.read_bytes().decode("utf-8", "ignore"))
    }
)


def is_hinted(word: str) -> bool:
    forms = analyzer().forms(word)
    return any(hint in forms.surface for hint in analyzer().hints(forms.stem))


def test_every_word_of_the_corpus_has_a_hint_of_its_stem_in_it():
    assert len(WORDS) > 2_000
    assert [word for word in WORDS if not is_hinted(word)] == []


@pytest.mark.parametrize("before", ["", "و", "ب", "ال", "وال", "لل", "وبال", "فال"])
def test_every_exception_has_a_hint_behind_any_clitic(before):
    exceptions = (Path(__file__).parent.parent.parent / "searchnews/arabic/data/exceptions.tsv").read_text("utf-8")
    listed = [w for line in exceptions.splitlines() if "\t" in line for w in line.split("\t")[1].split()]
    words = [before + (word[2:] if before.endswith("ل") and word.startswith("ال") else word) for word in listed]
    assert [word for word in words if not is_hinted(word)] == []


@given(st.text(alphabet="ابتةهويىأإآؤئءلمنكسف", min_size=1, max_size=12))
def test_made_up_words_have_hints(word):
    assert is_hinted(word)
