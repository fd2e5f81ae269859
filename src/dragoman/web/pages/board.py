"""The claims board, and one happening with all that is reported of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Annotated, get_args

from fastapi import Path, Query
from pydantic import BeforeValidator

from dragoman.claims import STATES, Claim, State, claim, claims
from dragoman.happenings import Ground, Happening, grouped, named
from dragoman.store import EventRow
from dragoman.web.desk import Desk
from dragoman.web.pages.asked import (
    AsOf,
    Limit,
    NotThere,
    Offset,
    Unclear,
    Words,
    one_of,
    two_countries,
)

Board = Annotated[
    str | None,
    BeforeValidator(one_of("state of a claim", get_args(State))),
    Query(description="Only claims in this state.", examples=["contested"]),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """A part of the claims, contested ones first; ``states`` counts all of them by state."""

    a: str | None
    b: str | None
    a_name: str | None
    b_name: str | None
    as_of: date | None
    state: str | None
    claims: tuple[Claim, ...]
    states: dict[str, int]
    total: int
    limit: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text and its copies, with what it reports of a happening. The first is shown, the others folded."""

    reports: tuple[EventRow, ...]
    copies: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A happening, its reports by text, the claim that they make up, and why they are of one."""

    happening: Happening
    texts: tuple[Text, ...]
    claim: Claim | None
    grounds: tuple[Ground, ...]
    countries: tuple[str, ...]


def board(
    desk: Desk,
    a: Annotated[Words, Query(description="A country; then give b too.", examples=["PRK"])] = None,
    b: Annotated[Words, Query(description="Another country.", examples=["RUS"])] = None,
    as_of: AsOf = None,
    state: Board = None,
    limit: Limit = 40,
    offset: Offset = 0,
) -> Claims:
    """Show who claims that something happened, who repeats or denies it, and since when."""
    if (a is None) != (b is None):
        message = "claims are about two countries, or about all: give a second one, or none"
        raise Unclear(message)
    pair = two_countries(desk, a, b) if a is not None and b is not None else None
    every = claims(desk.store, *(pair or ()), as_of=as_of)
    found = [c for c in every if state is None or c.state == state]
    count = Counter(c.state for c in every)
    return Claims(
        a=pair[0] if pair else None,
        b=pair[1] if pair else None,
        a_name=desk.country(pair[0]) if pair else None,
        b_name=desk.country(pair[1]) if pair else None,
        as_of=as_of,
        state=state,
        claims=tuple(found[offset : offset + limit]),
        states={s: count[s] for s in STATES if s in count},
        total=len(found),
        limit=limit,
        offset=offset,
    )


def happening(
    desk: Desk, number: Annotated[int, Path(ge=1, le=2**62, description="Its number.", examples=[26])]
) -> Told:
    """Show one happening: every report, copies folded, what the sources disagree on, who says what when."""
    found = named(desk.store, str(number))
    if found is None:
        message = f"the store holds no happening {number}; it may have been read anew, search for its words"
        raise NotThere(message)
    told, grounds, rows = found
    life = next((made for group in grouped(rows) if (made := claim(group)) is not None), None)
    countries = dict.fromkeys(p.country for p in (*told.actors, *told.recipients) if p.country)
    return Told(
        happening=told,
        texts=tuple(_texts(rows)),
        claim=life,
        grounds=grounds,
        countries=tuple(countries),
    )


def _texts(rows: list[EventRow]) -> list[Text]:
    by: dict[int, list[EventRow]] = {}
    for row in sorted(rows, key=lambda e: (e.published or "9999", e.article_id, e.id)):
        by.setdefault(row.original, []).append(row)
    return [
        Text(
            reports=tuple(e for e in group if e.article_id == group[0].article_id),
            copies=tuple(e for e in group if e.article_id != group[0].article_id),
        )
        for group in by.values()
    ]
