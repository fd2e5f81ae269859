"""`Coding` in, the rows of each table out; and the records that the store's readers hand out."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dragoman.errors import StoreError
from dragoman.records import Basis, Coding, Grain, Status
from dragoman.store.connection import DAMAGED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from dragoman.records import (
        Article,
        Attribution,
        Event,
        Passage,
        Reason,
        Source,
        Span,
    )

    Row = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor in its part in one event: ``side`` is actor, recipient or participant."""

    side: str
    actor: str
    name: str
    kind: str
    country: str | None
    role: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One source's stand on one event; ``name`` is None for the article itself and for unnamed sources.

    ``content`` is what is attributed to it.
    """

    source: str
    name: str | None
    country: str | None
    polarity: str
    certainty: str
    cue: str | None
    stance: str | None
    content: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text that an article has had, when it was seen (UTC), and the SHA-256 of its page, if kept."""

    number: int
    seen: str
    capture: str | None
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event as one article reports it, with all that a table needs to show it.

    ``happening`` is the number of what it is a report of; ``original`` is the same for all articles that copy
    each other's text; ``learnt`` is when the article came into the store, in UTC.
    """

    coding: int
    id: str
    event_type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    quad_class: int | None
    score: float | None
    cameo: str | None
    goldstein: float | None
    status: Status
    confidence: float
    first: date | None
    last: date | None
    grain: Grain | None
    basis: Basis | None
    place: str | None
    place_country: str | None
    place_feature: str | None
    sentence: str
    trigger: str
    recipe: str
    article: int
    article_id: str
    url: str | None
    title: str | None
    publisher: str | None
    published: str | None
    happening: int | None
    original: int
    learnt: str | None
    parties: tuple[Party, ...]
    voices: tuple[Voice, ...]

    def side(self, side: str) -> tuple[Party, ...]:
        """Return the parties on *side*: actor, recipient or participant."""
        return tuple(p for p in self.parties if p.side == side)


class Telling(NamedTuple):
    """One report of a happening, as far as it tells how many sources that has."""

    happening: int
    article_id: str
    event: str
    publisher: str | None
    original: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One recipe by which articles were coded: how many it coded, and for how many its coding counts.

    ``first`` and ``latest`` are when it was used, in UTC.
    """

    recipe: str
    version: str
    articles: int
    counting: int
    first: str
    latest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDay:
    """How many articles published on a day were read, a text and its copies as one.

    ``either`` name an actor of one of two countries, ``dyad`` of both.
    """

    day: date
    articles: int
    either: int
    dyad: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An article as one cites it; ``article`` is its id."""

    article: str
    publisher: str | None
    published: str | None
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a store holds."""

    articles: int
    codings: int
    events: int
    actors: int
    attributions: int
    refused: int
    recipes: int


def tables(coding: Coding) -> Iterator[tuple[str, list[Row]]]:
    """Yield each table's name with its rows for *coding*, without the first column, the coding's key."""
    yield (
        "actors",
        [
            (a.id, a.name, a.kind, a.country, a.sector, json.dumps(a.sectors), a.role, a.wikidata)
            for a in coding.actors
        ],
    )
    yield (
        "mentions",
        [(a.id, n, m.start, m.end, m.text, m.kind) for a in coding.actors for n, m in enumerate(a.mentions)],
    )
    yield (
        "times",
        [
            (t.id, t.start, t.end, t.text, t.type, t.value, _iso(t.first), _iso(t.last), t.grain, t.mod)
            for t in coding.times
        ],
    )
    yield (
        "places",
        [
            (p.id, p.start, p.end, p.text, p.name, p.country, p.lat, p.lon, p.geonameid, p.feature)
            for p in coding.places
        ],
    )
    yield "attributions", [_attribution(a) for a in coding.attributions]
    yield "events", [_event(e) for e in coding.events]
    yield "event_actors", list(chain.from_iterable(_sides(e) for e in coding.events))
    yield (
        "assessments",
        [
            (e.id, n, s.source, s.polarity, s.certainty, s.attribution)
            for e in coding.events
            for n, s in enumerate(e.assessments)
        ],
    )
    yield "reasons", list(_reasons(coding))
    yield "dropped", [(n, d.room, d.start, d.end, d.why) for n, d in enumerate(coding.dropped)]


def _attribution(a: Attribution) -> Row:
    return (
        a.id,
        *_words(a.source),
        a.source.actor if a.source else None,
        *_words(a.cue),
        *_words(a.content),
        a.kind,
        a.stance,
        a.within,
        a.addressee,
    )


def _event(e: Event) -> Row:
    when = e.date
    return (
        e.id,
        e.event_type,
        json.dumps(e.event_mode),
        json.dumps(e.contexts),
        e.quad_class,
        e.score,
        e.cameo,
        e.goldstein,
        e.time,
        _iso(when.first) if when else None,
        _iso(when.last) if when else None,
        when.grain if when else None,
        when.basis if when else None,
        e.place,
        *_span(e.sentence),
        *_span(e.trigger),
        e.status,
        e.confidence,
    )


def _sides(e: Event) -> Iterator[Row]:
    for side, ids in (("actor", e.actors), ("recipient", e.recipients), ("participant", e.participants)):
        for n, actor in enumerate(ids):
            yield e.id, side, n, actor


def _reasons(coding: Coding) -> Iterator[Row]:
    owners: Iterable[tuple[str, str, tuple[Reason, ...]]] = chain(
        (("actor", a.id, a.reasons) for a in coding.actors),
        (("time", t.id, t.reasons) for t in coding.times),
        (("place", p.id, p.reasons) for p in coding.places),
        (("attribution", a.id, a.reasons) for a in coding.attributions),
        (("event", e.id, e.reasons) for e in coding.events),
    )
    for kind, owner, reasons in owners:
        for n, r in enumerate(reasons):
            yield kind, owner, n, r.rule, r.start, r.end, r.note


def _words(passage: Passage | Source | None) -> Row:
    if passage is None:
        return None, None
    return passage.text, json.dumps([[s.start, s.end] for s in passage.spans])


def _span(span: Span) -> Row:
    return span.start, span.end, span.text


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def day(text: str | None) -> date | None:
    """Return the date that *text* writes in ISO form."""
    return None if text is None else date.fromisoformat(text)


def restored(row: sqlite3.Row) -> Coding:
    """Return the coding that a row holds in ``record`` and ``text``, as it was read.

    Raises:
        StoreError: if it can't be made out.
    """
    try:
        coding = msgspec.json.decode(row["record"], type=Coding)
    except msgspec.DecodeError as error:
        raise StoreError(DAMAGED) from error
    return replace(coding, article=replace(coding.article, text=row["text"]))
