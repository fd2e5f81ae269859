"""The queue of what is doubtful or matters most, and what a person says of it: accepted, put right, false.

Everything is done by `dragoman.correcting`, as `dragoman correct` does it: nothing is altered, and all of it
can be taken back.
"""

from dataclasses import dataclass
from math import log2
from typing import Annotated, Literal

from fastapi import Query

from dragoman import correcting
from dragoman.correcting import Listed
from dragoman.corrections import Change, Correction, active
from dragoman.corrections.applying import RULE
from dragoman.happenings import Happening, named
from dragoman.naming import Facts
from dragoman.records import Coding, Event
from dragoman.store import Store, Unchecked
from dragoman.timeline import between
from dragoman.web.desk import Desk
from dragoman.web.pages.asked import Unclear

NOTHING = Facts()

Action = Literal["accept", "false", "change", "merge", "split", "undo"]

UNSURE = 0.75
"""Below this confidence the reading is doubtful by itself."""

NEAR, NEAREST = 10, 6
"""Days that may lie between happenings that are offered as one, and how many are offered."""

RECENT = 8

Skipped = Annotated[
    list[str] | None,
    Query(description="Events that are passed over for now, as ARTICLE#EVENT.", examples=[["tallinn-1#e1"]]),
]
First = Annotated[
    str | None, Query(description="The event that comes first, if it waits.", examples=["tallinn-1#e1"])
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An event that waits: why it should be looked at, and how urgently."""

    article: str
    event: str
    why: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What waits first: the event with its article's coding, its happening, others that may be the same."""

    doubt: Doubt
    coding: Coding
    event: Event
    happening: Happening
    near: tuple[Happening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The item that waits, how many do, those after it, and what was done last."""

    item: Item | None
    waiting: int
    following: tuple[Doubt, ...]
    done: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person says of an event, ``ARTICLE#EVENT``; ``facts`` are for change, ``others`` for merge.

    ``undoes`` is the number of the correction that is taken back.
    """

    action: Action
    by: str
    event: str = ""
    note: str = ""
    facts: Facts = NOTHING
    others: tuple[str, ...] = ()
    undoes: int | None = None


def review(desk: Desk, skipped: Skipped = None, first: First = None) -> Review:
    """Show the event that most needs a person's eye, and how many wait."""
    log = desk.store.corrections()
    right = {c.article for c in active(log) if c.kind == "right"}
    waiting = sorted(
        (doubt(u) for u in desk.store.lists.unchecked(RULE) if u.article not in right),
        key=lambda d: (-d.weight, d.article, d.event),
    )
    passed = set(skipped or ())
    queue = [d for d in waiting if f"{d.article}#{d.event}" not in passed] or waiting
    queue.sort(key=lambda d: f"{d.article}#{d.event}" != first)
    found = next(((n, item) for n, d in enumerate(queue) if (item := _item(desk, d)) is not None), None)
    done = correcting.listed(desk.store) if log else []
    return Review(
        item=found[1] if found else None,
        waiting=len(waiting),
        following=tuple(queue[found[0] + 1 : found[0] + 6]) if found else (),
        done=tuple(done[::-1][:RECENT]),
    )


def doubt(u: Unchecked) -> Doubt:
    """Return why *u* should be looked at, and how urgently: the more doubtful and the more it matters."""
    why, weight = [], 1 - u.confidence
    for holds, words, more in (
        (u.confidence < UNSURE, f"the reading is unsure: {u.confidence:.2f}", 0.0),
        (u.status == "contested", "somebody denies it", 0.25),
        (u.actors == 0, "nobody is read to do it", 0.2),
        (u.parties == 1, "only one party is read", 0.1),
        (u.types > 1, f"its reports are read as {u.types} kinds of act", 0.2),
        (u.quad_class == 4, "an act of conflict", 0.05),
        (u.articles > 1, f"{u.articles} articles tell it", 0.0),
    ):
        if holds:
            why.append(words)
            weight += more
    matters = 1 + log2(u.articles) / 2 + (0.5 if u.quad_class == 4 else 0)
    return Doubt(article=u.article, event=u.event, why=tuple(why), weight=round(weight * matters, 3))


def _item(desk: Desk, d: Doubt) -> Item | None:
    """Return what *d* is about; None if it was corrected or coded anew just now."""
    found = desk.store.corrected(d.article)
    event = next((e for e in found.coding.events if e.id == d.event), None) if found else None
    told = named(desk.store, f"{d.article}#{d.event}")
    if found is None or event is None or told is None:
        return None
    return Item(
        doubt=d, coding=found.coding, event=event, happening=told[0], near=tuple(_near(desk.store, told[0]))
    )


def _near(store: Store, h: Happening) -> list[Happening]:
    """Return other happenings between the same countries, at about the same time, the likeliest first."""
    codes = list(dict.fromkeys(p.country for p in (*h.actors, *h.recipients) if p.country))
    day = h.first or h.last
    if len(codes) < 2 or day is None:
        return []
    others = [o for o in between(store, codes[0], codes[1]) if o.id != h.id and o.id is not None]
    far = {o.id: abs((at - day).days) for o in others if (at := o.first or o.last) is not None}
    close = [o for o in others if far.get(o.id, NEAR + 1) <= NEAR]
    return sorted(close, key=lambda o: (o.event_type != h.event_type, far[o.id], o.id))[:NEAREST]


def decide(store: Store, said: Decision) -> Correction:
    """Do what *said* says; return the correction that was made.

    Raises:
        CorrectionError: if what it names is not there, or a value is unknown or unfit.
        Unclear: if it does not say what is needed.
    """
    event, by, note = said.event, said.by, said.note
    if said.action == "undo":
        if said.undoes is None:
            message = "say which correction is taken back"
            raise Unclear(message)
        return correcting.undo(store, said.undoes, by=by, note=note)
    if said.action == "false":
        return correcting.mark_false(store, event, by=by, note=note)
    if said.action == "merge":
        return correcting.merge(store, [event, *said.others], by=by, note=note)
    if said.action == "split":
        return correcting.split(store, [event, *said.others], by=by, note=note)
    subject = correcting.subject(store, event)
    if said.action == "change":
        facts = said.facts.read(subject.applied.coding, subject.event.sentence)
        return correcting.change(store, event, facts, by=by, note=note)
    return correcting.change(store, event, _as_it_is(subject), by=by, note=note or "accepted")


def _as_it_is(subject: correcting.Named) -> Change:
    """Return what is read of an event as what is right of it, so that it holds for other codings too."""
    coding = subject.applied.coding
    event = next((e for e in coding.events if e.id == subject.event.id), subject.event)
    actors = {a.id: a for a in coding.actors}
    return Change(
        event_type=event.event_type,
        modes=event.event_mode,
        actors=tuple(actors[i] for i in event.actors if i in actors),
        recipients=tuple(actors[i] for i in event.recipients if i in actors),
        participants=tuple(actors[i] for i in event.participants if i in actors),
        status=event.status,
    )
