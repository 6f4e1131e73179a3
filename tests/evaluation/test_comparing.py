import pytest

from searchnews.evaluation import Ranked, Run, compare

QRELS = {f"q{number}": {"right": 1} for number in range(20)}


def run(name, places):
    """Put the right document of each query at its place, wrong ones before it; place 0 is no hit at all."""
    rankings = {}
    for number, place in enumerate(places):
        documents = [f"wrong{rank}" for rank in range(1, place)] + ["right"] * (place > 0)
        rankings[f"q{number}"] = [Ranked(document, 1.0 / rank) for rank, document in enumerate(documents, 1)]
    return Run(name, rankings)


def test_wins_ties_and_losses_are_the_seconds():
    found = compare(run("a", [2, 1, 1] + [1] * 17), run("b", [1, 1, 2] + [1] * 16 + [4]), QRELS, measures="RR@10")
    one = found.differences[0]
    assert (one.wins, one.ties, one.losses) == (1, 17, 2)


def test_the_difference_is_the_second_minus_the_first():
    one = compare(run("a", [2] * 20), run("b", [1] * 20), QRELS, measures="RR@10").differences[0]
    assert (one.first, one.second, one.difference) == (0.5, 1.0, 0.5)


def test_a_run_and_itself_do_not_differ():
    same = compare(run("a", [1, 2, 0] * 6), run("b", [1, 2, 0] * 6), QRELS, measures="RR@10").differences[0]
    assert (same.wins, same.losses, same.p_randomisation, same.p_t) == (0, 0, 1.0, 1.0)


def test_a_query_missing_from_one_run_is_a_loss_and_not_left_out():
    found = compare(run("a", [1] * 20), run("b", [1] * 19), QRELS, measures="RR@10")
    assert (found.differences[0].losses, found.second.coverage.without_hit) == (1, ("q19",))


def test_p_is_corrected_over_all_measures():
    found = compare(run("a", [1, 1, 1, 2] * 5), run("b", [1, 2, 1, 3] * 5), QRELS, measures="RR@10 nDCG@10 R@100")
    assert all(one.p_randomisation_holm >= one.p_randomisation for one in found.differences)
    smallest = min(one.p_randomisation for one in found.differences)
    assert min(one.p_randomisation_holm for one in found.differences) == pytest.approx(min(1, 3 * smallest))


def test_a_clear_difference_is_significant_by_both_tests():
    one = compare(run("a", [4, 5, 3, 2] * 5), run("b", [1] * 20), QRELS, measures="RR@10").differences[0]
    assert max(one.p_randomisation, one.p_t) < 0.01


def test_queries_can_be_narrowed_down():
    found = compare(run("a", [2] * 20), run("b", [1] * 20), QRELS, measures="RR@10", asked=["q1", "q2"])
    assert found.first.coverage.measured == ("q1", "q2")
