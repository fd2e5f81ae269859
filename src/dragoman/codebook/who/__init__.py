"""Countries, offices, organisations, groups, role words: who is who, read from tables beside this package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.codebook.who import countries, offices, organizations, roles, wordlists
from dragoman.codebook.who.countries import Country
from dragoman.codebook.who.imported import ImportedActors, Named
from dragoman.codebook.who.lexicon import Entry, Index
from dragoman.codebook.who.offices import Holders, Office
from dragoman.codebook.who.wordlists import WordLists

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults

__all__ = [
    "Country",
    "Entry",
    "Holders",
    "ImportedActors",
    "Index",
    "Named",
    "Office",
    "Who",
    "WordLists",
    "load",
]

NOT_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
"""PLOVER's codes for actors of no one state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Holds countries, offices, organisations, groups, role words, and the index of their names.

    ``imported`` is what the user imported beside the tables; None if there is nothing.
    """

    countries: dict[str, Country]
    dependencies: dict[str, str]
    holders: Holders
    index: Index
    lists: WordLists
    imported: ImportedActors | None = None

    def state_of(self, code: str | None) -> str | None:
        """Return the state that the land with ISO code *code* counts with: itself, or who holds it."""
        return code if code in self.countries else self.dependencies.get(code or "")

    def country_of(self, words: str | Sequence[str]) -> str | None:
        """Return the code of the state that a place name (state, capital, region, city) lies in, or None."""
        phrase = words if isinstance(words, str) else " ".join(words)
        for entry in self.index.exactly(phrase.removeprefix("the ").removeprefix("The ")):
            if entry.sense in ("country", "capital", "region", "seat"):
                return entry.country
        return None


def load(folder: Traversable, faults: Faults) -> Who:
    """Read the tables under *folder*; what is wrong goes to *faults*."""
    states = countries.load(folder, faults)
    known = frozenset(states) | NOT_STATES
    held = offices.load(folder, faults, known)
    entries = [
        *countries.entries(states.values()),
        *countries.regions(folder, faults, known),
        *countries.peoples(folder, faults, frozenset(states)),
        *organizations.load(folder, faults, known),
        *roles.load(folder, faults),
        *offices.entries(held),
    ]
    dependent = countries.dependencies(folder, faults, frozenset(states))
    return Who(
        countries=states,
        dependencies=dependent,
        holders=held,
        index=Index(entries),
        lists=wordlists.load(folder, faults),
    )
