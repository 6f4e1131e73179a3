import sys

import pytest

from searchnews import MissingExtraError
from searchnews.evaluation import Ranked, Run, check_measures, measure, read_run


def run(**rankings):
    return Run("ours", {q: [Ranked(d, 1.0 / n) for n, d in enumerate(ids.split(), 1)] for q, ids in rankings.items()})


QRELS = {"q1": {"d1": 1}, "q2": {"d2": 1, "d3": 0}}


def test_the_measures_are_means_over_the_queries():
    found = measure(run(q1="d1 d2", q2="d1 d2"), QRELS, measures="RR@10 P@1")
    assert found.overall == {"RR@10": 0.75, "P@1": 0.5}
    assert found.per_query == {"q1": {"RR@10": 1.0, "P@1": 1.0}, "q2": {"RR@10": 0.5, "P@1": 0.0}}


def test_graded_judgments_count_by_their_grade():
    graded = {"q1": {"d1": 2, "d2": 1}}
    assert measure(run(q1="d1 d2"), graded, measures="nDCG@10").overall["nDCG@10"] == 1.0
    assert measure(run(q1="d2 d1"), graded, measures="nDCG@10").overall["nDCG@10"] < 1.0


def test_a_query_without_a_hit_counts_as_zero_and_is_told():
    found = measure(run(q1="d1", q2=""), QRELS, measures="RR@10 Judged@10")
    assert found.overall["RR@10"] == 0.5
    assert found.coverage.without_hit == ("q2",)


def test_a_judged_query_that_a_run_does_not_name_counts_as_zero():
    found = measure(run(q1="d1"), QRELS, measures="RR@10")
    assert (found.overall["RR@10"], found.coverage.without_hit) == (0.5, ("q2",))


def test_a_judged_query_that_was_not_asked_does_not_count_and_is_told():
    found = measure(run(q1="d1"), QRELS, measures="RR@10", asked=["q1"])
    assert (found.overall["RR@10"], found.coverage.unasked) == (1.0, ("q2",))


def test_a_query_without_judgments_does_not_count_and_is_told():
    found = measure(run(q1="d1", q9="d1"), QRELS, measures="RR@10", asked=["q1", "q9"])
    assert (found.overall["RR@10"], found.coverage.unjudged) == (1.0, ("q9",))


def test_every_query_is_measured_or_told():
    found = measure(run(q1="d1", q9="d1"), QRELS, asked=["q1", "q9"]).coverage
    assert {*found.measured, *found.unjudged, *found.unasked} == {"q1", "q2", "q9"}


def test_a_query_without_a_relevant_document_is_told():
    found = measure(run(q1="d1"), {"q1": {"d1": 0}}, measures="RR@10")
    assert found.coverage.without_relevant == ("q1",)


def test_unjudged_documents_among_the_first_ten_are_counted():
    many = " ".join(f"d{number}" for number in range(1, 21))
    coverage = measure(run(q1=many, q2="d2 d3"), QRELS).coverage
    assert (coverage.top_documents, coverage.top_unjudged) == (12, 9)


def test_judged_documents_that_are_not_there_are_told():
    assert measure(run(q1="d1"), QRELS, known={"d1", "d2"}).coverage.unknown_documents == (("q2", "d3"),)
    assert measure(run(q1="d1"), QRELS).coverage.unknown_documents is None


def test_queries_and_judgments_with_nothing_in_common_are_a_mistake():
    with pytest.raises(ValueError, match="belong together"):
        measure(run(q8="d1"), QRELS, asked=["q8"])


def test_the_order_of_a_read_run_is_that_of_every_measure(file):
    tied = file("".join(f"q1 Q0 {d} 1 1.0 x\n" for d in "abc"))
    found = measure(read_run(tied), {"q1": {"c": 1}}, measures="RR RR@10 P@1 Success@1")
    assert set(found.overall.values()) == {1.0}


@pytest.mark.parametrize("name", ["nDCG@ten", "Beauty@10", "nDCG@10 and", "P"])
def test_a_measure_that_there_is_not_is_a_mistake(name):
    with pytest.raises(ValueError, match="there is no measure"):
        check_measures(name)


def test_trec_evals_names_of_measures_are_known_too():
    assert check_measures("ndcg_cut_10 recip_rank") == ("nDCG@10", "RR")


def test_no_measure_at_all_is_a_mistake():
    with pytest.raises(ValueError, match="at least one"):
        check_measures("  ")


def test_without_ir_measures_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'searchnews\[eval\]'"):
        check_measures("RR@10")


def test_the_order_of_a_run_counts_whatever_its_scores():
    tied = Run("ours", {"q1": [Ranked(document, 1.0) for document in ("d2", "d1", "d3")]})
    assert measure(tied, {"q1": {"d1": 1}}, measures="RR RR@10").overall == {"RR": 0.5, "RR@10": 0.5}


def test_a_grade_below_zero_is_not_relevant():
    found = measure(run(q1="d1 d2"), {"q1": {"d1": -2, "d2": 1}}, measures="RR@10 P@1 nDCG@10")
    assert (found.overall["RR@10"], found.overall["P@1"]) == (0.5, 0.0)
    assert 0 < found.overall["nDCG@10"] < 1
