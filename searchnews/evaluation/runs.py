"""Runs: what an engine gave for each query, in order, and TREC's files of them.

Invariant: within a ranking scores fall strictly, as the 32-bit numbers that trec_eval keeps. Tools differ in how
they order documents of one score (trec_eval by id from the end of the alphabet, others by rank or as they come); where
no two scores are equal they all read the same order. Documents that an engine scored the same are ordered by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import NamedTuple

from searchnews.errors import StrPath
from searchnews.evaluation.lines import fail, lines_of, writable_id

__all__ = ["Ranked", "Run", "falling", "read_run", "write_run"]


class Ranked(NamedTuple):
    """A document in a ranking, and its score."""

    doc_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Run:
    """The rankings of one system, best first, by query id; a query without a hit has an empty one, or none."""

    name: str
    rankings: Mapping[str, Sequence[Ranked]]


def falling(scores: Iterable[float]) -> list[float]:
    """Give scores that fall strictly as 32-bit numbers, each as near as can be to the one given.

    `scores` are in order, best first.

        >>> falling([2.5, 2.5, 1.0])
        [2.5, 2.499999761581421, 1.0]
    """
    import numpy as np

    given = np.fromiter(scores, np.float32)
    if (given[1:] < given[:-1]).all():
        return [float(score) for score in given]
    below, out = np.float32(np.inf), []
    for score in given:
        below = score if score < below else np.nextafter(below, np.float32(-np.inf))
        out.append(float(below))
    return out


def read_run(path: StrPath) -> Run:
    """Read a run in TREC's form: `query Q0 document rank score name`.

    Documents are ordered as trec_eval does it: by score, whatever their ranks say, and of one score by id from the end
    of the alphabet. `EvaluationFileError` for a line of another form, a document that comes twice for a query, and a
    file without a line.
    """
    found: dict[str, dict[str, float]] = {}
    name = ""
    for number, text in lines_of(path):
        columns = text.split()
        if len(columns) not in (5, 6):
            fail("expected `query Q0 document rank score name`", path, number)
        query, document, written = columns[0], columns[2], columns[4]
        score = _score(written, path, number)
        ranking = found.setdefault(query, {})
        if document in ranking:
            fail(f"the document {document} is there twice for {query}", path, number)
        ranking[document] = score
        name = name or columns[-1]
    if not found:
        fail("there is no line in it", path, None)
    return Run(name, {query: _as_trec_eval(ranking) for query, ranking in found.items()})


def _score(text: str, path: StrPath, line: int) -> float:
    try:
        score = float(text)
    except ValueError:
        score = float("nan")
    if isnan(score):
        fail(f"the score should be a number, not {text!r}", path, line)
    return score


def _as_trec_eval(ranking: Mapping[str, float]) -> tuple[Ranked, ...]:
    import numpy as np

    documents = sorted(ranking, reverse=True)
    documents.sort(key=lambda document: -np.float32(ranking[document]))
    return tuple(map(Ranked, documents, falling(ranking[document] for document in documents)))


def write_run(run: Run, path: StrPath) -> None:
    """Write a run in TREC's form. `EvaluationFileError` for an id with a blank in it."""
    import numpy as np

    name = writable_id("".join(run.name.split()) or "searchnews", path)
    with Path(path).open("w", encoding="utf-8") as out:
        for query, ranking in run.rankings.items():
            writable_id(query, path)
            for rank, (document, score) in enumerate(ranking, 1):
                writable_id(document, path)
                written = str(np.float32(score))  # the fewest digits that tell it from its 32-bit neighbours
                out.write(f"{query} Q0 {document} {rank} {written} {name}\n")
