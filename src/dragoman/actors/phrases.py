"""One noun phrase in, its country, sectors and role out. The same for parsed text and for bare phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.codebook.who import NOT_STATES
from dragoman.codebook.who.lexicon import HYPHENS, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.actors.words import Hit, Words
    from dragoman.codebook.who import Entry

JOINING = frozenset({"and", "or", ",", "&", "as", "well"}) | HYPHENS
WHOSE = frozenset({"of", "for", "from", "with", "representing"})
WHERE = frozenset({"in", "at", "across", "inside"})

_PLACES = frozenset({"country", "capital", "region", "seat"})
_OWNERS = frozenset({"country", "adjective", "people", "capital", "region", "seat", "organization"})
_NO_ROLE = frozenset({"'s", "", ",", "the", "a", "an", "then", "-", "former"})
_STATE_ORGANS = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "PTY", "SPY"})
_HYPHEN = re.compile(r" [-–] ")


_SENT = frozenset({"envoy", "mediator", "negotiator", "representative", "rapporteur", "coordinator"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose somebody is: a country, with the sectors and name of a body where it is one."""

    country: str | None
    sectors: tuple[str, ...] = ()
    body: str | None = None
    hit: Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a noun phrase says of an actor. ``owners`` holds more than one for coordinated modifiers."""

    role: str
    entry: Entry
    owners: tuple[Owner, ...]
    sectors: tuple[str, ...]
    former: bool = False

    @property
    def countries(self) -> tuple[str | None, ...]:
        """The countries of the owners; one None where there is no owner."""
        return tuple(dict.fromkeys(o.country for o in self.owners)) or (None,)


def describe(words: Words, first: int, head: Hit, after: Sequence[tuple[str, int, int]] = ()) -> Described:
    """Return what the phrase whose head noun is *head*, and whose modifiers start at *first*, says.

    *after* holds the prepositional phrases that follow: the preposition, first and last word.
    """
    before = words.between(first, head.first)
    owners = _owners_before(words, before, head.first)
    bodies = [h for h in before if h.entry.sense == "role"]
    sectors = head.entry.sectors
    if bodies:
        sectors = _join(head.entry, bodies[-1].entry.sectors)
    if not owners:
        owners, sectors = _from_after(words, head.entry, sectors, after)
    elif owners[-1].sectors and owners[-1].body and (head.entry.weak or not sectors):
        sectors = owners[-1].sectors
    elif not bodies:
        sectors = _from_after(words, head.entry, sectors, [a for a in after if a[0] in ("of", "for")])[1]
    former = any(words.keys[i] in words.lists.out_of_office for i in range(first, head.first))
    if former and head.entry.kind == "person":
        sectors = ("ELI",)
    role = _HYPHEN.sub("-", " ".join(words.texts[_role_start(words, first, head) : head.last]))
    return Described(role=role, entry=head.entry, owners=owners, sectors=sectors, former=former)


def _join(head: Entry, more: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sectors of a noun with a body or kind before it: "police official", "rebel commander"."""
    if not more:
        return head.sectors
    if head.weak or not head.sectors:
        return more
    return tuple(dict.fromkeys((*head.sectors, "OPP"))) if "OPP" in more else head.sectors


def _role_start(words: Words, first: int, head: Hit) -> int:
    """Return where the role itself starts: after the last owner ("deputy" and the like are kept)."""
    start = first
    for i in range(first, head.first):
        hit = words.at.get(i)
        if (hit is not None and hit.entry.sense != "role") or words.keys[i] in _NO_ROLE:
            start = i + 1
    return start


def owner_of(hit: Hit) -> Owner | None:
    """Return the owner that *hit*, as a modifier, names."""
    entry = hit.entry
    if entry.sense not in _OWNERS:
        return None
    body = entry.name if entry.sense in ("organization", "seat") else None
    sectors = entry.sectors if entry.sense == "organization" or "PRE" in entry.sectors else ()
    return Owner(country=entry.country, sectors=sectors, body=body, hit=hit)


def is_negated(words: Words, hit: Hit) -> bool:
    """Whether *hit* stands in a word like "pro-Russian" or "anti-Syria"."""
    i = hit.first
    return i > 1 and words.keys[i - 1] in HYPHENS and words.keys[i - 2] in words.lists.negating


def is_tied(words: Words, hit: Hit) -> bool:
    """Whether the hit only says what somebody is near to or tied by: "pro-Russian", "Iran-backed".

    Nor does the name of a war say whose a veteran is: "an Iraq War veteran".
    """
    if words.texts[hit.last : hit.last + 1] == ["War"]:
        return True
    if hit.first and words.keys[hit.first - 1] == "ethnic":
        return True
    if is_negated(words, hit):
        return True
    if hit.last - hit.first == 1 and "-" in words.texts[hit.first]:
        return fold(words.texts[hit.first].rsplit("-", 1)[1]) in words.lists.tying - {"based"}
    nxt = hit.last
    if nxt + 1 < len(words.keys) and words.keys[nxt] in HYPHENS:
        return words.keys[nxt + 1] in words.lists.tying and words.keys[nxt + 1] != "based"
    return False


def _owners_before(words: Words, before: Sequence[Hit], head: int) -> tuple[Owner, ...]:
    """Return the nearest owner before the head, with those coordinated with it."""
    named = [(h, o) for h in before if (o := owner_of(h)) is not None and not is_tied(words, h)]
    if not named:
        return ()
    group = [named[-1]]
    for hit, owner in reversed(named[:-1]):
        following = group[0][0]
        gap = [words.keys[i] for i in range(hit.last, following.first) if words.keys[i] not in ("'s", "")]
        if gap and all(g in JOINING or g == "the" for g in gap) and any(g in JOINING for g in gap):
            group.insert(0, (hit, owner))
        elif not gap and yields(following.entry) and owner.country:
            # "Pakistan's Foreign Office": the body's name is not one state's alone.
            group[0] = (
                following,
                Owner(
                    country=owner.country,
                    sectors=following.entry.sectors,
                    body=following.entry.name,
                    hit=following,
                ),
            )
            break
        elif not gap and following.entry.country in NOT_STATES and _possesses(words, hit, owner):
            group[0] = (hit, owner)  # "Japan's U.N. envoy"
            break
        elif not gap and words.at[head].entry.name.split()[-1] in _SENT and _is_field(words, following):
            group[0] = (hit, owner)  # "the U.N. Syria envoy"
            break
        else:
            break
    return tuple(o for _, o in group)


def _is_field(words: Words, hit: Hit) -> bool:
    """Whether a state's bare name says what somebody deals with: "U.S. Iran envoy"."""
    possessive = words.texts[hit.last : hit.last + 1] in (["'s"], ["’s"])
    return hit.entry.sense == "country" and not possessive


def _possesses(words: Words, hit: Hit, owner: Owner) -> bool:
    """Whether a state before a body's name is whose somebody is, and not what he deals with there."""
    if owner.body or owner.country is None:
        return False
    return hit.entry.sense == "adjective" or words.texts[hit.last : hit.last + 1] in (["'s"], ["’s"])


def yields(entry: Entry) -> bool:
    """Whether *entry* is an organ of a state with a name that other states use too."""
    return entry.sense == "organization" and bool(_STATE_ORGANS.intersection(entry.sectors))


def _from_after(
    words: Words, head: Entry, sectors: tuple[str, ...], after: Iterable[tuple[str, int, int]]
) -> tuple[tuple[Owner, ...], tuple[str, ...]]:
    """Return owners and sectors from "of the Turkish army", "for the ministry", "in Kyiv"."""
    for preposition, first, last in after:
        if preposition not in WHOSE and (preposition not in WHERE or head.abroad):
            continue
        hits = words.between(first, last)
        owners = _joined(words, hits)
        roles = [h.entry for h in hits if h.entry.sense == "role"]
        if preposition in WHOSE:
            sectors = _of_body(words, head, sectors, owners, roles, of=preposition == "of")
        if owners or (roles and preposition in WHOSE):
            return owners, sectors
    return (), sectors


def owners_in(words: Words, first: int, last: int) -> tuple[Owner, ...]:
    """Return the first owner that words *first* up to *last* name, and those coordinated with it."""
    return _joined(words, words.between(first, last))


def _of_body(
    words: Words,
    head: Entry,
    sectors: tuple[str, ...],
    owners: Sequence[Owner],
    roles: Sequence[Entry],
    *,
    of: bool,
) -> tuple[str, ...]:
    """Return the sectors of "chief of the army", "president of the league"."""
    presides = head.name in words.lists.presiding
    body = next((o.sectors for o in owners if o.body and o.sectors), ())
    if body and (head.weak or presides or not sectors):
        return body
    if roles and roles[-1].sectors:
        governs = of and presides and roles[-1].kind == "organization"
        if governs or head.weak or not sectors:
            return roles[-1].sectors
    return sectors


def _joined(words: Words, hits: Sequence[Hit]) -> tuple[Owner, ...]:
    """Return the first owner among *hits* and those coordinated with it."""
    found: list[Owner] = []
    for hit in hits:
        owner = owner_of(hit)
        if owner is None or is_tied(words, hit):
            continue
        if found:
            gap = [
                words.keys[i] for i in range(found[-1].hit.last, hit.first) if words.keys[i] not in ("'s", "")
            ]
            if not gap and yields(hit.entry) and found[-1].country:
                found[-1] = Owner(
                    country=found[-1].country, sectors=hit.entry.sectors, body=hit.entry.name, hit=hit
                )
                continue
            if not gap or not all(g in JOINING or g == "the" for g in gap):
                break
        found.append(owner)
    return tuple(found)
