"""Lists of other ways of writing names."""

from __future__ import annotations

import pytest

from searchnews.arabic import analyzer
from searchnews.arabic.lexicon import DATA
from searchnews.arabic.variants import Group, Way, read_variants
from searchnews.errors import VariantsFileError

LINES = (DATA / "variants.tsv").read_text(encoding="utf-8").splitlines()
SHIPPED = list(read_variants(LINES, path="variants.tsv"))


def read(text: str) -> list[Group]:
    return list(read_variants(text.splitlines(), path="mine.tsv"))


def test_a_line_is_ways_and_where_they_are_from():
    assert read("# ours\n\nأستانا | أستانة\tby ear\n") == [(Way("أستانا"), Way("أستانة"))]


def test_a_tilde_marks_a_way_that_may_mean_something_else():
    assert read("الأمم المتحدة|~الأمم\tpress") == [(Way("الأمم المتحدة"), Way("الأمم", loose=True))]


@pytest.mark.parametrize("line", ["أستانا|أستانة", "أستانا|أستانة\t ", "أستانا||أستانة\tx", "~الأمم\tx", "\tx"])
def test_an_error_names_the_file_and_the_line(line):
    with pytest.raises(VariantsFileError, match=r"^mine\.tsv:2: ") as caught:
        read(f"# ours\n{line}x" if line.endswith("\t") else f"# ours\n{line}")
    assert (caught.value.path, caught.value.line) == ("mine.tsv", 2)


def test_several_hundred_groups_are_shipped():
    assert len(SHIPPED) > 500
    assert all(len(group) > 1 for group in SHIPPED)


def test_every_shipped_line_says_where_it_is_from():
    sources = {line.partition("\t")[2] for line in LINES if line and not line.startswith("#")}
    assert sources == {"own name", "by ear", "press", "region"}


def folded(way: Way) -> list[str]:
    return [analyzer().forms(token.text).surface for token in analyzer().tokenize(way.text)]


def test_no_shipped_way_is_in_two_groups():
    ways = [tuple(folded(way)) for group in SHIPPED for way in group if not way.loose]
    assert sorted({way for way in ways if ways.count(way) > 1}) == []


def test_no_shipped_way_holds_another_of_its_group():
    holding = [
        (one.text, other.text)
        for group in SHIPPED
        for one in group
        for other in group
        if other != one and not other.loose and f" {' '.join(folded(other))} " in f" {' '.join(folded(one))} "
    ]
    assert holding == []
