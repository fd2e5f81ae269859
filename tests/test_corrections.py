"""Corrections as a layer: what they say of a coding, in which order, and of another coding of the article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.corrections import Change, Correction, Missed, active, apply, compare, find, handle_of
from dragoman.corrections.grouping import decide
from dragoman.records import Actor, Coding, Event, EventDate, Place, Span
from tests.codings import VISIT, span, visit

BASE = visit()
EVENT = BASE.events[0]
HANDLE = handle_of(BASE, EVENT)
KENYA = Actor(id="", name="Kenya", kind="country", country="KEN")
DAY = EventDate(first=date(2031, 3, 2), last=date(2031, 3, 2), grain="day", basis="text")
RIGA = Place(
    id="", start=0, end=0, text="", name="Riga", country="LVA", lat=56.9, lon=24.1, feature="capital"
)


def correction(number: int, kind: str = "change", **facts: object) -> Correction:
    """Return a correction of the visit: with a change's fields, or of another kind."""
    change = Change(**facts) if kind == "change" else None  # type: ignore[arg-type]
    return Correction(id=number, by="Ana", kind=kind, handle=HANDLE, change=change)  # type: ignore[arg-type]


def missed(
    number: int, words: str, event_type: str = "AID", *, twin: bool = False, **facts: object
) -> Correction:
    """Return the correction that adds an event that *words* of the visit tell."""
    where = Missed(
        article="tallinn-1",
        sentence=EVENT.sentence,
        trigger=span(VISIT, words),
        facts=Change(event_type=event_type, **facts),  # type: ignore[arg-type]
        twin=twin,
    )
    return Correction(id=number, by="Ana", kind="add", missed=where)


def with_events(*events: Event) -> Coding:
    """Return the visit's coding with other events."""
    return replace(BASE, events=events)


def test_every_field_can_be_put_right():
    """Type, modes, each side, date, place and status are those of the correction; the rest stays."""
    said = Change(
        event_type="AID",
        actors=(KENYA,),
        recipients=(BASE.actors[0],),
        participants=(),
        date=DAY,
        place=RIGA,
        status="planned",
    )
    one = Correction(id=7, by="Ana", note="why", kind="change", handle=HANDLE, change=said)
    applied = apply(BASE, [one])
    (event,) = applied.coding.events
    names = {a.id: a.name for a in applied.coding.actors}
    assert (event.event_type, event.event_mode, event.status, event.date) == ("AID", (), "planned", DAY)
    assert ([names[i] for i in event.actors], event.recipients) == (["Kenya"], ("a1",))
    assert next(p.name for p in applied.coding.places if p.id == event.place) == "Riga"
    # Another type has its own class and score; who says so, and the words, stay as they were read.
    assert (event.quad_class, event.score) == (2, 10.0)
    assert (event.assessments, event.sentence, event.trigger) == (
        EVENT.assessments,
        EVENT.sentence,
        EVENT.trigger,
    )
    assert [r.note for r in event.reasons if r.rule == "correction"] == ["7 by Ana: why"]
    assert applied.states == {7: "applied"}


def test_nothing_that_comes_in_is_altered():
    """The coding that is corrected is the same afterwards."""
    before = replace(BASE)
    apply(BASE, [correction(1, status="planned"), correction(2, "false")])
    assert before == BASE


def test_fields_can_be_emptied():
    """No date, no place and nobody are values too."""
    (event,) = apply(BASE, [correction(1, undated=True, nowhere=True, recipients=())]).coding.events
    assert (event.date, event.place, event.recipients) == (None, None, ())


def test_of_two_corrections_the_later_wins():
    """Field by field; the earlier one is overruled where nothing that it says is left."""
    first, second = correction(1, status="planned", place=RIGA), correction(2, status="denied")
    applied = apply(BASE, [first, second])
    assert applied.coding.events[0].status == "denied"
    assert applied.states == {1: "applied", 2: "applied"}
    third = correction(3, nowhere=True)
    assert apply(BASE, [first, second, third]).states == {1: "overruled", 2: "applied", 3: "applied"}


def test_a_false_event_is_none_and_the_reason_is_kept():
    """It is set aside with who said so, and whatever else was said of it is overruled."""
    applied = apply(BASE, [correction(1, status="planned"), correction(2, "false")])
    assert applied.coding.events == ()
    assert any("false: 2 by Ana" in d.why for d in applied.coding.dropped)
    assert applied.states == {1: "overruled", 2: "applied"}


def test_an_event_that_was_missed_is_added_and_can_be_corrected():
    """It has the words, the type and the parties that were given, and a handle of its own."""
    add = missed(4, "said", actors=(BASE.actors[1],))
    applied = apply(BASE, [add])
    added = applied.coding.events[-1]
    assert (added.id, added.event_type, added.trigger.text, added.actors) == ("c4", "AID", "said", ("a2",))
    assert (added.status, added.assessments[0].polarity) == ("asserted", "+")
    later = Correction(
        id=5, by="Bo", kind="change", handle=handle_of(applied.read, added), change=Change(status="planned")
    )
    assert apply(BASE, [add, later]).coding.events[-1].status == "planned"


def test_what_a_new_coding_has_found_itself_is_not_added_twice():
    """The missed event is there now: what was said of it holds for it."""
    add = missed(4, "said", actors=(KENYA,))
    found = replace(EVENT, id="e2", event_type="AID", trigger=span(VISIT, "ministry said"))
    applied = apply(with_events(EVENT, found), [add])
    assert [e.id for e in applied.coding.events] == ["e1", "e2"]
    assert applied.coding.events[1].actors == ("c4a0",)


def test_a_missed_twin_is_added_beside_the_event_of_the_same_word():
    """Where one word tells two events of a type, the one that was missed is not the one that was read."""
    add = missed(4, "visited", "CONSULT", twin=True, actors=(KENYA,))
    applied = apply(BASE, [add])
    assert [e.id for e in applied.coding.events] == ["e1", "c4"]
    assert applied.coding.events[0] == EVENT
    twin = handle_of(applied.read, applied.read.events[1])
    change = Correction(id=5, by="Bo", kind="change", handle=twin, change=Change(status="denied"))
    assert [e.status for e in apply(BASE, [add, change]).coding.events] == ["attributed", "denied"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, True),
        ({"id": "e9", "status": "denied", "actors": ("a2",), "place": None}, True),
        ({"trigger": span(VISIT, "visited Tallinn")}, True),
        ({"event_type": "AID"}, False),
        ({"trigger": span(VISIT, "said")}, False),
    ],
)
def test_a_handle_finds_the_event_in_another_coding(changes, found):
    """By its words and type as coded, whatever else another recipe makes of it; a guess is never made."""
    other = with_events(replace(EVENT, **changes))
    assert (find(HANDLE, other) is not None) is found
    states = apply(other, [correction(1, status="planned")]).states
    assert states == {1: "applied" if found else "unmatched"}


def test_a_handle_follows_its_sentence_in_a_changed_text():
    """What was put before it moves it; where its sentence was rewritten, or comes twice, it waits."""
    add = "A correction was made. "
    moved = replace(
        BASE,
        article=replace(BASE.article, text=add + VISIT),
        events=(replace(EVENT, trigger=Span(len(add) + HANDLE.start, len(add) + HANDLE.end, "visited")),),
    )
    assert find(HANDLE, moved) is moved.events[0]
    for text in (add + VISIT.replace("Monday", "Sunday"), f"{add}{VISIT} {VISIT}"):
        assert find(HANDLE, replace(moved, article=replace(BASE.article, text=text))) is None


def test_twins_are_told_apart_by_their_parties():
    """One word, one type, two events: each handle means its own, and none where its own is gone."""
    other = replace(EVENT, id="e2", actors=("a2",), recipients=("a1",))
    both = with_events(EVENT, other)
    first, second = (handle_of(both, e) for e in both.events)
    turned = with_events(replace(other, id="e7"), replace(EVENT, id="e8"))
    assert [find(h, turned).id for h in (first, second)] == ["e8", "e7"]  # type: ignore[union-attr]
    assert find(second, BASE) is None


def test_actors_are_known_again_by_name_or_words():
    """Ids change from coding to coding; the same person is not brought in twice."""
    renumbered = replace(
        BASE,
        actors=tuple(replace(a, id=f"x{a.id}") for a in BASE.actors),
        events=(replace(EVENT, actors=("xa1",), recipients=("xa2",)),),
    )
    change = correction(1, actors=(BASE.actors[1],), recipients=(replace(BASE.actors[0], name="A. Lupu"),))
    applied = apply(renumbered, [change])
    assert (applied.coding.events[0].actors, applied.coding.events[0].recipients) == (("xa2",), ("xa1",))
    assert len(applied.coding.actors) == 2


@given(st.lists(st.integers(0, 9), max_size=12))
def test_undone_is_what_an_undo_that_stands_undoes(picked):
    """An undo can be undone; what stands is what a step-by-step reading of the log says."""
    log: list[Correction] = [correction(1, status="planned"), correction(2, "false")]
    for number, pick in enumerate(picked, start=3):
        log.append(Correction(id=number, by="Ana", kind="undo", undoes=log[pick % len(log)].id))

    def stands(one: Correction) -> bool:
        return not any(u.undoes == one.id and stands(u) for u in log if u.id > one.id)

    assert active(log) == [c for c in log[:2] if stands(c)]


def test_the_later_decision_on_two_reports_wins():
    """Split after merge takes apart, merge after split puts together; others are left alone."""
    a, b, c = (replace(HANDLE, article=x) for x in "abc")
    merge = Correction(id=1, by="Ana", kind="merge", together=(a, b, c))
    split = Correction(id=2, by="Ana", kind="split", together=(a,), apart=(b, c))
    keys = {"a": 1, "b": 2, "c": 3}
    both = decide([merge, split], lambda h: keys.get(h.article))
    assert {pair: d.together for pair, d in both.items()} == {(1, 2): False, (1, 3): False, (2, 3): True}
    assert all(d.together for d in decide([split, merge], lambda h: keys.get(h.article)).values())
    assert decide([merge], lambda h: {"a": 1}.get(h.article)) == {}


def test_differences_are_won_lost_and_changed_events_with_their_words():
    """The same words tell the same event; each field that changed is said in words."""
    kept = replace(EVENT, id="e5", status="denied", actors=("a1", "a2"))
    won = replace(EVENT, id="e6", event_type="AID", trigger=span(VISIT, "said"))
    lost = replace(EVENT, id="e2", event_type="ACCUSE", trigger=span(VISIT, "Foreign Minister"))
    found, same = compare(with_events(EVENT, lost), with_events(kept, won))
    assert [(d.sort, d.event_type, d.trigger) for d in found] == [
        ("lost", "ACCUSE", "Foreign Minister"),
        ("changed", "CONSULT", "visited"),
        ("won", "AID", "said"),
    ]
    assert [(f.name, f.before, f.after) for f in found[1].fields] == [
        ("actors", "Ana Lupu (MDA)", "Ana Lupu (MDA); the Estonian foreign ministry (EST)"),
        ("status", "attributed", "denied"),
    ]
    assert (same, found[0].words) == (0, VISIT)


def test_a_coding_does_not_differ_from_itself():
    """Ids of another run are no difference."""
    other = replace(
        BASE,
        actors=tuple(replace(a, id=f"x{a.id}") for a in BASE.actors),
        events=(replace(EVENT, id="e3", actors=("xa1",), recipients=("xa2",)),),
    )
    assert compare(BASE, other) == ([], 1)
