"""A series of sums in, the places out where its level changes, each with an interval.

Found by scanning, told from chance by shuffling: the statistic is the likelihood ratio of one stretch against
the rest (circular binary segmentation, Olshen and others 2004), for counts by a Poisson law, for scores by a
normal one. How often a series without a change reaches the same value is seen by shuffling its periods, so
the false alarms are as many as the level says, however uneven the series is, as long as its periods could
stand in any order. Where a change lies is the posterior of one change between its neighbours (Fearnhead
2006), tempered by the unevenness that is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from dragoman.series.gamma import log_gamma

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Whole = npt.NDArray[np.intp]

Kind = Literal["counts", "scores"]

SHORTEST = 2
"""Periods that a level lasts at least: what comes and goes in one is a peak."""

SHUFFLES, BATCH = 399, 40
SEED = 20231213
COARSE = 200
"""Periods beyond which stretches begin and end on a grid; the place is then found exactly."""

MASS = 0.95
"""Posterior mass of the places within an interval, so that it holds the truth in 90 of 100 cases and more."""


@dataclass(frozen=True, slots=True)
class Break:
    """A change of level: the first period at the new one, its first and last possible place, the p-value."""

    at: int
    low: int
    high: int
    p: float


def find(
    sums: Sequence[float], weights: Sequence[float], *, kind: Kind, level: float, seed: int = SEED
) -> list[Break]:
    """Return where the ratio of *sums* to *weights* changes, in order.

    For ``counts`` the weights are exposures; for ``scores`` the sums are of scores and the weights are how
    many. *level* is the share of series without any change in which one is found all the same.

    >>> calm, busy = [1.0, 0, 2, 1, 0, 1, 1, 0, 2, 1], [6.0, 7, 5, 8, 6, 7, 6, 5]
    >>> [b.at for b in find(calm + busy, [1.0] * 18, kind="counts", level=0.05)]
    [10]
    """
    scan = _Scan(np.asarray(sums, dtype=np.float64), np.asarray(weights, dtype=np.float64), kind)
    rng = np.random.default_rng(seed)
    cuts = _cut(scan, 0, len(scan.sums), level, rng)
    return _prune(scan, cuts, level, rng)


@dataclass(frozen=True, slots=True)
class _Scan:
    """A series with its likelihoods."""

    sums: Floats
    weights: Floats
    kind: Kind

    def fit(self, sums: Floats, weights: Floats) -> Floats:
        """Return the log likelihood of stretches with these sums at their own level, up to what cancels."""
        safe = np.where(weights > 0, weights, 1.0)
        if self.kind == "scores":
            return np.where(weights > 0, sums * sums / safe / 2, 0.0)
        return np.where((weights > 0) & (sums > 0), sums * np.log(np.where(sums > 0, sums, 1.0) / safe), 0.0)

    def gain(self, order: Whole, starts: Whole, ends: Whole) -> Floats:
        """Return for each stretch how much likelier the series in *order* is if it has a level of its own.

        *order* holds one or more orders of periods, one a row; so has the result.
        """
        zero = np.zeros((*order.shape[:-1], 1))
        sums = np.concatenate([zero, np.cumsum(self.sums[order], axis=-1)], axis=-1)
        weights = np.concatenate([zero, np.cumsum(self.weights[order], axis=-1)], axis=-1)
        inner, outer = sums[..., ends] - sums[..., starts], weights[..., ends] - weights[..., starts]
        whole, weight = sums[..., -1:], weights[..., -1:]
        rest = np.maximum(whole - inner, 0.0) if self.kind == "counts" else whole - inner
        return self.fit(inner, outer) + self.fit(rest, weight - outer) - self.fit(whole, weight)


def _stretches(length: int) -> tuple[Whole, Whole]:
    """Return the begins and ends of all stretches that leave enough inside and outside."""
    step = -(-length // COARSE)
    marks = np.unique(np.append(np.arange(0, length, step), length))
    i, j = (x.ravel() for x in np.meshgrid(marks, marks, indexing="ij"))
    fits = (j - i >= SHORTEST) & (length - (j - i) >= SHORTEST) & ((i == 0) | (i >= SHORTEST))
    fits &= (j == length) | (length - j >= SHORTEST)
    return i[fits], j[fits]


def _splits(length: int) -> tuple[Whole, Whole]:
    """Return the begins and ends of the stretches up to each single cut."""
    ends = np.arange(SHORTEST, length - SHORTEST + 1)
    return np.zeros_like(ends), ends


def _chance(
    scan: _Scan,
    first: int,
    last: int,
    where: tuple[Whole, Whole],
    level: float,
    rng: np.random.Generator,
) -> tuple[float, int]:
    """Return how often shuffled periods show a gain as large as these, and which stretch has it.

    Above *level* the first is no more than a lower bound.
    """
    order = np.arange(first, last)
    gains = scan.gain(order, *where)
    best = int(np.argmax(gains))
    # Equal up to rounding is equal: else a shuffle of the same figures counts as smaller by chance.
    least = gains[best] * (1 - 1e-9) - 1e-9
    reached = 0
    batch = max(1, min(BATCH, 2_000_000 // max(1, len(where[0]))))
    for start in range(0, SHUFFLES, batch):
        orders = rng.permuted(np.tile(order, (min(batch, SHUFFLES - start), 1)), axis=1)
        reached += int((scan.gain(orders, *where).max(axis=1) >= least).sum())
        if reached + 1 > level * (SHUFFLES + 1):
            break
    return (reached + 1) / (SHUFFLES + 1), best


def _cut(scan: _Scan, first: int, last: int, level: float, rng: np.random.Generator) -> list[int]:
    """Return the cuts between *first* and *last*, found one stretch at a time."""
    if last - first < 2 * SHORTEST or not scan.sums[first:last].any():
        return []
    where = _stretches(last - first)
    p, best = _chance(scan, first, last, where, level, rng)
    if p > level:
        return []
    bounds = [first, first + int(where[0][best]), first + int(where[1][best]), last]
    edges = sorted(set(bounds))
    inner = [e for e in edges if first < e < last]
    return sorted({*inner, *(c for a, b in pairwise(edges) for c in _cut(scan, a, b, level, rng))})


def _prune(scan: _Scan, cuts: Sequence[int], level: float, rng: np.random.Generator) -> list[Break]:
    """Return those cuts that hold between their neighbours, the doubtful ones taken out one by one."""
    kept = list(cuts)
    while kept:
        bounds = [0, *kept, len(scan.sums)]
        found = []
        for n in range(1, len(bounds) - 1):
            a, b = bounds[n - 1], bounds[n + 1]
            p, _ = _chance(scan, a, b, _splits(b - a), level, rng)
            found.append((p, n))
        worst, n = max(found)
        if worst <= level:
            return [_placed(scan, bounds[k - 1], bounds[k], bounds[k + 1], p) for p, k in found]
        kept.remove(bounds[n])
    return []


def _placed(scan: _Scan, first: int, cut: int, last: int, p: float) -> Break:
    """Return the change between *first* and *last* with its interval."""
    starts, ends = _splits(last - first)
    order = np.arange(first, last)
    sums, weights = np.cumsum(scan.sums[order])[ends - 1], np.cumsum(scan.weights[order])[ends - 1]
    total, weight = scan.sums[order].sum(), scan.weights[order].sum()
    if scan.kind == "counts":
        log = _marginal(sums, weights) + _marginal(total - sums, weight - weights)
    else:
        some = (weights > 0) & (weight - weights > 0)
        log = scan.gain(order, starts, ends)
        log = log - np.where(some, np.log(np.where(some, weights * (weight - weights), 1.0)), 0.0) / 2
    log = log / _unevenness(scan, first, cut, last)
    chances = np.exp(log - log.max())
    chances /= chances.sum()
    ranked = np.argsort(-chances, kind="stable")
    kept = ranked[: int(np.searchsorted(np.cumsum(chances[ranked]), MASS)) + 1]
    places = first + ends[kept]
    return Break(
        at=first + int(ends[ranked[0]]), low=int(places.min()), high=int(places.max()), p=round(p, 4)
    )


def _marginal(sums: Floats, weights: Floats) -> Floats:
    """Return the log marginal likelihood of counts under Jeffreys' prior, up to what cancels."""
    return log_gamma(sums + 0.5) - (sums + 0.5) * np.log(np.maximum(weights, 1e-9))


def _unevenness(scan: _Scan, first: int, cut: int, last: int) -> float:
    """Return how much more the series varies around its levels than the law says: at least 1 for counts."""
    squares, periods = 0.0, 0
    for a, b in ((first, cut), (cut, last)):
        sums, weights = scan.sums[a:b], scan.weights[a:b]
        there = weights > 0
        if not there.any():
            continue
        mean = sums.sum() / weights.sum()
        expected = mean if scan.kind == "counts" else 1.0
        if expected > 0:
            residual = sums[there] - mean * weights[there]
            squares += float((residual**2 / (expected * weights[there])).sum())
            periods += int(there.sum())
    found = squares / max(1, periods - 2)
    return max(1.0, found) if scan.kind == "counts" else max(1e-6, found)
