"""Rolling-origin evaluation of the forecasts on ICEWS 2014: month and quarter, against both baselines.

    python evals/forecasts.py /path/to/gold/tkg --write docs/forecasts.md

The set is for measuring only. Its actors are given a country by what stands in brackets, by the name of the
state, or by dragoman's table of office holders on that day; its relations are CAMEO names.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dragoman.codebook import Codebook, linking
from dragoman.codebook.who.offices import name_words
from dragoman.forecasts import models, scores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.forecasts.models import Law

BEGIN, END = date(2014, 1, 1), date(2014, 11, 30)
FIRST = date(2014, 4, 2)
STEP = 30
HORIZONS = {"month": 30, "quarter": 91}
QUADS = (1, 2, 3, 4)
FEWEST = 10
"""Events of a dyad before the first day of issue; what comes later must not choose the dyads."""

MINISTER = 1
BODIES = {
    "head of government": 0,
    "foreign affairs": 1,
    "ministry": 1,
    "head of state": 0,
    "royal administration": 0,
}
NAMES = ("model", "persistence", "mean", "past windows")
TOP, BOTTOM = "<!-- scores -->", "<!-- end of scores -->"

Dyad = tuple[str, str]


@dataclass(slots=True)
class Series:
    """Counts by day of one dyad: by quad class, and of meetings at the level of ministers or above."""

    quads: dict[int, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    meetings: Counter[date] = field(default_factory=Counter)

    def total(self, until: date) -> int:
        """Return how many events there were by *until*."""
        return sum(n for days in self.quads.values() for day, n in days.items() if day <= until)


def series(folder: Path) -> dict[Dyad, Series]:
    """Return the events of each pair of countries."""
    book = Codebook.load()
    ranks = linking.load()
    cameo = {_plain(c.name): c for c in book.scheme.cameos.values()}

    @cache
    def resolve(name: str, month: str) -> tuple[str | None, int | None]:
        day = date.fromisoformat(month + "-15")
        words = name.replace("_", " ")
        if found := re.fullmatch(r"(.*) \(([^()]*)\)", words):
            rank = BODIES.get(found[1].casefold(), ranks.level(found[1]))
            return book.who.country_of(found[2]), rank
        if country := book.who.country_of(words):
            return country, None
        held = [
            o
            for o in book.who.holders.called(name_words(words))
            if (o.first is None or o.first <= day) and (o.last is None or o.last >= day)
        ]
        told = [r for o in held if (r := ranks.level(o.office)) is not None]
        states = {o.country for o in held}
        return (states.pop() if len(states) == 1 else None), min(told, default=None)

    out: dict[Dyad, Series] = defaultdict(Series)
    missed: Counter[str] = Counter()
    for name in ("icews14_train.jsonl", "icews14_valid.jsonl"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            month = row["date"][:7]
            (a, level_a), (b, level_b) = resolve(row["s"], month), resolve(row["o"], month)
            code = cameo.get(_plain(row["r"]))
            if code is None:
                missed[row["r"]] += 1
            if a is None or b is None or a == b or code is None or code.root in ("01", "02"):
                continue
            day = date.fromisoformat(row["date"])
            found = out[min(a, b), max(a, b)]
            found.quads[code.quad][day] += 1
            levels = [r for r in (level_a, level_b) if r is not None]
            if code.root == "04" and levels and max(levels) <= MINISTER:
                found.meetings[day] += 1
    print("relations without a CAMEO code:", missed.most_common(8))
    return out


def _plain(name: str) -> str:
    """Return what the names of a code in ICEWS and in CAMEO's table have in common."""
    general = re.sub(r",? not specified below.*", "", name.replace("_", " ").casefold())
    return re.sub(r"[^a-z]", "", general)


@dataclass(slots=True)
class Case:
    """One forecast of one measure, by each model, and what came."""

    dyad: str
    measure: str
    laws: dict[str, Law]
    came: int


def cases(found: dict[Dyad, Series], days: int) -> Iterator[Case]:
    """Yield all cases of one horizon: each dyad from each day of issue."""
    chosen = sorted(d for d, s in found.items() if s.total(FIRST - timedelta(days=1)) >= FEWEST)
    issue = FIRST - timedelta(days=1)
    while issue + timedelta(days=days) <= END:
        weeks = (issue - BEGIN).days // 7
        for dyad in chosen:
            s = found[dyad]
            for measure, counts in (*((f"quad {q}", s.quads[q]) for q in QUADS), ("meeting", s.meetings)):
                past = _weekly(counts, issue, weeks)
                last = sum(n for day, n in counts.items() if issue - timedelta(days=days) < day <= issue)
                came = sum(n for day, n in counts.items() if issue < day <= issue + timedelta(days=days))
                if measure == "meeting":
                    past = [min(n, 1) for n in past]
                    last = sum(past[-round(days / 7) :])
                ones = [1.0] * len(past)
                ahead = days / 7
                laws = {
                    "model": models.forecast(past, ones, ahead),
                    "persistence": models.persistence(last, ahead, ahead),
                    "mean": models.historical(past, ones, ahead),
                    "past windows": _windows(past, round(ahead)),
                }
                yield Case("-".join(dyad), measure, laws, came)
        issue += timedelta(days=STEP)


def _windows(past: Sequence[int], span: int) -> Law:
    """Return the counts of all past windows as a law: a third baseline, which knows how uneven they are."""
    sums = [sum(past[n : n + span]) for n in range(max(1, len(past) - span + 1))]
    return models.Law(
        tuple(
            (sums.count(k) + (0.5 if k in (0, max(sums) + 1) else 0)) / (len(sums) + 1)
            for k in range(max(sums) + 2)
        )
    )


def _weekly(counts: Counter[date], issue: date, weeks: int) -> list[int]:
    found = [0] * weeks
    for day, n in counts.items():
        back = (issue - day).days // 7
        if 0 <= back < weeks:
            found[weeks - 1 - back] += n
    return found


def table(found: Sequence[Case]) -> Iterator[str]:
    """Yield the lines of the tables of one horizon."""
    yield f"| measure | n | score | {' | '.join(NAMES)} | {' | '.join(f'gain on {k}' for k in NAMES[1:])} |"
    yield "|---" * (2 + 2 * len(NAMES)) + "|"
    for measure in sorted({c.measure for c in found}, key=lambda m: (m != "all quads", m)):
        some = [c for c in found if c.measure == measure]
        if measure != "meeting":
            yield _row(measure, some, "CRPS", scores.crps)
        else:
            yield _row("a meeting", some, "Brier", lambda law, came: scores.brier(law.some, came > 0))
    counted = [c for c in found if c.measure != "meeting"]
    yield _row("all four quad classes", counted, "CRPS", scores.crps)
    shares = ", ".join(
        f"{name} {100 * np.mean([scores.within(c.laws[name], c.came, 0.9) for c in counted]):.0f} %"
        for name in NAMES
    )
    yield ""
    yield f"What came lies within the 90 % interval of the counts: {shares}."
    meetings = [c for c in found if c.measure == "meeting"]
    yield ""
    yield "| chance of a meeting said by the model | n | mean chance | share that came |"
    yield "|---|---|---|---|"
    for name, n, said, came in scores.calibration(
        [c.laws["model"].some for c in meetings], [c.came > 0 for c in meetings]
    ):
        yield f"| {name} | {n} | {said:.2f} | {came:.2f} |"


def _row(measure: str, found: Sequence[Case], name: str, score) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    groups = [c.dyad for c in found]
    by = {k: [score(c.laws[k], c.came) for c in found] for k in NAMES}
    cells = [f"{np.mean(by[k]):.3f}" for k in NAMES]
    for k in NAMES[1:]:
        gain = scores.mean([x - y for x, y in zip(by[k], by["model"], strict=True)], groups)
        cells.append(f"{gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f})")
    return f"| {measure} | {len(found)} | {name} | {' | '.join(cells)} |"


def main() -> None:
    """Score, print, and write the tables into the page if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    found = series(options.folder)
    lines: list[str] = []
    for horizon, days in HORIZONS.items():
        made = list(cases(found, days))
        dyads = len({c.dyad for c in made})
        lines += [
            f"### The coming {horizon} ({days} days): {dyads} dyads, {len(made)} forecasts",
            "",
            *table(made),
            "",
        ]
    print("\n".join(lines))
    if options.write is not None:
        text = options.write.read_text(encoding="utf-8")
        head, _, rest = text.partition(TOP)
        _, _, tail = rest.partition(BOTTOM)
        options.write.write_text(
            f"{head}{TOP}\n\n" + "\n".join(lines) + f"\n{BOTTOM}{tail}", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
