"""Two runs side by side: how far apart they are, on how many queries, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from searchnews.evaluation.measuring import DEFAULT_MEASURES, Evaluation, measure
from searchnews.evaluation.qrels import Qrels
from searchnews.evaluation.runs import Run

__all__ = ["Comparison", "Difference", "compare"]

TIE: Final = 1e-9
"""Values nearer to each other than this are equal: sums in another order."""


class Difference(NamedTuple):
    """One measure of two runs. `difference` is the second minus the first; `wins` are the second's.

    `p_randomisation` and `p_t` are two-sided and of this measure alone; the two `..._holm` are corrected for all
    measures of the comparison.
    """

    measure: str
    first: float
    second: float
    difference: float
    wins: int
    ties: int
    losses: int
    p_randomisation: float
    p_randomisation_holm: float
    p_t: float
    p_t_holm: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two evaluations over the same queries and, by measure, how they differ."""

    first: Evaluation
    second: Evaluation
    differences: tuple[Difference, ...]


def compare(
    first: Run,
    second: Run,
    qrels: Qrels,
    *,
    measures: str | Iterable[str] = DEFAULT_MEASURES,
    asked: Iterable[str] | None = None,
) -> Comparison:
    """Compare two runs over the judged queries, paired query by query.

    A query that a run does not name counts as 0 for it; `asked` narrows the queries down. ValueError as for `measure`.
    """
    ids = list(asked) if asked is not None else list(dict.fromkeys([*qrels, *first.rankings, *second.rankings]))
    one, other = (measure(run, qrels, measures=measures, asked=ids) for run in (first, second))
    return Comparison(one, other, _differences(one, other))


def _differences(one: Evaluation, other: Evaluation) -> tuple[Difference, ...]:
    from searchnews.evaluation.significance import holm, randomisation_test, t_test

    ids = one.coverage.measured
    apart = {name: _apart(one.per_query, other.per_query, ids, name) for name in one.overall}
    by_chance = [randomisation_test(values) for values in apart.values()]
    by_t = [t_test(values) for values in apart.values()]
    return tuple(
        Difference(
            name,
            one.overall[name],
            other.overall[name],
            other.overall[name] - one.overall[name],
            sum(value > 0 for value in values),
            sum(value == 0 for value in values),
            sum(value < 0 for value in values),
            *tests,
        )
        for (name, values), *tests in zip(apart.items(), by_chance, holm(by_chance), by_t, holm(by_t), strict=True)
    )


def _apart(
    one: Mapping[str, Mapping[str, float]], other: Mapping[str, Mapping[str, float]], ids: Iterable[str], name: str
) -> list[float]:
    values = [other[id][name] - one[id][name] for id in ids]
    return [value if abs(value) > TIE else 0.0 for value in values]
