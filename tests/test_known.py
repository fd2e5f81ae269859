"""As known on a day: every table is rebuilt as it stood, by what was published and learnt by then."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman import correcting
from dragoman.claims import claims
from dragoman.corrections import Change
from dragoman.errors import CorrectionError
from dragoman.meetings import meetings
from dragoman.store import Store
from dragoman.store import store as store_room
from dragoman.timeline import between
from tests.codings import VISIT, visit
from tests.older import older
from tests.test_happenings import reported

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.records import Coding

FIRST = date(2031, 3, 1)
NAMES = "abcdefgh"
BITEMPORAL = 5
"""The migration since which a store knows when it learnt what."""


class Clock:
    """The time that a store takes note of."""

    def __init__(self) -> None:
        self.day = FIRST

    def __call__(self) -> str:
        """Return noon of the day."""
        return f"{self.day.isoformat()}T12:00:00+00:00"


@pytest.fixture(scope="module")
def clock():
    """A clock that a test sets."""
    made = Clock()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store_room, "_now", made)
        yield made


def tables(store: Store) -> dict[str, object]:
    """Return all that the tables of *store* show, numbers included."""
    return {
        "timeline": between(store, "MDA", "EST"),
        "reports": between(store, "MDA", "EST", reports=True),
        "claims": claims(store),
        "meetings": meetings(store, "MDA", "EST"),
        "codings": list(store.current()),
        "happenings": store.partition(),
        "originals": store.originals(),
        "corrections": correcting.listed(store),
        "recipes": [(r.recipe, r.articles, r.counting) for r in store.recipes()],
    }


def published(coding: Coding, day: date | None) -> Coding:
    """Return *coding* of an article of another day."""
    when = None if day is None else f"{day.isoformat()}T08:30"
    return replace(coding, article=replace(coding.article, published=when))


# What somebody may do to a store, at random; what makes no sense is refused and leaves no trace.
def adding(coding: Coding, recipe: str, *, beside: bool) -> Callable[[Store], object]:
    """Return the doing that adds *coding* under *recipe*."""
    return lambda store: store.add(replace(coding, recipe=recipe), beside=beside)


def corrected(make: Callable[[Store], object]) -> Callable[[Store], object]:
    """Return the doing that corrects, if it can be done."""

    def do(store: Store) -> None:
        try:
            make(store)
        except CorrectionError:
            return

    return do


articles = st.sampled_from(NAMES)
doings = st.one_of(
    st.builds(adding, reported, st.sampled_from(["r1", "r1", "r2"]), beside=st.booleans()),
    st.builds(adding, reported, st.just("r1"), beside=st.just(False)),
    st.builds(
        lambda a, status: corrected(
            lambda s: correcting.change(s, f"{a}#e1", Change(status=status), by="Ana")
        ),
        articles,
        st.sampled_from(["planned", "asserted", "denied"]),
    ),
    st.builds(lambda a: corrected(lambda s: correcting.mark_false(s, f"{a}#e1", by="Ana")), articles),
    st.builds(
        lambda a, b: corrected(lambda s: correcting.merge(s, [f"{a}#e1", f"{b}#e1"], by="Bo")),
        articles,
        articles,
    ),
    st.builds(lambda a: corrected(lambda s: correcting.split(s, [f"{a}#e1"], by="Bo")), articles),
    st.builds(lambda n: corrected(lambda s: correcting.undo(s, n, by="Bo")), st.integers(1, 4)),
    st.builds(lambda r: lambda s: s.switch(r), st.sampled_from(["r1", "r2"])),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(doings, st.integers(0, 1)), max_size=14), st.integers(0, 8))
def test_a_table_as_known_on_a_day_is_that_of_a_store_stopped_on_that_day(clock, done, days):
    """Articles, recipes, switches, corrections, undos: whatever came later leaves no trace."""
    until = FIRST + timedelta(days=days)
    clock.day = FIRST
    with Store.open(":memory:") as whole, Store.open(":memory:") as stopped:
        for do, later in done:
            clock.day += timedelta(days=later)
            do(whole)
            if clock.day <= until:
                do(stopped)
        with whole.as_known_on(until, "learnt") as then:
            assert tables(then) == tables(stopped)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(doings, st.integers(0, 1)), max_size=14))
def test_looking_back_changes_nothing_and_today_is_today(clock, done):
    """As known today all is as it is, and the store is the same afterwards."""
    clock.day = FIRST
    with Store.open(":memory:") as store:
        for do, later in done:
            clock.day += timedelta(days=later)
            do(store)
        now = tables(store)
        with store.as_known_on(clock.day, "learnt") as then:
            assert tables(then) == now
        store.as_known_on(FIRST).close()
        assert tables(store) == now


@pytest.fixture
def filled(clock):
    """A store that learnt one article of the 4th on the 10th, on the 12th one of the 20th and an undated."""
    with Store.open(":memory:") as store:
        clock.day = date(2031, 3, 10)
        store.add(published(visit("a"), date(2031, 3, 4)))
        clock.day = date(2031, 3, 12)
        store.add(published(visit("b", text=VISIT + " Late."), date(2031, 3, 20)))
        store.add(published(visit("c", text=VISIT + " Never."), None))
        correcting.change(store, "a#e1", Change(status="planned"), by="Ana")
        yield store


@pytest.mark.parametrize(
    ("by", "day", "known"),
    [
        ("both", 9, []),
        ("both", 10, ["a"]),
        ("both", 12, ["a", "c"]),
        ("both", 20, ["a", "b", "c"]),
        ("learnt", 9, []),
        ("learnt", 12, ["a", "b", "c"]),
        ("published", 3, []),
        ("published", 4, ["a"]),
        ("published", 19, ["a"]),
        ("published", 20, ["a", "b"]),
    ],
)
def test_known_is_what_was_published_and_learnt(filled, by, day, known):
    """Both by default; what has no date is known from when it was learnt, unless publication alone counts."""
    with filled.as_known_on(date(2031, 3, day), by) as then:
        assert sorted(c.article.id for c in then.current()) == known


def test_corrections_are_known_when_they_were_made(filled):
    """By publication alone, what is known today of the articles of the time is shown."""
    status = {
        (by, day): [c.events[0].status for c in store.current() if c.article.id == "a"]
        for by, day in (("both", 10), ("both", 12), ("learnt", 11), ("published", 4))
        for store in [filled.as_known_on(date(2031, 3, day), by)]
    }
    assert status == {
        ("both", 10): ["attributed"],
        ("both", 12): ["planned"],
        ("learnt", 11): ["attributed"],
        ("published", 4): ["planned"],
    }


def test_rows_know_when_their_article_was_published_and_learnt(filled):
    """A happening has the first of each."""
    rows = list(filled.happening_rows(filled.partition().values()))
    assert {(r.article_id, r.published and r.published[:10], (r.learnt or "")[:10]) for r in rows} == {
        ("a", "2031-03-04", "2031-03-10"),
        ("b", "2031-03-20", "2031-03-12"),
        ("c", None, "2031-03-12"),
    }
    found = between(filled, "MDA", "EST", reports=True)
    assert [(h.reported, h.learnt) for h in found if h.article == "a"] == [
        (date(2031, 3, 4), date(2031, 3, 10))
    ]


def test_a_store_of_before_has_learnt_its_articles_in_their_runs(tmp_path):
    """Brought up to date it shows the same, and knows each article from the end of its run."""
    coding = visit("a")
    path = older(tmp_path / "news.db", BITEMPORAL - 1, coding)
    with Store.open(path) as store:
        assert store.coding("a") is not None
        assert [h.learnt for h in between(store, "MDA", "EST")] == [date(2031, 3, 6)]
        for day, count in ((5, 0), (6, 1)):
            with store.as_known_on(date(2031, 3, day)) as then:
                assert len(between(then, "MDA", "EST")) == count
        assert store.add(coding) is False


def test_a_store_of_before_has_learnt_a_page_when_it_was_fetched(tmp_path):
    """The page tells the moment better than the run, which may have gone on for days."""
    path = older(tmp_path / "news.db", BITEMPORAL - 1, visit("a"))
    link = sqlite3.connect(path)
    with link:
        link.execute("INSERT INTO bodies VALUES ('d', 1, x'00')")
        link.execute("INSERT INTO captures VALUES (1, 'd', 'u', 'u', '2031-03-05T10:30:00+00:00', 200, '[]')")
    link.close()
    with Store.open(path) as store:
        assert store.learnt("a") == "2031-03-05T10:30:00+00:00"
        for day, count in ((4, 0), (5, 1)):
            with store.as_known_on(date(2031, 3, day)) as then:
                assert len(between(then, "MDA", "EST")) == count
