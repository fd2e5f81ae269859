"""Where things happened, as far as it is known; and who deals with whom."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import Query

from dragoman.linking.reports import WIDE
from dragoman.store import Choice, Spot
from dragoman.web.desk import Desk
from dragoman.web.pages.asked import OneStatus, Since, Until, Words, code_of, statuses
from dragoman.web.pages.dyad import EventType
from dragoman.web.pages.overview import Pair, pairs

COUNTRIES = frozenset({"country", "PCLI"})

Precision = Literal["place", "area", "country"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Happenings in one place. ``precision`` says how exact it is: a town, a region or sea, or a country.

    ``lat`` and ``lon`` are those of a town, the middle of an area, and None for a country.
    """

    name: str
    country: str | None
    precision: Precision
    lat: float | None
    lon: float | None
    happenings: tuple[int, ...]
    quads: dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Where the happenings of a period are placed; ``nowhere`` counts those whose place no source tells."""

    since: date | None
    until: date | None
    status: str | None
    type: str | None
    places: tuple[Where, ...]
    nowhere: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The pairs of countries that deal with each other in a period; ``names`` of their codes."""

    since: date | None
    until: date | None
    status: str | None
    type: str | None
    country: str | None
    pairs: tuple[Pair, ...]
    names: dict[str, str]
    total: int


def map_of(
    desk: Desk, since: Since = None, until: Until = None, status: OneStatus = None, type: EventType = None
) -> Map:
    """Show where things happened: towns as points, regions as wide rings, countries as areas."""
    best: dict[int, Spot] = {}
    for spot in desk.store.lists.spots(_choice(since, until, status, type)):
        known = best.get(spot.happening)
        if known is None or _coarse(spot) < _coarse(known):
            best[spot.happening] = spot
    groups: dict[tuple[str, str | None, Precision], list[Spot]] = {}
    for spot in best.values():
        if (precision := _precision(spot)) is not None:
            name = desk.country(spot.country) if precision == "country" else spot.name or ""
            groups.setdefault((name, spot.country, precision), []).append(spot)
    places = [_where(*key, found) for key, found in groups.items()]
    return Map(
        since=since,
        until=until,
        status=status,
        type=type,
        places=tuple(sorted(places, key=lambda w: (-len(w.happenings), w.name))),
        nowhere=len(best) - sum(len(w.happenings) for w in places),
        total=len(best),
    )


def network(
    desk: Desk,
    country: Annotated[Words, Query(description="Only the pairs of this country.", examples=["PRK"])] = None,
    since: Since = None,
    until: Until = None,
    status: OneStatus = None,
    type: EventType = None,
) -> Network:
    """Show which countries deal with each other, how often, and whether they co-operate or quarrel."""
    code = code_of(desk, country) if country else None
    every = pairs(desk, _choice(since, until, status, type))
    found = [p for p in every if code is None or code in (p.a, p.b)]
    codes = sorted({code for p in found for code in (p.a, p.b)})
    return Network(
        since=since,
        until=until,
        status=status,
        type=type,
        country=code,
        pairs=tuple(found),
        names={code: desk.country(code) for code in codes},
        total=sum(p.happenings for p in found),
    )


def _choice(since: date | None, until: date | None, status: str | None, kind: str | None) -> Choice:
    return Choice(
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
        types=(kind,) if kind else None,
        statuses=statuses(status),
    )


def _precision(spot: Spot) -> Precision | None:
    if spot.name is None or (spot.country is None and spot.lat is None):
        return None
    if spot.feature in COUNTRIES:
        return "country"
    if spot.lat is None:
        return "country"
    return "area" if spot.feature in WIDE else "place"


def _coarse(spot: Spot) -> int:
    return {"place": 0, "area": 1, "country": 2, None: 3}[_precision(spot)]


def _where(name: str, country: str | None, precision: Precision, found: list[Spot]) -> Where:
    exact = precision != "country"
    return Where(
        name=name,
        country=country,
        precision=precision,
        lat=found[0].lat if exact else None,
        lon=found[0].lon if exact else None,
        happenings=tuple(s.happening for s in found),
        quads=dict(sorted(Counter(s.quad_class for s in found if s.quad_class).items())),
    )
