"""Events in, pairs out: who does it to whom, for formats with one source and one target a row.

PLOVER keeps several actors in one record; CAMEO's coders wrote a row for each pair, and what goes both ways
(a meeting, a treaty) twice. This module does as they did, so that counts of such rows compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.exports.reports import Report
    from dragoman.records import Actor, Event

BOTH_WAYS = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types that several actors and no recipient do with each other."""

SIGNING = "057"
"""CAMEO's code for signing an agreement: support, but with each other."""

FIGHTING = "19"
"""CAMEO's root for fighting; PLOVER names every side of a fight as an actor."""

TURNED = {"042": "043", "043": "042"}
"""CAMEO codes that change with the side: who makes a visit, and who hosts it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One source and one target; ``turned`` if it is the event seen from the recipient's side."""

    source: Actor | None
    target: Actor | None
    turned: bool = False

    def cameo(self, event: Event) -> str | None:
        """Return the CAMEO code of *event* from this side."""
        return TURNED.get(event.cameo or "", event.cameo) if self.turned else event.cameo


def mutual(event: Event) -> bool:
    """Say whether the actors of *event* do it with each other, rather than together to somebody."""
    return not event.recipients and with_each_other(event.event_type, event.cameo)


def with_each_other(event_type: str, cameo: str | None) -> bool:
    """Say whether several actors do *event_type* with each other, if nobody is named whom it is done to."""
    return (
        event_type in BOTH_WAYS
        or cameo == SIGNING
        or (event_type == "ASSAULT" and (cameo or "").startswith(FIGHTING))
    )


def pairs(report: Report, event: Event) -> Iterator[Pair]:
    """Yield every pair of *event*, in the order of its actors and recipients.

    Actors and recipients are crossed; those who do it with each other are each source and target; an actor
    that nobody is recipient of has no target. A meeting with a host is told from both sides.
    """
    actors, recipients = report.who(event.actors), report.who(event.recipients)
    if mutual(event) and len(actors) > 1:
        for one in actors:
            yield from (Pair(one, other) for other in actors if other.id != one.id)
    elif recipients:
        sources: tuple[Actor | None, ...] = actors or (None,)
        for source in sources:
            for target in recipients:
                yield Pair(source, target)
                if event.event_type == "CONSULT" and source is not None:
                    yield Pair(target, source, turned=True)
    else:
        yield from (Pair(one, None) for one in actors)
