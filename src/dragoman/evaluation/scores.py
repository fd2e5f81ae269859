"""Counts of right, predicted and gold in, scores with a bootstrap interval out."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Counts:
    """What one document adds: right ones among the predicted, and found ones among the gold."""

    right: float
    predicted: float
    gold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One measure on one set, in percent. ``low`` to ``high`` is the 95 % bootstrap interval of ``value``.

    ``n`` counts what the measure is about: gold items, or the items asked. Precision and recall are None
    where the measure is a share.
    """

    measure: str
    value: float
    n: int
    low: float
    high: float
    precision: float | None = None
    recall: float | None = None


@dataclass(slots=True)
class Result:
    """The scores on one set, and which items came out right, by item id."""

    task: str
    gold: str
    scores: list[Score] = field(default_factory=list)
    items: dict[str, bool] = field(default_factory=dict)


def f1(measure: str, counts: Sequence[Counts]) -> Score:
    """Return micro precision, recall and F1 over documents."""
    right = sum(c.right for c in counts)
    predicted = sum(c.predicted for c in counts)
    gold = sum(c.gold for c in counts)
    low, high = _interval(counts, f1_of)
    return Score(
        measure=measure,
        value=_round(f1_of(counts)),
        n=round(gold),
        low=low,
        high=high,
        precision=_round(100 * right / predicted if predicted else 0.0),
        recall=_round(100 * right / gold if gold else 0.0),
    )


def share(measure: str, outcomes: Sequence[bool]) -> Score:
    """Return how many of *outcomes* are true."""
    value = 100 * fmean(outcomes) if outcomes else 0.0
    low, high = _interval(outcomes, lambda sample: 100 * fmean(sample))
    return Score(measure=measure, value=_round(value), n=len(outcomes), low=low, high=high)


def mean(measure: str, samples: Sequence[T], statistic: Callable[[Sequence[T]], float]) -> Score:
    """Return any *statistic* of *samples* (in percent or as it is), with its interval."""
    low, high = _interval(samples, statistic)
    return Score(measure=measure, value=_round(statistic(samples)), n=len(samples), low=low, high=high)


def f1_of(counts: Sequence[Counts]) -> float:
    """Return the micro F1 of *counts*, in percent."""
    right = sum(c.right for c in counts)
    total = sum(c.predicted + c.gold for c in counts)
    return 200 * right / total if total else 0.0


def _interval(units: Sequence[T], statistic: Callable[[Sequence[T]], float]) -> tuple[float, float]:
    """Return the 2.5 and 97.5 percentiles of *statistic* over resampled units, with a fixed seed."""
    if len(units) < 2:
        return 0.0, 100.0
    rng = random.Random(0)
    values = sorted(statistic(rng.choices(units, k=len(units))) for _ in range(RESAMPLES))
    return _round(values[int(0.025 * RESAMPLES)]), _round(values[int(0.975 * RESAMPLES) - 1])


def _round(value: float) -> float:
    return round(value, 1)
