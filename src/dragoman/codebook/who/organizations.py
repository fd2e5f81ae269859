"""`organizations.tsv` in, index entries out."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dragoman.codebook.tables import rows
from dragoman.codebook.who.lexicon import Entry, entry_case, fold, split

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults, Row
    from dragoman.records import ActorKind

FILE = "organizations.tsv"
COLUMNS = ("name", "kind", "country", "sectors", "aliases")
KINDS = frozenset({"organization", "igo", "group"})
SECTORS = frozenset(
    [
        "COP",
        "GOV",
        "JUD",
        "LEG",
        "MIL",
        "PRM",
        "PTY",
        "REB",
        "SPY",
        "UAF",
        "UNK",
        "AGR",
        "BUS",
        "CRM",
        "CVL",
        "EDU",
        "ELI",
        "JRN",
        "LAB",
        "MED",
        "REF",
        "OPP",
        "PRE",
        "REL",
        "SOC",
    ]
)


def check_sectors(row: Row, faults: Faults) -> tuple[str, ...]:
    """Return the row's sectors; those that PLOVER does not have are faults."""
    sectors = row.many("sectors")
    for sector in sectors:
        if sector not in SECTORS:
            faults.add(row.file, row.line, f"sector {sector!r} is not one of PLOVER's")
    return sectors


def load(folder: Traversable, faults: Faults, known: frozenset[str]) -> Iterator[Entry]:
    """Yield every name of every organisation."""
    seen: dict[str, int] = {}
    for row in rows(folder, FILE, COLUMNS, faults):
        if row["kind"] not in KINDS:
            faults.add(row.file, row.line, f"kind {row['kind']!r} is none of {sorted(KINDS)}")
        if row["country"] and row["country"] not in known:
            faults.add(row.file, row.line, f"country {row['country']!r} is unknown")
        sectors = check_sectors(row, faults)
        for name in (row["name"], *row.many("aliases")):
            if name in seen:
                faults.add(row.file, row.line, f"{name!r} is in line {seen[name]} already")
            seen[name] = row.line
            yield Entry(
                words=tuple(map(fold, split(name))),
                sense="organization",
                name=row["name"],
                case=entry_case(name),
                country=row["country"] or None,
                kind=cast("ActorKind", row["kind"]),
                sectors=sectors,
            )
