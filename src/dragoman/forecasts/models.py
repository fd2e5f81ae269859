"""Weekly counts in, a distribution of the count in the time ahead out; and the two baselines.

The model keeps a rate that drifts: a gamma-Poisson law whose past fades (Harvey and Fernandes 1989, a count's
exponential smoothing), drawn back to the long-run mean. How fast it fades, how strongly it is drawn back and
how uneven the counts are is not chosen but averaged over, each choice as heavy as it would have forecast this
very series so far. With no fading it is the historical mean, with quick fading persistence.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from dragoman.series.gamma import log_gamma

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

VERSION = "1"
"""Of the model; stored with every forecast."""

FADING = (0.6, 0.8, 0.9, 0.95, 0.98, 1.0)
"""What is left of a week's weight after one more week."""

PULL = (1.0, 4.0, 16.0)
"""Weeks of evidence that the long-run mean counts for."""

UNEVEN = (1.0, 3.0, 9.0)
"""How much less than its face value each count says: 1 is Poisson's law."""

SHAPE, RATE = 0.5, 0.5
"""The prior of the long-run mean: as if half a happening had been seen in half a week."""

WARM = 4
"""Weeks before the model's choices are judged."""

TAIL = 1e-9
LARGEST = 20_000


@dataclass(frozen=True, slots=True)
class Law:
    """A distribution over 0, 1, 2, …: ``chances`` sum to one."""

    chances: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The expected count."""
        return float(np.arange(len(self.chances)) @ np.asarray(self.chances))

    @property
    def some(self) -> float:
        """The chance of one or more."""
        return 1 - self.chances[0]

    def quantile(self, share: float) -> int:
        """Return the least count that is not exceeded with the chance *share*."""
        reached = np.cumsum(self.chances) >= share - 1e-12
        return int(np.argmax(reached)) if reached.any() else len(self.chances) - 1


def forecast(counts: Sequence[float], weights: Sequence[float], ahead: float) -> Law:
    """Return the law of the count in the next *ahead* weeks.

    *counts* are of whole weeks, the oldest first; *weights* are 1 for a week that was read and 0 for one that
    was not, which then says nothing.

    >>> law = forecast([0, 1, 0, 2, 1, 0, 1, 1], [1.0] * 8, 4)
    >>> 1.5 < law.mean < 5, round(sum(law.chances), 9)
    (True, 1.0)
    """
    x, w = np.asarray(counts, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    x = x * (w > 0)
    grid = list(product(FADING, PULL, UNEVEN))
    states = [_states(x, w, fading, pull, uneven) for fading, pull, uneven in grid]
    scores = np.array([_score(x, w, a, b, ahead) for a, b in states])
    heavy = np.exp(scores - scores.max())
    heavy /= heavy.sum()
    return _mixed([(a[-1], b[-1], float(h)) for (a, b), h in zip(states, heavy, strict=True)], ahead)


def persistence(last: float, ahead: float, weeks: float) -> Law:
    """Return the law if the next *ahead* weeks are as the last *weeks*, with *last* happenings."""
    return _mixed([(last + SHAPE, max(weeks, 1e-9), 1.0)], ahead)


def historical(counts: Sequence[float], weights: Sequence[float], ahead: float) -> Law:
    """Return the law if the next *ahead* weeks are as all the weeks that were read."""
    total = sum(c for c, w in zip(counts, weights, strict=True) if w > 0)
    return _mixed([(total + SHAPE, max(sum(weights), 1e-9), 1.0)], ahead)


def _states(x: Floats, w: Floats, fading: float, pull: float, uneven: float) -> tuple[Floats, Floats]:
    """Return shape and rate before each week, and after the last."""
    sums, weeks = np.zeros(len(x) + 1), np.zeros(len(x) + 1)
    for t in range(len(x)):
        sums[t + 1] = fading * sums[t] + x[t]
        weeks[t + 1] = fading * weeks[t] + w[t]
    long = (np.concatenate([[0.0], np.cumsum(x)]) + SHAPE) / (np.concatenate([[0.0], np.cumsum(w)]) + RATE)
    return (sums + pull * long) / uneven, (weeks + pull) / uneven


def _score(x: Floats, w: Floats, a: Floats, b: Floats, ahead: float) -> float:
    """Return how well stretches as long as that ahead were foreseen, in log chance; overlaps count once."""
    span = max(1, round(ahead))
    starts = np.arange(WARM, len(x) - span + 1)
    if not len(starts):
        return 0.0
    total, weeks = np.concatenate([[0.0], np.cumsum(x)]), np.concatenate([[0.0], np.cumsum(w)])
    k, e = total[starts + span] - total[starts], weeks[starts + span] - weeks[starts]
    read = e > 0
    found = _log_chance(k[read], a[starts[read]], b[starts[read]], e[read])
    return float(found.sum()) / span


def _log_chance(k: Floats, a: Floats, b: Floats, e: Floats) -> Floats:
    """Return the log chance of *k* in *e* weeks under gamma shapes *a* and rates *b* (negative binomial)."""
    found: Floats = (
        log_gamma(a + k) - log_gamma(a) - log_gamma(k + 1) + a * np.log(b / (b + e)) + k * np.log(e / (b + e))
    )
    return found


def _mixed(parts: Sequence[tuple[float, float, float]], ahead: float) -> Law:
    """Return the mixture of negative binomials with these shapes, rates and weights."""
    shape, rate = (np.array([p[n] for p in parts]) for n in (0, 1))
    means, spreads = shape * ahead / rate, np.sqrt(shape * ahead / rate * (1 + ahead / rate))
    size = int(min(LARGEST, 20 + float((means + 12 * spreads + 12 * (1 + ahead / rate)).max())))
    k = np.arange(size, dtype=np.float64)
    chances = np.zeros(size)
    for a, b, heavy in parts:
        if heavy > TAIL:
            chances += heavy * np.exp(
                _log_chance(k, np.full(size, a), np.full(size, b), np.full(size, ahead))
            )
    chances /= chances.sum()
    kept = int(np.searchsorted(np.cumsum(chances), 1 - TAIL)) + 1
    chances = chances[:kept] / chances[:kept].sum()
    return Law(tuple(float(c) for c in chances))
