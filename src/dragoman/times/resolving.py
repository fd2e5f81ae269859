"""`Reading` in, value and interval out: the anchors, and how a story moves them.

In news the anchor is the day of publication, and the tense says which way a bare weekday or month points.
In narrative text the anchor is the last date told: "on May 10" takes its year from there. "The following
day" and "two weeks later" count from the last date told in both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta
from typing import TYPE_CHECKING

from dragoman.records import Grain, TimeType
from dragoman.times import intervals
from dragoman.times.intervals import NOWHERE, Interval, interval, moved, narrowed, value_of
from dragoman.times.readings import (
    Clock,
    Daypart,
    Deictic,
    Edge,
    Era,
    Fixed,
    Hull,
    Length,
    Named,
    Nth,
    NthWeek,
    Partial,
    Shift,
    Weekday,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dragoman.codebook.calendar import Feast
    from dragoman.times.readings import Base, Reading

STORY_LASTS = 3
"""Sentences after which news goes back from a date told to the day of publication."""

DAY_LASTS = 10
"""Sentences after which "the same day" no longer means the last day told."""

AHEAD_COSTS = 1.25
"""News is mostly of the past: what a day ahead costs where a day back costs one."""

BACK, AHEAD = 1, 10
"""How many years a bare year may lie before or after the story's year and still move the story."""

WRONG_WAY = 4.0
"""How much farther a date may lie in the verb's direction before the nearer one in the other is taken."""


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
    aside: Callable[[str], bool] = field(default=lambda _value: False)
    """Whether the words around make a date an aside, such as "since" before it."""
    told_in: int = -1
    day_told: str | None = None
    day_told_in: int = -1
    past_day_told: tuple[str | None, int] = (None, -1)
    year_told: int | None = None
    year_told_in: int = -1
    behind: str | None = None
    """The date that this one ends: "from October 1944 to March"."""
    year_ahead: int | None = None
    """The year of a date that this one is joined to: "from May to August 2016"."""

    def tell(self, value: str | None, *, explicit_year: bool) -> None:
        """Note a date that the text gives; the story now stands there."""
        if value is None or not value[:2].isdigit() and not value.startswith("BC"):
            return
        if len(value) < len("2009") or value.startswith("FY"):
            return
        if len(value) == len("2009-01-01"):
            self.day_told, self.day_told_in = value, self.sentence
            if self.speech is not None and value <= self.speech.isoformat():
                self.past_day_told = (value, self.sentence)
        if not self.moves(value):
            return
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
        if self.aside(value):
            return False
        if len(value) > len("1940") or not value.isdigit():
            return True
        year = year_of(self.told)
        if year is None:
            return True
        ahead = int(value) - year
        return ahead != 0 and -BACK <= ahead <= AHEAD and self.direction() <= 0

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
        return self.story()


def resolve(reading: Reading, at: Anchors) -> Resolved:
    """Return what *reading* denotes at these anchors."""
    return _RESOLVERS[type(reading)](reading, at)


def _date(value: str | None, *, mod: str | None = None, note: str | None = None) -> Resolved:
    return Resolved(type="DATE", value=value, interval=interval(value), mod=mod, note=note)


def _first_day(value: str | None) -> date | None:
    return interval(value).first


def year_of(value: str | None) -> int | None:
    """Return the year of *value*, negative before Christ."""
    if value is None:
        return None
    if value.startswith("BC") and value[2:6].isdigit():
        return -int(value[2:6]) * 10 ** (4 - len(value[2:6]))
    return int(value[:4]) if value[:4].isdigit() else None


def _year_text(year: int) -> str:
    return f"BC{-year:04d}" if year < 0 else f"{year:04d}"


# --- calendar dates ------------------------------------------------------------------------------------


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
        return _date(f"FY{year:04d}")
    else:
        text = _year_text(year)
    value = text
    if p.season or p.part:
        value = f"{text}-{p.season or p.part}"
    elif p.month:
        value = f"{text}-{p.month:02d}" + (f"-{p.day:02d}" if p.day else "")
    return _date(value, note=note)


def _day_alone(day: int, at: Anchors) -> Resolved:
    """ "On the 15th": of this month or the one before, or after where the verb says so."""
    base = at.speech if not at.narrative else _first_day(at.story())
    if base is None:
        return _date(f"XXXX-XX-{day:02d}")
    options = []
    way = at.direction() or -1
    for step in (-1, 0, 1):
        month = moved(base.replace(day=1), step, "M")
        made = intervals.day_or_none(month.year, month.month, day) if month is not None else None
        if made is not None:
            gap = (made - base).days
            options.append((abs(gap) * (WRONG_WAY if way * gap < 0 else 1.0), made))
    return _date(min(options)[1].isoformat() if options else f"XXXX-XX-{day:02d}", note=f"verb {_WAYS[at.direction()]}")


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
        year, month, wanted = year_of(at.behind), _month_of(at.behind), month_wanted(p)
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
    ):
        if at.direction() <= 0 or at.year_told > base.year:
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
    best = min(options, key=lambda o: abs(o[1]) * (WRONG_WAY if way * o[1] < 0 else 1.0 if o[1] < 0 else AHEAD_COSTS))
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
    month = _month_of(told)
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


def _month_of(value: str | None) -> int | None:
    if value is None:
        return None
    rest = value[6:] if value.startswith("BC") else value[4:]
    if rest[1:3].isdigit():
        return int(rest[1:3])
    first = _first_day(value)
    if rest[1:3] in intervals.SEASON_MONTHS:
        return {"SP": 4, "SU": 7, "FA": 10, "WI": 1}[rest[1:3]]
    if first is None or not rest:
        return None
    return first.month


def month_wanted(p: Partial) -> int | None:
    """Return the month that a date lies in, by its month, season or quarter."""
    if p.month:
        return p.month
    if p.season:
        return {"SP": 4, "SU": 7, "FA": 10, "WI": 12}[p.season]
    if p.part:
        return int(p.part[1]) * (3 if p.part[0] == "Q" else 6)
    return None


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


def _era(e: Era, at: Anchors) -> Resolved:
    if not e.short:
        return _date(e.value)
    story = year_of(at.told) if at.narrative else None
    now = story or (at.speech.year if at.speech is not None else None)
    if now is None:
        return _date(f"XX{e.value}")
    decade = int(e.value)
    best = max(c * 10 + decade for c in range(10, 22) if (c * 10 + decade) * 10 <= now)
    return _date(f"{best:03d}")


def _named(n: Named, at: Anchors) -> Resolved:
    if n.feast.known is not None:
        return _date(n.feast.known)
    year = n.year
    if n.of is not None:
        year = year_of(resolve(n.of, at).value)
    note = None
    if year is None:
        year, note = _feast_year(n.feast, n.relative, at)
    if year is None or year < 1:
        fixed = f"XXXX-{n.feast.month:02d}-{n.feast.day:02d}" if n.feast.month else None
        return _date(fixed)
    day = intervals.feast_day(n.feast, year)
    return _date(day.isoformat() if day else None, note=note)


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


def _weekday(w: Weekday, at: Anchors) -> Resolved:
    if w.relative.startswith("story") or at.narrative:
        return _weekday_in_story(w, at)
    base = at.speech
    if base is None:
        return _date(f"XXXX-WXX-{w.number}")
    if w.of is not None:
        monday = base - timedelta(days=base.isoweekday() - 1)
        return _date((monday + timedelta(days=7 * w.of.offset + w.number - 1)).isoformat(), note="of that week")
    back = (base.isoweekday() - w.number) % 7
    last, ahead = base - timedelta(days=back), base + timedelta(days=(7 - back) % 7)
    if w.day is not None:
        near = [base + timedelta(days=k) for k in range(-31, 32)]
        fitting = [d for d in near if d.day == w.day and d.isoweekday() == w.number]
        if fitting:
            return _date(min(fitting, key=lambda d: abs((d - base).days)).isoformat())
    if w.relative == "last":
        return _date((last if last < base else last - timedelta(days=7)).isoformat(), note="the last one")
    if w.relative == "coming":
        return _date((ahead if ahead > base else ahead + timedelta(days=7)).isoformat(), note="the next one")
    if w.relative == "next":
        monday = base - timedelta(days=base.isoweekday() - 1)
        return _date((monday + timedelta(days=6 + w.number)).isoformat(), note="the next week's")
    way = at.direction() or (1 if w.relative == "this" else -1)
    day = ahead if way > 0 else last
    return _date(day.isoformat(), note=f"verb {_WAYS[at.direction()]}")


def _weekday_in_story(w: Weekday, at: Anchors) -> Resolved:
    base = interval(at.story())
    if base.first is None or base.grain != "day":
        return _date(f"XXXX-WXX-{w.number}")
    gap = (w.number - base.first.isoweekday()) % 7
    if w.relative in {"story_next", "next"}:
        gap = gap or 7
    if w.relative in {"story_last", "last"}:
        gap = gap - 7 if gap else -7
    return _date((base.first + timedelta(days=gap)).isoformat(), note="counted from the date told before")


# --- counted from an anchor ----------------------------------------------------------------------------

_FINENESS = {"D": 10, "W": 10, "WE": 10, "FN": 10, "M": 7, "Q": 7, "Y": 4, "DE": 4, "CE": 4, "ML": 4, "FY": 4}


def _deictic(d: Deictic, at: Anchors) -> Resolved:
    base = at.base(d.base)
    if d.unit == "D" and d.base == "story" and interval(base).grain not in {"day", "daypart"}:
        base = at.day_story()
    if d.base == "story" and not at.narrative and at.speech is not None and _coarser(base, d.unit):
        base = at.speech.isoformat()
    note = (
        "counted from the day of publication" if d.base == "speech" else "counted from the date told before"
    )
    if base is None:
        return _date(
            "PRESENT_REF" if d.unit == "D" and d.base == "speech" and d.offset == 0 else _open_value(d.unit)
        )
    if at.narrative and d.base == "speech" and d.unit == "D" and d.offset == 0:
        return _date("PRESENT_REF")
    offset = d.offset
    if d.by_tense and at.speech is not None and not at.narrative:
        past = at.direction() < 0 or (at.direction() == 0 and d.base == "speech")
        offset = -1 if at.speech.isoweekday() < 6 and past else 0
    value = _unit_near(base, d.unit, offset)
    return _date(value, note=note)


def _coarser(value: str | None, unit: str) -> bool:
    """Whether *value* says too little to hold "the month" or "the week": a year, or nothing."""
    grain = interval(value).grain
    return (unit in {"M", "Q"} and grain in {"year", "decade", "century"}) or (
        unit in {"W", "WE", "FN"} and grain not in {"day", "daypart", "hour", "minute", "week"}
    )


def _open_value(unit: str) -> str:
    return {
        "D": "XXXX-XX-XX",
        "W": "XXXX-WXX",
        "WE": "XXXX-WXX-WE",
        "FN": "XXXX-WXX",
        "M": "XXXX-XX",
        "Q": "XXXX-QX",
    }.get(unit, "XXXX")


def _unit_near(base: str, unit: str, offset: int) -> str | None:
    """Return the value of the unit that lies *offset* units from the one that holds *base*.

    >>> _unit_near("1940-05-10", "M", 1), _unit_near("1940-05", "D", 1), _unit_near("BC0490", "Y", 1)
    ('1940-06', '1940-05-XX', 'BC0489')
    """
    year = year_of(base)
    if year is None:
        return None
    if unit == "Y":
        return _year_text(year + offset)
    if year < 0:
        if unit == "DE":
            return f"BC{-year // 10 - offset:03d}"
        return f"BC{-year // 100 - offset:02d}" if unit == "CE" else "BCXXXX-XX-XX"
    first = _first_day(base)
    if first is None:
        return None
    if unit == "DE":
        return f"{year // 10 + offset:03d}"
    if unit in {"CE", "ML"}:
        return f"{year // 100 + offset:02d}"
    if unit == "FY":
        return f"FY{year + offset:04d}"
    fine = interval(base).grain
    if unit == "D" and fine not in {"day", "daypart", "minute", "hour"}:
        return (
            base + "-XX"
            if fine == "month" and offset == 0
            else f"{base[:7]}-XX"
            if fine == "month"
            else "XXXX-XX-XX"
        )
    if unit in {"W", "WE", "FN"} and fine not in {"day", "week", "daypart", "minute", "hour"}:
        return "XXXX-WXX"
    if unit == "M" and fine in {"year", "season"}:
        return f"{year:04d}-XX"
    day = moved(first, offset, unit)
    return None if day is None else value_of(day, unit)


_GRAIN_UNITS: dict[str | None, str] = {
    "day": "D",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "half": "Q",
    "year": "Y",
    "daypart": "D",
    "minute": "D",
    "hour": "D",
}
_SIZES = ("MIN", "H", "D", "WE", "W", "M", "Q", "Y", "DE", "CE", "ML")


def _shift(s: Shift, at: Anchors) -> Resolved:
    base = resolve(s.base, at).value if not isinstance(s.base, str) else at.base(s.base)
    if s.amount is None:
        return _vaguely(s, base)
    start = interval(base)
    if base is None or start.first is None:
        year = year_of(base)
        if year is not None and s.unit in {"Y", "DE", "CE"}:
            return _date(_year_text(round(year + s.sign * s.amount * {"Y": 1, "DE": 10, "CE": 100}[s.unit])))
        return _date(_open_value(s.unit))
    if s.unit in {"MIN", "H", "S"}:
        return _date(base[:10] if s.base == "story" else base[:10])
    if isinstance(s.base, str) or s.amount == 0 or s.sign > 0:
        from_day = start.last if not isinstance(s.base, str) and s.sign > 0 and s.amount else start.first
    else:
        from_day = start.first
    assert from_day is not None
    day = moved(from_day, s.sign * s.amount, s.unit)
    if day is None:
        return _date(None)
    # The answer is no finer than the anchor, and no finer than the unit (weeks and fewer: the day).
    anchor_unit = _GRAIN_UNITS.get(start.grain, "Y")
    unit = s.unit if s.unit not in {"N", "FN"} else "D"
    if s.unit == "W" and s.amount:
        unit = "D" if float(s.amount).is_integer() and s.base != "speech" else "W"
    if s.unit == "FN":
        unit = "W"
    unit = max(unit, anchor_unit, key=_SIZES.index)
    if not float(s.amount).is_integer() and unit in {"Y", "DE", "CE"}:
        unit = "M" if anchor_unit in {"D", "M"} else unit
    if s.unit in {"DE", "CE"} and isinstance(s.base, str):
        unit = "Y"
    note = (
        "counted from the day of publication" if s.base == "speech" else "counted from the date told before"
    )
    value = value_of(day, unit)
    covered = _bounded(interval(value), start, s) if s.bound else interval(value)
    mod = _SHIFT_MODS.get((s.mod or "", s.sign), s.mod)
    return Resolved(type="DATE", value=value, interval=covered, mod=mod, note=note)


def _bounded(covered: Interval, anchor: Interval, s: Shift) -> Interval:
    """ "More than two years ago" ends two years ago; "less than two years ago" lies between then and now."""
    more = s.mod in {"MORE_THAN", "EQUAL_OR_MORE"}
    if s.sign < 0:
        return Interval(None if more else covered.first, covered.last if more else anchor.last, covered.grain)
    return Interval(covered.first if more else anchor.first, None if more else covered.last, covered.grain)


_SHIFT_MODS = {
    ("MORE_THAN", -1): "BEFORE",
    ("LESS_THAN", -1): "AFTER",
    ("MORE_THAN", 1): "AFTER",
    ("LESS_THAN", 1): "BEFORE",
}


def _vaguely(s: Shift, base: str | None) -> Resolved:
    """ "a few months later", "years ago": a direction, bounded by the anchor."""
    edge = interval(base)
    value = "FUTURE_REF" if s.sign > 0 else "PAST_REF"
    if s.sign > 0:
        return Resolved(type="DATE", value=value, interval=Interval(edge.first, None, "open"))
    return Resolved(type="DATE", value=value, interval=Interval(None, edge.last, "open"))


def _length(x: Length, at: Anchors) -> Resolved:
    value = x.value or intervals.duration(x.amount, x.unit)
    if x.of is not None:
        return Resolved(type="DURATION", value=value, interval=_end_of(x, at), mod=x.mod)
    if x.unit == "Q" and x.side and x.amount and (here := _first_day(at.base(x.base))):
        return Resolved(type="DURATION", value=value, interval=_quarters(x.side, x.amount, here), mod=x.mod)
    covered = NOWHERE
    base = interval(at.base(x.base))
    if x.side and base.first is not None and base.last is not None and x.unit not in {"S", "MIN", "H"}:
        if x.side == "past":
            other = moved(base.last, -x.amount, x.unit) if x.amount is not None else None
            covered = Interval(other, base.last, _LENGTH_GRAINS.get(x.unit, "open"))
        else:
            other = moved(base.first, x.amount, x.unit) if x.amount is not None else None
            covered = Interval(base.first, other, _LENGTH_GRAINS.get(x.unit, "open"))
    return Resolved(type="DURATION", value=value, interval=covered, mod=x.mod)


def _end_of(x: Length, at: Anchors) -> Interval:
    """ "The last three months of 2018"."""
    whole = resolve(x.of, at).interval if x.of is not None else NOWHERE
    if whole.first is None or whole.last is None or x.amount is None or x.unit in {"S", "MIN", "H"}:
        return NOWHERE
    grain = _LENGTH_GRAINS.get(x.unit, "open")
    day = timedelta(days=1)
    if x.end_of == "first":
        stop = moved(whole.first, x.amount, x.unit)
        return Interval(whole.first, stop - day, grain) if stop is not None else NOWHERE
    start = moved(whole.last + day, -x.amount, x.unit)
    return Interval(start, whole.last, grain) if start is not None else NOWHERE


def _quarters(side: str, amount: float, here: date) -> Interval:
    """Firms count whole quarters of the calendar: "the past two quarters" ended with the last full one."""
    start = date(here.year, 3 * ((here.month - 1) // 3) + 1, 1)
    edge = moved(start, 1 if side == "next" else 0, "Q")
    far = moved(edge, amount if side == "next" else -amount, "Q") if edge is not None else None
    if edge is None or far is None:
        return NOWHERE
    first, stop = min(edge, far), max(edge, far)
    return Interval(first, stop - timedelta(days=1), "quarter")


_LENGTH_GRAINS: dict[str, Grain] = {
    "D": "day",
    "N": "day",
    "W": "week",
    "FN": "week",
    "M": "month",
    "Q": "quarter",
    "Y": "year",
    "DE": "decade",
    "CE": "century",
}


# --- parts ---------------------------------------------------------------------------------------------


def _daypart(d: Daypart, at: Anchors) -> Resolved:
    if d.on is None:
        return Resolved(
            type="TIME", value=f"XXXX-XX-XXT{d.part}", interval=Interval(None, None, "daypart"), mod=d.mod
        )
    if isinstance(d.on, Deictic) and at.narrative and d.on.base == "speech":
        day = at.story()
    else:
        day = resolve(d.on, at).value
    if d.over and at.day_told_in == at.sentence and at.day_told is not None:
        day = at.day_told
    value = f"{_as_day(day)}T{d.part}"
    if d.over and (day_ := _first_day(day)) is not None:
        night = Interval(moved(day_, -1, "D"), day_, "daypart")
        return Resolved(type="TIME", value=value, interval=night)
    return Resolved(type="TIME", value=value, interval=interval(value), mod=d.mod)


def _as_day(value: str | None) -> str:
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


def _clock(c: Clock, at: Anchors) -> Resolved:
    if c.on is not None:
        day = resolve(c.on, at).value
    else:
        day = at.clock_day()
    value = f"{_as_day(day)}T{c.time}{c.zone}"
    return Resolved(type="TIME", value=value, interval=interval(value))


def _edge(e: Edge, at: Anchors) -> Resolved:
    inner = resolve(e.of, at)
    whole = inner.interval
    if e.upto and whole.first is not None and whole.last is not None:
        limit = at.speech if not at.narrative else interval(at.story()).first
        if limit is not None and whole.first <= limit <= whole.last:
            covered = (
                Interval(whole.first, limit, whole.grain)
                if e.upto == "past"
                else Interval(limit, whole.last, whole.grain)
            )
            return Resolved(type=inner.type, value=inner.value, interval=covered, mod=None, note=inner.note)
        return Resolved(type=inner.type, value=inner.value, interval=whole, note=inner.note)
    mod = e.mod or None
    return Resolved(
        type=inner.type, value=inner.value, interval=narrowed(whole, mod), mod=mod, note=inner.note
    )


def _within(w: Within, at: Anchors) -> Resolved:
    inner = resolve(w.of, at)
    year = year_of(inner.value)
    if year is None:
        return _date(None)
    if w.part == "same":
        rest = at.told[4:7] if at.told is not None and not at.told.startswith("BC") else ""
        return _date(_year_text(year) + rest, note="the part of the year that was told before")
    return _date(f"{_year_text(year)}-{w.part}", note=inner.note)


def _nth_week(n: NthWeek, at: Anchors) -> Resolved:
    """The week that holds the middle of the n-th seven days."""
    whole = resolve(n.of, at).interval
    if whole.first is None or whole.last is None:
        return _date("XXXX-WXX")
    if n.number > 0:
        day = moved(whole.first, 7 * n.number - 4, "D")
    else:
        day = moved(whole.last, -3, "D")
    if day is None or not whole.first <= day <= whole.last:
        return _date("XXXX-WXX")
    return _date(value_of(day, "W"))


def _nth(n: Nth, at: Anchors) -> Resolved:
    whole = resolve(n.of, at).interval
    if whole.first is None or whole.last is None:
        return _date(_open_value(n.unit))
    if n.unit == "M":
        months = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month
        month = moved(whole.first, months if n.number < 0 else n.number - 1, "M")
        return _date(value_of(month, "M") if month is not None else None)
    step = timedelta(days=1 if n.weekday is None else 7)
    start, sign = (whole.first, 1) if n.number > 0 else (whole.last, -1)
    while n.weekday is not None and start.isoweekday() != n.weekday:
        start += timedelta(days=sign)
    day = start + sign * step * (abs(n.number) - 1)
    return _date(day.isoformat() if whole.first <= day <= whole.last else _open_value("D"))


def _fixed(f: Fixed, at: Anchors) -> Resolved:
    here = at.speech if not at.narrative else None
    covered = NOWHERE
    if f.value == "PRESENT_REF" and here is not None:
        covered = Interval(here, here, "open")
    elif f.value == "PAST_REF" and here is not None:
        covered = Interval(None, here, "open")
    elif f.value == "FUTURE_REF" and here is not None:
        covered = Interval(here, None, "open")
    return Resolved(type=f.type, value=f.value, interval=covered, mod=f.mod)


_RESOLVERS: dict[type, Callable[..., Resolved]] = {
    Partial: _partial,
    Hull: _hull,
    Era: _era,
    Named: _named,
    Weekday: _weekday,
    Deictic: _deictic,
    Shift: _shift,
    Length: _length,
    Daypart: _daypart,
    Clock: _clock,
    Edge: _edge,
    Within: _within,
    NthWeek: _nth_week,
    Nth: _nth,
    Fixed: _fixed,
}


def bare(reading: Reading) -> Partial | None:
    """Return the calendar date inside *reading*: that of "late May" is May."""
    while isinstance(reading, Edge | Clock | Daypart):
        inner = reading.of if isinstance(reading, Edge) else reading.on
        if inner is None:
            return None
        reading = inner
    return reading if isinstance(reading, Partial) else None


def explicit_year(reading: Reading) -> bool:
    """Whether the text itself gives the year of *reading*."""
    date_ = bare(reading)
    return date_ is not None and date_.year is not None and not date_.short


def years_told(readings: Iterable[Reading]) -> list[int]:
    """Return the years that the text gives in full."""
    dates = [bare(r) for r in readings]
    return [d.year for d in dates if d is not None and d.year is not None and not d.short]
