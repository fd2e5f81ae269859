"""`wikidata_classes.tsv` in, Class records out: which items of a Wikidata dump are actors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.codebook.tables import rows
from dragoman.codebook.who import NOT_STATES, organizations

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults

FILE = "wikidata_classes.tsv"
COLUMNS = ("item", "label", "kind", "country", "sectors")
KINDS = organizations.KINDS | {"person", "position"}

_ITEM = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class of items; ``rank`` is its place in the table: the first of an item's classes counts."""

    rank: int
    item: int
    label: str
    kind: str
    country: str | None
    sectors: tuple[str, ...]


def load(folder: Traversable, faults: Faults) -> dict[int, Class]:
    """Read the classes, by the number of their item."""
    found: dict[int, Class] = {}
    labels: set[str] = set()
    for rank, row in enumerate(rows(folder, FILE, COLUMNS, faults)):
        if not _ITEM.fullmatch(row["item"]):
            faults.add(row.file, row.line, f"{row['item']!r} is no item; write it as Q42")
            continue
        item = int(row["item"][1:])
        if item in found or row["label"] in labels or not row["label"]:
            faults.add(
                row.file, row.line, f"{row['item']} {row['label']!r} is there already, or has no label"
            )
        if row["kind"] not in KINDS:
            faults.add(row.file, row.line, f"kind {row['kind']!r} is none of {sorted(KINDS)}")
        if row["country"] and row["country"] not in NOT_STATES:
            faults.add(row.file, row.line, f"country {row['country']!r} is none of {sorted(NOT_STATES)}")
        labels.add(row["label"])
        found[item] = Class(
            rank=rank,
            item=item,
            label=row["label"],
            kind=row["kind"],
            country=row["country"] or None,
            sectors=organizations.check_sectors(row, faults),
        )
    return found
