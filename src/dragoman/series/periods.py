"""Days in, periods out: days, ISO weeks (from Monday), calendar months."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

By = Literal["day", "week", "month"]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of days, both ends included, and what it is called."""

    first: date
    last: date
    name: str

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def shared(self, first: date, last: date) -> int:
        """Return how many days from *first* to *last* lie in it."""
        return max(0, (min(self.last, last) - max(self.first, first)).days + 1)


def holding(day: date, by: By) -> Period:
    """Return the period that *day* lies in.

    >>> from datetime import date
    >>> [holding(date(2024, 1, 1), by).name for by in ("day", "week", "month")]
    ['2024-01-01', '2024-W01', '2024-01']
    """
    if by == "day":
        return Period(day, day, day.isoformat())
    if by == "week":
        monday = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return Period(monday, monday + timedelta(days=6), f"{year}-W{week:02}")
    last = monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=last), f"{day.year:04}-{day.month:02}")


def spanning(first: date, last: date, by: By) -> list[Period]:
    """Return the periods from that of *first* to that of *last*, in order.

    >>> from datetime import date
    >>> [p.name for p in spanning(date(2023, 12, 31), date(2024, 1, 8), "week")]
    ['2023-W52', '2024-W01', '2024-W02']
    """
    found = [holding(first, by)]
    while found[-1].last < last:
        found.append(holding(found[-1].last + DAY, by))
    return found
