"""Store and two countries in, `Deed`s out: the happenings that count between them, and how surely.

A happening counts if one of the two does it to the other, or both do it with each other. What both do to a
third, or suffer from it, is nothing between them. Denied, negated, planned, foreseen and requested acts are
never counted as done.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from dragoman.codebook import linking
from dragoman.codebook import series as codebook
from dragoman.happenings import MEETING, build, grouped
from dragoman.meetings import meeting
from dragoman.series.known import known_reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.happenings import Happening
    from dragoman.store import EventRow, Party, Store

Reading = Literal["told", "contested", "corroborated"]
READINGS: tuple[Reading, ...] = ("told", "contested", "corroborated")
TOLD = frozenset({"asserted", "attributed"})
ENOUGH = 2
"""Independent sources that corroborate a happening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One happening between two countries.

    ``first`` and ``last`` are the days between which it is counted; ``by_report`` says that no text tells
    them, so that they are the day of the first report. ``doer`` is the country that does it, None where both
    do it with each other. ``chance`` is how surely it took place as coded, between 0 and 1. ``score`` is
    PLOVER's and ``goldstein`` CAMEO's, from -10 to 10. ``level`` is that of a meeting. ``readings`` are those
    that count it.
    """

    happening: Happening
    name: str
    first: date | None
    last: date | None
    by_report: bool
    doer: str | None
    quad: int
    score: float | None
    goldstein: float | None
    level: str | None
    chance: float
    readings: frozenset[Reading]

    @property
    def cooperative(self) -> bool:
        """Whether its quad class is one of co-operation."""
        return self.quad in (1, 2)


@dataclass(frozen=True, slots=True)
class Dealings:
    """The deeds of two countries, and how many happenings were set aside, by reason."""

    deeds: tuple[Deed, ...]
    aside: tuple[tuple[str, int], ...]


def between(store: Store, a: str, b: str, *, as_known_on: date | None = None) -> Dealings:
    """Return what counts between *a* and *b*, in order of time, as known at the end of *as_known_on*."""
    events = list(store.between(a, b))
    linked = store.happening_rows({e.happening for e in events if e.happening is not None})
    rows = known_reports([*linked, *(e for e in events if e.happening is None)], as_known_on)
    return weigh(grouped(rows), a, b)


def weigh(groups: Iterable[Sequence[EventRow]], a: str, b: str) -> Dealings:
    """Return what counts between *a* and *b* of the happenings that the reports in *groups* make up."""
    found: list[Deed] = []
    aside: Counter[str] = Counter()
    for group in groups:
        happening = build(group)
        sides = _doers(happening, a, b)
        if sides is None or happening.quad_class is None:
            aside["not between the two"] += 1
        elif happening.status not in codebook.COUNTED:
            aside[happening.status] += 1
        else:
            found.append(_deed(group, happening, sides[0], (a, b)))
    found.sort(key=lambda d: (d.first or date.max, d.last or date.max, d.name))
    return Dealings(tuple(found), tuple(aside.most_common()))


def _deed(group: Sequence[EventRow], happening: Happening, doer: str | None, dyad: tuple[str, str]) -> Deed:
    chance = codebook.load().chance(happening.status, max(e.confidence for e in group), happening.sources)
    readings: set[Reading] = {"told"} if happening.status in TOLD else {"contested"}
    if happening.status in TOLD and happening.sources >= ENOUGH:
        readings.add("corroborated")
    article, event = happening.reports[0]
    first, last, by_report = _days(happening)
    assert happening.quad_class is not None  # looked at by the caller
    return Deed(
        happening=happening,
        name=f"{article}#{event}" if happening.id is None else str(happening.id),
        first=first,
        last=last,
        by_report=by_report,
        doer=doer,
        quad=happening.quad_class,
        score=happening.score,
        goldstein=happening.goldstein,
        level=meeting(group, *dyad).level if happening.event_type == MEETING else None,
        chance=chance,
        readings=frozenset(readings),
    )


def _days(h: Happening) -> tuple[date | None, date | None, bool]:
    """Return between which days a happening is counted, and whether it is by its first report alone.

    What goes on from a day begins on it. Of most news no text says more than that it has happened: it is
    counted when it was first told.
    """
    if h.first is not None:
        return h.first, h.last or h.first, False
    if h.reported is None:
        return None, None, False
    day = min(h.last or h.reported, h.reported)
    return day, day, True


def _doers(h: Happening, a: str, b: str) -> tuple[str | None] | None:
    """Return in a tuple who does it, None if both do; None instead of the tuple if it is not between them."""
    does, bears = _countries(h.actors), _countries(h.recipients)
    dyad = {a, b}
    mutual = h.event_type in linking.load().mutual
    if dyad <= does:
        return (None,) if mutual or bears <= dyad else None
    one = (a in does and b in bears, b in does and a in bears)
    if all(one) or any(one):
        return (None,) if all(one) or (mutual and _nobody_hosts(h)) else ((a,) if one[0] else (b,))
    there = does | bears
    if h.event_type == MEETING and there & dyad and dyad <= there | _countries(h.participants):
        return (None,)
    return None


def _nobody_hosts(h: Happening) -> bool:
    """Tell whether the words put one side first by chance: talks and calls, but no visit."""
    return h.event_type == MEETING and "visit" not in h.modes


def _countries(parties: Iterable[Party]) -> set[str]:
    return {p.country for p in parties if p.country is not None}
