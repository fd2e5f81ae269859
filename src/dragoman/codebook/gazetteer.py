"""Countries, cities, regions, seas and sites with coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Holds countries, cities, regions, seas and sites with coordinates."""


def load(folder: Traversable, faults: Faults) -> Gazetteer:
    """Read the tables under *folder*; what is wrong goes to *faults*."""
    return Gazetteer()
