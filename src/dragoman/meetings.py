"""Store and a pair of countries in, `Meeting`s out: who met whom, at which level, as whose guest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragoman.codebook import linking
from dragoman.happenings import MEETING, Happening, build, grouped, highest, lower, people
from dragoman.linking.rules import DONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.store import EventRow, Party, Store

AT_A_DISTANCE = frozenset({"phone"})
"""Modes in which nobody travels, so that nobody is host."""

TAKES_PLACE = DONE | {"planned"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting of a dyad.

    ``level`` is the lower of the ranks that are told: a president who receives a minister meets at the level
    of ministers; None where no rank is told.

    ``levels`` gives each country's own; ``visitor`` and ``host`` are countries; ``along`` are those
    who were there beside the two principals.
    """

    happening: Happening
    level: str | None
    levels: tuple[tuple[str, str | None], ...]
    principals: tuple[tuple[str, str | None], ...]
    visitor: str | None
    host: str | None
    along: tuple[str, ...]


def meetings(
    store: Store, a: str, b: str, *, since: date | None = None, until: date | None = None
) -> list[Meeting]:
    """Return the meetings, visits and calls between *a* and *b*, planned ones too, in order of time."""
    events = store.between(
        a, b, since=since.isoformat() if since else None, until=until.isoformat() if until else None
    )
    numbers = {e.happening for e in events if e.event_type == MEETING and e.happening is not None}
    groups = grouped(store.happening_rows(numbers))
    found = [meeting(group, a, b) for group in groups]
    kept = [m for m in found if m.happening.status in TAKES_PLACE]
    return sorted(
        kept,
        key=lambda m: (
            m.happening.first or m.happening.last or date.max,
            m.happening.words,
            m.happening.reports,
        ),
    )


def meeting(group: Sequence[EventRow], a: str, b: str) -> Meeting:
    """Return the meeting of *a* and *b* that the reports in *group* tell of."""
    happening = build(group, (a, b))
    ranks = linking.load().ranks
    sides = {c: people(group, c) for c in (a, b)}
    levels = {c: highest(found) for c, found in sides.items()}
    heads = {c: found[0][0] if found else None for c, found in sides.items()}
    visitor, host = _guest(group, happening, a, b)
    return Meeting(
        happening=happening,
        level=lower(levels.values()),
        levels=tuple((c, None if r is None else ranks[r]) for c, r in levels.items()),
        principals=tuple((c, p.name if p else None) for c, p in heads.items()),
        visitor=visitor,
        host=host,
        along=_along(group, [p for p in heads.values() if p]),
    )


def _guest(group: Sequence[EventRow], happening: Happening, a: str, b: str) -> tuple[str | None, str | None]:
    """Return visitor and host: as visits tell it, else by whose country the place lies in."""
    if set(happening.modes) & AT_A_DISTANCE:
        return None, None
    for e in group:
        if "visit" in e.modes:
            guests = {p.country for p in e.side("actor")} & {a, b}
            if len(guests) == 1:
                visitor = next(iter(guests))
                return visitor, b if visitor == a else a
    where = {e.place_country for e in group if e.place_country}
    if len(where) == 1 and (host := next(iter(where))) in (a, b):
        return (b if host == a else a), host
    return None, None


def _along(group: Sequence[EventRow], heads: Sequence[Party]) -> tuple[str, ...]:
    # One spelling of a name stands for all: Sergei and Sergey Lavrov are not two.
    known = {_surname(p) for p in heads}
    out = []
    for e in group:
        for p in e.parties:
            there = p.kind == "person" or (p.side == "participant" and p.kind != "country")
            if there and _surname(p) not in known:
                known.add(_surname(p))
                out.append(p.name)
    return tuple(out)


def _surname(p: Party) -> tuple[str, str | None]:
    """Return the last word of a person's name, or the whole of a body's, with the country."""
    words = p.name.casefold().split() if p.kind == "person" else [p.name.casefold()]
    return (words[-1] if words else "", p.country)
