"""Batches: every document once, whatever dies on the way; whole outputs only; the same by either engine."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import duckdb
import msgspec
import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from dragoman import batch as batch_room
from dragoman import coding as coding_room
from dragoman.batch import Batch, engines, running, watching
from dragoman.cli import main
from dragoman.errors import BatchError
from dragoman.exports import columns
from dragoman.settings import Settings
from dragoman.store import Store
from tests import poisoned
from tests.codings import VISIT
from tests.test_articles_sources import WHOLE
from tests.test_articles_warcs import record, response

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
LIMIT = 3
RECIPE = watching.recipe


@pytest.fixture(autouse=True)
def workers(monkeypatch, tmp_path):
    """Workers whose coder costs nothing, and that some texts kill."""
    monkeypatch.setattr(watching, "COMMAND", poisoned.COMMAND)
    monkeypatch.setattr(watching, "recipe", lambda settings: poisoned.Poisoned.recipe)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT / "src"), str(ROOT))))
    monkeypatch.setenv(poisoned.SEEN, str(tmp_path / "seen"))


@pytest.fixture
def given(tmp_path):
    """An empty folder for articles."""
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path):
    """A folder for outputs, which is not there yet."""
    return tmp_path / "out"


def lines(*texts: str, before: str = "") -> str:
    """Return JSON lines of articles with *texts*; the ids count from 0."""
    rows = ({"id": f"{before}{n}", "text": text, "language": "en"} for n, text in enumerate(texts))
    return "".join(json.dumps(row) + "\n" for row in rows)


def run(given: Path, out: Path, engine: running.Engine = "local", limit: float = LIMIT) -> running.Report:
    """Run a batch to its end."""
    batch = Batch(given, out, Settings(), limit=limit)
    list(batch.run(engine=engine, processes=2))
    return batch.report


def ids(out: Path) -> list[str]:
    """Return the ids of all articles in the outputs, in order."""
    return [c.article.id for p in batch_room.written(out) for c in batch_room.codings(p)]


def files(out: Path) -> dict[str, bytes]:
    """Return every file in *out*, hidden ones too."""
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def test_every_kind_of_shard_has_its_output(given, out):
    """Lines, tables, archives and loose pages, also in folders; what cannot be read costs itself."""
    (given / "wire.jsonl").write_text(lines(VISIT, "Talks began."))
    (given / "deep").mkdir()
    packed = b"".join(gzip.compress(record(f"https://wire.example/{n}", response(WHOLE))) for n in range(3))
    (given / "deep" / "crawl.warc.gz").write_bytes(packed)
    parquet.write_table(pa.table({"id": ["p"], "text": [VISIT]}), given / "table.parquet")
    (given / "a.txt").write_text(VISIT)
    (given / "b.html").write_text(WHOLE)
    (given / "bad.zip").write_bytes(b"PK no archive")
    (given / "bad.parquet").write_bytes(b"PAR1 no table")
    report = run(given, out)
    assert {name: f.articles for name, f in report.done.items()} == {
        "wire.jsonl.parquet": 2,
        "deep/crawl.warc.gz.parquet": 3,
        "table.parquet.parquet": 1,
        "pages-00001.parquet": 2,
        "bad.zip.parquet": 0,
        "bad.parquet.parquet": 0,
    }
    assert report.total("refused") == 2
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["recipe"] == "stub"
    assert (manifest["articles"], manifest["events"], manifest["done"]) == (8, 3, 6)
    assert sum(manifest["why"].values()) == 2
    dropped = [json.loads(x) for x in (out / "bad.zip.dropped.jsonl").read_text().splitlines()]
    assert [d["source"] for d in dropped] == ["bad.zip"]


def test_a_poisoned_document_costs_itself(given, out):
    """What crashes, hangs or meets a fault is set aside by its name; the others are there once, in order."""
    texts = ["One.", "CRASH", "Two.", "HANG", "Three.", "RAISE", VISIT, "CRASH again"]
    (given / "wire.jsonl").write_text(lines(*texts))
    (given / "other.jsonl").write_text(lines("Four.", before="x"))
    report = run(given, out)
    assert ids(out) == ["x0", "0", "2", "4", "6"]
    aside = {x.source: x.why for x in report.done["wire.jsonl.parquet"].set_aside}
    assert {k: v.split(" of it")[0] for k, v in aside.items()} == {
        "1": "the worker died (SIGSEGV)",
        "3": f"the worker hung for {LIMIT} seconds",
        "5": "bug: KeyError: 'no such thing'; please report it",
        "7": "the worker died (SIGSEGV)",
    }
    manifest = json.loads((out / "manifest.json").read_text())
    assert [x["source"] for x in manifest["set_aside"]] == ["1", "3", "5", "7"]


def test_a_page_that_kills_its_reader_costs_itself(given, out):
    """A page of an archive that cannot be taken apart alive is passed over by its name."""
    bodies = [WHOLE, "<html>CRASHPAGE</html>", WHOLE]
    found = [record(f"https://wire.example/{n}", response(body)) for n, body in enumerate(bodies)]
    (given / "crawl.warc").write_bytes(b"".join(found))
    report = run(given, out)
    footer = report.done["crawl.warc.parquet"]
    assert (footer.articles, footer.aside) == (2, 1)
    assert footer.set_aside[0].source == "crawl.warc: https://wire.example/1"


def test_a_worker_that_somebody_killed_costs_nothing(given, out, tmp_path):
    """The document in hand is tried once more."""
    (given / "wire.jsonl").write_text(lines("One.", "ONCE", "Two."))
    report = run(given, out)
    assert (tmp_path / "seen").exists()
    assert ids(out) == ["0", "1", "2"]
    assert report.total("aside") == 0


def test_a_rerun_does_what_is_missing(given, out):
    """Outputs of files that are as they were are left alone; those of others are made anew."""
    for name in ("a", "b", "c"):
        (given / f"{name}.jsonl").write_text(lines("One.", before=name))
    run(given, out)
    before = files(out)
    assert run(given, out).found == 3
    assert files(out) == before
    (out / "a.jsonl.parquet").unlink()
    (out / "b.jsonl.parquet").write_bytes(b"half an out")
    (given / "c.jsonl").write_text(lines("One.", "Two.", before="c"))
    batch = Batch(given, out, Settings())
    assert [s.name for s in batch.missing] == ["a.jsonl.parquet", "b.jsonl.parquet", "c.jsonl.parquet"]
    list(batch.run())
    assert ids(out) == ["a0", "b0", "c0", "c1"]
    assert [s.name for s in Batch(given, out, Settings(), published="2031-01-01").missing] == [
        s.name for s in batch.shards
    ]


def test_a_batch_that_is_killed_goes_on(given, out):
    """Killed with a shard half done, it loses and doubles nothing, and leaves nothing lying about."""
    for name in "abcd":
        (given / f"{name}.jsonl").write_text(lines(*["SLOW"] * 20, before=name))
    command = [sys.executable, "-m", "tests.poisoned", "batch", str(given), str(out), "--processes", "1"]
    kills = 0
    for wanted in (1, 2):
        child = subprocess.Popen(command, cwd=ROOT)
        deadline = time.monotonic() + 60
        while len(batch_room.written(out) if out.exists() else []) < wanted and time.monotonic() < deadline:
            time.sleep(0.02)
        child.kill()
        kills += child.wait() == -signal.SIGKILL
    assert kills == 2
    assert 0 < len(batch_room.written(out)) < 4
    assert run(given, out).found >= 1
    assert Counter(ids(out)) == Counter(f"{name}{n}" for name in "abcd" for n in range(20))
    hidden = {name for name in files(out) if Path(name).name.startswith(".")}
    assert hidden == set()


class Cluster(ModuleType):
    """What a batch uses of Ray, in one process: tasks that are done when they are waited for, last first."""

    def __init__(self, lost: str = "") -> None:
        super().__init__("ray")
        self.lost = lost
        self.options: dict[str, object] = {}

    def is_initialized(self):
        return True

    def remote(self, **options: object) -> Callable[..., ModuleType]:
        self.options = options

        def made(function: Callable[..., object]) -> ModuleType:
            def remote(*arguments: Path) -> tuple[object, str]:
                return lambda: function(*arguments), arguments[2].name

            made_task = ModuleType("task")
            made_task.remote = remote  # type: ignore[attr-defined]
            return made_task

        return made

    def wait(self, waiting, num_returns):
        return waiting[-num_returns:], waiting[:-num_returns]

    def get(self, task):
        work, name = task
        if name == self.lost:
            message = "the node is gone"
            raise RuntimeError(message)
        return work()


def test_both_engines_write_the_same_bytes(given, out, tmp_path, monkeypatch):
    """The outputs, what was dropped and the manifest, byte for byte."""
    (given / "a.jsonl").write_text(lines(VISIT, "One.", "CRASH", before="a"))
    (given / "b.jsonl").write_text("no JSON\n" + lines(VISIT, before="b"))
    cluster = Cluster()
    monkeypatch.setitem(sys.modules, "ray", cluster)
    run(given, out)
    run(given, tmp_path / "ray", "ray")
    assert files(out) == files(tmp_path / "ray")
    assert cluster.options == {"num_cpus": 1, "max_retries": engines.AGAIN}


def test_a_task_that_ray_gives_up_costs_its_shard(given, out, monkeypatch):
    """It is named, the others go on, and a rerun does it."""
    for name in ("a", "b"):
        (given / f"{name}.jsonl").write_text(lines("One.", before=name))
    monkeypatch.setitem(sys.modules, "ray", Cluster(lost="a.jsonl.parquet"))
    report = run(given, out, "ray")
    assert [(Path(f.source).name, f.why) for f in report.failed] == [
        ("a.jsonl", "Ray gave it up: RuntimeError: the node is gone")
    ]
    assert ids(out) == ["b0"]
    assert run(given, out).found == 1
    assert ids(out) == ["a0", "b0"]


def test_ray_is_asked_for_only_when_wanted(given, out, monkeypatch):
    """Without it the one engine says how to get it, and the other works."""
    (given / "a.jsonl").write_text(lines("One."))
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(BatchError, match=r"pip install 'dragoman\[ray\]'"):
        run(given, out, "ray")
    run(given, out)
    assert ids(out) == ["0"]


def test_columns_are_those_of_the_tidy_tables(given, out):
    """Each column of each table is there, by name and in order, with its meaning, and the coding beside."""
    (given / "a.jsonl").write_text(lines(VISIT))
    run(given, out)
    schema = parquet.read_schema(out / "a.jsonl.parquet")
    described = columns.load()
    nested = {f.name: f.type.value_type for f in schema.field("tables").type}
    found = {name: [f.name for f in nested[name]] for name in nested}
    found["articles"] = [n for n in schema.names if n not in ("tables", "coding")]
    assert found == {name: [c.name for c in described[name]] for name in found}
    assert sorted(found) == ["articles", "assessments", "attributions", "event_actors", "events"]
    assert schema.field("title").metadata[b"description"] == b"headline"


def test_duckdb_reads_the_outputs_as_they_lie(given, out):
    """Events with their actors, over all shards."""
    for name in ("a", "b"):
        (given / f"{name}.jsonl").write_text(lines(VISIT, "One.", before=name))
    run(given, out)
    events = f"(SELECT unnest(tables.events, recursive := true) FROM '{out}/**/*.parquet')"
    actors = f"(SELECT unnest(tables.event_actors, recursive := true) FROM '{out}/**/*.parquet')"
    found = duckdb.connect().execute(
        f"SELECT e.event_id, e.event_type, a.name FROM {events} AS e JOIN {actors} AS a USING (event_id)"
        " WHERE a.side = 'actor' ORDER BY 1"
    )
    assert found.fetchall() == [("a0#e1", "CONSULT", "Ana Lupu"), ("b0#e1", "CONSULT", "Ana Lupu")]


def test_a_changed_recipe_elsewhere_is_told(given, out, monkeypatch):
    """A worker with another recipe codes nothing."""
    (given / "a.jsonl").write_text(lines("One."))
    monkeypatch.setattr(watching, "recipe", lambda settings: "another")
    report = run(given, out)
    assert report.done == {}
    assert "recipe stub is at work here, and another is wanted" in report.failed[0].why


def test_what_cannot_be_begun_is_one_line(given, out, tmp_path):
    """No input, an empty one, a file where outputs should go, a feed."""
    asked = CliRunner()
    assert "there is no such file" in asked.invoke(main, ["batch", str(tmp_path / "no"), str(out)]).output
    assert "it holds no articles" in asked.invoke(main, ["batch", str(given), str(out)]).output
    (given / "a.txt").write_text("One.")
    (given / "bad.warc.gz").write_text("no archive")
    (given / "feed.xml").write_text("<rss version='2.0'><channel><title>x</title></channel></rss>")
    there = tmp_path / "file"
    there.touch()
    assert "this is a file" in asked.invoke(main, ["batch", str(given), str(there)]).output
    got = asked.invoke(main, ["batch", str(given), str(out)])
    assert got.exit_code == 1
    assert "it is a feed" in got.output
    assert "bad.warc.gz: no article came out of it: record # is left out" in got.output
    assert "1 articles with 0 events in 2 of 2 outputs" in got.output


def test_articles_beside_outputs_are_read(given, tmp_path, monkeypatch):
    """A folder that holds outputs in one of its own is still one of articles."""
    (given / "a.jsonl").write_text(lines("One."))
    run(given, given / "out")
    assert run(given, given / "out").found == 1
    monkeypatch.setattr(coding_room.Coder, "open", lambda settings: poisoned.Poisoned())
    got = CliRunner().invoke(main, ["add", str(given), "--db", str(tmp_path / "news.db")])
    assert "1 articles added" in got.output


def test_a_damaged_output_costs_itself(given, out, tmp_path):
    """The others are added to the store."""
    for name in ("a", "b"):
        (given / f"{name}.jsonl").write_text(lines("One.", before=name))
    run(given, out)
    (out / "b.jsonl.parquet").write_bytes((out / "b.jsonl.parquet").read_bytes()[:-20])
    got = CliRunner().invoke(main, ["add", str(out), "--db", str(tmp_path / "news.db")])
    assert got.exit_code == 1
    assert "1 articles added" in got.output
    assert "b.jsonl.parquet: this is no whole output" in got.output


def test_a_store_from_outputs_is_the_store_from_files(given, out, tmp_path, monkeypatch):
    """The same codings, happenings and copies; a second time everything is there."""
    (given / "a.jsonl").write_text(lines(VISIT, "One.", VISIT, before="a"))
    (given / "b.jsonl").write_text(lines(VISIT, before="b"))
    run(given, out)
    monkeypatch.setattr(coding_room.Coder, "open", lambda settings: poisoned.Poisoned())
    asked = CliRunner()
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    assert "4 articles added with 3 events" in asked.invoke(main, ["add", str(out), "--db", str(one)]).output
    assert "4 were there already" in asked.invoke(main, ["add", str(out), "--db", str(one)]).output
    asked.invoke(main, ["add", str(given), "--db", str(other)])
    with Store.open(one) as a, Store.open(other) as b:
        assert list(a.codings()) == list(b.codings()) != []
        assert a.partition() == b.partition() != {}
        assert a.originals() == b.originals()


@pytest.mark.model
def test_a_real_worker_codes_as_the_coder_does(given, out, coder, monkeypatch):
    """From end to end: the codings in the output are those that this process makes."""
    monkeypatch.setattr(watching, "COMMAND", (sys.executable, "-m", "dragoman.batch.worker"))
    monkeypatch.setattr(watching, "recipe", RECIPE)
    text = "Turkey accused Greece of violating its airspace on Monday."
    (given / "a.jsonl").write_text(lines(text))
    report = run(given, out, limit=120)
    assert report.failed == []
    (got,) = batch_room.codings(out / "a.jsonl.parquet")
    assert got.recipe == coder.recipe
    assert msgspec.json.encode(got) == msgspec.json.encode(coder.code(got.article))
    assert got.events
