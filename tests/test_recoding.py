"""Another recipe beside the one that counts: nothing lost or doubled, the difference in words."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dragoman import correcting, recoding
from dragoman.corrections import Change
from dragoman.errors import StoreError
from dragoman.store import Store
from dragoman.timeline import between
from tests.codings import VISIT, visit
from tests.test_cli import FakeCoder, fake, folder, lines, run  # noqa: F401  (fixtures)

if TYPE_CHECKING:
    from dragoman.records import Article, Coding

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
KILLS = 8


def recoded(article: Article, **changes: object) -> Coding:
    """Return what another recipe reads in *article*."""
    made = visit(recipe="r2")
    return replace(
        made,
        article=article,
        events=(replace(made.events[0], **changes),),  # type: ignore[arg-type]
    )


@pytest.fixture
def store():
    """A store with three articles, coded by recipe r1."""
    with Store.open(":memory:") as store:
        for name in "abc":
            store.add(visit(name))
        yield store


def test_the_old_coding_counts_until_told_otherwise(store):
    """Beside it lies the new one; switching there and back changes the tables and loses nothing."""
    count, outcomes = recoding.recode(store, "r2", lambda a: recoded(a, status="denied"))
    assert (count, list(outcomes)) == (3, ["coded"] * 3)
    before, numbers = between(store, "MDA", "EST"), store.partition()
    assert {h.status for h in before} == {"attributed"}
    assert store.switch("r2", {"a"}) == 1
    assert {h.status for h in between(store, "MDA", "EST", reports=True)} == {"attributed", "denied"}
    assert store.switch("r2") == 2
    assert {h.status for h in between(store, "MDA", "EST")} == {"denied"}
    assert store.switch("r1") == 3
    assert between(store, "MDA", "EST") == before
    assert store.partition() == numbers
    assert [(r.recipe, r.articles, r.counting) for r in store.recipes()] == [("r1", 3, 3), ("r2", 3, 0)]


def test_recoding_again_codes_nothing_again(store):
    """What has a coding under the recipe is left alone, whether it counts or not."""
    list(recoding.recode(store, "r2", lambda a: recoded(a), {"a"})[1])
    assert recoding.recode(store, "r1", recoded)[0] == 0
    count, outcomes = recoding.recode(store, "r2", lambda a: recoded(a))
    assert (count, list(outcomes)) == (2, ["coded", "coded"])
    assert store.counts().codings == 6


def test_an_article_that_cannot_be_coded_keeps_what_it_has(store):
    """It costs itself alone, and is tried again the next time."""
    code = lambda a: None if a.id == "b" else recoded(a)  # noqa: E731
    assert list(recoding.recode(store, "r2", code)[1]) == ["coded", "refused", "coded"]
    assert recoding.recode(store, "r2", code)[0] == 1
    store.switch("r2")
    assert {c.article.id: c.recipe for c in store.current()} == {"a": "r2", "b": "r1", "c": "r2"}


def test_the_difference_is_won_lost_and_changed_by_article(store):
    """Only articles with both codings are compared, as they were read."""
    correcting.change(store, "a#e1", Change(status="planned"), by="Ana")
    list(recoding.recode(store, "r2", lambda a: recoded(a, status="denied"), {"a"})[1])
    list(recoding.recode(store, "r2", lambda a: replace(recoded(a), events=()), {"b"})[1])
    found = list(recoding.compared(store, "r2"))
    assert [(c.article, c.same, [d.sort for d in c.differences]) for c in found] == [
        ("a", 0, ["changed"]),
        ("b", 0, ["lost"]),
    ]
    (field,) = found[0].differences[0].fields
    assert (field.name, field.before, field.after) == ("status", "attributed", "denied")


def test_corrections_survive_a_switch(store):
    """Of what the other recipe reads too they hold; of what it does not read they wait, and come back."""
    correcting.change(store, "a#e1", Change(status="planned"), by="Ana")
    correcting.change(store, "b#e1", Change(status="planned"), by="Ana")
    code: dict[str, dict[str, object]] = {
        "a": {"id": "e5", "actors": ("a2",)},
        "b": {"event_type": "AID"},
        "c": {},
    }
    list(recoding.recode(store, "r2", lambda a: recoded(a, **code[a.id]))[1])
    store.switch("r2")
    assert [x.state for x in correcting.listed(store)] == ["applied", "unmatched"]
    status = {c.article.id: c.events[0].status for c in store.current()}
    assert status == {"a": "planned", "b": "attributed", "c": "attributed"}
    store.switch("r1")
    assert [x.state for x in correcting.listed(store)] == ["applied", "applied"]


@pytest.mark.parametrize("name", ["r9", "r"])
def test_an_unknown_recipe_is_refused(store, name):
    """So is the beginning of several."""
    list(recoding.recode(store, "r2", lambda a: recoded(a))[1])
    with pytest.raises(StoreError, match="r1, r2"):
        recoding.recipe_named(store, name)


def test_articles_are_named_by_id_address_or_publisher(store):
    """A name that means none is an error, not nothing."""
    assert recoding.named(store, ["a", "https://news.example/b"]) == frozenset("ab")
    assert recoding.named(store, ["Baltic Wire"]) == frozenset("abc")
    assert recoding.named(store, []) is None
    with pytest.raises(StoreError, match="no article 'x'"):
        recoding.named(store, ["a", "x"])


KILLED = """
import sys, time
from dataclasses import replace
from dragoman import recoding
from dragoman.store import Store
from tests.codings import visit

def code(article):
    print(article.id, flush=True)
    time.sleep(0.02)
    made = visit(recipe="r2")
    return replace(made, article=article, events=(replace(made.events[0], status="denied"),))

with Store.open(sys.argv[1]) as store:
    for outcome in recoding.recode(store, "r2", code)[1]:
        pass
    print("switching", flush=True)
    store.switch("r2")
"""


def test_a_kill_in_the_middle_loses_and_doubles_nothing(tmp_path):
    """Killed again and again, coding and switching, each run goes on; the end is as if there was no kill."""
    path, calm = tmp_path / "killed.db", tmp_path / "calm.db"
    names = [f"n{k:02}" for k in range(30)]
    for file in (path, calm):
        with Store.open(file) as store:
            for name in names:
                store.add(visit(name, text=f"{VISIT} Note {name}."))
            correcting.change(store, "n07#e1", Change(status="planned"), by="Ana")
    coded: list[str] = []
    for turn in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path)],
            cwd=ROOT,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdout is not None
            coded += [child.stdout.readline().strip() for _ in range(5)]
            time.sleep(0.007 * turn)
            child.send_signal(signal.SIGKILL)
            coded += child.stdout.read().split()
        with Store.open(path) as store:
            done = store.recipes()[-1]
            assert store.counts().codings == 30 + (done.articles if done.recipe == "r2" else 0)
    for file in (path, calm):
        command = [sys.executable, "-c", KILLED, str(file)]
        subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True)
    # Each kill costs at most the article that was being coded.
    assert len([c for c in coded if c in names]) <= 30 + KILLS
    with Store.open(path) as killed, Store.open(calm) as whole:
        assert list(killed.current()) == list(whole.current())
        assert {frozenset(v) for v in groups(killed)} == {frozenset(v) for v in groups(whole)}
        assert [c.events[0].status for c in killed.current() if c.article.id == "n07"] == ["planned"]
        assert [(r.recipe, r.articles, r.counting) for r in killed.recipes()] == [
            ("r1", 30, 0),
            ("r2", 30, 30),
        ]


def groups(store: Store) -> list[set[tuple[str, str]]]:
    """Return the events of each happening."""
    found: dict[int, set[tuple[str, str]]] = {}
    for event, number in store.partition().items():
        found.setdefault(number, set()).add(event)
    return list(found.values())


# The command ----------------------------------------------------------------------------------------------


class OtherCoder(FakeCoder):
    """Reads the visit as denied, under another recipe."""

    recipe = "r2"

    def code(self, article: Article) -> Coding:
        """Return what the other recipe reads."""
        made = super().code(article)
        return replace(made, events=tuple(replace(e, status="denied") for e in made.events))


@pytest.fixture
def coded(fake, folder, monkeypatch):  # noqa: F811
    """A store on the disk, coded by r1, where another recipe is now in use."""
    run("add", given=lines("x", "y"))
    other = OtherCoder()
    monkeypatch.setattr("dragoman.coding.Coder.open", lambda settings: other)
    return other


def test_recode_prints_and_writes_the_difference_and_switches_when_told(coded, folder):  # noqa: F811
    """By article, with the words; and back again by naming the recipe."""
    result = run("recode", "--all", "--out", "differences.jsonl", "--format", "table")
    assert "attributed → denied" in result.output
    assert VISIT[:40] in result.output
    assert "0 won, 0 lost, 2 changed" in result.output
    assert "--switch" in result.output
    written = [json.loads(line) for line in Path("differences.jsonl").read_text().splitlines()]
    assert [(w["article"], w["differences"][0]["sort"]) for w in written] == [
        ("x", "changed"),
        ("y", "changed"),
    ]
    assert '"attributed"' in run("timeline", "MDA", "EST").output
    assert "2 articles switched to recipe r2" in run("recode", "--all", "--switch").output
    assert '"denied"' in run("timeline", "MDA", "EST", "--all").output
    assert "1 articles switched" in run("recode", "x", "--switch", "r1").output
    listed = [json.loads(line) for line in run("recode", "--list").output.splitlines()]
    assert [(r["recipe"], r["articles"], r["counting"]) for r in listed] == [("r1", 2, 1), ("r2", 2, 1)]


def test_recode_can_be_stopped_and_goes_on(coded, folder):  # noqa: F811
    """What was coded is kept; nothing is switched before all is done."""
    coded.interrupted_at = 2
    result = run("recode", "--all", "--switch", code=130)
    assert "1 of 2 articles coded anew" in result.output
    assert '"attributed"' in run("timeline", "MDA", "EST").output
    assert "1 articles coded anew" in run("recode", "--all").output


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "--all"),
        (("x", "--all"), "--all"),
        (("z",), "no article 'z'"),
        (("--all", "--switch", "r7"), "no recipe 'r7'"),
        (("--all", "--db", "none.db"), "no store here"),
    ],
)
def test_recode_refuses_what_makes_no_sense(coded, folder, args, says):  # noqa: F811
    """One line, and nothing is done."""
    result = run("recode", *args, code=2 if says == "--all" else 1)
    assert says in result.output


def test_add_leaves_what_is_there_to_recode(coded, folder):  # noqa: F811
    """The same text counts by the recipe that coded it, whatever is in use now; another text is news."""
    result = run("add", given=lines("x", "z"))
    assert "1 articles added" in result.output
    assert "1 were there already" in result.output
    with Store.open("dragoman.db") as store:
        assert {c.article.id: c.recipe for c in store.current()} == {"x": "r1", "y": "r1", "z": "r2"}
    run("add", given=lines("x", text=VISIT + " Gulls cried."))
    with Store.open("dragoman.db") as store:
        assert {c.article.id: c.recipe for c in store.current()} == {"x": "r2", "y": "r1", "z": "r2"}
