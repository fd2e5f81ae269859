"""A store is copied, damaged, put back, killed, and runs out of disk; it is whole each time, or says so."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman import correcting
from dragoman.cli import main
from dragoman.errors import StoreError
from dragoman.store import Store
from dragoman.store.backups import backup, restore
from tests.codings import visit
from tests.hostile import TIMES

ROOT = Path(__file__).parents[1]
KILLS = 12 if TIMES == 1 else 1_000


@pytest.fixture
def path(tmp_path):
    """A store with forty articles and a correction."""
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        for n in range(40):
            store.add(visit(f"x{n}"))
        correcting.mark_false(store, "x1#e1", by="Ana")
    return path


def everything(path: Path) -> list[str]:
    """Return all that a file holds, as SQL."""
    link = sqlite3.connect(path)
    lines = [line for line in link.iterdump() if "articles_fts" not in line]
    link.close()
    return lines


def damage(path: Path) -> None:
    """Write over pages in the middle of a file."""
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\x7f" * 4096 * 20)


def test_a_backup_holds_all_and_is_one_file(path, tmp_path):
    """Articles, corrections, links: all of it, and nothing lies beside it."""
    held = backup(path, tmp_path / "safe")
    assert held.articles == 40
    assert everything(tmp_path / "safe") == everything(path)
    assert {p.name for p in tmp_path.iterdir()} == {"news.db", "safe"}


def test_a_backup_can_be_made_while_another_adds(path, tmp_path):
    """What is being added is left out, what was reported is in."""
    with Store.open(path) as writer:
        writer._link.execute("BEGIN IMMEDIATE")
        writer._link.execute("DELETE FROM corrected")
        assert backup(path, tmp_path / "safe").articles == 40
        writer._link.execute("ROLLBACK")
    assert everything(tmp_path / "safe") == everything(path)


def test_restoring_brings_all_back_and_keeps_what_was_there(path, tmp_path):
    """The damaged file gets another name, the second one yet another."""
    backup(path, tmp_path / "safe")
    good = everything(path)
    for name in ("news.db.replaced", "news.db.replaced-2"):
        damage(path)
        held, aside = restore(tmp_path / "safe", path)
        assert held.articles == 40
        assert aside == tmp_path / name
        assert (tmp_path / name).exists()
        assert everything(path) == good
    with Store.open(path) as store:
        assert store.add(visit("more"))
        store.check(fully=True)


def test_what_is_in_a_left_over_journal_is_not_played_into_what_is_restored(path, tmp_path):
    """A store that was killed leaves a journal; it goes with the file that it belongs to."""
    backup(path, tmp_path / "safe")
    good = everything(path)
    damage(path)
    journal = path.with_name("news.db-wal")
    journal.write_bytes(b"7" * 9000)
    _, aside = restore(tmp_path / "safe", path)
    assert aside is not None
    assert everything(path) == good
    assert not journal.exists()


def test_a_damaged_store_names_the_way_back_and_spares_the_backup(path, tmp_path):
    """No damaged copy takes the place of a sound one."""
    backup(path, tmp_path / "safe")
    before = (tmp_path / "safe").read_bytes()
    damage(path)
    with pytest.raises(StoreError, match="dragoman restore BACKUP"):
        backup(path, tmp_path / "safe")
    assert (tmp_path / "safe").read_bytes() == before
    assert not list(tmp_path.glob("*.part*"))


def test_a_damaged_backup_is_not_restored(path, tmp_path):
    """The store stays as it is."""
    backup(path, tmp_path / "safe")
    damage(tmp_path / "safe")
    before = everything(path)
    with pytest.raises(StoreError, match=r"safe.*damaged"):
        restore(tmp_path / "safe", path)
    assert everything(path) == before


def test_other_files_are_neither_written_over_nor_restored(path, tmp_path):
    """A letter is no backup, and a store is not its own."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ana, " * 20)
    with pytest.raises(StoreError, match="no backup"):
        backup(path, letter)
    with pytest.raises(StoreError, match="not a store"):
        restore(letter, path)
    with pytest.raises(StoreError, match="no such backup"):
        restore(tmp_path / "none", path)
    with pytest.raises(StoreError, match="same file"):
        backup(path, path)
    assert letter.read_text() == "Dear Ana, " * 20


def test_a_store_in_use_is_not_replaced(path, tmp_path):
    """Another program would go on writing into a file without a name."""
    backup(path, tmp_path / "safe")
    with Store.open(path) as other:
        other.add(visit("late"))
        with pytest.raises(StoreError, match="another program"):
            restore(tmp_path / "safe", path, wait=0.01)
        assert other.coding("late") is not None
    restore(tmp_path / "safe", path)


def test_the_commands_say_what_they_did(path, tmp_path):
    """Copy, and back."""
    run = CliRunner().invoke
    out = run(main, ["backup", str(tmp_path / "safe"), "--db", str(path)])
    assert "40 articles, 40 codings; checked" in out.output
    out = run(main, ["restore", str(tmp_path / "safe"), "--db", str(path)])
    assert "what was there is now" in out.output
    assert out.exit_code == 0


def test_a_full_disk_costs_nothing_that_was_added(path):
    """The article at hand is not kept, the rest is, and it goes on when there is room again."""
    with Store.open(path) as store:
        (pages,) = store._link.execute("PRAGMA page_count").fetchone()
        store._link.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="disk is full"):
            for n in range(100):
                store.add(visit(f"more{n}"))
        store.check(fully=True)
        there = store.counts().articles
        store._link.execute("PRAGMA max_page_count = 1000000")
        assert store.add(visit("last"))
        assert store.counts().articles == there + 1


LIMITED = """
import resource, sys
from pathlib import Path
from dragoman.cli import main
most = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
main(prog_name="dragoman")
"""


@pytest.mark.skipif(os.name != "posix", reason="no such limit here")
def test_a_backup_for_which_there_is_no_room_is_one_line_and_no_file(path, tmp_path):
    """Half a copy is not left behind."""
    command = [sys.executable, "-c", LIMITED, "60000", "backup", str(tmp_path / "safe"), "--db", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "disk" in done.stderr
    assert {p.name for p in tmp_path.iterdir()} <= {"news.db", "news.db-shm", "news.db-wal"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_output_to_a_full_disk_is_one_line(path):
    """No traceback, and the exit code says that not all was written."""
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "dragoman", "timeline", "MDA", "EST", "--db", str(path)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "the output can't be written: No space left on device" in done.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_kills_lose_nothing_and_leave_the_file_sound(tmp_path):
    """After each kill in the middle of a write, all that was reported is there, once."""
    path, chance = tmp_path / "news.db", random.Random(7)
    articles: set[str] = set()
    corrections: set[int] = set()
    for number in range(KILLS):
        if number % 50 == 0:
            path = tmp_path / f"news{number}.db"
            articles, corrections = set(), set()
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.busy", str(path), str(number)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(chance.random() * 0.2)
        child.kill()
        said = [
            line.split()
            for line in (first + child.stdout.read()).splitlines(keepends=True)
            if line[-1] == "\n"
        ]
        child.wait()
        child.stdout.close()
        articles |= {words[1] for words in said if words[0] == "article"}
        corrections |= {int(words[1]) for words in said if words[0] == "correction"}
        assert articles
        with Store.open(path) as store:
            store.check(fully=True)
            there = [c.article.id for c in store.current()]
            assert len(there) == len(set(there))
            # What was being done at the kill may be there too: one step for each.
            assert articles <= set(there)
            log = [c.id for c in store.corrections()]
            assert len(log) == len(set(log))
            assert corrections <= set(log)
            reports = store.partition()
            assert {a for a, _ in reports} == set(there)
            articles, corrections = set(there), {i for i in log if i is not None}
