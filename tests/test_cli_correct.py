"""The commands on corrections, and tables as known on a day, as somebody types them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dragoman.store import Store
from dragoman.store import store as store_room
from tests.codings import VISIT
from tests.test_cli import fake, folder, lines, run  # noqa: F401  (fixtures)

BY = ("--by", "Ana")


@pytest.fixture
def filled(fake, folder, monkeypatch):  # noqa: F811
    """A store of two papers, learnt on 5 March 2031."""
    monkeypatch.setattr(store_room, "_now", lambda: "2031-03-05T09:00:00+00:00")
    run("add", given=lines("x") + lines("y", text=VISIT + " Gulls cried."))
    monkeypatch.setattr(store_room, "_now", lambda: "2031-03-09T09:00:00+00:00")
    return folder


def rows(*args: str) -> list[dict[str, object]]:
    """Return the JSON lines that a command prints."""
    result = run(*args, "--format", "jsonl")
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_correction_is_made_listed_and_taken_back(filled):
    """Each says in one line what it does, and tables follow."""
    result = run(
        *("correct", "x#e1", "--type", "AID", "--recipient", "Kenya", "--date", "2031-03-01..2031-03-02"),
        *("--place", "none", "--status", "planned", *BY, "--note", "a slip"),
    )
    assert result.output.startswith(
        "correction 1: x@37-44:CONSULT “visited”: type AID, recipient Kenya (KEN)"
    )
    (row,) = rows("timeline", "MDA", "KEN")
    assert (row["event_type"], row["first"], row["last"]) == ("AID", "2031-03-01", "2031-03-02")
    assert (row["place"], row["status"], row["learnt"]) == (None, "planned", "2031-03-05")
    assert "undoes 1" in run("correct", "--undo", "1", "--by", "Bo").output
    assert "holds nothing" in run("timeline", "MDA", "KEN").output
    listed = rows("corrections")
    assert [(r["state"], r["correction"]["by"]) for r in listed] == [("undone", "Ana"), (None, "Bo")]  # type: ignore[index]
    table = run("corrections", "--format", "table").output
    assert "a slip" in table
    assert "2031-03-09" in table


def test_what_is_false_missed_right_one_or_two(filled):
    """The other things that can be said."""
    run("correct", "x#e1", "--false", *BY)
    assert [r["article"] for r in rows("timeline", "MDA", "EST")] == ["y"]
    run("correct", "--undo", "1", *BY)
    run(
        "correct",
        "x",
        "--add",
        "Ana Lupu of Moldova",
        "--trigger",
        "of",
        "--type",
        "AID",
        "--actor",
        "a2",
        *BY,
    )
    assert len(rows("timeline", "MDA", "EST", "--reports")) == 2
    run("correct", "y", "--right", *BY)
    run("correct", "x#e1", "--split", *BY)
    assert len(rows("timeline", "MDA", "EST")) == 2
    numbers = [str(r["id"]) for r in rows("timeline", "MDA", "EST")]
    run("correct", numbers[0], "--merge", numbers[1], *BY)
    assert len(rows("timeline", "MDA", "EST")) == 1
    assert [r["state"] for r in rows("corrections")] == [
        "undone",
        None,
        "applied",
        "applied",
        "overruled",
        "applied",
    ]
    gold = run("export", "gold").stdout.splitlines()
    assert [len(json.loads(line)["events"]) for line in gold] == [2, 1]


@pytest.mark.parametrize(
    ("args", "says", "code"),
    [
        (("x#e1",), "one thing at a time", 2),
        (("x#e1", "--false", "--type", "AID"), "one thing at a time", 2),
        (("--false",), "name what is to be corrected", 2),
        (("x#e1", "--undo", "1"), "ID alone", 2),
        (("x#e1", "--type", "VISITED"), "no event type", 2),
        (("x#e1", "--status", "sure"), "no status", 2),
        (("x#e9", "--false"), "there are x#e1", 1),
        (("x#e1", "--actor", "Nobody"), "write somebody new as NAME:CODE", 1),
        (("x#e1", "--actor", "Jo:XXX"), "no country code", 1),
        (("x#e1", "--date", "soon"), "is no date", 1),
        (("nowhere", "--add", "visited", "--type", "AID"), "no article 'nowhere'", 1),
        (("77", "--merge", "x#e1"), "no happening '77'", 1),
        (("x#e1", "--false", "--trigger", "visited"), "goes with --add", 2),
        (("x#e1", "--false", "--with", "y#e1"), "goes with --split", 2),
        (("x#e1", "--false", "--db", "typo.db"), "no store here", 1),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(filled, args, says, code):
    """And nothing is logged."""
    result = run("correct", *args, *BY, code=code)
    assert says in " ".join(result.output.split())
    with Store.open("dragoman.db", read_only=True) as store:
        assert store.corrections() == []


def test_every_table_can_be_shown_as_known_on_a_day(filled):
    """Before it was learnt nothing was known; before it was corrected, what was read."""
    run("correct", "x#e1", "--status", "denied", *BY)
    run("correct", "y#e1", "--status", "denied", *BY)
    tables = (
        ("timeline", "MDA", "EST", "--all"),
        ("claims",),
        ("meetings", "MDA", "EST"),
        ("happening", "x#e1"),
    )
    for table in tables:
        before = run(*table, "--as-known-on", "2031-03-05", "--format", "jsonl").stdout
        now = run(*table, "--format", "jsonl").stdout
        assert before != now
        assert run(*table, "--as-known-on", "2031-03-09", "--format", "jsonl").stdout == now
        code = 2 if table[0] == "happening" else 0
        assert run(*table, "--as-known-on", "2031-03-04", "--format", "jsonl", code=code).stdout == ""
    assert "--known-by published" in run("timeline", "MDA", "EST", "--as-known-on", "2031-03-04").stderr
    options = ("--as-known-on", "2031-03-04", "--known-by", "published", "--format", "jsonl")
    assert len(run("timeline", "MDA", "EST", "--all", *options).stdout.splitlines()) == 1
    exported = [
        run("export", "plover", "--as-known-on", day).stdout.count('"status":"denied"')
        for day in ("2031-03-04", "2031-03-05", "2031-03-09")
    ]
    assert exported == [0, 0, 2]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--as-known-on", "soon"), "is no date"),
        (("--known-by", "learnt"), "goes with --as-known-on"),
        (("--as-known-on", "2031-03-05", "--known-by", "guess"), "guess"),
    ],
)
def test_days_and_ways_of_knowing_are_checked(filled, options, says):
    """A wrong option is named."""
    assert says in run("timeline", "MDA", "EST", *options, code=2).output


def test_looking_back_leaves_the_file_alone(filled):
    """It is read, and no more."""
    with Store.open("dragoman.db", read_only=True) as store:
        before = store.counts()
        store.as_known_on(date(2031, 3, 5)).close()
        assert store.counts() == before
