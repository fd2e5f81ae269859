"""What a store's file is, and how it is opened: by `databases`, as any file of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman import databases

if TYPE_CHECKING:
    import sqlite3
    from contextlib import AbstractContextManager
    from pathlib import Path

APPLICATION = 0x44524147
"""Marks the file as ours ("DRAG"), in SQLite's application_id."""

DAMAGED = (
    "the store is damaged; put a backup in its place with: dragoman restore BACKUP --db FILE,"
    " or make a new one with: dragoman add SOURCE --db OTHER_FILE"
)

KIND = databases.Kind(
    application=APPLICATION,
    package="dragoman.store",
    name="store",
    make="dragoman add SOURCE --db {path}",
    elsewhere="name another file with --db",
    damaged=DAMAGED,
)


def connect(path: Path, *, read_only: bool, timeout: float) -> sqlite3.Connection:
    """Open the store at *path*; make it, or bring it up to date, unless *read_only*.

    Raises:
        StoreError: if it is locked, damaged, of a newer version, no store, or can't be read or written.
    """
    return databases.connect(path, KIND, read_only=read_only, timeout=timeout)


def explained(path: Path) -> AbstractContextManager[None]:
    """Turn SQLite's errors about the store at *path* into a StoreError that says what to do."""
    return databases.explained(path, KIND)
