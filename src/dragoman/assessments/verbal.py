"""Acts done by words: a promise is made by promising, whatever becomes of what is promised.

PLOVER's AGREE, THREATEN, REQUEST and REJECT are often read off the act that is promised, threatened, asked
for or refused ("will meet", "must leave", "does not recognise"): then the trigger's own view is what makes
the verbal act, and the verbal act itself is done. And who says that he condemns a raid has condemned it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.assessments.views import PLAIN
from dragoman.records import Assessment

if TYPE_CHECKING:
    from dragoman.assessments.speakers import Speakers
    from dragoman.assessments.views import Reading, View
    from dragoman.codebook.factuality import Factuality
    from dragoman.documents import Document
    from dragoman.records import Event

MADE_OF = {
    "AGREE": frozenset({"planned"}),
    "CONCEDE": frozenset({"planned"}),
    "THREATEN": frozenset({"planned", "foreseen", "conditional", "requested"}),
    "REQUEST": frozenset({"requested"}),
    "REJECT": frozenset({"planned", "foreseen", "requested"}),
}
"""The moods of the act beneath that each verbal act is made of."""

# PLOVER counts the attempt as the act (ASSAULT targeted: "attempted or carried out"; a hack that failed).
ATTEMPT_COUNTS = frozenset({"ASSAULT", "COERCE", "REQUEST"})
ATTEMPTS = ("factuality: try ", "factuality: attempt ")
VOTED = ("factuality: vote ",)
TO_COME = ("factuality: auxiliary",)  # "would try to", "may attempt to"

SAID_IS_DONE = frozenset(MADE_OF) | {"ACCUSE", "SUPPORT"}
# Who speaks for a state: its word of what its people promise or refuse is that promise or refusal.
OFFICIAL = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})


def is_borrowed(words: Factuality, lemma: str, event: Event) -> bool:
    """Tell whether the trigger of a verbal act is the act that is promised, asked for or refused."""
    if event.event_type == "REJECT":  # of "would not accept" and "refused to accept", but not of "rejected"
        own = words.predicates.get((lemma, "V"), {})
        refusing = words.classes["refusing"] | words.classes["denier"]
        return lemma not in refusing and not any(s.yes.sign == "-" for s in own.values())
    return event.event_type in MADE_OF and lemma not in words.classes["verbal"]


def view_of(words: Factuality, event: Event, view: View) -> View:
    """Return the view of a verbal act whose trigger is borrowed: the mood beneath is what makes the act."""
    refused = event.event_type == "REJECT" and view.sign == "-"
    surely = view.certainty != "possible" or event.event_type == "THREATEN"
    return PLAIN if refused or (view.mood in MADE_OF[event.event_type] and surely) else view


def attempted(event: Event, reading: Reading, view: View) -> View:
    """Return the view of an act that was tried or voted for.

    For some types the attempt is the act, probable at most; who voted to demand something has done so.
    """
    rules = [r.rule for r in reading.reasons]
    tried = any(r.startswith(ATTEMPTS) for r in rules) and not any(r.startswith(TO_COME) for r in rules)
    voted = any(r.startswith(VOTED) for r in rules) and not any(r.startswith(TO_COME) for r in rules)
    if event.event_type in SAID_IS_DONE and voted and view.mood == "planned":
        return PLAIN
    if event.event_type in ATTEMPT_COUNTS and tried and view.mood == "planned":
        return PLAIN._replace(certainty="probable")
    return view


def performed(
    doc: Document,
    words: Factuality,
    speakers: Speakers,
    head: int,
    event: Event,
    assessments: list[Assessment],
) -> list[Assessment]:
    """Return the author's word alone where those who say that they did it did it by saying so.

    Not for what lies before the saying: "said that it had accepted".
    """
    tellers = [a for a in assessments[1:] if a.polarity == "+"]
    if len(tellers) != 1 or len(assessments) != 2 or assessments[0].polarity != "unknown":
        return assessments
    t = doc.tokens[head]
    before = any(k.lower in {"had", "has", "have"} for k in doc.children(head, "aux"))
    if before or not (is_borrowed(words, t.lemma, event) or t.lemma in words.classes["attitude"]):
        return assessments
    doers = speakers.doers(doc, event, head)
    side = speakers.on_side(tellers[0], doers)
    if side is None:
        subject = doc.child(head, "nsubj")
        side = subject is not None and subject.tag == "PRP"  # "said that it was ready": who says so
    actor = speakers.actors.get(tellers[0].source)
    unofficial = actor is not None and actor.kind != "country" and OFFICIAL.isdisjoint(actor.sectors)
    if not side or (unofficial and tellers[0].source not in doers):
        return assessments
    return [Assessment(source="author", polarity="+", certainty="certain")]
