"""A store in, a checked copy of it out, and back again: whatever happens on the way, one of both stays whole.

Copies are made by SQLite itself, so that another process may go on writing meanwhile; each is written beside
its target, read whole, put on the disk, and only then given its name.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from itertools import count
from typing import TYPE_CHECKING

from dragoman.errors import StoreError
from dragoman.store.connection import APPLICATION, connect, explained
from dragoman.store.store import WAIT, Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragoman.store.rows import Counts

PART = ".part"
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file; a journal that belongs to another file would damage it."""


def backup(store: Path, target: Path) -> Counts:
    """Write a checked copy of *store* to *target*, in the place of an earlier backup; return what it holds.

    Raises:
        StoreError: if the store is damaged, or *target* is another file or can't be written. An earlier
            backup is left as it was.
    """
    _other(store, target)
    _ours(target, "a backup takes the place of an earlier one only; name another file")
    with _copied(store, target) as (part, held):
        part.replace(target)
    _settled(target.parent)
    return held


def restore(source: Path, store: Path, *, wait: float = WAIT) -> tuple[Counts, Path | None]:
    """Put a checked copy of the backup *source* in the place of *store*.

    Returns:
        What it holds, and the name under which what was there before is kept, None if nothing was.

    Raises:
        StoreError: if the backup is damaged, the store is in use for more than *wait* seconds, or the copy
            can't be written. Store and backup are then left as they were.
    """
    _other(source, store)
    if not source.is_file():
        message = f"{source}: there is no such backup; check the name"
        raise StoreError(message)
    with _copied(source, store) as (part, held):
        aside = _set_aside(store, wait) if store.exists() else None
        for ending in BESIDE:
            _beside(store, ending).unlink(missing_ok=True)
        part.replace(store)
    _settled(store.parent)
    return held, aside


@contextmanager
def _copied(source: Path, target: Path) -> Iterator[tuple[Path, Counts]]:
    """Copy *source* to a file beside *target*, checked and on the disk; it is gone when it isn't renamed."""
    part = target.with_name(target.name + PART)
    try:
        _forget(part)
        with (
            closing(connect(source, read_only=True, timeout=WAIT)) as link,
            explained(target),
            closing(sqlite3.connect(part)) as copy,
        ):
            copy.execute("PRAGMA synchronous = FULL")
            _pages(link, copy, source)
        with Store.open(part) as made:
            made.check(fully=True)
            held = made.counts()
        with explained(target), closing(sqlite3.connect(part)) as copy:
            # One file, that can be carried away and read from a disk that is read-only.
            copy.execute("PRAGMA journal_mode = DELETE")
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        yield part, held
    except OSError as error:
        message = f"{target}: can't be written ({error.strerror or error})"
        raise StoreError(message) from error
    finally:
        _forget(part)


def _pages(link: sqlite3.Connection, copy: sqlite3.Connection, source: Path) -> None:
    """Copy all pages; what is wrong with them is the *source*'s fault, what with writing the target's."""
    try:
        link.backup(copy)
    except sqlite3.DatabaseError as error:
        if (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            with explained(source):
                raise
        raise


def _forget(part: Path) -> None:
    for ending in ("", *BESIDE):
        _beside(part, ending).unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _other(source: Path, target: Path) -> None:
    if source.resolve() == target.resolve():
        message = f"{target}: backup and store are the same file; name another one"
        raise StoreError(message)


def _ours(target: Path, advice: str) -> None:
    """Refuse to write over what is no store."""
    try:
        with target.open("rb") as file:
            head = file.read(72)
    except FileNotFoundError:
        return
    except OSError as error:
        message = f"{target}: can't be written ({error.strerror or error})"
        raise StoreError(message) from error
    # Where SQLite's file format has the application's mark.
    if head and int.from_bytes(head[68:72], "big") != APPLICATION:
        message = f"{target}: this is no backup of a store; {advice}"
        raise StoreError(message)


def _set_aside(store: Path, wait: float) -> Path:
    """Give what is at *store* another name, with its journals, unless a program has it open."""
    _unused(store, wait)
    for number in count(1):
        aside = _beside(store, ".replaced" if number == 1 else f".replaced-{number}")
        if not any(_beside(aside, ending).exists() for ending in ("", *BESIDE)):
            break
    # The journals first: one that stayed behind would be played into the file that comes.
    for ending in ("-wal", "-journal", ""):
        if _beside(store, ending).exists():
            _beside(store, ending).rename(_beside(aside, ending))
    return aside


def _unused(store: Path, wait: float) -> None:
    """Raise StoreError if another program has the store open; a damaged one nobody can use."""
    try:
        with closing(sqlite3.connect(store, timeout=wait, isolation_level=None)) as link:
            link.execute("PRAGMA locking_mode = EXCLUSIVE")
            link.execute("BEGIN EXCLUSIVE")
            link.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            message = f"{store}: another program has the store open; stop it, and restore again"
            raise StoreError(message) from error


def _settled(folder: Path) -> None:
    """Put the names in *folder* on the disk, where the system can."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
