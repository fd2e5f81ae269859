"""The words of time expressions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Holds the words of time expressions."""


def load(folder: Traversable, faults: Faults) -> Calendar:
    """Read the tables under *folder*; what is wrong goes to *faults*."""
    return Calendar()
