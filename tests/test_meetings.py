"""The meetings of two countries: at which level, who visited whom, and who came along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dragoman.meetings import Meeting, meetings
from dragoman.store import Store
from tests.codings import actor, visit
from tests.test_timeline import OTHER_WORDS, with_event, with_text

if TYPE_CHECKING:
    from dragoman.records import Coding


def series(*codings: Coding, since: date | None = None) -> list[Meeting]:
    """Return the meetings of Moldova and Estonia."""
    with Store.open(":memory:") as store:
        for coding in codings:
            store.add(coding)
        return meetings(store, "MDA", "EST", since=since)


def with_roles(coding: Coding, *roles: str | None) -> Coding:
    """Return *coding* with its actors in these roles."""
    changed = tuple(replace(a, role=r) for a, r in zip(coding.actors, roles, strict=True))
    return replace(coding, actors=changed)


def test_a_visit_has_a_visitor_a_host_and_a_level():
    """The minister is the guest of the other country."""
    (found,) = series(with_roles(visit(), "Foreign Minister", None))
    assert (found.visitor, found.host, found.level) == ("MDA", "EST", "minister")
    assert dict(found.principals) == {"MDA": "Ana Lupu", "EST": "the Estonian foreign ministry"}
    assert dict(found.levels) == {"MDA": "minister", "EST": None}


def test_the_lower_side_gives_the_level():
    """A president who receives a minister meets at the level of ministers."""
    (found,) = series(with_roles(visit(), "Foreign Minister", "President"))
    assert found.level == "minister"
    assert dict(found.levels)["EST"] == "head of state or government"


def test_talks_are_hosted_where_they_are_held():
    """Without a visit in the words, the place says who was host; a call and talks elsewhere have none."""
    talks = with_event(visit(), event_mode=(), actors=("a1", "a2"), recipients=())
    (found,) = series(talks)
    assert (found.visitor, found.host) == ("MDA", "EST")
    (call,) = series(with_event(talks, event_mode=("phone",)))
    assert (call.visitor, call.host) == (None, None)
    elsewhere = replace(talks, places=(replace(talks.places[0], country="LVA"),))
    assert series(elsewhere)[0].host is None


def test_who_came_along():
    """Others who were there are named, each once, in whatever spelling."""
    text = OTHER_WORDS
    aide = actor(text, "reporters", id="a3", country="MDA")
    coding = with_text("b", "Prut Post", text)
    coding = with_event(replace(coding, actors=(*coding.actors, aide)), participants=("a3",), actors=("a1",))
    other = replace(visit(), actors=(replace(visit().actors[0], name="Anna Lupu"), visit().actors[1]))
    (found,) = series(with_roles(coding, "Foreign Minister", None, None), other)
    assert found.along == ("reporters",)


def test_only_meetings_that_took_place_or_are_planned():
    """What was called off, asked for or is another act is left out; two reports of one are one."""
    assert (
        series(visit(event_type="ACCUSE"), visit("b", status="negated"), visit("c", status="requested")) == []
    )
    assert len(series(visit(status="planned"))) == 1
    assert len(series(visit("a"), with_text("b", "Prut Post", OTHER_WORDS))) == 1
    assert series(visit(), since=date(2031, 4, 1)) == []
