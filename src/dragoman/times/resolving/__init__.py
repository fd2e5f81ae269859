"""`Reading` in, value and interval out: the anchors, and how a story moves them.

In news the anchor is the day of publication, and the tense says which way a bare weekday or month points.
In narrative text the anchor is the last date told: "on May 10" takes its year from there. "The following
day" and "two weeks later" count from the last date told in both.
"""

from __future__ import annotations

from dragoman.times.resolving import counted, dates
from dragoman.times.resolving.anchors import Anchors, Resolved, resolve, year_of
from dragoman.times.resolving.dates import bare, explicit_year, inner, month_wanted, years_told

__all__ = [
    "Anchors",
    "Resolved",
    "bare",
    "counted",
    "dates",
    "explicit_year",
    "inner",
    "month_wanted",
    "resolve",
    "year_of",
    "years_told",
]
