"""Counts of right, predicted and gold in, scores with a bootstrap interval out."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
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
    where the measure is no F1. ``lower_is_better`` marks errors.
    """

    measure: str
    value: float
    n: int
    low: float
    high: float
    precision: float | None = None
    recall: float | None = None
    lower_is_better: bool = False


@dataclass(slots=True)
class Result:
    """The scores on one set; which items came out right, by item id; and what is wrong with the others.

    Items are what a person would look at one by one; the scores count finer things as well.
    """

    task: str
    gold: str
    scores: list[Score] = field(default_factory=list)
    items: dict[str, bool] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def item(self, name: str, *, right: bool, note: str = "") -> None:
        """Enter one item; a *name* that is there already gets a number."""
        number = 2
        unique = name
        while unique in self.items:
            unique = f"{name}~{number}"
            number += 1
        self.items[unique] = right
        if not right:
            self.notes[unique] = note


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


def ratio(measure: str, documents: Sequence[Sequence[bool]]) -> Score:
    """Return how many of the outcomes of all *documents* are true; documents are resampled, not outcomes."""
    counts = [Counts(sum(d), len(d), len(d)) for d in documents]
    low, high = _interval(counts, f1_of)
    return Score(measure=measure, value=_round(f1_of(counts)), n=sum(map(len, documents)), low=low, high=high)


def share(measure: str, outcomes: Sequence[bool], *, lower_is_better: bool = False) -> Score:
    """Return how many of *outcomes* are true."""
    return mean(measure, outcomes, share_of, lower_is_better=lower_is_better)


def mean(
    measure: str,
    samples: Sequence[T],
    statistic: Callable[[Sequence[T]], float],
    *,
    lower_is_better: bool = False,
) -> Score:
    """Return any *statistic* of *samples*, with its interval."""
    low, high = _interval(samples, statistic)
    value = _round(statistic(samples)) if samples else 0.0
    return Score(
        measure=measure, value=value, n=len(samples), low=low, high=high, lower_is_better=lower_is_better
    )


def share_of(outcomes: Sequence[bool]) -> float:
    """Return how many of *outcomes* are true, in percent."""
    return 100 * sum(outcomes) / len(outcomes)


def f1_of(counts: Sequence[Counts]) -> float:
    """Return the micro F1 of *counts*, in percent."""
    right = sum(c.right for c in counts)
    total = sum(c.predicted + c.gold for c in counts)
    return 200 * right / total if total else 0.0


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean over gold labels of each label's F1, in percent. Pairs are (gold, found).

    >>> macro_f1([("a", "a"), ("b", "b"), ("b", "")])
    83.33333333333334
    """
    gold = Counter(w for w, _ in pairs)
    found = Counter(g for _, g in pairs)
    right = Counter(w for w, g in pairs if w == g)
    return sum(200 * right[label] / (gold[label] + found[label]) for label in gold) / len(gold)


def pair_up(ranked: Sequence[tuple[float, ...]]) -> list[tuple[int, int]]:
    """Pair gold with found, one to one, best rank first; each entry ends in the two indices.

    >>> pair_up([(0, 0, 1), (1, 0, 0), (2, 1, 0)])
    [(0, 1), (1, 0)]
    """
    gold: set[float] = set()
    found: set[float] = set()
    out = []
    for *_, i, j in sorted(ranked):
        if i not in gold and j not in found:
            gold.add(i)
            found.add(j)
            out.append((int(i), int(j)))
    return out


def _interval(units: Sequence[T], statistic: Callable[[Sequence[T]], float]) -> tuple[float, float]:
    """Return the 2.5 and 97.5 percentiles of *statistic* over resampled units, with a fixed seed."""
    if len(units) < 2:
        return 0.0, 100.0
    rng = random.Random(0)
    values = sorted(statistic(rng.choices(units, k=len(units))) for _ in range(RESAMPLES))
    return _round(values[int(0.025 * RESAMPLES)]), _round(values[int(0.975 * RESAMPLES) - 1])


def _round(value: float) -> float:
    return round(value, 1)
