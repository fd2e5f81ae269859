"""Claims have a life: who said it first, who repeats, denies, confirms and takes it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from dragoman.claims import Claim, claims, count
from dragoman.records import Assessment
from dragoman.store import Store
from tests.codings import actor, visit
from tests.test_timeline import OTHER_WORDS, with_event, with_text

if TYPE_CHECKING:
    from dragoman.records import Attribution, Coding, Stance

MINISTRY = Assessment(source="a2", polarity="+", certainty="certain", attribution="q1")
LUPU_DENIES = Assessment(source="a1", polarity="-", certainty="certain", attribution="q1")
OUTLET = Assessment(source="author", polarity="+", certainty="certain")


def told(
    name: str,
    day: str,
    *voices: Assessment,
    publisher: str = "Prut Post",
    text: str = OTHER_WORDS,
    stance: Stance = "assert",
) -> Coding:
    """Return a report of the visit, published on a day of March 2031, with what these voices say."""
    made = with_text(name, publisher, text)
    cue: Attribution = replace(visit().attributions[0], stance=stance)
    made = replace(made, article=replace(made.article, published=f"2031-03-{day}"), attributions=(cue,))
    minus = any(v.polarity == "-" for v in voices)
    plus = any(v.polarity == "+" for v in voices)
    status = "contested" if minus and plus else "denied" if minus else "attributed"
    return with_event(made, assessments=voices, status=status)


def life(*codings: Coding, as_of: date | None = None) -> Claim:
    """Return the one claim that *codings* make."""
    (found,) = every(*codings, as_of=as_of)
    return found


def every(*codings: Coding, as_of: date | None = None) -> list[Claim]:
    """Return the claims about Moldova and Estonia."""
    with Store.open(":memory:") as store:
        for coding in codings:
            store.add(coding)
        found = claims(store, "MDA", "EST", as_of=as_of)
        assert claims(store, as_of=as_of) == found
        return found


def acts(claim: Claim) -> list[tuple[str, str]]:
    """Return who did what, in order."""
    return [(s.source, s.act) for s in claim.sayings]


def test_a_claim_and_its_denial():
    """The first claimant and the denier, each with the day, the words and the article."""
    claim = life(told("a", "04", MINISTRY), told("b", "06", LUPU_DENIES, publisher="Baltic Wire"))
    assert claim.state == "contested"
    assert acts(claim) == [("the Estonian foreign ministry", "claims"), ("Ana Lupu", "denies")]
    assert (claim.asserters, claim.deniers) == (("the Estonian foreign ministry",), ("Ana Lupu",))
    first = claim.first
    assert first is not None
    assert (first.day, first.article, first.cue) == (date(2031, 3, 4), "a", "said")
    assert first.quote == "Foreign Minister Ana Lupu of Moldova visited Tallinn on Monday"


def test_the_state_of_play_as_of_a_day():
    """What was published later is not known yet; before the first report there is no claim."""
    both = told("a", "04", MINISTRY), told("b", "06", LUPU_DENIES, publisher="Baltic Wire")
    assert life(*both, as_of=date(2031, 3, 5)).state == "alleged"
    assert life(*both, as_of=date(2031, 3, 6)).state == "contested"
    assert every(*both, as_of=date(2031, 3, 3)) == []


def test_repetition_by_the_same_source_is_no_new_support():
    """One ministry in three papers is one asserter, said to be in three articles."""
    claim = life(
        told("a", "04", MINISTRY, publisher="p1"),
        told("b", "05", MINISTRY, publisher="p2"),
        told("c", "06", MINISTRY, publisher="p3"),
    )
    assert (claim.support, [s.articles for s in claim.sayings]) == (1, [3])


def test_copies_of_one_text_are_one_outlet():
    """Two papers that print one wire text support it once; a text of its own counts."""
    wire, own = (
        told("a", "04", OUTLET, MINISTRY, publisher="p1"),
        "Lupu went to Tallinn on Monday. Ana Lupu and the Estonian foreign ministry",
    )
    copied = told("b", "04", OUTLET, MINISTRY, publisher="p2")
    assert life(wire, copied).asserters == ("p1", "the Estonian foreign ministry")
    other = told("c", "05", OUTLET, publisher="p3", text=own + " were content. She had visited in 2029 too.")
    assert life(wire, copied, other).support == 3


def test_another_source_repeats_and_a_confirmation_confirms():
    """Support by another actor is a repetition, or a confirmation where the words say so."""
    lupu = replace(MINISTRY, source="a1")
    third = actor(OTHER_WORDS, "reporters", id="a3", country="LVA")

    def also(coding: Coding) -> Coding:
        return replace(coding, actors=(*coding.actors, third))

    press = replace(MINISTRY, source="a3")
    repeated = life(told("a", "04", MINISTRY), also(told("b", "06", press, publisher="p2")))
    assert acts(repeated)[1] == ("reporters", "repeats")
    assert repeated.state == "alleged"
    confirmed = life(
        told("a", "04", MINISTRY), also(told("b", "06", press, publisher="p2", stance="confirm"))
    )
    assert acts(confirmed)[1] == ("reporters", "confirms")
    assert confirmed.state == "confirmed"
    admitted = life(told("a", "04", MINISTRY), told("b", "06", lupu, publisher="p2"))
    assert acts(admitted)[1] == ("Ana Lupu", "admits")


def test_a_source_that_takes_it_back_retracts():
    """The latest stand counts: who asserted and now denies is a denier, and the claim is retracted."""
    back = replace(MINISTRY, polarity="-")
    claim = life(told("a", "04", MINISTRY), told("b", "06", back, publisher="p2"))
    assert acts(claim) == [
        ("the Estonian foreign ministry", "claims"),
        ("the Estonian foreign ministry", "retracts"),
    ]
    assert (claim.state, claim.asserters) == ("retracted", ())
    assert claim.deniers == ("the Estonian foreign ministry",)


def test_a_denial_alone_is_denied():
    """Who denies what nobody is quoted with is shown, without a claimant."""
    claim = life(told("a", "04", LUPU_DENIES))
    assert (claim.state, claim.first) == ("denied", None)


def test_news_that_nobody_disputes_is_no_claim():
    """An outlet's own report, and a plan, make no claim."""
    assert every(told("a", "04", OUTLET)) == []
    assert every(with_event(told("a", "04", MINISTRY), status="planned")) == []


def test_unnamed_sources_of_two_articles_are_two():
    """Nobody knows whether they are the same."""
    unnamed = replace(MINISTRY, source="unspecified", attribution=None)
    own = "Lupu went to Tallinn on Monday. Ana Lupu and the Estonian foreign ministry met twice, it is said."
    claim = life(told("a", "04", unnamed), told("b", "05", unnamed, publisher="p2", text=own))
    assert claim.support == 2
    assert {s.kind for s in claim.sayings} == {"unnamed"}


def test_contested_claims_come_first():
    """What is disputed is what one wants to see."""
    alleged = with_event(told("a", "04", MINISTRY), event_type="AID", event_mode=())
    contested = told("b", "05", MINISTRY, LUPU_DENIES, publisher="p2")
    assert [c.state for c in every(alleged, contested)] == ["contested", "alleged"]
    assert count(every(alleged, contested)) == {"contested": 1, "alleged": 1}


def test_one_country_alone_is_refused():
    """Claims are about a pair, or about all."""
    with Store.open(":memory:") as store, pytest.raises(ValueError, match="two countries"):
        claims(store, "MDA")
