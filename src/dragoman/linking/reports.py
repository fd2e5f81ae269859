"""`Coding` in, `Report`s out: its events with what tells two of them apart or together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragoman.codebook import linking
from dragoman.linking.words import content, stem
from dragoman.records import Status  # noqa: TC001  (msgspec reads the fields' types)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.codebook.linking import Linking
    from dragoman.records import Actor, Coding, Event, Place

WIDEST = 31
"""Days: "last year" is too wide to be taken for any one happening in it."""

STEM = 4
"""Letters by which "signed", "signing" and "sign" are one word."""

WIDE = frozenset(
    {
        "country",
        "continent",
        "region",
        "admin1",
        "admin2",
        "sea",
        "gulf",
        "mountains",
        "river",
        "road",
        "PCLI",
    }
)
"""Features in which a city may lie: the two do not contradict each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """One party: ``names`` are words that a person or body is known by; ``level`` is its rank."""

    country: str | None
    kind: str
    names: tuple[str, ...] = ()
    level: int | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One event of one article, as far as it tells which happening it is of.

    ``first`` to ``last`` are the days on which it can have been, open where None. ``words`` are the stems of
    its sentence but for the names of its parties and the act itself; ``stands`` names who says so and who
    denies it, but for the article itself. ``published`` is the article's day.
    """

    article: str
    event: str
    published: date | None
    event_type: str
    modes: tuple[str, ...]
    status: Status
    first: date | None
    last: date | None
    actors: tuple[Someone, ...]
    recipients: tuple[Someone, ...]
    participants: tuple[Someone, ...]
    place: str | None
    place_country: str | None
    place_wide: bool
    point: tuple[float, float] | None
    trigger: str
    sentence: str
    words: tuple[str, ...]
    stands: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[int, str, str]:
        """A rank that depends on nothing but the report: narrow dates first, then names."""
        return (self.width, self.article, self.event)

    @property
    def width(self) -> int:
        """Days between the first possible day and the last; many, where one is open."""
        if self.first is None or self.last is None:
            return date.max.toordinal()
        return (self.last - self.first).days

    @property
    def narrow(self) -> bool:
        """Whether the dates are close enough together to tell happenings apart."""
        return self.width <= WIDEST

    @property
    def parties(self) -> tuple[Someone, ...]:
        """Everybody who acts or is acted upon."""
        return self.actors + self.recipients

    def countries(self) -> frozenset[str]:
        """Return the countries of those who act or are acted upon."""
        return frozenset(p.country for p in self.parties if p.country)

    def people(self) -> Iterator[Someone]:
        """Yield the persons who have names."""
        return (p for p in self.parties if p.kind == "person" and p.names)


def of(coding: Coding) -> list[Report]:
    """Return a report for each event of *coding*."""
    book = linking.load()
    actors = {a.id: a for a in coding.actors}
    places = {p.id: p for p in coding.places}
    return [_report(e, coding, actors, places, book) for e in coding.events]


def _report(
    e: Event, coding: Coding, actors: dict[str, Actor], places: dict[str, Place], book: Linking
) -> Report:
    place = places.get(e.place or "")
    sides = [[actors[i] for i in ids if i in actors] for ids in (e.actors, e.recipients, e.participants)]
    names = {stem(w.casefold()) for side in sides for a in side for w in a.name.split()}
    return Report(
        article=coding.article.id,
        event=e.id,
        published=coding.article.day,
        event_type=e.event_type,
        modes=e.event_mode,
        status=e.status,
        first=e.date.first if e.date else None,
        last=e.date.last if e.date else None,
        actors=_someone(sides[0], book),
        recipients=_someone(sides[1], book),
        participants=_someone(sides[2], book),
        place=place.name.casefold() if place else None,
        place_country=place.country if place else None,
        place_wide=place is not None and place.feature in WIDE,
        point=(place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None,
        trigger=_verb(e.trigger.text, book),
        sentence=" ".join(e.sentence.text.casefold().split()),
        words=tuple(sorted(content(e.sentence.text) - names - content(e.trigger.text))),
        stands=tuple(sorted({f"{s.polarity}{s.source}" for s in e.assessments if s.source in actors})),
    )


def _verb(words: str, book: Linking) -> str:
    """Return the first letters of the verb or noun that tells the act, in its plain form."""
    words = words.casefold()
    return book.verbs.get(words.partition(" ")[0], words)[:STEM]


def _someone(side: Sequence[Actor], book: Linking) -> tuple[Someone, ...]:
    return tuple(
        Someone(
            country=a.country,
            kind=a.kind,
            names=_known_by(a),
            level=book.level(a.role) if a.kind == "person" else None,
            wikidata=a.wikidata,
        )
        for a in side
    )


def _known_by(a: Actor) -> tuple[str, ...]:
    """Return first and last word of a person's name ("Choe" is "Choe Son Hui"); the whole of a body's name.

    Whoever is known only by what they are ("an official", "soldiers", "Palestinians") has no name.
    """
    words = a.name.casefold().split()
    unnamed = a.kind == "country" or (a.kind == "group" and a.wikidata is None)
    if unnamed or not any(w[:1].isupper() for w in a.name.split()[-1:]):
        return ()
    return tuple(dict.fromkeys((words[0], words[-1]))) if a.kind == "person" else (" ".join(words),)


def keys(r: Report) -> list[str]:
    """Return what a report shares with every report of the same happening, at least one of them.

    The family of its type with a country or name of a party, in a week in which it may have been; the very
    words of its sentence; for meetings also each person by name, whatever the date: a plan may be open.
    """
    family = linking.load().family.get(r.event_type, r.event_type)
    found = {f"{family}|{r.sentence}"} if not r.narrow else set()
    who = r.countries() or {name for p in r.parties for name in p.names}
    if r.narrow:
        assert r.first  # or it would not be narrow
        weeks = range(_week(r.first), _week(r.first + timedelta(days=r.width)) + 1)
        found |= {f"{family}|{one}|{week}" for one in who for week in weeks}
    if r.event_type == "CONSULT":
        found |= {f"{family}|{p.country}|{p.names[-1]}" for p in r.people()}
    return sorted(found)


def _week(day: date) -> int:
    return day.toordinal() // 7
