"""The office tables of Africa, the Middle East, Central Asia and the Caucasus."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from dragoman import actors
from dragoman.codebook.tables import Faults, rows
from dragoman.codebook.who import offices

TABLES = ("offices_africa.tsv", "offices_middle_east.tsv", "offices_central_asia_caucasus.tsv")
STATES = (
    "DZA AGO BEN BWA BFA BDI CMR CPV CAF TCD COM COG COD CIV DJI EGY GNQ ERI SWZ ETH GAB GMB GHA GIN GNB KEN "
    "LSO LBR LBY MDG MWI MLI MRT MUS MAR MOZ NAM NER NGA RWA STP SEN SYC SLE SOM ZAF SSD SDN TZA TGO TUN UGA "
    "ZMB ZWE TUR ISR PSE JOR LBN SYR IRQ IRN SAU ARE KWT QAT BHR OMN YEM KAZ KGZ UZB TJK TKM ARM AZE GEO"
)
HEADS = (
    "President",
    "King",
    "Emir",
    "Sultan",
    "Supreme Leader",
    "Chairman of the Presidential",
    "Chairman of the Sovereignty",
)


@pytest.fixture(scope="module")
def lines():
    """The rows of the three tables."""
    return [r for t in TABLES for r in rows(files("dragoman.codebook"), t, offices.COLUMNS, Faults())]


def test_every_state_has_a_head_and_a_foreign_minister(codebook):
    """For each state of the region the tables name who led it and who spoke for it since 2000."""
    held = {(o.country, o.office) for o in codebook.who.holders.tenures if (o.last or date.max).year >= 2000}
    foreign = {c for c, office in held if "Foreign" in office or "International Relations" in office}

    assert [s for s in STATES.split() if not any(c == s and o.startswith(HEADS) for c, o in held)] == []
    assert [s for s in STATES.split() if s not in foreign] == []


def test_a_person_is_called_the_same_in_every_row(lines):
    """All rows of a person list the same other names, so that each name finds every tenure."""
    names: dict[str, set[tuple[str, ...]]] = {}
    for row in lines:
        names.setdefault(row["person"], set()).add(row.many("aliases"))

    assert {p: n for p, n in names.items() if len(n) > 1} == {}


def test_no_name_is_listed_twice_for_a_person(lines):
    """Spellings that fold to the same words are one name, and need one entry."""
    for row in lines:
        words = [offices.name_words(n) for n in (row["person"], *row.many("aliases"))]

        assert len(words) == len(set(words)), f"{row.file} line {row.line}"


def test_full_names_belong_to_one_person(codebook, lines):
    """A name of two words or more means the same person wherever the office tables have it."""
    people: dict[tuple[str, ...], set[str]] = {}
    for office in codebook.who.holders.tenures:
        for name in (office.person, *office.aliases):
            people.setdefault(offices.name_words(name), set()).add(office.person)
    ours = {offices.name_words(n) for r in lines for n in (r["person"], *r.many("aliases"))}

    assert {w: people[w] for w in ours if len(w) > 1 and len(people[w]) > 1} == {}


@pytest.mark.parametrize(
    ("name", "day", "country", "role", "sector"),
    [
        ("Abdullah Gul", date(2002, 12, 10), "TUR", "Prime Minister", "GOV"),
        ("Abdullah Gul", date(2005, 6, 1), "TUR", "Foreign Minister", "GOV"),
        ("Abdullah Gul", date(2010, 6, 1), "TUR", "President", "GOV"),
        ("Riek Machar", date(2014, 5, 1), "SSD", "Leader of the SPLM-IO", "REB"),
        ("Riek Machar", date(2021, 5, 1), "SSD", "First Vice President", "GOV"),
        ("Sheikh Sabah al-Ahmad", date(2015, 3, 1), "KWT", "Emir", "GOV"),
        ("Otunbayeva", date(2010, 9, 1), "KGZ", "President", "GOV"),
        ("Otunbayeva", date(2023, 9, 1), "UNO", "Special Representative for Afghanistan", "GOV"),
        ("Jammeh", date(2018, 1, 1), "GMB", "President", "ELI"),
    ],
)
def test_who_held_what_on_a_day(codebook, name, day, country, role, sector):
    """The day decides which of a person's offices is meant; after the last one the sector is ELI."""
    got = actors.resolve(codebook, name, day)

    assert (got.country, got.role, got.sector) == (country, role, sector)
