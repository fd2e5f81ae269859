"""A line in, the dates in it out: ISO values with their grain, in the many ways that sites write them.

Only full dates (with a year) count. A numeric date that can be read two ways (03/04/2024) keeps both
readings; `settle` chooses between them on the evidence of the page, or leaves them out. Nothing is ever
taken from the clock of the machine.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.codebook.articles import Pages
    from dragoman.records import Grain

Order = Literal["day", "month"]

FIRST_YEAR, LAST_YEAR = 1800, 2199
NOON = 12

_YMD = re.compile(
    r"(?<![\d.])(\d{4})(?:([-/.])\s?|\s*[년年]\s*)(\d{1,2})(?:\2\s?|\s*[월月]\s*)(\d{1,2})(?:\s*[일日]|(?![\d]))"
)
_DMY = re.compile(r"(?<![\d./:-])(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(?:\d{2})?)?(?!\d)")
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0903\u093a-\u094f])+")
_BEFORE = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})(?:[.,]|\s*m\.)?|(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.|-|/)?)"
    r"[\s,]*(?:(?:de|of|do|del|el|day)\s+)?[-./]?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[.,]?\s*[-./]?\s*(?:(?:de|of|del)\s+)?(?:(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th|er|º|\.)?(?:\s*(?:,|-|/|de|of|d\.)?\s*)?)?"
    r"(?:(?P<year>\d{4})(?!\d))?",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d:./])(?:(?P<h>\d{1,2})\s?[:hH]\s?(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d{1,9})?)?(?!\d)"
    r"|(?P<hd>\d{1,2})\.(?P<md>\d{2})(?![\d.])"
    r"|(?P<hk>\d{1,2})\s?[시時时点點]\s?(?:(?P<mk>\d{1,2})\s?[분分])?"
    r"|(?P<hz>\d{2})(?P<mz>\d{2})(?=\s?(?:GMT|UTC|hrs|hours)\b)"
    r"|(?P<hp>\d{1,2})(?=\s?[ap]\.?m\b))",
    re.IGNORECASE,
)
_HALF = re.compile(r"^\s?([ap])\.?\s?m\b\.?", re.IGNORECASE)
_ZONE = re.compile(
    r"^\s?[\[(]?(?:(?:GMT|UTC)\s?(?P<s1>[+-])\s?(?P<h1>\d{1,2})(?::?(?P<m1>\d{2}))?"
    r"|(?P<s2>[+-])(?P<h2>\d{2}):?(?P<m2>\d{2})(?!\d)|(?P<name>[A-Za-z]{1,5}))(?![A-Za-z])[\])]?",
)
_ISO = re.compile(
    r"^(\d{4})-(\d{2})-(\d{2})"
    r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$"
)
_PART = re.compile(r"^(\d{4})(?:-(\d{2}))?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date, perhaps with a time, at ``start`` to ``end`` of its line.

    ``other`` is the second reading of a numeric date (month first), ``order`` the order that a numeric date
    shows by a number above 12 or by its dots.
    """

    value: str
    grain: Grain
    start: int = 0
    end: int = 0
    other: str | None = None
    order: Order | None = None

    @property
    def day(self) -> str:
        """The date without the time."""
        return self.value[:10]


def given(text: str) -> Stamp | None:
    """Return the date or time that an ISO *text* gives, as given.

    A year or a month counts. None if it is none.
    """
    text = text.strip()
    part = _PART.match(text)
    if part:
        year, month = int(part[1]), int(part[2] or 1)
        if _day(year, month, 1) is None:
            return None
        return Stamp(value=text, grain="month" if part[2] else "year")
    iso = _ISO.match(text)
    if iso is None or _day(int(iso[1]), int(iso[2]), int(iso[3])) is None:
        return None
    if iso[4] is None:
        return Stamp(value=text, grain="day")
    if int(iso[4]) > 23 or int(iso[5]) > 59 or int(iso[6] or 0) > 60:
        return None
    return Stamp(value=text.replace(" ", "T", 1).replace(" ", ""), grain="second" if iso[6] else "minute")


def from_metadata(text: str, pages: Pages) -> Stamp | None:
    """Return the date that a page's own metadata gives. Midnight to the second is a date without a time."""
    text = text.strip()
    stamp = given(text)
    if stamp is None:
        found = [s for s in find(text, pages) if s.other is None]
        return replace(found[0], start=0, end=0) if found else None
    if stamp.grain not in ("minute", "second"):
        return stamp
    clock = stamp.value[11:]
    if re.match(r"00:00(:00)?(?:[.,]0+)?(?:Z|\+00:?00)?$", clock):
        return Stamp(value=stamp.day, grain="day")
    zone = re.search(r"(Z|[+-]\d{2}(?::?\d{2})?)$", clock)
    offset = _offset_text(zone.group(1)) if zone else ""
    return Stamp(value=f"{stamp.day}T{clock[:5]}{offset}", grain="minute")


def find(line: str, pages: Pages, language: str | None = None) -> list[Stamp]:
    """Return the full dates in *line*, in order, each with the time that stands by it."""
    line = _ascii_digits(line)
    found: list[Stamp] = []
    for stamp in sorted((*_numeric(line), *_named(line, pages, language)), key=lambda s: (s.start, -s.end)):
        if not found or stamp.start >= found[-1].end:
            found.append(stamp)
    return [_with_time(line, stamp, i, found, pages) for i, stamp in enumerate(found)]


def settle(stamp: Stamp, order: Order | None) -> Stamp | None:
    """Return *stamp* read in the page's *order*; None if it can be read two ways and no order is known."""
    if stamp.other is None:
        return stamp
    if order is None:
        return None
    if order == "day":
        return replace(stamp, other=None)
    return replace(stamp, value=stamp.other + stamp.value[10:], other=None)


def order_of(stamps: Iterable[Stamp], pivots: Iterable[str] = ()) -> Order | None:
    """Return the order that the unambiguous dates show; else the one that agrees with a day in *pivots*."""
    stamps = list(stamps)
    shown = {s.order for s in stamps if s.other is None and s.order is not None}
    if len(shown) == 1:
        return shown.pop()
    if shown:
        return None
    days = {p[:10] for p in pivots} | {s.day for s in stamps if s.other is None}
    agree: set[Order] = set()
    for stamp in stamps:
        if stamp.other is None or stamp.other == stamp.day:
            continue
        if stamp.day in days:
            agree.add("day")
        if stamp.other in days:
            agree.add("month")
    return agree.pop() if len(agree) == 1 else None


def _ascii_digits(line: str) -> str:
    """Write all scripts' digits as ASCII ones, place by place."""
    if line.isascii():
        return line
    return "".join(
        str(unicodedata.decimal(c)) if not c.isascii() and unicodedata.decimal(c, None) is not None else c
        for c in line
    )


def _day(year: int, month: int, day: int) -> str | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _numeric(line: str) -> list[Stamp]:
    found = []
    for m in _YMD.finditer(line):
        value = _day(int(m[1]), int(m[3]), int(m[4]))
        if value:
            found.append(Stamp(value=value, grain="day", start=m.start(), end=m.end()))
    for m in _DMY.finditer(line):
        a, b, year = int(m[1]), int(m[3]), int(m[4])
        stamp = _either(_day(year, b, a), _day(year, a, b), m)
        if stamp:
            found.append(stamp)
    return found


def _either(day_first: str | None, month_first: str | None, m: re.Match[str]) -> Stamp | None:
    if day_first and (m[2] == "." or not month_first):
        return Stamp(value=day_first, grain="day", start=m.start(), end=m.end(), order="day")
    if day_first and month_first:
        other = month_first if month_first != day_first else None
        return Stamp(value=day_first, grain="day", start=m.start(), end=m.end(), other=other)
    if month_first:
        return Stamp(value=month_first, grain="day", start=m.start(), end=m.end(), order="month")
    return None


def _named(line: str, pages: Pages, language: str | None) -> list[Stamp]:
    found = []
    for m in _WORD.finditer(line):
        month = pages.month(m.group(), language)
        if month is None:
            continue
        before = _BEFORE.search(line[max(0, m.start() - 16) : m.start()])
        after = _AFTER.match(line[m.end() : m.end() + 24])
        if after is None:
            continue
        stamp = _around(month, before, after, m)
        if stamp:
            found.append(stamp)
    return found


def _around(month: int, before: re.Match[str] | None, after: re.Match[str], m: re.Match[str]) -> Stamp | None:
    """Put a date together from the numbers on both sides of a month's name."""
    start = m.start() - (len(before.string) - before.start()) if before else m.start()
    if before and before["day"] and after["year"] and not after["day"]:
        value = _day(int(after["year"]), month, int(before["day"]))
    elif before and before["year"] and after["day"] and not after["year"]:
        value = _day(int(before["year"]), month, int(after["day"]))
    elif after["day"] and after["year"]:
        value, start = _day(int(after["year"]), month, int(after["day"])), m.start()
    else:
        return None
    end = m.end() + max(after.end("year"), after.end("day"))
    return Stamp(value=value, grain="day", start=start, end=end) if value else None


def _with_time(line: str, stamp: Stamp, i: int, found: list[Stamp], pages: Pages) -> Stamp:
    until = found[i + 1].start if i + 1 < len(found) else len(line)
    behind = line[stamp.end : min(until, stamp.end + 30)]
    m = _TIME.search(behind.removeprefix("T") if behind.startswith("T") else behind)
    shift = stamp.end + (1 if behind.startswith("T") else 0)
    if m is None:
        since = found[i - 1].end if i else 0
        head = line[max(since, stamp.start - 22) : stamp.start]
        m = _TIME.search(head)
        shift = stamp.start - len(head)
    if m is None:
        return stamp
    clock = _clock(line, m, shift, pages)
    if clock is None:
        return stamp
    text, end = clock
    return replace(
        stamp,
        value=f"{stamp.value}T{text}",
        grain="minute",
        start=min(stamp.start, shift + m.start()),
        end=max(stamp.end, end),
    )


def _clock(line: str, m: re.Match[str], shift: int, pages: Pages) -> tuple[str, int] | None:
    """Return hour, minute and offset as ISO text, and where they end in *line*."""
    hour = int(next(g for g in m.group("h", "hd", "hk", "hz", "hp") if g is not None))
    minute = int(next((g for g in m.group("m", "md", "mk", "mz") if g is not None), 0))
    end = shift + m.end()
    half = _HALF.match(line[end:])
    before = line[: shift + m.start()].rstrip().casefold()
    if half:
        end += half.end()
        hour = _halved(hour, afternoon=half[1].lower() == "p")
    elif before.endswith(tuple(pages.afternoon)) and not before[-1:].isascii():
        hour = _halved(hour, afternoon=True)
    elif before.endswith(tuple(pages.morning)) and not before[-1:].isascii():
        hour = _halved(hour, afternoon=False)
    if hour > 23 or minute > 59:
        return None
    zone = _ZONE.match(line[end:])
    offset = _offset(zone, pages) if zone else None
    if zone and offset is not None:
        end += zone.end()
    return f"{hour:02d}:{minute:02d}{offset or ''}", end


def _halved(hour: int, *, afternoon: bool) -> int:
    if hour > NOON:
        return hour
    return hour % NOON + (NOON if afternoon else 0)


def _offset(zone: re.Match[str], pages: Pages) -> str | None:
    if zone["name"]:
        return pages.zones.get(zone["name"].casefold())
    sign = zone["s1"] or zone["s2"]
    hours, minutes = int(zone["h1"] or zone["h2"]), int(zone["m1"] or zone["m2"] or 0)
    return f"{sign}{hours:02d}:{minutes:02d}"


def _offset_text(zone: str) -> str:
    if zone in "Zz":
        return "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def from_url(url: str) -> str | None:
    """Return the day that an address holds in its path, as many sites' do."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url.split("?")[0])
    m = re.search(r"(?<!\d)(20\d\d|19\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)", path)
    if m is None:
        m = re.search(r"(?<![\da-zA-Z])(20\d\d)([01]\d)([0-3]\d)(?!\d{1,2}(?!\d))", path)
    return _day(int(m[1]), int(m[2]), int(m[3])) if m else None


def datetime_of(stamp: Stamp) -> datetime | None:
    """Return the moment of *stamp*, if it has a time and an offset."""
    if stamp.grain not in ("minute", "second"):
        return None
    try:
        moment = datetime.fromisoformat(stamp.value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
