"""Plans that are called off in another clause: "was scheduled to speak, but the speech was cancelled".

Cases in, the same cases: a plan told before that a cancellation reaches back to is not going to happen. And
what "was to" happen at a meeting that the sentence before calls off does not happen either.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.assessments.pointing import Answer
from dragoman.assessments.syntax import stem

if TYPE_CHECKING:
    from dragoman.assessments.pointing import Pointing
    from dragoman.assessments.stands import Case
    from dragoman.documents import Token

IT = frozenset({"it", "them", "this", "that", "both", "which", "these", "those"})


def call_off(room: Pointing, verb: Token) -> None:
    """Answer for *verb* if it calls off what was planned."""
    if not room.is_phrase(verb, "cancelling") or not room.reader.read(verb.i).view.holds:
        return
    target = next(iter(room.objects(verb) or _subjects(room, verb)), None)
    if target is None or not _is_outing(room, target):
        return
    here = verb.sent
    inside = set(room.doc.subtree(target.i)) if target.lower not in IT else set()
    plans = [
        c
        for c in room.between(here - 1, here)
        if c.head < verb.i and c.head not in inside and c.view.mood == "planned" and c.view.sign == "+"
    ]
    if plans:
        named = [c for c in plans if stem(room.doc.tokens[c.head]) == stem(target)]
        _call_off(room, verb, named or _nearest(room, plans))
        return
    for case in room.between(here + 1, here + 1):
        if case.view.mood == "planned" and case.view.sign == "+" and _is_timetable(case):
            _call_off(room, verb, [case])


def _subjects(room: Pointing, verb: Token) -> list[Token]:
    """Return the subject of "the trip fell through"."""
    found = room.doc.child(verb.i, "nsubj") if room.is_phrase(verb, "dying") else None
    return [found] if found is not None else []


def _is_outing(room: Pointing, target: Token) -> bool:
    """Tell whether *target* points back to something planned: "it", "the trip", "his speech"."""
    if target.lower in IT:
        return True
    known = any(
        k.dep == "poss" or k.lower in {"the", "this", "that", "these", "those", "both"}
        for k in room.doc.children(target.i, "poss", "det", "predet")
    )
    return known and target.lemma in room.classes["outing"]


def _nearest(room: Pointing, plans: list[Case]) -> list[Case]:
    """Return the plans told in the last clause that tells one."""
    last = plans[-1]
    return [c for c in plans if c is last or room.doc.first_conjunct(last.head).i == c.head]


def _is_timetable(case: Case) -> bool:
    """Tell whether a plan was told as a timetable in the past ("were to sign"): perhaps they did not."""
    return case.view.certainty == "probable" and any(r.rule.endswith(" + inf") for r in case.reasons)


def _call_off(room: Pointing, verb: Token, plans: list[Case]) -> None:
    who = room.around(verb)
    for case in plans:
        case.view = case.view._replace(sign="-", certainty="certain")
        case.assessments[1:] = []
        case.assessments[0] = replace(case.assessments[0], polarity="unknown", certainty="unknown")
        room.give(Answer(verb, who, "-"), [case])
