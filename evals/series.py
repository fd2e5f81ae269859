"""Simulated series with and without a break: false alarms, breaks found, and coverage of the intervals.

    python evals/series.py --write docs/series.md

What is true is known, so that what docs/series.md promises can be counted. Two minutes on one core.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dragoman.happenings import Happening, Spread
from dragoman.series import rates
from dragoman.series.changes import changes
from dragoman.series.deeds import Deed
from dragoman.series.periods import spanning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.series import Change

RUNS = 300
TOP, BOTTOM = "<!-- measured -->", "<!-- end of measured -->"
CHANCE = 0.76
"""Of each happening: that of one that is attributed in one article."""

CALM, HOSTILE = (2.5, 3.0, 4.0, 6.0, 7.0), (-2.0, -3.0, -5.0, -7.0, -9.0)

TOLD = Happening(
    id=None,
    first=None,
    last=None,
    grain=None,
    basis=None,
    event_type="CONSULT",
    modes=(),
    score=None,
    quad_class=None,
    cameo=None,
    goldstein=None,
    actors=(),
    recipients=(),
    participants=(),
    place=None,
    status="attributed",
    said_by=(),
    denied_by=(),
    sources=1,
    articles=1,
    copies=0,
    words="",
    article="",
    publisher=None,
    url=None,
    reports=(),
    reported=None,
    learnt=None,
    history=(),
    spread=Spread(types=(), dates=(), places=(), actors=(), recipients=()),
    cited=(),
    level=None,
)


def simulated(
    rng: np.random.Generator, rates_of: Sequence[tuple[float, float]], uneven: float
) -> list[Change]:
    """Return the changes found in a series with these rates of co-operation and conflict, month by month.

    *uneven* is the variance of a month's count over its mean: 1 for Poisson's law.
    """
    cells = []
    for cooperation, conflict in rates_of:
        cell = []
        for rate, scores, quad in ((cooperation, CALM, 1), (conflict, HOSTILE, 3)):
            drawn = rate if uneven == 1 else rng.gamma(rate / (uneven - 1), uneven - 1)
            for _ in range(rng.poisson(drawn)):
                score = float(rng.choice(scores))
                cell.append(_deed(score, quad))
        cells.append(cell)
    months = spanning(
        date(2000, 1, 1), date(2000 + (len(cells) - 1) // 12, (len(cells) - 1) % 12 + 1, 1), "month"
    )
    return changes(months, cells, [False] * len(cells))


def _deed(score: float, quad: int) -> Deed:
    return Deed(
        happening=TOLD,
        name="",
        first=None,
        last=None,
        by_report=False,
        doer=None,
        quad=quad,
        score=score,
        goldstein=score,
        level=None,
        chance=CHANCE,
        readings=frozenset({"told"}),
    )


def alarms() -> Iterator[str]:
    """Yield how often a series without a break shows one."""
    yield "| months | happenings a month | variance over mean | series that show a change |"
    yield "|---|---|---|---|"
    for months, rate, uneven in (
        (36, 1.0, 1.0), (60, 0.4, 1.0), (60, 2.0, 1.0), (60, 6.0, 1.0), (60, 2.0, 3.0), (120, 2.0, 1.0),
        (120, 2.0, 5.0),
    ):  # fmt: skip
        shown = 0
        for run in range(RUNS):
            rng = np.random.default_rng(run)
            shown += bool(simulated(rng, [(rate * 0.75, rate * 0.25)] * months, uneven))
        yield f"| {months} | {rate:g} | {uneven:g} | {_share(shown, RUNS)} |"


def breaks() -> Iterator[str]:
    """Yield how often a break in co-operation is found, and lies within its interval."""
    heads = (
        "months, break after",
        "co-operation a month",
        "variance over mean",
        "found",
        "held",
        "median width",
    )
    yield f"| {' | '.join(heads)} |"
    yield "|---|---|---|---|---|---|"
    for months, at, before, after, uneven in (
        (60, 30, 1.0, 2.0, 1.0), (60, 30, 1.0, 3.0, 1.0), (60, 30, 1.0, 4.0, 1.0), (60, 45, 4.0, 1.0, 1.0),
        (60, 20, 0.3, 2.0, 1.0), (120, 90, 1.0, 3.0, 1.0), (60, 30, 1.0, 4.0, 2.0), (120, 60, 2.0, 6.0, 3.0),
    ):  # fmt: skip
        found, inside, widths = 0, 0, []
        true = spanning(date(2000, 1, 1), date(2000 + at // 12, at % 12 + 1, 1), "month")[-1].name
        for run in range(RUNS):
            rng = np.random.default_rng(10_000 + run)
            steps = [(before if n < at else after, 0.3) for n in range(months)]
            some = [c for c in simulated(rng, steps, uneven) if c.track == "cooperation"]
            found += bool(some)
            inside += any(c.earliest <= true <= c.latest for c in some)
            widths += [_months(c.latest) - _months(c.earliest) + 1 for c in some]
        yield (
            f"| {months}, {at} | {before:g} → {after:g} | {uneven:g} | {_share(found, RUNS)}"
            f" | {_share(inside, RUNS)} | {np.median(widths):.0f} months |"
        )


def _months(name: str) -> int:
    year, month = name.split("-")
    return int(year) * 12 + int(month)


def coverage() -> Iterator[str]:
    """Yield how often the intervals of rate and mean score hold what is true."""
    yield "| happenings expected | chance of each | rate held | mean score held |"
    yield "|---|---|---|---|"
    scores = np.array([*CALM, *HOSTILE])
    weights = np.array([0.8 / 5] * 5 + [0.2 / 5] * 5)
    true_mean = float(scores @ weights)
    for rate in (0.5, 2.0, 5.0, 20.0):
        for chance in (0.95, 0.76, 0.4):
            held, mean_held, some = 0, 0, 0
            for run in range(1000):
                rng = np.random.default_rng(20_000 + run)
                count = int(rng.poisson(rate / chance))
                interval = rates.rate((chance,) * count)
                held += interval.low <= rate <= interval.high
                if count:
                    some += 1
                    # A coding that is wrong says nothing of the mean: its score comes from elsewhere.
                    right = rng.random(count) < chance
                    drawn = np.where(right, rng.choice(scores, count, p=weights), rng.choice(scores, count))
                    mean = rates.mean_score(tuple(float(s) for s in drawn), (chance,) * count)
                    mean_held += mean.low <= true_mean <= mean.high
            yield f"| {rate:g} | {chance:g} | {_share(held, 1000)} | {_share(mean_held, some)} |"


def _share(some: int, of: int) -> str:
    return f"{100 * some / of:.1f} %"


def main() -> None:
    """Simulate, print, and write the tables into the page if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    lines = [
        "False alarms: series without a change for which one is shown on any track; at most 5 % is stated.",
        "", *alarms(), "",
        "Breaks: found at that level, and held by their 90 % interval, of all runs.",
        "", *breaks(), "",
        "Coverage of the 90 % intervals, in 1,000 draws.", "", *coverage(),
    ]  # fmt: skip
    print("\n".join(lines))
    if options.write is not None:
        text = options.write.read_text(encoding="utf-8")
        head, _, rest = text.partition(TOP)
        _, _, tail = rest.partition(BOTTOM)
        options.write.write_text(
            f"{head}{TOP}\n\n" + "\n".join(lines) + f"\n\n{BOTTOM}{tail}", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
