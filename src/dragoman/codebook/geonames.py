"""GeoNames' feature codes in, our kinds of place out: which rows of a dump an import takes.

The table is ``places/geonames.tsv``. Only the import needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.codebook.gazetteer import FEATURES
from dragoman.codebook.tables import Faults, rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

COLUMNS = ("code", "feature", "settled", "means")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a feature code is here; ``settled`` if people live there, so that their number is asked."""

    feature: str
    settled: bool


def load(folder: Traversable, faults: Faults) -> Mapping[str, Kind]:
    """Read the table under *folder*, by code ("P.PPL"); what is wrong goes to *faults*."""
    kinds: dict[str, Kind] = {}
    for row in rows(folder.joinpath("places"), "geonames.tsv", COLUMNS, faults):
        code = row["code"]
        if code in kinds:
            faults.add(row.file, row.line, f"code {code!r} is there twice; keep one row")
        if row["feature"] not in FEATURES:
            faults.add(row.file, row.line, f"feature {row['feature']!r} is none of {sorted(FEATURES)}")
        if row["settled"] not in {"", "yes"}:
            faults.add(row.file, row.line, f"settled is {row['settled']!r}; it can be 'yes' or empty")
        kinds[code] = Kind(row["feature"], row["settled"] == "yes")
    return kinds


def shipped() -> Mapping[str, Kind]:
    """Return the table that ships with dragoman.

    Raises:
        CodebookError: if it has a fault.
    """
    faults = Faults()
    kinds = load(files("dragoman.codebook"), faults)
    faults.stop()
    return kinds
