"""Whether a text is news or tells a story of the past, and what it tells by the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.times import intervals
from dragoman.times.readings import Deictic, Partial, Weekday
from dragoman.times.resolving import bare, explicit_year, inner, years_told

if TYPE_CHECKING:
    from datetime import date

    from dragoman.documents import Document
    from dragoman.times.matching import Piece


def fits(piece: Piece, text: str, *, narrative: bool) -> bool:
    """Read "Former" is part of a person's title in news; "soon" in a story says how fast, not when."""
    words = text[piece.start : piece.end].lower()
    if words.startswith("former"):
        return narrative
    return not (narrative and words.endswith("soon"))


def is_narrative(pieces: list[Piece], doc: Document, day: date | None, *, dated: bool) -> bool:
    """Whether the text tells a story of the past rather than the news of *day*.

    A story gives many years in full, most of them long before the article's day, and hardly ever says
    "today", "on Monday" or "last week"; it has an old year on every page or so, where a long interview has
    few. A text that gives its own date (*dated*) is news unless it is full of old years.
    """
    years = years_told(p.reading for p in pieces)
    spoken = sum(1 for p in pieces if _is_spoken(p))
    if day is None:
        return len(years) >= 3 and len(years) > 3 * spoken
    far = sum(1 for y in years if abs(y - day.year) > 1)
    least = 24 if dated else 3 if _opens_far(pieces, day) else 5
    return far >= max(least, len(doc.tokens) / PAGE) and far > 0.6 * len(years) and far > 3 * spoken


HEAD = 5
"""A date that is a line of its own among the first so many paragraphs is the text's own."""


PAGE = 350
"""Words of a page; a story has an old year on every page."""


def _opens_far(pieces: list[Piece], day: date) -> bool:
    """Whether the first date of the text lies years before the article's."""
    first = next((p for p in pieces if explicit_year(p.reading)), None)
    date_ = None if first is None else bare(first.reading)
    return date_ is not None and date_.year is not None and date_.year < day.year - 1


def own_date(pieces: list[Piece], doc: Document) -> Piece | None:
    """Return the full date that stands alone on a line near the top, as papers and agencies give theirs."""
    edges: dict[int, tuple[int, int]] = {}
    for s in doc.sentences:
        if s.paragraph >= HEAD:
            break
        start, _ = edges.get(s.paragraph, (s.start, s.end))
        edges[s.paragraph] = (start, s.end)
    for p in pieces:
        r = p.reading
        if isinstance(r, Partial) and r.year and r.day and (p.start, p.end) in edges.values():
            return p
    return None


def leads_with_news(pieces: list[Piece], doc: Document, day: date | None) -> bool:
    """Whether one of the first sentences says "on Tuesday", "yesterday" or a year next to the article's."""
    end = doc.sentences[min(LEAD, len(doc.sentences)) - 1].end if doc.sentences else 0
    for p in pieces:
        if p.start >= end:
            break
        if _is_spoken(p):
            return True
        told = bare(p.reading)
        if told is not None and told.year is not None and day is not None and abs(told.year - day.year) <= 1:
            return True
    return False


LEAD = 8
"""Sentences in which news says when it happened."""


def day_of(own: Piece | None) -> date | None:
    """Return the day that a piece gives in full."""
    if own is None or not isinstance(own.reading, Partial):
        return None
    r = own.reading
    return intervals.day_or_none(r.year or 0, r.month or 0, r.day or 0)


def _is_spoken(piece: Piece) -> bool:
    reading = inner(piece.reading)
    if isinstance(reading, Deictic):
        return reading.base == "speech"
    return isinstance(reading, Weekday)


_ASIDES = frozenset({"since", "until", "till", "before"})


def after_aside(doc: Document, first: int) -> bool:
    """Whether token *first* follows "since", "until" or "before"."""
    return first > 0 and doc.tokens[first - 1].lower in _ASIDES


def is_aside(doc: Document, first: int, value: str, told: str) -> bool:
    """Whether a date is told by the way: after "since" or "until", or back in time with "had"."""
    if first == 0:
        return False
    if doc.tokens[first - 1].lower in _ASIDES:
        return True
    if value >= told:
        return False
    verb = next((t for t in doc.ancestors(first) if t.pos in {"VERB", "AUX"}), None)
    return verb is not None and any(k.lower == "had" for k in doc.children(verb.i, "aux"))
