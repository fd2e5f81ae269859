"""Many articles, one happening: grouped as they come, the same in any order, and nothing lost on the way."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import StoreError
from dragoman.evaluation import gold
from dragoman.happenings import build, main_happenings, named
from dragoman.records import EventDate, Span
from dragoman.store import Store, links
from tests.codings import VISIT, visit
from tests.older import older
from tests.test_timeline import OTHER_WORDS, dated, with_event, with_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.records import Coding, Status

ROOT = Path(__file__).parents[1]


@pytest.fixture
def path(tmp_path):
    """A place for a store."""
    return tmp_path / "news.db"


def groups(codings: Iterable[Coding]) -> set[frozenset[tuple[str, str]]]:
    """Return the happenings of a store to which *codings* were added in this order."""
    with Store.open(":memory:") as store:
        for coding in codings:
            store.add(coding)
        return partition(store)


def partition(store: Store) -> set[frozenset[tuple[str, str]]]:
    """Return the events of each happening, by article and event."""
    found: dict[int, set[tuple[str, str]]] = {}
    for event, number in store.partition().items():
        found.setdefault(number, set()).add(event)
    return {frozenset(events) for events in found.values()}


def report(name: str, day: int | None, status: Status, text: str, publisher: str, event_type: str) -> Coding:
    """Return a report of a visit or another act in March 2031."""
    made = visit(name, text=VISIT + text, publisher=publisher, event_type=event_type, status=status)
    when = None if day is None else date(2031, 3, day)
    sentence = replace(made.events[0].sentence, text=VISIT.replace("visited", "visited" + text))
    return with_event(
        dated(made, when, when) if when else dated(made, None, date(2031, 3, 31)), sentence=sentence
    )


reported = st.builds(
    report,
    name=st.sampled_from("abcdefgh"),
    day=st.sampled_from([None, 3, 4, 20]),
    status=st.sampled_from(["asserted", "attributed", "denied", "planned", "negated"]),
    text=st.sampled_from(
        ["", " Snow fell on the harbour cranes.", " Fishermen sold herring and sprat at the quay."]
    ),
    publisher=st.sampled_from(["Baltic Wire", "Prut Post"]),
    event_type=st.sampled_from(["CONSULT", "ACCUSE", "AID"]),
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_order_of_adding_makes_the_same_groups(data):
    """The partition depends on what was added, not on when."""
    codings = data.draw(st.lists(reported, max_size=7, unique_by=lambda c: c.article.id))
    assert groups(data.draw(st.permutations(codings))) == groups(codings)


CORPUS = gold.codings(ROOT / "evals" / "corpus")
STRAIGHT = groups(CORPUS)


@settings(max_examples=12, deadline=None)
@given(order=st.permutations(CORPUS))
def test_the_corpus_in_any_order_makes_the_same_groups(order):
    """All articles of our corpus, shuffled: plans, denials, copies and corrections in any order."""
    assert groups(order) == STRAIGHT


def test_a_later_article_brings_two_together():
    """Two reports that have nothing sure in common are joined by a third that fits both."""
    a = with_event(visit("a"), event_type="AID", event_mode=(), place=None, trigger=Span(0, 4, "sent"))
    a = with_event(a, sentence=Span(0, 20, "Apples and pears went north."))
    c = with_event(visit("c"), event_type="AID", event_mode=(), place=None, trigger=Span(0, 4, "help"))
    c = with_event(c, sentence=Span(0, 20, "Plums and quinces as help."))
    a = replace(a, article=replace(a.article, text="One."))
    c = replace(c, article=replace(c.article, text="Two."))
    b = with_event(c, sentence=Span(0, 20, "Apples, pears, plums and quinces as help."))
    b = replace(b, article=replace(b.article, id="b", text="Three."))
    with Store.open(":memory:") as store:
        store.add(a)
        store.add(c)
        first = store.partition()
        assert len(partition(store)) == 2
        store.add(b)
        assert len(partition(store)) == 1
        kept = next(iter(store.partition().values()))
        assert kept == min(first.values())
        assert {store.happening(str(n)) for n in first.values()} == {kept}


def test_a_new_version_takes_the_place_of_the_old():
    """What an article no longer says is no longer a report, and those it held together come apart."""
    with Store.open(":memory:") as store:
        store.add(visit("a"))
        store.add(with_text("b", "Prut Post", OTHER_WORDS))
        assert len(partition(store)) == 1
        store.add(
            dated(
                with_text("b", "Prut Post", OTHER_WORDS + " Amended."), date(2031, 3, 20), date(2031, 3, 20)
            )
        )
        assert partition(store) == {frozenset({("a", "e1")}), frozenset({("b", "e1")})}


def test_another_recipe_replaces_the_reports_of_the_first():
    """An article under two recipes is reported once, as read last."""
    with Store.open(":memory:") as store:
        store.add(visit("a"))
        store.add(visit("a", recipe="r2", status="asserted"))
        (number,) = store.partition().values()
        assert [row.status for row in store.happening_rows([number])] == ["asserted"]


def test_copies_are_grouped_as_they_come():
    """Near-duplicates have one original; an article of its own has itself."""
    wire = " ".join(f"The envoy of province {n} spoke about {n * 7} farms near the river." for n in range(20))
    with Store.open(":memory:") as store:
        for name, text in (
            ("a", wire),
            ("b", "Our agencies. " + wire[:700]),
            ("c", VISIT),
            ("d", wire + " End."),
        ):
            store.add(replace(visit(name), article=replace(visit(name).article, text=text)))
        assert store.originals() == {"a": "a", "b": "a", "c": "c", "d": "a"}
        assert ("a", "b") in store.copies()
        # The original goes, and the rest stay together.
        store.add(replace(visit("a"), article=replace(visit("a").article, text="Withdrawn by the agency.")))
        assert store.originals() == {"a": "a", "b": "b", "c": "c", "d": "b"}


def test_relinking_changes_no_group(path):
    """Comparing everything anew gives the groups that came about one by one."""
    with Store.open(path) as store:
        for n, coding in enumerate(
            (visit("a"), with_text("b", "Prut Post", OTHER_WORDS), visit("c", day=None))
        ):
            store.add(replace(coding, article=replace(coding.article, publisher=f"p{n}")))
        before, copied = partition(store), store.originals()
        for _ in range(2):
            store.relink()
            assert (partition(store), store.originals()) == (before, copied)


def test_a_store_from_before_is_linked_when_it_is_opened(path):
    """A store of the first version gets its happenings on the next opening, for reading as well."""
    older(path, 3, visit("a"), with_text("b", "Prut Post", OTHER_WORDS))
    with Store.open(path, read_only=True) as store:
        assert partition(store) == {frozenset({("a", "e1"), ("b", "e1")})}


def test_other_rules_make_the_links_anew(path, monkeypatch):
    """Links that were made by other rules are thrown away on the next opening."""
    with monkeypatch.context() as patched:
        patched.setattr(links, "version", lambda: "older")
        with Store.open(path) as store:
            store.add(visit("a"))
            store._link.execute("UPDATE reports SET happening = NULL")
    with Store.open(path) as store:
        assert None not in store.partition().values()
        assert not store._unlinked()


def test_a_fault_while_linking_keeps_the_article_out(path, monkeypatch):
    """An article is added with its links, or not at all, and the next try adds it."""

    def broken(*_: object) -> None:
        message = "no space for links"
        raise RuntimeError(message)

    with Store.open(path) as store:
        store.add(visit("a"))
        with monkeypatch.context() as patched:
            patched.setattr(links, "_group", broken)
            with pytest.raises(RuntimeError, match="no space"):
                store.add(with_text("b", "Prut Post", OTHER_WORDS))
        assert store.counts().codings == 1
        assert store.add(with_text("b", "Prut Post", OTHER_WORDS))
        assert len(partition(store)) == 1


RELINKS = """
import sys
from dragoman.store import Store, links
real = links.link
done = []
def slow(*args):
    real(*args)
    done.append(1)
    print(len(done), flush=True)
links.link = slow
with Store.open(sys.argv[1]) as store:
    store.relink()
"""


@pytest.mark.parametrize("reported", [1, 5])
def test_a_kill_while_relinking_loses_nothing(path, reported):
    """After kill -9 in the middle, the next opening goes on, and the groups are those that were there."""
    with Store.open(path) as store:
        for n in range(12):
            store.add(
                dated(visit(f"x{n}", publisher=f"p{n}"), date(2031, 3, 1 + n % 3), date(2031, 3, 1 + n % 3))
            )
        before = partition(store)
    child = subprocess.Popen([sys.executable, "-c", RELINKS, str(path)], stdout=subprocess.PIPE, cwd=ROOT)
    assert child.stdout is not None
    for _ in range(reported):
        child.stdout.readline()
    child.kill()
    child.wait()
    child.stdout.close()
    with Store.open(path, read_only=True) as store:
        assert partition(store) == before
        assert store.counts().codings == 12


def test_sources_differ_and_the_best_is_shown():
    """The exact day wins over the month, the city over the country, and what each says is kept."""
    month = dated(with_text("b", "Prut Post", OTHER_WORDS), date(2031, 3, 1), date(2031, 3, 31))
    month = replace(month, places=(replace(month.places[0], name="Estonia", feature="country"),))
    with Store.open(":memory:") as store:
        store.add(month)
        store.add(visit("a"))
        (number,) = set(store.partition().values())
        found = build(list(store.happening_rows([number])))
    assert (found.first, found.place, found.sources, found.articles) == (date(2031, 3, 3), "Tallinn", 2, 2)
    assert dict(found.spread.dates) == {"2031-03-03": 1, "2031-03-01..2031-03-31": 1}
    assert dict(found.spread.places) == {"Tallinn": 1, "Estonia": 1}


def test_a_happening_has_a_name_and_grounds():
    """By number, or by any of its events; why its reports are one is kept in words."""
    with Store.open(":memory:") as store:
        store.add(visit("a"))
        store.add(with_text("b", "Prut Post", OTHER_WORDS))
        found = named(store, "b#e1")
        assert found is not None
        happening, grounds, rows = found
        assert named(store, str(happening.id)) == found
        assert len(rows) == 2
        assert "person: lupu" in grounds[0].grounds
        assert {grounds[0].one, grounds[0].other} == {("a", "e1"), ("b", "e1")}
        for unknown in ("77", "a#e9", "nothing", ""):
            assert named(store, unknown) is None


def test_articles_by_main_happening():
    """Two papers on one visit are together, an article on something else is alone."""
    apart = replace(
        visit("c"),
        article=replace(
            visit("c").article, title="Herring", text="Fishermen sold herring and sprat at the quay."
        ),
        events=(),
    )
    with Store.open(":memory:") as store:
        for coding in (visit("a"), with_text("b", "Prut Post", OTHER_WORDS), apart):
            store.add(coding)
        assert sorted(main_happenings(store)) == [["a", "b"], ["c"]]


def test_a_store_on_a_full_disk_says_so(path, monkeypatch):
    """A file that can't be written while links are made is a StoreError, as elsewhere."""
    Store.open(path).close()
    with Store.open(path) as store:
        store._link.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError):
            store.add(visit("a"))


def test_dates_without_a_first_day_are_kept():
    """An act of which only the latest day is known stays by itself, and is listed."""
    made = with_event(
        visit("a"), date=EventDate(first=None, last=date(2031, 3, 4), grain="day", basis="document")
    )
    assert groups([made]) == {frozenset({("a", "e1")})}
