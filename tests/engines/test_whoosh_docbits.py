"""Sets of documents as bits."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchnews.engines.whoosh.docbits import DocBits

DOCS = st.lists(st.integers(0, 299), unique=True).map(lambda docs: np.array(sorted(docs), np.int64))


@given(DOCS, DOCS, st.sampled_from([np.uint16, np.uint32, np.int64]))
def test_documents_are_held_at_their_places(own, asked, kind):
    hits, places = DocBits.of(own, 300).held(asked.astype(kind))
    _, expected_hits, expected_places = np.intersect1d(asked, own, return_indices=True)
    assert hits.tolist() == expected_hits.tolist()
    assert places.tolist() == expected_places.tolist()


@given(DOCS.filter(len), st.data())
def test_documents_between_two_places_are_told(own, data):
    first = data.draw(st.integers(0, len(own) - 1))
    last = data.draw(st.integers(first + 1, len(own)))
    assert DocBits.of(own, 300).between(first, last).tolist() == own[first:last].tolist()


@given(DOCS, DOCS)
def test_the_bits_of_two_sets_are_joined_at_once(one, other):
    joined = DocBits.of(one, 300).words | DocBits.of(other, 300).words
    assert np.bitwise_count(joined).sum() == len(np.union1d(one, other))
