"""How two countries get on, period by period, and what the coming month may bring."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import Query

from dragoman import forecasts
from dragoman.errors import ForecastError
from dragoman.forecasts import Horizon
from dragoman.series import Index, index
from dragoman.web.desk import Desk
from dragoman.web.pages.asked import AsOf, CountryA, CountryB, Since, Until, two_countries

By = Annotated[
    Literal["day", "week", "month"], Query(description="How long a period is.", examples=["month"])
]
MOST = {"day": 400, "week": 400, "month": 1200}
"""Periods that are shown at most, the latest ones."""
DAYS = {"day": 1, "week": 7, "month": 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The index of two countries, with their names."""

    a_name: str
    b_name: str
    index: Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """One distribution, in short: the mean, the middle of nine in ten cases, the chance of one or more."""

    mean: float
    low: int
    high: int
    some: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What is foreseen of ``quad 1`` to ``quad 4``, or of a ``meeting``, beside two baselines."""

    name: str
    model: Chances
    persistence: Chances
    mean: Chances


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A forecast, as it could be made at the end of ``issued``; ``problem`` says why there is none."""

    a: str
    b: str
    a_name: str
    b_name: str
    horizon: Horizon
    issued: date
    first: date | None
    last: date | None
    weeks: int
    read: int
    happenings: int
    measures: tuple[Foreseen, ...]
    problem: str | None


def series(
    desk: Desk,
    a: CountryA,
    b: CountryB,
    by: By = "month",
    since: Since = None,
    until: Until = None,
    as_known_on: AsOf = None,
) -> Series:
    """Show how two countries get on, period by period, how sure that is, and when it changed."""
    a, b = two_countries(desk, a, b)
    days = [day for day, _ in desk.store.days()]
    latest = until or max(days, default=None)
    # So that a long memory does not ask for thousands of days.
    earliest = latest - timedelta(days=MOST[by] * DAYS[by]) if latest else None
    if earliest and (since or min(days, default=earliest)) < earliest:
        since = earliest
    found = index(desk.store, a, b, by=by, since=since, until=until, as_known_on=as_known_on)
    return Series(a_name=desk.country(a), b_name=desk.country(b), index=found)


def outlook(
    desk: Desk,
    a: CountryA,
    b: CountryB,
    horizon: Annotated[Horizon, Query(description="How far it goes.", examples=["month"])] = "month",
    as_known_on: AsOf = None,
) -> Outlook:
    """Show what may happen in the time after a day, by default the last one of which articles were read."""
    a, b = sorted(two_countries(desk, a, b))
    on = as_known_on or max((day for day, _ in desk.store.days()), default=date.today())
    made: forecasts.Forecast | None = None
    problem: str | None = None
    try:
        made = forecasts.issue(desk.store, a, b, horizon=horizon, on=on)
    except ForecastError as error:
        problem = str(error)
    return Outlook(
        a=a,
        b=b,
        a_name=desk.country(a),
        b_name=desk.country(b),
        horizon=horizon,
        issued=on,
        first=made.first if made else None,
        last=made.last if made else None,
        weeks=made.weeks if made else 0,
        read=made.read if made else 0,
        happenings=made.happenings if made else 0,
        measures=tuple(_foreseen(m) for m in made.measures) if made else (),
        problem=problem,
    )


def _foreseen(m: forecasts.Measure) -> Foreseen:
    return Foreseen(
        name=m.name, model=_chances(m.model), persistence=_chances(m.persistence), mean=_chances(m.mean)
    )


def _chances(law: forecasts.Law) -> Chances:
    return Chances(
        mean=round(law.mean, 2), low=law.quantile(0.05), high=law.quantile(0.95), some=round(law.some, 3)
    )
