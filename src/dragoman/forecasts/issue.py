"""Store, two countries and a day in, a `Forecast` out, made of nothing that was published after that day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from dragoman.codebook import linking
from dragoman.errors import ForecastError
from dragoman.forecasts import models
from dragoman.forecasts.models import Law  # noqa: TC001  (msgspec reads forecasts by these types)
from dragoman.series import deeds
from dragoman.series.deeds import TOLD, Deed
from dragoman.series.known import known_reading
from dragoman.store import ForecastFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.store import Store

Horizon = Literal["month", "quarter"]
HORIZONS: dict[Horizon, int] = {"month": 1, "quarter": 3}
"""How many months each horizon has."""

WEEK = timedelta(days=7)
FEWEST = 8
"""Weeks that must have been read before a forecast is worth making."""

QUADS = (1, 2, 3, 4)
MEETING = "meeting"
MINISTER = "minister"
"""The rank from which on a meeting counts here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is foreseen: counts for ``quad 1`` to ``quad 4``, for ``meeting`` the chance of one or more.

    ``model`` comes with the two baselines that it is always shown beside.
    """

    name: str
    model: Law
    persistence: Law
    mean: Law


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What may happen between two countries from ``first`` to ``last``.

    ``issued`` is the day at whose end it was made, or as of which. ``weeks`` were looked back on, of which
    ``read`` were read; ``happenings`` were counted in them. For ``meeting`` the counts are of weeks with a
    meeting at the level of ministers or above.
    """

    a: str
    b: str
    horizon: Horizon
    issued: date
    first: date
    last: date
    version: str
    weeks: int
    read: int
    happenings: int
    measures: tuple[Measure, ...]


def issue(store: Store, a: str, b: str, *, horizon: Horizon = "month", on: date) -> Forecast:
    """Return the forecast for *a* and *b* that could be made at the end of the day *on*.

    Raises:
        ForecastError: if too little had been read by then.
    """
    a, b = sorted((a, b))
    days = [d for d in known_reading(store.read_days(a, b), on) if d.either]
    told = counted(deeds.between(store, a, b, as_known_on=on).deeds)
    begin = min((d.day for d in days), default=on)
    weeks = ((on - begin).days + 1) // 7
    read = [0.0] * weeks
    for d in days:
        if (n := _week(d.day, on, weeks)) is not None:
            read[n] = 1.0
    if sum(read) < FEWEST:
        message = (
            f"{a} and {b}: articles about either were read in {sum(read):.0f} weeks up to {on},"
            f" a forecast needs {FEWEST}; add more articles"
        )
        raise ForecastError(message)
    first, last = on + timedelta(days=1), months_on(on, HORIZONS[horizon])
    ahead = ((last - first).days + 1) / 7
    past = {name: _weekly(found, on, weeks) for name, found in measured(told).items()}
    return Forecast(
        a=a,
        b=b,
        horizon=horizon,
        issued=on,
        first=first,
        last=last,
        version=models.VERSION,
        weeks=weeks,
        read=int(sum(read)),
        happenings=sum(sum(past[f"quad {q}"]) for q in QUADS),
        measures=tuple(_measure(name, counts, read, ahead) for name, counts in past.items()),
    )


def keep(store: Store, forecast: Forecast) -> bool:
    """Keep *forecast*; False if one of the same dyad, horizon, day and model is there, which stands."""
    f = forecast
    facts = ForecastFacts(
        a=f.a,
        b=f.b,
        horizon=f.horizon,
        issued=f.issued.isoformat(),
        first=f.first.isoformat(),
        last=f.last.isoformat(),
        model=f.version,
    )
    return store.keep_forecast(f, facts)


def counted(found: Iterable[Deed]) -> list[Deed]:
    """Return those deeds that a forecast is about: told, and dated to within a week."""
    return [
        d
        for d in found
        if d.happening.status in TOLD
        and d.first is not None
        and d.last is not None
        and d.last - d.first < WEEK
    ]


def measured(found: Sequence[Deed]) -> dict[str, list[date]]:
    """Return the days of the deeds that each measure counts."""
    ranks = linking.load().ranks
    high = {*ranks[: ranks.index(MINISTER) + 1]}
    days = {f"quad {q}": [d.first for d in found if d.quad == q and d.first] for q in QUADS}
    return days | {MEETING: [d.first for d in found if d.level in high and d.first]}


def months_on(day: date, months: int) -> date:
    """Return the same day some *months* later, or the last of that month.

    >>> from datetime import date
    >>> months_on(date(2024, 1, 31), 1), months_on(date(2023, 11, 30), 3)
    (datetime.date(2024, 2, 29), datetime.date(2024, 2, 29))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _week(day: date, on: date, weeks: int) -> int | None:
    """Return which of the *weeks* that end with *on* the *day* lies in, the oldest being 0."""
    n = weeks - 1 - (on - day).days // 7
    return n if 0 <= n < weeks else None


def _weekly(days: Iterable[date], on: date, weeks: int) -> list[int]:
    found = [0] * weeks
    for day in days:
        if (n := _week(day, on, weeks)) is not None:
            found[n] += 1
    return found


def _measure(name: str, counts: Sequence[int], read: Sequence[float], ahead: float) -> Measure:
    if name == MEETING:
        counts = [min(n, 1) for n in counts]
    counts = [n if r else 0 for n, r in zip(counts, read, strict=True)]
    # As many weeks back as there are ahead; those that were not read are passed over.
    last = [(n, r) for n, r in zip(counts, read, strict=True) if r][-round(ahead) :]
    return Measure(
        name=name,
        model=models.forecast(counts, read, ahead),
        persistence=models.persistence(sum(n for n, _ in last), ahead, sum(r for _, r in last)),
        mean=models.historical(counts, read, ahead),
    )
