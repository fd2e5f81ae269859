"""What the actors room asks of knowledge that a user imported: people and bodies, by their exact names.

The tables that ship are `Holders` and `Index`; the imported ones lie in a file of their own, which
`dragoman.register` makes and reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.codebook.who.lexicon import Entry
    from dragoman.codebook.who.offices import Office


class Named(Protocol):
    """People, by name: the tables that ship, a user's own tables, or an import."""

    def called(self, words: Sequence[str]) -> Sequence[Office]:
        """Return the tenures of those with exactly this name (folded words, hyphens apart)."""


class ImportedActors(Protocol):
    """Everything that was imported."""

    @property
    def own(self) -> Named:
        """The people of the user's own tables, who go before those that ship."""

    @property
    def others(self) -> Named:
        """The people of other imports, who are asked for where no table has the name."""

    @property
    def digest(self) -> str:
        """What tells this knowledge from any other, for the recipe; empty if nothing was imported."""

    def body(self, words: Sequence[str], *, own: bool = False) -> Entry | None:
        """Return the one body with exactly this name; None if there is none, or several that differ.

        With *own* only the user's own tables are asked.
        """
