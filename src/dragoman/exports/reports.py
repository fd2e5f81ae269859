"""Store and filters in, `Report` records out: an article's coding with its events that are wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from dragoman.happenings import independent
from dragoman.records import CLASSIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from dragoman.records import Actor, Article, Attribution, Coding, Event, Mention, Place
    from dragoman.store import Store

FINE = frozenset({"second", "minute", "hour", "daypart", "day"})
"""Grains of a time that lies within one day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events to export; each None leaves out nothing.

    ``dyad`` is a pair of country codes: an actor of the one and another of the other take part. An event that
    may lie between ``since`` and ``until`` counts; one without a date counts as of its article's. ``undated``
    puts the day of publication where a format wants a day and none is known. ``surely`` is the least
    confidence of an event. ``by`` and ``directed`` are for the table of dyads: its periods, and whether each
    pair has a row for either direction.
    """

    dyad: tuple[str, str] | None = None
    since: date | None = None
    until: date | None = None
    types: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    surely: float | None = None
    undated: bool = False
    by: Literal["month", "week", "day"] = "month"
    directed: bool = False

    @property
    def everything(self) -> bool:
        """Whether no event is left out."""
        return all(
            v is None for v in (self.dyad, self.since, self.until, self.types, self.statuses, self.surely)
        )


class Told(NamedTuple):
    """A happening: its number in this store, and how many independent sources report it."""

    number: int
    sources: int


@dataclass(frozen=True)
class Report:
    """One article, what was read in it, and which of its events are wanted.

    ``happenings`` has what each event is a report of, by the event's id; ``original`` is the article that
    stands for this one and its copies; ``learnt`` is when it came into the store, in UTC.
    """

    coding: Coding
    events: tuple[Event, ...]
    happenings: Mapping[str, Told] = field(default_factory=dict)
    original: str | None = None
    learnt: str | None = None

    @property
    def article(self) -> Article:
        """The article."""
        return self.coding.article

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """The actors, by id."""
        return {a.id: a for a in self.coding.actors}

    @cached_property
    def places(self) -> dict[str, Place]:
        """The places, by id."""
        return {p.id: p for p in self.coding.places}

    @cached_property
    def attributions(self) -> dict[str, Attribution]:
        """The attributions, by id."""
        return {a.id: a for a in self.coding.attributions}

    def who(self, ids: tuple[str, ...]) -> tuple[Actor, ...]:
        """Return the actors with *ids*."""
        return tuple(self.actors[i] for i in ids)

    def place(self, event: Event) -> Place | None:
        """Return where *event* took place."""
        return self.places.get(event.place or "")

    def mention(self, actor: Actor, event: Event) -> Mention | None:
        """Return the words for *actor* in the sentence of *event*; None where they stand elsewhere.

        A name comes before other words, and of several the one nearest to the trigger.
        """
        inside = [
            m for m in actor.mentions if event.sentence.start <= m.start and m.end <= event.sentence.end
        ]
        return min(inside, key=lambda m: (m.kind != "name", abs(m.start - event.trigger.start)), default=None)

    def key(self, event: Event) -> str:
        """Return the key of *event*, unique in a store: the article's id and the event's."""
        return f"{self.article.id}#{event.id}"


@dataclass(slots=True)
class Tally:
    """What an export counts, for the lines that it says at the end."""

    rows: int = 0
    files: int = 0
    undated: int = 0
    placeless: int = 0
    outside: int = 0
    hidden: dict[str, int] = field(default_factory=dict)


def day_of(event: Event, article: Article, wanted: Wanted) -> date | None:
    """Return the day of *event*: known from the text, or that of publication if that was asked for."""
    if event.date and event.date.first and event.date.first == event.date.last:
        return event.date.first
    return article.day if wanted.undated else None


def precision(event: Event) -> str | None:
    """Return how exact the date of *event* is: day, week, month, ..., open (one side unknown), or None."""
    if event.date is None or event.date.grain is None:
        return None
    return "day" if event.date.grain in FINE else event.date.grain


def reports(store: Store, wanted: Wanted, tally: Tally, *, classic: bool = False) -> Iterator[Report]:
    """Yield the articles of *store* that hold a wanted event, or all of them if every event is wanted.

    *classic* leaves out the events that are not in the classic view; *tally* counts them by status.
    """
    for coding in store.current():
        found = tuple(e for e in coding.events if picks(wanted, coding, e))
        if classic:
            for event in found:
                if event.status not in CLASSIC:
                    tally.hidden[event.status] = tally.hidden.get(event.status, 0) + 1
            found = tuple(e for e in found if e.status in CLASSIC)
        if found or (wanted.everything and not classic):
            name = coding.article.id
            yield Report(coding, found, _told(store, coding), store.original(name), store.learnt(name))


def _told(store: Store, coding: Coding) -> dict[str, Told]:
    """Return for each event of *coding* what it is a report of."""
    tellings = store.tellings(coding.article.id)
    groups = {
        number: Told(number, independent(group))
        for number, group in groupby(tellings, key=lambda t: t.happening)
    }
    return {t.event: groups[t.happening] for t in tellings if t.article_id == coding.article.id}


def picks(wanted: Wanted, coding: Coding, event: Event) -> bool:
    """Say whether *event* of *coding* is wanted."""
    return (
        (wanted.types is None or event.event_type in wanted.types)
        and (wanted.statuses is None or event.status in wanted.statuses)
        and (wanted.surely is None or event.confidence >= wanted.surely)
        and _in_time(wanted, coding.article.day, event)
        and (wanted.dyad is None or _between(wanted.dyad, coding, event))
    )


def _in_time(wanted: Wanted, published: date | None, event: Event) -> bool:
    first = event.date.first if event.date else None
    last = event.date.last if event.date else None
    end = last or first or published
    start = first or last or published
    return (wanted.since is None or end is None or end >= wanted.since) and (
        wanted.until is None or start is None or start <= wanted.until
    )


def _between(dyad: tuple[str, str], coding: Coding, event: Event) -> bool:
    ids = {*event.actors, *event.recipients, *event.participants}
    countries = [(a.id, a.country) for a in coding.actors if a.id in ids]
    return any(
        x == dyad[0] and y == dyad[1] and one != other for one, x in countries for other, y in countries
    )
