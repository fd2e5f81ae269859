"""Merges and splits in the log in, the rows of `decided` out: which reports people put together, or apart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from dragoman.corrections import active, find
from dragoman.corrections.grouping import decide as decide_pairs
from dragoman.store import layer
from dragoman.store.rows import restored

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from dragoman.corrections import Correction, Handle, State
    from dragoman.records import Coding

_CODING = """
SELECT k.coding, c.record, a.text FROM counting AS k
JOIN codings AS c ON c.key = k.coding JOIN articles AS a ON a.key = c.article WHERE k.article_id = ?
"""


class Decisions(NamedTuple):
    """What is decided among some reports: which are one, the latest first; which not, in both directions."""

    together: list[tuple[int, int]]
    apart: set[tuple[int, int]]


class Reports:
    """Finds the report that a handle means: that of its event in the coding that counts."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Look in *db*; each article is read once."""
        self._db = db
        self._read: dict[str, tuple[int, Coding] | None] = {}

    def key(self, handle: Handle) -> int | None:
        """Return the key of the report; None where there is none."""
        if handle.article not in self._read:
            self._read[handle.article] = self._load(handle.article)
        read = self._read[handle.article]
        event = find(handle, read[1]) if read else None
        if read is None or event is None:
            return None
        row = self._db.execute(
            "SELECT key FROM reports WHERE coding = ? AND event = ?", (read[0], event.id)
        ).fetchone()
        return None if row is None else int(row[0])

    def _load(self, article_id: str) -> tuple[int, Coding] | None:
        row = self._db.execute(_CODING, (article_id,)).fetchone()
        if row is None:
            return None
        return row["coding"], layer.laid_over(self._db, restored(row)).read


def decide(db: sqlite3.Connection, article_id: str) -> None:
    """Write anew what is decided on the reports of an article."""
    mine = {
        row[0]
        for row in db.execute(
            "SELECT r.key FROM reports AS r JOIN articles AS a ON a.key = r.article WHERE a.id = ?",
            (article_id,),
        )
    }
    db.execute(
        "DELETE FROM decided WHERE report IN (SELECT value FROM json_each(?1))"
        " OR other IN (SELECT value FROM json_each(?1))",
        (json.dumps(sorted(mine)),),
    )
    found = groupings(db, article_id)
    if not found:
        return
    pairs = decide_pairs(found, Reports(db).key)
    db.executemany(
        "INSERT INTO decided VALUES (?, ?, ?, ?)",
        (
            (*way, word.together, word.correction)
            for (a, b), word in pairs.items()
            # Others may have more to say on pairs of other articles.
            if a in mine or b in mine
            for way in ((a, b), (b, a))
        ),
    )


def groupings(db: sqlite3.Connection, article_id: str) -> list[Correction]:
    """Return the merges and splits on an article that stand."""
    return [c for c in layer.standing(db, article_id) if c.kind in layer.GROUPING]


def beside(db: sqlite3.Connection, report: int) -> list[int]:
    """Return the reports that are to be together with *report*."""
    found = db.execute("SELECT other FROM decided WHERE report = ? AND together", (report,))
    return [row[0] for row in found]


def among(db: sqlite3.Connection, reports: Collection[int]) -> Decisions:
    """Return what is decided among *reports*."""
    rows = db.execute(
        "SELECT report, other, together FROM decided"
        " WHERE report IN (SELECT value FROM json_each(?)) ORDER BY correction DESC, report, other",
        (json.dumps(list(reports)),),
    ).fetchall()
    known = [row for row in rows if row[1] in reports]
    return Decisions(
        together=[(a, b) for a, b, joined in known if joined and a < b],
        apart={(a, b) for a, b, joined in known if not joined},
    )


def renumber(db: sqlite3.Connection, one: Correction) -> None:
    """Give the reports that an undone correction is about the numbers that they had, where these are free."""
    used = "SELECT 1 FROM reports WHERE happening = ? LIMIT 1"
    free = {n for n in one.numbers if db.execute(used, (n,)).fetchone() is None}
    reports = Reports(db)
    for handle, number in zip(one.handles, one.numbers, strict=False):
        key = reports.key(handle)
        if key is not None and number in free:
            db.execute('UPDATE happenings SET "into" = NULL WHERE key = ?', (number,))
            db.execute("UPDATE reports SET happening = ? WHERE key = ?", (number, key))


def states(db: sqlite3.Connection, log: Iterable[Correction]) -> dict[int, State]:
    """Return what each correction of the *log* does now, by its id; undos have no state."""
    every = list(log)
    stand = active(every)
    out: dict[int, State] = {c.id: "undone" for c in every if c.kind != "undo"}
    out |= {c.id: "unmatched" for c in stand}
    for article in dict.fromkeys(a for c in stand for a in c.articles):
        row = db.execute(_CODING, (article,)).fetchone()
        if row is not None:
            out |= layer.laid_over(db, restored(row)).states
    return out | _grouped(db, [c for c in stand if c.kind in layer.GROUPING])


def _grouped(db: sqlite3.Connection, groupings: Iterable[Correction]) -> dict[int, State]:
    """Return the states of merges and splits: do they still decide on a pair of reports?"""
    deciding = {row[0] for row in db.execute("SELECT DISTINCT correction FROM decided")}
    out: dict[int, State] = {}
    for one in groupings:
        if one.id in deciding:
            out[one.id] = "applied"
            continue
        out[one.id] = "overruled" if decide_pairs([one], Reports(db).key) else "unmatched"
    return out
