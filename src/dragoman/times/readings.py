"""What a matched expression means before its anchor is known: the frozen facts that builders make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from dragoman.codebook.calendar import Feast

Base = Literal["speech", "story"]
"""Counted from the day of speaking (the article's) or from where the story stands."""

Relative = Literal["last", "this", "next", "story_last", "story_this", "story_next", "coming", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """A calendar date of which some parts are given. ``year`` is negative before Christ."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: str | None = None
    part: str | None = None
    """``Q1`` to ``Q4``, ``H1``, ``H2``."""
    weekday: int | None = None
    relative: Relative = ""
    of: Reading | None = None
    """The year (or month) that it belongs to, where the text gives that by another expression."""
    short: bool = False
    """The year has two digits only."""
    fiscal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Era:
    """A decade or century by name: ``value`` is the TIMEX3 value, ``short`` a decade without its century."""

    value: str
    short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hull:
    """A numeric date that can be read in two ways: the readings."""

    one: Partial
    other: Partial


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekday:
    """A day of the week, perhaps with a direction of its own or a day of the month."""

    number: int
    relative: Relative = ""
    day: int | None = None
    of: Deictic | None = None
    """The week that it belongs to, where the text gives that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deictic:
    """A unit counted from a base: "last week", "the following day"."""

    unit: str
    offset: int
    base: Base = "speech"
    by_tense: bool = False
    """The verb says whether it is the last or the coming one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A length before or after something: "three days ago", "two weeks later"."""

    amount: float | None
    unit: str
    sign: int
    base: Base | Reading = "speech"
    mod: str | None = None
    bound: bool = False
    """Such as "More than", "less than": the length is a limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A duration; ``side`` says whether it ends or begins at the base."""

    amount: float | None
    unit: str
    side: Literal["past", "next", ""] = ""
    base: Base = "speech"
    mod: str | None = None
    value: str | None = None
    bound: bool = False
    end_of: Literal["first", "last", ""] = ""
    """Such as "The first two weeks", "the last three months": of `of`, where the text says of what."""
    of: Reading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Daypart:
    """A part of a day; ``on`` is the day, None where it is open."""

    part: str
    on: Reading | None = None
    mod: str | None = None
    over: bool = False
    """Such as "Overnight": from the day before into that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day, with a zone as TIMEX3 writes it; without ``on`` the day is the story's."""

    time: str
    zone: str = ""
    on: Reading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A named day of some year."""

    feast: Feast
    year: int | None = None
    of: Reading | None = None
    relative: Relative = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nth:
    """Such as "The second Monday of March", "the last day of the year": the last is -1."""

    number: int
    of: Reading
    unit: Literal["D", "M"] = "D"
    weekday: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NthWeek:
    """Such as "The second week of March": the last is -1."""

    number: int
    of: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The start, middle or end of something; "earlier this week" has ``upto`` PAST, "later" FUTURE."""

    mod: str
    of: Reading
    upto: Literal["", "past", "future"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The quarter or half of something."""

    part: str
    of: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """An expression whose value stands: sets, references to past, present and future."""

    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None
    mod: str | None = None


Reading: TypeAlias = (
    Partial
    | Era
    | Hull
    | Weekday
    | Deictic
    | Shift
    | Length
    | Daypart
    | Clock
    | Named
    | Edge
    | Within
    | NthWeek
    | Nth
    | Fixed
)
