import pytest

from searchnews.errors import EvaluationFileError
from searchnews.evaluation import read_qrels, write_qrels


def test_trec_judgments_are_read(file):
    assert read_qrels(file("q1 0 d1 1\nq1\t0\td2\t0\nq2 Q0 d1 2\n")) == {"q1": {"d1": 1, "d2": 0}, "q2": {"d1": 2}}


def test_beir_judgments_are_read_with_and_without_heading(file):
    rows = "q1\td 1\t1\nq1\td2\t0\n"
    assert read_qrels(file("query-id\tcorpus-id\tscore\n" + rows)) == {"q1": {"d 1": 1, "d2": 0}}
    assert read_qrels(file(rows)) == {"q1": {"d 1": 1, "d2": 0}}


def test_grades_below_zero_are_kept(file):
    assert read_qrels(file("q1 0 d1 -2\n")) == {"q1": {"d1": -2}}


def test_the_same_judgment_twice_is_one(file):
    assert read_qrels(file("q1 0 d1 1\nq1 0 d1 1\n")) == {"q1": {"d1": 1}}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("q1 0 d1 1\nq1 0 d2 yes\n", 2, "the grade should be a whole number, not 'yes'"),
        ("q1 0 d1 1\nq1 d2 1\n", 2, "expected `query 0 document grade`"),
        ("q1 0 d1 x y z\n", 1, "expected `query 0 document grade`"),
        ("q1 0 d1 1\nq1 0 d1 2\n", 2, "judged twice for q1, with different grades"),
        ("query-id\tcorpus-id\tscore\n", None, "there is no judgment in it"),
    ],
)
def test_a_mistake_is_told_with_its_line(file, text, line, reason):
    with pytest.raises(EvaluationFileError) as caught:
        read_qrels(file(text))
    assert caught.value.line == line
    assert reason in caught.value.reason


def test_written_judgments_are_read_again(tmp_path):
    judged = {"q1": {"d1": 1, "د٢": 0}, "q2": {"d1": 3}}
    write_qrels(judged, tmp_path / "qrels.txt")
    assert read_qrels(tmp_path / "qrels.txt") == judged


def test_an_id_with_a_blank_is_not_written(tmp_path):
    with pytest.raises(EvaluationFileError, match="holds a blank"):
        write_qrels({"q1": {"d 1": 1}}, tmp_path / "qrels.txt")
