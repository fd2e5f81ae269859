"""An act that only names another's deed in, the same act with the doer as recipient out.

Who "condemned the raid", "welcomed the exchange" or "called the vote a farce" did so to those who raided,
exchanged and voted: they stand where the deed was told, a few sentences before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.records import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.codebook.frames import Frames
    from dragoman.documents import Document, Token
    from dragoman.events.matching import Match
    from dragoman.records import Event

ANSWERING = frozenset({"ACCUSE", "SUPPORT", "REJECT"})
FARTHEST = 8
"""So many sentences back a deed is still what "the raid" means."""

NEAR = 4
"""So many where only its kind fits; then all of that kind must be the same people's."""

KNOWN = frozenset({"the", "this", "that", "these", "those"})


def whose(doc: Document, frames: Frames, event: Event, match: Match, before: Sequence[Event]) -> Event:
    """Return *event* with the doers of the deed that its object names, where it has no recipient itself."""
    if event.event_type not in ANSWERING or event.recipients or len(event.actors) == 0:
        return event
    for head in match.arguments.obj:
        noun = doc.tokens[head]
        if noun.pos != "NOUN" or not any(k.lower in KNOWN for k in doc.children(head, "det")):
            continue
        deed = _told_before(doc, frames, noun, before)
        doers = () if deed is None else tuple(a for a in deed.actors if a not in event.actors)
        if deed is not None and doers:
            reason = Reason(rule="recipient:deed", start=noun.start, end=noun.end, note=deed.trigger.text)
            return replace(event, recipients=doers, reasons=(*event.reasons, reason))
    return event


def _told_before(doc: Document, frames: Frames, noun: Token, before: Sequence[Event]) -> Event | None:
    """Return the deed that *noun* names: the last told by that word, or the only one of its kind."""
    kinds = frozenset(
        name.removeprefix("deed_").upper()
        for name, words in frames.classes.items()
        if name.startswith("deed_") and noun.lemma in words
    )
    fitting: list[Event] = []
    for event in reversed(before):
        trigger = doc.token_at(event.trigger.start)
        if trigger is None or noun.sent - doc.tokens[trigger].sent > FARTHEST:
            break
        if not event.actors or trigger == noun.i:
            continue
        if doc.tokens[trigger].lemma == noun.lemma:
            return event
        if event.event_type in kinds and noun.sent - doc.tokens[trigger].sent <= NEAR:
            fitting.append(event)
    doers = {e.actors for e in fitting}
    return fitting[0] if len(doers) == 1 else None
