"""What is counted from an anchor, lengths, parts of a day and edges, resolved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragoman.times import intervals
from dragoman.times.intervals import NOWHERE, Interval, interval, moved, narrowed, value_of
from dragoman.times.readings import Clock, Daypart, Deictic, Edge, Fixed, Length, Shift, Within
from dragoman.times.resolving.anchors import (
    Anchors,
    Resolved,
    as_day,
    dated,
    first_day,
    open_value,
    resolve,
    resolves,
    year_of,
    year_text,
)

if TYPE_CHECKING:
    from dragoman.records import Grain


@resolves(Deictic)
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
        return dated(
            "PRESENT_REF" if d.unit == "D" and d.base == "speech" and d.offset == 0 else open_value(d.unit)
        )
    if at.narrative and d.base == "speech" and d.unit == "D" and d.offset == 0:
        return dated("PRESENT_REF")
    offset = d.offset
    if d.by_tense and at.speech is not None and not at.narrative:
        past = at.direction() < 0 or (at.direction() == 0 and d.base == "speech")
        offset = -1 if at.speech.isoweekday() < 6 and past else 0
    value = _unit_near(base, d.unit, offset)
    return dated(value, note=note)


def _coarser(value: str | None, unit: str) -> bool:
    """Whether *value* says too little to hold "the month" or "the week": a year, or nothing."""
    grain = interval(value).grain
    return (unit in {"M", "Q"} and grain in {"year", "decade", "century"}) or (
        unit in {"W", "WE", "FN"} and grain not in {"day", "daypart", "hour", "minute", "week"}
    )


def _unit_near(base: str, unit: str, offset: int) -> str | None:
    """Return the value of the unit that lies *offset* units from the one that holds *base*.

    >>> _unit_near("1940-05-10", "M", 1), _unit_near("1940-05", "D", 1), _unit_near("BC0490", "Y", 1)
    ('1940-06', '1940-05-XX', 'BC0489')
    """
    year = year_of(base)
    if year is None:
        return None
    if unit == "Y":
        return year_text(year + offset)
    if year < 0:
        if unit == "DE":
            return f"BC{-year // 10 - offset:03d}"
        return f"BC{-year // 100 - offset:02d}" if unit == "CE" else "BCXXXX-XX-XX"
    first = first_day(base)
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


@resolves(Shift)
def _shift(s: Shift, at: Anchors) -> Resolved:
    base = resolve(s.base, at).value if not isinstance(s.base, str) else at.base(s.base)
    if s.amount is None:
        return _vaguely(s, base)
    start = interval(base)
    if base is None or start.first is None:
        year = year_of(base)
        if year is not None and s.unit in {"Y", "DE", "CE"}:
            return dated(year_text(round(year + s.sign * s.amount * {"Y": 1, "DE": 10, "CE": 100}[s.unit])))
        return dated(open_value(s.unit))
    if s.unit in {"MIN", "H", "S"}:
        return dated(base[:10])
    if isinstance(s.base, str) or s.amount == 0 or s.sign > 0:
        from_day = start.last if not isinstance(s.base, str) and s.sign > 0 and s.amount else start.first
    else:
        from_day = start.first
    assert from_day is not None
    day = moved(from_day, s.sign * s.amount, s.unit)
    if day is None:
        return dated(None)
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
    """Return the interval of "more than two years ago", open before, or "less than", from then to now."""
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
    """Read "a few months later", "years ago": a direction, bounded by the anchor."""
    edge = interval(base)
    value = "FUTURE_REF" if s.sign > 0 else "PAST_REF"
    if s.unit in {"MIN", "H"} and edge.grain in {"day", "daypart", "minute"} and base is not None:
        return dated(base[:10], note="hours from the date told before")
    if s.sign > 0:
        return Resolved(type="DATE", value=value, interval=Interval(edge.first, None, "open"))
    return Resolved(type="DATE", value=value, interval=Interval(None, edge.last, "open"))


@resolves(Length)
def _length(x: Length, at: Anchors) -> Resolved:
    value = x.value or intervals.duration(x.amount, x.unit)
    if x.of is not None:
        return Resolved(type="DURATION", value=value, interval=_end_of(x, at), mod=x.mod)
    if x.unit == "Q" and x.side and x.amount and (here := first_day(at.base(x.base))):
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
    """Read "The last three months of 2018"."""
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


@resolves(Daypart)
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
    value = f"{as_day(day)}T{d.part}"
    if d.over and (day_ := first_day(day)) is not None:
        night = Interval(moved(day_, -1, "D"), day_, "daypart")
        return Resolved(type="TIME", value=value, interval=night)
    return Resolved(type="TIME", value=value, interval=interval(value), mod=d.mod)


@resolves(Clock)
def _clock(c: Clock, at: Anchors) -> Resolved:
    if c.on is not None:
        day = resolve(c.on, at).value
    else:
        day = at.clock_day()
    value = f"{as_day(day)}T{c.time}{c.zone}"
    return Resolved(type="TIME", value=value, interval=interval(value))


@resolves(Edge)
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


@resolves(Within)
def _within(w: Within, at: Anchors) -> Resolved:
    inner = resolve(w.of, at)
    year = year_of(inner.value)
    if year is None:
        return dated(None)
    if w.part == "same":
        rest = at.told[4:7] if at.told is not None and not at.told.startswith("BC") else ""
        return dated(year_text(year) + rest, note="the part of the year that was told before")
    return dated(f"{year_text(year)}-{w.part}", note=inner.note)


@resolves(Fixed)
def _fixed(f: Fixed, at: Anchors) -> Resolved:
    """The present holds the day of publication; past and future have no days that the text gives."""
    covered = NOWHERE
    if f.value == "PRESENT_REF" and at.speech is not None and not at.narrative:
        covered = Interval(at.speech, at.speech, "open")
    return Resolved(type=f.type, value=f.value, interval=covered, mod=f.mod)
