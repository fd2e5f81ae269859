"""Chances and scores in, intervals out: how often something happens, and how well two countries get on.

Three steps, each of which widens what comes out:

- Each happening took place with its own chance (Bernoulli), so how many there truly were is a distribution.
- Given that number, the rate has Garwood's exact interval for a Poisson law: from a gamma law of the number
  to that of one more, so that it holds the truth as often as stated or oftener.
- The mean score is bounded as Gaffke (2005) does it: the scores seen have random (Dirichlet) weights, and one
  more that was not seen lies at the far end of the scale. Without happenings it may be anything.

Figures come from draws with a fixed seed: the same input gives the same figures. Everything here is numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

LEVEL = 0.9
"""The share of cases in which an interval is to hold the truth."""

DRAWS = 4000
SEED = 20240119
SCALE = (-10.0, 10.0)
"""The lowest and the highest score, of PLOVER and of Goldstein alike."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where something lies with the chance ``LEVEL``."""

    low: float
    high: float


@lru_cache(maxsize=4096)
def rate(chances: tuple[float, ...], exposure: float = 1.0) -> Interval:
    """Return the interval of how often something happens in one unit of *exposure*.

    *chances* are those of the happenings that were counted in *exposure* units.

    >>> rate(()).low, 2.8 < rate(()).high < 3.2
    (0.0, True)
    """
    rng = np.random.default_rng(SEED)
    counts = _counts(chances, rng)
    lower = rng.standard_gamma(counts)
    return _middle(lower / exposure, (lower + rng.standard_exponential(DRAWS)) / exposure)


@lru_cache(maxsize=4096)
def mean_score(scores: tuple[float, ...], chances: tuple[float, ...]) -> Interval:
    """Return the interval of the mean score of such happenings, of which these were seen.

    >>> mean_score((), ()) == Interval(*SCALE)
    True
    """
    if not scores:
        return Interval(*SCALE)
    rng = np.random.default_rng(SEED)
    there = rng.random((DRAWS, len(scores))) < np.asarray(chances)
    weights = rng.standard_exponential((DRAWS, len(scores))) * there
    unseen = rng.standard_exponential(DRAWS)
    total, seen = weights.sum(axis=1) + unseen, weights @ np.asarray(scores)
    return _middle((seen + unseen * SCALE[0]) / total, (seen + unseen * SCALE[1]) / total)


def mean(scores: Sequence[float], chances: Sequence[float]) -> float | None:
    """Return the mean of *scores*, each as heavy as its chance; None if there is none."""
    weight = sum(chances)
    return sum(s * c for s, c in zip(scores, chances, strict=True)) / weight if weight else None


def sums(scores: Sequence[float], chances: Sequence[float], draws: int = DRAWS) -> Floats:
    """Return draws of the sum of the scores of those that took place."""
    rng = np.random.default_rng(SEED)
    there = rng.random((draws, len(scores))) < np.asarray(chances, dtype=np.float64)
    found: Floats = there.astype(np.float64) @ np.asarray(scores, dtype=np.float64)
    return found


def _counts(chances: tuple[float, ...], rng: np.random.Generator) -> Floats:
    if not chances:
        return np.zeros(DRAWS)
    found: Floats = (rng.random((DRAWS, len(chances))) < np.asarray(chances)).sum(axis=1).astype(np.float64)
    return found


def _middle(lower: Floats, upper: Floats) -> Interval:
    tail = (1 - LEVEL) / 2
    return Interval(float(np.quantile(lower, tail)), float(np.quantile(upper, 1 - tail)))
