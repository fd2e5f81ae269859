"""What goes into the register and comes out of it: people, bodies, and what is known of an import."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dragoman.codebook.who.lexicon import HYPHENS, entry_case, fold, split

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dragoman.codebook.who.lexicon import Case

Form = Literal["wikidata", "table"]
"""What an import was made from: a Wikidata dump, or a table of the user's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """An office from a first to a last day; without an office, what somebody is without one."""

    country: str | None = None
    office: str = ""
    sectors: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, with all names and all tenures."""

    name: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    tenures: tuple[Tenure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An organisation, with all names."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "organization"
    country: str | None = None
    sectors: tuple[str, ...] = ()
    wikidata: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import: where it is from, how far it is. ``tally`` says what was kept and left out, and why."""

    id: int
    name: str
    form: Form
    path: str
    fingerprint: str
    since: str
    state: Literal["reading", "done"]
    position: int = 0
    lines: int = 0
    tally: dict[str, int] = field(default_factory=dict)
    digest: str = ""
    began: str = ""
    ended: str | None = None


def key(name: str) -> str:
    """Return *name* as it is looked up: folded words, hyphens apart.

    >>> key("Jean-Yves Le Drian"), key("The Élysée Fund")
    ('jean yves le drian', 'elysee fund')
    """
    words = [w for w in map(fold, split(name)) if w and w not in HYPHENS]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def keys(one: Person | Body) -> Iterator[tuple[str, Case]]:
    """Yield each name of *one* as it is looked up, once, with the capitals that a text must have for it."""
    seen: set[str] = set()
    for name in (one.name, *one.aliases):
        found = key(name)
        if found and found not in seen:
            seen.add(found)
            yield found, entry_case(name)
