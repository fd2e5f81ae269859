"""Predicates with their slots, conditions and event types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """Holds predicates with their slots, conditions and event types."""


def load(folder: Traversable, faults: Faults) -> Frames:
    """Read the tables under *folder*; what is wrong goes to *faults*."""
    return Frames()
