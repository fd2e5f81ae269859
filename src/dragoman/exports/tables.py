"""Reports in, five tidy tables out: events, their actors, who stands behind them, who says what, articles.

`csv` and `parquet` write the same tables with the same columns, and a data dictionary beside them. Each table
has one key; ``event_id``, ``attribution_id`` and ``article_id`` join them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragoman.exports.reports import precision
from dragoman.records import CLASSIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dragoman.exports.codes import Codes
    from dragoman.exports.columns import Cells, Value
    from dragoman.exports.reports import Report, Told
    from dragoman.records import Actor, Assessment, Attribution, Event, EventDate, Mention, Place


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event of an article."""

    report: Report
    event: Event
    place: Place | None
    codes: Codes


@dataclass(frozen=True, slots=True)
class ActorLine:
    """One actor on one side of an event."""

    report: Report
    event: Event
    side: str
    position: int
    actor: Actor
    words: Mention | None
    codes: Codes


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One source's stand on an event."""

    report: Report
    event: Event
    position: int
    assessment: Assessment
    actor: Actor | None
    said: Attribution | None
    codes: Codes


@dataclass(frozen=True, slots=True)
class AttributionLine:
    """One attribution of an article."""

    report: Report
    said: Attribution
    actor: Actor | None
    codes: Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its key, the tables that other ids lead to, its columns, and how its lines are made."""

    name: str
    means: str
    key: tuple[str, ...]
    leads: dict[str, str] = field(default_factory=dict)
    cells: Cells[Any]
    lines: Callable[[Report, Codes], Iterable[Any]]


def _many(values: Iterable[str]) -> str | None:
    return ";".join(values) or None


def _country(prefix: str, of: Callable[..., str | None]) -> dict[str, Callable[..., Value]]:
    """Return the four columns that name a country: PLOVER's code, ISO-3, COW and Gleditsch-Ward number."""
    return {
        f"{prefix}country": of,
        f"{prefix}iso3": lambda r: r.codes.iso3(of(r)),
        f"{prefix}cow": lambda r: r.codes.cow(of(r)),
        f"{prefix}gw": lambda r: r.codes.gw(of(r)),
    }


def _date(of: Callable[[EventDate], Value]) -> Callable[[EventLine], Value]:
    return lambda r: of(r.event.date) if r.event.date else None


def _where(of: Callable[[Place], Value]) -> Callable[[EventLine], Value]:
    return lambda r: of(r.place) if r.place else None


def _told(of: Callable[[Told], Value]) -> Callable[[EventLine], Value]:
    return lambda r: of(r.report.happenings[r.event.id]) if r.event.id in r.report.happenings else None


EVENTS: dict[str, Callable[[EventLine], Value]] = {
    "event_id": lambda r: r.report.key(r.event),
    "article_id": lambda r: r.report.article.id,
    "happening": _told(lambda h: h.number),
    "happening_sources": _told(lambda h: h.sources),
    "event_type": lambda r: r.event.event_type,
    "modes": lambda r: _many(r.event.event_mode),
    "contexts": lambda r: _many(r.event.contexts),
    "quad_class": lambda r: r.event.quad_class,
    "score": lambda r: r.event.score,
    "cameo": lambda r: r.event.cameo,
    "goldstein": lambda r: r.event.goldstein,
    "status": lambda r: r.event.status,
    "classic": lambda r: r.event.status in CLASSIC,
    "confidence": lambda r: r.event.confidence,
    "date_first": _date(lambda d: d.first),
    "date_last": _date(lambda d: d.last),
    "date_precision": lambda r: precision(r.event),
    "date_basis": _date(lambda d: d.basis),
    "place": _where(lambda p: p.name),
    **_country("place_", lambda r: r.place.country if r.place else None),
    "place_feature": _where(lambda p: p.feature),
    "place_precision": lambda r: r.codes.precision(r.place),
    "latitude": _where(lambda p: p.lat),
    "longitude": _where(lambda p: p.lon),
    "geonameid": _where(lambda p: p.geonameid),
    "words": lambda r: r.event.sentence.text,
    "words_start": lambda r: r.event.sentence.start,
    "words_end": lambda r: r.event.sentence.end,
    "trigger": lambda r: r.event.trigger.text,
    "trigger_start": lambda r: r.event.trigger.start,
    "trigger_end": lambda r: r.event.trigger.end,
    "recipe": lambda r: r.report.coding.recipe,
}

EVENT_ACTORS: dict[str, Callable[[ActorLine], Value]] = {
    "event_id": lambda r: r.report.key(r.event),
    "side": lambda r: r.side,
    "position": lambda r: r.position,
    "article_id": lambda r: r.report.article.id,
    "actor_id": lambda r: r.actor.id,
    "name": lambda r: r.actor.name,
    "kind": lambda r: r.actor.kind,
    **_country("", lambda r: r.actor.country),
    "sector": lambda r: r.actor.sector,
    "sectors": lambda r: _many(r.actor.sectors),
    "role": lambda r: r.actor.role,
    "wikidata": lambda r: r.actor.wikidata,
    "words": lambda r: r.words.text if r.words else None,
    "words_start": lambda r: r.words.start if r.words else None,
    "words_end": lambda r: r.words.end if r.words else None,
}

ASSESSMENTS: dict[str, Callable[[AssessmentLine], Value]] = {
    "event_id": lambda r: r.report.key(r.event),
    "position": lambda r: r.position,
    "article_id": lambda r: r.report.article.id,
    "source": lambda r: r.assessment.source,
    "name": lambda r: r.actor.name if r.actor else (r.said.source.text if r.said and r.said.source else None),
    **_country("", lambda r: r.actor.country if r.actor else None),
    "polarity": lambda r: r.assessment.polarity,
    "certainty": lambda r: r.assessment.certainty,
    "attribution_id": lambda r: f"{r.report.article.id}#{r.said.id}" if r.said else None,
    "cue": lambda r: r.said.cue.text if r.said and r.said.cue else None,
    "stance": lambda r: r.said.stance if r.said else None,
}

ATTRIBUTIONS: dict[str, Callable[[AttributionLine], Value]] = {
    "attribution_id": lambda r: f"{r.report.article.id}#{r.said.id}",
    "article_id": lambda r: r.report.article.id,
    "source": lambda r: r.said.source.text if r.said.source else None,
    "source_actor": lambda r: r.said.source.actor if r.said.source else None,
    "source_name": lambda r: r.actor.name if r.actor else None,
    **_country("", lambda r: r.actor.country if r.actor else None),
    "role": lambda r: r.actor.role if r.actor else None,
    "cue": lambda r: r.said.cue.text if r.said.cue else None,
    "content": lambda r: r.said.content.text,
    "content_start": lambda r: r.said.content.spans[0].start,
    "content_end": lambda r: r.said.content.spans[-1].end,
    "kind": lambda r: r.said.kind,
    "stance": lambda r: r.said.stance,
    "within": lambda r: f"{r.report.article.id}#{r.said.within}" if r.said.within else None,
}

ARTICLES: dict[str, Callable[[Report], Value]] = {
    "article_id": lambda r: r.article.id,
    "original_id": lambda r: r.original,
    "title": lambda r: r.article.title,
    "publisher": lambda r: r.article.publisher,
    "published": lambda r: r.article.published,
    "published_day": lambda r: r.article.day,
    "published_precision": lambda r: r.article.published_grain,
    "learnt": lambda r: r.learnt,
    "url": lambda r: r.article.url,
    "language": lambda r: r.article.language,
    "characters": lambda r: len(r.article.text),
    "events": lambda r: len(r.coding.events),
    "recipe": lambda r: r.coding.recipe,
    "version": lambda r: r.coding.version,
}


def _events(report: Report, codes: Codes) -> Iterator[EventLine]:
    for event in report.events:
        yield EventLine(report, event, report.place(event), codes)


def _event_actors(report: Report, codes: Codes) -> Iterator[ActorLine]:
    for event in report.events:
        sides = (
            ("actor", event.actors),
            ("recipient", event.recipients),
            ("participant", event.participants),
        )
        for side, ids in sides:
            for position, actor in enumerate(report.who(ids)):
                words = report.mention(actor, event)
                yield ActorLine(report, event, side, position, actor, words, codes)


def _assessments(report: Report, codes: Codes) -> Iterator[AssessmentLine]:
    for event in report.events:
        for position, assessment in enumerate(event.assessments):
            actor = report.actors.get(assessment.source)
            said = report.attributions.get(assessment.attribution or "")
            yield AssessmentLine(report, event, position, assessment, actor, said, codes)


def _attributions(report: Report, codes: Codes) -> Iterator[AttributionLine]:
    for said in report.coding.attributions:
        actor = report.actors.get(said.source.actor or "") if said.source else None
        yield AttributionLine(report, said, actor, codes)


TABLES: tuple[Table, ...] = (
    Table(
        name="events",
        means="one line for each event as one article tells it",
        key=("event_id",),
        leads={"article_id": "articles"},
        cells=EVENTS,
        lines=_events,
    ),
    Table(
        name="event_actors",
        means="one line for each actor on one side of an event",
        key=("event_id", "side", "position"),
        leads={"event_id": "events", "article_id": "articles"},
        cells=EVENT_ACTORS,
        lines=_event_actors,
    ),
    Table(
        name="assessments",
        means="one line for each source's stand on an event",
        key=("event_id", "position"),
        leads={"event_id": "events", "article_id": "articles", "attribution_id": "attributions"},
        cells=ASSESSMENTS,
        lines=_assessments,
    ),
    Table(
        name="attributions",
        means="one line for each stretch of words that somebody is said to have said",
        key=("attribution_id",),
        leads={"article_id": "articles", "within": "attributions"},
        cells=ATTRIBUTIONS,
        lines=_attributions,
    ),
    Table(
        name="articles",
        means="one line for each article, without its text",
        key=("article_id",),
        cells=ARTICLES,
        lines=lambda report, _: (report,),
    ),
)
