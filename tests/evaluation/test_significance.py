from itertools import product

import numpy as np
import pytest

from searchnews.evaluation.significance import holm, randomisation_test, t_test


def test_no_difference_has_a_p_of_one():
    assert (randomisation_test([0.0] * 5), t_test([0.0] * 5)) == (1.0, 1.0)


def test_the_randomisation_test_is_near_the_exact_one():
    values = [0.3, 0.1, -0.05, 0.2, 0.15, 0.0, -0.1, 0.25]
    sums = [abs(np.dot(signs, values)) for signs in product((-1, 1), repeat=len(values))]
    exact = np.mean(np.array(sums) >= abs(sum(values)) - 1e-12)
    assert randomisation_test(values) == pytest.approx(exact, abs=0.01)


def test_the_randomisation_test_gives_the_same_each_time():
    values = list(np.linspace(-0.4, 0.6, 50))
    assert randomisation_test(values) == randomisation_test(values)


def test_the_randomisation_test_sees_no_direction():
    values = [0.3, 0.1, -0.05, 0.2]
    assert randomisation_test(values) == randomisation_test([-value for value in values])


def test_a_clear_difference_is_never_more_certain_than_the_rounds_allow():
    assert randomisation_test([0.1] * 200, rounds=999) == pytest.approx(0.001)


def test_the_t_test_is_scipys():
    stats = pytest.importorskip("scipy.stats")
    values = [0.3, 0.1, -0.05, 0.2, 0.15, 0.0, -0.1, 0.25]
    assert t_test(values) == pytest.approx(stats.ttest_1samp(values, 0).pvalue, rel=1e-9)


def test_the_t_test_of_one_pair_says_nothing():
    assert t_test([0.5]) == 1.0


def test_holm_corrects_as_in_a_worked_example():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_holm_leaves_a_single_test_alone_and_stays_below_one():
    assert holm([0.02]) == [0.02]
    assert holm([0.7, 0.9]) == [1.0, 1.0]
