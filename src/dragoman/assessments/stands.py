"""Readings, attributions and actors in, each event's assessments and status out.

The article itself ("author") comes first; then every voice that the event lies under, from the outermost in.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragoman.assessments import denials, syntax, verbal
from dragoman.assessments.reading import Reader
from dragoman.assessments.speakers import Speaker, Speakers
from dragoman.assessments.statuses import status_of
from dragoman.assessments.views import Reading, View
from dragoman.records import Assessment, Found, Reason

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.documents import Document
    from dragoman.records import Actor, Attribution, Event, Polarity

CONDITIONAL = "factuality: conditional"
_STANCE_MOODS = {"demand": "requested", "promise": "planned", "intend": "planned", "predict": "foreseen"}
_FLIPPED: dict[str, Polarity] = {"+": "-", "-": "+", "unknown": "unknown"}


@dataclass(slots=True, kw_only=True)
class Case:
    """An event while it is being assessed."""

    event: Event
    head: int
    view: View
    speakers: list[Speaker]
    assessments: list[Assessment]
    foretold: bool = False
    conditional: bool = False
    reasons: list[Reason] = field(default_factory=list)

    def add(self, assessment: Assessment, reason: Reason) -> None:
        """Add one source's stand, unless it is there already."""
        if assessment not in self.assessments:
            self.assessments.append(assessment)
        if reason not in self.reasons:
            self.reasons.append(reason)


def assess(
    doc: Document,
    codebook: Codebook,
    actors: tuple[Actor, ...],
    attributions: tuple[Attribution, ...],
    events: tuple[Event, ...],
) -> Found[Event]:
    """Return *events* with their assessments, status and the reasons for it."""
    reader = Reader(doc, codebook.factuality)
    speakers = Speakers(doc, codebook.factuality, actors, attributions)
    cases = [_case(doc, reader, speakers, event) for event in events]
    denials.answer(doc, codebook.factuality, reader, speakers, [c for c in cases if c is not None])
    kept = [
        event if case is None else _close(doc, speakers, case)
        for event, case in zip(events, cases, strict=True)
    ]
    return Found(kept=tuple(kept))


def _case(doc: Document, reader: Reader, speakers: Speakers, event: Event) -> Case | None:
    place = doc.tokens_in(event.trigger.start, event.trigger.end)
    if not place:
        return None
    head = doc.root_of(place.start, place.stop)
    reading = reader.read_event(head)
    around = _around(doc, speakers, reading, event, head)
    view = _by_stance(doc, speakers, reading.view, around, head)
    if verbal.is_borrowed(reader.words, doc.tokens[head].lemma, event):
        view = verbal.view_of(reader.words, event, view)
    view = verbal.attempted(event, reading, view)
    stands = _assessments(view, around)
    stands.extend(_as_told(doc, reader, speakers, head))
    if event.event_type in verbal.SAID_IS_DONE and view.holds and len(around) == 1:
        stands = verbal.performed(doc, reader.words, speakers, head, event, stands)
    return Case(
        event=event,
        head=head,
        view=view,
        speakers=around,
        assessments=stands,
        foretold=not reading.governors and any("auxiliary" in r.rule for r in reading.reasons),
        conditional=any(r.rule.startswith(CONDITIONAL) for r in reading.reasons),
        reasons=list(reading.reasons),
    )


def _around(doc: Document, speakers: Speakers, reading: Reading, event: Event, head: int) -> list[Speaker]:
    """Return the voices around an event, the outermost first."""
    out: list[Speaker] = []
    taken: set[str] = set()
    for number, voicing in enumerate(reading.voices):
        attribution = speakers.by_cue.get(voicing.cue)
        if attribution is not None:
            taken.add(attribution.id)
        outer = out[-1].sources if out else ("author",)
        sources = speakers.of_cue(voicing.cue, voicing.voice, outer)
        if sources == ("unspecified",) and voicing.voice == "confirms":
            continue  # "the fact that", "the images show that": nobody in particular speaks
        reach = len(reading.voices) - number
        out.append(
            Speaker(
                sources=sources,
                attribution=attribution.id if attribution is not None else None,
                voice=voicing.voice,
                held=voicing.held,
                about=voicing.about is not None,
                cue=voicing.cue,
                reach=speakers.reach(attribution) if attribution is not None else reach,
            )
        )
    covering = [
        a
        for a in speakers.covering(doc.tokens[head].start)
        if a.id not in taken and _speaks_of(doc, speakers, reading, a, event, head)
    ]
    if reading.background is not None:
        left = doc.tokens[reading.background].start
        covering = [a for a in covering if a.kind == "direct" or a.content.spans[0].start >= left]
    extra = [speakers.speaker(a) for a in covering]
    # An attribution that the tree does not show (a quotation, "according to") holds whole clauses: it lies
    # outside the voices within the clause, unless its content is the shorter.
    extra.sort(key=lambda s: -s.reach)
    return [*extra, *out] if extra else out


def _speaks_of(
    doc: Document, speakers: Speakers, reading: Reading, a: Attribution, event: Event, head: int
) -> bool:
    """Tell whether attribution *a*, whose content holds *event*, is a voice that says it."""
    if speakers.is_cue_of(a, event) or speakers.is_aside(a, head):
        return False
    if any(speakers.by_cue.get(g) is a for g in reading.governors):
        return False  # "refused to sign": the codebook knows it to be nobody's saying
    kept = a.stance in _STANCE_MOODS and reading.view.holds and syntax.is_past(doc, doc.tokens[head])
    return not kept  # "as it had promised, Ghana withdrew": it is told as done


def _by_stance(doc: Document, speakers: Speakers, view: View, around: list[Speaker], head: int) -> View:
    """Let the stance of an attribution set the mood where the tree does not show it."""
    t = doc.tokens[head]
    if view.mood != "done" or t.tag in {"VBD", "VBN", "VBZ", "VBP"}:
        return view
    for speaker in reversed(around):
        stance = speakers.stance(speaker.attribution)
        mood = _STANCE_MOODS.get(stance or "")
        if mood == "planned":
            return view._replace(mood="planned")
        if mood == "requested":
            return View("?", "unknown", "requested")
        if mood == "foreseen":
            return View(view.sign, "probable", "foreseen")
        if speaker.cue is not None:
            return view
    return view


def _assessments(view: View, around: list[Speaker]) -> list[Assessment]:
    if not around:
        return [Assessment(source="author", polarity=view.polarity, certainty=view.certainty)]
    goes_along = all(s.voice == "confirms" and s.held for s in around)
    author = Assessment(source="author", polarity="unknown", certainty="unknown")
    if goes_along:
        author = Assessment(source="author", polarity=view.polarity, certainty=view.certainty)
    out = [author]
    last = len(around) - 1
    for n, speaker in enumerate(around):
        if not speaker.held or (n < last and not speaker.about):
            continue
        polarity = view.polarity
        unseen = speaker.cue is None  # by the tree, which has turned the view of the denials that it shows
        if speaker.voice == "denies" and (n < last or unseen):
            polarity = _FLIPPED[polarity]
        for source in speaker.sources:
            made = Assessment(
                source=source, polarity=polarity, certainty=view.certainty, attribution=speaker.attribution
            )
            if source == "author":
                out[0] = made
            elif made not in out:
                out.append(made)
    return out


def _as_told(doc: Document, reader: Reader, speakers: Speakers, head: int) -> list[Assessment]:
    """Return who else asserts it: "denied that they fired, as witnesses claimed"."""
    out = _reported_beside(doc, reader, speakers, head)
    for above in (doc.tokens[head], *doc.ancestors(head)):
        for verb in doc.children(above.i, "advcl"):
            link = doc.child(verb.i, "mark", "advmod")
            known = reader.words.predicates.get((verb.lemma, "V"), {}).get("clause")
            if link is None or link.lower != "as" or known is None or known.voice != "says" or head == verb.i:
                continue
            if doc.child(verb.i, "dobj", "ccomp", "xcomp") is None:
                a = speakers.by_cue.get(verb.i)
                out.extend(
                    Assessment(
                        source=source,
                        polarity="+",
                        certainty=known.yes.certainty,
                        attribution=a.id if a is not None else None,
                    )
                    for source in speakers.of_cue(verb.i, "says", ("author",))
                )
    return out


def _reported_beside(doc: Document, reader: Reader, speakers: Speakers, head: int) -> list[Assessment]:
    """Return who tells of an event in a clause on its noun, if it is denied: "the arrest X reported"."""
    noun = doc.tokens[head]
    if noun.pos != "NOUN" or not any(v.voice == "denies" for v in reader.read(head).voices):
        return []
    out: list[Assessment] = []
    for verb in doc.children(head, "relcl", "acl"):
        a = speakers.by_cue.get(verb.i)
        known = reader.words.predicates.get((verb.lemma, "V"), {}).get("clause")
        if a is None or known is None or known.voice != "says":
            continue
        out.extend(
            Assessment(source=s, polarity="+", certainty=known.yes.certainty, attribution=a.id)
            for s in speakers.of_attribution(a)
        )
    return out


def _close(doc: Document, speakers: Speakers, case: Case) -> Event:
    denied = any(s.voice == "denies" for s in case.speakers)
    status, why = status_of(
        doc,
        speakers,
        case.head,
        case.view,
        case.assessments,
        case.event,
        denied=denied,
        foretold=case.foretold,
        conditional=case.conditional,
    )
    trigger = case.event.trigger
    reason = Reason(rule=f"status: {status}", start=trigger.start, end=trigger.end, note=why)
    return replace(
        case.event,
        status=status,
        assessments=tuple(case.assessments),
        reasons=(*case.event.reasons, *case.reasons, reason),
    )
