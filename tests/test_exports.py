"""Exports: what the store holds, as readers of each format read it, and nothing done that is not."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Never

import pytest
from click.testing import CliRunner, Result

from dragoman import articles
from dragoman.cli import main
from dragoman.codebook.gazetteer import FEATURES
from dragoman.codebook.who import NOT_STATES
from dragoman.errors import ExportError
from dragoman.exports import FORMATS, Wanted, columns, writing
from dragoman.exports.tables import TABLES
from dragoman.records import CLASSIC, Article
from dragoman.settings import Settings
from dragoman.store import Store
from tests.exported import (
    NASTY,
    changed,
    dated,
    denied,
    event,
    folder,
    frame,
    meeting,
    renamed,
    stored,
    visit,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).parents[1] / "samples"
OLDER = ("polecat", "icews", "gdelt-events", "gdelt-mentions")
HEADED = ("polecat", "icews")


pytestmark = pytest.mark.usefixtures("codes_at_hand")


@pytest.fixture
def path(tmp_path):
    """A place for a store."""
    return tmp_path / "news.db"


def gdelt(text, table):
    """Return *text* with GDELT's names over its columns, as every client of GDELT adds them."""
    found = frame(text, header=False)
    found.columns = [c.name for c in columns.load()[table]]
    return found


# The tables of columns and codes


@pytest.mark.parametrize("name", [*OLDER, "dyads"])
def test_every_column_is_described(name):
    """`columns.tsv` says of each column of a format what fills it, in the order of the file."""
    cells = import_module(f"dragoman.exports.{FORMATS[name].module}").CELLS
    assert [c.name for c in columns.load()[name]] == list(cells)
    assert all(c.fills for c in columns.load()[name])


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_column_of_the_tables_is_described(table):
    """The same for the tidy tables; a key is never empty."""
    described = columns.load()[table.name]
    assert [c.name for c in described] == list(table.cells)
    assert all(not c.empty for c in described if c.name in table.key)


def test_the_older_formats_have_their_columns():
    """As many as their users' code expects, and the ones it joins by at their places."""
    described = {name: [c.name for c in found] for name, found in columns.load().items()}
    assert [len(described[name]) for name in OLDER] == [40, 20, 61, 16]
    assert described["polecat"][7:10] == ["Actor Name", "Actor Country", "Actor COW"]
    assert described["polecat"][33:35] == ["Source", "Publication Date"]
    assert described["icews"][5:8] == ["Event Text", "CAMEO Code", "Intensity"]
    assert described["gdelt-events"][26:31] == [
        "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    ]  # fmt: skip
    assert described["gdelt-events"][60] == "SOURCEURL"
    assert described["gdelt-mentions"][6] == "SentenceID"


def test_every_code_has_its_row(codes):
    """No land, sector or kind of place of the codebook is without its words elsewhere."""
    assert set(codes.states) <= set(codes.lands)
    assert set(codes.gazetteer.countries) <= set(codes.lands)
    assert set(codes.sectors) == set(codes.scheme.sectors) | NOT_STATES
    assert set(codes.features) == FEATURES
    assert all(codes.lands[c].iso2 and codes.lands[c].fips for c in codes.states)


def test_codes_that_trap_users(codes):
    """FIPS is not ISO, CAMEO has old codes, and Kosovo has no ISO code."""
    assert [codes.lands[c].fips for c in ("AUS", "AUT", "CHN", "CHE", "GBR")] == [
        "AS",
        "AU",
        "CH",
        "SZ",
        "UK",
    ]
    assert [codes.lands[c].gdelt for c in ("ROU", "TLS", "KOS", "POL")] == ["ROM", "TMP", "KSV", "POL"]
    assert codes.lands["RUS"].icews == "Russian Federation"
    assert (codes.iso3("KOS"), codes.cow("KOS"), codes.gw("KOS")) == (None, 347, 347)
    assert (codes.iso3("UNO"), codes.cow("UNO")) == (None, None)


# Older event data


def test_polecat_holds_the_event(path):
    """Read as POLECAT's users read it, each column says what the store holds; the rest is missing."""
    coding = visit()
    text, tally = written(stored(path, coding), "polecat")
    row = frame(text).iloc[0]
    assert tally.rows == 1
    assert dict(row.dropna()) == {
        "Event ID": "tallinn-1_CONSULT_e1",
        "Event Date": "2031-03-03",
        "Event Type": "CONSULT",
        "Event Mode": "visit",
        "Intensity": "4",
        "Quad Code": "VERBAL COOPERATION",
        "Contexts": "diplomatic",
        "Actor Name": "Ana Lupu",
        "Actor Country": "MDA",
        "Actor COW": "359",
        "Primary Actor Sector": "GOV",
        "Actor Sectors": "GOV",
        "Actor Name Raw": "Ana Lupu",
        "Recipient Name": "the Estonian foreign ministry",
        "Recipient Country": "EST",
        "Recipient COW": "366",
        "Primary Recipient Sector": "GOV",
        "Recipient Sectors": "GOV",
        "Recipient Name Raw": "the Estonian foreign ministry",
        "Placename": "Tallinn",
        "City": "Tallinn",
        "Country": "EST",
        "Latitude": "59.44",
        "Longitude": "24.75",
        "GeoNames ID": "588409",
        "Raw Placename": "Tallinn",
        "Feature Type": "PPLC",
        "Source": "Baltic Wire",
        "Publication Date": "2031-03-04",
        "Story People": "Ana Lupu; the Estonian foreign ministry",
        "Story Locations": "Tallinn",
        "Language": "en",
        "Version": "dragoman-0.1.0-r1",
    } | ({"Province": row["Province"]} if isinstance(row["Province"], str) else {})


def test_polecat_keeps_several_actors_in_one_row_and_order(path):
    """A meeting of three is one record, and an actor without a sector is NA there."""
    row = frame(written(stored(path, meeting()), "polecat")[0]).iloc[0]
    assert row["Actor Name"] == "Ana Lupu; the Estonian foreign ministry; Latvia"
    assert row["Actor COW"] == "359; 366; 367"
    assert row["Actor Sectors"] == "GOV; GOV; NA"


def test_icews_has_a_row_for_each_pair(path):
    """A meeting is told from every side, as ICEWS' coders did, and each row has its own number."""
    rows = frame(written(stored(path, meeting()), "icews")[0])
    pairs = list(zip(rows["Source Country"], rows["Target Country"], strict=True))
    assert sorted(pairs) == sorted((a, b) for a in ESTONIA for b in ESTONIA if a != b)
    assert rows["Event ID"].is_unique
    assert set(rows["Event Text"]) == {"Consult"}
    assert set(rows["Intensity"]) == {"1"}


ESTONIA = ("Moldova", "Estonia", "Latvia")


def test_a_visit_is_made_and_hosted(path):
    """The row turned round has the code of the host, and that code's intensity."""
    rows = frame(written(stored(path, visit()), "icews")[0])
    told = zip(rows["Source Country"], rows["CAMEO Code"], rows["Intensity"], strict=True)
    assert sorted(told) == [("Estonia", "043", "2.8"), ("Moldova", "042", "1.9")]


def test_what_several_do_to_a_third_is_not_done_to_each_other(path):
    """Three states that condemn something are three sources without a target."""
    coding = changed(meeting(), event_type="ACCUSE", cameo="111")
    rows = frame(written(stored(path, coding), "icews")[0])
    assert list(rows["Target Name"].isna()) == [True, True, True]


def test_gdelt_counts_an_event_once(path):
    """Two articles that tell the same make one event with two mentions, and both tables have its number."""
    second = visit("tallinn-2", publisher="Northern Post")
    second = replace(second, article=replace(second.article, url=None, published="2031-03-05"))
    stored(path, second, visit())
    events, mentions = (gdelt(written(path, name)[0], name) for name in ("gdelt-events", "gdelt-mentions"))
    visits = events[events.EventCode == "042"].iloc[0]
    assert len(events) == 2  # the visit, and the same from the host's side
    counts = [visits[c] for c in ("NumMentions", "NumSources", "NumArticles")]
    assert counts == ["2", "2", "2"]
    assert (visits.SQLDATE, visits.MonthYear, visits.FractionDate) == ("20310303", "203103", "2031.1699")
    assert (visits.Actor1Code, visits.Actor1Name, visits.Actor2CountryCode) == ("MDAGOV", "ANA LUPU", "EST")
    assert (visits.QuadClass, visits.GoldsteinScale, visits.IsRootEvent) == ("1", "1.9", "1")
    assert (visits.ActionGeo_Type, visits.ActionGeo_CountryCode) == ("4", "EN")
    assert (visits.DATEADDED, visits.SOURCEURL) == ("20310304083000", "https://news.example/tallinn-1")
    mine = mentions[mentions.GLOBALEVENTID == visits.GLOBALEVENTID]
    assert list(mine.MentionIdentifier) == ["https://news.example/tallinn-1", "tallinn-2"]
    assert list(mine.MentionSourceName) == ["news.example", "Northern Post"]
    assert list(mine.MentionType) == ["1", "2"]
    assert list(mine.MentionTimeDate) == ["20310304083000", "20310305000000"]
    assert set(mine.EventTimeDate) == {"20310304083000"}
    assert set(mentions.GLOBALEVENTID) == set(events.GLOBALEVENTID)


def test_gdelt_offsets_lead_to_the_words(path):
    """The offsets of a mention are where the words begin in the article."""
    coding = visit()
    row = gdelt(written(stored(path, coding), "gdelt-mentions")[0], "gdelt-mentions").iloc[0]
    found = [coding.article.text[int(row[c]) :][:8] for c in ("Actor1CharOffset", "ActionCharOffset")]
    assert sorted(found) in (["Ana Lupu", "visited "], ["the Esto", "visited "])


def test_bodies_of_no_state_have_gdelts_codes(path):
    """The UN is IGOUNO without a country; the EU has its known group."""
    coding = visit()
    first, second = coding.actors
    coding = replace(
        coding,
        actors=(
            replace(first, country="UNO", kind="igo", sectors=(), sector=None),
            replace(second, country="EUR", kind="igo", sectors=(), sector=None),
        ),
    )
    events = gdelt(written(stored(path, coding), "gdelt-events")[0], "gdelt-events")
    row = events[events.EventCode == "042"].iloc[0]
    assert (row.Actor1Code, row.Actor1KnownGroupCode, row.Actor1Type1Code) == ("IGOUNO", "UNO", "IGO")
    assert (row.Actor2Code, row.Actor2CountryCode) == ("IGOEUREEC", "EUR")
    assert row.isna()["Actor1CountryCode"]


@pytest.mark.parametrize("name", [f for f in FORMATS if FORMATS[f].classic])
@pytest.mark.parametrize("status", ["denied", "negated", "planned", "foreseen", "requested"])
def test_what_is_not_said_to_be_done_is_not_there(name, status, path):
    """A format without a status never holds it, says how many it left out, and can't be made to."""
    stored(path, visit("done"), changed(visit("other"), status=status))
    text, tally = written(path, name)
    assert tally.hidden == {status: 1}
    assert "other" not in text.replace("otherwise", "")
    with pytest.raises(ExportError, match=status):
        written(path, name, Wanted(statuses=frozenset({status})))


@pytest.mark.parametrize("name", OLDER)
def test_a_day_that_is_not_told_is_not_made_up(name, path):
    """A visit "in March" has no day; with the publication day asked for, it has that one."""
    stored(path, dated(visit(), date(2031, 3, 1), date(2031, 3, 31), "month"))
    if name in HEADED:
        empty, filled = (
            frame(written(path, name, w)[0])["Event Date"][0] for w in (Wanted(), Wanted(undated=True))
        )
        assert filled == "2031-03-04"
        assert empty != empty  # missing
    elif name == "gdelt-events":
        row = gdelt(written(path, name)[0], name).iloc[0]
        assert row.isna()[["SQLDATE", "FractionDate"]].all()
        assert (row.MonthYear, row.Year) == ("203103", "2031")
        row = gdelt(written(path, name, Wanted(undated=True))[0], name).iloc[0]
        assert row.SQLDATE == "20310304"


@pytest.mark.parametrize("name", OLDER)
def test_nothing_in_a_text_breaks_a_line(name, path):
    """Tabs, line ends and quotes in names and titles leave every row its columns, for every reader."""
    coding = renamed(visit(), NASTY)
    coding = replace(coding, article=replace(coding.article, publisher='The "Post"\n', url=None))
    text, _ = written(stored(path, coding), name)
    width = len(columns.load()[name])
    rows = text.removesuffix("\n").split("\n")
    assert {len(row.split("\t")) for row in rows} == {width}
    quoted = list(csv.reader(rows, delimiter="\t"))
    assert quoted == [row.split("\t") for row in rows]
    if name != "gdelt-mentions":
        assert "Ţîrlea".casefold() in text.casefold()


# PLOVER's own records


def test_plover_says_what_the_store_holds(path):
    """Every span is words of the article, and status and sources are there."""
    coding = visit()
    record = json.loads(written(stored(path, coding), "plover")[0])
    what = event(coding)
    assert {"id", "date", "actor", "event"} <= set(record)
    assert (record["id"], record["date"], record["enddate"]) == ("tallinn-1#e1", "2031-03-03", "2031-03-03")
    assert (record["event"], record["mode"], record["event_scale"]) == (
        what.event_type,
        ["visit"],
        what.score,
    )
    assert record["status"] == "attributed"
    assert record["assessments"][0]["name"] == "the Estonian foreign ministry"
    assert record["assessments"][0]["cue"] == "said"
    actor = record["actor"][0]
    assert coding.article.text[actor["start"] : actor["end"]] == actor["raw_text"] == "Ana Lupu"
    info = record["text_info"]
    assert coding.article.text[info["start"] : info["end"]] == record["text"]
    assert record["event_loc"]["resolution"] == 4
    assert record["cite_info"]["url"] == "https://news.example/tallinn-1"


@pytest.mark.parametrize(
    ("status", "mode"),
    [("negated", "negation"), ("denied", "negation"), ("planned", "future"), ("foreseen", "hypothetical")],
)
def test_plover_warns_by_its_own_auxiliary_modes(status, mode, path):
    """A reader who knows PLOVER alone sees that it was not done."""
    stored(path, changed(visit(), status=status))
    assert json.loads(written(path, "plover")[0])["context"] == ["diplomatic", mode]


# Filters and order


FILTERS = [
    Wanted(dyad=("MDA", "EST")),
    Wanted(dyad=("EST", "LVA")),
    Wanted(dyad=("EST", "EST")),
    Wanted(since=date(2031, 3, 4)),
    Wanted(until=date(2031, 3, 2)),
    Wanted(since=date(2031, 3, 20), until=date(2031, 3, 25)),
    Wanted(types=frozenset({"ACCUSE"})),
    Wanted(statuses=frozenset({"denied"})),
]


@pytest.mark.parametrize("wanted", FILTERS, ids=repr)
def test_filters_pick_what_the_timeline_picks(wanted, path):
    """Dyad, dates and types mean the same in an export as in the timeline's question to the store."""
    codings = [
        visit("one"),
        meeting("two"),
        denied("three"),
        changed(visit("four"), event_type="ACCUSE", event_mode=()),
        dated(visit("five"), date(2031, 3, 1), date(2031, 3, 31), "month"),
        dated(visit("six"), None, date(2031, 3, 4), "open"),
        visit("seven", day=None),
    ]
    stored(path, *codings)
    text, _ = written(path, "plover", wanted)
    found = {json.loads(line)["id"].split("#")[0] for line in text.splitlines()}
    pairs = [wanted.dyad] if wanted.dyad else [("MDA", "EST")]
    span = {k: v.isoformat() for k in ("since", "until") if (v := getattr(wanted, k))}
    with Store.open(path, read_only=True) as store:
        told = [e for a, b in pairs for e in store.between(a, b, **span)]
    expected = {
        e.article_id
        for e in told
        if (wanted.types is None or e.event_type in wanted.types)
        and (wanted.statuses is None or e.status in wanted.statuses)
    }
    assert found == expected


@pytest.mark.parametrize("name", [f for f in FORMATS if not FORMATS[f].tables])
def test_the_order_does_not_depend_on_that_of_adding(name, tmp_path):
    """Two stores with the same articles give the same bytes."""
    codings = [visit("one"), meeting("two"), denied("three"), visit("four", day=date(2031, 2, 1))]
    texts = [
        written(stored(tmp_path / f"{n}.db", *found), name)[0]
        for n, found in enumerate((codings, codings[::-1]))
    ]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("name", [f for f in FORMATS if not FORMATS[f].tables])
def test_an_empty_store_gives_an_empty_export(name, path):
    """A sound file without rows: the header where there is one, a document without members where not."""
    text, tally = written(stored(path), name)
    assert tally.rows == 0
    if name in (*HEADED, "dyads"):
        assert len(text.splitlines()) == 1
    elif name in ("jsonld", "geojson"):
        assert [] in json.loads(text).values()
    else:
        assert text == ""


def test_only_the_coding_that_counts_is_exported(path):
    """An article that was read again is there once, as read last."""
    stored(path, visit(recipe="r1"), changed(visit(recipe="r2"), event_type="SUPPORT", event_mode=()))
    text, tally = written(path, "plover")
    assert (tally.rows, json.loads(text)["event"]) == (1, "SUPPORT")


def test_unknown_names_stay_unknown(path):
    """An actor of no known country and an event without place or parties leave cells empty."""
    coding = visit()
    coding = replace(
        coding,
        actors=tuple(replace(a, country=None, sector=None, sectors=(), mentions=()) for a in coding.actors),
    )
    stored(path, changed(coding, place=None, cameo=None, goldstein=None, recipients=(), event_type="PROTEST"))
    for name in OLDER:
        assert written(path, name)[1].rows == 1
    row = frame(written(path, "icews")[0]).iloc[0]
    assert row.isna()[["Source Country", "Target Name", "CAMEO Code", "Intensity", "City", "Latitude"]].all()
    assert json.loads(written(path, "plover")[0])["event_loc"] is None


# Files


def test_a_file_is_whole_or_as_it_was(tmp_path):
    """What goes wrong half way leaves the older file, and nothing beside it."""

    def lines() -> Iterator[str]:
        yield "half\n"
        raise LookupError

    target = tmp_path / "out.txt"
    target.write_text("older\n")
    with pytest.raises(LookupError):
        writing.write_lines(lines(), target)
    assert target.read_text() == "older\n"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_is_whole_or_as_it_was(tmp_path, path, monkeypatch):
    """The same for a folder of tables; a whole export takes the place of an older one."""
    out = tmp_path / "tables"
    folder(stored(path, visit("one")), "csv", out)
    before = (out / "events.csv").read_bytes()

    def fails(*_: object) -> Never:
        raise LookupError

    with monkeypatch.context() as patched:
        patched.setattr("dragoman.exports.dictionary.write", fails)
        with pytest.raises(LookupError):
            folder(stored(path, visit("two")), "csv", out)
    assert (out / "events.csv").read_bytes() == before
    folder(path, "csv", out)
    assert (out / "events.csv").read_bytes() != before
    assert {p.name for p in tmp_path.iterdir()} <= {"tables", "news.db", "news.db-wal", "news.db-shm"}


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path, path):
    """A folder that holds anything but an export is refused by name."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("keep me")
    with pytest.raises(ExportError, match="letters"):
        folder(stored(path, visit()), "csv", tmp_path / "letters")
    assert (tmp_path / "letters" / "dear.txt").read_text() == "keep me"


@pytest.mark.parametrize(
    ("name", "out", "says"),
    [
        ("nothing", None, "no export format"),
        ("csv", None, "--out"),
        ("plover", "no/such/folder/x", "can't be written"),
        ("plover", ".", "no ordinary file"),
        ("plover", "news.db", "the store itself"),
    ],
)
def test_what_cannot_be_done_is_said(name, out, says, tmp_path, path):
    """One line that names what is wrong and what to do."""
    stored(path, visit())
    with Store.open(path, read_only=True) as store, pytest.raises(ExportError, match=says):
        from dragoman.exports import export  # noqa: PLC0415  (the name is that of the command here)

        export(store, name, Wanted(), out=tmp_path / out if out else None)


# The command


def run(*args: str, code: int = 0) -> Result:
    """Run dragoman with *args*; the exit code must be *code*."""
    result = CliRunner(env={"COLUMNS": "130"}).invoke(main, args)
    assert result.exit_code == code, result.output
    return result


def test_the_command_writes_and_reports(path):
    """Rows go to standard output; what was left out and left open is said beside it."""
    stored(path, visit("one"), denied("two"), dated(visit("three"), None, None, "open"))
    done = run("export", "POLECAT", "--db", str(path), "--dyad", "Moldova", "EST")
    assert len(done.stdout.splitlines()) == 3
    assert "polecat: 2 rows" in done.stderr
    assert "1 denied" in done.stderr
    assert "1 row without a day" in done.stderr
    assert "\t2031-03-04\t" in run("export", "polecat", "--db", str(path), "--undated", "published").stdout


def test_the_command_writes_a_file(path, tmp_path):
    """With --out the rows are in the file and not on the screen."""
    stored(path, visit())
    done = run("export", "gdelt-events", "--db", str(path), "--out", str(tmp_path / "e.csv"))
    assert done.stdout == ""
    assert len((tmp_path / "e.csv").read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("nonsense",), 2),
        (("polecat", "--by", "week"), 2),
        (("polecat", "--dyad", "Moldova", "Ruritania"), 2),
        (("polecat", "--status", "planned"), 1),
        (("csv",), 1),
    ],
)
def test_the_command_refuses_in_one_line(args, code, path):
    """A wrong option is refused with a line that says so, and no traceback."""
    stored(path, visit())
    result = run("export", *args, "--db", str(path), code=code)
    assert "Error: " in result.stderr
    assert "Traceback" not in result.stderr


def test_statuses_of_the_classic_view_can_be_chosen(path):
    """--status narrows even the formats that can't show it."""
    stored(path, visit("one"), visit("two", status="asserted"))
    assert {e.status for e in (event(visit()), event(visit(status="asserted")))} <= CLASSIC
    done = run("export", "polecat", "--db", str(path), "--status", "asserted")
    assert [line.split("_")[0] for line in done.stdout.splitlines()[1:]] == ["two"]


@pytest.mark.model
def test_real_codings_come_back_from_every_format(path, tmp_path, coder):
    """What is read in the sample articles is in each export as often as in the store."""
    found = [a for a in articles.read([str(SAMPLES)], settings=Settings()) if isinstance(a, Article)]
    codings = [coder.code(article) for article in found[:8]]
    stored(path, *codings)
    happened = [e for c in codings for e in c.events]
    classic = [e for e in happened if e.status in CLASSIC]
    assert len(frame(written(path, "polecat")[0])) == len(classic)
    assert len(written(path, "plover")[0].splitlines()) == len(happened)
    mentions = gdelt(written(path, "gdelt-mentions")[0], "gdelt-mentions")
    events = gdelt(written(path, "gdelt-events")[0], "gdelt-events")
    assert len(frame(written(path, "icews")[0])) == len(mentions) == events.NumMentions.astype(int).sum()
    text, tally = written(path, "geojson")
    assert len(json.loads(text)["features"]) + tally.placeless == len(happened)
    for form in ("csv", "parquet"):
        package = json.loads((folder(path, form, tmp_path / form) / "datapackage.json").read_text())
        rows = {r["name"]: r["rows"] for r in package["resources"]}
        assert (rows["events"], rows["articles"]) == (len(happened), len(codings))
