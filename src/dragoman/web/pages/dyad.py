"""How two countries get on: what happened between them, their meetings, what is disputed, what was read."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BeforeValidator

from dragoman.claims import Claim, claims
from dragoman.codebook import linking, scheme
from dragoman.happenings import Happening, once
from dragoman.meetings import Meeting, meetings
from dragoman.store import ArticleLine
from dragoman.timeline import between
from dragoman.web.desk import Desk
from dragoman.web.pages.asked import (
    CountryA,
    CountryB,
    Limit,
    OneStatus,
    Since,
    Until,
    blank,
    one_of,
    statuses,
    two_countries,
)

LATEST = 8
DISPUTED = ("contested", "retracted", "denied")

Level = Annotated[
    str | None,
    BeforeValidator(one_of("level of meetings", linking.load().ranks)),
    Query(description="Only meetings at this level.", examples=["minister"]),
]
EventType = Annotated[
    str | None, BeforeValidator(blank), Query(description="Only events of this type.", examples=["CONSULT"])
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A happening as the chart has it: when, which quad class, its status, the level if it is a meeting."""

    id: int | None
    first: date | None
    last: date | None
    quad: int
    status: str
    type: str
    level: str | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dyad:
    """What is between two countries in a period.

    ``points`` has every happening that fits, ``happenings`` the latest of them in full; ``hidden`` counts
    those of other statuses. ``disputed`` are claims that somebody denies or takes back.
    """

    a: str
    b: str
    a_name: str
    b_name: str
    since: date | None
    until: date | None
    status: str | None
    type: str | None
    level: str | None
    happenings: tuple[Happening, ...]
    points: tuple[Point, ...]
    hidden: dict[str, int]
    meetings: tuple[Meeting, ...]
    disputed: tuple[Claim, ...]
    articles: tuple[ArticleLine, ...]


def dyad(
    desk: Desk,
    a: CountryA,
    b: CountryB,
    since: Since = None,
    until: Until = None,
    status: OneStatus = None,
    type: EventType = None,
    level: Level = None,
    limit: Limit = 60,
) -> Dyad:
    """Show what happened between two countries, their meetings, disputed claims and the latest articles."""
    a, b = two_countries(desk, a, b)
    every = between(desk.store, a, b, since=since, until=until, types=(type,) if type else None)
    wanted = statuses(status)
    met = [
        m
        for m in meetings(desk.store, a, b, since=since, until=until)
        if (wanted is None or m.happening.status in wanted) and (level is None or m.level == level)
    ]
    levels = {m.happening.id: m.level for m in met}
    found = [h for h in every if (wanted is None or h.status in wanted) and (level is None or h.id in levels)]
    latest = found[::-1]
    numbers = {h.id for h in every}
    return Dyad(
        a=a,
        b=b,
        a_name=desk.country(a),
        b_name=desk.country(b),
        since=since,
        until=until,
        status=status,
        type=type,
        level=level,
        happenings=tuple(latest[:limit]),
        points=tuple(point(h, desk.scheme, levels.get(h.id)) for h in found),
        hidden=dict(Counter(h.status for h in every if wanted is not None and h.status not in wanted)),
        meetings=tuple(met[::-1]),
        disputed=tuple(
            c for c in claims(desk.store, a, b) if c.state in DISPUTED and c.happening.id in numbers
        ),
        articles=tuple(_articles(desk, latest)),
    )


def point(h: Happening, book: scheme.Scheme, level: str | None = None) -> Point:
    """Return *h* as a chart has it."""
    sides = (", ".join(once(p.country or p.name for p in side)) for side in (h.actors, h.recipients))
    return Point(
        id=h.id,
        first=h.first,
        last=h.last,
        quad=book.types[h.event_type].quad,
        status=h.status,
        type=h.event_type,
        level=level,
        label=" → ".join(side for side in sides if side),
    )


def _articles(desk: Desk, latest: list[Happening]) -> list[ArticleLine]:
    lines = desk.store.lists.these(list(once(article for h in latest for article, _ in h.reports)))
    return sorted(lines, key=lambda line: line.published or "", reverse=True)[:LATEST]
