"""The store in, short lists out: which articles, which pairs of countries, which actors, what lies where.

Questions over the whole store, which a page asks before it shows one thing in full. Each is one statement and
gives rows small enough for a store of thousands of articles to answer in a fraction of a second.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.store.connection import explained

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence
    from pathlib import Path

_ARTICLES = """
SELECT r.id, r.title, r.publisher, r.published, r.url, substr(r.text, 1, 240) AS beginning,
    (SELECT count(*) FROM events AS e WHERE e.coding = k.coding) AS events
FROM current_codings AS k JOIN codings AS c ON c.key = k.coding JOIN articles AS r ON r.key = c.article
"""
_NEWEST = _ARTICLES + "ORDER BY r.published IS NULL, r.published DESC, k.coding DESC LIMIT ? OFFSET ?"
_THESE = _ARTICLES + "WHERE r.id IN (SELECT value FROM json_each(?))"
_HAPPENINGS = """
SELECT r.event, r.happening FROM reports AS r JOIN articles AS a ON a.key = r.article
WHERE a.id = ? AND r.happening IS NOT NULL
"""
_PERIOD = """
(:since IS NULL OR coalesce(e.last, e.first, t.published, '9999') >= :since)
AND (:until IS NULL OR substr(coalesce(e.first, e.last, t.published, '0000'), 1, 10) <= :until)
AND (:types IS NULL OR e.event_type IN (SELECT value FROM json_each(:types)))
AND (:statuses IS NULL OR e.status IN (SELECT value FROM json_each(:statuses)))
"""
_PAIRS = f"""
SELECT DISTINCT r.happening, e.quad_class, a.country AS a, b.country AS b
FROM reports AS r
JOIN events AS e ON e.coding = r.coding AND e.id = r.event
JOIN articles AS t ON t.key = r.article
JOIN event_actors AS x ON x.coding = r.coding AND x.event = r.event
JOIN actors AS a ON a.coding = x.coding AND a.id = x.actor
JOIN event_actors AS y ON y.coding = r.coding AND y.event = r.event
JOIN actors AS b ON b.coding = y.coding AND b.id = y.actor
WHERE a.country < b.country AND {_PERIOD}
"""
_SPOTS = f"""
SELECT r.happening, e.event_type, e.quad_class, e.status, p.name, p.country, p.lat, p.lon, p.feature
FROM reports AS r
JOIN events AS e ON e.coding = r.coding AND e.id = r.event
JOIN articles AS t ON t.key = r.article
LEFT JOIN places AS p ON p.coding = e.coding AND p.id = e.place
WHERE {_PERIOD}
ORDER BY r.happening, r.key
"""
_UNCHECKED = """
WITH told AS (
    SELECT r.happening, count(DISTINCT r.article) AS articles, count(DISTINCT e.event_type) AS types
    FROM reports AS r JOIN events AS e ON e.coding = r.coding AND e.id = r.event GROUP BY r.happening
), sides AS (
    SELECT coding, event, sum(side = 'actor') AS actors, count(*) AS parties
    FROM event_actors GROUP BY coding, event
)
SELECT t.id AS article, e.id AS event, r.happening, t.published, e.confidence, e.status, e.quad_class,
    coalesce(s.actors, 0) AS actors, coalesce(s.parties, 0) AS parties, told.articles, told.types
FROM reports AS r
JOIN events AS e ON e.coding = r.coding AND e.id = r.event
JOIN articles AS t ON t.key = r.article
JOIN told ON told.happening = r.happening
LEFT JOIN sides AS s ON s.coding = r.coding AND s.event = r.event
LEFT JOIN reasons AS w ON w.coding = r.coding AND w.kind = 'event' AND w.id = r.event AND w.rule = :rule
WHERE w.rule IS NULL
"""
_PEOPLE = """
SELECT a.name, a.kind, a.country, a.wikidata, count(DISTINCT a.coding) AS articles
FROM current_codings AS k JOIN actors AS a ON a.coding = k.coding
WHERE a.kind <> 'country' AND (:part IS NULL OR instr(lower(a.name), lower(:part)) > 0)
GROUP BY a.name, a.country ORDER BY articles DESC, a.name LIMIT :limit
"""
_ACTOR_KEYS = """
WITH me AS (
    SELECT a.coding, a.id, a.role, a.kind, a.wikidata, a.sector, a.country, a.name
    FROM current_codings AS k JOIN actors AS a ON a.coding = k.coding
    WHERE a.name = :name AND (:country IS NULL OR a.country = :country)
)
"""
_PORTRAIT = _ACTOR_KEYS + "SELECT DISTINCT name, kind, country, sector, role, wikidata FROM me"
_DEEDS = (
    _ACTOR_KEYS
    + """
SELECT DISTINCT r.happening FROM me
JOIN event_actors AS x ON x.coding = me.coding AND x.actor = me.id
JOIN reports AS r ON r.coding = x.coding AND r.event = x.event
"""
)
_DENIALS = (
    _ACTOR_KEYS
    + """
SELECT DISTINCT r.happening FROM me
JOIN assessments AS s ON s.coding = me.coding AND s.source = me.id AND s.polarity = '-'
JOIN reports AS r ON r.coding = s.coding AND r.event = s.event
"""
)
_STATEMENTS = (
    _ACTOR_KEYS
    + """
SELECT t.id AS attribution, t.cue, t.content, t.kind, t.stance,
    r.id AS article, r.title, r.publisher, r.published, r.url
FROM me
JOIN attributions AS t ON t.coding = me.coding AND t.source_actor = me.id
JOIN codings AS c ON c.key = me.coding JOIN articles AS r ON r.key = c.article
ORDER BY r.published DESC, t.coding, t.id LIMIT :limit
"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """An article in a list: ``beginning`` is its first words, ``events`` how many were read in it."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    beginning: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealing:
    """One happening between two countries, with the quad class that one of its reports gives it."""

    happening: int
    quad_class: int | None
    a: str
    b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One report of a happening and its place; ``name`` is None where no place is known."""

    happening: int
    event_type: str
    quad_class: int | None
    status: str
    name: str | None
    country: str | None
    lat: float | None
    lon: float | None
    feature: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person or body that articles name, and in how many."""

    name: str
    kind: str
    country: str | None
    wikidata: str | None
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What one reading knows of an actor."""

    name: str
    kind: str
    country: str | None
    sector: str | None
    role: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an actor is quoted with, and where."""

    attribution: str
    cue: str | None
    content: str
    kind: str
    stance: str
    article: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """One event that nobody has corrected, with what tells how doubtful it is and how much it matters.

    ``articles`` tell the happening that it is of, ``types`` is as how many types; ``parties`` take part.
    """

    article: str
    event: str
    happening: int
    published: str | None
    confidence: float
    status: str
    quad_class: int | None
    actors: int
    parties: int
    articles: int
    types: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which events count: those that may lie between two ISO dates, of these types and statuses."""

    since: str | None = None
    until: str | None = None
    types: tuple[str, ...] | None = None
    statuses: tuple[str, ...] | None = None


class Lists:
    """The store behind *db*, asked for lists; `Store.lists` is the usual way to it."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        """Ask over the open connection *db* to the file at *path*."""
        self._db = db
        self._path = path

    def articles(self, *, limit: int = 50, offset: int = 0) -> list[ArticleLine]:
        """Return *limit* articles after the first *offset*, the newest first."""
        return [ArticleLine(**row) for row in self._ask(_NEWEST, (limit, offset))]

    def these(self, ids: Sequence[str]) -> list[ArticleLine]:
        """Return the articles called *ids*, in that order; those that are not there are left out."""
        found = {row["id"]: ArticleLine(**row) for row in self._ask(_THESE, (json.dumps(list(ids)),))}
        return [found[name] for name in ids if name in found]

    def happenings_of(self, article: str) -> dict[str, int]:
        """Return the number of the happening that each event of *article* is of."""
        return {row["event"]: row["happening"] for row in self._ask(_HAPPENINGS, (article,))}

    def dealings(self, choice: Choice) -> list[Dealing]:
        """Return every happening between two countries of those in *choice*, the lower code first."""
        return [Dealing(**row) for row in self._ask(_PAIRS, _bound(choice))]

    def spots(self, choice: Choice) -> list[Spot]:
        """Return where the happenings of *choice* are placed, one row a report."""
        return [Spot(**row) for row in self._ask(_SPOTS, _bound(choice))]

    def unchecked(self, rule: str) -> list[Unchecked]:
        """Return the events among whose reasons is not *rule*, which is that of corrections."""
        return [Unchecked(**row) for row in self._ask(_UNCHECKED, {"rule": rule})]

    def people(self, part: str | None = None, *, limit: int = 50) -> list[Person]:
        """Return people and bodies whose name holds *part*, those in most articles first."""
        return [Person(**row) for row in self._ask(_PEOPLE, {"part": part, "limit": limit})]

    def portraits(self, name: str, country: str | None = None) -> list[Portrait]:
        """Return all that is known of the actor *name*, once each."""
        return [Portrait(**row) for row in self._ask(_PORTRAIT, {"name": name, "country": country})]

    def deeds(self, name: str, country: str | None = None) -> list[int]:
        """Return the numbers of the happenings in which the actor *name* takes part."""
        return [row["happening"] for row in self._ask(_DEEDS, {"name": name, "country": country})]

    def denials(self, name: str, country: str | None = None) -> list[int]:
        """Return the numbers of the happenings that the actor *name* denies."""
        return [row["happening"] for row in self._ask(_DENIALS, {"name": name, "country": country})]

    def statements(self, name: str, country: str | None = None, *, limit: int = 50) -> list[Statement]:
        """Return what the actor *name* is quoted with, the latest first."""
        given = {"name": name, "country": country, "limit": limit}
        return [Statement(**row) for row in self._ask(_STATEMENTS, given)]

    def _ask(self, question: str, given: Sequence[object] | dict[str, Any]) -> list[dict[str, Any]]:
        with explained(self._path):
            return [dict(row) for row in self._db.execute(question, given)]


def _bound(choice: Choice) -> dict[str, str | None]:
    return {
        "since": choice.since,
        "until": choice.until,
        "types": _array(choice.types),
        "statuses": _array(choice.statuses),
    }


def _array(values: Collection[str] | None) -> str | None:
    return None if values is None else json.dumps(sorted(values))
