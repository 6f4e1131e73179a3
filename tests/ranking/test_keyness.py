import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from searchnews.ranking import keyness as module
from searchnews.ranking.keyness import keyness


def test_the_example_holds():
    assert doctest.testmod(module).failed == 0


@given(st.integers(1, 50), st.integers(0, 50), st.integers(1, 500), st.integers(0, 500))
def test_it_is_the_g_test_of_scipy(within, without, outside, rest):
    ours = keyness(within, within + without, within + outside, within + without + outside + rest)
    if within * (outside + rest) <= outside * (within + without):
        assert ours == 0.0
    elif without + rest:
        table = [[within, without], [outside, rest]]
        assert ours == pytest.approx(chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic)


@pytest.mark.parametrize("counts", [(0, 10, 5, 100), (1, 10, 10, 100), (0, 0, 0, 100), (5, 10, 5, 10)])
def test_what_is_no_oftener_there_than_elsewhere_is_worth_nothing(counts):
    assert keyness(*counts) == 0.0


def test_a_word_of_deleted_articles_breaks_nothing():
    assert keyness(3, 5, 20, 10) >= 0.0
