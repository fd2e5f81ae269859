"""Stores made by hand, and the workbench on them, for its tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dragoman.store import Store
from tests.codings import VISIT, visit

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.records import Coding

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> & "quotes" \'single\''


def filled(path: Path) -> Path:
    """Make a store of one visit, told three times, once in a copy, and denied once; return its path."""
    with Store.open(path) as store:
        for coding in (
            visit("tallinn-1"),
            visit("tallinn-2", publisher="Northgate Herald"),
            visit("tallinn-3", text=VISIT + " More was not told.", publisher="Harbour Post"),
            denied(),
        ):
            store.add(coding)
    return path


def denied() -> Coding:
    """Return a coding whose source denies that the visit took place."""
    base = visit("tallinn-4", publisher="Meridian Wire", status="denied")
    (event,) = base.events
    stand = replace(event.assessments[0], polarity="-")
    return replace(base, events=(replace(event, assessments=(stand, *event.assessments[1:])),))


def hostile() -> Coding:
    """Return a coding in which everything that comes from outside is meant to be run."""
    base = visit("<b>id</b>&x=1#y", publisher=HOSTILE, day=date(2031, 3, 5))
    (event,) = base.events
    (said,) = base.attributions
    first, second = base.actors
    (place,) = base.places
    text = base.article.text + " " + HOSTILE
    return replace(
        base,
        article=replace(base.article, title=HOSTILE, url="javascript:alert(1)", text=text),
        actors=(replace(first, name=HOSTILE, role=HOSTILE), second),
        places=(replace(place, name=HOSTILE),),
        attributions=(replace(said, content=replace(said.content, text=HOSTILE)),),
        events=(replace(event, sentence=replace(event.sentence, text=HOSTILE)),),
        dropped=(replace(base.dropped[0], why=HOSTILE),),
    )
