"""`countries.tsv`, `regions.tsv` and `peoples.tsv` in, Country records and index entries out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.codebook.tables import rows
from dragoman.codebook.who.lexicon import Entry, entry_case, fold, split
from dragoman.codebook.who.organizations import check_sectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults
    from dragoman.codebook.who.lexicon import Sense
    from dragoman.records import ActorKind

FILE = "countries.tsv"
COLUMNS = ("iso3", "cow", "gw", "name", "names", "adjectives", "people", "capitals", "seats")
REGIONS = "regions.tsv"
DEPENDENCIES = "dependencies.tsv"
PEOPLES = "peoples.tsv"
REGION_COLUMNS = ("name", "kind", "country", "sectors", "aliases", "adjectives")
REGION_KINDS = frozenset({"disputed", "territory", "region"})

_CODE = re.compile(r"[A-Z]{3}")
# Words for a people that are the same in singular and plural, or plural already.
_NO_PLURAL = re.compile(r"(?:ese|ish|ch|ss|men|British|Burkinabe|Burkinabé|Basotho|Batswana|Filipina)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A state, with its codes and the words that name it."""

    code: str
    cow: int | None
    gw: int | None
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]


def load(folder: Traversable, faults: Faults) -> dict[str, Country]:
    """Read the states, by code."""
    states: dict[str, Country] = {}
    for row in rows(folder, FILE, COLUMNS, faults):
        code = row["iso3"]
        if not _CODE.fullmatch(code) or code in states:
            faults.add(row.file, row.line, f"code {code!r} is taken or no three capitals")
            continue
        numbers = [int(row[c]) if row[c].isdigit() else None for c in ("cow", "gw")]
        states[code] = Country(
            code=code,
            cow=numbers[0],
            gw=numbers[1],
            name=row["name"],
            names=row.many("names"),
            adjectives=row.many("adjectives"),
            people=row.many("people"),
            capitals=row.many("capitals"),
            seats=row.many("seats"),
        )
    return states


def dependencies(folder: Traversable, faults: Faults, known: frozenset[str]) -> dict[str, str]:
    """Read which state each dependent land counts with, by code."""
    found: dict[str, str] = {}
    for row in rows(folder, DEPENDENCIES, ("code", "country"), faults):
        if row["country"] not in known or row["code"] in known or row["code"] in found:
            faults.add(
                row.file, row.line, f"{row['code']} is a state or here already, or {row['country']} is none"
            )
        found[row["code"]] = row["country"]
    return found


def entries(states: Iterable[Country]) -> Iterator[Entry]:
    """Yield every way to name a state, its people, its capital and its government."""
    for state in states:
        for name in (state.name, *state.names):
            yield _entry(name, "country", state.name, state.code, "country")
        for name in state.adjectives:
            yield _entry(name, "adjective", state.name, state.code, "country")
        for name in state.people:
            yield from _people(name, state)
        for name in state.capitals:
            yield _entry(name, "capital", state.name, state.code, "country", ("GOV",))
        for name in state.seats:
            yield _entry(name, "seat", state.name, state.code, "country", ("GOV",))


def _people(name: str, state: Country) -> Iterator[Entry]:
    plural = name if _NO_PLURAL.search(name) else f"{name}s"
    for form in {name, plural}:
        many = form == plural
        words = tuple(map(fold, split(form)))
        yield Entry(
            words=words,
            sense="people",
            name=name,
            country=state.code,
            kind="group" if many else "person",
            plural=many,
        )


def _entry(
    name: str, sense: Sense, whose: str, country: str, kind: ActorKind, sectors: tuple[str, ...] = ()
) -> Entry:
    return Entry(
        words=tuple(map(fold, split(name))),
        sense=sense,
        name=whose,
        case=entry_case(name),
        country=country,
        kind=kind,
        sectors=sectors,
    )


def regions(folder: Traversable, faults: Faults, known: frozenset[str]) -> Iterator[Entry]:
    """Yield the names and adjectives of regions, dependencies, disputed entities and cities."""
    for row in rows(folder, REGIONS, REGION_COLUMNS, faults):
        if row["kind"] not in REGION_KINDS:
            faults.add(row.file, row.line, f"kind {row['kind']!r} is none of {sorted(REGION_KINDS)}")
        if row["country"] not in known:
            faults.add(row.file, row.line, f"country {row['country']!r} is unknown")
        sectors = check_sectors(row, faults)
        for name in (row["name"], *row.many("aliases")):
            entry = _entry(name, "region", row["name"], row["country"], "country", sectors)
            yield _with_part(entry, row["kind"])
        for name in row.many("adjectives"):
            adjective = _with_part(
                _entry(name, "adjective", row["name"], row["country"], "group", sectors), row["kind"]
            )
            yield adjective
            yield _with_part(
                _entry(f"{name}s", "people", name, row["country"], "group", sectors), row["kind"]
            )


def peoples(folder: Traversable, faults: Faults, known: frozenset[str]) -> Iterator[Entry]:
    """Yield the names of peoples that live in one state: "Yoruba leaders", "the Yorubas"."""
    seen: set[str] = set()
    for row in rows(folder, PEOPLES, ("name", "country", "plural"), faults):
        if row["country"] not in known:
            faults.add(row.file, row.line, f"country {row['country']!r} is unknown")
        if row["name"] in seen:
            faults.add(row.file, row.line, f"{row['name']!r} is here already")
        seen.add(row["name"])
        yield _entry(row["name"], "adjective", row["name"], row["country"], "group")
        many = _entry(row["plural"], "people", row["name"], row["country"], "group")
        yield replace(many, plural=True)


def _with_part(entry: Entry, part: str) -> Entry:
    return Entry(
        words=entry.words,
        sense=entry.sense,
        name=entry.name,
        case=entry.case,
        country=entry.country,
        kind=entry.kind,
        sectors=entry.sectors,
        plural=entry.sense == "people",
        part=part,
    )
