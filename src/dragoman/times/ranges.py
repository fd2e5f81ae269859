"""Dates that belong together: what one of them lacks, and which one ends the range that another begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.times import resolving

if TYPE_CHECKING:
    from dragoman.times.matching import Piece

_BETWEEN = re.compile(r"\bbetween(?: the)? $", re.IGNORECASE)
_ENDS = frozenset({"to", "-", "–", "—", "until", "till", "through"})


def is_range(first: Piece, second: Piece, text: str) -> bool:
    """Whether two times are a range: "from October to March", "between 2009 and 2011"."""
    between = text[first.end : second.start].strip().lower().removesuffix(" the")
    if between == "and":
        return _BETWEEN.search(text, max(0, first.start - 12), first.start) is not None
    return between in _ENDS


_JOINTS = frozenset(
    {"to", "and", "-", "–", "—", "until", "till", "through", "or", "/", "and the", "and early", "and late"}
)


def year_ahead(pieces: list[Piece], after: int, text: str, at: resolving.Anchors) -> int | None:
    """Return the year of the date that comes next, where only "to", "and" or a dash stands between.

    "From October to March 1945" began in 1944: a later month belongs to the year before.
    """
    if after >= len(pieces):
        return None
    this, then = pieces[after - 1], pieces[after]
    first, second = resolving.bare(this.reading), resolving.bare(then.reading)
    if first is None or second is None or first.year is not None or second.short:
        return None
    if text[this.end : then.start].strip().lower() not in _JOINTS:
        return None
    year = second.year
    if second.of is not None:  # "from July 13 to 17 of last year"
        year = resolving.year_of(resolving.resolve(second.of, at).value)
    if year is None:
        return None
    months = resolving.month_wanted(first), resolving.month_wanted(second)
    if None in months:
        return None
    return year - 1 if months[0] > months[1] else year  # type: ignore[operator]
