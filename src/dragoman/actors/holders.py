"""A name, and what the text says of it, in; the office that the person held on that day out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.codebook.who import NOT_STATES
from dragoman.codebook.who.offices import SHORTEST_WORD, name_words, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dragoman.codebook.who import Office, Who

_SEVERAL = 2
SHORT_SOUND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The office that somebody held on a day; ``former`` if it was over by then, ``later`` if yet to come."""

    office: Office
    former: bool = False
    later: bool = False

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors that go with it: those of the office, ELI once it is over, none before it began."""
        if self.later:
            return ()
        return ("ELI",) if self.former else self.office.sectors

    @property
    def role(self) -> str | None:
        """The office's name, unless it is yet to come."""
        return None if self.later else self.office.office


def holder(
    who: Who, name: Sequence[str], on: date | None, *, country: str | None = None, role: str | None = None
) -> Held | None:
    """Return the office of the person called *name* (folded words) on day *on*; None where in doubt.

    *country* and *role*, as the text gives them, must not contradict the table. A single word counts as a
    name only where it is listed as such, or where the role in the text says whose it is.
    """
    people = who.holders
    numbers: Iterable[int] = people.named(name)
    telling = [w for w in name if len(w) >= SHORTEST_WORD]
    if not numbers and (len(telling) >= _SEVERAL or (telling and role)):
        numbers = people.sounding(telling)
    found = [people.tenures[n] for n in sorted(numbers)]
    if not people.named(name):
        found = [o for o in found if any(_is_name_of(telling, n) for n in (o.person, *o.aliases))]
        found = [
            o for o in found if set(telling) <= set(name_words(" ".join((o.person, *o.aliases))))
        ] or found
    if country is not None:
        found = [o for o in found if o.country in (country, None)]
    exact = bool(people.named(name))
    if len(telling) < _SEVERAL and not exact:
        found = [o for o in found if role and _same_role(role, o) and (on is None or _in_office(o, on))]
    if len({(o.person, o.country) for o in found}) > 1 and role:
        found = [o for o in found if _same_role(role, o)] or found
    if len({o.person for o in found}) > 1 and on is not None:
        found = [o for o in found if _in_office(o, on)] or found
    if not found or len({o.person for o in found}) > 1:
        return None
    return _on_day(found, on, role)


def _is_name_of(words: Sequence[str], name: str) -> bool:
    """Whether all *words* are words of this one *name*, one of them as it stands unless all are long.

    The last of them is its last, the family's, unless they are the whole name in another order: "Hassan Ali"
    is not Ali Hassan Khalil, "Kishida Fumio" is Fumio Kishida.
    """
    own = name_words(name)
    if len(words) < len(own) and len(words) > 1 and skeleton(words[-1]) != skeleton(own[-1]):
        return False
    heard = Counter(skeleton(w) for w in words)
    if heard - Counter(skeleton(w) for w in own):
        return False
    return bool(set(words) & set(own)) or all(len(s) > SHORT_SOUND for s in heard)


def _on_day(found: Sequence[Office], on: date | None, role: str | None) -> Held | None:
    ordered = sorted(found, key=lambda o: (o.first is not None, o.first or o.last, o.office))
    if on is None:
        return Held(office=ordered[-1])
    now = [o for o in ordered if _in_office(o, on)]
    if now:
        same = [o for o in now if role and _same_role(role, o)]
        return Held(office=(same or now)[-1])
    before = [o for o in ordered if o.last is not None and o.last < on]
    if before:
        return Held(office=before[-1], former=True)
    return None if ordered[0].country in NOT_STATES else Held(office=ordered[0], later=True)


def _in_office(office: Office, on: date) -> bool:
    return (office.first is None or office.first <= on) and (office.last is None or on <= office.last)


def _same_role(role: str, office: Office) -> bool:
    """Whether the role in the text and the office share their main word: "President", "foreign minister"."""
    said, held = role.lower().split(), office.office.lower().replace("-", " ").split()
    return bool(said) and (said[-1] in held or bool({"minister", "secretary"} & set(said) & set(held)))
