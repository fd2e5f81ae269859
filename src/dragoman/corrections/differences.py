"""Two codings of one article in, what the second won, lost or changed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dragoman.records import Coding, Event

Sort = Literal["won", "lost", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field that changed, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One event that only one of two codings has, or that they tell differently.

    ``words`` is its sentence, ``trigger`` the words that tell the act; ``before`` and ``after`` are its ids.
    """

    article: str
    sort: Sort
    event_type: str
    trigger: str
    words: str
    start: int
    before: str | None = None
    after: str | None = None
    fields: tuple[Field, ...] = ()


def compare(old: Coding, new: Coding) -> tuple[list[Difference], int]:
    """Return how *new* differs from *old*, in the order of the text, and how many events are the same.

    Events are the same if the same words tell them; where there are several, those that are most alike.
    """
    pairs = _paired(old, new)
    out: list[Difference] = []
    same = 0
    for a, b in pairs:
        fields = _fields(old, a, new, b)
        same += not fields
        if fields:
            out.append(_difference(old, "changed", b, before=a.id, after=b.id, fields=fields))
    gone, come = {a.id for a, _ in pairs}, {b.id for _, b in pairs}
    out += [_difference(old, "lost", e, before=e.id) for e in old.events if e.id not in gone]
    out += [_difference(new, "won", e, after=e.id) for e in new.events if e.id not in come]
    return sorted(out, key=lambda d: (d.start, d.sort, d.before or "", d.after or "")), same


def _difference(
    coding: Coding,
    sort: Sort,
    e: Event,
    *,
    before: str | None = None,
    after: str | None = None,
    fields: tuple[Field, ...] = (),
) -> Difference:
    return Difference(
        article=coding.article.id,
        sort=sort,
        event_type=e.event_type,
        trigger=e.trigger.text,
        words=e.sentence.text,
        start=e.trigger.start,
        before=before,
        after=after,
        fields=fields,
    )


def _paired(old: Coding, new: Coding) -> list[tuple[Event, Event]]:
    """Return the events that are the same in both, each once: the likest first."""
    pairs: list[tuple[Event, Event]] = []
    taken_old: set[str] = set()
    taken_new: set[str] = set()
    ranked = sorted(
        (
            (-_likeness(old, a, new, b), i, j, a, b)
            for i, a in enumerate(old.events)
            for j, b in enumerate(new.events)
            if a.trigger.start < b.trigger.end and b.trigger.start < a.trigger.end
        ),
        key=lambda row: row[:3],
    )
    for _, _, _, a, b in ranked:
        if a.id not in taken_old and b.id not in taken_new:
            taken_old.add(a.id)
            taken_new.add(b.id)
            pairs.append((a, b))
    return pairs


def _likeness(old: Coding, a: Event, new: Coding, b: Event) -> int:
    exact = (a.trigger.start, a.trigger.end) == (b.trigger.start, b.trigger.end)
    return len(FIELDS) * (2 * (a.event_type == b.event_type) + exact) - len(_fields(old, a, new, b))


def _fields(old: Coding, a: Event, new: Coding, b: Event) -> tuple[Field, ...]:
    told = ((name, show(old, a), show(new, b)) for name, show in FIELDS.items())
    return tuple(Field(name=n, before=x, after=y) for n, x, y in told if x != y)


def _names(coding: Coding, ids: Iterable[str]) -> str:
    known = {a.id: f"{a.name} ({a.country})" if a.country else a.name for a in coding.actors}
    return "; ".join(known.get(i, i) for i in ids)


def _when(_: Coding, e: Event) -> str:
    if e.date is None:
        return ""
    first, last = (d.isoformat() if d else "" for d in (e.date.first, e.date.last))
    return first if first == last else f"{first}..{last}"


def _where(coding: Coding, e: Event) -> str:
    return next((p.name for p in coding.places if p.id == e.place), "")


FIELDS: dict[str, Callable[[Coding, Event], str]] = {
    "type": lambda _, e: e.event_type,
    "modes": lambda _, e: "; ".join(e.event_mode),
    "actors": lambda c, e: _names(c, e.actors),
    "recipients": lambda c, e: _names(c, e.recipients),
    "participants": lambda c, e: _names(c, e.participants),
    "date": _when,
    "place": _where,
    "status": lambda _, e: e.status,
}
"""What of an event is compared, and how it is said."""
