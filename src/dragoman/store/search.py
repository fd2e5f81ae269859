"""What is looked for in, `Hits` out: articles and quotes of the current codings, by words and by facts.

Copies of one text are one hit, which names them all. The text that is shown is cut by the database around the
words that were found.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dragoman.store.rows import Citation

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    Marks = tuple[tuple[int, int], ...]

TITLE, TEXT = 5.0, 1.0
"""What a word in a title and one in a text weigh."""

SNIPPET = 32
"""Words around those that were found."""

LEAD = 240
"""Characters of an article that are shown where no words were looked for."""

OPEN, CLOSE = "\ue000", "\ue001"
"""Set by the database around what it found; in no alphabet, and taken out again."""


NO_MARKS: Marks = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article or a quote that was found, the better the higher its ``score`` (BM25; 0 without words).

    ``words`` is a stretch of the article or of the quote, and ``marks`` are the half-open offsets in it of
    what was found. ``sources`` are the articles that hold it, copies of one text, the first published first;
    ``article`` is the first one's id. ``speaker`` and all after it are for quotes alone; ``start`` is where
    the quote begins in the article's text.
    """

    kind: Literal["article", "quote"]
    score: float
    words: str
    marks: tuple[tuple[int, int], ...]
    article: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    sources: tuple[Citation, ...]
    speaker: str | None = None
    country: str | None = None
    stance: str | None = None
    cue: str | None = None
    attribution: str | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """The best of what was found, and how many there are in all."""

    total: int = 0
    best: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: ``words``, ``speaker`` and ``actor`` are expressions for MATCH; dates are ISO days.

    Of the facts all must hold, and those about an event of one and the same event.
    """

    words: str | None = None
    speaker: str | None = None
    actor: str | None = None
    countries: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    limit: int = 20


@dataclass(slots=True)
class _Query:
    """Conditions and their values, as they are put together."""

    conditions: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)

    def where(self, condition: str, **values: object) -> None:
        self.conditions.append(condition)
        self.values |= values


_CURRENT = """
JOIN codings AS c ON c.article = r.key
JOIN current_codings AS k ON k.coding = c.key
LEFT JOIN copies AS o ON o.article = r.key
"""
_ARTICLES = f"""
SELECT coalesce(o.original, r.key) AS one, min(f.score) AS score, max(r.published) AS latest,
    json_group_array(r.key) AS keys, count(*) OVER () AS total
FROM found AS f JOIN articles AS r ON r.key = f.key {_CURRENT}
"""
_QUOTES = f"""
SELECT coalesce(o.original, r.key) AS one, t.content, min(f.score) AS score, max(r.published) AS latest,
    json_group_array(q.key) AS keys, count(*) OVER () AS total
FROM found AS f
JOIN quotes AS q ON q.key = f.key
JOIN attributions AS t ON t.coding = q.coding AND t.id = q.attribution
JOIN codings AS d ON d.key = q.coding
JOIN articles AS r ON r.key = d.article {_CURRENT} AND c.key = q.coding
"""
_CITED = """
SELECT r.key, r.id AS article, r.publisher, r.published, r.title, r.url FROM articles AS r
WHERE r.key IN (SELECT value FROM json_each(:keys)) ORDER BY coalesce(r.published, '9999'), r.id
"""
_SAID = """
SELECT q.key, r.id AS article, r.publisher, r.published, r.title, r.url,
    coalesce(a.name, t.source) AS speaker, a.country, t.stance, t.cue, t.id AS attribution, t.content,
    (SELECT min(json_extract(s.value, '$[0]')) FROM json_each(t.content_spans) AS s) AS start
FROM quotes AS q
JOIN attributions AS t ON t.coding = q.coding AND t.id = q.attribution
JOIN codings AS c ON c.key = q.coding
JOIN articles AS r ON r.key = c.article
LEFT JOIN actors AS a ON a.coding = t.coding AND a.id = t.source_actor
WHERE q.key IN (SELECT value FROM json_each(:keys)) ORDER BY coalesce(r.published, '9999'), r.id
"""
_NAMED = """
x.name IN (SELECT name FROM names WHERE key IN (SELECT rowid FROM names_fts WHERE names_fts MATCH :actor))
"""
"""An actor x is called what is looked for."""

_TAKES_PART = """
EXISTS (SELECT 1 FROM event_actors AS p JOIN actors AS x ON x.coding = p.coding AND x.id = p.actor
    WHERE p.coding = e.coding AND p.event = e.id AND {})
"""
_IN_ARTICLE = "EXISTS (SELECT 1 FROM actors AS x WHERE x.coding = k.coding AND {})"
_IN_QUOTE = """
EXISTS (SELECT 1 FROM actors AS x WHERE x.coding = t.coding AND {0} AND (x.id = t.source_actor OR EXISTS (
    SELECT 1 FROM mentions AS m, json_each(t.content_spans) AS s WHERE m.coding = x.coding AND m.actor = x.id
    AND m.start >= json_extract(s.value, '$[0]') AND m.stop <= json_extract(s.value, '$[1]'))))
"""


def articles(db: sqlite3.Connection, wanted: Search) -> Hits:
    """Return the articles that fit, the best first; without words the newest first."""
    found = f"SELECT rowid AS key, bm25(articles_fts, {TITLE}, {TEXT}) AS score FROM articles_fts"
    if wanted.words is None:
        found = "SELECT key, 0.0 AS score FROM articles"
    else:
        found += " WHERE articles_fts MATCH :match"
    rows = _ranked(db, found, _ARTICLES, "one", wanted.words, wanted)
    best = []
    for row in rows:
        cited = db.execute(_CITED, {"keys": row["keys"]}).fetchall()
        words, marks = _article_words(db, cited[0]["key"], wanted.words)
        best.append(_hit("article", row["score"], words, marks, cited))
    return Hits(total=rows[0]["total"] if rows else 0, best=tuple(best))


def quotes(db: sqlite3.Connection, wanted: Search) -> Hits:
    """Return the quotes that fit, the best first; without words the newest first."""
    parts = [
        f"{{{column}}} : {part}"
        for column, part in (("words", wanted.words), ("speaker", wanted.speaker))
        if part
    ]
    match = " AND ".join(f"({part})" for part in parts) or None
    found = "SELECT rowid AS key, bm25(quotes_fts) AS score FROM quotes_fts WHERE quotes_fts MATCH :match"
    if match is None:
        found = "SELECT key, 0.0 AS score FROM quotes"
    rows = _ranked(db, found, _QUOTES, "one, t.content", match, wanted)
    best = []
    for row in rows:
        said = db.execute(_SAID, {"keys": row["keys"]}).fetchall()
        words, marks = said[0]["content"], NO_MARKS
        if wanted.words is not None:
            words, marks = _snippet(db, "quotes_fts", 0, said[0]["key"], f"{{words}} : {wanted.words}")
        best.append(_hit("quote", row["score"], words, marks, said))
    return Hits(total=rows[0]["total"] if rows else 0, best=tuple(best))


def _ranked(
    db: sqlite3.Connection, found: str, select: str, group: str, match: str | None, wanted: Search
) -> list[sqlite3.Row]:
    query = _Query(values={"match": match, "limit": wanted.limit})
    _dates(query, wanted)
    _facts(query, wanted, quoted=select is _QUOTES)
    where = f"WHERE {' AND '.join(query.conditions)}" if query.conditions else ""
    # Without words all scores are the same, and with them few: then the newest comes first.
    statement = (
        f"WITH found AS MATERIALIZED ({found}) {select} {where} GROUP BY {group}"
        " ORDER BY score, latest DESC, one LIMIT :limit"
    )
    return db.execute(statement, query.values).fetchall()


def _dates(query: _Query, wanted: Search) -> None:
    # A publication date may be no finer than a month or a year.
    if wanted.since:
        query.where(
            "substr(r.published, 1, 10) >= substr(:since, 1, length(r.published))", since=wanted.since
        )
    if wanted.until:
        query.where("substr(r.published, 1, 10) <= :until", until=wanted.until)


def _facts(query: _Query, wanted: Search, *, quoted: bool) -> None:
    """Add who takes part, and in what; with a type or status all of it in one event."""
    people = [_NAMED] if wanted.actor else []
    people += [f"x.country = :country{n}" for n in range(len(wanted.countries))]
    query.values |= {"actor": wanted.actor} | {f"country{n}": c for n, c in enumerate(wanted.countries)}
    if not (wanted.types or wanted.statuses):
        for one in people:
            query.where((_IN_QUOTE if quoted else _IN_ARTICLE).format(one))
        return
    event = [_TAKES_PART.format(one) for one in people]
    for column, chosen in (("event_type", wanted.types), ("status", wanted.statuses)):
        if chosen:
            event.append(f"e.{column} IN (SELECT value FROM json_each(:{column}))")
            query.values[column] = json.dumps(chosen)
    whose = "e.coding = k.coding"
    if quoted:
        whose = (
            "e.coding = t.coding AND e.id IN"
            " (SELECT s.event FROM assessments AS s WHERE s.coding = t.coding AND s.attribution = t.id)"
        )
    query.where(f"EXISTS (SELECT 1 FROM events AS e WHERE {' AND '.join([whose, *event])})")


def _article_words(db: sqlite3.Connection, key: int, match: str | None) -> tuple[str, Marks]:
    if match is not None:
        words, marks = _snippet(db, "articles_fts", 1, key, match)
        # Where the text has none of the words, the title has.
        return (words, marks) if marks else _snippet(db, "articles_fts", 0, key, match)
    (text,) = db.execute(f"SELECT substr(text, 1, {LEAD + 1}) FROM articles WHERE key = ?", (key,)).fetchone()
    return (text if len(text) <= LEAD else text[:LEAD].rstrip() + "…"), ()


def _snippet(db: sqlite3.Connection, table: str, column: int, key: int, match: str) -> tuple[str, Marks]:
    """Return a stretch of a row's text around what *match* finds in it, and where in it that stands."""
    (words,) = db.execute(
        f"SELECT snippet({table}, {column}, ?, ?, '…', {SNIPPET}) FROM {table}"
        f" WHERE {table} MATCH ? AND rowid = ?",
        (OPEN, CLOSE, match, key),
    ).fetchone()
    return _marked(words)


def _marked(text: str) -> tuple[str, Marks]:
    r"""Take the database's signs out of *text*; return it, and the offsets between them.

    >>> _marked("the \ue000visit\ue001 to Tallinn")
    ('the visit to Tallinn', ((4, 9),))
    """
    out, marks, begun, length = [], [], None, 0
    for c in text:
        if c == OPEN:
            begun = length
        elif c == CLOSE:
            if begun is not None:
                marks.append((begun, length))
            begun = None
        else:
            out.append(c)
            length += 1
    return "".join(out), tuple(marks)


def _hit(
    kind: Literal["article", "quote"],
    score: float,
    words: str,
    marks: Iterable[tuple[int, int]],
    rows: list[sqlite3.Row],
) -> Hit:
    first = dict(rows[0])
    cited = {r["article"]: Citation(**{c: r[c] for c in Citation.__slots__}) for r in rows}
    return Hit(
        kind=kind,
        # The database's own is the better the lower.
        score=round(0.0 - score, 3),
        words=words,
        marks=tuple(marks),
        sources=tuple(cited.values()),
        **{name: first[name] for name in Hit.__slots__ if name in first},
    )
