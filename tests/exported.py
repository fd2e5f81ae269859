"""Stores for the tests of the exports: a few codings made by hand, and what an export writes of them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from dragoman.exports import Tally, Wanted, export
from dragoman.records import Actor, Assessment, EventDate, Mention
from dragoman.store import Store
from tests import codings

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dragoman.records import Coding, Event

NASTY = 'Ana "Ţîrlea;\tLupu\r\nof Chișinău'
"""A name with all that breaks tables: quotes, a semicolon, a tab, a line end, and letters beyond ASCII."""


def visit(article_id: str = "tallinn-1", **values: Any) -> Coding:  # noqa: ANN401  (as in tests.codings)
    """Return the visit to Tallinn, with the place as the gazetteer has it."""
    coding = codings.visit(article_id, **values)
    return replace(coding, places=(replace(coding.places[0], feature="capital"),))


def stored(path: Path, *found: Coding) -> Path:
    """Return the path of a store that holds *found*."""
    with Store.open(path) as store:
        for coding in found:
            store.add(coding)
    return path


def written(path: Path, name: str, wanted: Wanted | None = None) -> tuple[str, Tally]:
    """Return what the export *name* writes of the store at *path*, and what it counted."""
    out = io.StringIO()
    with Store.open(path, read_only=True) as store:
        tally = export(store, name, wanted or Wanted(), stream=out)
    return out.getvalue(), tally


def folder(path: Path, name: str, out: Path, wanted: Wanted | None = None) -> Path:
    """Return the folder *out* with the tables that the export *name* writes of the store at *path*."""
    with Store.open(path, read_only=True) as store:
        export(store, name, wanted or Wanted(), out=out)
    return out


def frame(text: str, *, header: bool = True) -> pd.DataFrame:
    """Return tab-separated *text* as its users read it, all cells as text and the empty ones as missing."""
    return pd.read_csv(
        io.StringIO(text),
        sep="\t",
        dtype=str,
        header=0 if header else None,
        keep_default_na=False,
        na_values=[""],
    )


def changed(coding: Coding, **values: object) -> Coding:
    """Return *coding* with other values in its one event."""
    return replace(coding, events=(replace(coding.events[0], **values),))  # type: ignore[arg-type]


def renamed(coding: Coding, name: str) -> Coding:
    """Return *coding* with another name for its first actor."""
    return replace(coding, actors=(replace(coding.actors[0], name=name), *coding.actors[1:]))


def dated(coding: Coding, first: date | None, last: date | None, grain: str) -> Coding:
    """Return *coding* with another date of its event."""
    return changed(coding, date=EventDate(first=first, last=last, grain=grain, basis="text"))  # type: ignore[arg-type]


def meeting(article_id: str = "talks") -> Coding:
    """Return a coding in which three states meet, and nobody is host."""
    coding = visit(article_id)
    start = coding.article.text.index("Tallinn")
    third = Actor(
        id="a3",
        name="Latvia",
        kind="country",
        country="LVA",
        mentions=(Mention(start=start, end=start + 7, text="Tallinn"),),
    )
    return changed(
        replace(coding, actors=(*coding.actors, third)),
        event_mode=(),
        cameo="040",
        actors=("a1", "a2", "a3"),
        recipients=(),
    )


def denied(article_id: str = "denial") -> Coding:
    """Return the visit as something that Estonia denies."""
    return changed(
        visit(article_id),
        status="denied",
        assessments=(Assessment(source="a2", polarity="-", certainty="certain", attribution="q1"),),
    )


def event(coding: Coding) -> Event:
    """Return the one event of *coding*."""
    return coding.events[0]
