"""The codebook: everything dragoman knows, as data files beside this module, checked on load.

Each table has a module that reads it and answers questions about it; `Codebook.load` reads them all and
raises one CodebookError that lists every fault.
"""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.codebook import calendar, cues, factuality, frames, gazetteer, scheme, who
from dragoman.codebook.imported import Imported
from dragoman.codebook.tables import Faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from dragoman.codebook.who import ImportedActors

__all__ = ["Codebook"]

AFTER_CODING = frozenset({"linking.toml"})
"""Tables that no coding depends on, and so are no part of the recipe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All tables, the digest of their files as it goes into the recipe, and places that a user imported."""

    scheme: scheme.Scheme
    who: who.Who
    gazetteer: gazetteer.Gazetteer
    calendar: calendar.Calendar
    cues: cues.Cues
    factuality: factuality.Factuality
    frames: frames.Frames
    digest: str
    imported: Imported | None = None

    @classmethod
    def load(cls, folder: Traversable | None = None, *, places: Path | None = None) -> Codebook:
        """Read and check the codebook under *folder* (the one that ships with dragoman by default).

        *places* is the file of imported places; if there is none, there are none.

        Raises:
            CodebookError: with every fault, one a line: file, line, what is wrong and what would be right.
        """
        folder = folder or files("dragoman.codebook")
        faults = Faults()
        with _without_collecting():
            known = gazetteer.load(folder, faults)
            book = cls(
                scheme=scheme.load(folder, faults),
                who=who.load(folder, faults),
                gazetteer=known,
                calendar=calendar.load(folder, faults),
                cues=cues.load(folder, faults),
                factuality=factuality.load(folder, faults),
                frames=frames.load(folder, faults),
                digest=_digest(folder),
                imported=Imported.open(places, known.cities.iso3) if places and places.exists() else None,
            )
        faults.stop()
        return book

    def beside(self, imported: ImportedActors) -> Codebook:
        """Return this codebook with what was *imported* beside it; the digest is that of both."""
        both = hashlib.sha256(f"{self.digest}\0{imported.digest}".encode()).hexdigest()
        return replace(self, who=replace(self.who, imported=imported), digest=both)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep Python from searching for garbage: nearly all that is made stays, and the search takes a third."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _digest(folder: Traversable) -> str:
    digest = hashlib.sha256()
    for name, data in sorted(_tables(folder, "")):
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _tables(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = prefix + entry.name
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _tables(entry, name + "/")
        elif name.endswith((".tsv", ".toml")) and name not in AFTER_CODING:
            yield name, entry.read_bytes()
