"""Imports of Wikidata dumps: what is kept, what is left out, and that no stop loses a thing."""

from __future__ import annotations

import bz2
import gzip
import json
import re
import signal
import subprocess
import sys
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from dragoman.codebook.tables import Faults
from dragoman.codebook.who import NOT_STATES, classes, organizations
from dragoman.errors import SourceError, StoreError
from dragoman.register import reading
from dragoman.register.imports import Imports
from dragoman.register.joining import DISSOLVED, ENDED, NOTHING, UNDATED, UNKNOWN, Join
from dragoman.register.reading import read
from dragoman.register.wikidata import Broken, Reader
from tests.wikidata import (
    BODIES,
    COUNTRIES,
    ESTONIA,
    MP,
    NATO,
    P17,
    P27,
    P31,
    P39,
    P298,
    P1001,
    PEOPLE,
    POSITIONS,
    claim,
    dump,
    entity,
    everything,
    line,
    person,
)

ROOT = Path(__file__).parents[1]
SINCE = date(2000, 1, 1)
PACKED = {"dump.json": lambda data: data, "dump.json.gz": gzip.compress, "dump.json.bz2": bz2.compress}


@pytest.fixture
def db(tmp_path):
    """Where the imports go."""
    return tmp_path / "actors.db"


@pytest.fixture
def whole(tmp_path):
    """The dump, in a file."""
    path = tmp_path / "dump.json"
    path.write_bytes(dump(everything()))
    return path


def bring(path, db, codebook, *, since=SINCE, name=None):
    """Import *path* into *db*."""
    with Imports.open(db) as imports:
        return read(path, imports, codebook, since=since, name=name)


def contents(db):
    """All that can be looked up, without the numbers of rows."""
    with Imports.open(db, read_only=True) as imports:
        ask = imports.link.execute
        tenures = ask(
            "SELECT name, wikidata, country, office, sectors, first, last FROM people"
            " JOIN tenures ON tenures.person = people.id ORDER BY people.id, number"
        ).fetchall()
        names = ask(
            "SELECT key, wikidata FROM person_names JOIN people ON people.id = person ORDER BY key, wikidata"
        ).fetchall()
        bodies = ask(
            "SELECT key, form, name, kind, country, sectors, wikidata FROM body_names"
            " JOIN bodies ON bodies.id = body ORDER BY key, wikidata"
        ).fetchall()
        return tenures, names, bodies


def of(db, name):
    """The tenures of the people called *name*: country, office, sectors, first, last."""
    return [row[2:] for row in contents(db)[0] if row[0] == name]


def body(db, key):
    """The bodies called *key*: form, name, kind, country, sectors."""
    return [row[1:6] for row in contents(db)[2] if row[0] == key]


@pytest.mark.parametrize("name", PACKED)
def test_positions_get_their_labels_and_countries(tmp_path, db, codebook, name):
    """People are joined with positions and countries that stand before or after them, packed or not."""
    path = tmp_path / name
    path.write_bytes(PACKED[name](dump(everything())))

    outcome = bring(path, db, codebook)

    assert outcome.faults == []
    assert outcome.one.state == "done"
    assert of(db, "Maarit Kuusik") == [
        ("EST", "Minister of Foreign Affairs", "GOV", "2021-01-26", "2022-06-30"),
        ("EST", "member of parliament", "LEG", "2015-01-01", "2019-12-31"),
    ]
    assert of(db, "Agim Berisha") == [("KOS", "member of parliament", "LEG", "2016-01-01", None)]
    assert of(db, "Nuka Olsen") == [("DNK", "member of parliament", "LEG", "2016-01-01", None)]
    assert of(db, "Wambui Kariuki") == [("KEN", "Keeper of the Tower", "", "2016-01-01", None)]
    assert [row[0] for row in of(db, "Tiina Lepp")] == ["IGO"]


def test_who_is_sent_abroad_is_of_the_sender(whole, db, codebook):
    """An ambassador's jurisdiction is where he is, not whose he is."""
    bring(whole, db, codebook)
    assert [row[0] for row in of(db, "Odera Wanyonyi")] == ["KEN"]


def test_what_does_not_hold_is_left_out_and_counted(whole, db, codebook):
    """Deprecated claims, tenures over before the first day, and ends that nobody knows are no tenures."""
    tally = bring(whole, db, codebook).one.tally

    assert of(db, "Aadu Veski") == []
    assert of(db, "Karl Old") == []
    assert of(db, "Ene Past") == [("EST", "member of parliament", "LEG", "2003-01-01", "2009-04-02")]
    assert (tally[ENDED], tally[UNDATED], tally[UNKNOWN]) == (2, 2, 1)
    assert (tally[NOTHING], tally[DISSOLVED]) == (2, 1)
    assert (tally["people"], tally["tenures"], tally["bodies"]) == (12, 10, 5)


def test_the_first_day_is_the_user_s(whole, db, codebook):
    """With another first day other tenures stay, and the dump is read again for it."""
    bring(whole, db, codebook)
    bring(whole, db, codebook, since=date(1994, 1, 1))
    assert of(db, "Aadu Veski") == [
        ("EST", "Minister of Foreign Affairs", "GOV", "1990-01-01", "1995-12-31"),
    ]


def test_a_person_without_days_is_kept_for_the_country(whole, db, codebook):
    """Nobody says when: no role, but the name is taken, and the country is known."""
    bring(whole, db, codebook)
    assert of(db, "Liis Mets") == [("EST", "", "", None, None)]
    assert of(db, "Priit Saar") == [("EST", "", "", None, None)]


def test_one_word_of_a_longer_name_is_no_name(whole, db, codebook):
    """An alias of several words is looked up; the family's name alone would be anybody's."""
    bring(whole, db, codebook)
    names = [row[0] for row in contents(db)[1]]
    assert "maarit kuusik tamm" in names
    assert "kuusik" not in names


def test_bodies_are_read_by_the_first_of_their_classes(whole, db, codebook):
    """Class gives kind and sectors, P17 the country; two letters are no alias."""
    bring(whole, db, codebook)
    assert body(db, "tarva relief circle") == [
        ("capital", "Tarva Relief Circle", "organization", "KEN", "SOC")
    ]
    assert body(db, "trc") == [("upper", "Tarva Relief Circle", "organization", "KEN", "SOC")]
    assert body(db, "tr") == []
    assert body(db, "nato") == [("upper", "NATO", "igo", "IGO", "")]
    assert body(db, "old harbour league") == []
    assert body(db, "some band") == []
    assert len(body(db, "unity front")) == 2


def test_json_lines_and_other_spacing_are_read_too(tmp_path, db, codebook):
    """One entity a line without brackets, with blanks, or with the first right after the bracket."""
    plain, spaced, tight = (tmp_path / n for n in ("lines.json", "spaced.json", "tight.json"))
    plain.write_bytes(b"\n".join(map(line, everything())) + b"\n")
    spaced.write_text("\n".join(json.dumps(e) for e in everything()), encoding="utf-8")
    tight.write_bytes(b"[" + b",\r\n".join(map(line, everything())) + b"]")
    found = []
    for number, path in enumerate((plain, spaced, tight)):
        other = db.with_name(f"{number}.db")
        found.append(bring(path, other, codebook).one.digest)
        assert len(contents(other)[0]) == 13
    assert len(set(found)) == 1


def test_a_broken_line_costs_nothing_else(tmp_path, db, codebook):
    """It is told by file and line, and counted; the lines around it are read."""
    lines = [line(e) for e in everything()]
    lines.insert(3, lines[3][: len(lines[3]) // 2])
    path = tmp_path / "dump.json"
    path.write_bytes(b"[\n" + b",\n".join(lines) + b"\n]\n")

    outcome = bring(path, db, codebook)

    assert len(outcome.faults) == 1
    assert outcome.faults[0].startswith(f"{path} line 5: ")
    assert outcome.one.tally[reading.BROKEN] == 1
    assert len(of(db, "Juma Oluoch")) == 2


@pytest.mark.parametrize("name", PACKED)
def test_a_dump_that_ends_in_the_middle_is_not_taken_for_whole(tmp_path, db, codebook, name):
    """It is an error each time, and nothing of it can be looked up; the whole file is then read."""
    path = tmp_path / name
    data = dump(everything())
    packed = PACKED[name](data)
    path.write_bytes(packed[: len(packed) * 2 // 3])
    for _ in range(2):
        with pytest.raises(
            SourceError, match=f"{re.escape(str(path))}: .* ends in the middle.* get the whole"
        ):
            bring(path, db, codebook)
        assert contents(db)[0] == []

    path.write_bytes(packed)
    assert bring(path, db, codebook).one.state == "done"
    assert len(of(db, "Juma Oluoch")) == 2


def test_an_array_that_is_cut_in_a_sound_archive_is_not_taken_for_whole(tmp_path, db, codebook):
    """Somebody packed half a dump: the second run finds nothing more to read, and still says so."""
    path = tmp_path / "dump.json.gz"
    path.write_bytes(gzip.compress(dump(everything())[:-3]))
    for _ in range(2):
        with pytest.raises(SourceError, match="without its last ]"):
            bring(path, db, codebook)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b'{"text": "Talks began.", "id": "a"}\n', "no Wikidata dump"),
        (b'{"text": "Talks began."}\n', "no Wikidata dump"),
        (b"[\n]\n", "no Wikidata dump"),
        (b"[1, 2, 3]\n", "no Wikidata dump"),
        (b"PK\x03\x04abc", "a zip file; unpack it first"),
        (b"\xfd7zXZ\x00abc", "compressed with xz"),
        (b"\x1f\x8babc", "archive"),
        (b"BZhabc", "archive"),
        (b"SQLite format 3\x00", "an SQLite database"),
    ],
)
def test_what_is_no_dump_is_told_in_one_line(tmp_path, db, codebook, data, told):
    """The error names the file and what is wrong, and no import is begun."""
    path = tmp_path / "wrong.json"
    path.write_bytes(data)
    with pytest.raises(SourceError) as raised:
        bring(path, db, codebook)
    assert str(path) in str(raised.value)
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)
    with Imports.open(db) as imports:
        assert imports.all() == []


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path, db, codebook):
    """One clear error each."""
    with pytest.raises(SourceError, match="there is no such file"):
        bring(tmp_path / "none.json", db, codebook)
    with pytest.raises(SourceError, match="this is a folder"):
        bring(tmp_path, db, codebook)


def test_a_line_without_end_does_not_fill_the_memory(tmp_path, db, codebook, monkeypatch):
    """A file of one huge line is no dump, whatever it begins with."""
    monkeypatch.setattr("dragoman.register.dumps.LONGEST_LINE", 5000)
    path = tmp_path / "dump.json"
    path.write_bytes(b"[\n" + line(PEOPLE[0]) + b",\n" + b"x" * 6000 + b"\n]\n")
    with pytest.raises(SourceError, match="one entity a line"):
        bring(path, db, codebook)


def test_the_same_dump_again_is_left_alone(whole, db, codebook, monkeypatch):
    """What is done is not read again; a newer file of the name takes the place of the older."""
    first = bring(whole, db, codebook)
    monkeypatch.setattr(Reader, "read", lambda self, text: pytest.fail("was read again"))
    again = bring(whole, db, codebook)
    assert (again.again, again.one.digest) == (True, first.one.digest)

    monkeypatch.undo()
    whole.write_bytes(dump([*COUNTRIES, *POSITIONS, PEOPLE[0]]))
    bring(whole, db, codebook)
    assert {row[0] for row in contents(db)[0]} == {"Maarit Kuusik"}
    with Imports.open(db) as imports:
        assert [i.state for i in imports.all()] == ["done"]
        assert imports.link.execute("SELECT count(*) FROM staged").fetchone() == (0,)


def test_two_files_of_one_name_need_names(tmp_path, whole, db, codebook):
    """The second would silently take the place of the first."""
    bring(whole, db, codebook)
    other = tmp_path / "other" / whole.name
    other.parent.mkdir()
    other.write_bytes(dump([*COUNTRIES, *POSITIONS, PEOPLE[0]]))
    with pytest.raises(StoreError, match="--name"):
        bring(other, db, codebook)
    bring(other, db, codebook, name="other")
    with Imports.open(db) as imports:
        assert [i.name for i in imports.all()] == ["dump.json", "other"]


def test_the_order_of_a_dump_changes_nothing(tmp_path, db, codebook):
    """The same entities in another order are the same knowledge: the digest says so."""
    path, other = tmp_path / "a.json", tmp_path / "b.json"
    path.write_bytes(dump(everything()))
    other.write_bytes(dump(everything()[::-1]))
    digests = {bring(p, db, codebook).one.digest for p in (path, other)}
    assert len(digests) == 1


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("stop", [0, 1, 2, 7, 20, 36, 37])
def test_a_stopped_import_goes_on_where_it_was(tmp_path, codebook, monkeypatch, stop, name):
    """Whichever line it is stopped at, the rest is read once, and what comes out is the same."""
    path = tmp_path / name
    path.write_bytes(PACKED[name](dump(everything())))
    expected = bring(path, tmp_path / "whole.db", codebook).one
    db = tmp_path / "stopped.db"
    monkeypatch.setattr(reading, "LINES_BETWEEN_LOOKS", 1)
    monkeypatch.setattr(reading, "STAGED_BETWEEN", 3)
    seen: list[bytes] = []
    plain = Reader.read

    def stopped(self: Reader, text: bytes) -> object:
        if len(seen) == stop:
            raise KeyboardInterrupt
        seen.append(text)
        return plain(self, text)

    monkeypatch.setattr(Reader, "read", stopped)
    with pytest.raises(KeyboardInterrupt):
        bring(path, db, codebook)
    assert contents(db)[0] == []

    def counted(self: Reader, text: bytes) -> object:
        seen.append(text)
        return plain(self, text)

    monkeypatch.setattr(Reader, "read", counted)
    found = bring(path, db, codebook).one
    assert b"".join(seen) == dump(everything())
    assert (found.digest, found.tally, found.lines) == (expected.digest, expected.tally, expected.lines)
    assert contents(db) == contents(tmp_path / "whole.db")


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from dragoman.codebook import Codebook
from dragoman.register import reading
from dragoman.register.imports import Imports
from dragoman.register.reading import read
where, what, after = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
reading.LINES_BETWEEN_LOOKS = 1
reading.STAGED_BETWEEN = 2
calls = 0
def dying(real):
    def call(*args, **named):
        global calls
        calls += 1
        if calls == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **named)
    return call
if what == "line":
    reading._Staging._take = dying(reading._Staging._take)
elif what == "row":
    Imports._add_person = dying(Imports._add_person)
else:
    Imports._remove = dying(Imports._remove)
with Imports.open(where / "killed.db") as imports:
    read(where / "dump.json", imports, Codebook.load(), since=date(2000, 1, 1))
"""


@pytest.mark.parametrize(("what", "after"), [("line", 1), ("line", 9), ("line", 33), ("row", 1), ("row", 8)])
def test_a_killed_import_goes_on_where_it_was(tmp_path, whole, codebook, what, after):
    """Killed with no time to say good-bye, while it reads or while it joins: nothing is lost or doubled."""
    expected = bring(whole, tmp_path / "whole.db", codebook).one
    command = [sys.executable, "-c", KILLED, str(tmp_path), what, str(after)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL

    db = tmp_path / "killed.db"
    assert contents(db)[0] == []
    found = bring(whole, db, codebook).one
    assert (found.digest, found.lines) == (expected.digest, expected.lines)
    assert contents(db) == contents(tmp_path / "whole.db")


def test_what_was_there_stays_until_the_new_is_whole(tmp_path, whole, codebook):
    """Killed while the new rows take the place of the old, the old are there; then the new."""
    db = tmp_path / "killed.db"
    bring(whole, db, codebook)
    before = contents(db)
    whole.write_bytes(dump([*COUNTRIES, *POSITIONS, PEOPLE[0]]))
    command = [sys.executable, "-c", KILLED, str(tmp_path), "remove", "1"]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert contents(db) == before
    bring(whole, db, codebook)
    assert {row[0] for row in contents(db)[0]} == {"Maarit Kuusik"}


def test_another_import_of_the_same_file_is_noticed(whole, db, codebook):
    """Two that go on from one place would each count the other's lines."""
    with Imports.open(db) as one, Imports.open(db) as two:
        begun = one.begin("dump.json", "wikidata", str(whole), "x", "2000-01-01")
        same = two.begin("dump.json", "wikidata", str(whole), "x", "2000-01-01")
        assert same == begun
        one.keep(begun, [], position=100, lines=2, tally={})
        with pytest.raises(StoreError, match="another program imports"):
            two.keep(same, [], position=50, lines=1, tally={})


def test_prefilter_passes_all_that_is_of_use(codebook):
    """Whatever a line describes that we keep, its bytes are not what it is thrown away for."""
    reader = Reader(codebook)
    for one in (*PEOPLE[:-1], *COUNTRIES, *POSITIONS[:-1], *BODIES[:-1]):
        assert reader.may_hold(line(one)), one["id"]
    assert not reader.may_hold(line(PEOPLE[-1]))
    assert not reader.may_hold(line(BODIES[-1]))


def test_a_second_class_and_a_qualified_one_are_seen(codebook):
    """The bytes of all statements of a property are looked at, with their qualifiers."""
    reader = Reader(codebook)
    one = entity(
        900, "Tarva", claim(P31, 43229, P580="2001", P582="2004"), claim(P31, 79913), claim(P17, ESTONIA)
    )
    assert reader.may_hold(line(one))
    found = reader.read(line(one))
    assert not isinstance(found, Broken)
    assert [number for number, _ in found] == [900]


def test_an_item_of_old_form_is_read(tmp_path, db, codebook):
    """Dumps of some years ago name items by number alone, and write years with eleven digits."""
    data = re.sub(rb',"id":"Q\d+"(?=\},"type":"wikibase)', b"", dump(everything()))
    data = data.replace(b'"+20', b'"+000000020')
    assert data != dump(everything())
    path = tmp_path / "old.json"
    path.write_bytes(data)
    bring(path, db, codebook)
    assert [row[0] for row in of(db, "Maarit Kuusik")] == ["EST", "EST"]
    assert of(db, "Maarit Kuusik")[0][3:] == ("2021-01-26", "2022-06-30")


def test_several_citizenships_are_none(tmp_path, db, codebook):
    """Where the position has no country, and the holder two, it is open."""
    both = person(
        1, "Ants Mugo", claim(P39, MP, P580="2015"), claim(P27, ESTONIA), claim(P27, 114), aliases=("A",)
    )
    path = tmp_path / "dump.json"
    path.write_bytes(dump([both, *COUNTRIES, *POSITIONS]))
    bring(path, db, codebook)
    assert [row[0] for row in of(db, "Ants Mugo")] == [None]


def test_memory_does_not_grow_with_the_dump(tmp_path, db, codebook, monkeypatch):
    """No more than a batch is held while reading; the join takes rows one by one."""
    monkeypatch.setattr(reading, "LINES_BETWEEN_LOOKS", 1)
    monkeypatch.setattr(reading, "STAGED_BETWEEN", 10)
    longest = 0
    keep = Imports.keep

    def kept(self, one, staged, **named):  # noqa: ANN003, ANN202
        nonlocal longest
        longest = max(longest, len(staged))
        return keep(self, one, staged, **named)

    monkeypatch.setattr(Imports, "keep", kept)
    path = tmp_path / "dump.json"
    many = [
        person(n, f"Name {n}", claim(P39, MP, P580="2015"), claim(P27, ESTONIA))
        for n in range(10_000, 10_200)
    ]
    path.write_bytes(dump([*COUNTRIES, *POSITIONS, *many]))
    assert bring(path, db, codebook).one.tally["people"] == 200
    assert longest == 10
    with Imports.open(db) as imports:
        one = imports.begin("x", "wikidata", "x", "x", "2000-01-01")
        assert iter(rows := Join(imports, one, codebook).rows()) is rows


def test_classes_are_in_order():
    """Each class has an item, a label, a kind and sectors that we know; a code only if of several states."""
    faults = Faults()
    found = classes.load(files("dragoman.codebook"), faults)
    assert faults.found == []
    assert found[5].kind == "person"
    assert {found[c].kind for c in (4164871, 294414)} == {"position"}
    for one in found.values():
        assert one.country is None or one.country in NOT_STATES
        assert (one.kind == "igo") == (one.country is not None)
        assert one.kind in organizations.KINDS or not one.sectors
    assert len({c.rank for c in found.values()}) == len(found)


def test_faults_of_the_table_of_classes_are_all_told(tmp_path):
    """Item, kind, country, sector and a label that is there twice: one line each."""
    (tmp_path / classes.FILE).write_text(
        "item\tlabel\tkind\tcountry\tsectors\n"
        "5\thuman\tperson\n"
        "Q7\tarmy\tregiment\n"
        "Q8\tarmy\torganization\tEST\n"
        "Q9\tnavy\torganization\t\tNAVY\n",
        encoding="utf-8",
    )
    faults = Faults()
    classes.load(tmp_path, faults)
    lines = [int(f.partition(" line ")[2].partition(":")[0]) for f in faults.found]
    assert lines == [2, 3, 4, 4, 5]


def test_lands_are_known_by_code_alone(tmp_path, db, codebook):
    """No table of items says which country is which: the dump does, by ISO code."""
    path = tmp_path / "dump.json"
    path.write_bytes(
        dump(
            [
                entity(77777, "Somewhere", claim(P31, 3624078), claim(P298, "KEN")),
                entity(901, "Minister of Trade", claim(P31, 4164871), claim(P1001, 77777)),
                person(1, "Ruth Adhiambo", claim(P39, 901, P580="2015-03-04")),
                person(2, "Ben Kones", claim(P39, 901, P580="2015-03-04", P1001=NATO)),
            ]
        )
    )
    bring(path, db, codebook)
    assert of(db, "Ruth Adhiambo") == [("KEN", "Minister of Trade", "GOV", "2015-03-04", None)]
    assert of(db, "Ben Kones") == [("KEN", "Minister of Trade", "GOV", "2015-03-04", None)]
