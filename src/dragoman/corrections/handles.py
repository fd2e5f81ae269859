"""Events in, handles out, and the way back: the event of another coding that a handle means, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.corrections.records import Handle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.records import Coding, Event, Span


def handle_of(coding: Coding, event: Event) -> Handle:
    """Return the handle of *event*, one of *coding*'s as it was read."""
    twins = [e for e in coding.events if e.event_type == event.event_type and e.trigger == event.trigger]
    return Handle(
        article=coding.article.id,
        start=event.trigger.start,
        end=event.trigger.end,
        words=event.trigger.text,
        event_type=event.event_type,
        sentence=event.sentence,
        parties=parties(coding, event),
        nth=None if len(twins) == 1 else [e.id for e in twins].index(event.id),
    )


def parties(coding: Coding, event: Event) -> tuple[str, ...]:
    """Return the names of all who take part, in order."""
    names = {a.id: a.name for a in coding.actors}
    return tuple(names.get(i, i) for i in (*event.actors, *event.recipients, *event.participants))


def find(handle: Handle, coding: Coding) -> Event | None:
    """Return the event of *coding* that *handle* means: of its type, told by words that overlap with its.

    None if there is none, or if its sentence is gone from a text that has changed.
    """
    shift = moved(handle.sentence, coding.article.text)
    if coding.article.id != handle.article or shift is None:
        return None
    start, end = handle.start + shift, handle.end + shift
    near = [
        e
        for e in coding.events
        if e.event_type == handle.event_type and e.trigger.start < end and start < e.trigger.end
    ]
    exact = [e for e in near if (e.trigger.start, e.trigger.end) == (start, end)]
    if handle.nth is None:
        return _nearest(handle, coding, exact or near)
    same = [e for e in exact or near if parties(coding, e) == handle.parties]
    # Twins that take part in the same, and differ in place or date alone, are told apart by their order.
    return same[min(handle.nth, len(same) - 1)] if same else None


def _nearest(handle: Handle, coding: Coding, found: Sequence[Event]) -> Event | None:
    """Return that of *found* whose parties are most like those of *handle*; the first of equals."""
    shared = [len({*handle.parties} & {*parties(coding, e)}) for e in found]
    return found[shared.index(max(shared))] if found else None


def moved(sentence: Span, text: str) -> int | None:
    """Return by how much *sentence* has moved in *text*; None if it is gone, or is there several times."""
    if text[sentence.start : sentence.end] == sentence.text:
        return 0
    if not sentence.text or text.count(sentence.text) != 1:
        return None
    return text.index(sentence.text) - sentence.start
