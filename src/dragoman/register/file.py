"""What the file of imports is, for `databases`, which opens it."""

from __future__ import annotations

from dragoman.databases import Kind

APPLICATION = 0x44524143
"""Marks the file as ours ("DRAC"), in SQLite's application_id."""

KIND = Kind(
    application=APPLICATION,
    package="dragoman.register",
    name="file of imported actors",
    make="dragoman actors import FILE --actors-db {path}",
    elsewhere="name another file with --actors-db or the setting actors_db",
    damaged="the file of imported actors is damaged; move it away and import again",
)
