"""Events in, the same with how sure their coding is: a chance, calibrated on events judged one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.codebook import confidence

if TYPE_CHECKING:
    from dragoman.records import Actor, Coding, Event

AHEAD = frozenset({"planned", "foreseen", "requested"})


def weigh(events: tuple[Event, ...], actors: tuple[Actor, ...]) -> tuple[Event, ...]:
    """Return *events* with their confidence: the chance that the event is there and of its type.

    It says nothing of whether the deed took place; that is its status.
    """
    country = {a.id: a.country for a in actors}
    table = confidence.load()
    return tuple(
        replace(
            e,
            confidence=table.of(
                e.event_type,
                ahead=e.status in AHEAD,
                known_actor=any(country.get(a) for a in e.actors),
                nobody=not e.actors,
            ),
        )
        for e in events
    )


def surely(coding: Coding, least: float | None) -> Coding:
    """Return *coding* without the events whose confidence is below *least*; None leaves it as it is."""
    if least is None:
        return coding
    return replace(coding, events=tuple(e for e in coding.events if e.confidence >= least))
