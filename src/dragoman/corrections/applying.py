"""A coding and corrections in, the corrected coding out, and what became of each correction.

The coding that comes in is left as it is. Corrections are applied in the order in which they were made: of
two that say different things of one field of one event, the later wins.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dragoman.codebook import scheme
from dragoman.codebook.tables import Faults
from dragoman.corrections.handles import find, moved, parties
from dragoman.records import Assessment, Dropped, Event, Mention, Reason, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.codebook.scheme import Scheme
    from dragoman.corrections.records import Change, Correction, Missed, State
    from dragoman.records import Actor, Article, Coding, Place, Status

ROOM = "corrections"
RULE = "correction"
EVENTS = ("change", "false", "add")
"""The kinds of corrections that are about one event."""

FALSE = "false"
SURE = 1.0
"""The confidence of an event that a person vouches for."""

SIDES = ("actors", "recipients", "participants")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The corrected coding, and the state of each correction by its id.

    ``read`` is the coding before any change, with the events that were added: handles are made of it.
    """

    coding: Coding
    read: Coding
    states: dict[int, State]


@dataclass(slots=True)
class _Layer:
    """A coding under correction: which correction has the last word on each field of each event."""

    coding: Coding
    words: dict[tuple[str, str], tuple[Correction, Any]] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)


@cache
def event_scheme() -> Scheme:
    """Return the event types with their quad classes and scores."""
    faults = Faults()
    found = scheme.load(files("dragoman.codebook"), faults)
    faults.stop()
    return found


def apply(coding: Coding, corrections: Iterable[Correction]) -> Applied:
    """Lay *corrections*, those that stand, in the order in which they were made, over *coding*.

    Those of other articles, and of happenings, change nothing here and have no state in what is returned.
    """
    layer = _Layer(coding)
    targets: dict[int, str | None] = {}
    right: list[int] = []
    said: dict[int, tuple[str, ...]] = {}
    for one in corrections:
        if coding.article.id not in one.articles or one.kind not in (*EVENTS, "right"):
            continue
        if one.kind == "right":
            right.append(one.id)
            continue
        change = one.missed.facts if one.missed else one.change
        targets[one.id] = target = _target(layer, one)
        said[one.id] = change.fields if change else (FALSE,)
        for name in said[one.id] if target is not None else ():
            layer.words[target or "", name] = (one, _value(change, name))
    states: dict[int, State] = dict.fromkeys(right, "applied")
    for key, target in targets.items():
        states[key] = "unmatched" if target is None else _standing(layer, target, key, said[key])
    return Applied(coding=_finished(layer), read=layer.coding, states=states)


def _standing(layer: _Layer, target: str, key: int, said: tuple[str, ...]) -> State:
    """Tell whether a correction still has the last word on anything that it says of its event."""
    # Nothing else is left to say of an event that is none.
    names = (FALSE,) if (target, FALSE) in layer.words else said
    return "applied" if any(layer.words[target, n][0].id == key for n in names) else "overruled"


def _value(change: Change | None, name: str) -> Any:  # noqa: ANN401  (each field has its own type)
    if change is None:
        return True
    return (change.modes or ()) if name == "modes" else getattr(change, name)


def _target(layer: _Layer, one: Correction) -> str | None:
    """Return the id of the event that a correction is about; one that was missed is added if need be."""
    if one.missed is not None:
        return _missed(layer, one, one.missed)
    assert one.handle is not None  # every change has one
    event = find(one.handle, layer.coding)
    return None if event is None else event.id


def _missed(layer: _Layer, one: Correction, missed: Missed) -> str | None:
    """Add the event that was *missed*, unless this coding has it by now; None if its words are gone."""
    shift = moved(missed.sentence, layer.coding.article.text)
    if shift is None:
        return None
    trigger, facts = _shifted(missed.trigger, shift), missed.facts
    status = facts.status or "asserted"
    event = Event(
        id=f"c{one.id}",
        event_type=facts.event_type or "",
        sentence=_shifted(missed.sentence, shift),
        trigger=trigger,
        status=status,
        assessments=_stands(status),
        confidence=SURE,
    )
    coding = layer.coding
    for name in facts.fields:
        coding, event = _changed(coding, event, {name: (one, _value(facts, name))})
    whole = replace(coding, events=(*coding.events, event))
    for known in coding.events:
        told = known.event_type == event.event_type and known.id not in layer.added
        near = known.trigger.start < trigger.end and trigger.start < known.trigger.end
        # Where the word tells other events of this type, it is this one only between the same parties.
        if told and near and (not missed.twin or set(parties(whole, known)) == set(parties(whole, event))):
            return known.id
    layer.coding = whole
    layer.added.add(event.id)
    return event.id


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.text)


def _stands(status: Status) -> tuple[Assessment, ...]:
    """Return who stands behind an added event, as far as its status tells."""
    author = {"asserted": "+", "negated": "-"}.get(status, "unknown")
    others = {"attributed": "+", "denied": "-", "contested": "+-"}.get(status, "")
    certainty = "unknown" if author == "unknown" else "certain"
    return (
        Assessment(source="author", polarity=author, certainty=certainty),  # type: ignore[arg-type]
        *(Assessment(source="unspecified", polarity=p, certainty="certain") for p in others),  # type: ignore[arg-type]
    )


def _finished(layer: _Layer) -> Coding:
    """Return the coding with every last word in it."""
    by_event: dict[str, dict[str, tuple[Correction, Any]]] = {}
    for (target, name), word in layer.words.items():
        by_event.setdefault(target, {})[name] = word
    if not by_event:
        return layer.coding
    coding, kept, dropped = layer.coding, [], []
    for event in layer.coding.events:
        words = by_event.get(event.id, {})
        if FALSE in words:
            why = f"event {event.id} is marked false: {_note(words[FALSE][0])}"
            dropped.append(Dropped(room=ROOM, start=event.trigger.start, end=event.trigger.end, why=why))
            continue
        coding, changed = _changed(coding, event, words)
        kept.append(changed)
    aside = sorted((*coding.dropped, *dropped), key=lambda d: (d.start, d.end, d.room, d.why))
    return replace(coding, events=tuple(kept), dropped=tuple(aside))


def _changed(coding: Coding, event: Event, words: dict[str, tuple[Correction, Any]]) -> tuple[Coding, Event]:
    """Return *event* with the last of *words* on each field, and *coding* with whom and what these name."""
    if not words:
        return coding, event
    for name, (one, value) in words.items():
        if name in SIDES:
            ids = []
            for actor in value:
                coding, found = _with_actor(coding, actor, one)
                ids.append(found)
            event = _sided(event, name, tuple(dict.fromkeys(ids)))
        elif name == "place":
            coding, place = _with_place(coding, value, one)
            event = replace(event, place=place)
        elif name == "date":
            event = replace(event, date=value, time=None)
        elif name == "status":
            event = replace(event, status=value)
    kind = words["event_type"][1] if "event_type" in words else event.event_type
    modes = words["modes"][1] if "modes" in words else event.event_mode
    notes = dict.fromkeys(_note(one) for one, _ in words.values())
    reasons = tuple(
        Reason(rule=RULE, start=event.trigger.start, end=event.trigger.end, note=note)
        for note in notes
        if note not in {r.note for r in event.reasons if r.rule == RULE}
    )
    event = replace(event, confidence=SURE, reasons=(*event.reasons, *reasons))
    return coding, _typed(event, kind, modes) if {"event_type", "modes"} & words.keys() else event


def _sided(event: Event, side: str, ids: tuple[str, ...]) -> Event:
    """Return *event* with other actors on one of its three sides."""
    if side == "actors":
        return replace(event, actors=ids)
    return replace(event, recipients=ids) if side == "recipients" else replace(event, participants=ids)


def _typed(event: Event, kind: str, modes: tuple[str, ...]) -> Event:
    """Return *event* with a type and modes, and the quad class, score and codes that go with them."""
    book = event_scheme()
    modes = tuple(m for m in modes if book.has_mode(kind, m))
    nearest = book.nearest_cameo(kind, modes)
    return replace(
        event,
        event_type=kind,
        event_mode=modes,
        quad_class=book.quad(kind),
        score=book.score(kind, modes),
        cameo=nearest.code if nearest else None,
        goldstein=nearest.goldstein if nearest else None,
    )


def _note(one: Correction) -> str:
    return f"{one.id} by {one.by}" + (f": {one.note}" if one.note else "")


def _with_actor(coding: Coding, actor: Actor, one: Correction) -> tuple[Coding, str]:
    """Return the id that *actor* has in *coding*, and the coding with it, where it was not there."""
    known = next((a.id for a in coding.actors if (a.name, a.country) == (actor.name, actor.country)), None)
    known = known or next(
        (a.id for a in coding.actors if a.country == actor.country and _meets(a, actor, coding.article)), None
    )
    if known is not None:
        return coding, known
    number = sum(a.id.startswith(f"c{one.id}a") for a in coding.actors)
    new = replace(
        actor,
        id=f"c{one.id}a{number}",
        mentions=tuple(m for m in actor.mentions if _stands_there(m, coding.article)),
        reasons=(Reason(rule=RULE, start=0, end=0, note=_note(one)),),
    )
    return replace(coding, actors=(*coding.actors, new)), new.id


def _meets(a: Actor, b: Actor, article: Article) -> bool:
    """Tell whether two are named by the same words of *article*, pronouns aside."""
    spans = {(m.start, m.end) for m in a.mentions if m.kind != "pronoun"}
    return any((m.start, m.end) in spans and _stands_there(m, article) for m in b.mentions)


def _stands_there(m: Mention | Place, article: Article) -> bool:
    return article.text[m.start : m.end] == m.text


def _with_place(coding: Coding, place: Place | None, one: Correction) -> tuple[Coding, str | None]:
    """Return the id that *place* has in *coding*, and the coding with it, where it was not there."""
    if place is None:
        return coding, None
    facts = (place.name, place.country, place.geonameid)
    known = next((p.id for p in coding.places if (p.name, p.country, p.geonameid) == facts), None)
    if known is not None:
        return coding, known
    if not _stands_there(place, coding.article):
        place = replace(place, start=0, end=0, text="")
    new = replace(place, id=f"c{one.id}p", reasons=(Reason(rule=RULE, start=0, end=0, note=_note(one)),))
    return replace(coding, places=(*coding.places, new)), new.id
