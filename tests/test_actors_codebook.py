"""The tables of countries, regions, organisations, roles and offices, and looking names up in them."""

from __future__ import annotations

import itertools
import re
from datetime import date
from importlib.resources import files

import pytest

from dragoman import actors
from dragoman.codebook import gazetteer, who
from dragoman.codebook.tables import Faults, rows
from dragoman.codebook.who import offices, organizations, roles


class Book:
    """The part of the codebook that actors need."""

    def __init__(self) -> None:
        """Load it."""
        faults = Faults()
        self.who = who.load(files("dragoman.codebook"), faults)
        self.gazetteer = gazetteer.load(files("dragoman.codebook"), faults)
        self.faults = faults.found


@pytest.fixture(scope="module")
def book() -> Book:
    """The tables that ship with dragoman."""
    return Book()


def test_the_tables_have_no_faults(book):
    """What ships loads clean."""
    assert book.faults == []


def test_every_member_of_the_united_nations_is_there(book):
    """193 members, and the Holy See, Palestine, Kosovo, Taiwan, Hong Kong."""
    assert len(book.who.countries) == 193 + 5
    assert {"VAT", "PSE", "KOS", "TWN", "HKG"} <= set(book.who.countries)


def test_codes_and_numbers_are_unique(book):
    """No two states share an ISO code, a COW number or a Gleditsch-Ward number."""
    for numbers in (
        [c.cow for c in book.who.countries.values()],
        [c.gw for c in book.who.countries.values()],
    ):
        known = [n for n in numbers if n is not None]
        assert len(known) == len(set(known))


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("Burma", "MMR"),
        ("Côte d'Ivoire", "CIV"),
        ("U.S.", "USA"),
        ("the Netherlands", "NLD"),
        ("DPRK", "PRK"),
        ("Sana'a", "YEM"),
        ("Guinea-Bissau", "GNB"),
        ("the Kremlin", "RUS"),
        ("Zhongnanhai", "CHN"),
        ("Élysée", "FRA"),
        ("South Ossetia", "GEO"),
        ("Greenland", "DNK"),
    ],
)
def test_names_of_states_in_every_spelling(book, phrase, code):
    """Official, old and short names, capitals, seats, disputed and dependent lands give the state's code."""
    assert actors.resolve(book, phrase).country == code


def test_a_dependency_counts_with_its_state(book):
    """A town in a dependent land is its holder's; Antarctica is nobody's."""
    assert actors.country_of_place(book, "Nuuk") == "DNK"
    assert actors.country_of_place(book, "Bayamón") == "USA"
    assert actors.country_of_place(book, "Antarctica") is None


def test_a_pronoun_in_small_letters_is_no_country(book):
    """An acronym must be in capitals: "us" is not the US, "who" not the WHO."""
    assert actors.resolve(book, "us").country is None
    assert actors.resolve(book, "who").country is None


def test_disputed_lands_carry_the_sector_for_it(book):
    """A partly recognised entity has its claimant's code and PRE."""
    assert actors.resolve(book, "Abkhazia").sectors == ("PRE",)


def role_rows():
    """The rows of the role table that give an example."""
    return [r for r in rows(files("dragoman.codebook"), roles.FILE, roles.COLUMNS, Faults()) if r["example"]]


@pytest.mark.parametrize("row", role_rows(), ids=lambda r: r["role"])
def test_each_role_is_read_from_its_own_example(book, row):
    """The example of a role resolves to the role's sectors."""
    assert set(row.many("sectors")) <= set(actors.resolve(book, row["example"]).sectors)


def test_portfolios_make_ministers_and_ministries(book):
    """One row of the portfolio table gives the minister, the ministry and their plurals."""
    for phrase in ("Peru's energy minister", "Peru's Ministry of Energy", "Peruvian energy ministers"):
        got = actors.resolve(book, phrase)
        assert (got.country, got.sector) == ("PER", "GOV")


def test_office_on_a_day(book):
    """The same name is a minister, then a head of government, then out of office."""
    roles_on = [
        actors.resolve(book, "Boris Johnson", day).role for day in (date(2017, 5, 1), date(2020, 5, 1))
    ]
    later = actors.resolve(book, "Boris Johnson", date(2024, 1, 1))

    assert roles_on == ["Foreign Secretary", "Prime Minister"]
    assert (later.country, later.sectors) == ("GBR", ("ELI",))


def test_before_the_office_only_the_country_is_known(book):
    """Years before somebody's first office in the table, it tells the country and no more."""
    got = actors.resolve(book, "Volodymyr Zelensky", date(2005, 1, 1))

    assert (got.country, got.sectors, got.role) == ("UKR", (), None)


@pytest.mark.parametrize("name", ["Volodymyr Zelenskyy", "Volodimir Zelenski", "Zelenskiy"])
def test_ways_to_transliterate_a_name_agree(book, name):
    """Spellings that share their consonants are one person."""
    assert actors.resolve(book, name, date(2023, 1, 1)).name == "Volodymyr Zelensky"


def test_a_family_name_needs_a_role_or_to_be_listed(book):
    """A title makes "President Moon" known; a bare "Moon" is not."""
    day = date(2019, 1, 1)

    assert actors.resolve(book, "President Moon", day).country == "KOR"
    assert actors.resolve(book, "Moon", day).country is None


def test_a_place_in_a_name_is_no_country(book):
    """A city or a people's word in somebody's name does not say whose he or she is."""
    for name in ("Santiago Okoro", "Ana Danish", "Ali Al Sabah Omar"):
        assert actors.resolve(book, name).country is None
    assert actors.resolve(book, "Danish Crown").country == "DNK"


def test_the_text_comes_before_the_table(book):
    """What the phrase says of country, role and time wins over the office table."""
    got = actors.resolve(book, "former Foreign Minister Sergei Lavrov", date(2020, 1, 1))

    assert (got.country, got.sectors) == ("RUS", ("ELI",))
    assert actors.resolve(book, "Brazilian striker Imran Khan", date(2020, 1, 1)).country != "PAK"


@pytest.mark.parametrize(
    ("phrase", "country", "sectors"),
    [
        ("the Turkish foreign minister", "TUR", ("GOV",)),
        ("a spokesman for the Polish army", "POL", ("MIL",)),
        ("Pakistan's Foreign Office", "PAK", ("GOV",)),
        ("a Hamas official", "PSE", ("REB",)),
        ("an Indian intelligence official", "IND", ("SPY",)),
        ("the president of the Kenyan teachers' league", "KEN", ("SOC",)),
        ("pro-Russian separatists", None, ("REB",)),
        ("Iran-backed militants", None, ("REB",)),
        ("Lviv police", "UKR", ("COP",)),
        ("the US ambassador to Chile", "USA", ("GOV",)),
        ("French soldiers in Mali", "FRA", ("MIL",)),
        ("soldiers in Mali", None, ("MIL",)),
        ("protesters in Mali", "MLI", ("CVL",)),
        ("an opposition lawmaker", None, ("LEG", "OPP")),
        ("UN Security Council", "UNO", ()),
        ("ordinary Kazakhs", "KAZ", ("CVL",)),
    ],
)
def test_phrases(book, phrase, country, sectors):
    """Modifiers, complements and bodies say whose somebody is and in which sector."""
    got = actors.resolve(book, phrase)

    assert (got.country, got.sectors) == (country, sectors)


@pytest.mark.parametrize(
    "phrase", ["", " ", "the", "...", "’s", "\u200b", "¿?", "a" * 5000, "of of of", "(,)", "🙂 of"]
)
def test_nonsense_is_nobody(book, phrase):
    """Any text at all gives an answer, and nonsense gives none of a country."""
    assert actors.resolve(book, phrase).country is None


def write(folder, name, text):
    """Put a table into *folder*."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_faults_in_an_office_table_are_listed(tmp_path):
    """A wrong date or sector, an unknown country, an end before the start are reported with their line."""
    header = "\t".join(offices.COLUMNS)
    lines = [
        "Ann Example\t\tXXX\tPresident\tGOV\t2001\t2002\t\town",
        "Bob Example\t\tFRA\tPresident\tGOV\t2001-13-01\t\t\town",
        "Cy Example\t\tFRA\tPresident\tGOV\t2005\t2001\t\town",
        "Di Example\t\tFRA\tPresident\tBOSS\t2005\t\t\town",
    ]
    write(tmp_path, "offices_test.tsv", "\n".join([header, *lines]))
    faults = Faults()
    offices.load(tmp_path, faults, frozenset({"FRA"}))

    found = "\n".join(faults.found)
    assert [
        re.search(rf"line {n}: .*{what}", found) is not None
        for n, what in ((2, "XXX"), (3, "2001-13-01"), (4, "before it starts"), (5, "BOSS"))
    ] == [True] * 4


def test_a_year_means_its_first_and_its_last_day(tmp_path):
    """A tenure given in years runs from the first day of the one to the last of the other."""
    row = "Ann Example\t\tFRA\tPresident\tGOV\t2001\t2004-02\t\town"
    write(tmp_path, "offices.tsv", "\t".join(offices.COLUMNS) + "\n" + row)
    office = offices.load(tmp_path, Faults(), frozenset({"FRA"})).tenures[0]

    assert (office.first, office.last) == (date(2001, 1, 1), date(2004, 2, 29))


def test_no_organisation_is_there_twice(book):
    """A name belongs to one organisation only."""
    names = [
        n
        for r in rows(files("dragoman.codebook"), organizations.FILE, organizations.COLUMNS, Faults())
        for n in (r["name"], *r.many("aliases"))
    ]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "on", "person"),
    [
        ("Alfred Nganga Mutua", date(2023, 1, 1), "Alfred Mutua"),
        ("Kishida Fumio", date(2023, 1, 1), "Fumio Kishida"),
        ("Philip Dunne", date(2014, 4, 7), "Philip Dunne"),
        ("Muhammad Yunus Nawandish", date(2019, 1, 1), "Muhammad Yunus Nawandish"),
    ],
)
def test_a_longer_name_and_another_order_are_the_same_man_only_where_it_is_safe(book, name, on, person):
    """A middle name more, or the family's name first; not sounds turned about."""
    assert actors.resolve(book, name, on).name == person


def test_a_people_of_one_state_says_whose_somebody_is(book):
    """Yoruba leaders are Nigeria's; a people of several states says nothing."""
    assert actors.resolve(book, "a group of Yoruba leaders").country == "NGA"
    assert actors.resolve(book, "Hazaras").country == "AFG"
    assert actors.resolve(book, "a Tuareg leader").country is None


def test_of_offices_held_at_once_the_highest_comes_first(book):
    """A sultan who is his own foreign minister is the sultan, and a state's office goes before a body's."""
    got = actors.resolve(book, "Han Seung-soo", date(2001, 11, 23))

    assert (got.country, got.role) == ("KOR", "Minister of Foreign Affairs")
    assert got.roles == ("Minister of Foreign Affairs", "President of the General Assembly")
    assert actors.resolve(book, "Tony Blair", date(2023, 1, 1)).country == "GBR"


def test_nobody_holds_the_same_office_twice_at_once(book):
    """Two rows of one person and office do not overlap."""
    by_office: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for o in book.who.holders.tenures:
        by_office.setdefault((o.person, o.office), []).append((o.first or date.min, o.last or date.max))
    for tenures in by_office.values():
        ordered = sorted(tenures)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(ordered))
