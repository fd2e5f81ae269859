"""Pictures are whole files that say what they show, and the same each time."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from dragoman import claims as claims_room
from dragoman import forecasts, plots
from dragoman.errors import PlotError
from dragoman.series import index
from dragoman.store import Store
from dragoman.timeline import between
from tests import neighbours


@pytest.fixture(scope="module")
def years():
    """A store with the four years of the two neighbours, and a claim that is contested."""
    with Store.open(":memory:") as store:
        for coding in neighbours.story():
            store.add(coding)
        store.add(neighbours.coding(800, date(2031, 11, 30), "ACCUSE", status="contested"))
        yield store


def words(path) -> str:
    """Return the words in a picture: matplotlib writes each as a comment beside its outline."""
    ET.parse(path)
    return " ".join(re.findall(r"<!-- (.*?) -->", path.read_text(encoding="utf-8")))


def test_a_series_says_what_it_shows(years, tmp_path):
    """Countries, changes with their places, what was read, and where it comes from."""
    found = index(years, "MDA", "EST")
    plots.series(found, tmp_path / "s.svg", ("Moldova", "Estonia"))
    told = words(tmp_path / "s.svg")
    assert "Moldova and Estonia" in told
    assert "2029-01 (2028-12 to 2029-01): co-operation 0.1 → 2.3 a month" in told
    assert "nothing read" in told
    assert "contested" in told
    assert re.search(r"12\d happenings asserted or attributed, from \d+ articles", told)
    plots.series(found, tmp_path / "again.svg", ("Moldova", "Estonia"))
    assert (tmp_path / "s.svg").read_bytes() == (tmp_path / "again.svg").read_bytes()


def test_timeline_claims_and_forecast_are_drawn(years, tmp_path):
    """Each names what it is about, and has what a reader needs to read it."""
    rows = between(years, "MDA", "EST", since=date(2030, 12, 1), until=date(2031, 3, 1))
    plots.timeline(rows, tmp_path / "t.svg", "MDA", "EST", ("Moldova", "Estonia"))
    told = words(tmp_path / "t.svg")
    assert all(w in told for w in ("Moldova and Estonia", "ACCUSE", "by Moldova", "verbal conflict"))
    assert str(rows[0].id) in told.split()
    plots.claims(claims_room.claims(years, "MDA", "EST"), tmp_path / "c.svg", "Moldova and Estonia")
    assert "claims" in words(tmp_path / "c.svg")
    plots.forecast(forecasts.issue(years, "MDA", "EST", on=date(2031, 1, 31)), tmp_path / "f.svg")
    told = words(tmp_path / "f.svg")
    assert "as foreseen on 2031-01-31" in told
    assert "as the last one was" in told


def test_nothing_to_show_is_a_picture_too(tmp_path):
    """An empty timeline and no claims are drawn as such, without a warning."""
    plots.timeline([], tmp_path / "t.svg", "MDA", "EST")
    plots.claims([], tmp_path / "c.svg", "Claims")
    with Store.open(":memory:") as store:
        plots.series(index(store, "MDA", "EST"), tmp_path / "s.svg")
    assert "0 happenings" in words(tmp_path / "t.svg")
    assert "0 claims" in words(tmp_path / "c.svg")
    assert "0 happenings" in words(tmp_path / "s.svg")


def test_png_files_are_png(years, tmp_path):
    """The name decides the format; nothing half-made is left beside it."""
    plots.series(index(years, "MDA", "EST", by="week"), tmp_path / "s.PNG")
    assert (tmp_path / "s.PNG").read_bytes().startswith(b"\x89PNG")
    assert [p.name for p in tmp_path.iterdir()] == ["s.PNG"]


def test_a_name_that_is_no_picture_is_refused(tmp_path):
    """The message names the file and what would do."""
    with pytest.raises(PlotError, match=r"a\.pdf: a picture's name ends in \.svg or \.png"):
        plots.checked(tmp_path / "a.pdf")
    with pytest.raises(PlotError, match="there is no folder"):
        plots.checked(tmp_path / "no" / "a.svg")
    (tmp_path / "d.svg").mkdir()
    with (
        pytest.raises(PlotError, match=r"d\.svg: the picture can't be written"),
        Store.open(":memory:") as store,
    ):
        plots.series(index(store, "MDA", "EST"), tmp_path / "d.svg")


def test_nothing_heavy_is_loaded_before_it_is_needed():
    """Neither the package nor its command line brings numpy or matplotlib by itself."""
    heavy = "('numpy', 'matplotlib', 'spacy')"
    code = f"import sys, dragoman, dragoman.cli; print([m for m in {heavy} if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )
