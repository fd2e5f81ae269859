"""A store in, all that it did up to a day done again in another: its tables as they stood.

Happenings are numbered as they come, so what is done again in the same order has the same numbers. Rules of
linking are those of today.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from dragoman.store import layer, links
from dragoman.store.rows import restored

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from datetime import date

    from dragoman.store.store import Kept, Store

By = Literal["both", "learnt", "published"]
"""What "known" means: the article was published and in the store by then, or one of the two."""

_DOINGS = (
    "SELECT at, kind, coding, correction FROM doings WHERE ? IS NULL OR substr(at, 1, 10) <= ? ORDER BY key"
)
_CODED = """
SELECT c.key, c.article, a.published FROM codings AS c JOIN articles AS a ON a.key = c.article
WHERE c.key IN (SELECT value FROM json_each(?))
"""
_CODING = """
SELECT codings.record, articles.text FROM codings JOIN articles ON articles.key = codings.article
WHERE codings.key = ?
"""


def replay(db: sqlite3.Connection, store: Store, day: date, by: By) -> None:
    """Do in *store*, which is empty, what *db* did up to the end of *day*."""
    until = None if by == "published" else day.isoformat()
    doings = db.execute(_DOINGS, (until, until)).fetchall()
    corrections = {c.id: c for c in layer.log(db)}
    coded = json.dumps([d["coding"] for d in doings if d["kind"] == "coded"])
    articles = {key: a for key, a, when in db.execute(_CODED, (coded,)) if _is_known(when, day, by)}
    counted = {articles[d["coding"]] for d in doings if d["kind"] == "counts" and d["coding"] in articles}
    _bring(db, store, ["articles"], "key", set(articles.values()))
    # What two texts have in common depends on no day, and comparing them again would take most of the time.
    # Texts that were replaced since are compared again.
    _bring(db, store, links.OF_ARTICLES, "article", counted)
    links.name_copies(store._link, [row[0] for row in store._link.execute("SELECT article FROM copies")])
    kept: dict[int, Kept] = {}
    before: object = None
    for at, kind, coding, correction in doings:
        store._at = at
        if kind in ("linked", "corrected"):
            store._catch_up()
        if kind == "corrected":
            store._log(corrections[correction])
        elif kind == "coded" and coding in articles:
            kept[coding] = store._keep(restored(db.execute(_CODING, (coding,)).fetchone()))
        elif kind == "counts" and coding in kept:
            # An article that is added is compared at once; those of a switch when it is done for all.
            store._count(kept[coding], linked=before == coding)
        before = coding if kind == "coded" else None
    store._catch_up()


def _bring(
    db: sqlite3.Connection, store: Store, tables: Iterable[str], column: str, articles: Collection[int]
) -> None:
    """Bring over the rows of *articles*, which keep their keys; of pairs those of which both are known."""
    among = "SELECT value FROM json_each(:keys)"
    keys = {"keys": json.dumps(sorted(articles))}
    for table in tables:
        both = f" AND other IN ({among})" if table in links.OF_PAIRS else ""
        found = db.execute(f"SELECT * FROM {table} WHERE {column} IN ({among}){both}", keys).fetchall()
        if found:
            names = found[0].keys()
            marks = ", ".join("?" * len(names))
            store._link.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", found)


def _is_known(published: str | None, day: date, by: By) -> bool:
    """Tell whether an article counts as published by the end of *day*."""
    if by == "learnt":
        return True
    if published is None or len(published) < len("2024-01-19"):
        return by == "both"
    return published[:10] <= day.isoformat()
