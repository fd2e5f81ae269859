"""The label of a position in, what it says of its holder out: the office's name, sectors, whose it is.

The label is read as any phrase of a text is, by the same role words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.actors import resolve
from dragoman.actors.phrases import owners_in
from dragoman.actors.resolving import tokens
from dragoman.actors.words import look_up

if TYPE_CHECKING:
    from dragoman.codebook import Codebook

OF_OFFICE = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY"})
"""Sectors of roles that somebody holds, as against trades and kinds of people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a position's label says. ``abroad``: who holds it is sent there, so places may not be his own."""

    office: str
    sectors: tuple[str, ...] = ()
    country: str | None = None
    is_role: bool = False
    abroad: bool = False


def read(codebook: Codebook, label: str) -> Reading:
    """Return what *label*, as in "Minister of Foreign Affairs of Estonia", says of who holds it.

    The country comes from the tables alone: a town is no owner ("Federal" is one in Brazil).
    """
    who = codebook.who
    texts = tokens(label)
    words = look_up(texts, who)
    roles = [h.entry for h in words.hits if h.entry.sense == "role"]
    if not any(r.kind == "person" and not r.plural for r in roles):
        return Reading(office=label)
    owners = owners_in(words, 0, len(texts))
    countries = {o.country for o in owners}
    before, _, whose = label.rpartition(" of ")
    if before and who.country_of(whose) is None:
        before = ""
    return Reading(
        office=before or label,
        sectors=resolve(codebook, label).sectors,
        country=countries.pop() if len(countries) == 1 else None,
        is_role=True,
        abroad=any(r.sent for r in roles),
    )


def heads(codebook: Codebook) -> frozenset[bytes]:
    """Return the main words of the roles of office, folded: what the label of a position may hold."""
    found: set[str] = set()
    for role in codebook.who.index.of_sense("role"):
        if role.kind == "person" and not role.plural and OF_OFFICE.intersection(role.sectors):
            before = role.name.split(" of ")[0].split(" for ")[0].split(" to ")[0]
            found.add(before.replace("-", " ").split()[-1].lower())
    return frozenset(word.encode() for word in found)
