"""The codebook of times: its form, and what a fault in it says."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import pytest

from dragoman.codebook import calendar
from dragoman.codebook.tables import Faults
from dragoman.times.intervals import easter, feast_day, interval

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tables of times, to spoil."""
    with as_file(files("dragoman.codebook")) as source:
        (tmp_path / "en").mkdir()
        for name in (calendar.WORDS, calendar.RULES, calendar.FEASTS):
            shutil.copy(source / name, tmp_path / name)
    return tmp_path


def test_the_tables_that_ship_have_no_fault(folder: Path) -> None:
    """The words, the rules and the named days load."""
    faults = Faults()
    book = calendar.load(folder, faults)

    assert faults.found == []
    assert book.atoms
    assert book.phrases
    assert book.feasts


@pytest.mark.parametrize(
    ("file", "more", "message"),
    [
        (calendar.WORDS, "Friday\tWEEKDAY\t5\n", "words are lower case"),
        (calendar.WORDS, "friday\tWEEKDAY\t5\n", "stands in class WEEKDAY twice"),
        (calendar.FEASTS, "pancake day\tsometime in spring\n", "cannot read the rule"),
        (
            calendar.RULES,
            '\n[[phrase]]\nname = "odd"\npattern = "NOSUCH"\nbuild = "part"\n',
            "no word has the class",
        ),
        (calendar.RULES, '\n[[phrase]]\nname = "odd"\npattern = "$Z"\nbuild = "part"\n', "unknown macro"),
        (calendar.RULES, '\n[[phrase]]\nname = "odd"\npattern = "( a"\nbuild = "part"\n', "odd"),
        (calendar.RULES, '\n[[phrase]]\nname = "odd"\nbuild = "part"\n', "pattern is missing"),
        (calendar.RULES, "\n[[phrase\n", "times_rules.toml"),
    ],
)
def test_a_fault_is_reported(folder: Path, file: str, more: str, message: str) -> None:
    """A bad row or rule is named with what is wrong, and the rest loads."""
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    faults = Faults()
    calendar.load(folder, faults)

    assert any(message in f for f in faults.found), faults.found


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1916, "1916-04-23"),
        (2000, "2000-04-23"),
        (2008, "2008-03-23"),
        (2019, "2019-04-21"),
        (2038, "2038-04-25"),
    ],
)
def test_easter(year: int, day: str) -> None:
    """Easter Sundays that history and almanacs give."""
    assert easter(year).isoformat() == day


def test_named_days_fall_where_the_almanac_has_them() -> None:
    """Thanksgiving 2019, Memorial Day 2020, Good Friday 1998, and the day after Thanksgiving."""
    names = {
        f.name: f
        for group in calendar.load(files("dragoman.codebook"), Faults()).feasts.values()
        for _, f in group
    }
    wanted = {
        ("thanksgiving", 2019): "2019-11-28",
        ("black friday", 2019): "2019-11-29",
        ("memorial day", 2020): "2020-05-25",
        ("good friday", 1998): "1998-04-10",
        ("d-day", 2019): "1944-06-06",
    }

    assert {k: str(feast_day(names[k[0]], k[1])) for k in wanted} == wanted


@pytest.mark.parametrize(
    ("value", "first", "last", "grain"),
    [
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2020-W01", "2019-12-30", "2020-01-05", "week"),
        ("2009-W53-WE", "2010-01-02", "2010-01-03", "week"),
        ("199", "1990-01-01", "1999-12-31", "decade"),
        ("18", "1800-01-01", "1899-12-31", "century"),
        ("2020-H2", "2020-07-01", "2020-12-31", "half"),
        ("2018-WI", "2018-12-01", "2019-02-28", "quarter"),
        ("2020-03-01T18:30Z", "2020-03-01", "2020-03-01", "minute"),
        ("2020-02-30", "None", "None", None),
        ("XXXX-05", "None", "None", None),
        ("PRESENT_REF", "None", "None", None),
        (None, "None", "None", None),
    ],
)
def test_a_value_covers_its_days(value: str | None, first: str, last: str, grain: str | None) -> None:
    """First and last day of a TIMEX3 value; none for one that is open or impossible."""
    got = interval(value)

    assert (str(got.first), str(got.last), got.grain) == (first, last, grain)
