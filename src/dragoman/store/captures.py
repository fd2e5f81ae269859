"""What was fetched, in the store: bytes by their SHA-256, what addresses gave last, items that are done with.

It is the memory of a `Fetcher`. Each method is one transaction, and what it wrote is on the disk when
it returns.
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from dragoman.fetching import Visit
from dragoman.store.connection import explained

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from dragoman.articles import Item
    from dragoman.records import Capture

FIRST_WAIT, LONGEST_WAIT = 600.0, 86_400.0
"""Seconds after which what failed is tried again: first, and at most; twice the last each time."""

_FORGET = """
DELETE FROM bodies WHERE digest = :digest
AND NOT EXISTS (SELECT 1 FROM captures WHERE digest = :digest)
AND NOT EXISTS (SELECT 1 FROM visits WHERE digest = :digest)
"""


@dataclass(frozen=True, slots=True)
class Failure:
    """How often in a row a source gave nothing, and the seconds until it is tried again."""

    count: int
    wait: float


class Captures:
    """The part of a store that remembers the web."""

    def __init__(self, link: sqlite3.Connection, path: Path) -> None:
        """Use the store's own connection."""
        self._link = link
        self._path = path

    def visit(self, url: str) -> Visit | None:
        """Return what *url* gave last."""
        with explained(self._path):
            row = self._link.execute(
                "SELECT url, final, fetched, headers, digest FROM visits WHERE url = ?", (url,)
            ).fetchone()
        if row is None:
            return None
        return Visit(
            url=row["url"],
            final=row["final"],
            fetched=row["fetched"],
            headers=_pairs(row["headers"]),
            digest=row["digest"],
        )

    def body(self, digest: str) -> bytes | None:
        """Return the bytes with this SHA-256."""
        with explained(self._path):
            row = self._link.execute("SELECT packed FROM bodies WHERE digest = ?", (digest,)).fetchone()
        return None if row is None else zlib.decompress(row[0])

    def remember(self, capture: Capture) -> None:
        """Keep what an address gave last; forget what it gave before, unless an article came of it."""
        known = self.visit(capture.url)
        if known is not None and _same(known, capture):
            return
        with self._transaction():
            digest = self._keep_body(capture)
            before = self._link.execute("SELECT digest FROM visits WHERE url = ?", (capture.url,)).fetchone()
            self._link.execute(
                "INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?)",
                (capture.url, capture.final, capture.fetched, _text(capture.headers), digest),
            )
            if before is not None and before[0] != digest:
                self._link.execute(_FORGET, {"digest": before[0]})

    def keep(self, article: int, capture: Capture) -> None:
        """Keep the page that the article with this key was read from, inside the store's own transaction."""
        self._link.execute(
            "INSERT OR IGNORE INTO captures VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                article,
                self._keep_body(capture),
                capture.url,
                capture.final,
                capture.fetched,
                capture.status,
                _text(capture.headers),
            ),
        )

    def settled(self, item: Item, recipe: str) -> bool:
        """Say whether an item of a feed is done with under *recipe*, as the feed has it now."""
        with explained(self._path):
            row = self._link.execute(
                "SELECT mark FROM settled WHERE address = ? AND recipe = ?", (item.address, recipe)
            ).fetchone()
        return row is not None and row[0] == item.mark

    def settle(self, item: Item, recipe: str) -> None:
        """Note that an item is done with: its article is in the store, or there is none at its address."""
        with self._transaction():
            self.note(item, recipe)

    def note(self, item: Item, recipe: str) -> None:
        """Do what `settle` does, inside the store's own transaction."""
        self._link.execute(
            "INSERT OR REPLACE INTO settled VALUES (?, ?, ?)", (item.address, recipe, item.mark)
        )
        self._link.execute("DELETE FROM failures WHERE source = ?", (item.address,))

    def waiting(self, source: str, now: datetime | None = None) -> float:
        """Return the seconds for which *source* is left alone, since it has failed; 0 if it isn't."""
        with explained(self._path):
            row = self._link.execute("SELECT until FROM failures WHERE source = ?", (source,)).fetchone()
        if row is None:
            return 0.0
        rest = datetime.fromisoformat(row[0]) - (now or datetime.now(UTC))
        return max(0.0, rest.total_seconds())

    def failed(self, source: str, why: str, later: float | None = None) -> Failure:
        """Note that *source* gave nothing; it is tried again after *later* seconds, or ever later."""
        now = datetime.now(UTC)
        with self._transaction():
            row = self._link.execute(
                "SELECT count, since FROM failures WHERE source = ?", (source,)
            ).fetchone()
            count, since = (1, now.isoformat(timespec="seconds")) if row is None else (row[0] + 1, row[1])
            wait = max(later or 0.0, min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(count - 1, 20)))
            until = (now + timedelta(seconds=wait)).isoformat(timespec="seconds")
            self._link.execute(
                "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", (source, count, why, since, until)
            )
        return Failure(count, wait)

    def recovered(self, source: str) -> bool:
        """Note that *source* gave something; say whether it had failed before."""
        with self._transaction():
            found = self._link.execute("DELETE FROM failures WHERE source = ?", (source,))
        return found.rowcount > 0

    def _keep_body(self, capture: Capture) -> str:
        digest = capture.digest
        there = self._link.execute("SELECT 1 FROM bodies WHERE digest = ?", (digest,)).fetchone()
        if there is None:
            packed = zlib.compress(capture.body, 6)
            self._link.execute("INSERT INTO bodies VALUES (?, ?, ?)", (digest, len(capture.body), packed))
        return digest

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with explained(self._path):
            self._link.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._link.execute("COMMIT")
            except BaseException:
                if self._link.in_transaction:
                    self._link.execute("ROLLBACK")
                raise


def _same(known: Visit, capture: Capture) -> bool:
    """Say whether a visit brought nothing new: neither other bytes, nor another way to ask for them."""
    had = {k.lower(): v for k, v in known.headers}
    marks = all(had.get(name, "") == capture.header(name) for name in ("etag", "last-modified"))
    return marks and (known.digest, known.final) == (capture.digest, capture.final)


def _text(headers: tuple[tuple[str, str], ...]) -> str:
    return msgspec.json.encode([[_valid(k), _valid(v)] for k, v in headers]).decode()


def _valid(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return msgspec.json.decode(text, type=tuple[tuple[str, str], ...])
