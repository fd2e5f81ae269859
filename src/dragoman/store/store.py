"""The store itself: opens the file, adds codings, and reads them back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from dragoman.corrections import active
from dragoman.errors import StoreError
from dragoman.fetching import BadAddress, address_id
from dragoman.records import Article
from dragoman.store import decisions, known, layer, links, rows, search
from dragoman.store.captures import Captures
from dragoman.store.connection import DAMAGED, connect, explained
from dragoman.store.listing import Lists
from dragoman.store.rows import Counts, EventRow, Party, ReadDay, Recipe, Telling, Version, Voice, restored

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from types import TracebackType

    from dragoman.articles import Item
    from dragoman.corrections import Applied, Correction, State
    from dragoman.records import Capture, Coding, Refused
    from dragoman.store.known import By
    from dragoman.store.search import Hits, Search

T = TypeVar("T")

WAIT = 10.0
"""Seconds that a store which another program is writing to is waited for."""

# One statement for each question that a face asks; base tables are named here and in the migrations alone.
_IS_THERE = """
SELECT 1 FROM codings JOIN articles ON articles.key = codings.article
WHERE articles.id = :id AND articles.digest = :digest AND (:recipe IS NULL OR codings.recipe = :recipe)
"""
_CODING = """
SELECT codings.record, articles.text FROM codings JOIN articles ON articles.key = codings.article
"""
_COUNTS = """
SELECT codings.key, codings.record, articles.text FROM counting
JOIN codings ON codings.key = counting.coding JOIN articles ON articles.key = codings.article
WHERE counting.article_id = ?
"""
_OF_ARTICLE = """
SELECT codings.key, codings.article, codings.record, articles.text FROM codings
JOIN articles ON articles.key = codings.article WHERE articles.id = ? ORDER BY codings.key
"""
_LEARNT = """
SELECT articles.learnt FROM counting JOIN codings ON codings.key = counting.coding
JOIN articles ON articles.key = codings.article WHERE counting.article_id = ?
"""
_UNCODED = """
SELECT k.article_id FROM counting AS k JOIN codings AS c ON c.key = k.coding
WHERE NOT EXISTS (SELECT 1 FROM codings AS o WHERE o.article = c.article AND o.recipe = ?)
ORDER BY k.coding
"""
_BESIDE = """
SELECT k.article_id, k.coding AS old, o.key AS new FROM counting AS k
JOIN codings AS c ON c.key = k.coding JOIN codings AS o ON o.article = c.article AND o.key <> c.key
WHERE o.recipe = ? ORDER BY o.key
"""
_RECIPES = """
SELECT c.recipe, max(c.version) AS version, count(DISTINCT a.id) AS articles, count(k.coding) AS counting,
    min(u.started) AS first, max(u.latest) AS latest
FROM codings AS c JOIN articles AS a ON a.key = c.article JOIN runs AS u ON u.key = c.run
LEFT JOIN counting AS k ON k.coding = c.key
GROUP BY c.recipe ORDER BY min(c.key)
"""
_MEANT = """
SELECT DISTINCT a.id FROM counting AS k JOIN codings AS c ON c.key = k.coding
JOIN articles AS a ON a.key = c.article
WHERE a.id = :name OR a.url = :name OR a.publisher = :name ORDER BY a.id
"""
_PAIRS = """
WITH pairs AS MATERIALIZED (
    SELECT DISTINCT a.coding, a.event FROM parties AS a
    JOIN parties AS b ON b.coding = a.coding AND b.event = a.event AND b.actor <> a.actor
    WHERE a.country = :a AND b.country = :b
)
"""
# CROSS JOIN: from the few events that are wanted to what belongs to them.
_BETWEEN = f"""
{_PAIRS}
SELECT e.* FROM pairs AS p CROSS JOIN event_rows AS e ON e.coding = p.coding AND e.id = p.event
WHERE (:since IS NULL OR coalesce(e.last, e.first, e.published, '9999') >= :since)
AND (:until IS NULL OR substr(coalesce(e.first, e.last, e.published, '0000'), 1, 10) <= :until)
ORDER BY e.coding, e.id
"""
_TOUCHING = f"""
{_PAIRS},
fitting AS MATERIALIZED (
    SELECT e.coding, e.id, h.happening FROM pairs AS p
    JOIN events AS e ON e.coding = p.coding AND e.id = p.event
    JOIN codings AS c ON c.key = e.coding
    JOIN articles AS r ON r.key = c.article
    LEFT JOIN reports AS h ON h.coding = e.coding AND h.event = e.id
    WHERE e.coding IN (SELECT coding FROM current_codings)
    AND (:since IS NULL OR coalesce(e.last, e.first, r.published, '9999') >= :since)
    AND (:until IS NULL OR substr(coalesce(e.first, e.last, r.published, '0000'), 1, 10) <= :until)
),
wanted AS MATERIALIZED (
    SELECT coding, id FROM fitting WHERE happening IS NULL
    UNION SELECT h.coding, h.event FROM fitting AS f JOIN reports AS h ON h.happening = f.happening
)
SELECT e.* FROM wanted AS w CROSS JOIN event_rows AS e ON e.coding = w.coding AND e.id = w.id
ORDER BY e.coding, e.id
"""
_VERSIONS = """
SELECT v.version, v.seen, v.digest, a.* FROM versions AS v JOIN articles AS a ON a.key = v.article
WHERE v.article_id = ? ORDER BY v.version
"""
_NAMED = """
SELECT id FROM articles WHERE id = :name OR url = :name ORDER BY id <> :name, key DESC LIMIT 1
"""
_SURVIVOR = """
WITH RECURSIVE way (key, "into") AS (
    SELECT key, "into" FROM happenings WHERE key = ?
    UNION SELECT h.key, h."into" FROM happenings AS h JOIN way ON h.key = way."into"
)
SELECT r.happening FROM way JOIN reports AS r ON r.happening = way.key LIMIT 1
"""
_HAPPENING_OF = """
SELECT r.happening FROM reports AS r JOIN articles AS a ON a.key = r.article WHERE a.id = ? AND r.event = ?
"""
_OF_HAPPENINGS = """
WITH wanted AS MATERIALIZED (
    SELECT coding, event FROM reports WHERE happening IN (SELECT value FROM json_each(?))
)
SELECT e.* FROM wanted AS w CROSS JOIN event_rows AS e ON e.coding = w.coding AND e.id = w.event
ORDER BY e.coding, e.id
"""
_PARTY = ("side", "actor", "name", "kind", "country", "role")
_PARTIES = f"""
SELECT p.coding, p.event, {", ".join(f"p.{name}" for name in _PARTY)}
FROM json_each(?) AS j
JOIN parties AS p ON p.coding = json_extract(j.value, '$[0]') AND p.event = json_extract(j.value, '$[1]')
ORDER BY p.coding, p.event, p.side, p.position
"""
_VOICE = ("source", "name", "country", "polarity", "certainty", "cue", "stance", "content")
_VOICES = """
SELECT v.coding, v.event, v.source, v.said_by, v.country, v.polarity, v.certainty, v.cue, v.stance, v.content
FROM json_each(?) AS j
JOIN voices AS v ON v.coding = json_extract(j.value, '$[0]') AND v.event = json_extract(j.value, '$[1]')
ORDER BY v.coding, v.event, v.position
"""
_GROUNDS = """
SELECT a.id, r.event, b.id, s.event, k.score, k.grounds
FROM reports AS r
JOIN report_links AS k ON k.report = r.key AND k.report < k.other
JOIN reports AS s ON s.key = k.other AND s.happening = r.happening
JOIN articles AS a ON a.key = r.article
JOIN articles AS b ON b.key = s.article
WHERE r.happening = :number
UNION ALL
SELECT a.id, r.event, b.id, s.event, 1.0, json_array(
    printf('put together by %s, correction %d%s', c."by", c.key,
    CASE WHEN c.note = '' THEN '' ELSE ': ' || c.note END))
FROM reports AS r
JOIN decided AS d ON d.report = r.key AND d.report < d.other AND d.together
JOIN reports AS s ON s.key = d.other AND s.happening = r.happening
JOIN articles AS a ON a.key = r.article
JOIN articles AS b ON b.key = s.article
JOIN corrections AS c ON c.key = d.correction
WHERE r.happening = :number ORDER BY 5 DESC, 1, 2, 3, 4
"""
_DISPUTED = """
SELECT DISTINCT r.happening FROM reports AS r
JOIN assessments AS s ON s.coding = r.coding AND s.event = r.event
WHERE s.polarity = '-' OR (s.polarity = '+' AND s.source <> 'author')
"""
_TELLINGS = """
SELECT r.happening, a.id, r.event, a.publisher, coalesce(o.original, a.key)
FROM reports AS r JOIN articles AS a ON a.key = r.article LEFT JOIN copies AS o ON o.article = a.key
WHERE r.happening IN (
    SELECT happening FROM reports JOIN articles ON articles.key = reports.article WHERE articles.id = ?
)
ORDER BY r.happening, r.key
"""
_PARTITION = """
SELECT a.id, r.event, r.happening FROM reports AS r JOIN articles AS a ON a.key = r.article
"""
_ORIGINALS = """
SELECT a.id, b.id FROM copies AS c
JOIN articles AS a ON a.key = c.article JOIN articles AS b ON b.key = c.original
"""
_COPIES = """
SELECT a.id, b.id FROM copy_links AS c
JOIN articles AS a ON a.key = c.article JOIN articles AS b ON b.key = c.other
"""
_MATTERS = "SELECT a.id FROM stories AS s JOIN articles AS a ON a.key = s.article ORDER BY a.id"
_LIKENESS = """
SELECT a.id, b.id, k.likeness FROM story_links AS k
JOIN articles AS a ON a.key = k.article JOIN articles AS b ON b.key = k.other WHERE a.id < b.id
"""
_CURRENT = """
SELECT k.coding FROM current_codings AS k
JOIN codings AS c ON c.key = k.coding JOIN articles AS r ON r.key = c.article
ORDER BY coalesce(r.published, ''), r.id
"""
_DYADS = """
SELECT DISTINCT x.country, y.country FROM current_codings AS k
JOIN parties AS x ON x.coding = k.coding
JOIN parties AS y ON y.coding = x.coding AND y.event = x.event AND y.country > x.country
ORDER BY x.country, y.country
"""
_DAYS = """
SELECT substr(r.published, 1, 10) AS day, count(*) FROM current_codings AS k
JOIN codings AS c ON c.key = k.coding JOIN articles AS r ON r.key = c.article
WHERE length(r.published) >= 10 GROUP BY day ORDER BY day
"""
_READ_DAYS = """
WITH texts AS (
    SELECT min(substr(r.published, 1, 10)) AS day,
        max(EXISTS (SELECT 1 FROM actors AS x WHERE x.coding = k.coding AND x.country = :a)) AS a,
        max(EXISTS (SELECT 1 FROM actors AS x WHERE x.coding = k.coding AND x.country = :b)) AS b
    FROM current_codings AS k
    JOIN codings AS c ON c.key = k.coding JOIN articles AS r ON r.key = c.article
    LEFT JOIN copies AS o ON o.article = c.article
    WHERE length(r.published) >= 10 GROUP BY coalesce(o.original, c.article)
)
SELECT day, count(*) AS articles, sum(a OR b) AS either, sum(a AND b) AS dyad
FROM texts GROUP BY day ORDER BY day
"""


class Kept(NamedTuple):
    """A coding that was written down: its key and its article's, and what it is when corrected."""

    key: int
    article: int
    corrected: Coding


class ForecastFacts(NamedTuple):
    """What a kept forecast is found by: countries, horizon, ISO dates of issue and of its time, and model."""

    a: str
    b: str
    horizon: str
    issued: str
    first: str
    last: str
    model: str


class Store:
    """Keeps codings in one SQLite file. One article is one transaction: it is there whole, or not at all.

    >>> from dragoman.records import Article, Coding
    >>> with Store.open(":memory:") as store:
    ...     coding = Coding(article=Article(id="a", text="Talks began."), recipe="r")
    ...     store.add(coding), store.add(coding), store.coding("a") == coding
    (True, False, True)
    """

    def __init__(self, link: sqlite3.Connection, path: Path) -> None:
        """Wrap an open connection; `Store.open` is the usual way."""
        self._link = link
        self._link.row_factory = sqlite3.Row
        self.path = path
        self.captures = Captures(link, path)
        self._run: tuple[int, str] | None = None
        self._at: str | None = None

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False, wait: float = WAIT) -> Store:
        """Open the store at *path*, and make it where there is none, unless *read_only*.

        Raises:
            StoreError: if it is locked for more than *wait* seconds, damaged, newer than this, or no store.
        """
        path = Path(path)
        store = cls(connect(path, read_only=read_only, timeout=wait), path)
        try:
            if store._unlinked():
                with (
                    cls(connect(path, read_only=False, timeout=wait), path)
                    if read_only
                    else nullcontext(store) as writer
                ):
                    writer._catch_up()
        except BaseException:
            store.close()
            raise
        return store

    @property
    def lists(self) -> Lists:
        """Questions over the whole store that are answered with lists."""
        return Lists(self._link, self.path)

    def close(self) -> None:
        """Close the file. A store can also be used in a ``with`` statement."""
        self._link.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def has(self, article: Article, recipe: str | None = None) -> bool:
        """Say whether *article*, with this very text, is there under *recipe*, or under any."""
        with explained(self.path):
            key = {"id": article.id, "digest": _digest(article), "recipe": recipe}
            return self._link.execute(_IS_THERE, key).fetchone() is not None

    def add(
        self,
        coding: Coding,
        *,
        capture: Capture | None = None,
        item: Item | None = None,
        beside: bool = False,
    ) -> bool:
        """Add *coding*; False, and nothing is changed, if its article is there under the same recipe.

        From then on it counts for its article; *beside* leaves the one that does. With it is kept the
        *capture* that its article was read from, and noted that the *item* of a feed that led to it is done
        with. When it returns, all of it is on the disk.

        Raises:
            StoreError: if the store can't be written, or the coding can't be kept.
        """
        with explained(self.path):
            self._link.execute("BEGIN IMMEDIATE")
            try:
                added = not self.has(coding.article, coding.recipe)
                if added:
                    self._insert(coding, capture, beside=beside)
                if item is not None:
                    self.captures.note(item, coding.recipe)
                self._link.execute("COMMIT")
            except (sqlite3.IntegrityError, UnicodeEncodeError) as error:
                self._give_up()
                message = f"{self.path}: the coding of article {coding.article.id!r} can't be kept: {error}"
                raise StoreError(message) from error
            except BaseException:
                self._give_up()
                raise
        return added

    def relink(self) -> None:
        """Compare all articles anew, and group copies and happenings: the groups are those that were there.

        `add` keeps them up to date by itself. Killed half-way, it goes on when the store is next opened.
        """
        with explained(self.path):
            self._link.execute("BEGIN IMMEDIATE")
            try:
                links.clear(self._link)
                self._link.execute("COMMIT")
            except BaseException:
                self._give_up()
                raise
        self._catch_up()

    def _unlinked(self) -> bool:
        with explained(self.path):
            return links.outdated(self._link) or bool(links.stale(self._link))

    def _catch_up(self) -> None:
        """Compare what has not been compared by today's rules; each coding is a transaction of its own."""
        with explained(self.path):
            if links.outdated(self._link):
                self.relink()
                return
            stale = links.stale(self._link)
            for coding_key, article_key in stale:
                row = self._link.execute(_CODING + "WHERE codings.key = ?", (coding_key,)).fetchone()
                self._link.execute("BEGIN IMMEDIATE")
                try:
                    if not links.is_linked(self._link, coding_key):
                        coding = layer.laid_over(self._link, restored(row)).coding
                        links.link(self._link, coding_key, article_key, coding)
                    self._link.execute("COMMIT")
                except BaseException:
                    self._give_up()
                    raise
            if stale:
                self._note("linked")

    def refuse(self, refused: Refused) -> None:
        """Keep a note of what gave no article, once."""
        with explained(self.path):
            self._link.execute(
                "INSERT OR IGNORE INTO refused VALUES (?, ?, ?, ?)",
                (refused.source, refused.line or 0, refused.why, _now()),
            )

    def coding(self, article_id: str, recipe: str | None = None) -> Coding | None:
        """Return the coding of *article_id*, exactly as it was added: the one that counts, or *recipe*'s."""
        where = "WHERE articles.id = ? AND codings.recipe = ? ORDER BY codings.key DESC LIMIT 1"
        with explained(self.path):
            if recipe is None:
                row = self._link.execute(_COUNTS, (article_id,)).fetchone()
            else:
                row = self._link.execute(_CODING + where, (article_id, recipe)).fetchone()
        return None if row is None else restored(row)

    def corrected(self, article_id: str) -> Applied | None:
        """Return the coding of *article_id* that counts, as it is corrected; None if there is none."""
        coding = self.coding(article_id)
        with explained(self.path):
            return None if coding is None else layer.laid_over(self._link, coding)

    def codings(self, recipe: str | None = None) -> Iterator[Coding]:
        """Yield every coding, or those of *recipe*, as they were added and in that order."""
        where = "WHERE (? IS NULL OR codings.recipe = ?) ORDER BY codings.key"
        with explained(self.path):
            for row in self._link.execute(_CODING + where, (recipe, recipe)):
                yield restored(row)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Show one state of the store to all that is read inside, whatever another process adds meanwhile.

        Inside another one it is that one.
        """
        if self._link.in_transaction:
            yield
            return
        with explained(self.path):
            self._link.execute("BEGIN")
        try:
            yield
        finally:
            with explained(self.path):
                self._link.execute("ROLLBACK")

    def current(self) -> Iterator[Coding]:
        """Yield the coding that counts for each article, as corrected, by date of publication and article.

        Articles without a date come first. The order doesn't depend on that in which they were added.
        """
        with explained(self.path):
            for (key,) in self._link.execute(_CURRENT):
                row = self._link.execute(_CODING + "WHERE codings.key = ?", (key,)).fetchone()
                yield layer.laid_over(self._link, restored(row)).coding

    def reviewed(self) -> Iterator[Coding]:
        """Yield the articles whose events somebody has corrected or called right, as they were left, by id.

        Of each, the coding that counted when the last of its corrections was made, with those that stand.
        """
        with explained(self.path):
            for key in layer.reviewed(self._link):
                row = self._link.execute(_CODING + "WHERE codings.key = ?", (key,)).fetchone()
                yield layer.laid_over(self._link, restored(row)).coding

    def dyads(self) -> list[tuple[str, str]]:
        """Return the pairs of countries that take part in one event, each pair once, in order."""
        with explained(self.path):
            return [(a, b) for a, b in self._link.execute(_DYADS)]

    def days(self) -> list[tuple[date, int]]:
        """Return each day on which articles were published, with their number."""
        with explained(self.path):
            return [(date.fromisoformat(day), count) for day, count in self._link.execute(_DAYS)]

    def read_days(self, a: str, b: str) -> list[ReadDay]:
        """Return what was read, by day of publication, and how much of it names countries *a* and *b*."""
        with explained(self.path):
            found = self._link.execute(_READ_DAYS, {"a": a, "b": b}).fetchall()
        return [
            ReadDay(
                day=date.fromisoformat(r["day"]), articles=r["articles"], either=r["either"], dyad=r["dyad"]
            )
            for r in found
        ]

    def between(
        self, a: str, b: str, *, since: str | None = None, until: str | None = None
    ) -> Iterator[EventRow]:
        """Yield the events in which an actor of country *a* and another of *b* take part, on any side.

        *since* and *until* are ISO dates, and an event that may lie between them counts. An event without a
        date counts as of its article's.
        """
        with explained(self.path):
            found = self._link.execute(_BETWEEN, {"a": a, "b": b, "since": since, "until": until}).fetchall()
            yield from self._event_rows(found)

    def touching(
        self, a: str, b: str, *, since: str | None = None, until: str | None = None
    ) -> Iterator[EventRow]:
        """Yield all reports of the happenings of which one is a report that `between` yields.

        A report that is not linked yet is there alone.
        """
        with explained(self.path):
            found = self._link.execute(_TOUCHING, {"a": a, "b": b, "since": since, "until": until}).fetchall()
            yield from self._event_rows(found)

    def keep_forecast(self, forecast: object, facts: ForecastFacts) -> bool:
        """Keep *forecast*, any record; False if there is one of the same dyad, horizon, day and model."""
        values = (*facts, _now(), msgspec.json.encode(forecast))
        with explained(self.path):
            made = self._link.execute(
                "INSERT OR IGNORE INTO forecasts (a, b, horizon, issued, first, last, model, made, record)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
        return made.rowcount > 0

    def forecasts(self, kind: type[T]) -> Iterator[tuple[T, str]]:
        """Yield every forecast that was kept, as the record *kind*, and when it was made (UTC), in order."""
        with explained(self.path):
            kept = "SELECT record, made FROM forecasts ORDER BY issued, a, b, horizon"
            for record, made in self._link.execute(kept).fetchall():
                try:
                    yield msgspec.json.decode(record, type=kind), made
                except msgspec.DecodeError as error:
                    raise StoreError(DAMAGED) from error

    def happening(self, name: str) -> int | None:
        """Return the number of the happening *name*: a number, or ``ARTICLE#EVENT``; None if there is none.

        A number that was joined to another leads to that one.
        """
        with explained(self.path):
            if name.isdecimal():
                row = self._link.execute(_SURVIVOR, (int(name),)).fetchone()
            else:
                article, _, event = name.rpartition("#")
                row = self._link.execute(_HAPPENING_OF, (article, event)).fetchone()
        return None if row is None else int(row[0])

    def happening_rows(self, numbers: Iterable[int]) -> Iterator[EventRow]:
        """Yield all reports of the happenings with these *numbers*."""
        with explained(self.path):
            found = self._link.execute(_OF_HAPPENINGS, (json.dumps(sorted(numbers)),)).fetchall()
            yield from self._event_rows(found)

    def grounds(self, number: int) -> list[tuple[tuple[str, str], tuple[str, str], float, tuple[str, ...]]]:
        """Return why the reports of a happening are of one: pairs of (article, event), score and grounds."""
        with explained(self.path):
            return [
                ((a, x), (b, y), score, tuple(json.loads(grounds)))
                for a, x, b, y, score, grounds in self._link.execute(_GROUNDS, {"number": number})
            ]

    def disputed(self) -> list[int]:
        """Return the numbers of the happenings on which somebody but the articles takes a stand."""
        with explained(self.path):
            return [row[0] for row in self._link.execute(_DISPUTED)]

    def tellings(self, article_id: str) -> list[Telling]:
        """Return all reports, in whatever article, of the happenings that *article_id* reports."""
        with explained(self.path):
            return [Telling(*row) for row in self._link.execute(_TELLINGS, (article_id,))]

    def original(self, article_id: str) -> str | None:
        """Return the id of the article that stands for *article_id* and its copies; None if not linked."""
        with explained(self.path):
            row = self._link.execute(_ORIGINALS + "WHERE a.id = ?", (article_id,)).fetchone()
        return None if row is None else str(row[1])

    def learnt(self, article_id: str) -> str | None:
        """Return when the text of *article_id* that counts came into the store, in UTC; None if it is not."""
        with explained(self.path):
            row = self._link.execute(_LEARNT, (article_id,)).fetchone()
        return None if row is None else str(row[0])

    def partition(self) -> dict[tuple[str, str], int]:
        """Return the number of the happening of every event, by article and event."""
        with explained(self.path):
            return {(a, e): n for a, e, n in self._link.execute(_PARTITION)}

    def originals(self) -> dict[str, str]:
        """Return for every article the one that stands for it and its copies, by id."""
        with explained(self.path):
            return {a: b for a, b in self._link.execute(_ORIGINALS)}  # noqa: C416  (rows are no pairs)

    def copies(self) -> set[tuple[str, str]]:
        """Return the pairs of articles of which one holds the other's text, in both directions."""
        with explained(self.path):
            return {(a, b) for a, b in self._link.execute(_COPIES)}

    def matters(self) -> tuple[list[str], dict[tuple[str, str], float]]:
        """Return the ids of all articles, and how alike those are that are on one matter."""
        with explained(self.path):
            ids = [row[0] for row in self._link.execute(_MATTERS)]
            return ids, {(a, b): likeness for a, b, likeness in self._link.execute(_LIKENESS)}

    def texts(self, articles: Iterable[int]) -> dict[int, str]:
        """Return the texts of *articles*, which are the keys in `EventRow.article`."""
        with explained(self.path):
            return {
                key: self._link.execute("SELECT text FROM articles WHERE key = ?", (key,)).fetchone()[0]
                for key in set(articles)
            }

    def named(self, name: str) -> str | None:
        """Return the id of the article that *name* means: an id, or an address."""
        with explained(self.path):
            row = self._link.execute(_NAMED, {"name": name}).fetchone()
            if row is None and "://" in name:
                row = self._link.execute(_NAMED, {"name": _at(name)}).fetchone()
        return None if row is None else str(row[0])

    def versions(self, article_id: str) -> list[Version]:
        """Return the texts that an article has had, oldest first."""
        with explained(self.path):
            found = self._link.execute(_VERSIONS, (article_id,)).fetchall()
        names = Article.__slots__
        return [
            Version(
                number=row["version"],
                seen=row["seen"],
                capture=row["digest"],
                article=Article(**{n: row[n] for n in names}),
            )
            for row in found
        ]

    def search_articles(self, wanted: Search) -> Hits:
        """Return the articles that fit, the best first; `dragoman.searching` makes *wanted* of words."""
        with self.snapshot():
            return search.articles(self._link, wanted)

    def search_quotes(self, wanted: Search) -> Hits:
        """Return the quotes that fit, the best first."""
        with self.snapshot():
            return search.quotes(self._link, wanted)

    # Recipes ----------------------------------------------------------------------------------------------

    def recipes(self) -> list[Recipe]:
        """Return the recipes by which articles were coded, in the order in which they were first used."""
        with explained(self.path):
            return [Recipe(**dict(row)) for row in self._link.execute(_RECIPES)]

    def articles(self, name: str) -> list[str]:
        """Return the ids of the articles that *name* means: an id, an address, or a publisher."""
        with explained(self.path):
            return [row[0] for row in self._link.execute(_MEANT, {"name": name})]

    def uncoded(self, recipe: str) -> list[str]:
        """Return the ids of the articles whose text that counts has no coding under *recipe*."""
        with explained(self.path):
            return [row[0] for row in self._link.execute(_UNCODED, (recipe,))]

    def beside(self, recipe: str) -> Iterator[tuple[Coding, Coding]]:
        """Yield for each article the coding that counts and that of *recipe*, as they were read.

        Articles for which that of *recipe* counts, or which have none, are left out.
        """
        with explained(self.path):
            for row in self._link.execute(_BESIDE, (recipe,)).fetchall():
                old, new = (
                    restored(self._link.execute(_CODING + "WHERE codings.key = ?", (row[k],)).fetchone())
                    for k in ("old", "new")
                )
                yield old, new

    def switch(self, recipe: str, only: Collection[str] | None = None) -> int:
        """Let the codings of *recipe* count, for all articles or *only* some; return how many that changes.

        It is done for all of them, or none; killed while the happenings are made anew, that goes on when the
        store is next opened.
        """
        with explained(self.path):
            self._link.execute("BEGIN IMMEDIATE")
            try:
                found = [
                    row
                    for row in self._link.execute(_BESIDE, (recipe,)).fetchall()
                    if only is None or row["article_id"] in only
                ]
                for row in found:
                    self._note("counts", coding=row["new"])
                    self._link.execute(
                        "INSERT OR REPLACE INTO counting VALUES (?, ?)", (row["article_id"], row["new"])
                    )
                self._link.execute("COMMIT")
            except BaseException:
                self._give_up()
                raise
        self._catch_up()
        return len(found)

    # Corrections ------------------------------------------------------------------------------------------

    def correct(self, correction: Correction) -> Correction:
        """Append *correction* to the log and lay it over the tables; return it with its id and time.

        `dragoman.correcting` makes corrections that fit.

        Raises:
            StoreError: if the store can't be written.
        """
        with explained(self.path):
            self._link.execute("BEGIN IMMEDIATE")
            try:
                made = self._log(replace(correction, at=self._moment()))
                self._link.execute("COMMIT")
            except BaseException:
                self._give_up()
                raise
        return made

    def corrections(self) -> list[Correction]:
        """Return the log of corrections and undos, in their order."""
        with explained(self.path):
            return layer.log(self._link)

    def states(self) -> dict[int, State]:
        """Return what each correction does to the coding that counts, by its id; undos have no state."""
        with explained(self.path):
            return decisions.states(self._link, self.corrections())

    def as_known_on(self, day: date, by: By = "both") -> Store:
        """Return a store, in memory, that holds what this one held at the end of *day* in UTC.

        It is made by doing again all that was done by then: articles added, recipes switched, corrections.
        With *by* ``both``, articles that were published later are left out; ``learnt`` goes by what the store
        had alone. ``published`` goes by the day of publication alone: all that is known today of the articles
        published by then; those without a date are left out.
        """
        store = Store.open(":memory:")
        try:
            store.path = self.path
            with explained(self.path):
                known.replay(self._link, store, day, by)
        except BaseException:
            store.close()
            raise
        return store

    def _log(self, correction: Correction) -> Correction:
        """Write down a correction and do what it says, inside a transaction."""
        log = [*layer.log(self._link), correction]
        subject = layer.subject(log, correction)
        key = layer.write(self._link, correction, subject.articles)
        self._note("corrected", correction=key)
        made = replace(correction, id=key)
        if subject.kind not in layer.GROUPING:
            for article in subject.articles:
                self._overlay(article)
        if correction.kind == "undo" and subject.id not in {c.id for c in active([*log[:-1], made])}:
            decisions.renumber(self._link, subject)
        links.regroup(self._link, subject.articles)
        return made

    def _overlay(self, article_id: str) -> None:
        """Lay the corrections that stand over all codings of an article, and compare it anew."""
        counts = self._link.execute(_COUNTS, (article_id,)).fetchone()
        for row in self._link.execute(_OF_ARTICLE, (article_id,)).fetchall():
            coding = layer.laid_over(self._link, restored(row)).coding
            layer.refill(self._link, row["key"], coding)
            if counts is not None and row["key"] == counts["key"]:
                links.link(self._link, row["key"], row["article"], coding)

    def counts(self) -> Counts:
        """Return how much the store holds."""
        queries = {name: f"SELECT count(*) FROM {name}" for name in Counts.__slots__ if name != "recipes"}
        queries["recipes"] = "SELECT count(DISTINCT recipe) FROM codings"
        with explained(self.path):
            return Counts(**{k: self._link.execute(q).fetchone()[0] for k, q in queries.items()})

    def check(self, *, fully: bool = False) -> None:
        """Read the whole file and check that it is sound; *fully* compares indices and links as well.

        Raises:
            StoreError: if it is damaged.
        """
        with explained(self.path):
            kind = "integrity_check" if fully else "quick_check"
            (answer,) = self._link.execute(f"PRAGMA {kind}(1)").fetchone()
            if answer == "ok" and fully:
                loose = self._link.execute("PRAGMA foreign_key_check").fetchone()
                answer = "ok" if loose is None else f"a line of {loose[0]} belongs to nothing"
        if answer != "ok":
            message = f"{self.path}: {DAMAGED} ({answer})"
            raise StoreError(message)

    def _insert(self, coding: Coding, capture: Capture | None = None, *, beside: bool = False) -> None:
        kept = self._keep(coding, capture)
        if not beside:
            self._count(kept, linked=True)

    def _keep(self, coding: Coding, capture: Capture | None = None) -> Kept:
        """Write *coding* down, and into the tables as it is corrected; it doesn't count yet."""
        article = self._article(coding.article, capture)
        bare = replace(coding, article=replace(coding.article, text=""))
        key = self._link.execute(
            "INSERT INTO codings (article, recipe, version, run, record) VALUES (?, ?, ?, ?, ?)",
            (article, coding.recipe, coding.version, self._note_run(coding), msgspec.json.encode(bare)),
        ).lastrowid
        assert key is not None  # a row was inserted
        corrected = layer.laid_over(self._link, coding).coding
        layer.fill(self._link, key, corrected)
        self._note("coded", coding=key)
        return Kept(key, article, corrected)

    def _count(self, kept: Kept, *, linked: bool) -> None:
        """Let a coding count for its article from now on; *linked* compares it with the others at once."""
        self._note("counts", coding=kept.key)
        self._link.execute(
            "INSERT OR REPLACE INTO counting VALUES (?, ?)", (kept.corrected.article.id, kept.key)
        )
        if linked:
            links.link(self._link, kept.key, kept.article, kept.corrected)

    def _note(self, kind: str, *, coding: int | None = None, correction: int | None = None) -> None:
        """Write down what is done, for `as_known_on`."""
        self._link.execute(
            "INSERT INTO doings (at, kind, coding, correction) VALUES (?, ?, ?, ?)",
            (self._moment(), kind, coding, correction),
        )

    def _moment(self) -> str:
        """Return the time, in UTC: that of the clock, or that which is played again."""
        return self._at or _now()

    def _article(self, a: Article, capture: Capture | None = None) -> int:
        digest = _digest(a)
        row = self._link.execute(
            "SELECT key FROM articles WHERE id = ? AND digest = ?", (a.id, digest)
        ).fetchone()
        if row is not None:
            return int(row[0])
        values = (
            a.id,
            digest,
            a.url,
            a.title,
            a.publisher,
            a.published,
            a.published_grain,
            a.language,
            a.text,
            self._moment(),
        )
        columns = "id, digest, url, title, publisher, published, published_grain, language, text, learnt"
        marks = ", ".join("?" * len(values))
        key = self._link.execute(f"INSERT INTO articles ({columns}) VALUES ({marks})", values).lastrowid
        assert key is not None  # a row was inserted
        if capture is not None:
            self.captures.keep(key, capture)
        return key

    def _note_run(self, coding: Coding) -> int:
        """Count *coding* in this run, which begins with the first coding of its recipe."""
        if self._run is None or self._run[1] != coding.recipe:
            key = self._link.execute(
                "INSERT INTO runs (recipe, version, started, latest, added) VALUES (?, ?, ?, ?, 0)",
                (coding.recipe, coding.version, self._moment(), self._moment()),
            ).lastrowid
            assert key is not None  # a row was inserted
            self._run = (key, coding.recipe)
        key = self._run[0]
        self._link.execute(
            "UPDATE runs SET latest = ?, added = added + 1 WHERE key = ?", (self._moment(), key)
        )
        return key

    def _give_up(self) -> None:
        # The run may have begun inside the transaction that is undone.
        self._run = None
        if self._link.in_transaction:
            self._link.execute("ROLLBACK")

    def _event_rows(self, found: Sequence[sqlite3.Row]) -> Iterator[EventRow]:
        """Yield the events in *found* with their parties and voices, which are asked for all at once."""
        keys = json.dumps([[row["coding"], row["id"]] for row in found])
        parties: dict[tuple[int, str], list[Party]] = {}
        for coding, event, *party in self._link.execute(_PARTIES, (keys,)):
            parties.setdefault((coding, event), []).append(Party(**dict(zip(_PARTY, party, strict=True))))
        voices: dict[tuple[int, str], list[Voice]] = {}
        for coding, event, *voice in self._link.execute(_VOICES, (keys,)):
            voices.setdefault((coding, event), []).append(Voice(**dict(zip(_VOICE, voice, strict=True))))
        same = [k for k in EventRow.__slots__ if found and k in found[0].keys()]  # noqa: SIM118
        for row in found:
            key = (row["coding"], row["id"])
            facts: dict[str, Any] = {k: row[k] for k in same}
            facts |= {
                "modes": tuple(json.loads(row["event_mode"])),
                "contexts": tuple(json.loads(row["contexts"])),
                "first": rows.day(row["first"]),
                "last": rows.day(row["last"]),
                "place": row["place_name"],
                "parties": tuple(parties.get(key, ())),
                "voices": tuple(voices.get(key, ())),
            }
            yield EventRow(**facts)


def _at(address: str) -> str:
    """Return the id of the article at an address; the address itself, where none can be."""
    try:
        return address_id(address)
    except BadAddress:
        return address


def _digest(article: Article) -> str:
    return hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
