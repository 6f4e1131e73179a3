import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.errors import EvaluationFileError
from searchnews.evaluation import Ranked, Run, read_run, write_run
from searchnews.evaluation.runs import falling


def test_a_run_is_read_by_its_scores_and_not_by_its_ranks(file):
    run = read_run(file("q1 Q0 d1 1 0.5 theirs\nq1 Q0 d2 2 1.5 theirs\n"))
    assert run == Run("theirs", {"q1": (Ranked("d2", 1.5), Ranked("d1", 0.5))})


def test_equal_scores_are_read_in_trec_evals_order(file):
    run = read_run(file("q1 Q0 a 1 2 x\nq1 Q0 c 2 2 x\nq1 Q0 b 3 2 x\nq1 Q0 z 4 1 x\n"))
    assert [document for document, _ in run.rankings["q1"]] == ["c", "b", "a", "z"]


def test_scores_that_differ_beyond_32_bits_are_equal_as_for_trec_eval(file):
    run = read_run(file("q1 Q0 a 1 2.00000001 x\nq1 Q0 b 2 2.0 x\n"))
    assert [document for document, _ in run.rankings["q1"]] == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("q1 Q0 d1 1 0.5 x\nq1 Q0 d1 2 0.4 x\n", 2, "the document d1 is there twice for q1"),
        ("q1 Q0 d1 1 high x\n", 1, "the score should be a number, not 'high'"),
        ("q1 Q0 d1 1 nan x\n", 1, "the score should be a number, not 'nan'"),
        ("q1 Q0 d1 1\n", 1, "expected `query Q0 document rank score name`"),
        ("", None, "there is no line in it"),
    ],
)
def test_a_mistake_is_told_with_its_line(file, text, line, reason):
    with pytest.raises(EvaluationFileError) as caught:
        read_run(file(text))
    assert caught.value.line == line
    assert reason in caught.value.reason


def test_a_written_run_has_six_columns_and_ranks_from_one(tmp_path):
    write_run(Run("ours", {"q1": [Ranked("d2", 1.5), Ranked("d1", 0.25)]}), tmp_path / "run.txt")
    assert (tmp_path / "run.txt").read_text() == "q1 Q0 d2 1 1.5 ours\nq1 Q0 d1 2 0.25 ours\n"


@given(st.lists(st.floats(0, 1e6, width=32), min_size=1))
def test_falling_scores_fall_strictly_and_stay_near(scores):
    scores.sort(reverse=True)
    fallen = np.array(falling(scores), np.float32)
    assert (fallen[1:] < fallen[:-1]).all()
    assert np.allclose(fallen, scores, rtol=1e-4, atol=1e-4)


@given(st.lists(st.floats(0, 1e3), min_size=1, max_size=50))
def test_a_written_run_is_read_in_the_order_in_which_it_was_written(tmp_path_factory, scores):
    ranking = [Ranked(f"d{n}", s) for n, s in enumerate(falling(sorted(scores, reverse=True)))]
    path = tmp_path_factory.mktemp("run") / "run.txt"
    write_run(Run("ours", {"q1": ranking}), path)
    assert read_run(path).rankings["q1"] == tuple(ranking)


def test_an_id_with_a_blank_is_not_written(tmp_path):
    with pytest.raises(EvaluationFileError, match="holds a blank"):
        write_run(Run("ours", {"q1": [Ranked("d 1", 1.0)]}), tmp_path / "run.txt")
