"""Store in, one CSV table out: what each pair of countries did in each month, with the empty months.

Happenings are counted, not reports: the rows of `dragoman timeline`. The months run from the first article
read to the last, and each row says how many articles were read in its month, because no happening in a
month without articles means nothing. A happening is in a month if all its possible days are; otherwise it
is ``undated``.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import fmean
from typing import TYPE_CHECKING, get_args

from dragoman.exports.columns import cell
from dragoman.exports.pairs import with_each_other
from dragoman.records import CLASSIC, Status
from dragoman.timeline import between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dragoman.exports.codes import Codes
    from dragoman.exports.columns import Cells, Value
    from dragoman.exports.reports import Tally, Wanted
    from dragoman.happenings import Happening
    from dragoman.store import Party, Store

QUADS = {
    1: "verbal_cooperation",
    2: "material_cooperation",
    3: "verbal_conflict",
    4: "material_conflict",
}


@dataclass(frozen=True, slots=True)
class Period:
    """A month, week or day, and how many articles were read in it."""

    name: str
    first: date
    last: date
    articles: int


@dataclass(slots=True)
class Row:
    """A pair of countries in a period."""

    a: str
    b: str
    period: Period
    codes: Codes
    happenings: list[Happening] = field(default_factory=list)
    undated: int = 0

    @property
    def done(self) -> list[Happening]:
        """Those that are taken to have happened."""
        return [h for h in self.happenings if h.status in CLASSIC]


def _counts() -> Cells[Row]:
    """Return the columns that count by quad class, by status, and by both."""

    def quad(number: int) -> Callable[[Row], Value]:
        return lambda r: sum(h.quad_class == number for h in r.done)

    def status(name: str) -> Callable[[Row], Value]:
        return lambda r: sum(h.status == name for h in r.happenings)

    def both(number: int, name: str) -> Callable[[Row], Value]:
        return lambda r: sum((h.quad_class, h.status) == (number, name) for h in r.happenings)

    statuses = get_args(Status)
    return {
        **{name: quad(number) for number, name in QUADS.items()},
        **{name: status(name) for name in statuses},
        **{f"{name}_{s}": both(number, s) for number, name in QUADS.items() for s in statuses},
    }


def _mean(values: Iterable[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return round(fmean(known), 4) if known else None


CELLS: Cells[Row] = {
    "country_a": lambda r: r.a,
    "country_b": lambda r: r.b,
    "iso3_a": lambda r: r.codes.iso3(r.a),
    "iso3_b": lambda r: r.codes.iso3(r.b),
    "cow_a": lambda r: r.codes.cow(r.a),
    "cow_b": lambda r: r.codes.cow(r.b),
    "gw_a": lambda r: r.codes.gw(r.a),
    "gw_b": lambda r: r.codes.gw(r.b),
    "period": lambda r: r.period.name,
    "period_first": lambda r: r.period.first,
    "period_last": lambda r: r.period.last,
    "articles_read": lambda r: r.period.articles,
    "happenings": lambda r: len(r.done),
    "reports": lambda r: sum(len(h.reports) for h in r.done),
    "undated": lambda r: r.undated,
    "mean_score": lambda r: _mean(h.score for h in r.done),
    "mean_goldstein": lambda r: _mean(h.goldstein for h in r.done),
    **_counts(),
}


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield the header, then a line for each pair and period, by pair and then in order of time.

    Memory holds the happenings of one pair at a time.
    """
    yield _line(CELLS)
    periods = _periods(store.days(), wanted)
    for a, b in [_ordered(wanted.dyad)] if wanted.dyad else store.dyads():
        happenings = between(
            store, a, b, since=wanted.since, until=wanted.until, types=wanted.types, statuses=wanted.statuses
        )
        _note(happenings, periods, wanted, tally)
        ways = ((a, b), (b, a)) if wanted.directed else ((a, b),)
        for one, other in ways:
            found = [h for h in happenings if not wanted.directed or _does_to(h, one, other)]
            for row in _rows(one, other, periods, found, wanted, codes):
                tally.rows += 1
                yield _line(cell(of(row)) for of in CELLS.values())


def _rows(
    a: str, b: str, periods: dict[str, Period], happenings: list[Happening], wanted: Wanted, codes: Codes
) -> Iterable[Row]:
    rows = {name: Row(a, b, period, codes) for name, period in periods.items()}
    for happening in happenings:
        reported = _reported(happening, wanted.by)
        if _known(happening, wanted.by) is None and reported in rows and happening.status in CLASSIC:
            rows[reported].undated += 1
        counted = _counted(happening, wanted)
        if counted in rows:
            rows[counted].happenings.append(happening)
    return rows.values()


def _note(happenings: list[Happening], periods: dict[str, Period], wanted: Wanted, tally: Tally) -> None:
    """Count the happenings that are in no row: without a period, or with one outside those of the table."""
    for happening in happenings:
        counted = _counted(happening, wanted)
        tally.undated += counted is None
        tally.outside += counted is not None and counted not in periods


def _counted(happening: Happening, wanted: Wanted) -> str | None:
    """Return the name of the period in which *happening* is counted, if it is in any."""
    return _known(happening, wanted.by) or (_reported(happening, wanted.by) if wanted.undated else None)


def _reported(happening: Happening, by: str) -> str | None:
    return _name(happening.reported, by) if happening.reported else None


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(list(cells))
    return out.getvalue()


def _ordered(dyad: tuple[str, str]) -> tuple[str, str]:
    a, b = sorted(dyad)
    return a, b


def _does_to(happening: Happening, a: str, b: str) -> bool:
    """Say whether somebody of *a* does it to somebody of *b*, or both do it with each other."""
    if not happening.recipients and with_each_other(happening.event_type, happening.cameo):
        return _has(happening.actors, a) and _has(happening.actors, b)
    return _has(happening.actors, a) and _has(happening.recipients, b)


def _has(parties: tuple[Party, ...], country: str) -> bool:
    return any(p.country == country for p in parties)


def _periods(days: list[tuple[date, int]], wanted: Wanted) -> dict[str, Period]:
    """Return the periods from the first article to the last, or those that are asked for, by name."""
    if not days:
        return {}
    read: dict[str, int] = {}
    for day, articles in days:
        read[_name(day, wanted.by)] = read.get(_name(day, wanted.by), 0) + articles
    start, end = max(days[0][0], wanted.since or date.min), min(days[-1][0], wanted.until or date.max)
    periods: dict[str, Period] = {}
    first = start
    while first <= end:
        first = _begin(first, wanted.by)
        last = _end(first, wanted.by)
        name = _name(first, wanted.by)
        periods[name] = Period(name, first, last, read.get(name, 0))
        first = last + timedelta(days=1)
    return periods


def _known(happening: Happening, by: str) -> str | None:
    """Return the period in which all possible days of *happening* lie."""
    if happening.first is None or happening.last is None:
        return None
    name = _name(happening.first, by)
    return name if name == _name(happening.last, by) else None


def _name(day: date, by: str) -> str:
    """Return the name of the period of *day*.

    >>> day = date(2024, 12, 30)
    >>> _name(day, "month"), _name(day, "week"), _name(day, "day")
    ('2024-12', '2025-W01', '2024-12-30')
    """
    if by == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    return day.isoformat()[:7] if by == "month" else day.isoformat()


def _begin(day: date, by: str) -> date:
    if by == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by == "month" else day


def _end(first: date, by: str) -> date:
    if by == "week":
        return first + timedelta(days=6)
    if by == "day":
        return first
    return (first.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
