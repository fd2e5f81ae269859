"""Words that change polarity and certainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Factuality:
    """Holds words that change polarity and certainty."""


def load(folder: Traversable, faults: Faults) -> Factuality:
    """Read the tables under *folder*; what is wrong goes to *faults*."""
    return Factuality()
