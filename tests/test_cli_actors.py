"""The commands on imported actors say what they did, and what they could not do, in lines."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from dragoman import settings
from dragoman.checks import imported_actors
from dragoman.cli import main
from dragoman.register import reading
from tests.wikidata import dump, everything

OWN = "person,country,office,first\nMaarit Kuusik,EST,Opposition figure,2019\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in a folder with a dump, a table and a table with a fault; return its result."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dump.json").write_bytes(dump(everything()))
    (tmp_path / "own.csv").write_text(OWN, encoding="utf-8")
    (tmp_path / "bad.csv").write_text(OWN + "Ana Lupu,Moldavia Felix,,\n", encoding="utf-8")

    def given(*words, code=0):  # noqa: ANN002, ANN202
        result = CliRunner().invoke(main, ["actors", *words])
        assert result.exit_code == code, result.output
        return result

    return given


def test_import_tells_what_it_kept_and_left_out(run):
    """One line on standard output for each file, the reasons on standard error."""
    result = run("import", "dump.json", "own.csv")
    assert result.stdout.splitlines() == [
        "dump.json: 12 people, 10 tenures, 5 bodies; file: dragoman-actors.db",
        "own.csv: 1 people, 1 tenures; file: dragoman-actors.db",
    ]
    assert "  2 tenures left out: over before the first day asked for" in result.stderr
    again = run("import", "dump.json")
    assert again.stdout.startswith("dump.json: is imported already: 12 people")


def test_a_faulty_row_and_a_wrong_file_cost_nothing_else(run):
    """The good rows of the one and all files after the other are imported; the exit code tells."""
    result = run("import", "bad.csv", "none.csv", "own.csv", code=1)
    lines = result.stderr.splitlines()
    assert lines[0].startswith("bad.csv line 3: country 'Moldavia Felix' is unknown; write an ISO code")
    assert "none.csv: there is no such file" in lines
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["bad.csv", "own.csv"]


def test_list_shows_each_import(run):
    """As records in a pipe, as a table where one is asked for; without any import it says so."""
    assert "nothing was imported yet" in run("import", "--list").stderr
    run("import", "dump.json", "own.csv")
    found = [json.loads(line) for line in run("import", "--list").stdout.splitlines()]
    assert [(i["name"], i["form"], i["state"]) for i in found] == [
        ("dump.json", "wikidata", "done"),
        ("own.csv", "table", "done"),
    ]
    shown = run("import", "--list", "--format", "table").stdout
    assert [row.split()[:3] for row in shown.splitlines() if ".json" in row or ".csv" in row] == [
        ["dump.json", "dump", "done"],
        ["own.csv", "table", "done"],
    ]


def test_show_tells_what_is_taken_on_a_day(run):
    """The table's row is taken, the dump's are shown beside it, each with its source."""
    run("import", "dump.json", "own.csv")
    found = [
        json.loads(line) for line in run("show", "Maarit Kuusik", "--on", "2021-06-01").stdout.splitlines()
    ]
    assert [(k["office"], k["source"], k["taken"]) for k in found] == [
        ("Opposition figure", "own.csv", True),
        ("Minister of Foreign Affairs", "dump.json", False),
        ("member of parliament", "dump.json", False),
    ]
    rows = run("show", "Maarit Kuusik", "--format", "table").stdout.splitlines()
    assert [row.split()[0] for row in rows if "own.csv" in row] == ["*"]
    nobody = run("show", "Nobody Atall", code=1)
    assert nobody.stdout == ""
    assert "nothing is known of 'Nobody Atall'" in nobody.stderr


def test_forget_undoes_an_import(run):
    """What it brought is gone; a name that is none is told with those that there are."""
    run("import", "dump.json", "own.csv")
    assert run("forget", "own.csv").stdout == "forgotten: own.csv; file: dragoman-actors.db\n"
    found = [
        json.loads(line) for line in run("show", "Maarit Kuusik", "--on", "2021-06-01").stdout.splitlines()
    ]
    assert [k["taken"] for k in found] == [True, False]
    wrong = run("forget", "other.csv", code=1)
    assert "nothing was imported as 'other.csv'; there is dump.json" in wrong.stderr


def test_forget_makes_no_file(run, tmp_path):
    """Where nothing was imported, there is nothing to forget."""
    assert "there is no file of imported actors here" in run("forget", "x", code=1).stderr
    assert not (tmp_path / "dragoman-actors.db").exists()


def test_a_stop_is_told_and_taken_up(run, monkeypatch):
    """Ctrl-C ends with the shell's code for it; the next run ends the import."""
    real = reading._Staging._take
    seen = 0

    def take(self: reading._Staging, line: bytes) -> None:
        nonlocal seen
        seen += 1
        if seen == 10:
            raise KeyboardInterrupt
        real(self, line)

    monkeypatch.setattr(reading._Staging, "_take", take)
    assert "the same command goes on from here" in run("import", "dump.json", code=130).stderr
    found = [json.loads(line) for line in run("import", "--list").stdout.splitlines()]
    assert [(i["state"], i["lines"]) for i in found] == [("reading", 9)]
    assert "12 people" in run("import", "dump.json").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import",), "name a file to import"),
        (("import", "a", "b", "--name", "c"), "--name goes with one file"),
        (("import", "a", "--delimiter", "dot"), "'dot' is not one of"),
        (("show", "X", "--on", "yesterday"), "'yesterday' is no date"),
    ],
)
def test_words_that_make_no_command_are_told(run, words, told):
    """By click, with its exit code."""
    assert told in run(*words, code=2).output


def test_another_file_can_hold_them(run, tmp_path):
    """By option; what is read by default is then as it was."""
    run("import", "own.csv", "--actors-db", "other.db")
    assert (tmp_path / "other.db").exists()
    assert not (tmp_path / "dragoman-actors.db").exists()
    assert run("show", "Maarit Kuusik", "--actors-db", "other.db").stdout
    assert (
        "there is no file of imported actors here" in run("show", "X", "--actors-db", "no.db", code=1).stderr
    )


def test_check_counts_what_was_imported(run, tmp_path):
    """Nothing yet; then how much, from where; a file that is none is bad."""
    chosen = settings.read(tmp_path, {})
    assert (imported_actors(chosen).sound, imported_actors(chosen).seen.split("; ")[0]) == (
        True,
        "dragoman-actors.db: none imported",
    )
    run("import", "dump.json", "own.csv")
    seen = imported_actors(chosen).seen
    assert seen == "dragoman-actors.db: 13 people, 14 tenures, 5 bodies from dump.json, own.csv"
