"""What was known on a day: the one place that decides it, for series and forecasts alike.

An article counts as known from its day of publication. Articles without one are left out where a day is asked
for, since nobody can say that they were there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.happenings import published

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dragoman.store import EventRow, ReadDay


def known_reports(rows: Iterable[EventRow], on: date | None) -> list[EventRow]:
    """Return those of *rows* that were known at the end of the day *on*; all if that is None."""
    if on is None:
        return list(rows)
    return [e for e in rows if (day := published(e)) is not None and day <= on]


def known_reading(days: Iterable[ReadDay], on: date | None) -> list[ReadDay]:
    """Return what had been read at the end of the day *on*; all if that is None."""
    return [d for d in days if on is None or d.day <= on]
