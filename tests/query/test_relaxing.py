"""The plainer query that is asked where one has no match."""

import pytest

from searchnews.query import plainer


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        ('"محادثات السلام"', "محادثات السلام"),
        ("+محادثات +جنيف", "محادثات جنيف"),
        ("محادثات AND (سلام OR هدنة)", "محادثات (سلام OR هدنة)"),
        ("title:محادثات", "محادثات"),
        ('"محادثات السلام" -"مجلس الأمن"', 'محادثات السلام -"مجلس الأمن"'),
        ("+محادثات -title:السلام", "محادثات -title:السلام"),
        ('+محادثات NOT (title:السلام AND "هدنة") +جنيف', 'محادثات NOT (title:السلام AND "هدنة") جنيف'),
        ("محادثات AND NOT سلام", "محادثات NOT سلام"),
    ],
)
def test_what_had_to_match_only_counts_and_what_is_left_out_stays_out(query, plain):
    assert plainer(query) == plain


@pytest.mark.parametrize("query", ["محادثات السلام", "محادثات -سلام", "كتا*", "(محادثات OR سلام)"])
def test_what_asks_for_nothing_more_has_no_plainer_form(query):
    assert plainer(query) is None
