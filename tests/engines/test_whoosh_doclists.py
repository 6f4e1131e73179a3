"""Lists of documents, and scores added up by them."""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.doclists import all_sums, summed, sums_at

NONE = np.zeros(0, np.int64)


def test_scores_of_a_document_are_added_up():
    docs, scores = np.array([1, 3, 1]), np.array([0.5, 2.0, 0.25])
    assert all_sums(docs, scores, 5).tolist() == [0.0, 0.75, 0.0, 2.0, 0.0]
    assert [each.tolist() for each in summed(docs, scores)] == [[1, 3], [0.75, 2.0]]
    assert sums_at(np.array([0, 3]), docs, scores).tolist() == [0.0, 2.0]


def test_no_scores_are_sums_to_which_scores_can_be_added():
    nothing = np.zeros(0)
    for sums in (all_sums(NONE, nothing, 3), summed(NONE, nothing)[1], sums_at(np.array([1, 2]), NONE, nothing)):
        assert sums.dtype == np.float64
        assert not sums.any()
