"""Whether a difference between two systems is more than chance: paired tests over queries, and their correction.

The randomisation test is Fisher's, as Smucker, Allan and Carterette recommend it for retrieval ("A Comparison of
Statistical Significance Tests for Information Retrieval Evaluation", 2007); the correction is Holm's ("A Simple
Sequentially Rejective Multiple Test Procedure", 1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

__all__ = ["ROUNDS", "holm", "randomisation_test", "t_test"]

ROUNDS: Final = 100_000
"""Signs drawn: enough that p = 0.01 is off by less than 0.001 (three standard errors)."""

_AT_ONCE: Final = 1 << 22


def randomisation_test(differences: Sequence[float], *, rounds: int = ROUNDS, seed: int = 1) -> float:
    """Give the two-sided p of paired differences: how often chance signs make their sum as far from 0 as it is.

    A seed makes it the same each time. Never 0: the signs as they are count as one of the rounds.

        >>> randomisation_test([0.0, 0.0])
        1.0
    """
    values = np.abs(np.asarray(differences, np.float64))
    values = values[values > 0]  # what does not differ does not change the sum
    if not len(values):
        return 1.0
    reached = abs(float(np.sum(differences))) * (1 - 1e-12)
    chance = np.random.default_rng(seed)
    batch = max(1, _AT_ONCE // len(values))
    hits = done = 0
    while done < rounds:
        count = min(batch, rounds - done)
        bits = np.unpackbits(chance.integers(0, 256, (count, -(-len(values) // 8)), np.uint8), axis=1)
        sums = bits[:, : len(values)] @ (2 * values) - values.sum()
        hits += int((np.abs(sums) >= reached).sum())
        done += count
    return (hits + 1) / (rounds + 1)


def t_test(differences: Sequence[float]) -> float:
    """Give the two-sided p of paired differences by Student's t; 1 where none differs or there is one only."""
    values = np.asarray(differences, np.float64)
    if len(values) < 2 or not values.any():
        return 1.0
    error = float(values.std(ddof=1)) / len(values) ** 0.5
    if error == 0:
        return 0.0
    from scipy.special import stdtr  # comes with ir-measures, whose measures are compared

    return float(2 * stdtr(len(values) - 1, -abs(float(values.mean())) / error))


def holm(values: Sequence[float]) -> list[float]:
    """Correct the p of several tests that were made at once, in their order.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    corrected = [1.0] * len(values)
    highest = 0.0
    for done, place in enumerate(sorted(range(len(values)), key=lambda place: values[place])):
        highest = max(highest, min(1.0, (len(values) - done) * values[place]))
        corrected[place] = highest
    return corrected
