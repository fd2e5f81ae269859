"""Writes the file of imports: begins one, keeps how far it is, ends it, forgets it.

Everything is in transactions: rows that are staged and the place in the dump that they go up to, or all rows
of an import and the mark that it is done. What was killed goes on from the last of them.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import msgspec

from dragoman.databases import connect, explained
from dragoman.errors import StoreError
from dragoman.register.file import KIND
from dragoman.register.register import WAIT
from dragoman.register.rows import Body, Form, Import, Person, keys

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

CACHE_KIB = 64 * 1024
"""Memory for pages of the file: names come in no order, and their index is written all over."""

_COLUMNS = "id, name, form, path, fingerprint, since, state, position, lines, tally, digest, began, ended"


class Imports:
    """The file of imports, open to write."""

    def __init__(self, link: sqlite3.Connection, path: Path) -> None:
        """Wrap an open connection; `Imports.open` is the usual way."""
        self.path = path
        self.link = link
        link.execute(f"PRAGMA cache_size = -{CACHE_KIB}")

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, wait: float = WAIT) -> Imports:
        """Open the imports at *path*, and make the file where there is none, unless *read_only*.

        Raises:
            StoreError: if it is locked for more than *wait* seconds, damaged, of another kind, or read-only.
        """
        return cls(connect(path, KIND, read_only=read_only, timeout=wait), path)

    def __enter__(self) -> Imports:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.link.close()

    def all(self) -> list[Import]:
        """Return every import, in order of name; one that is being read beside the one it will replace."""
        with explained(self.path, KIND):
            found = self.link.execute(f"SELECT {_COLUMNS} FROM imports ORDER BY name, state").fetchall()
        return [_import(row) for row in found]

    def named(self, name: str, state: str) -> Import | None:
        """Return the import called *name* that is in *state*."""
        return next((i for i in self.all() if i.name == name and i.state == state), None)

    def begin(self, name: str, form: Form, path: str, fingerprint: str, since: str = "") -> Import:
        """Start an import, or take up the one of the same file that was stopped.

        Raises:
            StoreError: if *name* is the name of an import of another file.
        """
        for old in self.all():
            moved = old.path != path and old.fingerprint != fingerprint
            if old.name == name and (moved or old.form != form):
                message = (
                    f"{path}: {name!r} is the name of what was imported from {old.path};"
                    f" give another with --name, or first: dragoman actors forget {name}"
                )
                raise StoreError(message)
        stopped = self.named(name, "reading")
        if stopped is not None and (stopped.fingerprint, stopped.since) == (fingerprint, since):
            return stopped
        with self._transaction():
            if stopped is not None:
                self._remove(stopped)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            row = (name, form, path, fingerprint, since, now)
            done = self.link.execute(
                "INSERT INTO imports"
                " (name, form, path, fingerprint, since, state, position, lines, tally, digest, began)"
                " VALUES (?, ?, ?, ?, ?, 'reading', 0, 0, '{}', '', ?)",
                row,
            )
        return Import(
            id=cast("int", done.lastrowid),
            name=name,
            form=form,
            path=path,
            fingerprint=fingerprint,
            since=since,
            state="reading",
            began=now,
        )

    def keep(
        self,
        one: Import,
        staged: Iterable[tuple[str, int, bytes]],
        *,
        position: int,
        lines: int,
        tally: Mapping[str, int],
    ) -> Import:
        """Keep what was read since the last time, and that the dump is read up to *position*; return it so.

        To keep the same again changes nothing.

        Raises:
            StoreError: if somebody else has gone on with this import, or the file can't be written.
        """
        later = replace(one, position=position, lines=lines, tally=dict(tally))
        with self._transaction():
            moved = self.link.execute(
                "UPDATE imports SET position = ?, lines = ?, tally = ? WHERE id = ? AND position IN (?, ?)",
                (position, lines, json.dumps(later.tally, sort_keys=True), one.id, one.position, position),
            )
            if moved.rowcount != 1:
                message = f"{self.path}: another program imports {one.name} at this moment; let it end"
                raise StoreError(message)
            self.link.executemany(
                "INSERT OR REPLACE INTO staged VALUES (?, ?, ?, ?)",
                ((one.id, kind, item, record) for kind, item, record in staged),
            )
        return later

    def staged(self, one: Import, kind: str) -> Iterator[tuple[int, bytes]]:
        """Yield what was staged of one kind, in order of items."""
        rows = self.link.execute(
            "SELECT item, record FROM staged WHERE import = ? AND kind = ? ORDER BY item", (one.id, kind)
        )
        return cast("Iterator[tuple[int, bytes]]", rows)

    def staged_one(self, one: Import, kind: str, item: int) -> bytes | None:
        """Return what was staged of one item."""
        row = self.link.execute(
            "SELECT record FROM staged WHERE import = ? AND kind = ? AND item = ?", (one.id, kind, item)
        ).fetchone()
        return None if row is None else cast("bytes", row[0])

    def end(self, one: Import, rows: Iterable[Person | Body], tally: Mapping[str, int]) -> Import:
        """Let *rows* be what the import holds, in the place of what an earlier one of its name held.

        *tally* is read after the last row.
        """
        digest = hashlib.sha256()
        with self._transaction():
            earlier = self.named(one.name, "done")
            for row in rows:
                digest.update(msgspec.json.encode(row))
                if isinstance(row, Person):
                    self._add_person(one, row)
                else:
                    self._add_body(one, row)
            if earlier is not None:
                self._remove(earlier)
            self.link.execute("DELETE FROM staged WHERE import = ?", (one.id,))
            done = replace(
                one,
                state="done",
                tally=dict(tally),
                digest=digest.hexdigest(),
                ended=datetime.now(UTC).isoformat(timespec="seconds"),
            )
            self.link.execute(
                "UPDATE imports SET state = 'done', tally = ?, digest = ?, ended = ? WHERE id = ?",
                (json.dumps(done.tally, sort_keys=True), done.digest, done.ended, done.id),
            )
        return done

    def forget(self, name: str) -> list[Import]:
        """Remove what was imported under *name*, be it done or not; return what was removed.

        Raises:
            StoreError: if nothing has that name; the message lists the names there are.
        """
        found = [i for i in self.all() if i.name == name]
        if not found:
            names = ", ".join(sorted({i.name for i in self.all()})) or "nothing at all"
            message = f"{self.path}: nothing was imported as {name!r}; there is {names}"
            raise StoreError(message)
        with self._transaction():
            for one in found:
                self._remove(one)
        return found

    def check(self) -> None:
        """Read the whole file.

        Raises:
            StoreError: if it is damaged.
        """
        with explained(self.path, KIND):
            (said,) = self.link.execute("PRAGMA quick_check").fetchone()
        if said != "ok":
            message = f"{self.path}: {KIND.damaged} ({said})"
            raise StoreError(message)

    def counts(self) -> dict[str, int]:
        """Return how many people, tenures and bodies there are to look up."""
        with explained(self.path, KIND):
            tables = ("people", "tenures", "bodies")
            return {t: self.link.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}

    def _add_person(self, one: Import, person: Person) -> None:
        row = (one.id, person.name, person.wikidata)
        number = self.link.execute(
            "INSERT INTO people (import, name, wikidata) VALUES (?, ?, ?)", row
        ).lastrowid
        self.link.executemany(
            "INSERT INTO tenures VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (number, n, t.country, t.office, "|".join(t.sectors), _text(t.first), _text(t.last))
                for n, t in enumerate(person.tenures)
            ),
        )
        self.link.executemany(
            "INSERT INTO person_names VALUES (?, ?)", ((key, number) for key, _ in keys(person))
        )

    def _add_body(self, one: Import, body: Body) -> None:
        row = (one.id, body.name, body.kind, body.country, "|".join(body.sectors), body.wikidata)
        number = self.link.execute(
            "INSERT INTO bodies (import, name, kind, country, sectors, wikidata) VALUES (?, ?, ?, ?, ?, ?)",
            row,
        ).lastrowid
        self.link.executemany(
            "INSERT INTO body_names VALUES (?, ?, ?)", ((key, number, form) for key, form in keys(body))
        )

    def _remove(self, one: Import) -> None:
        of_people = "(SELECT id FROM people WHERE import = ?)"
        of_bodies = "(SELECT id FROM bodies WHERE import = ?)"
        for statement in (
            f"DELETE FROM person_names WHERE person IN {of_people}",
            f"DELETE FROM tenures WHERE person IN {of_people}",
            "DELETE FROM people WHERE import = ?",
            f"DELETE FROM body_names WHERE body IN {of_bodies}",
            "DELETE FROM bodies WHERE import = ?",
            "DELETE FROM staged WHERE import = ?",
            "DELETE FROM imports WHERE id = ?",
        ):
            self.link.execute(statement, (one.id,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with explained(self.path, KIND):
            self.link.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.link.execute("COMMIT")
            except BaseException:
                if self.link.in_transaction:
                    self.link.execute("ROLLBACK")
                raise


def _text(day: object) -> str | None:
    return None if day is None else str(day)


def _import(row: tuple[Any, ...]) -> Import:
    names = _COLUMNS.split(", ")
    values = dict(zip(names, row, strict=True))
    return Import(**values | {"tally": json.loads(values["tally"])})
