"""Deeds by period in, sentences out: "closer than at any time since June", "the first visit since March".

Each is computed, holds for what was read, and names its evidence. A sentence that compares periods must hold
in 90 of 100 draws of what truly took place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from dragoman.codebook import linking
from dragoman.happenings import MEETING
from dragoman.series import rates
from dragoman.series.deeds import TOLD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.series.deeds import Deed
    from dragoman.series.periods import By, Period

SURE = 0.9
NOTABLE = 3
"""Periods before the latest that must be surpassed to speak of it."""

LONG = timedelta(days=90)
"""How long a kind of happening must not have been seen, to speak of the first one since."""

FEWEST = 2
"""Happenings in a period that is said to be closer, or more hostile, than others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One computed sentence: about which period, how sure, and the happenings that it rests on.

    ``since`` is the period or day that it goes back to; None if to the beginning of what was read.
    """

    kind: Literal["closer", "worse", "first"]
    text: str
    period: str
    since: str | None
    chance: float
    happenings: tuple[str, ...]


def sentences(
    periods: Sequence[Period], cells: Sequence[Sequence[Deed]], unread: Sequence[bool], by: By
) -> list[Sentence]:
    """Return what can be said of the latest period in which something is told, for all that was read."""
    told = [[d for d in cell if d.happening.status in TOLD] for cell in cells]
    latest = max((n for n, cell in enumerate(told) if cell), default=None)
    if latest is None:
        return []
    return [*_extremes(periods, told, unread, latest, by), *_firsts(periods, told, latest)]


def _extremes(
    periods: Sequence[Period],
    told: Sequence[Sequence[Deed]],
    unread: Sequence[bool],
    latest: int,
    by: By,
) -> Iterator[Sentence]:
    """Yield that the latest period is closer, or more hostile, than those before it."""
    if len(told[latest]) < FEWEST:
        return
    draws = [_net(cell) for cell in told[: latest + 1]]
    ways: tuple[tuple[Literal["closer", "worse"], int, str], ...] = (
        ("closer", 1, "closer than"),
        ("worse", -1, "on worse terms than"),
    )
    for kind, sign, words in ways:
        back, chance = _surpassed([sign * d for d in draws])
        if sum(not gap for gap in unread[back:latest]) < NOTABLE:
            continue
        since = periods[back - 1].name if back else None
        when = (
            f"at any time since {since}" if since else f"in any {by} since {periods[0].name}, the first read"
        )
        gaps = sum(unread[back:latest])
        rest = f"; nothing was read for {gaps} of the {by}s between" if gaps else ""
        yield Sentence(
            kind=kind,
            text=f"In {periods[latest].name} {words} {when}: the scores of {len(told[latest])} happenings"
            f" add up to {draws[latest].mean():+.0f}{rest}.",
            period=periods[latest].name,
            since=since,
            chance=round(chance, 3),
            happenings=tuple(d.name for d in [*(told[back - 1] if back else []), *told[latest]]),
        )


def _surpassed(draws: Sequence[rates.Floats]) -> tuple[int, float]:
    """Return from which period on the last one is the highest of all, and how surely."""
    *earlier, last = draws
    back, chance = len(earlier), 1.0
    highest = np.full_like(last, -np.inf)
    while back and last.mean() > 0:
        highest = np.maximum(highest, earlier[back - 1])
        now = float((last > highest).mean())
        if now < SURE:
            break
        back, chance = back - 1, now
    return back, chance


def _net(cell: Sequence[Deed]) -> rates.Floats:
    scored = [(d.score, d.chance) for d in cell if d.score is not None]
    return rates.sums([s for s, _ in scored], [c for _, c in scored])


def _firsts(periods: Sequence[Period], told: Sequence[Sequence[Deed]], latest: int) -> Iterator[Sentence]:
    """Yield which happenings of the latest period are the first of their kind for long."""
    earlier = [d for cell in told[:latest] for d in cell]
    said: set[object] = set()
    # The coarse kinds come first: the first visit says no more where there was no other meeting either.
    kinds = sorted({k: d for d in reversed(told[latest]) for k in _kinds(d)}.items(), key=lambda x: x[0].fine)
    for kind, deed in kinds:
        last = max((d for d in earlier if kind.holds(d)), key=_end, default=None)
        day = deed.first or periods[latest].first
        since = None if last is None else _end(last)
        if day - (since or periods[0].first) < LONG or (kind.event_type, since, kind.rank) in said:
            continue
        said.add((kind.event_type, since, kind.rank))
        when = f"since {since}" if since else f"in all that was read since {periods[0].name}"
        yield Sentence(
            kind="first",
            text=f"The first {kind.name} {when}: {day}.",
            period=periods[latest].name,
            since=None if since is None else since.isoformat(),
            chance=round(deed.chance, 3),
            happenings=(*((last.name,) if last else ()), deed.name),
        )


def _end(deed: Deed) -> date:
    """Return the last day of a happening that has a period, and so a date."""
    return deed.last or date.min


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of happening: a type, with a mode or a level of meeting if given."""

    name: str
    event_type: str
    mode: str | None = None
    rank: int | None = None

    @property
    def fine(self) -> tuple[bool, bool, str]:
        """A key by which coarse kinds come before fine ones."""
        return self.rank is not None, self.mode is not None, self.name

    def holds(self, deed: Deed) -> bool:
        """Tell whether *deed* is of this kind."""
        if self.rank is not None:
            return deed.level is not None and linking.load().ranks.index(deed.level) <= self.rank
        h = deed.happening
        return h.event_type == self.event_type and (self.mode is None or self.mode in h.modes)


def _kinds(deed: Deed) -> Iterator[_Kind]:
    """Yield the kinds that *deed* is of, the finest first."""
    h = deed.happening
    if h.event_type == MEETING and deed.level is not None:
        rank = linking.load().ranks.index(deed.level)
        words = "of" if rank == 0 else "of at least"
        yield _Kind(f"meeting at the level {words} {deed.level}", MEETING, rank=rank)
    for mode in h.modes:
        yield _Kind(what(h.event_type, mode), h.event_type, mode=mode)
    yield _Kind(h.event_type, h.event_type)


def what(event_type: str, mode: str) -> str:
    """Return a type with a mode as one reads it."""
    return f"{event_type} ({mode.replace('_', ' ')})"
