"""Looks people and bodies up by name in the file of imports: one query for a name, and none for it again.

The file is opened read-only and read as it was at that moment, so that one run codes with one knowledge
while another process imports.
"""

from __future__ import annotations

import hashlib
import os
import threading
import weakref
from collections import OrderedDict
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from dragoman.codebook.who import Entry, Office
from dragoman.databases import connect, explained
from dragoman.errors import StoreError
from dragoman.register.file import KIND

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from dragoman.codebook.who.lexicon import Case
    from dragoman.records import ActorKind

WAIT = 10.0
"""Seconds that a file which another program holds is waited for."""

KEPT = 1 << 16
"""Names whose answers are kept."""

_PEOPLE = """
SELECT imports.form = 'table', people.name, tenures.country, office, sectors, first, last, wikidata,
    imports.name
FROM person_names
JOIN people ON people.id = person_names.person
JOIN imports ON imports.id = people.import
JOIN tenures ON tenures.person = people.id
WHERE person_names.key = ? ORDER BY people.id, tenures.number
"""
_BODIES = """
SELECT imports.form = 'table', bodies.name, body_names.form, kind, country, sectors, wikidata, imports.name
FROM body_names
JOIN bodies ON bodies.id = body_names.body
JOIN imports ON imports.id = bodies.import
WHERE body_names.key = ? ORDER BY bodies.id
"""


class _Found(NamedTuple):
    """What one name stands for: in the user's own tables, and in other imports."""

    own: tuple[Office, ...]
    others: tuple[Office, ...]
    own_bodies: tuple[Entry, ...]
    other_bodies: tuple[Entry, ...]


class Register:
    """The imported people and bodies, by exact name; what `dragoman.codebook.who.ImportedActors` asks for.

    Any thread may ask; a forked process opens the file anew.
    """

    def __init__(self, link: sqlite3.Connection, path: Path) -> None:
        """Wrap an open connection; `Register.open` is the usual way."""
        self.path = path
        self._link = link
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, _Found] = OrderedDict()
        self._close = weakref.finalize(self, link.close)
        with explained(path, KIND):
            link.execute("BEGIN")
            self.digest = _digest(link)
        self.own = _People(self, own=True)
        self.others = _People(self, own=False)

    @classmethod
    def open(cls, path: Path | str, *, wait: float = WAIT) -> Register:
        """Open the imports at *path* to read.

        Raises:
            StoreError: if it is missing, locked for more than *wait* seconds, damaged or of another kind.
        """
        path = Path(path)
        return cls(connect(path, KIND, read_only=True, timeout=wait, any_thread=True), path)

    def close(self) -> None:
        """Close the file."""
        self._close()

    def people(self, words: Sequence[str], *, own: bool) -> Sequence[Office]:
        """Return the tenures of those called *words* in the user's own tables, or in the other imports."""
        found = self._look_up(words)
        return found.own if own else found.others

    def body(self, words: Sequence[str], *, own: bool = False) -> Entry | None:
        """Return the one body called *words*, the user's own first; None for none or several that differ."""
        found = self._look_up(words)
        entries = found.own_bodies or (() if own else found.other_bodies)
        if len({(e.country, e.kind, e.sectors) for e in entries}) != 1:
            return None
        return entries[0] if len(entries) == 1 else replace(entries[0], wikidata=None)

    def _look_up(self, words: Sequence[str]) -> _Found:
        kept = [w for w in words if w]
        key = " ".join(kept[1:] if len(kept) > 1 and kept[0] == "the" else kept)
        found = self._answers.get(key)
        return self._ask(key) if found is None else found

    def _ask(self, key: str) -> _Found:
        with self._lock:
            with explained(self.path, KIND):
                link = self._opened()
                people = link.execute(_PEOPLE, (key,)).fetchall()
                bodies = link.execute(_BODIES, (key,)).fetchall()
            found = _Found(
                own=tuple(_office(row) for row in people if row[0]),
                others=tuple(_office(row) for row in people if not row[0]),
                own_bodies=tuple(_entry(key, row) for row in bodies if row[0]),
                other_bodies=tuple(_entry(key, row) for row in bodies if not row[0]),
            )
            self._answers[key] = found
            if len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return found

    def _opened(self) -> sqlite3.Connection:
        """Return the connection: a process that was forked must not use its parent's."""
        if self._process != os.getpid():
            other = Register.open(self.path)
            if other.digest != self.digest:
                message = f"{self.path}: something was imported while this run codes; start it again"
                raise StoreError(message)
            other._close.detach()
            self._link, self._process = other._link, os.getpid()
        return self._link


class _People:
    """The people of the user's own tables, or those of the other imports."""

    def __init__(self, register: Register, *, own: bool) -> None:
        self._register = weakref.proxy(register)
        self._own = own

    def called(self, words: Sequence[str]) -> Sequence[Office]:
        """Return the tenures of those with exactly this name (folded words)."""
        return cast("Sequence[Office]", self._register.people(words, own=self._own))


def _digest(link: sqlite3.Connection) -> str:
    """Return what tells these imports from any others; empty if there is none."""
    rows = link.execute(
        "SELECT form, digest FROM imports WHERE state = 'done' ORDER BY form, digest"
    ).fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest() if rows else ""


def _office(row: tuple[object, ...]) -> Office:
    _, person, country, office, sectors, first, last, wikidata, source = cast("tuple[str, ...]", row)
    return Office(
        person=person,
        aliases=(),
        country=country,
        office=office,
        sectors=_divided(sectors),
        first=date.fromisoformat(first) if first else None,
        last=date.fromisoformat(last) if last else None,
        wikidata=wikidata,
        source=source,
        imported=True,
    )


def _entry(key: str, row: tuple[object, ...]) -> Entry:
    _, name, form, kind, country, sectors, wikidata, source = cast("tuple[str, ...]", row)
    return Entry(
        words=tuple(key.split()),
        sense="organization",
        name=name,
        case=cast("Case", form),
        country=country,
        kind=cast("ActorKind", kind),
        sectors=_divided(sectors),
        wikidata=wikidata,
        source=source,
    )


def _divided(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()
