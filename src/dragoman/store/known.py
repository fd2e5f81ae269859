"""A store in, all that it did up to a day done again in another: its tables as they stood.

Happenings are numbered as they come, so what is done again in the same order has the same numbers. Rules of
linking are those of today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dragoman.store import layer
from dragoman.store.rows import restored

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from dragoman.store.store import Kept, Store

By = Literal["both", "learnt", "published"]
"""What "known" means: the article was published and in the store by then, or one of the two."""

_DOINGS = (
    "SELECT at, kind, coding, correction FROM doings WHERE ? IS NULL OR substr(at, 1, 10) <= ? ORDER BY key"
)
_CODING = """
SELECT codings.record, articles.text, articles.published FROM codings
JOIN articles ON articles.key = codings.article WHERE codings.key = ?
"""


def replay(db: sqlite3.Connection, store: Store, day: date, by: By) -> None:
    """Do in *store*, which is empty, what *db* did up to the end of *day*."""
    until = None if by == "published" else day.isoformat()
    corrections = {c.id: c for c in layer.log(db)}
    kept: dict[int, Kept] = {}
    before: object = None
    for at, kind, coding, correction in db.execute(_DOINGS, (until, until)).fetchall():
        store._at = at
        if kind in ("linked", "corrected"):
            store._catch_up()
        if kind == "corrected":
            store._log(corrections[correction])
        elif kind == "coded":
            row = db.execute(_CODING, (coding,)).fetchone()
            if _is_known(row["published"], day, by):
                kept[coding] = store._keep(restored(row))
        elif kind == "counts" and coding in kept:
            # An article that is added is compared at once; those of a switch when it is done for all.
            store._count(kept[coding], linked=before == coding)
        before = coding if kind == "coded" else None
    store._catch_up()


def _is_known(published: str | None, day: date, by: By) -> bool:
    """Tell whether an article counts as published by the end of *day*."""
    if by == "learnt":
        return True
    if published is None or len(published) < len("2024-01-19"):
        return by == "both"
    return published[:10] <= day.isoformat()
