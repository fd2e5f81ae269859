"""Calendar dates resolved: the missing year, month or week from the anchors."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta
from typing import TYPE_CHECKING

from dragoman.times import intervals
from dragoman.times.intervals import Interval, interval, moved, value_of
from dragoman.times.readings import (
    Clock,
    Daypart,
    Edge,
    Era,
    Hull,
    Named,
    Nth,
    NthWeek,
    Partial,
    Reading,
    Weekday,
)
from dragoman.times.resolving.anchors import (
    Anchors,
    Resolved,
    dated,
    first_day,
    month_of,
    open_value,
    resolve,
    resolves,
    year_of,
    year_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.codebook.calendar import Feast

WRONG_WAY = 4.0
"""How much farther a date may lie in the verb's direction before the nearer one in the other is taken."""


AHEAD_COSTS = 1.25
"""News is mostly of the past: what a day ahead costs where a day back costs one."""


@resolves(Partial)
def _partial(p: Partial, at: Anchors) -> Resolved:
    if p.day is not None and p.month is None:
        return _day_alone(p.day, at)
    year, note = p.year, None
    if p.short and year is not None:
        year = _full_year(year, at)
    if p.of is not None:
        year = year_of(resolve(p.of, at).value)
    elif year is None:
        year, note = _missing_year(p, at)
    if year is None:
        text = "XXXX"
    elif p.fiscal:
        return dated(f"FY{year:04d}")
    else:
        text = year_text(year)
    value = text
    if p.season or p.part:
        value = f"{text}-{p.season or p.part}"
    elif p.month:
        value = f"{text}-{p.month:02d}" + (f"-{p.day:02d}" if p.day else "")
    return dated(value, note=note)


def _day_alone(day: int, at: Anchors) -> Resolved:
    """Read "On the 15th": of this month or the one before, or after where the verb says so."""
    base = at.speech if not at.narrative else first_day(at.story())
    if base is None:
        return dated(f"XXXX-XX-{day:02d}")
    options = []
    way = at.direction() or -1
    for step in (-1, 0, 1):
        month = moved(base.replace(day=1), step, "M")
        made = intervals.day_or_none(month.year, month.month, day) if month is not None else None
        if made is not None:
            gap = (made - base).days
            options.append((abs(gap) * (WRONG_WAY if way * gap < 0 else 1.0), made))
    return dated(
        min(options)[1].isoformat() if options else f"XXXX-XX-{day:02d}", note=f"verb {_WAYS[at.direction()]}"
    )


def _full_year(short: int, at: Anchors) -> int:
    """Return the year that two digits mean: the last such year, or one at most ten years ahead."""
    now = at.speech.year if at.speech is not None else 2000
    story = year_of(at.told) if at.narrative else None
    if story is not None:
        return min((c * 100 + short for c in range(10, 21)), key=lambda y: abs(y - story))
    return max(c * 100 + short for c in range(10, 21) if c * 100 + short <= now + 10)


def _missing_year(p: Partial, at: Anchors) -> tuple[int | None, str | None]:
    relative = p.relative
    if at.year_ahead is not None and not relative:
        return at.year_ahead, "year from the date that it is joined to"
    if at.behind is not None and not relative:
        year, month, wanted = year_of(at.behind), month_of(at.behind), month_wanted(p)
        if year is not None and month is not None and wanted is not None:
            return year + (wanted < month), "the first one after the date that it is joined to"
    if relative.startswith("story") or at.narrative:
        return _year_in_story(p, at)
    base = at.speech
    if base is None:
        return _year_in_story(p, at) if at.told is not None else (None, None)
    if (
        not relative
        and at.year_told is not None
        and at.year_told_in == at.sentence
        and at.year_told != base.year
    ) and (at.direction() <= 0 or at.year_told > base.year):
        return at.year_told, "year from the date before it in the sentence"
    return _nearest_year(p, at, base)


def _spans(p: Partial, year: int) -> Interval:
    if p.season or p.part:
        return interval(f"{year:04d}-{p.season or p.part}")
    day = f"-{p.day:02d}" if p.day else ""
    return interval(f"{year:04d}-{p.month or 1:02d}{day}")


def _nearest_year(p: Partial, at: Anchors, base: date) -> tuple[int | None, str | None]:
    """Return the year whose date lies nearest, with the verb's direction weighed in."""
    want = {"last": -1, "next": 1, "this": 0}.get(p.relative)
    options = []
    for year in range(max(base.year - 9, 1), min(base.year + 9, MAXYEAR)):
        span = _spans(p, year)
        if span.first is None or span.last is None:
            continue
        options.append((year, _gap(span, base)))
    if not options:
        return None, None
    if want == 0:
        return base.year, "this year"
    if want == -1:
        # "last May" said in March is ten months back; said in June, often thirteen.
        past = [(y, g) for y, g in options if g < 0]
        return (past[-1][0] if past else None), "the last one before the day of publication"
    if want == 1:
        ahead = [(y, g) for y, g in options if g > 0]
        return (ahead[0][0] if ahead else None), "the next one after the day of publication"
    way = at.direction()
    best = min(
        options, key=lambda o: abs(o[1]) * (WRONG_WAY if way * o[1] < 0 else 1.0 if o[1] < 0 else AHEAD_COSTS)
    )
    return best[0], f"nearest to the day of publication, verb {_WAYS[way]}"


_WAYS = {-1: "in the past", 0: "without direction", 1: "ahead"}


def _gap(span: Interval, base: date) -> int:
    """Return the days from *base* to the interval: negative before, 0 inside."""
    assert span.first is not None
    assert span.last is not None
    if span.last < base:
        return (span.last - base).days
    return max(0, (span.first - base).days)


def _year_in_story(p: Partial, at: Anchors) -> tuple[int | None, str | None]:
    told = at.story()
    year = year_of(told)
    if year is None:
        return None, None
    if p.relative == "story_this":
        return year, "the story's year"
    month = month_of(told)
    wanted = month_wanted(p)
    if month is None or wanted is None:
        return year, "the story's year"
    if p.relative in {"next", "story_next"}:
        return (year if wanted > month else year + 1), "the next one in the story"
    if p.relative in {"last", "story_last"}:
        return (year if wanted < month else year - 1), "the last one in the story"
    if wanted - month <= -FORWARD:
        return year + 1, "the story has passed into the next year"
    return year, "the story's year"


FORWARD = 8
"""Months by which a month must lie before the story's month to mean the next year."""


def month_wanted(p: Partial) -> int | None:
    """Return the month that a date lies in, by its month, season or quarter."""
    if p.month:
        return p.month
    if p.season:
        return {"SP": 4, "SU": 7, "FA": 10, "WI": 12}[p.season]
    if p.part:
        return int(p.part[1]) * (3 if p.part[0] == "Q" else 6)
    return None


@resolves(Hull)
def _hull(h: Hull, at: Anchors) -> Resolved:
    """A numeric date that can be read in two ways is the one next to the day of publication, or both."""
    days = [resolve(p, at) for p in (h.one, h.other)]
    firsts = [d.interval.first for d in days]
    if None in firsts:
        return next((d for d, f in zip(days, firsts, strict=True) if f is not None), days[0])
    if at.speech is not None:
        gaps = [abs((f - at.speech).days) for f in firsts if f is not None]
        if min(gaps) <= 45 and max(gaps) > 60:
            return days[gaps.index(min(gaps))]
    if at.speech is not None and at.direction() <= 0:
        told = [d for d in days if d.interval.first is not None and d.interval.first <= at.speech]
        if len(told) == 1:
            return told[0]  # what was done was not done after the day of publication
    known = sorted(f for f in firsts if f is not None)
    year = days[0].value[:4] if days[0].value else None
    return Resolved(
        type="DATE",
        value=year,
        interval=Interval(known[0], known[-1], "year"),
        note="day and month can be read in both orders",
    )


@resolves(Era)
def _era(e: Era, at: Anchors) -> Resolved:
    if not e.short:
        return dated(e.value)
    story = year_of(at.told) if at.narrative else None
    now = story or (at.speech.year if at.speech is not None else None)
    if now is None:
        return dated(f"XX{e.value}")
    decade = int(e.value)
    best = max(c * 10 + decade for c in range(10, 22) if (c * 10 + decade) * 10 <= now)
    return dated(f"{best:03d}")


@resolves(Named)
def _named(n: Named, at: Anchors) -> Resolved:
    if n.feast.known is not None:
        return dated(n.feast.known)
    year = n.year
    if n.of is not None:
        year = year_of(resolve(n.of, at).value)
    note = None
    if year is None:
        year, note = _feast_year(n.feast, n.relative, at)
    if year is None or year < 1:
        fixed = f"XXXX-{n.feast.month:02d}-{n.feast.day:02d}" if n.feast.month else None
        return dated(fixed)
    day = intervals.feast_day(n.feast, year)
    return dated(day.isoformat() if day else None, note=note)


def _feast_year(feast: Feast, relative: str, at: Anchors) -> tuple[int | None, str | None]:
    if at.narrative or at.speech is None:
        return year_of(at.story()), "the story's year"
    base, way = at.speech, at.direction()
    if relative:
        days = [(y, intervals.feast_day(feast, y)) for y in range(max(1, base.year - 1), base.year + 2)]
        known = [(y, d) for y, d in days if d is not None]
        if relative == "this":
            return base.year, "this year"
        if relative.endswith("last"):
            return max((y for y, d in known if d < base), default=None), "the last one"
        return min((y for y, d in known if d > base), default=None), "the next one"
    options = []
    for year in (base.year - 1, base.year, base.year + 1):
        day = intervals.feast_day(feast, year)
        if day is not None:
            gap = (day - base).days
            options.append((abs(gap) * (WRONG_WAY if way * gap < 0 else 1.0), year))
    return (min(options)[1] if options else None), f"nearest to the day of publication, verb {_WAYS[way]}"


@resolves(Weekday)
def _weekday(w: Weekday, at: Anchors) -> Resolved:
    if w.relative.startswith("story") or at.narrative:
        return _weekday_in_story(w, at)
    base = at.speech
    if base is None:
        return dated(f"XXXX-WXX-{w.number}")
    if w.of is not None:
        monday = base - timedelta(days=base.isoweekday() - 1)
        return dated(
            (monday + timedelta(days=7 * w.of.offset + w.number - 1)).isoformat(), note="of that week"
        )
    back = (base.isoweekday() - w.number) % 7
    last, ahead = base - timedelta(days=back), base + timedelta(days=(7 - back) % 7)
    if w.day is not None:
        near = [base + timedelta(days=k) for k in range(-31, 32)]
        fitting = [d for d in near if d.day == w.day and d.isoweekday() == w.number]
        if fitting:
            return dated(min(fitting, key=lambda d: abs((d - base).days)).isoformat())
    if w.relative == "last":
        return dated((last if last < base else last - timedelta(days=7)).isoformat(), note="the last one")
    if w.relative == "coming":
        return dated((ahead if ahead > base else ahead + timedelta(days=7)).isoformat(), note="the next one")
    if w.relative == "next":
        monday = base - timedelta(days=base.isoweekday() - 1)
        return dated((monday + timedelta(days=6 + w.number)).isoformat(), note="the next week's")
    way = at.direction() or (1 if w.relative == "this" else -1)
    day = ahead if way > 0 else last
    return dated(day.isoformat(), note=f"verb {_WAYS[at.direction()]}")


def _weekday_in_story(w: Weekday, at: Anchors) -> Resolved:
    base = interval(at.story())
    if base.first is None or base.grain != "day":
        return dated(f"XXXX-WXX-{w.number}")
    gap = (w.number - base.first.isoweekday()) % 7
    if w.relative in {"story_next", "next"}:
        gap = gap or 7
    if w.relative in {"story_last", "last"}:
        gap = gap - 7 if gap else -7
    return dated((base.first + timedelta(days=gap)).isoformat(), note="counted from the date told before")


@resolves(NthWeek)
def _nth_week(n: NthWeek, at: Anchors) -> Resolved:
    """The week that holds the middle of the n-th seven days."""
    whole = resolve(n.of, at).interval
    if whole.first is None or whole.last is None:
        return dated("XXXX-WXX")
    if n.number > 0:
        day = moved(whole.first, 7 * n.number - 4, "D")
    else:
        day = moved(whole.last, -3, "D")
    if day is None or not whole.first <= day <= whole.last:
        return dated("XXXX-WXX")
    return dated(value_of(day, "W"))


@resolves(Nth)
def _nth(n: Nth, at: Anchors) -> Resolved:
    whole = resolve(n.of, at).interval
    if whole.first is None or whole.last is None:
        return dated(open_value(n.unit))
    if n.unit == "M":
        months = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month
        month = moved(whole.first, months if n.number < 0 else n.number - 1, "M")
        return dated(value_of(month, "M") if month is not None else None)
    step = timedelta(days=1 if n.weekday is None else 7)
    start, sign = (whole.first, 1) if n.number > 0 else (whole.last, -1)
    while n.weekday is not None and start.isoweekday() != n.weekday:
        start += timedelta(days=sign)
    day = start + sign * step * (abs(n.number) - 1)
    return dated(day.isoformat() if whole.first <= day <= whole.last else open_value("D"))


def bare(reading: Reading) -> Partial | None:
    """Return the calendar date inside *reading*: that of "late May" is May."""
    within = inner(reading)
    return within if isinstance(within, Partial) else None


def inner(reading: Reading) -> Reading:
    """Return what *reading* is a part of: of "late on Monday morning", Monday."""
    while isinstance(reading, Edge | Clock | Daypart):
        of = reading.of if isinstance(reading, Edge) else reading.on
        if of is None:
            break
        reading = of
    return reading


def explicit_year(reading: Reading) -> bool:
    """Whether the text itself gives the year of *reading*."""
    date_ = bare(reading)
    return date_ is not None and date_.year is not None and not date_.short


def years_told(readings: Iterable[Reading]) -> list[int]:
    """Return the years that the text gives in full."""
    dates = [bare(r) for r in readings]
    return [d.year for d in dates if d is not None and d.year is not None and not d.short]
