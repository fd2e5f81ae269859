"""Claims that are taken back: "withdrew its statement that", "took back the claim", "has since recanted".

What somebody takes back he asserts no more; the reading counts it as his denial.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.assessments.pointing import POINTERS, Answer

if TYPE_CHECKING:
    from dragoman.assessments.pointing import Pointing
    from dragoman.assessments.stands import Case
    from dragoman.documents import Token

BACK = 2
"""So many sentences after it was made a claim can be taken back without being told again."""


def retract(room: Pointing, verb: Token) -> None:
    """Answer for *verb* if it takes a claim back, told beside it or before."""
    if not room.is_phrase(verb, "retractor") or not room.reader.read(verb.i).view.holds:
        return
    answer = Answer(verb, room.who(verb), "-")
    targets = room.objects(verb)
    if not targets and room.is_phrase(verb, "recanting"):
        correct(room, answer)
        return
    for target in targets:
        if target.lemma in room.classes["claim"]:
            inside = room.inside(target)
            for case in inside:
                others = [
                    a for a in case.assessments[1:] if a.source not in {*answer.answerers, "unspecified"}
                ]
                case.assessments[1:] = others
                room.give(answer, [case])
            if not inside and not room.has_content(target):
                correct(room, answer)
        elif target.lower in POINTERS and room.is_phrase(verb, "recanting"):
            correct(room, answer)


def correct(room: Pointing, answer: Answer) -> None:
    """Let those who made the nearest claim deny it: the answerer, or else they for whom he speaks."""
    here = answer.cue.sent
    asserted = [c for c in room.between(here - BACK, here) if c.head < answer.cue.i and _asserters(c)]
    own = [c for c in asserted if _asserters(c) & set(answer.answerers)]
    if not asserted:
        return
    nearest = max(room.doc.tokens[c.head].sent for c in own or asserted)
    for case in own or asserted:
        if room.doc.tokens[case.head].sent == nearest:
            turned = _asserters(case) & set(answer.answerers) or _asserters(case)
            case.assessments[1:] = [
                replace(a, polarity="-", certainty="certain") if a.source in turned else a
                for a in case.assessments[1:]
            ]
            room.note(answer, case)


def _asserters(case: Case) -> set[str]:
    """Return who asserts a case told as done."""
    if case.view.mood != "done":
        return set()
    return {a.source for a in case.assessments[1:] if a.polarity == "+"}
