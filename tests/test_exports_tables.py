"""Tidy tables and dyads: what their readers get is what the store and the timeline hold."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pyarrow
import pytest
from pyarrow import parquet

from dragoman.errors import ExportError
from dragoman.exports import Wanted, columns
from dragoman.exports import parquet as parquet_export
from dragoman.exports.tables import TABLES
from dragoman.records import CLASSIC
from dragoman.store import Store
from dragoman.timeline import between
from tests.codings import VISIT
from tests.exported import NASTY, changed, dated, denied, folder, meeting, renamed, stored, visit, written
from tests.test_timeline import OTHER_WORDS, with_text

pytestmark = pytest.mark.usefixtures("codes_at_hand")

DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "bool", "date": "str"}


@pytest.fixture
def path(tmp_path):
    """A place for a store."""
    return tmp_path / "news.db"


@pytest.fixture
def codings():
    """A visit, a meeting, a denial, and a visit with a name that breaks tables."""
    nasty = renamed(visit("quotes"), NASTY)
    nasty = replace(nasty, article=replace(nasty.article, title='He said\n"no"', publisher=None, url=None))
    return [visit("one"), meeting("two"), denied("three"), nasty]


def frames(form, where):
    """Return the tables in folder *where*, read as the data dictionary says."""
    package = json.loads((where / "datapackage.json").read_text())
    found = {}
    for resource in package["resources"]:
        path = where / resource["path"]
        if form == "parquet":
            found[resource["name"]] = pd.read_parquet(path)
        else:
            kinds = {f["name"]: DTYPES[f["type"]] for f in resource["schema"]["fields"]}
            found[resource["name"]] = pd.read_csv(path, dtype=kinds, keep_default_na=False, na_values=[""])
    return found


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_tables_hold_what_the_store_holds(form, path, tmp_path, codings):
    """Every event, actor, stand, attribution and article is a row, with its words as they are."""
    tables = frames(form, folder(stored(path, *codings), form, tmp_path / "out"))
    found = [(c, e) for c in codings for e in c.events]
    assert len(tables["events"]) == len(found)
    sides = sum(len(e.actors) + len(e.recipients) + len(e.participants) for _, e in found)
    assert len(tables["event_actors"]) == sides
    assert len(tables["assessments"]) == sum(len(e.assessments) for _, e in found)
    assert len(tables["attributions"]) == sum(len(c.attributions) for c in codings)
    assert len(tables["articles"]) == len(codings)
    for coding, event in found:
        rows = tables["events"].set_index("event_id")
        row = rows.loc[f"{coding.article.id}#{event.id}"]
        assert (row["event_type"], row["status"], row["cameo"]) == (
            event.event_type,
            event.status,
            event.cameo,
        )
        assert bool(row["classic"]) == (event.status in CLASSIC)
        assert row["words"] == coding.article.text[row["words_start"] : row["words_end"]]
        assert row["trigger"] == coding.article.text[row["trigger_start"] : row["trigger_end"]]
        assert (str(row["date_first"]), row["date_precision"]) == ("2031-03-03", "day")
        assert (row["place_iso3"], row["place_precision"], row["latitude"]) == ("EST", "city", 59.44)
    assert NASTY in set(tables["event_actors"]["name"])
    assert 'He said\n"no"' in set(tables["articles"]["title"])
    missing = tables["articles"].set_index("article_id").loc["quotes"]
    assert missing[["publisher", "url"]].isna().all()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_countries_have_their_numbers(form, path, tmp_path):
    """States have ISO-3, COW and Gleditsch-Ward; Kosovo has numbers and no ISO code, the UN neither."""
    coding = meeting()
    who = coding.actors
    coding = replace(coding, actors=(who[0], replace(who[1], country="KOS"), replace(who[2], country="UNO")))
    rows = frames(form, folder(stored(path, coding), form, tmp_path / "out"))["event_actors"]
    assert plain(rows[["country", "iso3", "cow", "gw"]]) == [
        ["MDA", "MDA", "359", "359"],
        ["KOS", None, "347", "347"],
        ["UNO", None, None, None],
    ]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_keys_are_keys_and_lead_somewhere(form, path, tmp_path, codings):
    """Each table's key is unique, and each id in another table is the key of a row there."""
    where = folder(stored(path, *codings), form, tmp_path / "out")
    tables = frames(form, where)
    for table in TABLES:
        assert not tables[table.name].duplicated(list(table.key)).any()
    package = json.loads((where / "datapackage.json").read_text())
    for resource in package["resources"]:
        for foreign in resource["schema"]["foreignKeys"]:
            target = foreign["reference"]["resource"] or resource["name"]
            ids = set(tables[resource["name"]][foreign["fields"]].dropna())
            assert ids <= set(tables[target][foreign["reference"]["fields"]]), (resource["name"], foreign)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_dictionary_covers_every_column(form, path, tmp_path, codings):
    """Each column of each file is in the dictionary, in order, with its kind and words; rows are counted."""
    where = folder(stored(path, *codings), form, tmp_path / "out")
    package = json.loads((where / "datapackage.json").read_text())
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        if form == "csv":
            with (where / resource["path"]).open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            assert [f["name"] for f in fields] == rows[0]
            assert resource["rows"] == len(rows) - 1
            never = [n for n, f in enumerate(fields) if f["constraints"]["required"]]
            assert all(row[n] for row in rows for n in never)
        else:
            schema = parquet.read_schema(where / resource["path"])
            assert [f["name"] for f in fields] == schema.names
            kinds = [pyarrow.type_for_alias(parquet_export.TYPES[f["type"]]) for f in fields]
            assert [schema.field(f["name"]).type for f in fields] == kinds
            said = [schema.field(f["name"]).metadata[b"description"].decode() for f in fields]
            assert said == [f["description"] for f in fields]
        assert all(f["description"] and f["when_empty"] for f in fields)


def test_csv_and_parquet_agree(path, tmp_path, codings):
    """Both hold the same cells."""
    stored(path, *codings)
    tables = [frames(form, folder(path, form, tmp_path / form)) for form in ("csv", "parquet")]
    for name, left in tables[0].items():
        right = tables[1][name]
        assert plain(left) == plain(right)


def plain(table):
    """Return the cells of *table* as text, whatever types its reader chose for numbers and dates."""
    rows = table.astype(object).where(table.notna(), None).to_numpy().tolist()
    return [[None if c is None else str(c).removesuffix(".0") for c in row] for row in rows]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_an_empty_store_gives_tables_without_rows(form, path, tmp_path):
    """All files are there with their columns."""
    tables = frames(form, folder(stored(path), form, tmp_path / "out"))
    assert {name: len(t) for name, t in tables.items()} == dict.fromkeys((t.name for t in TABLES), 0)
    assert all(list(tables[t.name].columns) == list(t.cells) for t in TABLES)


def test_parquet_is_written_group_by_group(path, tmp_path, monkeypatch, codings):
    """Rows don't wait in memory for the last one."""
    monkeypatch.setattr(parquet_export, "GROUP", 2)
    where = folder(stored(path, *codings), "parquet", tmp_path / "out")
    file = parquet.ParquetFile(where / "events.parquet")
    assert (file.num_row_groups, file.metadata.num_rows) == (2, 4)


def test_without_pyarrow_parquet_says_what_to_install(path, tmp_path, monkeypatch, codings):
    """One line with the command, and nothing is left behind."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExportError, match=r"pip install 'dragoman\[parquet\]'"):
        folder(stored(path, *codings), "parquet", tmp_path / "out")
    assert not [p for p in tmp_path.iterdir() if "out" in p.name]


def test_events_name_their_happening_and_its_sources(path, tmp_path):
    """Reports of one thing have one number; a copy is no source more, and names its original."""
    copy = visit("b", publisher="Prut Post")
    other = with_text("c", "Coast Gazette", OTHER_WORDS)
    later = visit("d", publisher="Daugava Daily", text="On 9 April " + VISIT, day=date(2031, 4, 9))
    stored(path, visit("a"), copy, other, later)
    found = frames("csv", folder(path, "csv", tmp_path / "out"))
    events = found["events"].set_index("article_id")
    assert events.loc[["a", "b", "c"], "happening"].nunique() == 1
    assert events.loc["d", "happening"] != events.loc["a", "happening"]
    assert list(events["happening_sources"]) == [2, 2, 2, 1]
    articles = found["articles"].set_index("article_id")
    assert list(articles.loc[["a", "b", "c"], "original_id"]) == ["a", "a", "c"]


def test_filters_leave_out_articles_without_such_events(path, tmp_path, codings):
    """With a filter on, an article that holds none of the events is not there; without, all are."""
    out = folder(stored(path, *codings), "csv", tmp_path / "out", Wanted(statuses=frozenset({"denied"})))
    tables = frames("csv", out)
    assert list(tables["articles"]["article_id"]) == ["three"]
    assert list(tables["articles"]["events"]) == [1]


# Dyads


def rows(path, **options: Any) -> list[dict[str, str]]:  # noqa: ANN401  (as in Wanted)
    """Return the rows of the table of dyads."""
    return list(csv.DictReader(io.StringIO(written(path, "dyads", Wanted(**options))[0])))


def published(coding, day):
    """Return *coding* with its article published on *day*."""
    return replace(coding, article=replace(coding.article, published=day))


@pytest.fixture
def months(path):
    """A store with visits in January and April, a denial in April, and an article of June."""
    return stored(
        path,
        published(visit("jan", day=date(2031, 1, 10), text=visit().article.text), "2031-01-11"),
        published(visit("copy", day=date(2031, 1, 10)), "2031-01-12"),
        published(dated(visit("apr"), date(2031, 4, 1), date(2031, 4, 30), "month"), "2031-05-02"),
        published(dated(denied("denial"), date(2031, 4, 20), date(2031, 4, 20), "day"), "2031-04-21"),
        published(dated(visit("open"), None, date(2031, 6, 2), "open"), "2031-06-02"),
        published(dated(visit("old"), date(2029, 4, 1), date(2029, 4, 1), "day"), "2031-06-03"),
    )


def test_every_month_has_a_row(months):
    """From the first article to the last, empty months too, with the articles read in each."""
    found = rows(months)
    assert [r["period"] for r in found] == ["2031-01", "2031-02", "2031-03", "2031-04", "2031-05", "2031-06"]
    assert [r["articles_read"] for r in found] == ["2", "0", "0", "1", "1", "2"]
    assert {(r["country_a"], r["country_b"], r["cow_a"], r["gw_b"]) for r in found} == {
        ("EST", "MDA", "366", "359")
    }
    assert [(r["period_first"], r["period_last"]) for r in found][1] == ("2031-02-01", "2031-02-28")
    assert [c.name for c in columns.load()["dyads"]] == list(found[0])


def test_dyads_count_happenings_as_the_timeline_does(months):
    """A visit told twice is one, a report with its denial is one contested one, and sums agree."""
    found = rows(months)
    assert [r["happenings"] for r in found] == ["1", "0", "0", "1", "0", "0"]
    assert [r["reports"] for r in found] == ["2", "0", "0", "2", "0", "0"]
    assert found[3]["contested"] == found[3]["verbal_cooperation_contested"] == "1"
    assert (found[0]["mean_score"], found[0]["mean_goldstein"]) == ("4", "1.9")
    assert (found[1]["mean_score"], found[1]["mean_goldstein"]) == ("", "")
    with Store.open(months, read_only=True) as store:
        told = between(store, "EST", "MDA")
    _, tally = written(months, "dyads")
    assert sum(int(r["happenings"]) for r in found) + tally.undated + tally.outside == len(told)


def test_what_has_no_month_is_counted_apart(months):
    """A happening that is only known to lie before its report is undated there; or counted, if asked for."""
    assert [r["undated"] for r in rows(months)] == ["0", "0", "0", "0", "0", "1"]
    assert [r["happenings"] for r in rows(months, undated=True)] == ["1", "0", "0", "1", "0", "1"]
    _, tally = written(months, "dyads")
    assert (tally.undated, tally.outside) == (1, 1)


def test_weeks_and_days(months):
    """Weeks are ISO's, from Monday; a month is no week, but the denial tells the day of what it denies."""
    weeks = rows(months, by="week")
    assert weeks[0]["period"] == "2031-W02"
    assert (weeks[0]["period_first"], weeks[0]["period_last"]) == ("2031-01-06", "2031-01-12")
    assert {r["period"] for r in weeks if r["happenings"] == "1"} == {"2031-W02", "2031-W16"}
    assert [r["period"] for r in rows(months, by="day", until=date(2031, 1, 12))] == [
        "2031-01-11",
        "2031-01-12",
    ]


def test_either_direction_has_its_rows(path):
    """Who accuses is country a; a meeting without a host counts both ways."""
    accusing = changed(visit("one"), event_type="ACCUSE", event_mode=(), cameo="112", quad_class=3)
    stored(path, accusing, meeting("two"))
    found = {(r["country_a"], r["country_b"]): r for r in rows(path, directed=True)}
    assert len(found) == 6
    assert (found["MDA", "EST"]["verbal_conflict"], found["EST", "MDA"]["verbal_conflict"]) == ("1", "0")
    assert {r["verbal_cooperation"] for r in found.values()} == {"1"}


def test_one_dyad_can_be_asked_for(path):
    """Also one that the store holds nothing of: then every count is zero."""
    stored(path, visit())
    found = rows(path, dyad=("ZWE", "ALB"))
    assert [(r["country_a"], r["country_b"], r["happenings"], r["articles_read"]) for r in found] == [
        ("ALB", "ZWE", "0", "1")
    ]
