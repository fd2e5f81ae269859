"""Forecasts that were kept in, a `Report` out: how good they were, beside their baselines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.forecasts import scores
from dragoman.forecasts.issue import MEETING, Forecast, counted, measured
from dragoman.series import deeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dragoman.forecasts.models import Law
    from dragoman.forecasts.scores import Mean
    from dragoman.store import Store

BASELINES = ("persistence", "mean")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One measure of one forecast and what came: its score and those of the baselines; less is better.

    ``score`` is CRPS for counts and Brier for the chance of a meeting. ``late`` says that the forecast was
    made after its day of issue, from what was known on it.
    """

    a: str
    b: str
    horizon: str
    issued: date
    late: bool
    measure: str
    said: float
    came: int
    inside: bool
    model: float
    persistence: float
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The mean scores for one measure, and how much less than each baseline's the model's is."""

    measure: str
    score: str
    n: int
    model: float
    persistence: float
    mean: float
    gain_on_persistence: Mean
    gain_on_mean: Mean
    inside: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that can be scored; ``waiting`` forecasts have not had their time yet, or it was not read."""

    lines: tuple[Line, ...]
    calibration: tuple[tuple[str, int, float, float], ...]
    scored: tuple[Scored, ...]
    waiting: int


def score(store: Store, *, dyad: tuple[str, str] | None = None) -> Report:
    """Score the forecasts in *store*, or those for one *dyad*, against what is known now.

    A forecast's time has come when something about either country was read that was published after its last
    day.
    """
    found: list[Scored] = []
    waiting = 0
    wanted = tuple(sorted(dyad)) if dyad else None
    for forecast, made in store.forecasts(Forecast):
        if wanted is not None and (forecast.a, forecast.b) != wanted:
            continue
        days = store.read_days(forecast.a, forecast.b)
        if not any(d.day > forecast.last and d.either for d in days):
            waiting += 1
            continue
        told = counted(deeds.between(store, forecast.a, forecast.b).deeds)
        found += _scored(forecast, measured(told), late=made[:10] > forecast.issued.isoformat())
    meetings = [s for s in found if s.measure == MEETING]
    return Report(
        lines=tuple(_lines(found)),
        calibration=tuple(scores.calibration([s.said for s in meetings], [s.came > 0 for s in meetings])),
        scored=tuple(found),
        waiting=waiting,
    )


def _scored(forecast: Forecast, days: dict[str, list[date]], *, late: bool) -> Iterable[Scored]:
    for m in forecast.measures:
        came = sum(forecast.first <= day <= forecast.last for day in days[m.name])
        by = {name: _one(m.name, getattr(m, name), came) for name in ("model", *BASELINES)}
        yield Scored(
            a=forecast.a,
            b=forecast.b,
            horizon=forecast.horizon,
            issued=forecast.issued,
            late=late,
            measure=m.name,
            said=m.model.some if m.name == MEETING else m.model.mean,
            came=came,
            inside=scores.within(m.model, came, 0.9),
            **by,
        )


def _one(measure: str, law: Law, came: int) -> float:
    return scores.brier(law.some, came > 0) if measure == MEETING else scores.crps(law, came)


def _lines(found: Sequence[Scored]) -> Iterable[Line]:
    counts = [s for s in found if s.measure != MEETING]
    names = sorted({s.measure for s in counts})
    groups = [(name, [s for s in counts if s.measure == name]) for name in names]
    groups += [("all quad classes", counts)] if counts else []
    meetings = [s for s in found if s.measure == MEETING]
    groups += [(MEETING, meetings)] if meetings else []
    for name, some in groups:
        # Forecasts for one dyad stand and fall together.
        dyads = [f"{s.a} {s.b}" for s in some]
        one = len(set(dyads)) == 1
        gains = {
            base: scores.mean([getattr(s, base) - s.model for s in some], None if one else dyads)
            for base in BASELINES
        }
        yield Line(
            measure=name,
            score="Brier" if name == MEETING else "CRPS",
            n=len(some),
            model=sum(s.model for s in some) / len(some),
            persistence=sum(s.persistence for s in some) / len(some),
            mean=sum(s.mean for s in some) / len(some),
            gain_on_persistence=gains["persistence"],
            gain_on_mean=gains["mean"],
            inside=sum(s.inside for s in some) / len(some),
        )
