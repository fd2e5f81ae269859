"""One actor: offices over time, what it says, whom it meets, what it denies."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Query

from dragoman.claims import Claim, claim
from dragoman.codebook.who.offices import Office, name_words
from dragoman.happenings import Happening, build, grouped
from dragoman.store import Person, Statement
from dragoman.web.desk import Desk
from dragoman.web.pages.asked import Limit, NotThere, Words

MEETING = "CONSULT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """People and bodies that articles name, those in most articles first."""

    part: str | None
    actors: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An actor. ``offices`` are what the codebook knows of it, ``roles`` what articles call it."""

    name: str
    country: str | None
    country_name: str | None
    kind: str
    wikidata: str | None
    roles: tuple[str, ...]
    sectors: tuple[str, ...]
    offices: tuple[Office, ...]
    statements: tuple[Statement, ...]
    meetings: tuple[Happening, ...]
    deeds: tuple[Happening, ...]
    denials: tuple[Claim, ...]


def actors(
    desk: Desk,
    part: Annotated[Words, Query(description="Words in its name.", examples=["Lavrov"])] = None,
    limit: Limit = 100,
) -> Actors:
    """List people and bodies, those that most articles name first."""
    return Actors(part=part, actors=tuple(desk.store.lists.people(part, limit=limit)))


def actor(
    desk: Desk,
    name: Annotated[str, Query(description="Its name, as articles give it.", examples=["Sergei Lavrov"])],
    country: Annotated[Words, Query(description="Its country's code.", examples=["RUS"])] = None,
    limit: Limit = 40,
) -> Profile:
    """Show an actor: offices over time, what it is quoted with, its meetings and deeds, what it denies."""
    known = desk.store.lists.portraits(name, country)
    if not known:
        message = f"no article in the store names {name!r}" + (f" of {country}" if country else "")
        raise NotThere(message)
    first = known[0]
    took_part = _happenings(desk, desk.store.lists.deeds(name, country))
    denied = grouped(desk.store.happening_rows(desk.store.lists.denials(name, country)))
    wikidata = next((p.wikidata for p in known if p.wikidata), None)
    return Profile(
        name=name,
        country=first.country,
        country_name=desk.country(first.country) if first.country else None,
        kind=first.kind,
        wikidata=wikidata,
        roles=tuple(dict.fromkeys(p.role for p in known if p.role)),
        sectors=tuple(dict.fromkeys(p.sector for p in known if p.sector)),
        offices=tuple(_offices(desk, name, first.country) if first.kind == "person" else ()),
        statements=tuple(desk.store.lists.statements(name, country, limit=limit)),
        meetings=tuple(h for h in took_part if h.event_type == MEETING)[:limit],
        deeds=tuple(h for h in took_part if h.event_type != MEETING)[:limit],
        denials=tuple(made for group in denied if (made := claim(group)) is not None)[:limit],
    )


def _happenings(desk: Desk, numbers: list[int]) -> list[Happening]:
    found = [build(group) for group in grouped(desk.store.happening_rows(numbers))]
    return sorted(found, key=lambda h: h.first or h.last or date.min, reverse=True)


def _offices(desk: Desk, name: str, country: str | None) -> list[Office]:
    """Return the tenures of the person *name* of *country*, the latest first."""
    held = [desk.who.holders.tenures[n] for n in desk.who.holders.named(name_words(name))]
    mine = dict.fromkeys(o for o in held if country is None or o.country in (None, country))
    return sorted(mine, key=lambda o: o.first or date.min, reverse=True)
