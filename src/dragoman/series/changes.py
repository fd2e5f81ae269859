"""Deeds by period in, `Change`s out: when things changed between the two, and what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (msgspec reads the fields' types)
from typing import TYPE_CHECKING, Literal

from dragoman.series import breaks
from dragoman.series.deeds import TOLD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.series.deeds import Deed
    from dragoman.series.periods import Period

Track = Literal["cooperation", "conflict", "balance"]
WORDS: dict[Track, str] = {"cooperation": "co-operation", "conflict": "conflict", "balance": "balance"}
TRACKS: tuple[Track, ...] = ("cooperation", "conflict", "balance")

ALARMS = 0.05
"""The share of dyads without any change for which one is shown all the same: divided among the tracks."""

FEWEST = 8
"""Periods below which no change is looked for."""

SHOWN, FOLLOWING = 6, 3
"""How many happenings a change names at most, and from how many periods after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A lasting change of level.

    ``track`` is what changes: happenings of co-operation or of conflict in a period, or the mean PLOVER
    score. ``period`` is the first at the new level, and lies between ``earliest`` and ``latest`` in 90 of 100
    cases. ``before`` and ``after`` are the levels. ``p`` is how often a series without a change looks like
    that. ``happenings`` are those that made it; where something has ceased, the last before it.
    """

    track: Track
    period: str
    first: date
    earliest: str
    latest: str
    before: float
    after: float
    p: float
    happenings: tuple[str, ...]


def changes(
    periods: Sequence[Period],
    cells: Sequence[Sequence[Deed]],
    unread: Sequence[bool],
    articles: Sequence[int] | None = None,
) -> list[Change]:
    """Return the changes in what is told, in order of time; *unread* periods are passed over.

    With *articles*, how many were read in each period, levels are those of a period with as many as usual.
    """
    where = [n for n, gap in enumerate(unread) if not gap]
    if len(where) < FEWEST:
        return []
    told = [[d for d in cells[n] if d.happening.status in TOLD] for n in where]
    read = [float(articles[n]) if articles else 1.0 for n in where]
    exposure = [r * len(read) / sum(read) for r in read]
    found = [c for track in TRACKS for c in _of(track, [periods[n] for n in where], told, exposure)]
    return sorted(found, key=lambda c: (c.first, TRACKS.index(c.track)))


def _of(
    track: Track, periods: Sequence[Period], told: Sequence[Sequence[Deed]], exposure: Sequence[float]
) -> list[Change]:
    rows = [[d for d in cell if _counts(d, track)] for cell in told]
    sums, weights = _series(track, rows, exposure)
    kind: breaks.Kind = "scores" if track == "balance" else "counts"
    cuts = breaks.find(sums, weights, kind=kind, level=ALARMS / len(TRACKS))
    bounds = [0, *(c.at for c in cuts), len(periods)]
    out = []
    for cut, start, end in zip(cuts, bounds, bounds[2:], strict=False):
        before = _level(sums[start : cut.at], weights[start : cut.at])
        after = _level(sums[cut.at : end], weights[cut.at : end])
        out.append(
            Change(
                track=track,
                period=periods[cut.at].name,
                first=periods[cut.at].first,
                earliest=periods[cut.low].name,
                latest=periods[cut.high].name,
                before=round(before, 3),
                after=round(after, 3),
                p=cut.p,
                happenings=_makers(track, rows, (start, cut.at, end), before, after),
            )
        )
    return out


def _counts(deed: Deed, track: Track) -> bool:
    if track == "balance":
        return deed.score is not None
    return deed.cooperative == (track == "cooperation")


def _series(
    track: Track, rows: Sequence[Sequence[Deed]], exposure: Sequence[float]
) -> tuple[list[float], Sequence[float]]:
    """Return sums and weights: chances in each period, or scores and how many there are of them."""
    chances = [sum(d.chance for d in row) for row in rows]
    if track != "balance":
        return chances, exposure
    return [sum(d.chance * (d.score or 0.0) for d in row) for row in rows], chances


def _level(sums: Sequence[float], weights: Sequence[float]) -> float:
    weight = sum(weights)
    return sum(sums) / weight if weight else 0.0


def _makers(
    track: Track, rows: Sequence[Sequence[Deed]], bounds: tuple[int, int, int], before: float, after: float
) -> tuple[str, ...]:
    start, at, end = bounds
    new = [d for row in rows[at : min(end, at + FOLLOWING)] for d in row]
    if track != "balance" and after < before:
        old = [d for row in rows[max(start, at - FOLLOWING) : at] for d in row]
        return tuple(d.name for d in old[-SHOWN:])
    sign = 1 if after > before else -1
    if track == "balance":
        new = [d for d in new if sign * ((d.score or 0.0) - before) > 0]
    heavy = sorted(
        new, key=lambda d: -d.chance * abs((d.score or 0.0) - (before if track == "balance" else 0))
    )
    chosen = {d.name for d in heavy[:SHOWN]}
    return tuple(d.name for d in new if d.name in chosen)
