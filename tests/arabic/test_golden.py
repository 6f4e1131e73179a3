"""Texts and what the analysis makes of them: read them beside the text, they are meant to be right.

A file holds blocks: `## what it shows`, the text, `# output`, and a line for each token:
`token → surface stem root`, and `stop` behind a stop word.
"""

import re
import unicodedata
from pathlib import Path

import pytest

from searchnews.arabic import analyzer

GOLDEN = Path(__file__).parent / "golden"
BLOCKS = [
    (path.stem, *re.fullmatch(r"## (.+?)\n(.+?)\n# output\n(.+)", block, re.DOTALL).groups())
    for path in sorted(GOLDEN.glob("*.txt"))
    for block in path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
]


def described(token):
    forms = analyzer().forms(token.text)
    return f"{token.text} → {forms.surface} {forms.stem} {forms.root}" + (" stop" if forms.stop else "")


def test_there_are_golden_files_for_every_side_of_the_analysis():
    assert len({name for name, *_ in BLOCKS}) >= 9


def test_the_files_are_in_composed_form():
    files = [path.read_text(encoding="utf-8") for path in GOLDEN.iterdir()]
    assert all(unicodedata.is_normalized("NFC", text) for text in files)


@pytest.mark.parametrize(("file", "title", "text", "expected"), BLOCKS, ids=[f"{b[0]}: {b[1]}" for b in BLOCKS])
def test_a_text_is_analysed_as_written_here(file, title, text, expected):
    assert "\n".join(map(described, analyzer().tokenize(text))) == expected
