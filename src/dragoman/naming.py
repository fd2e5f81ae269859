"""Words that a person writes in, actors, places and dates out, as records have them.

What the article has goes first, then the codebook; what neither knows has to be told in full. These functions
load the parts of the codebook that they need, once.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from dragoman.codebook import gazetteer, who
from dragoman.codebook.tables import Faults
from dragoman.codebook.who import NOT_STATES
from dragoman.corrections import Change
from dragoman.errors import CorrectionError
from dragoman.records import Actor, EventDate, Mention, Place, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.resources.abc import Traversable

    from dragoman.codebook.gazetteer import Gazetteer, Spot
    from dragoman.codebook.who import Who
    from dragoman.records import Coding, Grain, Span

T = TypeVar("T")

_IN_FULL = re.compile(r"(?P<name>.+\S)\s*:\s*(?P<code>[A-Za-z]{3})")
_FORMS: tuple[tuple[Grain, re.Pattern[str]], ...] = (
    ("day", re.compile(r"\d{4}-\d{2}-\d{2}")),
    ("month", re.compile(r"\d{4}-\d{2}")),
    ("year", re.compile(r"\d{4}")),
)


NONE = "none"
"""What is written to empty a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is right of an event, in a person's words; None, or no words, leaves a field as it is."""

    kind: str | None = None
    modes: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    when: str | None = None
    where: str | None = None
    status: Status | None = None

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return any(getattr(self, f) for f in self.__slots__)

    def read(self, coding: Coding | None, near: Span | None) -> Change:
        """Return them as records, those of the article of *coding* first.

        Raises:
            CorrectionError: if words mean nobody, no place or no time.
        """
        if coding is None:
            return Change(event_type=self.kind)
        return Change(
            event_type=self.kind,
            modes=tuple(m for m in self.modes if m != NONE) if self.modes else None,
            actors=_side(self.actors, coding, near),
            recipients=_side(self.recipients, coding, near),
            participants=_side(self.participants, coding, near),
            date=when(self.when) if self.when not in (None, NONE) else None,
            undated=self.when == NONE,
            place=place(self.where, coding) if self.where not in (None, NONE) else None,
            nowhere=self.where == NONE,
            status=self.status,
        )


def _side(words: tuple[str, ...], coding: Coding, near: Span | None) -> tuple[Actor, ...] | None:
    if not words:
        return None
    return tuple(actor(w, coding, near) for w in words if w != NONE)


def countries() -> frozenset[str]:
    """Return the codes of the states."""
    return frozenset(_who().countries)


def actor(words: str, coding: Coding, near: Span | None = None) -> Actor:
    """Return whom *words* mean in the article of *coding*, preferably *near* a sentence of it.

    They are the id or name of an actor in the article, or words for one; the code or name of a country; the
    name of a body that the codebook knows; or ``NAME:CODE``, which says all that is needed.

    Raises:
        CorrectionError: if they mean nobody.
    """
    key = words.strip().casefold()
    for fits in (
        lambda a: a.id == words,
        lambda a: a.name.casefold() == key,
        lambda a: any(m.text.casefold() == key for m in a.mentions if m.kind != "pronoun"),
    ):
        if found := next(filter(fits, coding.actors), None):
            return found
    surnamed = [a for a in coding.actors if a.kind == "person" and a.name.casefold().endswith(f" {key}")]
    if len(surnamed) == 1:
        return surnamed[0]
    made = _country(words) or _body(words) or _in_full(words)
    if made is None:
        here = ", ".join(f"{a.id} {a.name}" for a in coding.actors) or "nobody"
        message = (
            f"{words!r} is nobody in this article ({here}), no country and no body that the codebook knows;"
            " write somebody new as NAME:CODE, with the code of the country"
        )
        raise CorrectionError(message)
    return made if (seen := _mention(made.name, words, coding, near)) is None else _named_at(made, seen)


def _named_at(made: Actor, seen: Mention) -> Actor:
    return Actor(
        id="",
        name=made.name,
        kind=made.kind,
        country=made.country,
        sector=made.sector,
        sectors=made.sectors,
        mentions=(seen,),
    )


def _country(words: str) -> Actor | None:
    code, key = words.strip().upper(), words.strip().casefold()
    for state in _who().countries.values():
        if code == state.code or key in (state.name.casefold(), *(n.casefold() for n in state.names)):
            return Actor(id="", name=state.name, kind="country", country=state.code)
    return None


def _body(words: str) -> Actor | None:
    for entry in _who().index.exactly(words.strip()):
        if entry.kind in ("organization", "igo", "group") and not entry.plural:
            sectors = entry.sectors
            return Actor(
                id="",
                name=entry.name,
                kind=entry.kind,
                country=entry.country,
                sector=sectors[0] if sectors else None,
                sectors=sectors,
            )
    return None


def _in_full(words: str) -> Actor | None:
    found = _IN_FULL.fullmatch(words.strip())
    if found is None:
        return None
    code = found["code"].upper()
    if code not in countries() | NOT_STATES:
        message = (
            f"{words!r}: {found['code']!r} is no country code; it has to be an ISO code of three letters"
        )
        raise CorrectionError(message)
    return Actor(id="", name=found["name"], kind="person", country=code)


def _mention(name: str, words: str, coding: Coding, near: Span | None) -> Mention | None:
    """Return where the article names somebody, in the sentence *near* first."""
    text = coding.article.text
    inside = (near.start, near.end) if near else (0, 0)
    for start, end in (inside, (0, len(text))):
        for form in (name, words):
            at = text.find(form, start, end)
            if form and at >= 0:
                return Mention(start=at, end=at + len(form), text=form)
    return None


def place(words: str, coding: Coding) -> Place:
    """Return the place that *words* mean: one in the article, by id or name, or one of the gazetteer.

    ``NAME:CODE``, with the code of the country, tells two of one name apart.

    Raises:
        CorrectionError: if there is none, or several countries have one.
    """
    found = _IN_FULL.fullmatch(words.strip())
    code = found["code"].upper() if found else None
    name = found["name"] if found else words.strip()
    for p in coding.places:
        named = name.casefold() in (p.id, p.name.casefold(), p.text.casefold())
        if named and (code is None or p.country == code):
            return p
    spots = [s for s in _gazetteer().named(gazetteer.fold(name)) if code is None or s.country == code]
    if not spots:
        message = f"{words!r} is no place in this article, nor one that the gazetteer knows"
        raise CorrectionError(message)
    lands = dict.fromkeys(s.country or "" for s in spots)
    if len(lands) > 1:
        forms = ", ".join(f"{name}:{land}" for land in lands if land)
        message = f"{words!r} may be in several countries; write {forms}"
        raise CorrectionError(message)
    return _place(max(spots, key=lambda s: s.people), name, coding)


def _place(spot: Spot, name: str, coding: Coding) -> Place:
    at = max(coding.article.text.find(name), 0)
    there = coding.article.text.startswith(name, at)
    return Place(
        id="",
        start=at,
        end=at + len(name) if there else at,
        text=name if there else "",
        name=spot.name,
        country=spot.country,
        lat=spot.lat,
        lon=spot.lon,
        geonameid=spot.geonameid,
        feature=spot.feature,
    )


def when(words: str) -> EventDate:
    """Return the days that *words* mean: a day, a month, a year, or two of these with .. between.

    >>> when("2031-02").last, when("2031-03-03..").last, when("2031-03-03").grain
    (datetime.date(2031, 2, 28), None, 'day')

    Raises:
        CorrectionError: if they are no date.
    """
    first, dots, last = words.strip().partition("..")
    begin, end = _days(first, words), _days(last if dots else first, words)
    if begin is None and end is None:
        raise CorrectionError(_no_date(words))
    grains = [g for part in (begin, end) if part for g in (part[2],)]
    grain: Grain = "open" if begin is None or end is None else grains[0]
    return EventDate(
        first=begin[0] if begin else None, last=end[1] if end else None, grain=grain, basis="text"
    )


def _days(words: str, whole: str) -> tuple[date, date, Grain] | None:
    if not words:
        return None
    for grain, form in _FORMS:
        if form.fullmatch(words):
            parts = [int(p) for p in words.split("-")]
            try:
                first = date(*[*parts, 1, 1][:3])
            except ValueError:
                break
            month = parts[1] if len(parts) > 1 else 12
            day = parts[2] if len(parts) > 2 else calendar.monthrange(first.year, month)[1]
            return first, date(first.year, month, day), grain
    raise CorrectionError(_no_date(whole))


def _no_date(words: str) -> str:
    return f"{words!r} is no date; write 2024-01-19, 2024-01, 2024, or two of these as 2024-01-19..2024-01-21"


@cache
def _who() -> Who:
    return _loaded(who.load)


@cache
def _gazetteer() -> Gazetteer:
    return _loaded(gazetteer.load)


def _loaded(load: Callable[[Traversable, Faults], T]) -> T:
    faults = Faults()
    part = load(files("dragoman.codebook"), faults)
    faults.stop()
    return part
