"""The commands series and forecast: formats, pictures, errors in one line."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from dragoman.store import Store
from tests import neighbours
from tests.test_cli import run


@pytest.fixture
def db(tmp_path, monkeypatch):
    """A store with the four years of the two neighbours, in an empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    with Store.open("years.db") as store:
        for coding in neighbours.story():
            store.add(coding)
    return "years.db"


def test_series_as_a_table(db):
    """Rows for every month, gaps, changes and sentences, in terms that are explained."""
    told = run("series", "Moldova", "Estonia", "--db", db, "--format", "table").output
    assert re.search(r"2030-07 +0/0 +nothing read", told)
    assert "2031-01" in told
    assert "co-operation: 3.96 → 0.00" in told
    assert "read: articles about both / about either country" in told
    narrow = run(
        "series", "MDA", "EST", "--db", db, "--format", "table", "--directed", "--attention", COLUMNS="80"
    )
    assert "EST>MDA" in narrow.output
    assert max(map(len, narrow.output.splitlines())) <= 80


def test_series_in_formats_for_machines(db):
    """A line for each period, a tidy table with each figure, or the whole with changes and sentences."""
    points = [
        json.loads(line)
        for line in run("series", "MDA", "EST", "--db", db, "--by", "week").output.splitlines()
    ]
    assert [p["period"] for p in points[:2]] == ["2028-W01", "2028-W02"]
    assert set(points[0]["readings"]) == {"told", "contested", "corroborated"}
    whole = json.loads(run("series", "MDA", "EST", "--db", db, "--format", "json").output)
    assert {c["period"] for c in whole["changes"]} == {"2029-01", "2030-01", "2031-01"}
    assert len(whole["points"]) == 48
    rows = list(
        csv.DictReader(io.StringIO(run("series", "MDA", "EST", "--db", db, "--format", "csv").output))
    )
    some = [
        r for r in rows if (r["period"], r["reading"], r["direction"]) == ("2031-01", "told", "undirected")
    ]
    figures = {(r["measure"], r["kind"]): r for r in some}
    assert figures["count", "all"]["value"] == "3"
    assert figures["quad", "1"]["value"] == "0"
    assert len(figures["type", "ACCUSE"]["happenings"].split("; ")) == 2
    assert float(figures["balance", "PLOVER"]["low"]) < float(figures["balance", "PLOVER"]["value"])
    gap = next(r for r in rows if r["period"] == "2030-07")
    assert (gap["gap"], gap["read_either"], gap["low"]) == ("unread", "0", "")


def test_a_dyad_that_nobody_wrote_about(db):
    """An empty answer says why on standard error."""
    found = run("series", "Peru", "Ghana", "--db", db)
    assert "holds no article about PER or GHA that fits" in found.stderr
    assert found.stdout == ""


def test_pictures_from_the_command_line(db, tmp_path):
    """A picture comes instead of the table; both, if a format is named; another ending is refused first."""
    quiet = run("series", "MDA", "EST", "--db", db, "--plot", "s.svg")
    assert (quiet.stdout, quiet.stderr) == ("", "s.svg: drawn\n")
    assert (
        run("series", "MDA", "EST", "--db", db, "--plot", "s.png", "--format", "jsonl").stdout.count("\n")
        == 48
    )
    run("timeline", "MDA", "EST", "--db", db, "--plot", "t.svg")
    run("claims", "--db", db, "--plot", "c.svg")
    run("forecast", "MDA", "EST", "--db", db, "--as-known-on", "2031-01-31", "--plot", "f.svg")
    assert {p.name for p in tmp_path.iterdir()} >= {"s.svg", "s.png", "t.svg", "c.svg", "f.svg"}
    refused = run("series", "MDA", "EST", "--db", "no.db", "--plot", "s.pdf", code=1)
    assert refused.stderr == "Error: s.pdf: a picture's name ends in .svg or .png\n"


def test_a_forecast_is_kept_and_scored(db):
    """The first of a day stands; later it is scored, in a table and in formats for machines."""
    asked = ("forecast", "MDA", "EST", "--db", db, "--as-known-on", "2030-12-31")
    table = run(*asked, "--format", "table")
    assert "A meeting of ministers or above:" in table.output
    assert "persistence" in table.output
    again = run(*asked)
    assert "kept already" in again.stderr
    assert json.loads(again.stdout)["issued"] == "2030-12-31"
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").stdout)))
    assert {(r["measure"], r["by"]) for r in rows} >= {("quad 4", "model"), ("meeting", "mean")}
    assert "CRPS" in run("forecast", "--score", "--db", db, "--format", "table").output
    scored = [
        json.loads(line) for line in run("forecast", "--score", "MDA", "EST", "--db", db).output.splitlines()
    ]
    assert {s["measure"]: s["came"] for s in scored}["quad 4"] == 1
    report = json.loads(run("forecast", "--score", "--db", db, "--format", "json").output)
    assert report["waiting"] == 0
    assert {line["measure"] for line in report["lines"]} >= {"all quad classes", "meeting"}
    assert run("forecast", "--score", "--db", db, "--format", "csv").output.startswith(
        "a,b,horizon,issued,late"
    )


def test_forecasts_that_cannot_be_made(db):
    """What is missing or contradicts itself is said in one line."""
    assert "name both" in run("forecast", "MDA", "--db", db, code=2).output
    assert "name both" in run("forecast", "--db", db, code=2).output
    assert (
        "--score goes with neither"
        in run("forecast", "--score", "--as-known-on", "2031-01-01", code=2).output
    )
    early = run("forecast", "MDA", "EST", "--db", db, "--as-known-on", "2028-01-20", code=1)
    assert early.stderr.startswith("Error: EST and MDA: articles about either were read in")
    assert "holds no forecast" in run("forecast", "--score", "--db", db).stderr
