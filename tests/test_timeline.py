"""The timeline shows each happening between two countries once, with who says so, joined on no guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from dragoman.records import Assessment, Coding, EventDate, Span
from dragoman.store import Store
from dragoman.timeline import between
from tests.codings import VISIT, actor, visit

if TYPE_CHECKING:
    from dragoman.happenings import Happening

OTHER_WORDS = (
    "On arrival, Ana Lupu thanked her hosts. She visited Tallinn on Monday for talks about energy,"
    " the Estonian foreign ministry said in a note to reporters who had asked about its purpose."
)


def tell(*codings: Coding, **options: object) -> list[Happening]:
    """Return the timeline of Moldova and Estonia from a store with *codings*."""
    with Store.open(":memory:") as store:
        for coding in codings:
            assert store.add(coding)
        return between(store, "MDA", "EST", **options)  # type: ignore[arg-type]


def with_event(coding: Coding, **changes: object) -> Coding:
    """Return *coding* with its event changed."""
    return replace(coding, events=(replace(coding.events[0], **changes),))  # type: ignore[arg-type]


def dated(coding: Coding, first: date | None, last: date | None) -> Coding:
    """Return *coding* with its event between *first* and *last*."""
    return with_event(coding, date=EventDate(first=first, last=last, grain="day", basis="text"))


def test_a_row_says_who_did_what_when_where_and_who_says_so():
    """One report gives one row with all that a reader wants to know."""
    (row,) = tell(visit())
    assert (row.first, row.last, row.place) == (date(2031, 3, 3), date(2031, 3, 3), "Tallinn")
    assert (row.event_type, row.modes, row.score) == ("CONSULT", ("visit",), 4.0)
    assert [(p.name, p.country) for p in row.actors] == [("Ana Lupu", "MDA")]
    assert [(p.name, p.country) for p in row.recipients] == [("the Estonian foreign ministry", "EST")]
    assert (row.status, row.said_by, row.denied_by) == ("attributed", ("the Estonian foreign ministry",), ())
    assert (row.words, row.sources, row.publisher) == (VISIT, 1, "Baltic Wire")
    assert row.reports == (("tallinn-1", "e1"),)


def test_one_visit_in_several_papers_is_one_row():
    """Three papers that each tell it in their own way are three sources of one happening."""
    third = (
        "Moldova's Ana Lupu visited Tallinn on Monday. It was her first journey there since she took office;"
        " the Estonian foreign ministry said earlier that it would be short."
    )
    rows = tell(
        visit("a", publisher="Baltic Wire"),
        with_text("b", "Prut Post", OTHER_WORDS),
        with_text("c", "Daily Dniester", third),
    )
    (row,) = rows
    assert row.sources == 3
    assert [article for article, _ in row.reports] == ["a", "b", "c"]


def with_text(article_id: str, publisher: str | None, text: str) -> Coding:
    """Return a report of the visit in other words."""
    base = visit(article_id, publisher=publisher)
    who = (
        actor(text, "Ana Lupu", id="a1", country="MDA"),
        actor(text, "the Estonian foreign ministry", id="a2", country="EST"),
    )
    event = replace(base.events[0], sentence=Span(0, len(text), text))
    return replace(base, article=replace(base.article, text=text), actors=who, events=(event,))


def test_wire_copies_count_once():
    """A copy under another name, with a line added, is no second source."""
    (row,) = tell(
        visit("a", publisher="Baltic Wire"),
        with_text("b", "Prut Post", VISIT + " (Baltic Wire)"),
        with_text("c", None, VISIT),
    )
    assert (row.sources, len(row.reports)) == (1, 3)


def test_one_publisher_is_one_source():
    """Two reports of one newsroom confirm nothing."""
    (row,) = tell(visit("a"), with_text("b", "Baltic Wire", OTHER_WORDS))
    assert row.sources == 1


def test_told_twice_in_one_article_is_one_row():
    """The article comes back to its visit; the reader sees it once."""
    coding = visit()
    again = replace(
        coding.events[0], id="e2", sentence=Span(0, 20, "The visit to Tallinn on Monday was short.")
    )
    (row,) = tell(replace(coding, events=(coding.events[0], again)))
    assert row.reports == (("tallinn-1", "e1"), ("tallinn-1", "e2"))
    assert row.sources == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"event_type": "ACCUSE", "event_mode": ()},
        {"event_mode": ("phone",)},
        {"date": EventDate(first=date(2031, 3, 20), last=date(2031, 3, 20), grain="day", basis="text")},
        {"date": EventDate(first=date(2031, 1, 1), last=date(2031, 12, 31), grain="year", basis="text")},
        {"date": None},
        {"status": "requested"},
        {"status": "negated"},
    ],
)
def test_what_differs_stays_apart(changed):
    """Another type, mode, date or kind of status is another happening."""
    assert len(tell(visit("a"), with_event(with_text("b", None, OTHER_WORDS), **changed))) == 2


def test_a_plan_and_what_came_of_it_are_one_row():
    """A visit that was planned, then made, is one happening that was planned, then done."""
    plan = with_event(with_text("b", "Prut Post", OTHER_WORDS), status="planned")
    earlier = replace(plan, article=replace(plan.article, published="2031-02-27"))
    (row,) = tell(visit("a"), earlier)
    assert row.status == "attributed"
    assert [(t.day, t.status) for t in row.history] == [
        (date(2031, 2, 27), "planned"),
        (date(2031, 3, 4), "attributed"),
    ]


def test_two_cities_are_two_visits_but_a_city_lies_in_its_country():
    """Tallinn and Tartu differ; Tallinn and Estonia need not."""
    other = visit("b")
    tartu = replace(other, places=(replace(other.places[0], name="Tartu", lat=58.38, lon=26.72),))
    estonia = replace(other, places=(replace(other.places[0], name="Estonia", feature="country"),))
    assert len(tell(visit("a"), tartu)) == 2
    (row,) = tell(visit("a"), estonia)
    assert row.place == "Tallinn"


def test_two_people_are_two_visits():
    """Another minister on the same day is another visit; a short name is the same one."""
    other = visit("b")
    stranger = replace(other.actors[0], name="Ion Munteanu")
    short = replace(other.actors[0], name="Lupu")
    assert len(tell(visit("a"), replace(other, actors=(stranger, other.actors[1])))) == 2
    assert len(tell(visit("a"), replace(other, actors=(short, other.actors[1])))) == 1


def test_the_direction_of_an_act_counts():
    """A accuses B and B accuses A are two rows; who visits whom is told either way."""

    def turned(coding: Coding) -> Coding:
        return with_event(coding, actors=("a2",), recipients=("a1",))

    charges = visit("a", event_type="ACCUSE"), turned(visit("b", event_type="ACCUSE"))
    assert len(tell(*charges)) == 2
    assert len(tell(visit("a"), turned(visit("b")))) == 1


def test_two_accusations_of_one_day_need_like_words():
    """A day holds many accusations; only those told in like words are one."""
    first = "Ana Lupu accused Estonia of hoarding gas that was meant for homes in Moldova during the winter."

    def charged(article_id: str, sentence: str) -> Coding:
        made = visit(article_id, event_type="ACCUSE")
        return with_event(made, event_mode=(), place=None, sentence=Span(0, len(VISIT), sentence))

    other = "Moldova blamed the price of fish on Tallinn's harbour fees."
    like = "Estonia was hoarding gas meant for homes in her country, Lupu said on Monday."
    assert len(tell(charged("a", first), charged("b", other))) == 2
    assert len(tell(charged("a", first), charged("b", like))) == 1


def test_one_treaty_of_one_day_needs_only_the_same_verb():
    """Two papers may tell of a signing in words of their own."""
    signed = with_event(
        visit("a"), event_type="SUPPORT", event_mode=(), place=None, trigger=Span(8, 14, "signed")
    )
    other = replace(
        with_event(
            signed,
            trigger=Span(8, 15, "signing"),
            sentence=Span(0, len(VISIT), "Joy at the signing of a pact."),
        ),
        article=replace(signed.article, id="b"),
    )
    assert len(tell(signed, other)) == 1
    thanks = with_event(other, trigger=Span(8, 15, "thanked"))
    assert len(tell(signed, thanks)) == 2


def test_a_month_joins_one_of_two_visits_and_ties_them_not():
    """3 March and 20 March stay two visits, whatever "in March" belongs to."""
    rows = tell(
        visit("a"),
        dated(visit("b"), date(2031, 3, 20), date(2031, 3, 20)),
        dated(visit("c"), date(2031, 3, 1), date(2031, 3, 31)),
    )
    assert [(r.first, len(r.reports)) for r in rows] == [(date(2031, 3, 3), 2), (date(2031, 3, 20), 1)]


def test_undated_copies_are_one_row():
    """Without a date the very same sentence is one happening, and comes last."""
    rows = tell(visit("a", day=None), visit("b", day=None), visit("c"))
    assert [(r.first, len(r.reports)) for r in rows] == [(date(2031, 3, 3), 1), (None, 2)]


def test_a_report_and_its_denial_are_one_contested_row():
    """Who says so and who denies it stand side by side, and the words are those of the report."""
    denial = with_event(
        with_text("b", "Prut Post", OTHER_WORDS),
        status="denied",
        assessments=(Assessment(source="a1", polarity="-", certainty="certain"),),
    )
    (row,) = tell(visit("a"), denial)
    assert row.status == "contested"
    assert (row.said_by, row.denied_by) == (("the Estonian foreign ministry",), ("Ana Lupu",))
    assert row.words == VISIT
    assert tell(visit("a"), denial, statuses={"attributed", "denied"}) == []


def test_voices_without_a_name_are_named_as_such():
    """The article speaks under its publisher's name; nameless sources stay nameless."""
    voices = (
        Assessment(source="author", polarity="+", certainty="certain"),
        Assessment(source="unspecified", polarity="+", certainty="probable"),
    )
    (row,) = tell(with_event(visit(), assessments=voices, status="asserted"))
    assert row.said_by == ("Baltic Wire", "unnamed sources")


def test_filters():
    """Types, statuses and dates narrow the rows."""
    later = with_event(
        dated(visit("b"), date(2031, 4, 1), date(2031, 4, 1)),
        event_type="AGREE",
        status="planned",
        event_mode=(),
    )
    both = (visit("a"), later)
    assert [r.event_type for r in tell(*both)] == ["CONSULT", "AGREE"]
    assert [r.event_type for r in tell(*both, types={"AGREE"})] == ["AGREE"]
    assert [r.event_type for r in tell(*both, statuses={"attributed"})] == ["CONSULT"]
    assert [r.event_type for r in tell(*both, since=date(2031, 3, 15))] == ["AGREE"]
    assert [r.event_type for r in tell(*both, until=date(2031, 3, 15))] == ["CONSULT"]


def test_the_order_of_adding_changes_nothing_but_the_order_of_reports():
    """The same articles in another order make the same rows."""
    codings = [visit("a"), dated(visit("b"), date(2031, 3, 1), date(2031, 3, 31)), visit("c", day=None)]

    def seen(rows: list[Happening]) -> list[tuple[date | None, str, int]]:
        return [(r.first, r.status, len(r.reports)) for r in rows]

    assert seen(tell(*codings)) == seen(tell(*reversed(codings)))


def test_both_on_one_side_is_a_row_too():
    """Two countries that act together are between each other as well."""
    coding = visit()
    together = replace(coding.events[0], actors=("a1", "a2"), recipients=())
    assert len(tell(replace(coding, events=(together,)))) == 1


def test_events_of_others_are_not_shown():
    """An event that the other country has no part in is not in the timeline, though the article names it."""
    coding = visit()
    alone = replace(coding.events[0], recipients=())
    assert tell(replace(coding, events=(alone,))) == []
