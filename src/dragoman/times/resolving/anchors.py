"""Where a text stands in time, and what the resolvers share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from dragoman.times import intervals
from dragoman.times.intervals import NOWHERE, Interval, interval

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dragoman.records import TimeType
    from dragoman.times.readings import Base, Reading

F = TypeVar("F", bound="Callable[[Any, Anchors], Resolved]")


STORY_LASTS = 3
"""Sentences after which news goes back from a date told to the day of publication."""


DAY_LASTS = 10
"""Sentences after which "the same day" no longer means the last day told."""


BACK, AHEAD = 1, 10
"""How many years a bare year may lie before or after the story's year and still move the story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Type, value, interval, and the note for the reason."""

    type: TimeType
    value: str | None
    interval: Interval = NOWHERE
    mod: str | None = None
    note: str | None = None


@dataclass(slots=True)
class Anchors:
    """Where the text stands: the day of speaking, the last date told, and the verb's direction."""

    speech: date | None
    narrative: bool
    direction: Callable[[], int] = field(default=lambda: 0)
    sentence: int = 0
    told: str | None = None
    aside: Callable[[str, str], bool] = field(default=lambda _value, _told: False)
    """Whether the words around make a date an aside, such as "since" before it."""
    told_in: int = -1
    day_told: str | None = None
    day_told_in: int = -1
    past_day_told: tuple[str | None, int] = (None, -1)
    year_only: str | None = None
    """A bare year that did not move the story."""
    year_only_in: int = -1
    stray: int | None = None
    """The last bare year told, whether it moved the story or not."""
    year_told: int | None = None
    year_told_in: int = -1
    behind: str | None = None
    """The date that this one ends: "from October 1944 to March"."""
    year_ahead: int | None = None
    """The year of a date that this one is joined to: "from May to August 2016"."""

    def tell(self, value: str | None, *, explicit_year: bool) -> None:
        """Note a date that the text gives; the story now stands there."""
        if value is None or (not value[:2].isdigit() and not value.startswith("BC")):
            return
        if len(value) < len("2009") or value.startswith("FY"):
            return
        if len(value) == len("2009-01-01"):
            self.day_told, self.day_told_in = value, self.sentence
            if self.speech is not None and value <= self.speech.isoformat():
                self.past_day_told = (value, self.sentence)
        if not self.moves(value):
            if len(value) == len("1940") and year_of(value) != year_of(self.told):
                self.year_only, self.year_only_in = value, self.sentence
            return
        self.year_only = None
        self.told, self.told_in = value, self.sentence
        if explicit_year and value[:4].isdigit():
            self.year_told, self.year_told_in = int(value[:4]), self.sentence

    def moves(self, value: str) -> bool:
        """Whether a date told moves the story. A bare year does so only as the story's next stop.

        The year that the story is in anyhow says less than the month that was told before; a year far
        back, or one that is only planned for, is an aside.
        """
        if not self.narrative or self.told is None:
            return True
        if self.aside(value, self.told):
            return False
        if len(value) > len("1940") or not value.isdigit():
            return True
        year = year_of(self.told)
        if year is None:
            return True
        said = int(value)
        if said == year or self.direction() > 0:
            return False
        # A year far from the story is an aside, until the next one shows that the story has moved there.
        follows = self.stray is not None and 0 <= said - self.stray <= AHEAD
        self.stray = said
        return follows or -BACK <= said - year <= AHEAD

    def day_story(self) -> str | None:
        """Return the last day told, for "the same day" after a coarser date."""
        if self.day_told is not None and self.sentence - self.day_told_in <= DAY_LASTS:
            return self.day_told
        return self.story()

    def clock_day(self) -> str | None:
        """Return the day that a bare time of day belongs to: the last day told that is not yet to come."""
        if self.narrative or self.speech is None:
            return self.story()
        today = self.speech.isoformat()
        told, where = self.past_day_told if self.direction() <= 0 else (self.day_told, self.day_told_in)
        return told if told is not None and self.sentence - where <= DAY_LASTS else today

    def story(self) -> str | None:
        """Return the value that "that day" and "two days later" count from."""
        fresh = self.told is not None and (self.narrative or self.sentence - self.told_in <= STORY_LASTS)
        if fresh:
            return self.told
        return None if self.speech is None or self.narrative else self.speech.isoformat()

    def base(self, which: Base) -> str | None:
        """Return the value that an expression counts from."""
        if which == "speech" and not self.narrative:
            return None if self.speech is None else self.speech.isoformat()
        if self.narrative and self.year_only is not None and self.sentence - self.year_only_in <= 1:
            return self.year_only  # "two years later" counts from a year told by the way, too
        return self.story()


RESOLVERS: dict[type, Callable[[Any, Anchors], Resolved]] = {}
"""One function for each kind of reading; `dates` and `counted` fill it when they are imported."""


def resolves(kind: type) -> Callable[[F], F]:
    """Mark the function that resolves readings of *kind*."""

    def mark(function: F) -> F:
        RESOLVERS[kind] = function
        return function

    return mark


def resolve(reading: Reading, at: Anchors) -> Resolved:
    """Return what *reading* denotes at these anchors."""
    try:
        return RESOLVERS[type(reading)](reading, at)
    except (OverflowError, ValueError):
        # Python's calendar has the years 1 to 9999, and this leads out of them.
        return Resolved(type="DATE", value=None, note="before or after all that the calendar has")


def dated(value: str | None, *, mod: str | None = None, note: str | None = None) -> Resolved:
    """Return a DATE of *value* with its interval."""
    return Resolved(type="DATE", value=value, interval=interval(value), mod=mod, note=note)


def first_day(value: str | None) -> date | None:
    """Return the first day of *value*."""
    return interval(value).first


def year_of(value: str | None) -> int | None:
    """Return the year of *value*, negative before Christ."""
    if value is None:
        return None
    if value.startswith("BC") and value[2:6].isdigit():
        return -int(value[2:6].ljust(4, "0"))
    return int(value[:4]) if value[:4].isdigit() else None


def year_text(year: int) -> str:
    """Return a year as TIMEX3 writes it."""
    return f"BC{-year:04d}" if year < 0 else f"{year:04d}"


def month_of(value: str | None) -> int | None:
    """Return the month of *value*; of a season, its middle month."""
    if value is None:
        return None
    rest = value[6:] if value.startswith("BC") else value[4:]
    if rest[1:3].isdigit():
        return int(rest[1:3])
    first = first_day(value)
    if rest[1:3] in intervals.SEASON_MONTHS:
        return {"SP": 4, "SU": 7, "FA": 10, "WI": 1}[rest[1:3]]
    if first is None or not rest:
        return None
    return first.month


def open_value(unit: str) -> str:
    """Return the value of a day, week, month, quarter or year that the text leaves open."""
    return {
        "D": "XXXX-XX-XX",
        "W": "XXXX-WXX",
        "WE": "XXXX-WXX-WE",
        "FN": "XXXX-WXX",
        "M": "XXXX-XX",
        "Q": "XXXX-QX",
    }.get(unit, "XXXX")


def as_day(value: str | None) -> str:
    """Return *value* cut or filled to a day."""
    if value is None:
        return "XXXX-XX-XX"
    value = value.partition("T")[0]
    if value.startswith("BC"):
        return value + "-XX" * (2 - value.count("-"))
    if len(value) == len("2009-01-01"):
        return value
    if len(value) == len("2009-01") and value[5:].isdigit():
        return value + "-XX"
    return "XXXX-XX-XX" if not (len(value) == 4 and value.isdigit()) else value + "-XX-XX"
