"""The store gives back what went in, once, whole, whatever happens to the process that writes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Never

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import articles, correcting, databases
from dragoman.errors import StoreError
from dragoman.records import Article, Coding, Dropped, Refused
from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.store.connection import APPLICATION, KIND
from tests.codings import VISIT, visit

ROOT = Path(__file__).parents[1]


@pytest.fixture
def path(tmp_path):
    """A place for a store."""
    return tmp_path / "news.db"


def test_what_goes_in_comes_out(path):
    """A coding comes back equal, also after the file was closed."""
    with Store.open(path) as store:
        assert store.add(visit())
    with Store.open(path, read_only=True) as store:
        assert store.coding("tallinn-1") == visit()
        assert list(store.codings()) == [visit()]
        assert store.coding("nothing") is None


@given(
    text=st.text(st.characters(exclude_categories=["Cs"])),
    note=st.text(st.characters(exclude_categories=["Cs"])),
    published=st.none() | st.dates().map(date.isoformat),
)
def test_any_text_makes_the_round_trip(text, note, published):
    """Odd characters, NUL and emptiness included, come back as they were."""
    coding = Coding(
        article=Article(id=note, text=text, title=note or None, published=published),
        dropped=(Dropped(room="events", start=0, end=0, why=note),),
        recipe="r",
    )
    with Store.open(":memory:") as store:
        assert store.add(coding)
        assert store.coding(note) == coding


@pytest.mark.model
def test_real_codings_make_the_round_trip(path, coder):
    """What the rooms make of the sample articles is given back equal, and read by the timeline's reader."""
    found = [a for a in articles.read([str(ROOT / "samples")], settings=Settings()) if isinstance(a, Article)]
    codings = [coder.code(article) for article in found[:6]]
    with Store.open(path) as store:
        assert all(store.add(coding) for coding in codings)
    with Store.open(path, read_only=True) as store:
        assert list(store.codings()) == codings
        assert store.counts().events == sum(len(c.events) for c in codings)
        store.check()


def test_the_same_article_and_recipe_add_nothing(path):
    """A second time changes no row of any table."""
    with Store.open(path) as store:
        store.add(visit())
        before = list(store._link.iterdump())
        assert not store.add(visit())
        assert list(store._link.iterdump()) == before
        assert store.has(visit().article, "r1")


def test_recipes_lie_side_by_side(path):
    """Another recipe for the same article is another coding; the newest counts where one must be chosen."""
    with Store.open(path) as store:
        store.add(visit(recipe="r1"))
        later = visit(recipe="r2", status="asserted")
        assert store.add(later)
        assert store.coding("tallinn-1", "r1") == visit(recipe="r1")
        assert store.coding("tallinn-1") == later
        assert [c.recipe for c in store.codings()] == ["r1", "r2"]
        assert [row.status for row in store.between("MDA", "EST")] == ["asserted"]
        counts = store.counts()
        assert (counts.articles, counts.codings, counts.recipes) == (1, 2, 2)


def test_a_revised_article_keeps_its_first_version(path):
    """The same id with another text is a new version of the article, which then counts."""
    with Store.open(path) as store:
        store.add(visit())
        revised = visit(text=VISIT + " They signed nothing.")
        assert store.add(revised)
        assert store.coding("tallinn-1") == revised
        assert store.counts().articles == 2
        assert len(list(store.between("MDA", "EST"))) == 1


def test_between_finds_both_sides_in_either_order(path):
    """A pair has no direction, needs both countries, and has its parties and voices with it."""
    with Store.open(path) as store:
        store.add(visit())
        (row,) = store.between("EST", "MDA")
        assert [row] == list(store.between("MDA", "EST"))
        assert list(store.between("MDA", "LVA")) == []
        assert list(store.between("MDA", "MDA")) == []
    assert [p.name for p in row.side("actor")] == ["Ana Lupu"]
    assert [p.country for p in row.side("recipient")] == ["EST"]
    assert [(v.source, v.name, v.cue) for v in row.voices] == [
        ("a2", "the Estonian foreign ministry", "said"),
        ("author", None, None),
    ]
    assert (row.first, row.place, row.modes, row.sentence) == (date(2031, 3, 3), "Tallinn", ("visit",), VISIT)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (None, None, 1),
        ("2031-03-03", "2031-03-03", 1),
        ("2031-03-04", None, 0),
        (None, "2031-03-02", 0),
        ("2031-01-01", "2031-12-31", 1),
    ],
)
def test_between_keeps_to_the_dates(path, since, until, found):
    """Both ends of the period belong to it."""
    with Store.open(path) as store:
        store.add(visit())
        assert len(list(store.between("MDA", "EST", since=since, until=until))) == found


def test_an_event_without_a_date_counts_as_of_its_article(path):
    """The article of 4 March lends its undated event the day for filtering, not for the record."""
    with Store.open(path) as store:
        store.add(visit(day=None))
        assert len(list(store.between("MDA", "EST", since="2031-03-04", until="2031-03-04"))) == 1
        (row,) = store.between("MDA", "EST")
        assert row.first is None


def test_named_views_read_like_a_table(path):
    """Somebody who opens the file with another tool finds one plain line an event."""
    with Store.open(path) as store:
        store.add(visit())
    link = sqlite3.connect(path)
    link.row_factory = sqlite3.Row
    row = dict(link.execute("SELECT * FROM timeline").fetchone())
    link.close()
    assert row["date"] == "2031-03-03"
    assert (row["actors"], row["type"], row["recipients"]) == (
        "Ana Lupu",
        "CONSULT",
        "the Estonian foreign ministry",
    )
    assert (row["status"], row["place"], row["words"]) == ("attributed", "Tallinn", VISIT)
    assert (row["publisher"], row["url"]) == ("Baltic Wire", "https://news.example/tallinn-1")


def test_texts_come_by_key(path):
    """The timeline fetches the texts that it compares."""
    with Store.open(path) as store:
        store.add(visit())
        (row,) = store.between("MDA", "EST")
        assert store.texts([row.article, row.article]) == {row.article: VISIT}


def test_refusals_are_noted_once(path):
    """What gave no article is counted, and a second run doesn't count it again."""
    with Store.open(path) as store:
        for _ in range(2):
            store.refuse(Refused(source="x.html", why="no text"))
            store.refuse(Refused(source="x.jsonl", line=3, why="broken JSON"))
        assert store.counts().refused == 2


def test_runs_say_when_and_how_much(path):
    """Each stretch of adding under one recipe is a run with its count."""
    with Store.open(path) as store:
        store.add(visit("x"))
        store.add(visit("y"))
        store.add(visit("x", recipe="r2"))
        rows = store._link.execute("SELECT recipe, added FROM runs ORDER BY key").fetchall()
    assert [tuple(r) for r in rows] == [("r1", 2), ("r2", 1)]


def test_a_coding_that_contradicts_itself_is_refused_whole(path):
    """Two actors of one id can't be kept; nothing of that article is there, and the store goes on."""
    broken = replace(visit("x"), actors=visit().actors * 2)
    with Store.open(path) as store:
        with pytest.raises(StoreError, match="article 'x' can't be kept"):
            store.add(broken)
        assert store.counts().articles == 0
        assert store.add(visit("y"))
        assert store.counts().codings == 1


def test_text_that_is_not_unicode_is_refused(path):
    """Half of a surrogate pair is no text."""
    with (
        Store.open(path) as store,
        pytest.raises(StoreError, match="can't be kept"),
    ):
        store.add(Coding(article=Article(id="x", text="\ud800"), recipe="r"))


def test_a_missing_store_is_made_only_for_writing(path):
    """Reading where nothing is says how to make one."""
    with pytest.raises(StoreError, match="dragoman add"):
        Store.open(path, read_only=True)
    assert not path.exists()


def test_other_files_are_no_stores(path):
    """A text file and another program's database are told apart, and left as they were."""
    path.write_text("Not a database. " * 100)
    with pytest.raises(StoreError, match="not an SQLite file"):
        Store.open(path)
    path.unlink()
    link = sqlite3.connect(path)
    link.execute("CREATE TABLE notes (words)")
    link.commit()
    link.close()
    for read_only in (True, False):
        with pytest.raises(StoreError, match="another program"):
            Store.open(path, read_only=read_only)


def test_a_newer_store_is_left_alone(path):
    """A store of a later version asks for a later dragoman."""
    Store.open(path).close()
    link = sqlite3.connect(path)
    link.execute("PRAGMA user_version = 99")
    link.close()
    with pytest.raises(StoreError, match=r"version 99.*upgrade dragoman"):
        Store.open(path)


def test_an_empty_file_becomes_a_store(path):
    """What `mktemp` leaves behind is fine, for reading as well."""
    path.touch()
    with Store.open(path, read_only=True) as store:
        assert store.counts().articles == 0
    link = sqlite3.connect(path)
    assert link.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    link.close()


def test_a_locked_store_says_so(path):
    """Another writer that doesn't let go is named as the reason."""
    Store.open(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store.open(path, wait=0.01) as store:
        with pytest.raises(StoreError, match="locked"):
            store.add(visit())
        other.execute("ROLLBACK")
        assert store.add(visit())
    other.close()


def test_a_damaged_store_says_so(path):
    """Pages that were written over are found out, on opening or on checking."""
    with Store.open(path) as store:
        for n in range(40):
            store.add(visit(f"x{n}"))
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\x7f" * 4096 * 20)
    with pytest.raises(StoreError, match="damaged"), Store.open(path, read_only=True) as store:
        store.check()


def test_a_sound_store_passes_the_check(path):
    """The check has no complaint about a store that was just written."""
    with Store.open(path) as store:
        store.add(visit())
        store.check()


def test_a_folder_that_is_not_there_says_so(tmp_path):
    """SQLite can't make folders."""
    with pytest.raises(StoreError, match="folder"):
        Store.open(tmp_path / "no" / "news.db")


def test_a_store_on_a_read_only_disk_can_be_read(path, monkeypatch):
    """Where SQLite may put no lock file beside it, a store that was closed well is read all the same."""
    with Store.open(path) as store:
        store.add(visit())
    real = sqlite3.connect

    class NoLockFile(sqlite3.Connection):
        def execute(self, *args: object) -> Never:
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error

    def connect(target: str, **options: Any) -> sqlite3.Connection:  # noqa: ANN401
        kind = NoLockFile if target.endswith("mode=ro") else sqlite3.Connection
        return real(target, **options, factory=kind)

    monkeypatch.setattr(sqlite3, "connect", connect)
    with Store.open(path, read_only=True) as store:
        assert store.coding("tallinn-1") == visit()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_file_says_so(path):
    """Adding to a file that may not be written names the reason."""
    Store.open(path).close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with pytest.raises(StoreError, match=r"read-only|opened"), Store.open(path) as store:
            store.add(visit())
    finally:
        path.parent.chmod(0o755)


def test_readers_see_whole_articles_while_another_writes(path):
    """A reader neither waits for a writer nor sees half an article."""
    with Store.open(path) as writer, Store.open(path, read_only=True) as reader:
        writer.add(visit("x"))
        writer._link.execute("BEGIN IMMEDIATE")
        writer._insert(visit("y"))
        assert reader.counts().articles == 1
        writer._link.execute("COMMIT")
        assert reader.counts().articles == 2


def test_an_older_store_is_brought_up_to_date(path, monkeypatch):
    """A later migration is applied once, on the next opening, and keeps what is there."""
    with Store.open(path) as store:
        store.add(visit("x"))
    first = databases._migrations(KIND)
    newer = max(first) + 2
    more = "ALTER TABLE articles ADD COLUMN seen TEXT;"
    monkeypatch.setattr(databases, "_migrations", lambda kind: first | {newer: more})
    for read_only in (True, False):
        with Store.open(path, read_only=read_only) as store:
            assert store.coding("x") == visit("x")
            assert store._link.execute("PRAGMA user_version").fetchone()[0] == newer
            assert store._link.execute("SELECT seen FROM articles").fetchone()[0] is None


@pytest.mark.parametrize(
    ("view", "line"),
    [
        (
            "events_readable",
            {
                "date": "2031-03-03",
                "actors": "Ana Lupu (MDA)",
                "type": "CONSULT",
                "modes": "visit",
                "recipients": "the Estonian foreign ministry (EST)",
                "status": "attributed",
                "said_by": "the Estonian foreign ministry",
                "denied_by": None,
                "place": "Tallinn",
                "latitude": 59.44,
                "longitude": 24.75,
                "article": "x",
            },
        ),
        (
            "sayings_readable",
            {"said_by": "the Estonian foreign ministry", "country": "EST", "cue": "said", "article": "x"},
        ),
        (
            "articles_readable",
            {"title": "Lupu in Tallinn", "events": 1, "sayings": 1, "countries": "EST; MDA"},
        ),
    ],
)
def test_views_are_for_people_who_open_the_file(view, line, path):
    """Each view named for people selects, in any tool that opens SQLite, and says things in words."""
    with Store.open(path) as store:
        store.add(visit("x"))
    link = sqlite3.connect(path)
    link.row_factory = sqlite3.Row
    (row,) = link.execute(f"SELECT * FROM {view}").fetchall()
    link.close()
    assert line.items() <= dict(row).items()


def test_every_view_selects(path):
    """No view names a table or a column that is not there."""
    with Store.open(path) as store:
        store.add(visit("x"))
        correcting.confirm(store, "x", by="Ana")
        views = [r[0] for r in store._link.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        assert len(views) >= 8
        assert all(store._link.execute(f"SELECT count(*) FROM {v}").fetchone()[0] for v in views)


def test_a_snapshot_shows_one_state(path):
    """What another process adds while an export reads is not in it, and is there afterwards."""
    with Store.open(path) as writer, Store.open(path, read_only=True) as reader:
        writer.add(visit("x"))
        with reader.snapshot():
            assert [c.article.id for c in reader.current()] == ["x"]
            writer.add(visit("a"))
            assert [c.article.id for c in reader.current()] == ["x"]
            assert reader.days() == [(date(2031, 3, 4), 1)]
        assert [c.article.id for c in reader.current()] == ["a", "x"]


def test_dyads_are_pairs_of_different_countries(path):
    """Each pair is there once, in order; two of one country are no dyad."""
    with Store.open(path) as store:
        store.add(visit("x"))
        store.add(visit("y"))
        assert store.dyads() == [("EST", "MDA")]


def test_a_migration_that_fails_changes_nothing(path, monkeypatch):
    """Half a migration would be no version at all."""
    with Store.open(path) as store:
        store.add(visit("x"))
    first = databases._migrations(KIND)
    broken = "CREATE TABLE news (words);\nINSERT INTO nowhere VALUES (1);"
    with monkeypatch.context() as patched:
        patched.setattr(databases, "_migrations", lambda kind: first | {max(first) + 1: broken})
        with pytest.raises(StoreError, match="nowhere"):
            Store.open(path)
    with Store.open(path) as store:
        assert store.coding("x") == visit("x")
        assert store._link.execute("SELECT name FROM sqlite_master WHERE name = 'news'").fetchone() is None


SHARES = """
import sys
from dragoman.store import Store
from tests.codings import visit
with Store.open(sys.argv[1]) as store:
    print(sum(store.add(visit(f"x{n}")) for n in range(40)))
"""


def test_several_processes_make_and_fill_one_store(path):
    """Processes that begin at once, with the same articles, add each article once between them."""
    children = [
        subprocess.Popen(
            [sys.executable, "-c", SHARES, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        for _ in range(4)
    ]
    added = [int(child.communicate()[0]) for child in children]
    assert [child.returncode for child in children] == [0, 0, 0, 0]
    assert sum(added) == 40
    with Store.open(path, read_only=True) as store:
        assert store.counts().codings == 40


ADDS = """
import sys
from dragoman.store import Store
from tests.codings import visit
with Store.open(sys.argv[1]) as store:
    for n in range(100_000):
        store.add(visit(f"x{n}"))
        print(n, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
@pytest.mark.parametrize("reported", [1, 7, 30])
def test_a_kill_loses_nothing_that_was_reported(path, reported):
    """After kill -9 every article reported as added is there whole, and the store goes on."""
    child = subprocess.Popen(
        [sys.executable, "-c", ADDS, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout is not None
    for _ in range(reported):
        last = int(child.stdout.readline())
    child.kill()
    later = [int(line) for line in child.stdout.read().split() if line.isdecimal()]
    child.wait()
    child.stdout.close()
    last = max([last, *later])
    with Store.open(path) as store:
        store.check()
        there = list(store.codings())
        assert [c.article.id for c in there[: last + 1]] == [f"x{n}" for n in range(last + 1)]
        assert all(c == visit(c.article.id) for c in there)
        assert len(there) <= last + 2
        assert len(list(store.between("MDA", "EST"))) == len(there)
        assert store.add(visit(f"x{len(there)}"))
