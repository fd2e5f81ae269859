"""The log of corrections, and what it makes of the tables. Runs inside the transactions of `Store`.

The tables hold every coding of an article as it is corrected, so that all who read them see the corrections;
`codings.record` keeps it as it was read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from dragoman.corrections import Correction, active, apply
from dragoman.store import rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from dragoman.corrections import Applied
    from dragoman.records import Coding

GROUPING = ("merge", "split")

_REVIEWED = """
SELECT (
    SELECT x.coding FROM doings AS x
    JOIN codings AS c ON c.key = x.coding JOIN articles AS a ON a.key = c.article
    WHERE x.kind = 'counts' AND a.id = ?1 AND x.key < d.key ORDER BY x.key DESC LIMIT 1
) FROM doings AS d WHERE d.correction = ?2
"""
_LOG = "SELECT c.key, c.at, c.record FROM corrections AS c"
_record = msgspec.json.Decoder(Correction)


def log(db: sqlite3.Connection) -> list[Correction]:
    """Return all corrections and undos, in their order."""
    return [_restored(row) for row in db.execute(_LOG + " ORDER BY c.key")]


def standing(db: sqlite3.Connection, article_id: str) -> list[Correction]:
    """Return the corrections on an article that stand, in their order."""
    found = db.execute(
        _LOG + " JOIN corrected AS d ON d.correction = c.key WHERE d.article_id = ? ORDER BY c.key",
        (article_id,),
    )
    return active(map(_restored, found))


def _restored(row: sqlite3.Row) -> Correction:
    return replace(_record.decode(row["record"]), id=row["key"], at=row["at"])


def write(db: sqlite3.Connection, one: Correction, articles: Iterable[str]) -> int:
    """Append *one* to the log and return its id, which is new unless it has one already."""
    key = db.execute(
        'INSERT INTO corrections (key, at, "by", note, kind, undoes, record) VALUES (?, ?, ?, ?, ?, ?, ?)',
        (one.id or None, one.at, one.by, one.note, one.kind, one.undoes, msgspec.json.encode(one)),
    ).lastrowid
    assert key is not None  # a row was inserted
    db.executemany("INSERT INTO corrected VALUES (?, ?)", ((a, key) for a in articles))
    return key


def laid_over(db: sqlite3.Connection, coding: Coding) -> Applied:
    """Return *coding* with the corrections that stand."""
    return apply(coding, standing(db, coding.article.id))


def refill(db: sqlite3.Connection, key: int, coding: Coding) -> None:
    """Write *coding* into the tables, in the place of what they hold of it."""
    for table, _ in rows.tables(coding):
        db.execute(f"DELETE FROM {table} WHERE coding = ?", (key,))
    fill(db, key, coding)


def fill(db: sqlite3.Connection, key: int, coding: Coding) -> None:
    """Write *coding*, which they don't hold yet, into the tables."""
    for table, found in rows.tables(coding):
        if found:
            marks = ", ".join("?" * (len(found[0]) + 1))
            db.executemany(f"INSERT INTO {table} VALUES ({marks})", ((key, *row) for row in found))


def subject(log: Iterable[Correction], one: Correction) -> Correction:
    """Return what *one* is about in the end: itself, or what it undoes."""
    by_id = {c.id: c for c in log}
    while one.undoes is not None:
        one = by_id[one.undoes]
    return one


def reviewed(db: sqlite3.Connection) -> list[int]:
    """Return for each article with corrections of its events the coding that the last of them was made on."""
    out = []
    for (article,) in db.execute("SELECT DISTINCT article_id FROM corrected ORDER BY article_id").fetchall():
        on_events = [c.id for c in standing(db, article) if c.kind not in GROUPING]
        row = db.execute(_REVIEWED, (article, on_events[-1])).fetchone() if on_events else None
        if row is not None and row[0] is not None:
            out.append(int(row[0]))
    return out
