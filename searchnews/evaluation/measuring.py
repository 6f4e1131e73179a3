"""How good a run is, by judgments: measures, and what has to be known to trust them.

The measures themselves are ir-measures' (the extra `eval`), which ask trec_eval for most. Owns which queries count
and what is told beside the figures. Invariant: every query is in the means or in one of the lists of the coverage.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final

from searchnews.errors import MissingExtraError
from searchnews.evaluation.qrels import Qrels
from searchnews.evaluation.runs import Run

__all__ = ["DEFAULT_MEASURES", "Coverage", "Evaluation", "check_measures", "measure"]

DEFAULT_MEASURES: Final = ("nDCG@10", "RR@10", "R@100")
SHOWN: Final = 10
"""Unjudged documents are counted among so many: what a person looks at."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of queries and judgments fits together; all lists are of query ids, in their order.

    `measured` queries were asked and have judgments: the means are over them. Among these, `without_hit` gave no
    document (and count as 0), `without_relevant` have no judgment above 0. `unjudged` queries were asked and have no
    judgment, `unasked` ones the other way round: neither counts. `refused` says why a query could not be asked.
    `unknown_documents` are judged (query, document) pairs whose document the index does not hold; None where no index
    was at hand. Of `top_documents` among the first ten of the measured queries, `top_unjudged` were never judged.
    """

    measured: tuple[str, ...]
    without_hit: tuple[str, ...] = ()
    without_relevant: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    unknown_documents: tuple[tuple[str, str], ...] | None = None
    top_documents: int = 0
    top_unjudged: int = 0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one run: by measure over all measured queries, by query and measure for each of them."""

    name: str
    overall: Mapping[str, float]
    per_query: Mapping[str, Mapping[str, float]]
    coverage: Coverage


def check_measures(names: str | Iterable[str]) -> tuple[str, ...]:
    """Give measures by the names that ir-measures has for them; one string may name several, parted by blanks.

    ValueError for a name it does not know; `MissingExtraError` where it is not installed.

        >>> check_measures("ndcg_cut_10 RR@10")  # doctest: +SKIP
        ('nDCG@10', 'RR@10')
    """
    return tuple(str(parsed) for parsed in _parsed(names))


def measure(
    run: Run,
    qrels: Qrels,
    *,
    measures: str | Iterable[str] = DEFAULT_MEASURES,
    asked: Iterable[str] | None = None,
    refused: Mapping[str, str] | None = None,
    known: Container[str] | None = None,
) -> Evaluation:
    """Measure a run.

    `asked` are the ids of all queries that were asked; where None, every judged query is taken to have been, so that
    one that the run does not name counts as 0. `known`, an index for example, says which documents there are.
    ValueError for a measure that is not known, and where no query was both asked and judged.
    """
    parsed = _parsed(measures)
    ids = list(dict.fromkeys(asked if asked is not None else [*run.rankings, *qrels]))
    wanted = frozenset(ids)
    measured = [id for id in ids if id in qrels]
    if not measured:
        raise ValueError("no query was both asked and judged; do the ids of queries and judgments belong together?")
    judged = {id: dict(qrels[id]) for id in measured}
    # By place, not by score: the order of a run is what counts. Queries without a hit are left out: ir-measures gives
    # them their 0.
    scored = {
        id: {document: -float(place) for place, (document, _) in enumerate(run.rankings[id])}
        for id in measured
        if run.rankings.get(id)
    }
    overall, per_query = _calculated(parsed, judged, scored)
    coverage = replace(
        _coverage(judged, scored, known),
        unjudged=tuple(id for id in ids if id not in qrels),
        unasked=tuple(id for id in qrels if id not in wanted),
        refused=dict(refused or {}),
    )
    return Evaluation(run.name, overall, per_query, coverage)


def _coverage(
    judged: Mapping[str, Mapping[str, int]], scored: Mapping[str, Mapping[str, float]], known: Container[str] | None
) -> Coverage:
    """Say of the measured queries what was found, and what was judged of that."""
    tops = [(id, document) for id, ranking in scored.items() for document in islice(ranking, SHOWN)]
    unknown = None
    if known is not None:
        unknown = tuple((id, doc) for id, grades in judged.items() for doc in grades if doc not in known)
    return Coverage(
        measured=tuple(judged),
        without_hit=tuple(id for id in judged if id not in scored),
        without_relevant=tuple(id for id, grades in judged.items() if max(grades.values(), default=0) < 1),
        unknown_documents=unknown,
        top_documents=len(tops),
        top_unjudged=sum(document not in judged[id] for id, document in tops),
    )


def _calculated(
    parsed: Sequence[Any], judged: Mapping[str, Mapping[str, int]], scored: Mapping[str, Mapping[str, float]]
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    calculate = _ir_measures().calc
    try:
        found = calculate(list(parsed), judged, scored)
    except RuntimeError as error:  # a measure whose own library is not installed
        raise ValueError(str(error)) from error
    overall = {str(one): float(found.aggregated[one]) for one in parsed}
    per_query: dict[str, dict[str, float]] = {id: {} for id in judged}
    for one in parsed:
        for metric in found.per_query:
            if metric.measure == one:
                per_query[metric.query_id][str(one)] = float(metric.value)
    return overall, per_query


def _parsed(names: str | Iterable[str]) -> list[Any]:
    library = _ir_measures()
    parsed: dict[Any, None] = {}
    for name in names.split() if isinstance(names, str) else names:
        try:
            parsed |= dict.fromkeys(_by_name(library, name))
        except (ValueError, NameError, TypeError, KeyError, AssertionError) as error:
            known = "nDCG@10, RR@10, R@100, P@10, AP, Rprec, Judged@10"
            raise ValueError(f"there is no measure {name!r}; there are {known}, and more at ir-measur.es") from error
    if not parsed:
        raise ValueError("name at least one measure")
    return list(parsed)


def _by_name(library: Any, name: str) -> list[Any]:
    try:
        found = [library.parse_measure(name)]
    except (ValueError, NameError):
        found = list(library.parse_trec_measure(name))  # ndcg_cut_10, map
    for one in found:
        one.validate_params()
    return found


def _ir_measures() -> Any:
    try:
        import ir_measures
    except ImportError as error:
        raise MissingExtraError("measuring", extra="eval") from error
    return ir_measures
