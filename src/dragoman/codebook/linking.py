"""`linking.toml` in, checked, out: what tells that two reports are about one thing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.codebook import scheme
from dragoman.codebook.tables import Faults

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

FILE = "linking.toml"


@dataclass(frozen=True, slots=True)
class Linking:
    """Families of types, words that say nothing, and the ranks of those who meet.

    ``audiences`` holds beginnings of verbs by which a guest is received during a visit.
    ``family`` gives each type's family: the first type in it. ``verbs`` gives the plain
    form of irregular ones. ``levels`` gives the rank of each word for a
    role: 0 is the highest. ``ranks`` names the ranks, by number.
    """

    family: Mapping[str, str]
    often: frozenset[str]
    mutual: frozenset[str]
    audiences: frozenset[str]
    common: frozenset[str]
    verbs: Mapping[str, str]
    levels: Mapping[str, int]
    ranks: tuple[str, ...]

    def level(self, role: str | None) -> int | None:
        """Return the rank of *role*: that of the longest known phrase in it; None if there is none.

        >>> book = load()
        >>> [book.level(role) for role in ("Vice Foreign Minister", "Foreign Minister", "reporters", None)]
        [2, 1, None, None]
        """
        words = (role or "").casefold().split()
        spans = [
            " ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(len(words), i + 5) + 1)
        ]
        known = [span for span in spans if span in self.levels]
        return self.levels[max(known, key=len)] if known else None


@cache
def load() -> Linking:
    """Return the table; it is read once.

    Raises:
        CodebookError: if it names a type that does not exist, or a word twice.
    """
    folder = files("dragoman.codebook")
    faults = Faults()
    book = read(folder, scheme.load(folder, faults).types, faults)
    faults.stop()
    return book


def read(folder: Traversable, types: Mapping[str, object], faults: Faults) -> Linking:
    """Read the table in *folder*; what is wrong goes to *faults*."""
    table = tomllib.loads(folder.joinpath(FILE).read_text(encoding="utf-8"))
    named = [*(t for group in table["families"] for t in group), *table["often"], *table["mutual"]]
    for unknown in sorted({t for t in named if t not in types}):
        faults.add(FILE, None, f"type {unknown!r} is unknown")
    family = {code: code for code in types}
    family |= {code: group[0] for group in table["families"] for code in group}
    levels: dict[str, int] = {}
    for rank, level in enumerate(table["level"]):
        for words in level["words"]:
            if words in levels:
                faults.add(FILE, None, f"role {words!r} has two ranks")
            levels[words] = rank
    return Linking(
        family=family,
        often=frozenset(table["often"]),
        mutual=frozenset(table["mutual"]),
        audiences=frozenset(table["audiences"]),
        common=frozenset(table["common"].split()),
        verbs=dict(pair.split("=") for pair in table["verbs"].split()),
        levels=levels,
        ranks=tuple(level["name"] for level in table["level"]),
    )
