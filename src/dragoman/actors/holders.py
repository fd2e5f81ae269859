"""A name, and what the text says of it, in; the office that the person held on that day out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from dragoman.codebook.who import NOT_STATES
from dragoman.codebook.who.offices import SHORTEST_WORD, name_words, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dragoman.codebook.who import Named, Office, Who

_SEVERAL = 2
SHORT_SOUND = 2
LONGEST_NAME = 7
_TOP = frozenset(["president", "king", "queen", "emperor", "emir", "sultan", "pope", "premier", "chancellor"])
_NOT_TOP = frozenset(["vice", "deputy", "parliament", "senate", "assembly", "chamber", "council", "court"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The office that somebody held on a day; ``former`` if it was over by then, ``later`` if yet to come.

    ``beside`` are the other offices that the person held on that day.
    """

    office: Office
    former: bool = False
    later: bool = False
    beside: tuple[Office, ...] = ()

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors that go with it: those of the office, ELI once it is over, none before it began."""
        if self.later:
            return ()
        return ("ELI",) if self.former else self.office.sectors

    @property
    def role(self) -> str | None:
        """The office's name, unless it is yet to come or not known."""
        return None if self.later else self.office.office or None

    @property
    def rule(self) -> str:
        """The name of the rule that found it: by the tables that ship, or by what the user imported."""
        return "actor/imported" if self.office.imported else "actor/office-table"


def holder(
    who: Who, name: Sequence[str], on: date | None, *, country: str | None = None, role: str | None = None
) -> Held | None:
    """Return the office of the person called *name* (folded words) on day *on*; None where in doubt.

    *country* and *role*, as the text gives them, must not contradict the table. A single word counts as a
    name only where it is listed as such, or where the role in the text says whose it is.
    """
    found = _meant(who, name, on, country, role)
    if not found or len(_people(found)) > 1:
        return None
    return _on_day(found, on, role)


def country_of_all(who: Who, name: Sequence[str], on: date | None, role: str) -> str | None:
    """Return the country of those called *name* with that *role*, where all are of one: "President Bush"."""
    found = [o for o in _meant(who, name, on, None, role) if _same_role(role, o)]
    countries = {o.country for o in found}
    return countries.pop() if len(countries) == 1 else None


def _meant(
    who: Who, name: Sequence[str], on: date | None, country: str | None, role: str | None
) -> list[Office]:
    """Return the tenures of those called *name*, as far as role and day tell them apart."""
    found = _called(who, name, country, role, on)
    if len({(o.person, o.wikidata, o.country) for o in found}) > 1 and role:
        found = [o for o in found if _same_role(role, o)] or found
    if len(_people(found)) > 1 and on is not None:
        found = [o for o in found if _in_office(o, on)] or found
    return found


def _people(found: Iterable[Office]) -> set[tuple[str, str | None]]:
    """Return the people whose tenures these are: an import may know several of one name."""
    return {(o.person, o.wikidata) for o in found}


def _called(
    who: Who, name: Sequence[str], country: str | None, role: str | None, on: date | None
) -> list[Office]:
    """Return the tenures of those whom *name* can mean.

    The user's own tables go before those that ship, any other import after them; a single word is a name
    in such an import only where a role stands with it.
    """
    if who.imported is None:
        return _listed(who, name, country, role, on)
    own = who.imported.own.called(name)
    found = own or _overruled(who.imported.own, _listed(who, name, country, role, on))
    found = _of(country, found)
    if found or (len(name) < _SEVERAL and role is None):
        return found
    return _of(country, who.imported.others.called(name))


def _overruled(own: Named, found: Iterable[Office]) -> list[Office]:
    """Return *found*, with what the user says of a person in the place of what ships."""
    kept = (o for office in found for o in own.called(name_words(office.person)) or (office,))
    return list(dict.fromkeys(kept))


def _listed(
    who: Who, name: Sequence[str], country: str | None, role: str | None, on: date | None
) -> list[Office]:
    """Return the tenures that ship: by the name, its sound, or a name inside it."""
    people = who.holders
    exact = people.called(name)
    if exact:
        return _of(country, exact)
    telling = [w for w in name if len(w) >= SHORTEST_WORD]
    if not telling or (len(telling) < _SEVERAL and not role):
        return []
    found = [people.tenures[n] for n in sorted(people.sounding(telling))]
    found = [o for o in found if _sounds_like(name, o, country, role)]
    found = [o for o in found if set(telling) <= set(name_words(" ".join((o.person, *o.aliases))))] or found
    found = _of(country, found)
    if len(telling) < _SEVERAL:
        return [o for o in found if role and _same_role(role, o) and (on is None or _in_office(o, on))]
    return found or _of(country, _inside(who, name))


def _sounds_like(name: Sequence[str], office: Office, country: str | None, role: str | None) -> bool:
    """Whether *name* can be another spelling of the holder's, for which role or country may speak."""
    sure = country is not None or (role is not None and _same_role(role, office))
    return any(_is_name_of(name, n, sure=sure) for n in (office.person, *office.aliases))


def _of(country: str | None, found: Iterable[Office]) -> list[Office]:
    return [o for o in found if country is None or o.country in (country, None)]


def _is_name_of(name: Sequence[str], other: str, *, sure: bool) -> bool:
    """Whether all telling words of *name* are in the *other* name, one as it stands unless all are long.

    The last of them is its last, the family's, unless they are the whole name in another order: "Hassan Ali"
    is not Ali Hassan Khalil, "Kishida Fumio" is Fumio Kishida. Words in another order are the very same.
    Where neither role nor country make it *sure*, the first of them is its first as well.
    """
    own = name_words(other)
    words = [w for w in name if len(w) >= SHORTEST_WORD]
    if name[-1] not in words and name[-1] not in own:
        return False
    several = len(words) > 1
    fewer = several and len(words) < len(own)
    if fewer and skeleton(words[-1]) != skeleton(own[-1]):
        return False
    if fewer and not sure and (skeleton(words[0]) != skeleton(own[0]) or not set(words) & set(own)):
        return False
    heard = [skeleton(w) for w in words]
    sounds = [skeleton(w) for w in own]
    if Counter(heard) - Counter(sounds):
        return False
    if several and not _in_order(heard, sounds) and not set(words) <= set(own):
        return False
    return bool(set(words) & set(own)) or all(len(s) > SHORT_SOUND for s in heard)


def _in_order(words: Iterable[str], others: Iterable[str]) -> bool:
    rest = iter(others)
    return all(word in rest for word in words)


def _inside(who: Who, name: Sequence[str]) -> list[Office]:
    """Return the tenures of those whose listed name stands inside a longer *name*, its last word with it.

    "Alfred Nganga Mutua" is Alfred Mutua. Without its first word a name says less: "Abdul Rahim Wardak" is
    Rahim Wardak only as long as no other Wardak is listed. In Spanish and Portuguese the last word may be the
    mother's name: "Vicente Fox Quesada".
    """
    if not _SEVERAL < len(name) <= LONGEST_NAME:
        return []
    without_mother = [who.holders.tenures[n] for n in who.holders.named(name[:-1])]
    if without_mother and all(o.country in who.lists.double_surnames for o in without_mother):
        return without_mother
    for length in range(len(name) - 1, 1, -1):
        numbers: set[int] = set()
        for kept in combinations(range(len(name) - 1), length - 1):
            whole = (*(name[i] for i in kept), name[-1])
            if any(len(w) < SHORTEST_WORD for w in (whole[0], whole[-1])):
                continue
            found = who.holders.named(whole)
            if found and (kept[0] == 0 or len(who.holders.persons_sounding(name[-1])) == 1):
                numbers.update(found)
        if numbers:
            return [who.holders.tenures[n] for n in sorted(numbers)]
    return []


def _on_day(found: Sequence[Office], on: date | None, role: str | None) -> Held | None:
    ordered = sorted(found, key=lambda o: (_rank(o), o.first is not None, o.first or o.last, o.office))
    if on is None:
        return Held(office=max(ordered, key=lambda o: (o.first is not None, o.first or o.last, _rank(o))))
    now = [o for o in ordered if _in_office(o, on)]
    if now:
        main = ([o for o in now if role and _same_role(role, o)] or now)[-1]
        return Held(office=main, beside=tuple(o for o in reversed(now) if o is not main))
    before = [o for o in ordered if o.last is not None and o.last < on]
    if before:
        return Held(office=max(before, key=lambda o: (_rank(o), o.last)), former=True)
    first = min(ordered, key=lambda o: (o.first is not None, o.first or o.last))
    return None if first.country in NOT_STATES else Held(office=first, later=True)


def _rank(office: Office) -> int:
    """Return how far an office goes before others of one person: heads of state and government first."""
    words = set(name_words(office.office))
    top = (words & _TOP or {"prime", "minister"} <= words) and not words & _NOT_TOP
    return 0 if office.country in NOT_STATES else 2 if top else 1


def _in_office(office: Office, on: date) -> bool:
    return (office.first is None or office.first <= on) and (office.last is None or on <= office.last)


def _same_role(role: str, office: Office) -> bool:
    """Whether the role in the text and the office share their main word: "President", "foreign minister"."""
    said, held = role.lower().split(), office.office.lower().replace("-", " ").split()
    return bool(said) and (said[-1] in held or bool({"minister", "secretary"} & set(said) & set(held)))
