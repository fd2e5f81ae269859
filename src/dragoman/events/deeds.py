"""An act that only names another's deed in, the same act with the doer as recipient out.

Who "condemned the raid", "welcomed the exchange" or "called it a farce" did so to those who raided,
exchanged and voted: they stand where the deed was told, a few sentences before. Who "refused" refused
whoever had asked him.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from dragoman.events import arguments
from dragoman.records import Event, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dragoman.codebook.frames import Frames
    from dragoman.documents import Document, Token
    from dragoman.events.matching import Match
    from dragoman.records import Actor

ANSWERING = frozenset({"ACCUSE", "SUPPORT", "REJECT"})
JUDGING = frozenset({"ACCUSE", "SUPPORT"})
PACT = "057"
"""CAMEO: sign a formal agreement; the one kind of support that is a deed of both sides."""

ASKING = frozenset({"REQUEST", "ACCUSE"})
FARTHEST = 20
"""So many sentences back a deed is still what "the raid" means."""

NEAR = 4
"""So many where only its kind fits; then all of that kind must be the same people's."""

NEXT = 2
"""So many sentences back stands the request that somebody refused without a word of what."""

KNOWN = frozenset({"the", "this", "that", "these", "those"})
POINTING = frozenset({"it", "this", "that", "them"})


class Deed(NamedTuple):
    """What an answer is about: the event that told it, and whose deed it was."""

    event: Event
    doers: tuple[str, ...]


def whose(
    doc: Document,
    frames: Frames,
    event: Event,
    match: Match,
    before: Sequence[Event],
    known: Mapping[str, Actor],
) -> Event:
    """Return *event* with the doers of the deed that its object names, where it has no recipient itself.

    *known* are the article's actors by id.
    """
    if event.event_type == "AID" or (event.event_type == "SANCTION" and "discontinue" in event.event_mode):
        return _for_whom(doc, event, match, before, known)
    if event.event_type not in ANSWERING or event.cameo == PACT or event.recipients or not event.actors:
        return event
    at: Token | None = None
    deed: Deed | None = None
    around = match.arguments
    for head in (*around.obj, *around.thatsubj):
        at = doc.tokens[head]
        if at.lower in POINTING:
            deed = _just_told(doc, at, before)
        elif at.pos == "NOUN" and any(k.lower in KNOWN for k in doc.children(head, "det")):
            deed = _told_before(doc, frames, at, before)
        if deed is not None:
            break
    if event.event_type == "REJECT" and not (around.obj or around.inf or around.that or around.preps):
        at = doc.tokens[match.trigger]
        deed = _asked(doc, event, at, before, known)
    doers = () if deed is None else tuple(a for a in deed.doers if a not in event.actors)
    if at is None or deed is None or not doers:
        return event
    reason = Reason(rule="recipient:deed", start=at.start, end=at.end, note=deed.event.trigger.text)
    return replace(event, recipients=doers, reasons=(*event.reasons, reason))


def _for_whom(
    doc: Document, event: Event, match: Match, before: Sequence[Event], known: Mapping[str, Actor]
) -> Event:
    """Return aid or sanctions that name no receiver with the one state that all told of before went to."""
    if event.recipients or not event.actors:
        return event
    at = doc.tokens[match.trigger]
    givers = {known[a].country for a in event.actors}
    helped = {
        known[r].country
        for e in before
        if e.event_type == event.event_type and at.sent - _sentence(doc, e) <= FARTHEST
        for r in e.recipients
    } - {None}
    state = next((a.id for a in known.values() if a.kind == "country" and a.country in helped), None)
    if len(helped) != 1 or helped & givers or state is None:
        return event
    reason = Reason(rule="recipient:story", start=at.start, end=at.end, note=known[state].name)
    return replace(event, recipients=(state,), reasons=(*event.reasons, reason))


def _just_told(doc: Document, pronoun: Token, before: Sequence[Event]) -> Deed | None:
    """Return the deed of the sentence before that "it" means, if all that it tells was done by the same."""
    told = [e for e in before if _sentence(doc, e) == pronoun.sent - 1 and _doers(e)]
    return _of_one(Deed(e, _doers(e)) for e in told)


def _doers(event: Event) -> tuple[str, ...]:
    """Return who did what *event*'s object names: those whom it judges, if it judges somebody's deed."""
    if event.event_type in JUDGING and event.cameo != PACT:
        return event.recipients
    return event.actors


def _asked(
    doc: Document, event: Event, verb: Token, before: Sequence[Event], known: Mapping[str, Actor]
) -> Deed | None:
    """Return the request to those who now refuse, made shortly before."""
    ours = {known[a].country for a in event.actors} - {None}
    for earlier in reversed(before):
        if verb.sent - _sentence(doc, earlier) > NEXT:
            return None
        theirs = {known[r].country for r in earlier.recipients}
        if earlier.event_type in ASKING and earlier.actors and ours & theirs:
            return Deed(earlier, earlier.actors)
    return None


def _sentence(doc: Document, event: Event) -> int:
    trigger = doc.token_at(event.trigger.start)
    return -1 if trigger is None else doc.tokens[trigger].sent


def _told_before(doc: Document, frames: Frames, noun: Token, before: Sequence[Event]) -> Deed | None:
    """Return the deed that *noun* names: the last told by that word, or the only one of its kind."""
    kinds = frozenset(
        name.removeprefix("deed_").upper()
        for name, words in frames.classes.items()
        if name.startswith("deed_") and noun.lemma in words
    )
    pacts = frames.classes["agreement"]
    names = pacts if noun.lemma in pacts else {noun.lemma}
    fitting: list[Event] = []
    for event in reversed(before):
        trigger = doc.token_at(event.trigger.start)
        if trigger is None or noun.sent - doc.tokens[trigger].sent > FARTHEST:
            break
        if trigger == noun.i:
            continue
        if noun.lemma == doc.tokens[trigger].lemma:
            return Deed(event, event.actors)
        if event.cameo == PACT or event.event_type in JUDGING:
            things = {doc.tokens[i].lemma for i in arguments.of_verb(doc, trigger).obj}
            if _doers(event) and not things.isdisjoint(names):
                return Deed(event, _doers(event))
        if event.event_type in kinds and noun.sent - doc.tokens[trigger].sent <= NEAR:
            fitting.append(event)
    return _of_one(Deed(e, e.actors) for e in fitting)


def _of_one(deeds: Iterable[Deed]) -> Deed | None:
    """Return the first of *deeds*, if all are the same people's."""
    found = list(deeds)
    return found[0] if len({d.doers for d in found}) == 1 else None
