"""Reports in, FollowTheMoney entities out, one JSON object a line: articles, who acts, and events.

An entity that several articles name is one line, its values gathered; so each id is there once.
FollowTheMoney has no place for a status, so events are those of the classic view. People and bodies without
a name of their own ("officials") are no entities; the event's words name them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from dragoman.exports.reports import reports
from dragoman.exports.sorting import Sorter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragoman.exports.codes import Codes
    from dragoman.exports.reports import Report, Tally, Wanted
    from dragoman.records import Actor, Event
    from dragoman.store import Store

LANGUAGES = {"en": "eng"}
"""FollowTheMoney's codes of the languages that dragoman reads."""

PUBLIC = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
"""Sectors that belong to the state."""

TITLE = 300
"""Characters: FollowTheMoney's names are short."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as FollowTheMoney writes it: each property has a list of values."""

    id: str
    schema: str
    properties: dict[str, list[str]] = field(default_factory=dict)


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield one line an entity, in order of ids; they are sorted on disk."""
    encoder = msgspec.json.Encoder()
    with Sorter(Entity) as sorter:
        for report in reports(store, wanted, tally, classic=True):
            for n, entity in enumerate(_entities(report, codes)):
                sorter.add(entity.id, f"{report.article.id}.{n:06d}", entity)
        for group in sorter.groups():
            tally.rows += 1
            yield encoder.encode(_merged(group)).decode() + "\n"


def _merged(group: list[Entity]) -> Entity:
    values: dict[str, dict[str, None]] = {}
    for entity in group:
        for name, found in entity.properties.items():
            values.setdefault(name, {}).update(dict.fromkeys(found))
    return Entity(group[0].id, group[0].schema, {name: list(found) for name, found in values.items()})


def _entities(report: Report, codes: Codes) -> Iterator[Entity]:
    article = report.article
    page = _entity(
        _id("article", article.id),
        "Article",
        title=article.title,
        name=article.title or article.id,
        publisher=article.publisher,
        publishedAt=_moment(article.published),
        sourceUrl=_url(article.url),
        language=LANGUAGES.get(article.language or ""),
    )
    yield page
    for event in report.events:
        parties = {}
        for side in (event.actors, event.recipients, event.participants):
            parties[side] = [e for a in report.who(side) if (e := _party(a, codes))]
            yield from parties[side]
        yield _event(report, event, page, parties, codes)


def _event(
    report: Report,
    event: Event,
    page: Entity,
    parties: dict[tuple[str, ...], list[Entity]],
    codes: Codes,
) -> Entity:
    when, place = event.date, report.place(event)
    names = [", ".join(a.name for a in report.who(side)) for side in (event.actors, event.recipients)]
    sources = [report.actors[s.source].name for s in event.assessments if s.source in report.actors]
    return _entity(
        _id("event", report.key(event)),
        "Event",
        name=" ".join((names[0] or "?", event.event_type, *event.event_mode, names[1])).strip()[:TITLE],
        date=when.first.isoformat() if when and when.first and when.first == when.last else None,
        startDate=when.first.isoformat() if when and when.first else None,
        endDate=when.last.isoformat() if when and when.last else None,
        location=place.name if place else None,
        country=_iso2(place.country, codes) if place else None,
        organizer=[e.id for e in parties[event.actors]],
        involved=[e.id for ids in (event.recipients, event.participants) for e in parties[ids]],
        summary=event.sentence.text,
        notes=f"status: {event.status}" + (f"; according to {', '.join(sources)}" if sources else ""),
        keywords=[event.event_type, *event.event_mode, *event.contexts],
        publisher=report.article.publisher,
        sourceUrl=_url(report.article.url),
        proof=page.id,
    )


def _party(actor: Actor, codes: Codes) -> Entity | None:
    """Return *actor* as an entity; None if it is a group, or has no name of its own."""
    named = actor.kind == "country" or any(m.kind in ("name", "metonym") for m in actor.mentions)
    if actor.kind == "group" or not named:
        return None
    if actor.kind == "person":
        schema = "Person"
    elif actor.kind == "country" or (actor.kind == "organization" and _is_public(actor.sectors)):
        schema = "PublicBody"
    else:
        schema = "Organization"
    return _entity(
        _id(schema, actor.name, actor.country or ""),
        schema,
        name=actor.name[:TITLE],
        country=_iso2(actor.country, codes),
        position=actor.role if schema == "Person" else None,
        wikidataId=actor.wikidata,
    )


def _is_public(sectors: tuple[str, ...]) -> bool:
    """Say whether *sectors* are those of a body of the state; a party is none, even when it governs."""
    return "PTY" not in sectors and not PUBLIC.isdisjoint(sectors)


def _iso2(country: str | None, codes: Codes) -> str | None:
    """Return FollowTheMoney's code of *country*: ISO 3166 alpha-2 in small letters, xk, or eu."""
    if country == "EUR":
        return "eu"
    land = codes.lands.get(country or "")
    return land.iso2.lower() if land and land.iso2 else None


def _moment(published: str | None) -> str | None:
    """Return a day as it is, and a time as FollowTheMoney wants it: to the second, in UTC.

    >>> _moment("2024-01-19"), _moment("2024-01-19T12:30+02:00")
    ('2024-01-19', '2024-01-19T10:30:00')
    """
    if published is None or len(published) <= len("2024-01-19"):
        return published
    moment = datetime.fromisoformat(published)
    utc = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return utc.isoformat(timespec="seconds")


def _url(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _entity(number: str, schema: str, **values: str | Iterable[str] | None) -> Entity:
    """Return an entity of *values*; those that are None or empty are left out."""
    lists = {k: [v] if isinstance(v, str) else list(dict.fromkeys(v or ())) for k, v in values.items()}
    return Entity(number, schema, {k: [" ".join(t.split()) for t in v] for k, v in lists.items() if any(v)})


def _id(*parts: str) -> str:
    """Return an id made from *parts*: the same thing has the same in every export."""
    return "dragoman-" + hashlib.sha1("\0".join(parts).encode(), usedforsecurity=False).hexdigest()
