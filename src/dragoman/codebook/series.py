"""`series.toml` in, checked, out: how far a happening is believed, and when a period was hardly read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.codebook.tables import Faults

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

FILE = "series.toml"
COUNTED = frozenset({"asserted", "attributed", "contested"})


@dataclass(frozen=True, slots=True)
class Beliefs:
    """Chances between 0 and 1: of what has a status, of a coding, and the share that makes reading thin."""

    belief: Mapping[str, float]
    further_source: float
    least_doubt: float
    thin: float

    def chance(self, status: str, confidence: float, sources: int) -> float:
        """Return the chance that a happening took place as coded.

        *confidence* is that of its surest report; *sources* is the number of independent ones.

        >>> chances = [load().chance(status, 0.9, 1) for status in ("asserted", "attributed", "denied")]
        >>> chances == sorted(chances, reverse=True), chances[-1]
        (True, 0.0)
        """
        doubt = max(self.least_doubt, (1 - confidence) * self.further_source ** max(0, sources - 1))
        return self.belief.get(status, 0.0) * (1 - doubt)


@cache
def load() -> Beliefs:
    """Return the table; it is read once.

    Raises:
        CodebookError: if a status is missing or unknown, or a figure is not between 0 and 1.
    """
    faults = Faults()
    book = read(files("dragoman.codebook"), faults)
    faults.stop()
    return book


def read(folder: Traversable, faults: Faults) -> Beliefs:
    """Read the table in *folder*; what is wrong goes to *faults*."""
    table = tomllib.loads(folder.joinpath(FILE).read_text(encoding="utf-8"))
    if set(table["belief"]) != COUNTED:
        faults.add(FILE, None, f"belief is about {', '.join(sorted(COUNTED))}, each once")
    for part, figures in table.items():
        for name, value in figures.items():
            if not 0 <= value <= 1:
                faults.add(FILE, None, f"{part}.{name} is {value}, not between 0 and 1")
    return Beliefs(
        belief=table["belief"],
        further_source=table["coding"]["further_source"],
        least_doubt=table["coding"]["least_doubt"],
        thin=table["reading"]["thin"],
    )
