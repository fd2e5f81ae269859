"""PLOVER types, modes, contexts, sectors, scores; CAMEO codes with Goldstein values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Holds PLOVER types, modes, contexts, sectors, scores; CAMEO codes with Goldstein values."""


def load(folder: Traversable, faults: Faults) -> Scheme:
    """Read the tables under *folder*; what is wrong goes to *faults*."""
    return Scheme()
