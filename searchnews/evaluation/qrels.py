"""Judgments: which documents answer a query, and how well. TREC's and BEIR's files of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from searchnews.errors import StrPath
from searchnews.evaluation.lines import fail, lines_of, whole_number, writable_id

__all__ = ["Qrels", "read_qrels", "write_qrels"]

Qrels = Mapping[str, Mapping[str, int]]
"""By query id and document id the grade: above 0 is relevant, 0 and less is judged not to be."""

_BEIR_HEADING: Final = ("query-id", "corpus-id", "score")


def read_qrels(path: StrPath) -> dict[str, dict[str, int]]:
    """Read judgments: `query 0 document grade` (TREC), or `query document grade`, with or without BEIR's heading.

    Columns are parted by tabs, or else by blanks. `EvaluationFileError` for a line of another form, a document that is
    judged twice with different grades, and a file without a judgment.
    """
    judged: dict[str, dict[str, int]] = {}
    width = 0
    for number, text in lines_of(path):
        columns = [column.strip() for column in text.split("\t")] if "\t" in text else text.split()
        if not width and tuple(column.casefold() for column in columns) == _BEIR_HEADING:
            continue
        width = width or len(columns)
        if len(columns) != width or width not in (3, 4):
            fail("expected `query 0 document grade`, or `query document grade`", path, number)
        query, document = columns[0], columns[-2]
        grade = whole_number(columns[-1], "grade", path, number)
        if judged.setdefault(query, {}).setdefault(document, grade) != grade:
            fail(f"the document {document} is judged twice for {query}, with different grades", path, number)
    if not judged:
        fail("there is no judgment in it", path, None)
    return judged


def write_qrels(qrels: Qrels, path: StrPath) -> None:
    """Write judgments in TREC's form. `EvaluationFileError` for an id with a blank in it."""
    lines = (
        f"{writable_id(query, path)} 0 {writable_id(document, path)} {grade}\n"
        for query, grades in qrels.items()
        for document, grade in grades.items()
    )
    Path(path).write_text("".join(lines), encoding="utf-8")
