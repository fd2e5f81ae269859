"""A path in; out comes a sound connection at the newest version, or a `StoreError` that says why not."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPLICATION = 0x44524147
"""Marks the file as ours ("DRAG"), in SQLite's application_id."""


DAMAGED = "the store is damaged; make a new one with: dragoman add SOURCE --db OTHER_FILE"


def connect(path: Path, *, read_only: bool, timeout: float) -> sqlite3.Connection:
    """Open the store at *path*; make it, or bring it up to date, unless *read_only*.

    Raises:
        StoreError: if it is locked, damaged, of a newer version, no store, or can't be read or written.
    """
    if read_only and not path.is_file():
        message = f"{path}: there is no store here; make one with: dragoman add SOURCE --db {path}"
        raise StoreError(message)
    with explained(path):
        link = _open(path, read_only=read_only, timeout=timeout)
        try:
            if read_only and _version(link, path) < len(_migrations()):
                link.close()
                link = _open(path, read_only=False, timeout=timeout)
                read_only = False
            if not read_only:
                link.execute("PRAGMA journal_mode = WAL")
                # FULL: what was reported as added is there after a power cut as well, not only after a kill.
                link.execute("PRAGMA synchronous = FULL")
                _migrate(link, path)
            link.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            link.close()
            raise
        return link


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the store at *path* into a StoreError that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        message = f"{path}: {_explain(error)}"
        raise StoreError(message) from error


def _explain(error: sqlite3.DatabaseError) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    known = {
        sqlite3.SQLITE_BUSY: "the store is locked by another program; try again when that is done",
        sqlite3.SQLITE_LOCKED: "the store is locked by another program; try again when that is done",
        sqlite3.SQLITE_NOTADB: "this is not a store (not an SQLite file); name another file with --db",
        sqlite3.SQLITE_CORRUPT: DAMAGED,
        sqlite3.SQLITE_READONLY: "the store can't be written: the file or its folder is read-only",
        sqlite3.SQLITE_CANTOPEN: "the store can't be opened: does its folder exist, and may you write there?",
        sqlite3.SQLITE_PERM: "the store can't be opened: you may not read and write this file",
        sqlite3.SQLITE_FULL: "the disk is full; nothing of the article at hand was kept, the rest is safe",
        sqlite3.SQLITE_IOERR: "the disk failed while reading or writing the store",
    }
    # The low byte is the kind of error, the rest its finer sort.
    return known.get(code & 0xFF, str(error)) if code is not None else str(error)


def _open(path: Path, *, read_only: bool, timeout: float) -> sqlite3.Connection:
    if not read_only:
        return sqlite3.connect(path, timeout=timeout, isolation_level=None)
    where = path.absolute().as_uri()
    link = sqlite3.connect(f"{where}?mode=ro", uri=True, timeout=timeout, isolation_level=None)
    try:
        link.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError as error:
        link.close()
        journal = path.with_name(path.name + "-wal")
        cannot_write_beside = (error.sqlite_errorcode & 0xFF) in (
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_READONLY,
        )
        if not cannot_write_beside or journal.exists():
            raise
        # A store that was closed well, in a folder that takes no lock file: nobody can be writing.
        link = sqlite3.connect(f"{where}?mode=ro&immutable=1", uri=True, isolation_level=None)
    return link


def _version(link: sqlite3.Connection, path: Path) -> int:
    """Return the version of the schema: 0 for an empty file."""
    (application,) = link.execute("PRAGMA application_id").fetchone()
    (version,) = link.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION:
        (tables,) = link.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables or application:
            message = (
                f"{path}: this is an SQLite file of another program, not a store; name another with --db"
            )
            raise StoreError(message)
    newest = len(_migrations())
    if version > newest:
        message = (
            f"{path}: the store has version {version}, this dragoman knows versions up to {newest};"
            " upgrade dragoman"
        )
        raise StoreError(message)
    return int(version)


def _migrate(link: sqlite3.Connection, path: Path) -> None:
    migrations = _migrations()
    if _version(link, path) == len(migrations):
        return
    link.execute("BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: another process may have been faster.
        for number, script in enumerate(migrations[_version(link, path) :], start=_version(link, path) + 1):
            for statement in _statements(script):
                link.execute(statement)
            link.execute(f"PRAGMA user_version = {number}")
        link.execute(f"PRAGMA application_id = {APPLICATION}")
        link.execute("COMMIT")
    except BaseException:
        link.execute("ROLLBACK")
        raise


def _migrations() -> list[str]:
    """Return the scripts in ``migrations/``, whose numbers run from 0001 without a gap."""
    folder = files("dragoman.store").joinpath("migrations")
    scripts = {f.name: f for f in folder.iterdir() if f.name.endswith(".sql")}
    return [scripts[name].read_text(encoding="utf-8") for name in sorted(scripts)]


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of *script* one by one: sqlite3's executescript would commit first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
