"""What a store's file is, for `databases`, which opens it."""

from __future__ import annotations

from dragoman.databases import Kind

APPLICATION = 0x44524147
"""Marks the file as ours ("DRAG"), in SQLite's application_id."""

DAMAGED = "the store is damaged; make a new one with: dragoman add SOURCE --db OTHER_FILE"

KIND = Kind(
    application=APPLICATION,
    package="dragoman.store",
    name="store",
    make="dragoman add SOURCE --db {path}",
    elsewhere="name another file with --db",
    damaged=DAMAGED,
)
