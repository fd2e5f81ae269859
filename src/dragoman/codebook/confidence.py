"""`confidence.toml` in, checked, out: how sure the coding of an event is."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.codebook.tables import Faults

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

FILE = "confidence.toml"
FIGURES = frozenset({"start", "ahead", "known_actor", "nobody"})


@dataclass(frozen=True, slots=True)
class Confidence:
    """Weights (logits) of what is true of an event: see the file."""

    start: float
    ahead: float
    known_actor: float
    nobody: float
    types: Mapping[str, float]

    def of(self, event_type: str, *, ahead: bool, known_actor: bool, nobody: bool) -> float:
        """Return the chance that the event is there and of this type, in hundredths.

        >>> sure = load().of("ACCUSE", ahead=False, known_actor=True, nobody=False)
        >>> sure > load().of("AGREE", ahead=True, known_actor=False, nobody=False)
        True
        """
        logit = self.start + self.types.get(event_type, 0.0)
        logit += self.ahead * ahead + self.known_actor * known_actor + self.nobody * nobody
        return round(1 / (1 + math.exp(-logit)), 2)


@cache
def load() -> Confidence:
    """Return the table; it is read once.

    Raises:
        CodebookError: if a figure is missing, unknown or no number.
    """
    faults = Faults()
    book = read(files("dragoman.codebook"), faults)
    faults.stop()
    return book


def read(folder: Traversable, faults: Faults) -> Confidence:
    """Read the table in *folder*; what is wrong goes to *faults*."""
    table = tomllib.loads(folder.joinpath(FILE).read_text(encoding="utf-8"))
    types = table.pop("type", {})
    if set(table) != FIGURES:
        faults.add(FILE, None, f"wants exactly {', '.join(sorted(FIGURES))} and the table [type]")
    figures = {name: _figure(name, table.get(name), faults) for name in FIGURES}
    return Confidence(**figures, types={t: _figure(t, v, faults) for t, v in types.items()})


def _figure(name: str, value: object, faults: Faults) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    faults.add(FILE, None, f"{name} is a number (a logit), not {value!r}")
    return 0.0
