"""Reports of one thing in, one `Happening` out: its best date, place and parties, and who says so.

Which reports are of one happening is decided when an article is added (`dragoman.linking`); here they are put
together for reading. Articles that copy each other, or have one publisher, are one source.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

from dragoman.codebook import linking
from dragoman.linking import partition, stories
from dragoman.linking.reports import WIDE
from dragoman.linking.rules import DONE
from dragoman.records import Basis, Grain, Status  # noqa: TC001  (msgspec reads the fields' types)
from dragoman.store.rows import Party  # noqa: TC001  (msgspec reads the fields' types)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from dragoman.store import EventRow, Store, Telling, Voice

T = TypeVar("T")

NEARER, MOST = 0.05, 2
"""What each shared happening adds to the likeness of two articles, and how many count."""

UNNAMED = "unnamed sources"

MEETING = "CONSULT"
"""The type of meetings, visits and calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What an article made of it on a day: planned, then done; alleged, denied, confirmed."""

    day: date | None
    status: Status
    publisher: str | None
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """An article that reports it: how one cites it, its status there, and the words that say it best."""

    article: str
    publisher: str | None
    published: str | None
    title: str | None
    url: str | None
    status: Status
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What the sources say where they differ: each value with how many independent sources have it."""

    types: tuple[tuple[str, int], ...]
    dates: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]
    actors: tuple[tuple[str, int], ...]
    recipients: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing in the world, and who says so.

    ``sources`` counts independent ones: articles that copy each other, or have one publisher, count once;
    ``copies`` is how many articles copy another of them; ``reported`` is the day on which the first was
    published, ``learnt`` that on which the first came into the store, in UTC. ``status`` is where it stands,
    ``history`` how it came there. ``words`` is the sentence that says it best, from ``article``; ``reports``
    names every article and event. ``cited`` are the articles, the first published first. ``level`` is that of
    a meeting: the lower of the ranks of those countries that `build` was told, or of all; None where no rank
    is told.
    """

    id: int | None
    first: date | None
    last: date | None
    grain: Grain | None
    basis: Basis | None
    event_type: str
    modes: tuple[str, ...]
    quad_class: int | None
    score: float | None
    cameo: str | None
    goldstein: float | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    participants: tuple[Party, ...]
    place: str | None
    status: Status
    said_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    sources: int
    articles: int
    copies: int
    reported: date | None
    learnt: date | None
    words: str
    article: str
    publisher: str | None
    url: str | None
    reports: tuple[tuple[str, str], ...]
    history: tuple[Turn, ...]
    spread: Spread
    cited: tuple[Cited, ...]
    level: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why two reports were taken to be of one happening."""

    one: tuple[str, str]
    other: tuple[str, str]
    score: float
    grounds: tuple[str, ...]


def grouped(rows: Iterable[EventRow]) -> list[list[EventRow]]:
    """Put the reports of each happening together."""
    groups: dict[object, list[EventRow]] = {}
    for row in rows:
        groups.setdefault(row.happening or (row.coding, row.id), []).append(row)
    return list(groups.values())


def named(store: Store, name: str) -> tuple[Happening, tuple[Ground, ...], list[EventRow]] | None:
    """Return the happening called *name*, why its reports are of one, and the reports; None if there is none.

    *name* is a number, or ``ARTICLE#EVENT`` for the one that this event is of. A number that was joined to
    another leads to that.
    """
    number = store.happening(name)
    if number is None:
        return None
    rows = list(store.happening_rows([number]))
    grounds = tuple(Ground(one=a, other=b, score=s, grounds=g) for a, b, s, g in store.grounds(number))
    return build(rows), grounds, rows


def main_happenings(store: Store) -> list[list[str]]:
    """Return the ids of the articles that report one main happening, together.

    Articles count as such if they are alike in names, figures and uncommon words and were published within a
    week of each other; reports of one happening in both bring them closer.
    """
    ids, likeness = store.matters()
    where: dict[int, set[str]] = {}
    for (article, _), number in store.partition().items():
        where.setdefault(number, set()).add(article)
    shared = Counter(pair for found in where.values() for pair in combinations(sorted(found), 2))
    near = {
        pair: likeness.get(pair, 0.0) + NEARER * min(shared[pair], MOST)
        for pair in likeness.keys() | shared.keys()
    }
    return partition.average(ids, near, least=stories.ALIKE)


def build(group: Sequence[EventRow], countries: Collection[str] | None = None) -> Happening:
    """Put the reports of one happening together; *countries* are those whose ranks make its level.

    What was done has precedence over what was planned, an exact date over a wide one, a sure report over an
    unsure one, a city over its country; where sources differ on the type, most of them decide.
    """
    ranked = sorted(group, key=_rank)
    best = ranked[0]
    # The words of a member that says it took place, if there is one, rather than those of a denial.
    telling = next((e for e in ranked if e.status != "denied"), best)
    kinds = _count(ranked, lambda e: e.event_type)
    main = next(e for e in ranked if e.event_type == kinds[0][0])
    full = min(ranked, key=lambda e: (e.event_type != main.event_type, -bool(e.side("recipient")), *_rank(e)))
    articles = {e.article_id for e in ranked}
    return Happening(
        id=best.happening,
        first=best.first,
        last=best.last,
        grain=best.grain,
        basis=best.basis,
        event_type=main.event_type,
        modes=once(m for e in ranked if e.event_type == main.event_type for m in e.modes),
        quad_class=main.quad_class,
        score=main.score,
        cameo=main.cameo,
        goldstein=main.goldstein,
        actors=full.side("actor"),
        recipients=full.side("recipient"),
        participants=_others(ranked, full),
        place=_place(ranked),
        status=_status({e.status for e in ranked}),
        said_by=once(voice_name(v, e) for e in ranked for v in e.voices if v.polarity == "+"),
        denied_by=once(voice_name(v, e) for e in ranked for v in e.voices if v.polarity == "-"),
        sources=independent(ranked),
        articles=len(articles),
        copies=len(articles) - len({e.original for e in ranked}),
        reported=min((day for e in ranked if (day := published(e))), default=None),
        learnt=min((date.fromisoformat(e.learnt[:10]) for e in ranked if e.learnt), default=None),
        words=telling.sentence,
        article=telling.article_id,
        publisher=telling.publisher,
        url=telling.url,
        reports=once((e.article_id, e.id) for e in ranked),
        history=_history(ranked),
        spread=Spread(
            types=kinds,
            dates=_count(ranked, _day_words),
            places=_count(ranked, lambda e: e.place),
            actors=_count(ranked, lambda e: ", ".join(p.name for p in e.side("actor"))),
            recipients=_count(ranked, lambda e: ", ".join(p.name for p in e.side("recipient"))),
        ),
        cited=_cited(ranked),
        level=_level(ranked, countries) if main.event_type == MEETING else None,
    )


def people(group: Iterable[EventRow], country: str) -> list[tuple[Party, int | None]]:
    """Return the people of *country* who act or are acted upon, with their ranks, the highest first."""
    book = linking.load()
    found = {
        p.name: (p, book.level(p.role))
        for e in group
        for p in e.parties
        if p.country == country and p.kind == "person" and p.side != "participant"
    }
    return sorted(found.values(), key=lambda pair: (99 if pair[1] is None else pair[1], pair[0].name))


def lower(ranks: Iterable[int | None]) -> str | None:
    """Return the name of the lowest of *ranks*, which are numbers, 0 the highest; None if none is known."""
    known = [r for r in ranks if r is not None]
    return linking.load().ranks[max(known)] if known else None


def highest(ranked: Iterable[tuple[Party, int | None]]) -> int | None:
    """Return the highest rank among *ranked*, people with their ranks."""
    return min((r for _, r in ranked if r is not None), default=None)


def _level(group: Sequence[EventRow], countries: Collection[str] | None) -> str | None:
    all_of_them = {p.country for e in group for p in e.parties if p.country}
    return lower(highest(people(group, c)) for c in countries or all_of_them)


def _cited(ranked: Sequence[EventRow]) -> tuple[Cited, ...]:
    """Return each article once, with what says it best."""
    best: dict[str, EventRow] = {}
    for e in ranked:
        best.setdefault(e.article_id, e)
    return tuple(
        Cited(
            article=e.article_id,
            publisher=e.publisher,
            published=e.published,
            title=e.title,
            url=e.url,
            status=e.status,
            words=e.sentence,
        )
        for e in sorted(best.values(), key=lambda e: (e.published or "9999", e.article_id))
    )


def within(h: Happening, since: date | None, until: date | None) -> bool:
    """Tell whether *h* may lie from *since* to *until*; without a date it is of its first report's day."""
    first, last = h.first or h.last or h.reported, h.last or h.first or h.reported
    if since is not None and (last is None or last < since):
        return False
    return until is None or (first is not None and first <= until)


def _rank(e: EventRow) -> tuple[object, ...]:
    done = e.status in DONE
    return (not done, _width(e), -e.confidence, e.published or "9999", e.article_id, e.id)


def _width(e: EventRow) -> int:
    """Return how many days lie between the first possible day and the last; many, where one is unknown."""
    if e.first is None or e.last is None:
        return date.max.toordinal() + (e.first is None and e.last is None)
    return (e.last - e.first).days


def _place(group: Sequence[EventRow]) -> str | None:
    """Return the place most sources name, a city rather than its country."""
    cities = _count([e for e in group if e.place_feature not in WIDE], _where)
    return next((place for place, _ in cities or _count(group, _where)), None)


def _where(e: EventRow) -> str | None:
    return e.place


def _others(group: Sequence[EventRow], full: EventRow) -> tuple[Party, ...]:
    taken = {(p.name, p.country) for p in full.parties if p.side != "participant"}
    found = {(p.name, p.country): p for e in (full, *group) for p in e.side("participant")}
    return tuple(p for key, p in found.items() if key not in taken)


def _status(statuses: set[Status]) -> Status:
    """Return where a happening stands, from the statuses of its reports."""
    done = statuses & DONE
    if len(statuses) == 1:
        return next(iter(statuses))
    if not done:
        return "negated" if "negated" in statuses else "planned"
    if "contested" in done or (done & {"denied"} and done - {"denied"}):
        return "contested"
    if len(done) == 1:
        return next(iter(done))
    return "asserted"  # one article commits to what others attribute


def _history(group: Sequence[EventRow]) -> tuple[Turn, ...]:
    """Return the reports in the order of publication, each status of a publisher once."""
    seen: set[tuple[str, str]] = set()
    out = []
    for e in sorted(group, key=lambda e: (e.published or "9999", e.article_id, e.id)):
        key = (e.status, e.publisher or e.article_id)
        if key not in seen:
            seen.add(key)
            out.append(Turn(day=published(e), status=e.status, publisher=e.publisher, article=e.article_id))
    return tuple(out)


def published(e: EventRow) -> date | None:
    """Return the day on which the article of *e* was published."""
    return date.fromisoformat(e.published[:10]) if e.published and len(e.published) >= 10 else None


def _count(group: Sequence[EventRow], value: Callable[[EventRow], str | None]) -> tuple[tuple[str, int], ...]:
    """Return each value with the number of independent sources that have it, the most frequent first."""
    by: dict[str, list[EventRow]] = {}
    for e in group:
        if found := value(e):
            by.setdefault(found, []).append(e)
    # Most happenings have one report, and long timelines thousands of those.
    counts = {found: 1 if len(rows) == 1 else independent(rows) for found, rows in by.items()}
    return tuple(sorted(counts.items(), key=lambda pair: -pair[1]))


def _day_words(e: EventRow) -> str:
    a, b = (d.isoformat() if d else "" for d in (e.first, e.last))
    return a if a == b else f"{a}..{b}"


def voice_name(voice: Voice, event: EventRow) -> str:
    """Return who speaks: an actor's name, or the publisher for the article itself."""
    if voice.source == "author":
        return event.publisher or event.article_id
    return voice.name or UNNAMED


def once(found: Iterable[T]) -> tuple[T, ...]:
    """Return what was *found* without repetition, in order."""
    return tuple(dict.fromkeys(found))


def independent(group: Iterable[EventRow | Telling]) -> int:
    """Count the articles of *group*, those that copy each other or share a publisher as one."""
    clusters: list[set[str]] = []
    for e in group:
        marks = {f"article {e.article_id}", f"text {e.original}"}
        if e.publisher is not None:
            marks.add(f"publisher {e.publisher}")
        joined = [c for c in clusters if c & marks]
        clusters = [c for c in clusters if not c & marks]
        clusters.append(marks.union(*joined))
    return len(clusters)
