"""Builders for phrases over other expressions: "the end of", "the second week of", "in May of"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from dragoman.times.builders.common import Pieces, whole
from dragoman.times.readings import (
    Clock,
    Daypart,
    Deictic,
    Edge,
    Fixed,
    Length,
    Named,
    Nth,
    NthWeek,
    Partial,
    Reading,
    Shift,
    Weekday,
    Within,
)

if TYPE_CHECKING:
    from dragoman.times.matching import Hit


def part(hit: Hit) -> Pieces:
    """Read "early 2019", "the end of the month", "the latter part of the year"."""
    of = hit.reading("a")
    code = hit.value("e", "EDGE") or hit.value("e", "PHASE") or hit.value("e", "PORTION")
    if of is None or code is None or isinstance(of, Fixed | Length):
        return None
    if isinstance(of, Daypart | Clock):
        return None
    if hit.rule.name == "edge-of" and hit.words("e") in {"opening", "close", "dawn", "start"}:
        item = hit.item("e")
        if item is not None and hit.scene.pos(item.start) == "VERB":
            return None
    if isinstance(of, Edge):
        return None
    if "PHASE" in hit.items("e")[-1].entry.classes and code in _PARTS and _is_day(of):
        return hit.piece(Daypart(part=_PARTS[code], on=of, mod=code), "daypart")
    return hit.piece(Edge(mod=code, of=of), "done")


_PARTS = {"START": "MO", "END": "EV"}
"""Early on Thursday is Thursday's morning, late on Thursday its evening."""


def _is_day(of: Reading) -> bool:
    if isinstance(of, Deictic):
        return of.unit == "D" and of.base == "speech"
    return isinstance(of, Weekday) or (isinstance(of, Partial) and of.day is not None)


def since_or_until(hit: Hit) -> Pieces:
    """Read "earlier this month": from its start to the day of speaking; "later": from that day to its end."""
    of = hit.reading("a")
    if of is None or isinstance(of, Fixed | Length | Shift):
        return None
    upto: Literal["past", "future"] = "past" if hit.words("e") == "earlier" else "future"
    return hit.piece(Edge(mod="START" if upto == "past" else "END", of=of, upto=upto), "done")


def of_year(hit: Hit) -> Pieces:
    """Read "August of last year", "July 25 of that year", "last month in the year"."""
    a, b = hit.reading("a"), hit.reading("b")
    middle = hit.scene.text[hit.items("a")[-1].end : hit.items("b")[0].start].strip(", ")
    if isinstance(b, Deictic) and b.unit != "Y":
        return None
    if b is None or (middle == "in" and not isinstance(b, Deictic)):
        return None
    if isinstance(b, Partial) and (b.year is None or b.month or b.season):
        return None
    if isinstance(a, Named) and a.year is None:
        return hit.piece(Named(feast=a.feast, of=b), "day")
    if isinstance(a, Partial) and a.year is None and not a.relative:
        if isinstance(b, Partial) and middle == "":
            return None
        kind = "day" if a.day else "month" if a.month else "season"
        p = Partial(month=a.month, day=a.day, season=a.season, part=a.part, of=b)
        return hit.piece(p, kind)
    return None


def week_of(hit: Hit) -> Pieces:
    """Read "the week of May 3"."""
    of = hit.reading("a")
    if of is None:
        return None
    word = hit.scene.text[hit.start : hit.start + len("the weekend")].lower()
    if not word.startswith("the week"):
        return None
    code = "WE" if word == "the weekend" else "W"
    return hit.piece(Shift(amount=0, unit=code, sign=1, base=of), "week")


def same_period(hit: Hit) -> Pieces:
    """Read "the same period last year": the year is all that is sure, unless the month is named too."""
    of = hit.reading("b")
    if of is None or isinstance(of, Length):
        return None
    return hit.piece(Within(part="same", of=of), "year")


def nth_week(hit: Hit) -> Pieces:
    """Read "the first week of March"."""
    of = hit.reading("a")
    n = -1 if hit.words("o") in {"last", "final"} else whole(hit, "o")
    if of is None or n is None or n > 53 or isinstance(of, Fixed):
        return None
    return hit.piece(NthWeek(number=n, of=of), "week")


def window_of(hit: Hit) -> Pieces:
    """Read "the last three months of 2018"."""
    inner, of = hit.reading("a"), hit.reading("b")
    if not isinstance(inner, Length) or of is None or isinstance(of, Fixed | Length):
        return None
    return hit.piece(replace(inner, of=of))


def nth_weekday(hit: Hit) -> Pieces:
    """Read "the second Monday of March"."""
    of, day = hit.reading("a"), hit.reading("b")
    n = -1 if hit.words("o") in {"last", "final"} else whole(hit, "o")
    if of is None or n is None or n > 5 or not isinstance(day, Weekday) or day.relative:
        return None
    return hit.piece(Nth(number=n, weekday=day.number, of=of), "day")


def nth_day(hit: Hit) -> Pieces:
    """Read "the last day of March", "the first month of the year"."""
    of = hit.reading("a")
    n = {"last": -1, "final": -1, "closing": -1, "opening": 1}.get(hit.words("o")) or whole(hit, "o")
    if of is None or n is None or isinstance(of, Fixed):
        return None
    if hit.words("u") == "month":
        yearly = (isinstance(of, Partial) and not of.month) or (isinstance(of, Deictic) and of.unit == "Y")
        return hit.piece(Nth(number=n, unit="M", of=of), "month") if yearly and n <= 12 else None
    return hit.piece(Nth(number=n, unit="D", of=of), "day")


def weekday_of_week(hit: Hit) -> Pieces:
    """Read "Tuesday of last week", "next week on Tuesday"."""
    week, day = hit.reading("a"), hit.reading("b")
    if not isinstance(day, Weekday) or day.relative or day.day is not None:
        return None
    if not isinstance(week, Deictic) or week.unit != "W":
        return None
    return hit.piece(Weekday(number=day.number, of=week), "day")


def roughly(hit: Hit) -> Pieces:
    """Read "circa 1950"."""
    of = hit.reading("a")
    if not isinstance(of, Partial):
        return None
    return hit.piece(Edge(mod=hit.value("b", "ABOUT") or "", of=of))
