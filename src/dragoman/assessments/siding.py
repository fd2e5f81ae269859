"""Those who take a side: "Washington sided with Manila", "Paris backed the Greek account", "begs to differ".

A verb in, the stand of another handed on to its subject (or turned round) out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.assessments.pointing import Answer

if TYPE_CHECKING:
    from dragoman.assessments.pointing import Pointing
    from dragoman.assessments.stands import Case
    from dragoman.documents import Token

BACK = 2
"""So many sentences back lies what somebody takes a side in."""

WITH = frozenset({"with", "behind", "for", "to"})


def answer(room: Pointing, verb: Token) -> None:
    """Answer for *verb* if its subject takes a side in what was claimed before."""
    if verb.lemma in room.classes["differing"]:
        _differ(room, verb)
    elif room.is_phrase(verb, "siding"):
        _side(room, verb)


def _before(room: Pointing, verb: Token) -> list[Case]:
    here = verb.sent
    return [c for c in room.between(here - BACK, here) if c.head < verb.i and c.view.mood == "done"]


def _differ(room: Pointing, verb: Token) -> None:
    """Answer for "begs to differ", "Kabul disagrees": what others claim is denied."""
    taken = room.objects(verb) or room.doc.children(verb.i, "ccomp", "prep")
    if taken or room.reader.read(verb.i).view.sign != "+":
        return
    answer = Answer(verb, room.who(verb), "-")
    near = [c for c in _before(room, verb) if verb.sent - room.doc.tokens[c.head].sent <= 1]
    room.give(answer, [c for c in near if room.is_claimed(c, answer)])


def _side(room: Pointing, verb: Token) -> None:
    """Answer for "sided with Manila": he stands as Manila does."""
    if not room.reader.read(verb.i).view.holds:
        return
    whom = _taken(room, verb)
    if not whom:
        return
    who = room.who(verb)
    for case in _before(room, verb):
        found = next((a for a in case.assessments[1:] if a.source in whom and a.polarity != "unknown"), None)
        if found is not None and not set(who) & set(whom):
            room.give(Answer(verb, who, found.polarity, found.certainty), [case])


def _taken(room: Pointing, verb: Token) -> tuple[str, ...]:
    """Return whose side is taken: "with Manila", "the Greek account", "Manila's version"."""
    for k in room.doc.children(verb.i, "prep"):
        noun = room.doc.child(k.i, "pobj")
        if k.lower in WITH and noun is not None:
            return room.speakers.owners(noun) if room.is_claim(noun) else tuple(room.speakers.of_noun(noun))
    noun = room.doc.child(verb.i, "dobj")
    if noun is not None and noun.lemma in room.classes["claim"] | room.classes["disavowal"]:
        return room.speakers.owners(noun)
    return ()


def ascribe(room: Pointing, verb: Token) -> None:
    """Answer for "blamed the fire on a drone", "put his death down to heart failure": it was not the claimed.

    Only where what is given a cause is what the claim told of, or came of it.
    """
    thing = room.doc.child(verb.i, "dobj")
    preps = room.doc.children(verb.i, "prep")
    cause = [k for k in preps if k.lower in {"on", "to"}]
    deed = next((room.doc.child(k.i, "pobj") for k in preps if k.lower == "for"), None)
    if not cause and deed is not None and thing is not None:  # "blamed the rebels for the fire"
        _blame(room, verb, thing, deed)
        return
    known = thing is not None and (room.is_the(thing) or room.doc.child(thing.i, "poss") is not None)
    if not known or not cause or not room.reader.read(verb.i).view.holds:
        return
    answer = Answer(verb, room.who(verb), "-")
    near = [c for c in _before(room, verb) if verb.sent - room.doc.tokens[c.head].sent <= 1]
    blamed = room.doc.child(cause[0].i, "pobj")
    accused = set(room.speakers.of_noun(blamed)) if blamed is not None else set()
    near = [c for c in near if not accused & set(c.event.actors)]
    room.give(answer, [c for c in near if room.is_claimed(c, answer)])


def _blame(room: Pointing, verb: Token, blamed: Token, deed: Token) -> None:
    """Answer for "blamed the rebels for it" of one who is himself accused of it."""
    if (
        not (room.is_the(deed) or deed.lower in {"it", "this", "that"})
        or not room.reader.read(verb.i).view.holds
    ):
        return
    answer = Answer(verb, room.who(verb), "-")
    others = set(room.speakers.of_noun(blamed))
    for case in _before(room, verb):
        told = {a for i in room.doc.subtree(case.head) for a in room.speakers.mentioned(i)}
        if room.is_claimed(case, answer) and set(answer.answerers) & told and not others & told:
            room.give(answer, [case])


def stand_anyway(case: Case) -> None:
    """Take what was asked about for told, once somebody has answered: "Had it sent troops? No, it said"."""
    if case.view.mood == "question" and any(a.polarity != "unknown" for a in case.assessments[1:]):
        case.view = case.view._replace(mood="done")
        first = case.assessments[0]
        case.assessments[0] = replace(first, polarity="unknown", certainty="unknown")
