"""Importing places: dumps and tables come in whole or not at all, and what is broken in them is told."""

from __future__ import annotations

import io
import json
import os
import pickle
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman import checks, dumps
from dragoman.cli import main
from dragoman.codebook import geonames
from dragoman.codebook.gazetteer import FEATURES, fold
from dragoman.codebook.imported import HEAD, Imported
from dragoman.codebook.tables import Faults
from dragoman.dumps import archives
from dragoman.dumps.sorting import Sorter
from dragoman.errors import CodebookError, DragomanError, SourceError
from tests.dumps import VILLAGES, atlas, dump, row

ATLAS = atlas()


@pytest.fixture
def target(tmp_path, monkeypatch):
    """Where the imported places will be, in an empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "dragoman-places.bin"


def bring(*files: Path, target: Path, wanted: dumps.Wanted | None = None) -> dumps.Report:
    """Import *files* into *target*."""
    return dumps.bring(files, target, ATLAS, wanted)


def ids(target: Path, name: str) -> set[int | None]:
    """Return the ids of what is imported under *name*."""
    return {s.geonameid for s in Imported.open(target, ATLAS.cities.iso3).named(fold(name))}


def left(target: Path) -> list[str]:
    """Return the names of the files beside *target*."""
    return sorted(p.name for p in target.parent.iterdir())


def run(*args: str, code: int = 0, **env: str) -> Result:
    """Run dragoman with *args*; the exit code must be *code*."""
    result = CliRunner(env={"COLUMNS": "160", **env}).invoke(main, args)
    assert result.exit_code == code, result.output
    return result


@pytest.mark.parametrize("name", ["UA.txt", "UA.zip"])
def test_a_dump_is_read_packed_or_not(target, name):
    """Each place is found under its name, its plain name and its other names in Latin letters."""
    report = bring(dump(target.with_name(name)), target=target)
    assert [(g.file, g.rows, g.places, g.bad) for g in report.gave] == [(name, len(VILLAGES), 23, 0)]
    book = Imported.open(target, ATLAS.cities.iso3)
    (village,) = book.named("zhuravlyntsi")
    assert (village.name, village.feature, village.country) == ("Zhuravlyntsi", "city", "UKR")
    assert (village.lat, village.lon, village.admin1, village.source) == (49.71, 37.32, "UA.07", name)
    assert [s.geonameid for s in book.named("zhuravlinci")] == [1001]
    assert {s.name for s in book.named("sipkovac")} == {"Šipkovac", "Sipkovac"}
    assert len(book.named("sipkovac")) == 2
    for nothing in ("журавлинці", "zhu", "http://x example/zhu", "dryland creek", ""):
        assert not book.named(nothing)
    assert report.contents.sources[0].newest == "2024-02-01"


def test_the_block_is_sorted_and_every_name_is_found(target):
    """Halving finds what is in order, so all names are, first and last too, however they were sorted."""
    lines = tuple(row(i, f"Ves{chr(97 + i % 26)}{'ab' * (i % 5)} {i % 7}", 50, 30) for i in range(400, 1, -1))
    bring(dump(target.with_name("XX.txt"), lines), target=target)
    block = target.read_bytes()[HEAD:].splitlines()
    keys = [line.split(b"\t", 1)[0] for line in block]
    assert keys == sorted(keys)
    assert len(keys) == len(lines)
    book = Imported.open(target, {})
    for line in block:
        key, number = line.decode().split("\t")[:2]
        assert int(number) in {s.geonameid for s in book.named(key)}
    assert not book.named("ves")
    assert not book.named("zzz")


def test_more_lines_than_fit_in_memory_are_sorted(tmp_path):
    """Lines that are put down on disk in between come out in one order."""
    sorter = Sorter(tmp_path, most_bytes=500)
    lines = [b"%d\n" % (i * 7919 % 1000) for i in range(300)]
    for line in lines:
        sorter.add(line)
    assert len(list(tmp_path.iterdir())) > 5
    assert list(sorter.merged([b"5000\n"])) == sorted([*lines, b"5000\n"])


def test_the_same_files_give_the_same_digest(target):
    """The digest that goes into the recipe depends on the places alone."""
    first = bring(dump(target.with_name("UA.txt")), target=target).contents
    again = bring(target.with_name("UA.txt"), target=target).contents
    other = bring(dump(target.with_name("UA.txt"), VILLAGES[1:]), target=target).contents
    assert first == again
    assert other.digest != first.digest


def test_imports_add_up_and_a_file_replaces_its_own(target):
    """A second file adds to the first; the first, given again, takes the place of its earlier rows."""
    one, two = target.with_name("UA.txt"), target.with_name("mine.csv")
    bring(dump(one), target=target)
    two.write_text("name,lat,lon,country\nCamp Ostrich,10,20,NER\n")
    report = bring(two, target=target)
    assert [s.file for s in report.contents.sources] == ["UA.txt", "mine.csv"]
    assert ids(target, "Zhuravlyntsi") == {1001}
    assert ids(target, "Camp Ostrich") == {None}
    bring(dump(one, VILLAGES[1:]), target=target)
    assert not ids(target, "Zhuravlyntsi")
    assert ids(target, "Hlynyshche") == {1006, 1007, 1008}
    assert ids(target, "Camp Ostrich") == {None}


def test_a_place_in_two_dumps_is_there_once_as_the_newer_has_it(target):
    """The country's dump, imported after the whole world's, overrules it."""
    bring(
        dump(target.with_name("all.txt"), (row(7, "Mokre", 50, 30), row(8, "Mokre", 51, 31))), target=target
    )
    contents = bring(dump(target.with_name("UA.txt"), (row(7, "Mokre", 50.5, 30.5),)), target=target).contents
    spots = Imported.open(target, {}).named("mokre")
    assert {(s.geonameid, s.lat, s.source) for s in spots} == {(7, 50.5, "UA.txt"), (8, 51.0, "all.txt")}
    assert [s.names for s in contents.sources] == [1, 1]


def test_broken_rows_are_counted_and_the_first_named(target):
    """What is wrong with a row costs that row alone."""
    good = row(1, "Dobre", 50, 30)
    broken = (
        good.replace("\t", " ", 1),
        good.replace("50", "north", 1),
        good.replace("50\t", "95\t", 1),
        good.replace("1\t", "one\t", 1),
        good.replace("Dobre", ""),
        row(1, "Dobre", 50, 30, people=-5),
    )
    path = dump(target.with_name("UA.txt"), (*broken, good))
    path.write_bytes(b"\xff\xfe" + path.read_bytes())
    (gave,) = bring(path, target=target).gave
    assert (gave.rows, gave.places, gave.bad) == (7, 1, 6)
    assert [b.line for b in gave.first_bad] == [1, 2, 3, 4, 5]
    told = " ".join(b.why for b in gave.first_bad)
    for expected in ("UTF-8", "no such point: 'north'", "no such point: '95'", "geonameid is 'one'", "name"):
        assert expected in told
    assert ids(target, "Dobre") == {1}


def test_only_what_is_wanted_is_taken(target):
    """Countries and people choose; people are asked of towns alone, for of bases nobody knows how many."""
    lines = (
        row(1, "Dobre", 50, 30, people=900),
        row(2, "Mokre", 50, 30, people=20),
        row(3, "Suche Air Base", 50, 30, code="S.AIRB"),
        row(4, "Tverde", 50, 30, "PL", people=900),
    )
    path = dump(target.with_name("XX.txt"), lines)
    named = dumps.countries(["ukraine"], ATLAS)
    assert named == dumps.countries(["UKR"], ATLAS) == dumps.countries(["ua"], ATLAS) == {"UA"}
    bring(path, target=target, wanted=dumps.Wanted(countries=named, min_population=100))
    assert [ids(target, n) for n in ("Dobre", "Mokre", "Suche Air Base", "Tverde")] == [
        {1},
        set(),
        {3},
        set(),
    ]
    with pytest.raises(SourceError, match="'Ruritania' is no country"):
        dumps.countries(["Ruritania"], ATLAS)


def test_a_table_of_ones_own(target):
    """Countries and provinces by name or code, several names, any of our features; broken rows are told."""
    path = target.with_name("mine.csv")
    path.write_bytes(
        "\ufeffname;aliases;feature;country;lat;lon;admin1\r\n"
        'Camp Ostrich;"Ostrich Base|Strauß";base;Niger;17.0;8.1;\r\n'
        "Vysoke Selo;;;UKR;49.9;36.2;Kharkiv Oblast\r\n"
        "Nyzke Selo;;city;UA;49.8;36.1;07\r\n"
        "Deep Shoal;;reef;;10.5;112.5;\r\n"
        "Nowhere;;city;Ruritania;1;1;\r\n"
        "Somewhere;;sunken;UKR;1;1;\r\n"
        "Anywhere;;city;UKR;1;1;Bavaria\r\n"
        "Elsewhere;;city;UKR;here;1;\r\n"
        "Short;;city\r\n".encode()
    )
    (gave,) = bring(path, target=target).gave
    assert (gave.kind, gave.places, gave.bad) == ("table", 4, 5)
    assert [b.line for b in gave.first_bad] == [6, 7, 8, 9, 10]
    book = Imported.open(target, ATLAS.cities.iso3)
    for name in ("camp ostrich", "ostrich base", "strauss"):
        assert [(s.feature, s.country) for s in book.named(name)] == [("base", "NER")]
    assert [s.admin1 for n in ("vysoke selo", "nyzke selo") for s in book.named(n)] == ["UA.07"] * 2
    assert [(s.feature, s.country, s.geonameid) for s in book.named("deep shoal")] == [("reef", None, None)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"name,lat,lon,colour\nX,1,2,red\n", "column 'colour' is unknown"),
        (b"name,lat,lon,contry\nX,1,2,red\n", "did you mean 'country'"),
        (b"title,lat,lon\nX,1,2\n", "neither a GeoNames dump"),
        (b"just some prose\nof two lines\n", "neither a GeoNames dump"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither a GeoNames dump"),
        (b"", "is empty"),
        (b"1\t2\tuk\tNazva\t\t\t\t\t\t\n", "alternate names"),
        (b"name,lat,lon\nCaf\xe9 Selo,1,2\n", "not written in UTF-8"),
        (b"name,lat,lon\nX,1,2\n", "none of its 1 rows"),
        (b"x" * (archives.LONGEST_LINE + 5), "a line is longer"),
        (row(1, "Dobre", 50, 30).encode() + b"2\tMokre\tMok", "cut short: it breaks off within line 2"),
        (row(1, "Dry Creek", 50, 30, code="H.STM").encode(), "none of its 1 rows is a place that is wanted"),
    ],
)
def test_a_wrong_file_is_one_clear_error(target, content, told):
    """What is no dump is told with its name, and nothing is made or left behind."""
    path = target.with_name("given.txt")
    path.write_bytes(content)
    with pytest.raises(SourceError, match=told) as error:
        bring(path, target=target)
    assert "given.txt" in str(error.value)
    assert left(target) == ["given.txt"]


def test_missing_files_folders_and_twins_are_told(target):
    """A name that is no file costs the import; so do two files that would replace each other."""
    with pytest.raises(SourceError, match=r"UA\.zip: No such file"):
        bring(target.with_name("UA.zip"), target=target)
    with pytest.raises(SourceError, match="is a folder"):
        bring(target.parent, target=target)
    (target.parent / "x").mkdir()
    twins = [dump(target.with_name("UA.txt")), dump(target.parent / "x" / "UA.txt")]
    with pytest.raises(SourceError, match=r"UA\.txt is given twice"):
        bring(*twins, target=target)
    assert not target.exists()


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of *files*."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


TEXT = "".join(VILLAGES).encode()


def lying(declared: int) -> bytes:
    """Return an archive whose member says that it unpacks to *declared* bytes."""
    whole = bytearray(packed({"UA.txt": TEXT}))
    directory = whole.rindex(b"PK\x01\x02")
    whole[directory + 24 : directory + 28] = struct.pack("<I", declared)
    return bytes(whole)


def spoilt() -> bytes:
    """Return an archive with some bytes of its member changed."""
    whole = bytearray(packed({"UA.txt": TEXT}))
    whole[200:220] = b"\0" * 20
    return bytes(whole)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (packed({"UA.txt": TEXT})[:-200], "is no whole zip archive"),
        (b"PK\x03\x04 and then nothing", "is no whole zip archive"),
        (spoilt(), "damaged or cut short"),
        (lying(500), "damaged or cut short"),
        (lying(len(TEXT) + 500), "cut short"),
        (packed({"UA.txt": b"0" * (archives.FREE_SIZE + 1)}), "may be a trap"),
        (packed({"readme.txt": b"Hello."}), "holds 0 lists of places"),
        (packed({"a.txt": TEXT, "b.txt": TEXT}), r"holds 2 lists of places \(a.txt, b.txt\)"),
        (packed({"UA.txt": TEXT}, zipfile.ZIP_LZMA), "packed in a way"),
        (packed({"UA.txt": b""}), "neither a GeoNames dump"),
    ],
)
def test_broken_archives_and_traps_are_one_clear_error(target, content, told):
    """What can't be unpacked as it says is refused, and nothing is made or left behind."""
    path = target.with_name("UA.zip")
    path.write_bytes(content)
    with pytest.raises(SourceError, match=told) as error:
        bring(path, target=target)
    assert "UA.zip" in str(error.value)
    assert left(target) == ["UA.zip"]


def test_of_two_lists_the_one_named_like_the_archive_is_read(target):
    """A country's archive may hold other lists beside its own."""
    target.with_name("UA.zip").write_bytes(packed({"x/UA.txt": TEXT, "x/other.txt": b"?"}))
    bring(target.with_name("UA.zip"), target=target)
    assert ids(target, "Zhuravlyntsi") == {1001}


def test_a_stopped_import_leaves_all_as_it_was(target, monkeypatch):
    """Stopped while it reads or while it writes, the earlier places are untouched; a rerun is whole."""
    bring(dump(target.with_name("UA.txt")), target=target)
    before = target.read_bytes()
    more = dump(target.with_name("PL.txt"), (row(1, "Mokre", 52, 20, "PL"),))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dumps.bring([more], target, ATLAS, progress=stop)
    with monkeypatch.context() as patched, pytest.raises(SourceError, match="can't be written: disk full"):
        patched.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "disk full")))
        bring(more, target=target)
    assert target.read_bytes() == before
    assert left(target) == ["PL.txt", "UA.txt", target.name]
    bring(more, target=target)
    assert ids(target, "Mokre") == {1}
    assert ids(target, "Zhuravlyntsi") == {1001}


KILLED = """
import os, sys
from pathlib import Path
from dragoman import dumps
from tests.dumps import atlas
dumps.bring([Path(sys.argv[1])], Path(sys.argv[2]), atlas(), progress=lambda *_: os._exit(9))
"""


def test_a_killed_import_leaves_all_as_it_was_and_is_cleared_up(target):
    """Killed without warning, the earlier places are untouched; the next import clears what is left."""
    bring(dump(target.with_name("UA.txt")), target=target)
    before = target.read_bytes()
    more = dump(target.with_name("PL.txt"), (row(1, "Mokre", 52, 20, "PL"),))
    root = Path(__file__).parents[1]
    path = os.pathsep.join([str(root / "src"), str(root)])
    env = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", KILLED, str(more), str(target)], env=env, check=False)
    assert done.returncode == 9
    assert target.read_bytes() == before
    assert target.with_name(target.name + ".part").is_dir()
    bring(more, target=target)
    assert ids(target, "Mokre") == {1}
    assert not target.with_name(target.name + ".part").exists()


def test_two_imports_at_once_don_t_mix(target):
    """The second is told that the first is under way, and leaves it alone."""
    path = dump(target.with_name("UA.txt"))

    def meanwhile(*_: object) -> None:
        with pytest.raises(SourceError, match="another import into it is under way"):
            bring(path, target=target)

    dumps.bring([path], target, ATLAS, progress=meanwhile)
    assert ids(target, "Zhuravlyntsi") == {1001}


def test_damage_is_told(target):
    """A file that is cut, changed or somebody else's is one clear error; none is overwritten or removed."""
    bring(dump(target.with_name("UA.txt")), target=target)
    whole = target.read_bytes()
    book = Imported.open(target, {})
    book.check()
    changed = bytearray(whole)
    changed[HEAD + 3] ^= 1
    target.write_bytes(changed)
    with pytest.raises(CodebookError, match="damaged"):
        Imported.open(target, {}).check()
    with pytest.raises(CodebookError, match="damaged"):
        checks.places_finding(target)
    for content in (whole[:-1], whole[:HEAD].replace(b"{", b"}"), whole[:100]):
        target.write_bytes(content)
        with pytest.raises(CodebookError, match="damaged"):
            Imported.open(target, {})
        with pytest.raises(CodebookError, match="forget"):
            bring(target.with_name("UA.txt"), target=target)
        assert target.read_bytes() == content
    target.write_text("my diary")
    with pytest.raises(DragomanError, match="no file of imported places"):
        bring(target.with_name("UA.txt"), target=target)
    run("places", "forget", code=1)
    assert target.read_text() == "my diary"


def test_opened_places_travel_to_another_process(target):
    """A coder may be sent to a worker: the places are opened anew there."""
    bring(dump(target.with_name("UA.txt")), target=target)
    book = Imported.open(target, ATLAS.cities.iso3)
    assert pickle.loads(pickle.dumps(book)).named("brodovate") == book.named("brodovate")


def test_feature_codes_are_ours(tmp_path):
    """The table of codes names features of ours, and a fault in it is told."""
    assert {k.feature for k in geonames.shipped().values()} <= FEATURES
    folder = tmp_path / "places"
    folder.mkdir()
    table = "code\tfeature\tsettled\tmeans\nP.PPL\thamlet\tyes\t\nP.PPL\tcity\tmaybe\t\n"
    (folder / "geonames.tsv").write_text(table)
    faults = Faults()
    geonames.load(tmp_path, faults)
    assert [f.split(": ")[0] for f in faults.found] == [f"geonames.tsv line {n}" for n in (2, 3, 3)]


def test_commands_import_show_check_and_forget(target):
    """The commands do the same, say what came of it, and leave nothing behind at the end."""
    dump(target.with_name("UA.zip"), (*VILLAGES, "broken\n"))
    done = run("places", "import", "UA.zip")
    assert f"UA.zip: 23 places from {len(VILLAGES) + 1} rows, 1 broken" in done.stdout
    assert f"UA.zip line {len(VILLAGES) + 1}: 1 columns, not 19" in done.stderr
    assert "dragoman-places.bin: 24 names: 24 from UA.zip (23 places, up to 2024-02-01)" in done.stdout
    shown = [json.loads(line) for line in run("places", "show", "novosilka").stdout.splitlines()]
    assert [(s["geonameid"], s["source"], s["admin1"]) for s in shown] == [
        (689687, "dragoman", "Mykolaiv"),
        (1011, "UA.zip", "Kharkiv"),
    ]
    table = run("places", "show", "Brodovate", "--format", "table").stdout
    assert "Kherson" in table
    assert "UA.zip" in table
    assert "no place is called 'Nowhere at all'" in run("places", "show", "Nowhere at all", code=1).stderr
    found = checks.places_finding(target)
    assert found.sound
    assert "24 names: 24 from UA.zip" in found.seen
    assert "removed" in run("places", "forget").stdout
    assert not target.exists()
    assert "nothing is imported" in run("places", "forget").stdout
    assert checks.places_finding(target).sound


def test_commands_take_the_file_from_the_settings(target):
    """The setting and the option places_db name the file."""
    dump(target.with_name("UA.txt"))
    run("places", "import", "UA.txt", DRAGOMAN_PLACES_DB="a.bin")
    run("places", "import", "UA.txt", "--places-db", "b.bin", "--countries", "HRV, Serbia")
    assert ids(target.with_name("a.bin"), "Brodovate") == {1003, 1004, 1005}
    assert not ids(target.with_name("b.bin"), "Brodovate")
    assert ids(target.with_name("b.bin"), "Sipkovac") == {1009, 1010}
    assert "Ruritania" in run("places", "import", "UA.txt", "--countries", "Ruritania", code=1).stderr


def test_a_stopped_command_says_so(target, monkeypatch):
    """Ctrl-C gives the exit code that shells have for it, and a line that says what is left."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dumps, "bring", stop)
    dump(target.with_name("UA.txt"))
    assert "is as it was" in run("places", "import", "UA.txt", code=130).stderr


def test_too_many_sources_are_told(target, monkeypatch):
    """When the head is full, the import says so and leaves all as it was."""
    bring(dump(target.with_name("UA.txt")), target=target)
    before = target.read_bytes()
    contents = Imported.open(target, {}).contents
    many = tuple(replace(contents.sources[0], file=f"{n}.txt") for n in range(5000))
    full = replace(contents, sources=many)
    monkeypatch.setattr("dragoman.codebook.imported.read_head", lambda *_: full)
    with pytest.raises(SourceError, match="more than the file can name"):
        bring(dump(target.with_name("PL.txt"), (row(1, "Mokre", 52, 20, "PL"),)), target=target)
    assert target.read_bytes() == before
