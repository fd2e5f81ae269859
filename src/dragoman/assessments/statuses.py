"""The view of an event and its assessments in, its status out: the table of DESIGN.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.assessments.speakers import Speakers
    from dragoman.assessments.views import View
    from dragoman.documents import Document
    from dragoman.records import Assessment, Event, Status


def status_of(
    doc: Document,
    speakers: Speakers,
    head: int,
    view: View,
    assessments: list[Assessment],
    event: Event,
    *,
    denied: bool,
    foretold: bool,
    conditional: bool,
) -> tuple[Status, str]:
    """Return the status of *event*, and a plain word on why; *denied* if a voice around it is a denial.

    A plan is *foretold* where it is no more than a future tense ("will attack"), which others may use.
    It is *conditional* where it hangs on an "if" or "unless": in the doer's mouth, a threat or a promise.
    """
    if conditional and view.mood == "foreseen" and _by_the_doer(doc, speakers, head, assessments, event):
        return "planned", "threatened or promised by the doer, under a condition"
    if view.mood == "requested":
        return "requested", "asked for or demanded"
    if view.mood == "planned":
        if view.sign == "-" and foretold and _only_foretold(doc, speakers, head, assessments, event):
            return "foreseen", "somebody else foretells that it will not be"
        if view.sign == "-":
            return (
                ("denied", "others deny that it will") if denied else ("negated", "it is not going to happen")
            )
        if any(a.polarity == "-" for a in assessments[1:]):
            return "denied", "others deny that it is planned"
        if foretold and _only_foretold(doc, speakers, head, assessments, event):
            return "foreseen", "somebody else foretells it"
        return "planned", "announced or intended, not done"
    if view.mood != "done":
        return "foreseen", "foretold, feared or supposed"
    return _of_the_done(assessments)


def _of_the_done(assessments: list[Assessment]) -> tuple[Status, str]:
    author = assessments[0].polarity
    asserted = any(a.polarity == "+" for a in assessments)
    denied = any(a.polarity == "-" for a in assessments[1:])
    if author == "-":
        return "negated", "the article says it did not happen"
    if asserted and denied:
        return "contested", "some assert it, others deny it"
    if author == "+":
        if assessments[0].certainty == "possible":
            return "foreseen", "the article holds it possible"
        return "asserted", "the article says so"
    if asserted:
        return "attributed", "others say so, the article does not"
    if denied:
        return "denied", "others deny it, nobody here asserts it"
    return "foreseen", "nobody takes a stand on it"


def _by_the_doer(
    doc: Document, speakers: Speakers, head: int, assessments: list[Assessment], event: Event
) -> bool:
    """Tell whether nobody but the doer's side tells of it, as far as it is known who speaks for whom."""
    tellers = [a for a in assessments[1:] if a.polarity != "unknown"]
    own = speakers.doers(doc, event, head)
    return bool(tellers and own) and not any(
        speakers.on_side(a, own) is False or speakers.is_onlooker(a.attribution) for a in tellers
    )


def _only_foretold(
    doc: Document, speakers: Speakers, head: int, assessments: list[Assessment], event: Event
) -> bool:
    """Tell whether a plan is told only by people who are not on the doer's side."""
    tellers = [a for a in assessments[1:] if a.polarity != "unknown"]
    if not tellers or assessments[0].polarity != "unknown":
        return False
    if all(speakers.is_onlooker(a.attribution) for a in tellers):
        return True
    own = speakers.doers(doc, event, head)
    return all(speakers.on_side(a, own) is False for a in tellers)
