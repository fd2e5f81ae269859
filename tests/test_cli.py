"""The commands are filters: they take what they are given, say in one line what they can't, and go on."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace

import msgspec
import pytest
from click.testing import CliRunner, Result

from dragoman import coding as coding_room
from dragoman.cli import main
from dragoman.records import Article, Coding
from dragoman.store import Store
from tests.codings import VISIT, visit


class FakeCoder:
    """Codes every article as the visit to Tallinn, without a model."""

    recipe = "r1"
    interrupted_at: int | None = None
    coded = 0

    def code(self, article: Article) -> Coding:
        """Return the visit's records on *article*."""
        self.coded += 1
        if self.coded == self.interrupted_at:
            raise KeyboardInterrupt
        made = visit()
        kept = made.events if VISIT in article.text else ()
        return replace(made, article=article, events=kept, recipe=self.recipe)


class FaultyCoder(FakeCoder):
    """Fails on one article."""

    def code(self, article: Article) -> Coding:
        """Code *article*, unless it is the one."""
        if article.id == "y":
            message = "no such thing"
            raise LookupError(message)
        return super().code(article)


@pytest.fixture
def fake(monkeypatch):
    """A coder that needs no model, in the place of the real one."""
    fake = FakeCoder()
    monkeypatch.setattr(coding_room.Coder, "open", lambda settings: fake)
    return fake


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to work in, without anybody's settings."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str, given: str | bytes = "", code: int = 0, **env: str) -> Result:
    """Run dragoman with *args*; the exit code must be *code*."""
    result = CliRunner(env={"COLUMNS": "130", **env}).invoke(main, args, input=given)
    assert result.exit_code == code, result.output
    return result


def lines(*ids: str, text: str = VISIT) -> str:
    """Return articles as JSON lines."""
    return "".join(
        json.dumps({"id": i, "text": text, "published": "2031-03-04", "publisher": "Baltic Wire"}) + "\n"
        for i in ids
    )


@pytest.fixture
def db(folder, fake):
    """A store with the visit, told by two articles, and with a denial of another visit."""
    with Store.open(folder / "news.db") as store:
        store.add(visit("x"))
        store.add(visit("y", publisher="Prut Post"))
        store.add(visit("z", day=None, status="denied", publisher=None))
    return "news.db"


def test_read_prints_json_lines_into_a_pipe(folder, fake):
    """Each article is one line that holds its whole coding."""
    out = run("read", "-", given=lines("x", "y")).stdout.splitlines()
    codings = [msgspec.json.decode(line, type=Coding) for line in out]
    assert [c.article.id for c in codings] == ["x", "y"]
    assert codings[0].events == visit().events


def test_read_takes_standard_input_without_being_told(folder, fake):
    """In a pipe, no source means standard input."""
    assert len(run("read", given=lines("x")).stdout.splitlines()) == 1


def test_read_prints_a_table_when_asked(folder, fake):
    """The table has who, what, where, status, words, and who says what."""
    (folder / "news.jsonl").write_text(lines("x"))
    text = " ".join(run("read", "news.jsonl", "--format", "table", COLUMNS="300").stdout.split())
    for expected in ("Ana Lupu (MDA) → the Estonian foreign ministry (EST)", "CONSULT visit in Tallinn"):
        assert expected in text
    for expected in ("attributed", "2031-03-03", "1 event,", "“said”", "assert"):
        assert expected in text


def test_narrow_terminals_get_blocks(folder, fake):
    """Where columns would be too narrow, each event is a block of whole lines."""
    out = run("read", "--format", "table", given=lines("x"), COLUMNS="80").stdout
    assert "2031-03-03  Ana Lupu (MDA) → the Estonian foreign ministry (EST)" in out


def test_what_cannot_be_read_is_told_and_the_rest_coded(folder, fake):
    """A broken line and a missing file cost one line each on standard error, and the exit code."""
    (folder / "news.jsonl").write_text(lines("x") + '{"text": \n' + lines("y"))
    result = run("read", "news.jsonl", "missing.txt", code=1)
    assert len(result.stdout.splitlines()) == 2
    told = result.stderr.splitlines()
    assert len(told) == 2
    assert told[0].startswith("news.jsonl line 2: ")
    assert "missing.txt" in told[1]
    assert "Traceback" not in result.output


def test_add_is_safe_to_repeat(folder, fake):
    """The second time nothing is coded, and nothing is added."""
    given = lines("x", "y")
    first = run("add", "-", "--db", "news.db", given=given)
    assert "2 articles added with 2 events, 0 were there already, 0 refused; store: news.db" in first.stdout
    again = run("add", "-", "--db", "news.db", given=given)
    assert "0 articles added with 0 events, 2 were there already" in again.stdout
    assert fake.coded == 2


def test_add_notes_what_it_was_refused(folder, fake):
    """What gave no article is kept in the store, told, and costs the exit code."""
    result = run("add", "-", "--db", "news.db", given=lines("x") + "{\n", code=1)
    assert "1 articles added" in result.stdout
    with Store.open("news.db", read_only=True) as store:
        assert store.counts().refused == 1


def test_add_can_be_stopped(folder, fake):
    """Ctrl-C keeps what was counted and says how to go on."""
    fake.interrupted_at = 2
    result = run("add", "-", "--db", "news.db", given=lines("x", "y", "z"), code=130)
    assert "1 articles added" in result.stdout
    assert "goes on from here" in result.stderr
    with Store.open("news.db", read_only=True) as store:
        assert [c.article.id for c in store.codings()] == ["x"]


def test_a_bug_costs_one_article(folder, monkeypatch):
    """An article that brings a fault of the program to light is told; the others are coded."""
    monkeypatch.setattr(coding_room.Coder, "open", lambda settings: FaultyCoder())
    given = lines("x", "y", "z")
    result = run("read", given=given, code=1)
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr.startswith("y: bug: LookupError: no such thing; --debug shows where")
    result = run("add", "-", "--db", "news.db", given=given, code=1)
    assert "2 articles added" in result.stdout
    assert isinstance(run("--debug", "read", given=given, code=1).exception, LookupError)


def test_the_store_is_a_setting(folder, fake):
    """Without --db the setting names the store."""
    run("add", "-", given=lines("x"), DRAGOMAN_DB="other.db")
    assert (folder / "other.db").exists()


def test_timeline_prints_json_lines_into_a_pipe(db):
    """A happening told by two papers is one line with two reports."""
    result = run("timeline", "MDA", "EST", "--db", db)
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (row["event_type"], row["status"], row["first"]) == ("CONSULT", "attributed", "2031-03-03")
    assert [article for article, _ in row["reports"]] == ["x", "y"]
    assert result.stderr.strip() == "not shown: 1 denied; --all shows them"


def test_timeline_prints_a_table_when_asked(db):
    """The table has who, what, where, status, who says so, sources and words."""
    text = " ".join(
        run("timeline", "MDA", "EST", "--db", db, "--format", "table", COLUMNS="300").stdout.split()
    )
    for expected in ("2031-03-03", "Ana Lupu (MDA) → the Estonian foreign ministry (EST)", "in Tallinn"):
        assert expected in text
    for expected in ("attributed", "1 independent source in 2 articles", VISIT):
        assert expected in text


def test_timeline_prints_csv(db):
    """One line a happening, lists divided by semicolons."""
    out = run("timeline", "MDA", "EST", "--db", db, "--format", "csv", "--all").stdout
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [r["status"] for r in rows] == ["attributed", "denied"]
    assert (rows[0]["actors"], rows[0]["actor_countries"], rows[0]["modes"]) == ("Ana Lupu", "MDA", "visit")
    assert (rows[0]["words"], rows[0]["sources"], rows[1]["first"]) == (VISIT, "1", "")


def test_timeline_shows_every_report_when_asked(db):
    """Two papers are one happening, and two reports."""
    rows = [
        json.loads(line)
        for line in run("timeline", "MDA", "EST", "--db", db, "--reports").stdout.splitlines()
    ]
    assert [row["reports"] for row in rows] == [[["x", "e1"]], [["y", "e1"]]]
    assert {row["id"] for row in rows} == {1}


def test_happening_tells_its_reports_and_why_they_are_one(db):
    """By number or by event; in words or as JSON; what is not there is told."""
    (line,) = run("happening", "1", "--db", db).stdout.splitlines()
    found = json.loads(line)
    assert found["happening"]["copies"] == 1
    assert "same words" in found["grounds"][0]["grounds"]
    text = " ".join(run("happening", "y#e1", "--db", db, "--format", "table", COLUMNS="300").stdout.split())
    for expected in ("happening 1", "x#e1 Baltic Wire", "why they are one", "person: lupu"):
        assert expected in text
    assert "holds no happening '99'" in run("happening", "99", "--db", db, code=2).stderr


def test_claims_show_who_says_so(db):
    """A claim with its first claimant; the count on standard error; a pair or none."""
    (line, *_) = run("claims", "MDA", "EST", "--db", db).stdout.splitlines()
    found = json.loads(line)
    assert found["state"] == "alleged"
    assert [(s["source"], s["act"], s["articles"]) for s in found["sayings"]] == [
        ("the Estonian foreign ministry", "claims", 2)
    ]
    result = run("claims", "--db", db, "--format", "table", COLUMNS="300")
    assert "claims the Estonian foreign ministry (EST): “Foreign Minister" in " ".join(result.stdout.split())
    assert "2 alleged" in result.stderr
    assert "holds no claims" in run("claims", "--db", db, "--as-of", "2031-01-01").stderr
    assert "give a second one" in run("claims", "MDA", "--db", db, code=2).stderr


def test_meetings_show_level_and_guest(db):
    """The visit, with visitor and host, in each form."""
    (line, *_) = run("meetings", "MDA", "EST", "--db", db).stdout.splitlines()
    assert (json.loads(line)["visitor"], json.loads(line)["host"]) == ("MDA", "EST")
    rows = list(
        csv.DictReader(io.StringIO(run("meetings", "MDA", "EST", "--db", db, "--format", "csv").stdout))
    )
    assert rows[0]["principals"] == "Ana Lupu (MDA); the Estonian foreign ministry (EST)"
    assert (
        "MDA in EST" in run("meetings", "MDA", "EST", "--db", db, "--format", "table", COLUMNS="200").stdout
    )
    assert "holds no meeting" in run("meetings", "MDA", "LVA", "--db", db).stderr


def test_timeline_filters(db):
    """Statuses, types and dates narrow it, in any case of letters."""

    def count(*options: str) -> int:
        return len(run("timeline", "est", "mda", "--db", db, *options).stdout.splitlines())

    assert count("--all") == 2
    assert count("--status", "Denied") == 1
    assert count("--type", "consult") == 1
    assert count("--type", "ASSAULT") == 0
    assert count("--since", "2031-03-04") == 0
    assert count("--until", "2031-03-03") == 1


def test_timeline_takes_names_of_countries(db):
    """Names do as well as codes."""
    assert len(run("timeline", "Moldova", "estonia", "--db", db).stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["timeline", "Atlantis", "EST"], "'Atlantis' is no country"),
        (["timeline", "MDA", "EST", "--type", "DANCE"], "'DANCE' is no event type; there are AGREE"),
        (["timeline", "MDA", "EST", "--status", "maybe"], "'maybe' is no status; there are asserted"),
        (["timeline", "MDA", "EST", "--since", "4.3.2031"], "'4.3.2031' is no date; write it as 2024-01-19"),
        (["read", "--published", "yesterday"], "'yesterday' is no date"),
        (["explain", "  "], "no text"),
    ],
)
def test_wrong_options_say_what_would_be_right(db, args, expected):
    """A mistake in the command is told in one line, with exit code 2."""
    result = run(*args, code=2)
    assert expected in " ".join(result.stderr.split())


def test_an_empty_timeline_says_so(db):
    """Nothing found is no error, but it is said where and for whom."""
    result = run("timeline", "MDA", "LVA", "--db", db)
    assert result.stdout == ""
    assert "news.db holds nothing between MDA and LVA" in result.stderr


def test_errors_are_one_line_and_debug_shows_more(folder, fake):
    """What goes wrong on purpose has exit code 1 and no traceback, unless that is asked for."""
    result = run("timeline", "MDA", "EST", "--db", "none.db", code=1)
    assert result.stderr.startswith("Error: none.db: there is no store here; make one with: dragoman add")
    assert len(result.stderr.splitlines()) == 1
    debugged = run("--debug", "timeline", "MDA", "EST", "--db", "none.db", code=1)
    assert debugged.exception is not None
    assert not isinstance(debugged.exception, SystemExit)


def test_explain_marks_words_and_names_rules(folder, fake):
    """Each record's label stands under its first letter, and its rule is named with its words."""
    out = run("explain", VISIT).stdout.splitlines()
    text = out[0]
    marked = {line.split()[0]: line for line in out[1:6] if line.strip()}
    for kind, label, words in (
        ("events", "e1", "visited"),
        ("times", "t1", "on Monday"),
        ("places", "p1", "Tallinn"),
    ):
        assert marked[kind].index(label) == text.index(words)
        assert marked[kind].rstrip().endswith(label + "─" * (len(words) - len(label)))
    assert "    visit.verb: “said” (a visit)" in out
    assert any("the Estonian foreign ministry (EST): yes, certain" in line for line in out)
    assert any(line.startswith("    events: “Foreign” a title") for line in out)


def test_explain_reads_standard_input(folder, fake):
    """The text may come through a pipe."""
    assert VISIT[:40] in run("explain", given=VISIT).stdout


def test_words_cannot_command_the_terminal(folder, fake):
    """Escape characters in an article reach no terminal."""
    out = run("explain", VISIT + " \x1b[31m\x07").stdout
    assert "\x1b" not in out
    assert "\x07" not in out


def test_settings_say_where_they_come_from(folder):
    """The file, the environment and options are named as the origin."""
    (folder / "dragoman.toml").write_text("sanction_quad = 3\n")
    out = run("settings", "--db", "a.db", DRAGOMAN_ACCUSE_SCORE="3").stdout
    found = {line.split()[0]: line.split()[1:] for line in out.splitlines()}
    assert found["sanction_quad"] == ["3", "dragoman.toml"]
    assert found["accuse_score"] == ["3", "DRAGOMAN_ACCUSE_SCORE"]
    assert found["db"] == ["a.db", "option"]
    assert found["future_retreat"] == ["CONCEDE", "default"]


def test_a_misspelt_setting_is_an_error(folder):
    """An unknown name costs exit code 1 and is answered with the nearest one."""
    result = run("settings", DRAGOMAN_SANCTON_QUAD="3", code=1)
    assert "did you mean 'sanction_quad'?" in result.stderr


@pytest.mark.model
def test_check_finds_all_in_order(db):
    """With the pinned model, a sound codebook and a store, all is well."""
    out = run("check", "--db", db).stdout
    assert [line.split()[:2] for line in out.splitlines()] == [
        ["ok", "model"],
        ["ok", "codebook"],
        ["ok", "actors"],
        ["ok", "places"],
        ["ok", "store"],
    ]
    assert "pinned digest" in out
    assert "312 CAMEO codes" in out
    assert "3 articles" in out


def test_check_finds_what_is_wrong(folder):
    """A model that isn't there and a file that is no store cost the exit code, with what to do."""
    (folder / "bad.db").write_text("words " * 1000)
    out = run("check", "--db", "bad.db", "--model", "no_such_model", code=1).stdout
    assert "BAD  model     the language model 'no_such_model' is not installed; try: pip install" in out
    assert "BAD  store     bad.db: this is not a store" in out


def test_a_reader_that_goes_away_is_no_error(db):
    """`dragoman ... | head` ends without a word."""
    for command in (["settings"], ["timeline", "MDA", "EST", "--db", db, "--format", "csv"]):
        child = subprocess.Popen(
            [sys.executable, "-m", "dragoman", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert child.stderr.read().replace("not shown: 1 denied; --all shows them\n", "") == ""
        child.stderr.close()
        child.wait()


@pytest.mark.model
def test_explain_with_the_real_coder(folder, coder, monkeypatch):
    """A plain sentence comes out with its countries and its act, each with a rule."""
    monkeypatch.setattr(coding_room.Coder, "open", lambda settings: coder)
    out = run(
        "explain", "Turkey accused Greece of violating its airspace on Monday.", "--published", "2031-03-04"
    )
    assert "ACCUSE" in out.stdout
    assert "Turkey (TUR)" in out.stdout
    assert "2031-03-03" in out.stdout


def test_main_can_be_run_as_a_module(folder):
    """`python -m dragoman` is the same command."""
    done = subprocess.run(
        [sys.executable, "-m", "dragoman", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("dragoman, version ")
