"""Forecasts and what came of them in, scores out: Brier, CRPS, and whether chances mean what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.forecasts.models import Law

RESAMPLES = 2000
SEED = 7


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its 95 % bootstrap interval, and of how many."""

    value: float
    low: float
    high: float
    n: int


def crps(law: Law, count: int) -> float:
    """Return the continuous ranked probability score of *law* where *count* came: 0 is best, in happenings.

    >>> from dragoman.forecasts.models import Law
    >>> crps(Law((0.0, 1.0)), 1), crps(Law((0.0, 1.0)), 4)
    (0.0, 3.0)
    """
    reached = np.cumsum(law.chances)
    beyond = max(0, count - len(reached))
    came = np.arange(len(reached)) >= count
    return float(((reached - came) ** 2).sum()) + beyond


def brier(chance: float, came: bool) -> float:
    """Return the Brier score of *chance*: 0 is best, 1 is worst."""
    return (chance - came) ** 2


def mean(values: Sequence[float], groups: Sequence[str] | None = None) -> Mean:
    """Return the mean of *values*; drawn anew by *groups*, such as dyads, where those belong together."""
    found = np.asarray(values, dtype=np.float64)
    keys = np.asarray(groups if groups is not None else [str(n) for n in range(len(found))])
    _, which = np.unique(keys, return_inverse=True)
    sums, sizes = np.bincount(which, weights=found), np.bincount(which)
    drawn = np.random.default_rng(SEED).integers(0, len(sums), (RESAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Mean(float(found.mean()), float(low), float(high), len(found))


def within(law: Law, count: int, level: float) -> bool:
    """Say whether *count* lies between the quantiles that hold *level* of the law."""
    tail = (1 - level) / 2
    return law.quantile(tail) <= count <= law.quantile(1 - tail)


def calibration(
    chances: Sequence[float], came: Sequence[bool], bins: int = 5
) -> list[tuple[str, int, float, float]]:
    """Return for each range of chances: its name, how many, the mean chance, and the share that came.

    >>> calibration([0.1, 0.1, 0.9], [False, True, True])
    [('0.0 to 0.2', 2, 0.1, 0.5), ('0.8 to 1.0', 1, 0.9, 1.0)]
    """
    rows = []
    for n in range(bins):
        low, high = n / bins, (n + 1) / bins
        inside = [k for k, c in enumerate(chances) if low <= c < high or (n == bins - 1 and c == 1)]
        if inside:
            said = sum(chances[k] for k in inside) / len(inside)
            rows.append(
                (
                    f"{low:.1f} to {high:.1f}",
                    len(inside),
                    round(said, 6),
                    sum(came[k] for k in inside) / len(inside),
                )
            )
    return rows
