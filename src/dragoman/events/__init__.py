"""Document with who, when and where in, `Event` records out: what is said to have happened.

`arguments` reads the tree around a predicate, `matching` fits the codebook's frames to it, `dating` finds
its time and place. Whether it happened, and who says so, is judged by the assessments room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman import actors as who
from dragoman.events import dating, deeds
from dragoman.events.matching import Match, Parties, calls_off, matches
from dragoman.records import Dropped, Event, Found, Reason, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.codebook import Codebook
    from dragoman.documents import Document
    from dragoman.records import Actor, Article, Place, Time
    from dragoman.settings import Settings

# With nobody named on the actor's side, an act done to somebody is still news; words between parties are not.
WITHOUT_ACTOR = {
    "ASSAULT": frozenset({""}),
    "COERCE": frozenset({"arrest", "deport", "seize"}),
    "SANCTION": frozenset({"convict", "expel", "discontinue"}),
    "ACCUSE": frozenset({"allege"}),
    "RETREAT": frozenset({"release", "withdraw"}),
    "AID": frozenset({""}),
}
# What none but a state does, whoever it is done to.
STATE_ONLY = frozenset({"arrest", "convict"})
NON_STATE = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG"})
# Sectors that make somebody of no known country a party of political news.
POLITICAL = frozenset(
    {"GOV", "MIL", "COP", "LEG", "JUD", "SPY", "REB", "PRM", "UAF", "PTY", "OPP", "REF", "PRE", "ELI"}
)
# Those, and others, whose journeys are news of public affairs.
TRAVELLING = POLITICAL | {"REL", "NGO", "IGO", "BUS"}


def find(
    doc: Document,
    codebook: Codebook,
    article: Article,
    actors: tuple[Actor, ...],
    times: tuple[Time, ...],
    places: tuple[Place, ...],
    *,
    voices: Mapping[int, tuple[str, ...]],
    settings: Settings,
) -> Found[Event]:
    """Return every Event in *doc*, not yet assessed, and what was set aside.

    *voices* says, by token, whom a pronoun in reported speech stands for.
    """
    heads = {**voices, **who.at_heads(doc, actors)}
    parties = Parties(doc, heads, actors, hosts=who.at_heads(doc, actors, hosts=True))
    calendar = dating.Calendar(doc, times)
    known = {a.id: a for a in actors}
    kept: list[Event] = []
    dropped: list[Dropped] = []
    seen: dict[tuple[object, ...], int] = {}
    for match in matches(doc, codebook.frames, parties):
        trigger = _trigger(doc, match)
        why = _unfit(doc, codebook, match, known)
        key = (
            doc.tokens[match.trigger].sent,
            match.frame.event_type,
            frozenset(match.actors),
            frozenset(match.recipients),
        )
        if why is None and key in seen:
            why = f"says the same as the event at {seen[key]}"
        if why is not None:
            dropped.append(Dropped(room="events", start=trigger.start, end=trigger.end, why=why))
            continue
        seen[key] = trigger.start
        event = _event(
            doc, codebook, article, settings, match, trigger, calendar, places, known, len(kept) + 1
        )
        event = deeds.whose(doc, codebook.frames, event, match, kept, known)
        kept.append(dating.at_meeting(doc, codebook.frames, event, match.trigger, kept))
    return Found(kept=tuple(kept), dropped=tuple(dropped))


def _trigger(doc: Document, match: Match) -> Span:
    """Return the words of the predicate, with its particle where that stands beside it.

    A frame of a negated future ("will not accept") is a refusal by these very words: they belong to it.
    """
    first = last = match.trigger
    if any("aux" in s.where for s in match.frame.slots):
        first = min((i for i in match.arguments.aux if i < first), default=first)
    if match.particle == match.trigger + 1:
        last = match.particle
    return doc.span(first, last + 1)


def _unfit(doc: Document, codebook: Codebook, match: Match, known: dict[str, Actor]) -> str | None:
    """Return why a match gives no event, or None."""
    name = f"{match.frame.event_type} by {match.frame.id}"
    if not match.actors and not match.recipients:
        return f"{name}: nobody is named on either side"
    if not _public(match, [known[a] for a in (*match.actors, *match.recipients)]):
        return f"{name}: no party to it is known to be political"
    if not match.actors:
        modes = WITHOUT_ACTOR.get(match.frame.event_type or "", frozenset())
        if "" not in modes and modes.isdisjoint(match.frame.modes):
            return f"{name}: nobody is named who does it"
        if match.frame.event_type == "ASSAULT":
            if not _violent(doc, codebook, match.trigger):
                return f"{name}: nobody is named who does it, and no word tells of an attack"
        elif not match.arguments.passive:
            return f"{name}: nobody is named who does it"
    parties = len(match.actors) + len(match.recipients)
    journey = _no_visit(match, known)
    if journey is not None:
        return f"{name}: {journey}"
    if "martial-law" in match.frame.modes and _natural(doc, codebook, match.trigger):
        return f"{name}: an emergency of nature or health, not of order"
    visitor = match.frame.event_type == "CONSULT" and "visit" in match.frame.modes and match.actors
    lone = match.frame.pos == "n" and match.arguments.support is None and parties < 2
    if lone and not visitor and not _asked_for(doc, codebook, match.trigger):
        return f"{name}: a noun with one party and no verb that carries it"
    meeting = _no_meeting(doc, match, known)
    return None if meeting is None else f"{name}: {meeting}"


def _no_meeting(doc: Document, match: Match, known: dict[str, Actor]) -> str | None:
    """Return why a CONSULT is no meeting of parties, or None."""
    if match.frame.event_type != "CONSULT":
        return None
    parties = (*match.actors, *match.recipients)
    press = sum("JRN" in known[a].sectors for a in parties)
    if press and len(parties) - press < 2:
        return "talking to the press"
    return "one party only" if len(parties) < 2 and not _plural(doc, match) else None


def _no_visit(match: Match, known: dict[str, Actor]) -> str | None:
    """Return why a journey is no visit, or None."""
    if "visit" not in match.frame.modes or not match.actors:
        return None
    if _at_home(match, known):
        return "a journey within one country"
    return "a journey of nobody in public life" if _private(match, known) else None


def _at_home(match: Match, known: dict[str, Actor]) -> bool:
    """Tell whether somebody travels within his own country: "the president travelled to South Dakota"."""
    if not match.recipients:
        return False
    hosts = [known[r] for r in match.recipients]
    if any(h.kind != "country" for h in hosts):
        return False
    return {known[a].country for a in match.actors} == {h.country for h in hosts}


def _private(match: Match, known: dict[str, Actor]) -> bool:
    """Tell whether those who travel hold no office and fight for nobody: reporters, students, a family."""
    who = [known[a] for a in match.actors]
    return all(a.kind in ("person", "group") and not TRAVELLING.intersection(a.sectors) for a in who)


def _natural(doc: Document, codebook: Codebook, trigger: int) -> bool:
    """Tell whether the sentence of *trigger* names a disaster or a disease."""
    sentence = doc.sentence(trigger)
    words = codebook.frames.classes["disaster"]
    return any(t.lemma in words or t.lower == "health" for t in doc.tokens[sentence.first : sentence.last])


def _asked_for(doc: Document, codebook: Codebook, noun: int) -> bool:
    """Tell whether the act that a noun names is asked for or put off: "demanded his resignation"."""
    token = doc.first_conjunct(noun)
    above = doc.tokens[token.head]
    verb = doc.tokens[above.head] if above.dep == "prep" and above.lower == "for" else above
    if token.dep not in ("dobj", "pobj") or verb.pos != "VERB":
        return False
    if token.dep == "dobj" and calls_off(doc, verb):
        return True
    return any(f.event_type == "REQUEST" for f in codebook.frames.of("v", verb.lemma))


def _public(match: Match, parties: list[Actor]) -> bool:
    """Tell whether an event is one of public affairs.

    It is with a state, an intergovernmental body or somebody of a political sector on either side; as a
    protest of any crowd or body, an assault on people of a known country or on a journalist; as what only a
    state does; or between two countries.
    """
    if any(
        p.kind in ("country", "igo") or p.country in NON_STATE or POLITICAL.intersection(p.sectors)
        for p in parties
    ):
        return True
    countries = {p.country for p in parties} - {None}
    if match.frame.event_type == "PROTEST" and any(p.kind in ("group", "organization") for p in parties):
        return True
    if match.frame.event_type in ("ASSAULT", "COERCE") and any("JRN" in p.sectors for p in parties):
        return True
    if countries and not STATE_ONLY.isdisjoint(match.frame.modes):
        return True
    crowd = any(p.country is not None and p.kind == "group" for p in parties)
    return len(countries) > 1 or (crowd and match.frame.event_type == "ASSAULT")


def _violent(doc: Document, codebook: Codebook, trigger: int) -> bool:
    """Tell whether the verb, its sentence or the one before tells of violence.

    The sentence before does not if either tells of a mishap.
    """
    classes = codebook.frames.classes
    if doc.tokens[trigger].lemma in classes["violent_verb"]:
        return True
    sentence = doc.sentence(trigger)
    here = {t.lemma for t in doc.tokens[sentence.first : sentence.last] if t.i != trigger}
    if not classes["violence"].isdisjoint(here):
        return True
    first = doc.sentence(sentence.first - 1).first if sentence.first else 0
    before = {t.lemma for t in doc.tokens[first : sentence.first]}
    return not classes["violence"].isdisjoint(before) and classes["disaster"].isdisjoint(here | before)


def _plural(doc: Document, match: Match) -> bool:
    """Tell whether the one party may be several, or the other side stands there without being known."""
    around = match.arguments
    if not {"visit", "multilateral"}.isdisjoint(match.frame.modes):
        return True
    held = match.frame.pos == "n" or match.conditions
    if held and (around.at("with") or around.at("between")):
        return True
    return any(doc.tokens[i].tag in ("NNS", "NNPS") for i in around.subj)


def _event(
    doc: Document,
    codebook: Codebook,
    article: Article,
    settings: Settings,
    match: Match,
    trigger: Span,
    calendar: dating.Calendar,
    places: tuple[Place, ...],
    known: dict[str, Actor],
    number: int,
) -> Event:
    frame = match.frame
    assert frame.event_type is not None  # matches() yields no others
    support = match.arguments.support
    time, rule = calendar.of(match.trigger, support)
    continued = None if time is not None else calendar.continued(match.trigger)
    held = [*match.arguments.obj, *([] if support is None else [support])]
    place = dating.place_of(doc, places, match.trigger, held)
    reasons = [Reason(rule=f"frame:{frame.id}", start=trigger.start, end=trigger.end, note=frame.event_type)]
    if match.searched:
        first = known[match.recipients[0]]
        reasons.append(Reason(rule="recipient:beside", start=trigger.start, end=trigger.end, note=first.name))
    if time is not None:
        reasons.append(Reason(rule=rule, start=time.start, end=time.end, note=time.value))
    if continued is not None:
        note = continued.value
        reasons.append(Reason(rule="time:continued", start=continued.start, end=continued.end, note=note))
    if place is not None:
        reasons.append(Reason(rule="place:clause", start=place.start, end=place.end, note=place.name))
    scheme = codebook.scheme
    return Event(
        id=f"e{number}",
        event_type=frame.event_type,
        event_mode=frame.modes,
        contexts=_contexts(doc, codebook, match.trigger),
        quad_class=scheme.quad(frame.event_type, sanction_quad=settings.sanction_quad),
        score=scheme.score(frame.event_type, frame.modes, accuse_score=settings.accuse_score),
        cameo=frame.cameo,
        goldstein=scheme.cameo(frame.cameo).goldstein if frame.cameo else None,
        actors=tuple(match.actors),
        recipients=tuple(match.recipients),
        participants=tuple(match.participants),
        sentence=doc.sentence_span(doc.tokens[match.trigger].sent),
        trigger=trigger,
        time=time.id if time else None,
        date=dating.date_of(
            time,
            article,
            told=dating.told(doc, match.trigger, support),
            until=calendar.last_of(time) if time else None,
            goes_on=time is not None and calendar.goes_on(match.trigger, time),
        )
        if continued is None
        else dating.inherited(continued),
        place=place.id if place else None,
        reasons=tuple(reasons),
    )


def _contexts(doc: Document, codebook: Codebook, trigger: int) -> tuple[str, ...]:
    sentence = doc.sentence(trigger)
    table = codebook.frames.contexts
    found: list[str] = []
    tokens = doc.tokens[sentence.first : sentence.last]
    for k, token in enumerate(tokens):
        names = [token.lemma]
        if k:
            names.append(f"{tokens[k - 1].lower} {token.lemma}")
        for name in names:
            found.extend(c for c in table.get(name, ()) if c not in found)
    return tuple(found)
