"""What is looked for in, `Hits` out: articles and quotes of the current codings, by words and by facts.

Copies of one text are one hit, which names them all. The text that is shown is cut by the database around the
words that were found.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dragoman.store.rows import Citation

if TYPE_CHECKING:
    import sqlite3

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
    what was found. ``sources`` are the article and the copies of its text that hold it, the first published
    first. ``speaker`` and all after it are for quotes alone; ``start`` is where the quote begins in the
    article's text.
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
    """The best of what was found, and how many there are in all; of quotes, copies are counted too."""

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

    def need(self, condition: str, **values: object) -> None:
        self.conditions.append(condition)
        self.values |= values

    @property
    def where(self) -> str:
        return f"WHERE {' AND '.join(self.conditions)}" if self.conditions else ""


# CROSS JOIN keeps the order, from what was found to what it belongs to; + keeps the list from being gone
# through for every row. With one min or max, the other columns are those of its row.
_ARTICLES = """
SELECT coalesce(o.original, r.key) AS one, r.key, {best}, r.published, count(*) OVER () AS total
FROM found AS f
CROSS JOIN articles AS r ON r.key = f.key
CROSS JOIN codings AS k ON k.article = r.key AND +k.key IN (SELECT coding FROM current_codings)
LEFT JOIN copies AS o ON o.article = r.key
{where} GROUP BY one ORDER BY score, r.published DESC, one LIMIT :limit
"""
_QUOTES = """
SELECT coalesce(o.original, r.key) AS one, f.key, f.score, count(*) OVER () AS total
FROM found AS f
CROSS JOIN quotes AS q ON q.key = f.key AND +q.coding IN (SELECT coding FROM current_codings)
CROSS JOIN codings AS k ON k.key = q.coding
CROSS JOIN articles AS r ON r.key = k.article
LEFT JOIN copies AS o ON o.article = r.key
{where} ORDER BY f.score, r.published DESC, one, f.key
"""
_ARTICLE = """
SELECT id AS article, publisher, published, title, url, substr(text, 1, :lead) AS lead FROM articles
WHERE key = :key
"""
_QUOTE = """
SELECT r.id AS article, r.publisher, r.published, r.title, r.url, coalesce(a.name, t.source) AS speaker,
    a.country, t.stance, t.cue, t.id AS attribution, t.content,
    (SELECT min(json_extract(s.value, '$[0]')) FROM json_each(t.content_spans) AS s) AS start
FROM quotes AS q
JOIN attributions AS t ON t.coding = q.coding AND t.id = q.attribution
JOIN codings AS k ON k.key = q.coding
JOIN articles AS r ON r.key = k.article
LEFT JOIN actors AS a ON a.coding = t.coding AND a.id = t.source_actor
WHERE q.key = :key
"""
_PRINTED = """
SELECT r.id AS article, r.publisher, r.published, r.title, r.url
FROM copies AS o
JOIN articles AS r ON r.key = o.article
JOIN current_codings AS k ON k.article_id = r.id
JOIN codings AS c ON c.key = k.coding AND c.article = r.key
WHERE o.original = :one {} ORDER BY coalesce(r.published, '9999'), r.id
"""
"""The articles whose text is one; with a condition, those that hold a quote."""

_HOLDING = """
AND EXISTS (SELECT 1 FROM attributions AS t WHERE t.coding = k.coding AND t.content = :content)
"""
_NAMED = """
x.name IN (SELECT name FROM names WHERE key IN (SELECT rowid FROM names_fts WHERE names_fts MATCH :actor))
"""
"""An actor x is called what is looked for."""

_TAKES_PART = """
EXISTS (SELECT 1 FROM event_actors AS p JOIN actors AS x ON x.coding = p.coding AND x.id = p.actor
    WHERE p.coding = e.coding AND p.event = e.id AND {})
"""
_IN_ARTICLE = "+k.key IN (SELECT x.coding FROM actors AS x WHERE {})"
_IN_QUOTE = """
f.key IN (SELECT z.quote FROM actors AS x JOIN quoted AS z ON z.coding = x.coding AND z.actor = x.id WHERE {})
"""
_TOLD_IN_ARTICLE = "+k.key IN (SELECT e.coding FROM events AS e WHERE {})"
_TOLD_IN_QUOTE = """
f.key IN (SELECT q.key FROM events AS e
    JOIN assessments AS s ON s.coding = e.coding AND s.event = e.id
    JOIN quotes AS q ON q.coding = s.coding AND q.attribution = s.attribution WHERE {})
"""


def articles(db: sqlite3.Connection, wanted: Search) -> Hits:
    """Return the articles that fit, the best first; without words the newest first."""
    query = _query(wanted, quoted=False)
    if wanted.words is None:
        found, best = "SELECT key, 0.0 AS score FROM articles", "f.score, max(coalesce(r.published, ''))"
    else:
        found = (
            f"SELECT rowid AS key, bm25(articles_fts, {TITLE}, {TEXT}) AS score FROM articles_fts"
            " WHERE articles_fts MATCH :match"
        )
        best = "min(f.score) AS score"
    select = _ARTICLES.format(best=best, where=query.where)
    values = query.values | {"match": wanted.words, "limit": wanted.limit}
    rows = db.execute(f"WITH found AS MATERIALIZED ({found}) {select}", values).fetchall()
    hits = []
    for row in rows:
        facts = dict(db.execute(_ARTICLE, {"key": row["key"], "lead": LEAD + 1}).fetchone())
        lead = facts.pop("lead")
        words, marks = (lead if len(lead) <= LEAD else lead[:LEAD].rstrip() + "…"), NO_MARKS
        if wanted.words is not None:
            words, marks = _snippet(db, "articles_fts", 1, row["key"], wanted.words)
            if not marks:
                # Where the text has none of the words, the title has.
                words, marks = _snippet(db, "articles_fts", 0, row["key"], wanted.words)
        printed = _printed(db, facts, row["one"])
        hits.append(_hit("article", row["score"], words, marks, facts, printed))
    return Hits(total=rows[0]["total"] if rows else 0, best=tuple(hits))


def quotes(db: sqlite3.Connection, wanted: Search) -> Hits:
    """Return the quotes that fit, the best first; without words the newest first."""
    query = _query(wanted, quoted=True)
    columns = {"words": wanted.words, "speaker": wanted.speaker}
    match = " AND ".join(f"({{{column}}} : {part})" for column, part in columns.items() if part)
    found = "SELECT key, 0.0 AS score FROM quotes"
    if match:
        found = "SELECT rowid AS key, bm25(quotes_fts) AS score FROM quotes_fts WHERE quotes_fts MATCH :match"
    select = _QUOTES.format(where=query.where)
    rows = db.execute(f"WITH found AS MATERIALIZED ({found}) {select}", query.values | {"match": match})
    hits: dict[tuple[int, str], Hit] = {}
    total = 0
    for row in rows:
        total = row["total"]
        if len(hits) == wanted.limit:
            break
        facts = dict(db.execute(_QUOTE, {"key": row["key"]}).fetchone())
        content = facts.pop("content")
        if (row["one"], content) in hits:
            continue
        words, marks = content, NO_MARKS
        if wanted.words is not None:
            words, marks = _snippet(db, "quotes_fts", 0, row["key"], f"{{words}} : {wanted.words}")
        printed = _printed(db, facts, row["one"], content)
        hits[row["one"], content] = _hit("quote", row["score"], words, marks, facts, printed)
    return Hits(total=total, best=tuple(hits.values()))


def _printed(
    db: sqlite3.Connection, facts: dict[str, Any], original: int, content: str | None = None
) -> tuple[Citation, ...]:
    """Return the article in *facts* and the copies of its text, those that hold *content* if it is given."""
    mine = Citation(**{name: facts[name] for name in Citation.__slots__})
    (printed,) = db.execute("SELECT count(*) FROM copies WHERE original = ?", (original,)).fetchone()
    if printed < 2:
        return (mine,)
    found = db.execute(
        _PRINTED.format("" if content is None else _HOLDING), {"one": original, "content": content}
    )
    return tuple({row["article"]: Citation(**dict(row)) for row in found}.values())


def _query(wanted: Search, *, quoted: bool) -> _Query:
    """Return the conditions for all but the words."""
    query = _Query()
    # A publication date may be no finer than a month or a year.
    if wanted.since:
        query.need("substr(r.published, 1, 10) >= substr(:since, 1, length(r.published))", since=wanted.since)
    if wanted.until:
        query.need("substr(r.published, 1, 10) <= :until", until=wanted.until)
    people = [_NAMED] if wanted.actor else []
    people += [f"x.country = :country{n}" for n in range(len(wanted.countries))]
    query.values |= {"actor": wanted.actor} | {f"country{n}": c for n, c in enumerate(wanted.countries)}
    if not (wanted.types or wanted.statuses):
        for one in people:
            query.need((_IN_QUOTE if quoted else _IN_ARTICLE).format(one))
        return query
    event = [_TAKES_PART.format(one) for one in people]
    for column, chosen in (("event_type", wanted.types), ("status", wanted.statuses)):
        if chosen:
            event.append(f"e.{column} IN (SELECT value FROM json_each(:{column}))")
            query.values[column] = json.dumps(chosen)
    query.need((_TOLD_IN_QUOTE if quoted else _TOLD_IN_ARTICLE).format(" AND ".join(event)))
    return query


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
    marks: Marks,
    facts: dict[str, Any],
    printed: tuple[Citation, ...],
) -> Hit:
    # The database's own score is the better the lower.
    return Hit(
        kind=kind,
        score=float(f"{0.0 - score:.4g}"),
        words=words,
        marks=marks,
        sources=printed,
        **facts,
    )
