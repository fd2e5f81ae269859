"""Calendar arithmetic: TIMEX3 values to first and last possible day, and days to values."""

from __future__ import annotations

import calendar
import re
from datetime import MAXYEAR, date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dragoman.codebook.calendar import Feast
    from dragoman.records import Grain


class Interval(NamedTuple):
    """First and last possible day, and how fine the expression is."""

    first: date | None
    last: date | None
    grain: Grain | None


NOWHERE = Interval(None, None, None)

_VALUE = re.compile(
    r"(?P<bc>BC)?(?P<fy>FY)?(?P<year>\d{4}|XXXX)"
    r"(?:-(?:W(?P<week>\d\d)(?P<weekend>-WE)?|(?P<season>SP|SU|FA|WI)|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?))?"
    r"(?:T(?P<time>.*))?"
)
_ERA = re.compile(r"\d{2,3}")

SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
"""First and last month, north of the equator; the winter of a year runs into the next."""

SEASON_ORDER = ("SP", "SU", "FA", "WI")


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def interval(value: str | None) -> Interval:
    """Return the days that TIMEX3 *value* covers; nothing for open, negative or impossible ones.

    >>> interval("2009-Q3").last
    datetime.date(2009, 9, 30)
    """
    if value is None:
        return NOWHERE
    if _ERA.fullmatch(value):
        return _era(value)
    m = _VALUE.fullmatch(value)
    if m is None or m["year"] == "XXXX":
        return NOWHERE
    if m["bc"]:
        return Interval(None, None, "year" if m["month"] is None else "month")
    year = int(m["year"])
    if not 1 <= year < MAXYEAR:
        return NOWHERE
    if m["time"]:
        day = interval(value.partition("T")[0]) if m["day"] else NOWHERE
        grain: Grain = "minute" if ":" in m["time"] else "hour" if m["time"][0].isdigit() else "daypart"
        return Interval(day.first, day.last, grain)
    if m["month"] not in (None, "XX"):
        return _month_or_day(year, int(m["month"]), m["day"])
    return _part_of_year(year, m)


def _month_or_day(year: int, month: int, day: str | None) -> Interval:
    if not 1 <= month <= 12:
        return NOWHERE
    if day in (None, "XX"):
        return Interval(date(year, month, 1), month_end(year, month), "month")
    made = day_or_none(year, month, int(day or 0))
    return Interval(made, made, "day") if made else NOWHERE


def _part_of_year(year: int, m: re.Match[str]) -> Interval:
    if m["fy"]:
        # A fiscal year may begin as early as April of the year before and end as late as March of the next.
        return Interval(date(year - 1, 4, 1), month_end(year + 1, 3), "year")
    if m["week"]:
        return _week(year, int(m["week"]), weekend=m["weekend"] is not None)
    if m["season"]:
        a, b = SEASON_MONTHS[m["season"]]
        return Interval(date(year, a, 1), month_end(year + (b < a), b), "quarter")
    if m["quarter"]:
        q = int(m["quarter"])
        return Interval(date(year, 3 * q - 2, 1), month_end(year, 3 * q), "quarter")
    if m["half"]:
        h = int(m["half"])
        return Interval(date(year, 6 * h - 5, 1), month_end(year, 6 * h), "half")
    return Interval(date(year, 1, 1), date(year, 12, 31), "year")


def _era(value: str) -> Interval:
    size = 10 ** (4 - len(value))
    start = int(value) * size
    grain: Grain = "decade" if size == 10 else "century"
    return Interval(date(max(start, 1), 1, 1), date(start + size - 1, 12, 31), grain)


def _week(year: int, week: int, *, weekend: bool) -> Interval:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return NOWHERE
    return Interval(monday + timedelta(days=5 if weekend else 0), monday + timedelta(days=6), "week")


def day_or_none(year: int, month: int, day: int) -> date | None:
    """Return the date, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


_THIRDS = {"START": (1, 4), "MID": (5, 8), "END": (9, 12)}
"""First and last month of the thirds of a year."""


def narrowed(whole: Interval, mod: str | None) -> Interval:
    """Return the part of *whole* that START, MID or END leaves.

    "Early" and "late" are vague. Of a year they are a third, of anything else a half: the widest reading
    that the words bear, and that is what an event gets.
    """
    first, last, grain = whole
    if first is None or last is None or first == last:
        return whole
    if grain == "year" and mod in _THIRDS and first.month == 1 and last.year == first.year:
        a, b = _THIRDS[mod]
        return Interval(date(first.year, a, 1), month_end(first.year, b), grain)
    size = (last - first).days + 1
    if mod == "START":
        return Interval(first, first + timedelta(days=(size + 1) // 2 - 1), grain)
    if mod == "END":
        return Interval(first + timedelta(days=size // 2), last, grain)
    if mod == "MID":
        return Interval(first + timedelta(days=size // 4), last - timedelta(days=size // 4), grain)
    return whole


MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
DAYS = {"D": 1, "N": 1, "W": 7, "WE": 7, "FN": 14}


def moved(day: date, amount: float, unit: str) -> date | None:
    """Return *day* moved by *amount* units (days and longer); None if that falls off the calendar."""
    try:
        if unit in DAYS:
            return day + timedelta(days=round(amount * DAYS[unit]))
        if unit in MONTHS:
            total = day.year * 12 + day.month - 1 + round(amount * MONTHS[unit])
            year, month = divmod(total, 12)
            return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        return day
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None


def easter(year: int) -> date:
    """Return Western Easter Sunday of *year* (Gregorian; the anonymous algorithm of 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def feast_day(feast: Feast, year: int) -> date | None:
    """Return the day of *feast* in *year*."""
    if feast.known is not None:
        return date.fromisoformat(feast.known)
    if not 1583 <= year < MAXYEAR:
        return day_or_none(year, feast.month, feast.day) if feast.month and 1 <= year < MAXYEAR else None
    if feast.easter is not None:
        return easter(year) + timedelta(days=feast.easter)
    if feast.nth is not None:
        n, weekday, month, more = feast.nth
        if n > 0:
            first = date(year, month, 1)
            day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (n - 1))
        else:
            last = month_end(year, month)
            day = last - timedelta(days=(last.isoweekday() - weekday) % 7)
        return day + timedelta(days=more)
    return day_or_none(year, feast.month, feast.day)


def value_of(day: date, unit: str) -> str:
    """Return the TIMEX3 value of the *unit* that holds *day*.

    >>> value_of(date(2004, 11, 17), "W")
    '2004-W47'
    """
    if unit in {"W", "FN"}:
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if unit == "WE":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}-WE"
    if unit == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == "Y":
        return f"{day.year:04d}"
    if unit == "DE":
        return f"{day.year // 10:03d}"
    if unit in {"CE", "ML"}:
        return f"{day.year // 100:02d}"
    return day.isoformat()


CLOCK_UNITS = {"S": "S", "MIN": "M", "H": "H"}
DURATION_UNITS = {"DE": (10, "Y"), "CE": (100, "Y"), "ML": (1000, "Y"), "FN": (2, "W"), "N": (1, "D")}


def duration(amount: float | None, unit: str) -> str:
    """Return the TIMEX3 value of a length; X where the amount is open.

    >>> duration(30, "MIN"), duration(2.5, "Y"), duration(None, "M"), duration(2, "DE")
    ('PT30M', 'P2.5Y', 'PXM', 'P20Y')
    """
    if unit in DURATION_UNITS and amount is not None:
        times, unit = DURATION_UNITS[unit]
        amount *= times
    number = "X" if amount is None else f"{amount:g}" if amount < 1e6 else f"{amount:.0f}"
    if unit in CLOCK_UNITS:
        return f"PT{number}{CLOCK_UNITS[unit]}"
    return f"P{number}{'D' if unit == 'N' else unit}"
