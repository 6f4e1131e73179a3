"""Figures of an evaluation and of a comparison: as tables, as notes, and as data for JSON.

A table has one line of headings and one for each row, columns two or more blanks apart, numbers under each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from searchnews.render.lines import cells, one_line

if TYPE_CHECKING:
    from searchnews.evaluation import Comparison, Coverage, Evaluation, KnownItems

__all__ = [
    "compared_per_query",
    "comparison",
    "comparison_data",
    "evaluation_data",
    "evaluations",
    "known_item_notes",
    "notes",
    "per_query",
]

_NAMED: Final = 5
"""Ids that a note names before it says how many more there are."""


def evaluations(found: Sequence[Evaluation]) -> str:
    """Give a row for each evaluation, and where there are several their mean, each counting the same."""
    measures = list(found[0].overall)
    rows = [["collection", "queries", *measures, "no hit", "unjudged@10"]]
    for one in found:
        coverage = one.coverage
        figures = [f"{one.overall[name]:.4f}" for name in measures]
        gaps = [f"{len(coverage.without_hit):,}", _share(coverage)]
        rows.append([one_line(one.name), f"{len(coverage.measured):,}", *figures, *gaps])
    if len(found) > 1:
        means = [f"{sum(one.overall[name] for one in found) / len(found):.4f}" for name in measures]
        rows.append(["mean", "", *means, "", ""])
    return _table(rows)


def _share(coverage: Coverage) -> str:
    """Say which part of the first ten was never judged; where it is large, figures are lower bounds."""
    return f"{coverage.top_unjudged / coverage.top_documents:.1%}" if coverage.top_documents else "-"


def notes(found: Evaluation) -> list[str]:
    """Say, a line each, which queries and judgments do not fit together."""
    coverage = found.coverage
    unknown = [document for _, document in coverage.unknown_documents or ()]
    refused = [f"{id} ({reason})" for id, reason in coverage.refused.items()]
    said = (
        ("queries without judgments, not counted", coverage.unjudged),
        ("judged queries that were not asked, not counted", coverage.unasked),
        ("queries that could not be asked", refused),
        ("queries that found nothing, counted as 0", [id for id in coverage.without_hit if id not in coverage.refused]),
        ("queries without a document judged relevant", coverage.without_relevant),
        ("judged documents that are not in the index", unknown),
    )
    return [f"{one_line(found.name)}: {what}: {len(ids):,} ({_some(ids)})" for what, ids in said if ids]


def known_item_notes(made: KnownItems) -> list[str]:
    """Say how many questions were made, and of how many articles none."""
    left_out = (
        (made.untitled, "have no headline or no text"),
        (made.short, "have too short a headline"),
        (made.ambiguous, "share a headline with another text"),
        (made.repeated, "repeat the text of another"),
    )
    said = "; ".join(f"{count:,} {what}" for count, what in left_out if count)
    return [f"{len(made.topics):,} questions made of headlines"] + ([f"articles without one: {said}"] if said else [])


def per_query(found: Evaluation) -> str:
    """Give tab-separated values: a row for each query, a column for each measure."""
    names = list(found.overall)
    rows = ["\t".join(["query_id", *names])]
    rows += ["\t".join([id, *(f"{values[name]:.6f}" for name in names)]) for id, values in found.per_query.items()]
    return "".join(f"{row}\n" for row in rows)


def compared_per_query(found: Comparison) -> str:
    """Give tab-separated values: a row for each query, for each measure a column of A, of B and of B minus A."""
    names = list(found.first.overall)
    rows = ["\t".join(["query_id", *(f"{name} {side}" for name in names for side in ("A", "B", "B-A"))])]
    for id, one in found.first.per_query.items():
        other = found.second.per_query[id]
        values = (value for name in names for value in (one[name], other[name], other[name] - one[name]))
        rows.append("\t".join([id, *(f"{value:.6f}" for value in values)]))
    return "".join(f"{row}\n" for row in rows)


def comparison(found: Comparison) -> str:
    """Give a row for each measure: both values, the difference, who wins where, and p corrected by Holm."""
    rows = [["measure", "A", "B", "B-A", "wins", "ties", "losses", "p (random.)", "p (t-test)"]]
    for one in found.differences:
        counts = [f"{count:,}" for count in (one.wins, one.ties, one.losses)]
        figures = [f"{one.first:.4f}", f"{one.second:.4f}", f"{one.difference:+.4f}"]
        rows.append([one.measure, *figures, *counts, _p(one.p_randomisation_holm), _p(one.p_t_holm)])
    corrected = f", corrected for {len(found.differences)} measures (Holm)" if len(found.differences) > 1 else ""
    return (
        f"A  {one_line(found.first.name)}\nB  {one_line(found.second.name)}\n\n{_table(rows)}\n"
        f"{len(found.first.coverage.measured):,} queries; wins are B's; p two-sided, paired{corrected}\n"
    )


def _p(value: float) -> str:
    return "<0.0001" if value < 0.0001 else f"{value:.4f}"


def evaluation_data(found: Evaluation) -> dict[str, Any]:
    """Give the figures of an evaluation and its coverage; ids are listed in full."""
    coverage = found.coverage
    unknown = coverage.unknown_documents
    return {
        "name": found.name,
        "measures": dict(found.overall),
        "queries": len(coverage.measured),
        "without_hit": list(coverage.without_hit),
        "without_relevant": list(coverage.without_relevant),
        "without_judgment": list(coverage.unjudged),
        "not_asked": list(coverage.unasked),
        "refused": dict(coverage.refused),
        "unknown_documents": None if unknown is None else [list(pair) for pair in unknown],
        "top_documents": coverage.top_documents,
        "top_unjudged": coverage.top_unjudged,
    }


def comparison_data(found: Comparison) -> Mapping[str, Any]:
    """Give the differences of two runs by measure, every p with its test."""
    return {
        "first": evaluation_data(found.first),
        "second": evaluation_data(found.second),
        "differences": [one._asdict() for one in found.differences],
    }


def _some(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
    return one_line(", ".join(ids[:_NAMED])) + more


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return "".join(_row(row, widths) for row in rows)


def _row(row: Sequence[str], widths: Iterable[int]) -> str:
    first, *rest = ((cell, width - cells(cell)) for cell, width in zip(row, widths, strict=True))
    cols = [first[0] + " " * first[1], *(" " * gap + cell for cell, gap in rest)]
    return "  ".join(cols).rstrip() + "\n"
