"""Builders for calendar dates: in figures, with a month by name, ranges that share a month or year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from dragoman.times.builders.common import (
    RELATIVES,
    Pieces,
    capital,
    is_name,
    is_prep,
    month_ok,
    number,
    two_digit,
    whole,
)
from dragoman.times.readings import Clock, Hull, Partial

if TYPE_CHECKING:
    from dragoman.times.matching import Hit, Item


def _year(hit: Hit) -> tuple[int | None, bool]:
    if (item := hit.item("v")) is not None:
        return two_digit(item.plain), True
    return whole(hit, "y"), False


_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d:\d\d(?::\d\d)?)\s*(z|[+-]\d\d:?\d\d)?)?")


def iso(hit: Hit) -> Pieces:
    """``2020-11-05``, perhaps with a time."""
    m = _ISO.fullmatch(hit.words("x"))
    if m is None:
        return None
    day = Partial(year=int(m[1]), month=int(m[2]), day=int(m[3]))
    if not _possible(day):
        return None
    if m[4]:
        return hit.piece(Clock(time=m[4], zone=(m[5] or "").upper(), on=day), "clock")
    return hit.piece(day, "day")


def _possible(p: Partial) -> bool:
    return 1 <= (p.month or 1) <= 12 and 1 <= (p.day or 1) <= 31


def numeric(hit: Hit) -> Pieces:
    """``25/11/2020``: the order is the only possible one, or what the rest of the text shows."""
    a, b, c = (int(x) for x in re.split(r"[/.-]", hit.words("x")))
    parts = re.split(r"[/.-]", hit.words("x"))
    if len(parts[0]) == 4:
        p = Partial(year=a, month=b, day=c)
        return hit.piece(p, "day") if _possible(p) else None
    short = len(parts[2]) == 2
    if short and "." in hit.words("x") and not is_prep(hit.before):
        return None
    day_first = Partial(year=c, month=b, day=a, short=short)
    month_first = Partial(year=c, month=a, day=b, short=short)
    options = [p for p in (day_first, month_first) if _possible(p)]
    if not options:
        return None
    order = _order(hit.scene.text)
    if len(options) == 1 or a == b or order:
        return hit.piece(options[-1] if order == "month" and len(options) == 2 else options[0], "day")
    return hit.piece(Hull(one=day_first, other=month_first), "day")


_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}(?![\d/-]|\.\d)")


_MONTHS = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)


_DAY_MONTH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}\b")


_MONTH_DAY = re.compile(rf"\b{_MONTHS}\.? \d{{1,2}}\b(?!\d)")


def _order(text: str) -> Literal["day", "month", ""]:
    """Return which comes first in this text's dates in figures; nothing if nothing shows it.

    A date that can be read in one way only shows it, else how the text writes its dates in words.
    """
    score = 0
    for m in _NUMERIC.finditer(text):
        a, b = int(m[1]), int(m[2])
        score += (12 < a <= 31 and b <= 12) - (12 < b <= 31 and a <= 12)
    if not score:
        score = sum(1 for _ in _DAY_MONTH.finditer(text)) - sum(1 for _ in _MONTH_DAY.finditer(text))
    return "day" if score > 0 else "month" if score < 0 else ""


def fields(hit: Hit) -> Pieces:
    """Month with day or year or both, in any order."""
    if not month_ok(hit):
        return None
    year, short = _year(hit)
    day = whole(hit, "d")
    p = Partial(year=year, short=short, month=int(hit.value("m", "MONTH") or 0), day=day)
    if day is not None and not 1 <= day <= 31:
        return None
    after = hit.after
    d = hit.item("d")
    if d is not None and "CARD" not in d.entry.classes and "ORD" in d.entry.values and capital(hit, d):
        return None  # "in May the Second Fleet"
    if year is None and after is not None and after.plain in {"%", "percent", "million", "billion"}:
        return None
    if year is None and hit.scene.text[hit.end : hit.end + 2].strip("0123456789") == ":":
        return None
    kind = ("day" if day else "month") + ("_without_year" if year is None else "")
    return hit.piece(p, kind)


def month(hit: Hit) -> Pieces:
    """A month by its name; "may" and "march" only where a month must stand."""
    item = hit.item("m")
    if item is None or not month_ok(hit):
        return None
    relative = RELATIVES.get(hit.words("r")) or RELATIVES.get(hit.words("l")) or ""
    doubtful = item.entry.classes & {"DOUBTFUL", "SHORT"}
    if doubtful and not relative and (not _led(hit) or _is_surname(hit, item)):
        return None
    if not relative and is_name(hit):
        return None
    p = Partial(month=int(item.entry.values["MONTH"]), relative=relative)
    return hit.piece(p, "month" if relative else "month_without_year")


_BEARER = re.compile(r"\b([A-Z][a-z]+)\.? (May|March|August)\b(?! \d)")


_SURE = frozenset(
    {"in", "by", "since", "until", "till", "last", "next", "early", "late", "mid", "this", "every"}
)


def _is_surname(hit: Hit, item: Item) -> bool:
    """In a text about "Theresa May", "to May's dismay" is she, and "in May" still the month."""
    words = hit.scene.calendar.words
    borne = any(
        m[2].lower() == item.plain and "PREP" not in words[m[1].lower()].classes
        if m[1].lower() in words
        else m[2].lower() == item.plain
        for m in _BEARER.finditer(hit.scene.text)
    )
    if not borne:
        return False
    after = hit.after
    return not (hit.before is not None and hit.before.plain in _SURE) or (
        after is not None and "POSS" in after.entry.classes
    )


def _led(hit: Hit) -> bool:
    """A word that times follow stands before, as in "in March" or "mid-March"."""
    before = hit.before
    if before is not None and "DASH" in before.entry.classes and hit.i > 1:
        return "PHASE" in hit.scene.items[hit.i - 2].entry.classes
    return is_prep(before)


def days(hit: Hit) -> Pieces:
    """Read "May 3-5, 2019", "3 to 5 May": two days that share the month."""
    a, b, year = whole(hit, "a"), whole(hit, "b"), whole(hit, "y")
    if a is None or b is None or not (1 <= a <= 31 and 1 <= b <= 31) or not month_ok(hit):
        return None
    m = int(hit.value("m", "MONTH") or 0)
    month_item, first, second = hit.item("m"), hit.item("a"), hit.item("b")
    assert month_item is not None
    assert first is not None
    assert second is not None
    kind = "day" if year else "day_without_year"
    cut = max(first.end, month_item.end) if month_item.start < first.start else first.end
    one = hit.piece(Partial(year=year, month=m, day=a), kind, end=cut)
    return one + hit.piece(Partial(year=year, month=m, day=b), kind, start=second.start)


def months(hit: Hit) -> Pieces:
    """Read "May to August 2016", "3 May to 9 June 2016": two dates that share the year."""
    m, n, year = hit.item("m"), hit.item("n"), whole(hit, "y")
    if hit.before is not None and hit.before.plain in {"this", "last", "next"}:
        return None
    if m is None or n is None or not month_ok(hit) or not month_ok(hit, "n"):
        return None
    a, b = hit.item("a"), hit.item("b")
    first, last = int(m.entry.values["MONTH"]), int(n.entry.values["MONTH"])
    early = year - 1 if year is not None and first > last else year
    kind = ("day" if a else "month") + ("" if year else "_without_year")
    p = Partial(year=early, month=first, day=int(number(a) or 0) or None)
    q = Partial(year=year, month=last, day=int(number(b) or 0) or None)
    one = hit.piece(p, kind, end=max(m.end, a.end if a else 0))
    return one + hit.piece(q, kind, start=min(n.start, b.start if b else n.start))
