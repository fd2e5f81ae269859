"""`offices.tsv` in, Office records and index entries out: who held which office from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragoman.codebook.tables import rows
from dragoman.codebook.who.lexicon import Entry, fold, split
from dragoman.codebook.who.organizations import check_sectors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults, Row

FILE = "offices.tsv"
COLUMNS = ("person", "aliases", "country", "office", "sectors", "first", "last", "wikidata", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One tenure: a person, an office, its country and sectors, first and last day (None: open)."""

    person: str
    aliases: tuple[str, ...]
    country: str | None
    office: str
    sectors: tuple[str, ...]
    first: date | None
    last: date | None
    wikidata: str | None
    source: str


def load(folder: Traversable, faults: Faults, known: frozenset[str]) -> tuple[Office, ...]:
    """Read the tenures."""
    held: list[Office] = []
    for row in rows(folder, FILE, COLUMNS, faults):
        if row["country"] and row["country"] not in known:
            faults.add(row.file, row.line, f"country {row['country']!r} is unknown")
        first, last = _day(row, "first", faults, last=False), _day(row, "last", faults, last=True)
        if first and last and first > last:
            faults.add(row.file, row.line, f"{row['person']}: ends {last} before it starts {first}")
        held.append(
            Office(
                person=row["person"],
                aliases=row.many("aliases"),
                country=row["country"] or None,
                office=row["office"],
                sectors=check_sectors(row, faults),
                first=first,
                last=last,
                wikidata=row["wikidata"] or None,
                source=row["source"],
            )
        )
    return tuple(held)


def _day(row: Row, column: str, faults: Faults, *, last: bool) -> date | None:
    """Read a date that may be a year or a month alone: then its first or its last day."""
    text = row[column]
    if not text:
        return None
    parts = text.split("-")
    try:
        year, month, day = (int(p) for p in [*parts, *("12" if last else "1", "0")][:3])
        if len(parts) < len(("year", "month", "day")):
            month = month if len(parts) > 1 else (12 if last else 1)
            day = _last_day(year, month) if last else 1
        return date(year, month, day)
    except ValueError:
        faults.add(row.file, row.line, f"{column} {text!r} is no date; write 2024, 2024-01 or 2024-01-19")
        return None


def _last_day(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date.resolution).day


def entries(held: Sequence[Office]) -> Iterator[Entry]:
    """Yield every name of every office holder, with the numbers of the tenures it may mean."""
    names: dict[tuple[str, str], list[int]] = {}
    for number, office in enumerate(held):
        for name in (office.person, *office.aliases):
            names.setdefault((name, office.person), []).append(number)
    for (name, person), numbers in names.items():
        yield Entry(
            words=tuple(map(fold, split(name))),
            sense="office",
            name=person,
            kind="person",
            office=tuple(numbers),
        )
