"""Stores of earlier versions, as they were written then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from dragoman import databases
from dragoman.store import rows
from dragoman.store import store as store_room
from dragoman.store.connection import KIND

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.records import Coding

RUN = (
    "INSERT INTO runs VALUES (1, 'r1', '0.1.0', '2031-03-05T10:00:00+00:00', '2031-03-06T11:00:00+00:00', 1)"
)
ARTICLE = "INSERT INTO articles (id, digest, title, publisher, published, text) VALUES (?, ?, ?, ?, ?, ?)"


def older(path: Path, version: int, *codings: Coding) -> Path:
    """Make a store of an earlier *version*, filled with *codings* by a run on 5 and 6 March 2031."""
    scripts = {n: script for n, script in databases._migrations(KIND).items() if n <= version}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(databases, "_migrations", lambda kind: scripts)
        link = databases.connect(path, KIND, read_only=False, timeout=1)
    with link:
        link.execute(RUN)
        for key, coding in enumerate(codings, start=1):
            a = coding.article
            bare = msgspec.json.encode(replace(coding, article=replace(a, text="")))
            row = (a.id, store_room._digest(a), a.title, a.publisher, a.published, a.text)
            link.execute(ARTICLE, row)
            link.execute("INSERT INTO codings VALUES (?, ?, 'r1', '0.1.0', 1, ?)", (key, key, bare))
            for table, found in rows.tables(coding):
                marks = ", ".join("?" * (len(found[0]) + 1)) if found else ""
                link.executemany(f"INSERT INTO {table} VALUES ({marks})", [(key, *row) for row in found])
    link.close()
    return path
