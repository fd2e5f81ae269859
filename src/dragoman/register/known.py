"""A name in; out comes all that is known of it, by whichever source, and what is taken of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.actors.holders import holder
from dragoman.codebook.who.offices import name_words
from dragoman.register.rows import key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dragoman.codebook import Codebook
    from dragoman.codebook.who import Entry, Office
    from dragoman.records import ActorKind

SHIPPED = "ships with dragoman"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One thing that is known of a name, and its source. ``taken``: it is what a coding goes by."""

    name: str
    kind: ActorKind
    country: str | None
    office: str | None
    sectors: tuple[str, ...]
    first: date | None
    last: date | None
    wikidata: str | None
    source: str
    taken: bool


def known(codebook: Codebook, name: str, on: date | None = None) -> list[Known]:
    """Return all that is known of exactly this *name*; what is taken of it is that of day *on*.

    Nothing is taken where several people have the name, and nothing says which of them is meant.
    """
    who = codebook.who
    words = name_words(name)
    held = holder(who, words, on)
    taken = () if held is None else (held.office, *held.beside)
    offices = dict.fromkeys(taken)
    if who.imported is not None:
        offices |= dict.fromkeys((*who.imported.own.called(words), *who.imported.others.called(words)))
    offices |= dict.fromkeys(who.holders.called(words))
    return [*(_office(o, taken=o in taken) for o in offices), *_bodies(codebook, name)]


def _office(office: Office, *, taken: bool) -> Known:
    return Known(
        name=office.person,
        kind="person",
        country=office.country,
        office=office.office or None,
        sectors=office.sectors,
        first=office.first,
        last=office.last,
        wikidata=office.wikidata,
        source=office.source if office.imported else SHIPPED,
        taken=taken,
    )


def _bodies(codebook: Codebook, name: str) -> Iterator[Known]:
    """Yield the bodies called *name*: the user's own, that which ships, that of another import."""
    words = tuple(key(name).split())
    imported = codebook.who.imported
    own = imported.body(words, own=True) if imported else None
    other = imported.body(words) if imported else None
    shipped = (e for e in codebook.who.index.exactly(name) if e.sense == "organization")
    first = True
    for entry in dict.fromkeys(e for e in (own, next(shipped, None), other) if e is not None):
        yield _body(entry, taken=first)
        first = False


def _body(entry: Entry, *, taken: bool) -> Known:
    return Known(
        name=entry.name,
        kind=entry.kind or "organization",
        country=entry.country,
        office=None,
        sectors=entry.sectors,
        first=None,
        last=None,
        wikidata=entry.wikidata,
        source=entry.source or SHIPPED,
        taken=taken,
    )
