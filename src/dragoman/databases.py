"""A path in; out comes a sound SQLite connection at the newest version, or a `StoreError` that says why not.

The one place that opens, makes and brings up to date the files that dragoman keeps: the store of codings,
and the actors that were imported.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a file of ours is: its mark, where its ``migrations/`` are, how messages speak of it."""

    application: int
    """Marks the file as ours, in SQLite's application_id."""

    package: str
    name: str
    """As in "the store is locked"."""

    make: str
    """The command that makes one; ``{path}`` is the file."""

    elsewhere: str
    """What to do if the file is something else, as in "name another file with --db"."""

    damaged: str
    """What is wrong with a damaged one, and what to do."""


def connect(
    path: Path, kind: Kind, *, read_only: bool, timeout: float, any_thread: bool = False
) -> sqlite3.Connection:
    """Open the file of *kind* at *path*; make it, or bring it up to date, unless *read_only*.

    With *any_thread* the caller sees to it that one thread at a time uses it. A file that is read only is
    brought up to date as well where it can be, since nothing reads an older one.

    Raises:
        StoreError: if it is locked, damaged, newer than this, of another kind, or can't be used.
    """
    if read_only and not path.is_file():
        message = f"{path}: there is no {kind.name} here; make one with: {kind.make.format(path=path)}"
        raise StoreError(message)
    with explained(path, kind):
        same = not any_thread
        link = _open(path, read_only=read_only, timeout=timeout, same_thread=same)
        try:
            if read_only and _version(link, path, kind) < max(_migrations(kind)):
                link.close()
                link = _open(path, read_only=False, timeout=timeout, same_thread=same)
                read_only = False
            if not read_only:
                link.execute("PRAGMA journal_mode = WAL")
                # FULL: what was reported as added is there after a power cut as well, not only after a kill.
                link.execute("PRAGMA synchronous = FULL")
                _migrate(link, path, kind)
            link.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            link.close()
            raise
        return link


@contextmanager
def explained(path: Path, kind: Kind) -> Iterator[None]:
    """Turn SQLite's errors about the file of *kind* at *path* into a StoreError that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        message = f"{path}: {_explain(error, kind)}"
        raise StoreError(message) from error


def _explain(error: sqlite3.DatabaseError, kind: Kind) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    locked = f"the {kind.name} is locked by another program; try again when that is done"
    cannot = f"the {kind.name} can't be"
    known = {
        sqlite3.SQLITE_BUSY: locked,
        sqlite3.SQLITE_LOCKED: locked,
        sqlite3.SQLITE_NOTADB: f"this is not a {kind.name} (not an SQLite file); {kind.elsewhere}",
        sqlite3.SQLITE_CORRUPT: kind.damaged,
        sqlite3.SQLITE_READONLY: f"{cannot} written: the file or its folder is read-only",
        sqlite3.SQLITE_CANTOPEN: f"{cannot} opened: does its folder exist, and may you write there?",
        sqlite3.SQLITE_PERM: f"{cannot} opened: you may not read and write this file",
        sqlite3.SQLITE_FULL: "the disk is full; nothing of what was at hand was kept, the rest is safe",
        sqlite3.SQLITE_IOERR: f"the disk failed while reading or writing the {kind.name}",
    }
    # The low byte is the kind of error, the rest its finer sort.
    return known.get(code & 0xFF, str(error)) if code is not None else str(error)


def _open(path: Path, *, read_only: bool, timeout: float, same_thread: bool) -> sqlite3.Connection:
    if not read_only:
        return sqlite3.connect(path, timeout=timeout, isolation_level=None, check_same_thread=same_thread)
    where = path.absolute().as_uri()
    link = sqlite3.connect(
        f"{where}?mode=ro",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=same_thread,
    )
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
        link = sqlite3.connect(
            f"{where}?mode=ro&immutable=1",
            uri=True,
            isolation_level=None,
            check_same_thread=same_thread,
        )
    return link


def _version(link: sqlite3.Connection, path: Path, kind: Kind) -> int:
    """Return the version of the schema: 0 for an empty file."""
    (application,) = link.execute("PRAGMA application_id").fetchone()
    (version,) = link.execute("PRAGMA user_version").fetchone()
    if application != kind.application:
        (tables,) = link.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables or application:
            message = (
                f"{path}: this is an SQLite file of another program, not a {kind.name}; {kind.elsewhere}"
            )
            raise StoreError(message)
    newest = max(_migrations(kind))
    if version > newest:
        message = (
            f"{path}: the {kind.name} has version {version}, this dragoman knows versions up to {newest};"
            " upgrade dragoman"
        )
        raise StoreError(message)
    return int(version)


def _migrate(link: sqlite3.Connection, path: Path, kind: Kind) -> None:
    migrations = _migrations(kind)
    if _version(link, path, kind) == max(migrations):
        return
    link.execute("BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: another process may have been faster.
        done = _version(link, path, kind)
        for number in sorted(n for n in migrations if n > done):
            for statement in _statements(migrations[number]):
                link.execute(statement)
            link.execute(f"PRAGMA user_version = {number}")
        link.execute(f"PRAGMA application_id = {kind.application}")
        link.execute("COMMIT")
    except BaseException:
        link.execute("ROLLBACK")
        raise


def _migrations(kind: Kind) -> dict[int, str]:
    """Return the scripts in the package's ``migrations/`` by the numbers that their names begin with."""
    folder = files(kind.package).joinpath("migrations")
    scripts = (f for f in folder.iterdir() if f.name.endswith(".sql"))
    return {int(f.name.partition("_")[0]): f.read_text(encoding="utf-8") for f in scripts}


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of *script* one by one: sqlite3's executescript would commit first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
