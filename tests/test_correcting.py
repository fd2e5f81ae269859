"""Corrections in a store: every table shows them, the log keeps them, what is wrong is refused."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from dragoman import correcting, naming
from dragoman.claims import claims
from dragoman.corrections import Change
from dragoman.errors import CorrectionError, StoreError
from dragoman.evaluation import events as events_room
from dragoman.exports import Wanted
from dragoman.happenings import named
from dragoman.meetings import meetings
from dragoman.records import Actor, Coding, EventDate
from dragoman.store import Store
from dragoman.timeline import between
from tests.codings import VISIT, visit
from tests.exported import written
from tests.test_happenings import partition
from tests.test_timeline import OTHER_WORDS, dated, with_event, with_text

KENYA = Actor(id="", name="Kenya", kind="country", country="KEN")
LATER = EventDate(first=date(2031, 3, 20), last=date(2031, 3, 20), grain="day", basis="text")


@pytest.fixture
def store():
    """A store with one visit, told by two papers, and another in spring."""
    with Store.open(":memory:") as store:
        store.add(visit("a"))
        store.add(with_text("b", "Prut Post", OTHER_WORDS))
        spring = dated(visit("c", text=VISIT + " Snow fell."), date(2031, 5, 3), date(2031, 5, 3))
        store.add(spring)
        yield store


def everything(store: Store) -> list[object]:
    """Return what the tables of *store* show, happenings by their members and not by their numbers."""
    rows = [replace(h, id=None) for h in between(store, "MDA", "EST")]
    return [rows, claims(store, "MDA", "EST"), list(store.current()), partition(store)]


def test_every_table_shows_a_correction(store):
    """Timeline, happening, claims, meetings, codings for exports and the file's own views."""
    correcting.change(store, "c#e1", Change(recipients=(KENYA,)), by="Ana", note="a slip")
    assert [h.first for h in between(store, "MDA", "EST")] == [date(2031, 3, 3)]
    assert [h.first for h in between(store, "MDA", "KEN")] == [date(2031, 5, 3)]
    assert [m.happening.first for m in meetings(store, "MDA", "KEN")] == [date(2031, 5, 3)]
    assert [c.happening.first for c in claims(store, "MDA", "KEN")] == [date(2031, 5, 3)]
    assert store.dyads() == [("EST", "MDA"), ("KEN", "MDA")]
    corrected = next(c for c in store.current() if c.article.id == "c")
    assert corrected.events[0].reasons[-1].note == "1 by Ana: a slip"
    view = store._link.execute("SELECT recipients FROM events_readable WHERE article = 'c'").fetchone()
    assert view[0] == "Kenya (KEN)"


def test_the_article_and_its_coding_are_never_altered(store):
    """What was added is given back as it was added."""
    before = store.coding("a")
    correcting.mark_false(store, "a#e1", by="Ana")
    assert store.coding("a") == before
    assert next(iter(store.codings())) == before


def test_a_corrected_date_takes_a_report_out_of_its_happening(store):
    """Happenings are made of what is right: with another date it is another visit, and back when undone."""
    assert partition(store) == {frozenset({("a", "e1"), ("b", "e1")}), frozenset({("c", "e1")})}
    before, numbers = everything(store), store.partition()
    one = correcting.change(store, "b#e1", Change(date=LATER), by="Ana")
    assert len(partition(store)) == 3
    correcting.undo(store, one.id, by="Bo")
    assert everything(store) == before
    assert store.partition() == numbers


def test_a_correction_leaves_a_happening_its_number(store):
    """Whoever wrote down a number finds the happening again."""
    number = store.happening("c#e1")
    correcting.change(store, "c#e1", Change(status="planned"), by="Ana")
    assert store.happening("c#e1") == number


def test_false_events_are_gone_and_come_back(store):
    """Marked false an event is in no table; undone, all is as it was."""
    before = everything(store)
    one = correcting.mark_false(store, "c#e1", by="Ana")
    assert [h.first for h in between(store, "MDA", "EST")] == [date(2031, 3, 3)]
    undone = correcting.undo(store, one.id, by="Ana")
    assert everything(store) == before
    correcting.undo(store, undone.id, by="Bo")
    assert [h.first for h in between(store, "MDA", "EST")] == [date(2031, 3, 3)]


def test_an_added_event_is_one_like_the_others(store):
    """It is found by its countries, links with others, and can be corrected and taken back."""
    facts = Change(event_type="AID", actors=(KENYA,), recipients=(naming.actor("MDA", visit()),))
    one = correcting.add_event(
        store, "a", facts, words="Foreign Minister Ana Lupu", trigger="Minister", by="Ana"
    )
    (row,) = between(store, "KEN", "MDA")
    assert (row.event_type, row.words, row.status) == ("AID", "Foreign Minister Ana Lupu", "asserted")
    correcting.change(store, f"a#c{one.id}", Change(status="planned"), by="Ana")
    assert [h.status for h in between(store, "KEN", "MDA")] == ["planned"]
    correcting.undo(store, one.id, by="Ana")
    assert between(store, "KEN", "MDA") == []
    assert [x.state for x in correcting.listed(store)] == ["undone", "unmatched", None]


def test_happenings_are_merged_and_come_apart_again(store):
    """Against all rules they are one, with the reason; undone, both have their numbers again."""
    first, second = store.happening("a#e1"), store.happening("c#e1")
    before, numbers = everything(store), store.partition()
    one = correcting.merge(store, [str(first), "c#e1"], by="Ana", note="one visit")
    assert len(partition(store)) == 1
    assert store.happening(str(second)) == first
    found = named(store, str(second))
    assert found is not None
    assert ("put together by Ana, correction 1: one visit",) in {g.grounds for g in found[1]}
    correcting.undo(store, one.id, by="Ana")
    assert everything(store) == before
    assert store.partition() == numbers


def test_a_happening_is_split_and_stays_so(store):
    """What was linked is apart; a later report joins one of them, and no more brings them together."""
    before = everything(store)
    one = correcting.split(store, ["b#e1"], by="Ana")
    assert len(partition(store)) == 3
    store.add(visit("d", text=VISIT + " Gulls cried.", publisher="Daily Gull"))
    apart = store.partition()
    assert apart["a", "e1"] != apart["b", "e1"]
    correcting.undo(store, one.id, by="Ana")
    assert store.partition()["a", "e1"] == store.partition()["b", "e1"]
    store.add(replace(visit("d"), article=replace(visit("d").article, text="Gone."), events=()))
    assert everything(store)[0] == before[0]


def test_decisions_last_when_all_is_linked_anew(store):
    """Merges and splits are no part of what the rules make, and outlive them."""
    correcting.merge(store, ["a#e1", "c#e1"], by="Ana")
    correcting.split(store, ["b#e1"], by="Ana")
    groups = {frozenset({("a", "e1"), ("c", "e1")}), frozenset({("b", "e1")})}
    assert partition(store) == groups
    store.relink()
    assert partition(store) == groups


def test_corrections_hold_for_a_later_coding_and_wait_where_they_don_t_fit(store):
    """Another recipe's coding is corrected too; without such an event the correction is kept, unmatched."""
    correcting.change(store, "a#e1", Change(status="planned"), by="Ana")
    correcting.merge(store, ["a#e1", "c#e1"], by="Ana")
    store.add(with_event(visit("a", recipe="r2"), id="e7", status="denied"))
    assert [e.status for c in store.current() if c.article.id == "a" for e in c.events] == ["planned"]
    assert store.partition()["a", "e7"] == store.partition()["c", "e1"]
    store.add(visit("a", recipe="r3", event_type="AID"))
    assert [e.status for c in store.current() if c.article.id == "a" for e in c.events] == ["attributed"]
    # The merge still has a and c's other members to hold together.
    assert [x.state for x in correcting.listed(store)] == ["unmatched", "applied"]
    store.switch("r1")
    assert [x.state for x in correcting.listed(store)] == ["applied", "applied"]


def test_two_corrections_of_one_thing_are_both_in_the_log(store):
    """The later wins; undone, the earlier has its say again."""
    correcting.change(store, "a#e1", Change(status="planned"), by="Ana")
    second = correcting.change(store, "a#e1", Change(status="denied"), by="Bo")
    assert [(x.correction.by, x.state) for x in correcting.listed(store)] == [
        ("Ana", "overruled"),
        ("Bo", "applied"),
    ]
    correcting.undo(store, second.id, by="Ana")
    assert [x.state for x in correcting.listed(store)] == ["applied", "undone", None]


def test_a_correction_can_name_the_event_by_its_handle(store):
    """What `corrections` prints is taken back as a name."""
    one = correcting.change(store, "a#e1", Change(status="planned"), by="Ana")
    again = correcting.change(store, str(one.handle), Change(status="denied"), by="Ana")
    assert again.handle == one.handle


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda s: correcting.change(s, "x#e1", Change(status="planned"), by="Ana"), "names no event"),
        (lambda s: correcting.change(s, "a#e9", Change(status="planned"), by="Ana"), "there are a#e1"),
        (lambda s: correcting.change(s, "a#e1", Change(), by="Ana"), "nothing to change"),
        (lambda s: correcting.change(s, "a#e1", Change(event_type="VISIT"), by="Ana"), "no event type"),
        (lambda s: correcting.change(s, "a#e1", Change(modes=("phoned",)), by="Ana"), "no mode of CONSULT"),
        (lambda s: correcting.change(s, "a#e1", Change(status="sure"), by="Ana"), "no status"),  # type: ignore[arg-type]
        (
            lambda s: correcting.change(s, "a#e1", Change(actors=(replace(KENYA, country="XXX"),)), by="Ana"),
            "no country code",
        ),
        (
            lambda s: correcting.change(
                s, "a#e1", Change(date=replace(LATER, last=date(2031, 3, 1))), by="Ana"
            ),
            "is after",
        ),
        (lambda s: correcting.change(s, "a#e1", Change(status="planned"), by=" "), "needs the name"),
        (lambda s: correcting.merge(s, ["a#e1", "b#e1"], by="Ana"), "nothing to merge"),
        (lambda s: correcting.merge(s, ["a#e1", "77"], by="Ana"), "no happening '77'"),
        (lambda s: correcting.split(s, ["a#e1", "c#e1"], by="Ana"), "events of one happening"),
        (lambda s: correcting.split(s, ["c#e1"], by="Ana"), "no other events"),
        (lambda s: correcting.undo(s, 1, by="Ana"), "no correction 1"),
        (lambda s: correcting.confirm(s, "x", by="Ana"), "no article 'x'"),
        (
            lambda s: correcting.add_event(s, "a", Change(event_type="AID"), words="moon", by="Ana"),
            "not in article",
        ),
        (lambda s: correcting.add_event(s, "a", Change(), words=VISIT, by="Ana"), "needs a type"),
        (lambda s: naming.actor("Nobody At All", visit()), "nobody in this article"),
        (lambda s: naming.actor("Jo Doe:XXX", visit()), "no country code"),
        (lambda s: naming.place("Springfield", visit()), "Springfield:USA"),
        (lambda s: naming.place("Nowhere At All", visit()), "no place"),
        (lambda s: naming.when("2031-02-30"), "is no date"),
        (lambda s: naming.when("soon"), "is no date"),
        (lambda s: naming.when(".."), "is no date"),
    ],
)
def test_what_makes_no_sense_is_refused(store, call, says):
    """One clear error, and nothing is logged."""
    with pytest.raises(CorrectionError, match=says):
        call(store)
    assert store.corrections() == []


def test_what_is_done_already_is_refused(store):
    """No second undo; nothing more is said of an event that is none."""
    one = correcting.mark_false(store, "a#e1", by="Ana")
    with pytest.raises(CorrectionError, match="false by correction 1; undo that"):
        correcting.change(store, "a#e1", Change(status="planned"), by="Ana")
    undone = correcting.undo(store, one.id, by="Ana")
    with pytest.raises(CorrectionError, match="undone already"):
        correcting.undo(store, one.id, by="Ana")
    correcting.undo(store, undone.id, by="Ana")
    with pytest.raises(CorrectionError, match="undone already"):
        correcting.undo(store, undone.id, by="Ana")


@pytest.mark.parametrize("statement", ["UPDATE corrections SET note = 'x'", "DELETE FROM corrections"])
def test_the_log_can_only_grow(store, statement):
    """Not even by another tool that writes the file."""
    correcting.mark_false(store, "a#e1", by="Ana")
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        store._link.execute(statement)


def test_a_correction_is_there_whole_or_not_at_all(store, monkeypatch):
    """If what it does fails, it is not in the log."""
    before = everything(store)

    def fail(*_: object) -> None:
        message = "disk"
        raise sqlite3.OperationalError(message)

    with monkeypatch.context() as patched:
        patched.setattr("dragoman.store.links.link", fail)
        with pytest.raises(StoreError):
            correcting.mark_false(store, "a#e1", by="Ana")
    assert store.corrections() == []
    assert everything(store) == before


@pytest.mark.parametrize(
    ("words", "name", "country", "kind"),
    [
        ("a1", "Ana Lupu", "MDA", "person"),
        ("ana lupu", "Ana Lupu", "MDA", "person"),
        ("Lupu", "Ana Lupu", "MDA", "person"),
        ("Kenya", "Kenya", "KEN", "country"),
        ("ken", "Kenya", "KEN", "country"),
        ("NATO", "NATO", "IGO", "igo"),
        ("Jo Doe : ken", "Jo Doe", "KEN", "person"),
    ],
)
def test_actors_are_named_as_people_name_them(words, name, country, kind):
    """By id, name, surname, country, a known body, or in full."""
    found = naming.actor(words, visit())
    assert (found.name, found.country, found.kind) == (name, country, kind)


@pytest.mark.parametrize(
    ("words", "first", "last", "grain"),
    [
        ("2031-03-03", date(2031, 3, 3), date(2031, 3, 3), "day"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "month"),
        ("2031", date(2031, 1, 1), date(2031, 12, 31), "year"),
        ("2031-03-03..2031-03-05", date(2031, 3, 3), date(2031, 3, 5), "day"),
        ("..2031-03", None, date(2031, 3, 31), "open"),
    ],
)
def test_dates_are_written_as_days_months_years_or_spans(words, first, last, grain):
    """The first and last day that it may have been."""
    found = naming.when(words)
    assert (found.first, found.last, found.grain) == (first, last, grain)


def test_places_are_of_the_article_or_the_gazetteer():
    """With a country's code, where several have one of that name."""
    assert naming.place("tallinn", visit()) == visit().places[0]
    found = naming.place("Springfield:USA", visit())
    assert (found.country, found.feature) == ("USA", "city")


# Gold -----------------------------------------------------------------------------------------------------


class Reader:
    """A coder that always reads the same."""

    def __init__(self, *codings: Coding) -> None:
        self.codings = {c.article.id: c for c in codings}

    def code(self, article: object) -> Coding:
        """Return what was read in *article*."""
        return self.codings[article.id]  # type: ignore[attr-defined]


def test_corrections_come_out_as_gold_that_evaluate_reads(tmp_path, codes_at_hand):
    """Against it, what was read is wrong where it was corrected, and what is corrected is right."""
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        read = [visit("a"), visit("b"), visit("c")]
        for coding in read:
            store.add(coding)
        correcting.change(store, "a#e1", Change(status="planned"), by="Ana")
        correcting.confirm(store, "b", by="Ana")
        right = list(store.current())
    text, tally = written(path, "gold")
    gold = tmp_path / "gold.jsonl"
    gold.write_text(text)
    assert tally.rows == 2
    assert [c.article.id for c in msgspec.json.Decoder(Coding).decode_lines(text)] == ["a", "b"]
    got = events_room.evaluate(Reader(*read), gold)  # type: ignore[arg-type]
    values = {s.measure: s.value for s in got.scores}
    assert (values["type"], values["type and status"], values["whole record"]) == (100.0, 50.0, 50.0)
    got = events_room.evaluate(Reader(*right), gold)  # type: ignore[arg-type]
    assert {s.value for s in got.scores} == {100.0}


def test_gold_is_what_somebody_has_seen(tmp_path, codes_at_hand):
    """A coding that counts since the last correction is not gold; filters choose whole articles."""
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        store.add(visit("a"))
        correcting.change(store, "a#e1", Change(status="planned"), by="Ana")
        store.add(with_event(visit("a", recipe="r2"), cameo="043"))
    (coding,) = msgspec.json.Decoder(Coding).decode_lines(written(path, "gold")[0])
    assert (coding.recipe, coding.events[0].status) == ("r1", "planned")
    assert written(path, "gold", Wanted(types=frozenset({"AID"})))[0] == ""
