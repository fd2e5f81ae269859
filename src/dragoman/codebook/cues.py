"""The words that attribute, with stance and factivity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Holds the words that attribute, with stance and factivity."""


def load(folder: Traversable, faults: Faults) -> Cues:
    """Read the tables under *folder*; what is wrong goes to *faults*."""
    return Cues()
