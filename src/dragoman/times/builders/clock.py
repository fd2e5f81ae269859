"""Builders for times and parts of a day, and for named days."""

from __future__ import annotations

import re
from typing import Literal

from dragoman.times.builders.common import (
    RELATIVES,
    Pieces,
    capital,
    is_name,
    number,
    whole,
)
from dragoman.times.matching import Hit, Item, Piece
from dragoman.times.readings import Clock, Daypart, Deictic, Named, Shift


def daypart(hit: Hit) -> Pieces:
    """Read "last night", "that morning", "overnight", "at night"."""
    word = hit.words("p")
    if word in {"tonight", "overnight"}:
        on = Deictic(unit="D", offset=0)
        return hit.piece(Daypart(part="NI", on=on, over=word == "overnight"), "daypart")
    part = hit.value("p", "DAYPART") or "MO"
    relative = RELATIVES.get(hit.words("r"), "")
    if hit.rule.argument == "bare":
        return _bare_daypart(hit, part)
    base: Literal["speech", "story"] = "story" if relative.startswith("story") else "speech"
    offset = {"last": -1, "next": 1}.get(relative.removeprefix("story_"), 0)
    return hit.piece(Daypart(part=part, on=Deictic(unit="D", offset=offset, base=base)), "daypart")


TWILIGHT = frozenset({"dawn", "daybreak", "sunrise", "dusk", "sunset", "nightfall"})
"""Words that are times of day only after "at", "before" and the like: "the dawn of an era" is none."""


def _bare_daypart(hit: Hit, part: str) -> Pieces:
    """Read "at night" is any night; "in the morning" the one of the story; "dawn of an era" is no time."""
    before, after = hit.before, hit.after
    item = hit.item("p")
    if item is None or (
        hit.words("p") in TWILIGHT
        and not (before and before.plain in {"at", "before", "by", "after", "until"})
    ):
        return None
    if after is not None and after.plain == "of":
        return [Piece(hit.start, hit.end, Daypart(part=part), "daypart", hit.rule.name, loose=True)]
    if capital(hit, item) and not hit.scene.starts_sentence(hit.start):
        return None
    if hit.words("p") != hit.scene.text[hit.start : hit.end].lower():  # with "the"
        if before is None or before.plain not in {"in", "during", "by", "on", "throughout"}:
            return [Piece(hit.start, hit.end, Daypart(part=part), "daypart", hit.rule.name, loose=True)]
        return hit.piece(Daypart(part=part, on=Deictic(unit="D", offset=0, base="story")), "daypart")
    if before is not None and before.plain in {"at", "by", "after", "before"} and part == "NI":
        return hit.piece(Daypart(part=part), "daypart")
    if before is not None and before.plain in {"in", "a", "an", "one", "of"}:
        loose = before.plain != "in" and not _modifies(hit, item)
        on = Deictic(unit="D", offset=0, base="story") if before.plain == "in" else None
        return [Piece(hit.start, hit.end, Daypart(part=part, on=on), "daypart", hit.rule.name, loose=loose)]
    if _modifies(hit, item):
        return hit.piece(Daypart(part=part), "daypart")
    return [Piece(hit.start, hit.end, Daypart(part=part), "daypart", hit.rule.name, loose=True)]


def _modifies(hit: Hit, item: Item) -> bool:
    """Read "night raids", "the morning session": part of the day as an adjective."""
    i = hit.scene.doc.token_at(item.start)
    return i is not None and hit.scene.doc.tokens[i].dep in {"compound", "amod", "nmod"}


_MERIDIEM = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?:[:.](\d\d))?\s*([ap])")


def clock(hit: Hit) -> Pieces:
    """Read "18:30 GMT", "6:40 p.m.", "noon", "0800 UTC"."""
    item = hit.item("t")
    assert item is not None
    zone_item = hit.item("z")
    zone = (zone_item.entry.values.get("ZONE", "") if zone_item is not None else "") or ""
    end = hit.end
    if zone_item is not None and not hit.scene.text[zone_item.start].isupper():
        return None
    time = _time_of_day(hit, item)
    if time is None:
        return None
    if zone and (k := hit.item("k")) is not None and (sign := hit.item("sign")) is not None:
        zone = f"{'-' if sign.plain in '-−' else '+'}{int(number(k) or 0):02d}"
    if "MOMENT" in item.entry.classes and capital(hit, item) and not hit.scene.starts_sentence(hit.start):
        return None
    return hit.piece(Clock(time=time, zone=zone), "clock", end=end)


def _time_of_day(hit: Hit, item: Item) -> str | None:
    classes = item.entry.classes
    if "MOMENT" in classes:
        return item.entry.values["MOMENT"]
    if "MERID" in classes:
        m = _MERIDIEM.match(item.plain)
        if m is None or not 1 <= int(m[1]) <= 12:
            return None
        hour = int(m[1]) % 12 + (12 if m[4] == "p" else 0)
        return f"{hour:02d}:{m[2] or '00'}" + (f":{m[3]}" if m[3] else "")
    if "CLOCK" in classes:
        parts = item.plain.split(":")
        if int(parts[0]) > 24 or int(parts[1]) > 59:
            return None
        hour = _afternoon(hit, int(parts[0]))
        return ":".join([f"{hour:02d}", *parts[1:]])
    if "HHMM" in classes and "=o'clock" not in {hit.scene.items[hit.j - 1].plain}:
        if hit.j - hit.i < 2:
            return None
        return f"{item.plain[:2]}:{item.plain[2:]}"
    n = number(item)
    if n is None or n > 24:
        return None
    return f"{_afternoon(hit, int(n)):02d}:00"


def _afternoon(hit: Hit, hour: int) -> int:
    return hour + 12 if hour < 12 and hit.value("p", "DAYPART") in {"AF", "EV"} else hour


def feast(hit: Hit) -> Pieces:
    """Christmas, May Day, Good Friday; "Christmas Island" and the "Good Friday Agreement" are names."""
    item = hit.item("f")
    if item is None or item.feast is None:
        return None
    after = hit.after
    if after is not None and after.start == hit.end + 1 and capital(hit, after) and after.piece is None:
        return None
    relative = RELATIVES.get(hit.words("r"), "")
    if not relative and is_name(hit):
        return None
    named = Named(feast=item.feast, year=whole(hit, "y"), relative=relative)
    if hit.rule.name == "feast-weekend":
        return hit.piece(Shift(amount=0, unit="WE", sign=1, base=named), "week")
    return hit.piece(named, "feast" if not hit.item("y") else "day")


def day_part(hit: Hit) -> Pieces:
    """Read "Tuesday evening", "the night of May 3"."""
    of = hit.reading("a")
    inner = hit.reading("p")
    code = inner.part if isinstance(inner, Daypart) else hit.value("p", "DAYPART")
    if of is None or code is None:
        return None
    return hit.piece(Daypart(part=code, on=of, mod=hit.value("e", "PHASE")), "daypart")


def clock_day(hit: Hit) -> Pieces:
    """Read "16:00 on May 3", "9:34 p.m. last night"."""
    time, of = hit.reading("t"), hit.reading("a")
    if not isinstance(time, Clock) or time.on is not None or of is None:
        return None
    if isinstance(of, Daypart):
        of = of.on
    zone = hit.value("z", "ZONE") or time.zone
    return hit.piece(Clock(time=time.time, zone=zone, on=of), "done")
