from searchnews.render import caret
from searchnews.render.bidi import Ordering
from searchnews.render.caret import pointed


def lines(*args):
    return pointed(*args).split("\n")


def test_the_caret_stands_under_the_character():
    query, mark = lines("title:(abc", 6)
    assert query[mark.index("^")] == "("


def test_marks_before_the_caret_take_no_room():
    _, mark = lines("سَلَامٌ (", 8)
    assert mark.index("^") == len("  query: ") + 5


def test_the_caret_may_stand_after_the_end():
    query, mark = lines('"abc', 4)
    assert mark.index("^") == len(query)


def test_where_the_terminal_reorders_the_caret_follows():
    query, mark = lines("سلم (بيت", 4, Ordering.TERMINAL)
    assert query.endswith("سلم (بيت")
    assert mark.index("^") == len("  query: ") + 3  # ت ي ب ( : the bracket is the fourth from the left


def test_where_we_reorder_the_query_is_shown_reordered():
    query, mark = lines("سلم (بيت", 4, Ordering.PROGRAM)
    assert query[mark.index("^")] == ")"  # mirrored


def test_without_the_extra_the_rest_of_the_query_is_quoted(monkeypatch):
    monkeypatch.setattr(caret, "installed", lambda: False)
    assert lines("سلم (بيت", 4, Ordering.TERMINAL)[1] == "  there: (بيت"


def test_a_query_cannot_send_control_sequences():
    assert "\x1b" not in pointed("a\x1b[2Jb", 1)


def test_of_a_long_query_only_what_is_around_the_caret_is_shown():
    query, mark = lines("سلام " * 3000 + "(" + " حرب" * 3000, 15_000)
    assert len(query) < 80
    assert query[mark.index("^")] == "("
