"""Apache Lucene's own cases: what it gives is given here, or why not is written beside it."""

import csv
from pathlib import Path

import pytest

from searchnews.arabic import analyzer

ROWS = [
    row
    for row in csv.reader(
        (Path(__file__).parent / "lucene_cases.tsv").read_text(encoding="utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
    if not row[0].startswith("#")
][1:]


def ours(component, text):
    forms = [analyzer().forms(token.text) for token in analyzer().tokenize(text)]
    if component == "ArabicNormalizationFilter":
        return " ".join(form.surface for form in forms)
    return " ".join(form.stem for form in forms if component == "ArabicStemFilter" or not form.stop)


def test_there_are_all_53_cases():
    assert len(ROWS) == 53


@pytest.mark.parametrize(("component", "text", "expected", "different", "why"), ROWS)
def test_a_case_of_lucene(component, text, expected, different, why):
    assert bool(different) == bool(why)
    assert different != expected
    assert ours(component, text) == (different or expected)
