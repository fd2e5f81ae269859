"""A user's own tables: every row that is in order is kept, every other is told in one line."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.errors import SourceError
from dragoman.register.imports import Imports
from dragoman.register.reading import read
from dragoman.register.rows import Body, Person, Tenure
from dragoman.register.tables import read as read_table

PEOPLE = "person,aliases,country,office,sectors,first,last,wikidata\n"
BODIES = "name,aliases,country,kind,sectors\n"


@pytest.fixture
def rows(tmp_path, codebook):
    """What a table of this text gives, and its faults without the file's name."""

    def given(text, delimiter=None):  # noqa: ANN202
        path = tmp_path / "own.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        found, faults = read_table(path, codebook, delimiter)
        assert all(f.startswith(f"{path} line ") and "\n" not in f for f in faults)
        return found, [f.removeprefix(f"{path} ") for f in faults]

    return given


def test_people_with_all_columns(rows):
    """Names, days, sectors; rows of one name are the tenures of one person."""
    found, faults = rows(
        PEOPLE
        + "Ana Lupu,Lupu|A. Lupu,MDA,Prime Minister,GOV,2031,,Q7\n"
        + "Ana Lupu,,Moldova,Foreign Minister,,2028-02,2030-12-30,\n"
        + "# a remark\n\n"
        + "Ion Rusu,,,,JRN,,,\n"
    )
    assert faults == []
    assert found == [
        Person(
            name="Ana Lupu",
            aliases=("Lupu", "A. Lupu"),
            wikidata="Q7",
            tenures=(
                Tenure(
                    country="MDA",
                    office="Foreign Minister",
                    sectors=("GOV",),
                    first=date(2028, 2, 1),
                    last=date(2030, 12, 30),
                ),
                Tenure(country="MDA", office="Prime Minister", sectors=("GOV",), first=date(2031, 1, 1)),
            ),
        ),
        Person(name="Ion Rusu", tenures=(Tenure(sectors=("JRN",)),)),
    ]


def test_namesakes_with_items_are_two(rows):
    """The same name with two items is two people."""
    found, _ = rows("person,country,wikidata\nAna Lupu,MDA,Q7\nAna Lupu,ROU,Q8\n")
    assert [p.wikidata for p in found] == ["Q7", "Q8"]


def test_organisations(rows):
    """Kind is organization where there is none; columns may be few and in any order."""
    found, faults = rows("sectors;name;country\nMIL|GOV;Dniester Watch;MDA\n;River League;IGO\n")
    assert faults == []
    assert found == [
        Body(name="Dniester Watch", country="MDA", sectors=("MIL", "GOV")),
        Body(name="River League", country="IGO"),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_delimiter_is_seen_in_the_header(rows, mark):
    """Whatever divides the cells; a cell in quotes may hold it."""
    found, faults = rows(f'person{mark}country\n"Lupu{mark} Ana"{mark}MDA\n')
    assert faults == []
    assert [(p.name, p.tenures[0].country) for p in found] == [(f"Lupu{mark} Ana", "MDA")]


def test_delimiter_that_is_named_goes_first(rows):
    """A header that could be read in two ways is read as the user says."""
    with pytest.raises(SourceError, match="column"):
        rows("person,country\nA B,MDA\n", delimiter="tab")


def test_mark_of_a_spreadsheet_is_no_part_of_the_header(rows):
    """Spreadsheets write a byte-order mark and carriage returns."""
    found, faults = rows(b"\xef\xbb\xbf" + b"Person,Country\r\nAna Lupu,MDA\r\n")
    assert (len(found), faults) == (1, [])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",,MDA,,,,,", "person '' holds no word; write a name"),
        ("--,,MDA,,,,,", "holds no word"),
        ("A B,,Moldavia Felix,,,,,", "country 'Moldavia Felix' is unknown; write an ISO code"),
        ("A B,,MDA,,gov,,,", "sector 'gov' is not one of PLOVER's; did you mean GOV?"),
        ("A B,,MDA,,Xyzzy,,,", "there are AGR, BUS"),
        ("A B,,MDA,,,3rd of May,,", "first '3rd of May' is no date; write 2024, 2024-01 or 2024-01-19"),
        ("A B,,MDA,,,,2023-02-30,", "last '2023-02-30' is no date"),
        ("A B,,MDA,,,2024,2023,", "last 2023-12-31 is before first 2024-01-01"),
        ("A B,,MDA,,,,,42", "wikidata '42' is no item; write it as Q42"),
        ("A B,,,,,,,", "nothing is said of the person; give a country, an office or sectors"),
        ('"A B,,MDA,,,,,', "the quotes are not in order"),
        ("A B,,MDA,Minister,of,Trade,GOV,2024,,Q1", "10 cells, but there are 8 columns"),
        ("Ana Lupu,,MDA,,,,,", "the same row as in line 2; write it once"),
        (b"Jos\xe9 B,,MDA,,,,,", "byte 4 is no UTF-8; save the file as UTF-8"),
    ],
)
def test_a_bad_row_is_one_line_of_error(rows, row, told):
    """It names the line, what is wrong and what would be right; the rows around it are kept."""
    bad = row if isinstance(row, bytes) else row.encode()
    found, faults = rows(PEOPLE.encode() + b"Ana Lupu,,MDA,,,,,\n" + bad + b"\nIon Rusu,,MDA,,,,,\n")
    assert [p.name for p in found] == ["Ana Lupu", "Ion Rusu"]
    assert len(faults) == 1
    assert faults[0].startswith("line 3: ")
    assert told in faults[0]


def test_all_that_is_wrong_in_a_row_is_told_at_once(rows):
    """Nobody wants to mend a row three times."""
    _, faults = rows(BODIES + "Dniester Watch,,Nowhere,regiment,XXX\n")
    assert len(faults) == 1
    for told in ("kind 'regiment' is none of group, igo, organization", "country 'Nowhere'", "sector 'XXX'"):
        assert told in faults[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("who,what\na,b\n", "line 1: the columns are who, what; they must be person, aliases"),
        ("person,name\na,b\n", "they must be"),
        ("person,contry\na,b\n", "did you mean 'country'?"),
        ("person,person\na,b\n", "is unknown or there twice"),
        ("name,office\na,b\n", "column 'office' is unknown or there twice; there are"),
        ("# only a remark\n", "there is no row in it"),
    ],
)
def test_a_header_that_is_none_of_the_two_is_told(rows, text, told):
    """One error, with the columns that there are."""
    with pytest.raises(SourceError) as raised:
        rows(text)
    assert told in str(raised.value)


@pytest.fixture
def bring(tmp_path, codebook):
    """Import a table of this text; return the names that are then there."""

    def given(text, name="own.csv"):  # noqa: ANN202
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with Imports.open(tmp_path / "actors.db") as imports:
            try:
                outcome = read(path, imports, codebook, since=date(2000, 1, 1))
            finally:
                names = [n for (n,) in imports.link.execute("SELECT name FROM people ORDER BY name")]
        return outcome, names

    return given


def test_a_table_that_was_changed_takes_the_place_of_the_older(bring):
    """Whoever mends a table and imports it again has what it says now."""
    _, names = bring("person,country\nAna Lupu,MDA\nIon Rusu,MDA\n")
    assert names == ["Ana Lupu", "Ion Rusu"]
    outcome, names = bring("person,country\nAna Lupu,MDA\nMihai Ceban,Moldavia Felix\n")
    assert names == ["Ana Lupu"]
    assert len(outcome.faults) == 1
    assert outcome.one.tally == {"people": 1, "rows left out: faulty": 1}


def test_a_table_without_a_good_row_changes_nothing(bring, tmp_path):
    """What was there stays."""
    bring("person,country\nAna Lupu,MDA\n")
    with pytest.raises(SourceError, match="nothing was changed"):
        bring("person,country\nAna Lupu,Moldavia Felix\n")
    with Imports.open(tmp_path / "actors.db") as imports:
        assert imports.counts()["people"] == 1


def test_forgetting_takes_away_one_import_alone(bring, tmp_path):
    """All that it brought is gone, and the other is whole."""
    bring("person,country\nAna Lupu,MDA\n", "one.csv")
    bring("name,country\nDniester Watch,MDA\n", "two.csv")
    bring("person,country\nIon Rusu,MDA\n", "three.csv")
    with Imports.open(tmp_path / "actors.db") as imports:
        imports.forget("one.csv")
        assert imports.counts() == {"people": 1, "tenures": 1, "bodies": 1}
        imports.forget("two.csv")
        assert imports.counts() == {"people": 1, "tenures": 1, "bodies": 0}
        left = [
            imports.link.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
            for t in ("person_names", "body_names")
        ]
        assert left == [1, 0]
        assert [i.name for i in imports.all()] == ["three.csv"]
