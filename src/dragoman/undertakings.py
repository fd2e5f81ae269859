"""Assessed events in, those and what PLOVER makes of planned ones out: a plan is an act of its own.

PLOVER 2.0 records planned co-operation (CONSULT, SUPPORT, COOPERATE, AID) as AGREE and an announced
withdrawal or concession as CONCEDE; a coercive act announced against somebody is THREATEN. The planned act
stays in the record under its status; beside it stands what has been done already: the undertaking.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.events.dating import date_of
from dragoman.records import Assessment, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.codebook import Codebook
    from dragoman.records import Actor, Article, Attribution, Event
    from dragoman.settings import Settings

COERCIVE = frozenset({"SANCTION", "COERCE", "ASSAULT", "PROTEST"})
# What is threatened, by the type and mode of the act (PLOVER 2.0, modes of THREATEN).
THREATENED = {
    ("COERCE", "arrest"): "arrest",
    ("COERCE", "deport"): "expel",
    ("COERCE", "restrict"): "restrict",
    ("COERCE", "curfew"): "restrict",
    ("COERCE", "martial-law"): "restrict",
    ("SANCTION", "expel"): "expel",
    ("SANCTION", "withdraw"): "relations",
    ("SANCTION", "discontinue"): "relations",
    ("ASSAULT", ""): "violence",
}
# A purpose ("came to talk") or a wish ("aims at closer ties") commits nobody.
NO_COMMITMENT = tuple(
    f"factuality: {word}"
    for word in ("purpose", "aim ", "seek ", "hope ", "want ", "try ", "attempt ", "effort ", "bid ", "wish ")
)
# A coercive plan is a threat only where it is announced.
COMMITS = frozenset(
    {
        "factuality: auxiliary will",
        "factuality: auxiliary would",
        "factuality: auxiliary shall",
        "factuality: decide + inf",
        "factuality: announce + clause",
    }
)
# Who speaks for a state.
OFFICIAL = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
AHEAD = frozenset({"planned", "foreseen", "requested"})
SPOKEN = frozenset({"AGREE", "THREATEN", "CONCEDE", "REQUEST", "REJECT"})


def derive(
    codebook: Codebook,
    article: Article,
    events: tuple[Event, ...],
    attributions: tuple[Attribution, ...],
    *,
    actors: tuple[Actor, ...],
    settings: Settings,
) -> tuple[Event, ...]:
    """Return *events* and, after each planned one, the undertaking that PLOVER sees in it.

    None is added where a predicate of the same sentence already says so ("agreed to send aid"). What is
    still to come and bears no date of its own lies after the article, not before it.
    """
    speakers = {a.id: a.source.actor for a in attributions if a.source is not None}
    states = {a.id: a for a in actors if a.kind == "country" or not OFFICIAL.isdisjoint(a.sectors)}
    spoken = {(e.sentence.start, actor) for e in events if e.event_type in SPOKEN for actor in e.actors}
    out: list[Event] = []
    for told in events:
        event = _ahead(told, article) if told.status in AHEAD else told
        out.append(event)
        if event.status != "planned" or not event.actors:
            continue
        if any((event.sentence.start, actor) in spoken for actor in event.actors):
            continue
        if not _commits(event, {r.rule for r in event.reasons}):
            continue
        undertaking = _undertaking(codebook, article, event, _speaking(event, speakers, states), settings)
        if undertaking is not None:
            out.append(undertaking)
    return tuple(replace(e, id=f"e{n}") for n, e in enumerate(out, start=1))


def _commits(event: Event, rules: set[str]) -> bool:
    """Tell whether a plan is told in words that bind the planner."""
    if any(rule.startswith(NO_COMMITMENT) for rule in rules):
        return False
    return event.event_type not in COERCIVE or not COMMITS.isdisjoint(rules)


def _ahead(event: Event, article: Article) -> Event:
    """Date what is still to come after the article, unless it bears a date of its own.

    In "promised on Monday to visit" the day is that of the promise.
    """
    if event.time is not None:
        borrowed = any(r.rule == "time:above" for r in event.reasons)
        last = event.date.last if event.date else None
        if not borrowed or last is None or article.day is None or last > article.day:
            return event
    reasons = tuple(r for r in event.reasons if r.rule != "time:above")
    return replace(event, time=None, date=date_of(None, article, told="ahead"), reasons=reasons)


def _undertaking(
    codebook: Codebook,
    article: Article,
    event: Event,
    own: frozenset[str],
    settings: Settings,
) -> Event | None:
    modes: tuple[str, ...] = ()
    if event.event_type in COERCIVE:
        if not event.recipients:
            return None
        kind = "THREATEN"
        mode = next(iter(event.event_mode), "")
        threatened = THREATENED.get((event.event_type, mode)) or THREATENED.get((event.event_type, ""))
        modes = (threatened,) if threatened else ()
    else:
        if event.event_type == "MOBILIZE":
            return None  # troops may be promised to a friend as well
        kind = codebook.scheme.announced(event.event_type, future_retreat=settings.future_retreat)
        if kind == event.event_type and kind not in ("CONCEDE", "RETREAT"):
            return None
    assessments = _commitment(event, own)
    scheme = codebook.scheme
    near = scheme.nearest_cameo(kind, modes)
    reason = Reason(
        rule=f"plover:planned-{event.event_type}-is-{kind}",
        start=event.trigger.start,
        end=event.trigger.end,
        note="what is planned is an undertaking now",
    )
    return replace(
        event,
        event_type=kind,
        event_mode=modes,
        quad_class=scheme.quad(kind, sanction_quad=settings.sanction_quad),
        score=scheme.score(kind, modes, accuse_score=settings.accuse_score),
        cameo=near.code if near else None,
        goldstein=near.goldstein if near else None,
        status="asserted" if _any_author(assessments) else "attributed",
        assessments=assessments,
        time=None,
        date=date_of(None, article),
        place=None,
        reasons=(*event.reasons, reason),
    )


def _speaking(event: Event, speakers: dict[str, str | None], states: dict[str, Actor]) -> frozenset[str]:
    """Return the attributions in which the planner speaks: himself, or for a state one of its officials."""
    planners = {states[a].country for a in event.actors if a in states and states[a].kind == "country"}
    return frozenset(
        told
        for told, speaker in speakers.items()
        if speaker is not None
        and (speaker in event.actors or (speaker in states and states[speaker].country in planners))
    )


def _commitment(event: Event, own: frozenset[str]) -> tuple[Assessment, ...]:
    """Return who stands behind the undertaking: the article, where the planner himself is quoted in *own*."""
    said = [a.attribution for a in event.assessments if a.attribution]
    if not said or not own.isdisjoint(said):
        return (Assessment(source="author", polarity="+", certainty="certain"),)
    return tuple(replace(a, polarity="+", certainty="certain") for a in event.assessments if a.attribution)


def _any_author(assessments: Iterable[Assessment]) -> bool:
    return any(a.source == "author" and a.polarity == "+" for a in assessments)
