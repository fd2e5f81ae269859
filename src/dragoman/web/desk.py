"""What every page has at hand: the store, one connection for each thread, and who is who.

The tables of the codebook are read once a process: they are the same for every store.
"""

from __future__ import annotations

import threading
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from dragoman.codebook import scheme, who
from dragoman.codebook.tables import Faults
from dragoman.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from dragoman.codebook.scheme import Scheme
    from dragoman.codebook.who import Who
    from dragoman.settings import Settings

T = TypeVar("T")


class Desk:
    """The store at *db*, read by many threads at once, and the tables that put codes into words."""

    def __init__(self, db: Path, settings: Settings) -> None:
        """Make the store if there is none, so that a first article can be added; open it when first asked."""
        self.db = db
        self.settings = settings
        self._mine = threading.local()
        Store.open(db).close()

    @property
    def store(self) -> Store:
        """The store, for reading, as this thread has it."""
        found: Store | None = getattr(self._mine, "store", None)
        if found is None:
            found = self._mine.store = Store.open(self.db, read_only=True)
        return found

    @property
    def who(self) -> Who:
        """Countries, offices and bodies."""
        return _who()

    @property
    def scheme(self) -> Scheme:
        """Event types, modes and what they mean."""
        return _scheme()

    def country(self, code: str | None) -> str:
        """Return the name of the country with *code*, or what the scheme calls a code that is no state's."""
        if code is None:
            return "unknown"
        known = self.who.countries.get(code)
        return known.name if known else self.scheme.non_state.get(code, code)


@cache
def _who() -> Who:
    return _part(who.load)


@cache
def _scheme() -> Scheme:
    return _part(scheme.load)


def _part(load: Callable[[Traversable, Faults], T]) -> T:
    faults = Faults()
    part = load(files("dragoman.codebook"), faults)
    faults.stop()
    return part
