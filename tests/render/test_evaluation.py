from searchnews.evaluation import Coverage, Evaluation, KnownItems, Ranked, Run, compare
from searchnews.render import evaluation


def figures(name="arcd", value=0.5, **coverage):
    return Evaluation(name, {"RR@10": value}, {"q1": {"RR@10": value}}, Coverage(("q1",), **coverage))


def test_one_evaluation_is_a_heading_and_a_row():
    assert evaluation.evaluations([figures()]) == (
        "collection  queries   RR@10  no hit  unjudged@10\narcd              1  0.5000       0            -\n"
    )


def test_several_evaluations_have_their_mean_below():
    rows = evaluation.evaluations([figures(value=0.5), figures("xquad", 1.0)]).splitlines()
    assert rows[-1].split() == ["mean", "0.7500"]


def test_the_share_of_unjudged_documents_is_of_those_at_the_top():
    row = evaluation.evaluations([figures(top_documents=20, top_unjudged=5)]).splitlines()[1]
    assert row.endswith("25.0%")


def test_figures_without_a_gap_need_no_note():
    assert evaluation.notes(figures(unknown_documents=())) == []


def test_a_note_names_a_few_ids_and_counts_the_rest():
    many = tuple(f"q{number}" for number in range(1, 1009))
    assert evaluation.notes(figures(unjudged=many)) == [
        "arcd: queries without judgments, not counted: 1,008 (q1, q2, q3, q4, q5 and 1,003 more)"
    ]


def test_a_query_that_could_not_be_asked_is_told_once_and_with_the_reason():
    assert evaluation.notes(figures(without_hit=("q1",), refused={"q1": "no word"})) == [
        "arcd: queries that could not be asked: 1 (q1 (no word))"
    ]


def test_an_id_cannot_send_control_sequences():
    assert "\x1b" not in "".join(evaluation.notes(figures(unjudged=("\x1b[2J",))))
    assert "\x1b" not in evaluation.evaluations([figures("\x1b[2J")])


def test_a_comparison_of_several_measures_says_that_p_is_corrected():
    qrels = {"q1": {"d1": 1}}
    runs = Run("a", {"q1": [Ranked("d1", 1.0)]}), Run("b", {"q1": [Ranked("d2", 1.0), Ranked("d1", 0.5)]})
    assert "corrected for 2 measures (Holm)" in evaluation.comparison(compare(*runs, qrels, measures="RR@10 P@1"))
    assert "corrected" not in evaluation.comparison(compare(*runs, qrels, measures="RR@10"))


def test_articles_that_gave_no_question_are_counted_by_their_reason():
    assert evaluation.known_item_notes(KnownItems((), {}, untitled=2, ambiguous=1000)) == [
        "0 questions made of headlines",
        "articles without one: 2 have no headline or no text; 1,000 share a headline with another text",
    ]
