"""Document in, `Time` records out: when.

`words` cuts the text, `matching` finds expressions with the grammar of the codebook, `builders` says what
each means, `resolving` counts from the anchors to a TIMEX3 value and to the first and last possible day.

A `Time` is what its own words denote. "Since last year" has the time "last year", all of that year; that the
event runs on until the day of publication is for the events room to say. A range ("from May to August") is two
times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.records import Dropped, Found, Reason, Time
from dragoman.times import matching, resolving
from dragoman.times.builders import BUILDERS
from dragoman.times.matching import Piece, Scene
from dragoman.times.readings import Deictic, Weekday
from dragoman.times.tense import direction
from dragoman.times.words import cut

if TYPE_CHECKING:
    from datetime import date

    from dragoman.codebook import Codebook
    from dragoman.documents import Document
    from dragoman.records import Article

__all__ = ["find"]


def find(doc: Document, codebook: Codebook, article: Article) -> Found[Time]:
    """Return every Time in *doc*, and what was set aside."""
    words = cut(article.text, codebook.calendar)
    dropped: list[Dropped] = []
    scene = Scene(
        text=article.text,
        doc=doc,
        calendar=codebook.calendar,
        items=[],
        day=article.day,
        dropped=dropped,
    )
    pieces = matching.match(scene, words, BUILDERS)
    narrative = is_narrative(pieces, article.day)
    pieces = [p for p in pieces if _fits(p, article.text, narrative=narrative)]
    times = _resolve(pieces, doc, article, narrative=narrative)
    return Found(kept=tuple(times), dropped=tuple(dropped))


def _fits(piece: Piece, text: str, *, narrative: bool) -> bool:
    """ "Former" is part of a person's title in news; "soon" in a story says how fast, not when."""
    if piece.rule == "former":
        return narrative
    return not (narrative and text[piece.start : piece.end].lower().endswith("soon"))


def is_narrative(pieces: list[Piece], day: date | None) -> bool:
    """Whether the text tells a story of the past rather than the news of *day*.

    A story gives many years in full, most of them long before the article's day, and hardly ever says
    "today", "on Monday" or "last week".
    """
    years = resolving.years_told(p.reading for p in pieces)
    if day is None:
        return len(years) >= 2
    far = sum(1 for y in years if abs(y - day.year) > 1)
    spoken = sum(1 for p in pieces if _is_spoken(p))
    return far >= 5 and far > 0.6 * len(years) and far > 3 * spoken


def _is_spoken(piece: Piece) -> bool:
    reading = piece.reading
    if isinstance(reading, Deictic):
        return reading.base == "speech"
    return isinstance(reading, Weekday)


def _resolve(pieces: list[Piece], doc: Document, article: Article, *, narrative: bool) -> list[Time]:
    at = resolving.Anchors(speech=article.day, narrative=narrative)
    out: list[Time] = []
    for number, p in enumerate(pieces, start=1):
        inside = doc.tokens_in(p.start, p.end)
        at.sentence = doc.tokens[inside.start].sent if inside else at.sentence
        at.direction = lambda a=p.start, b=p.end: direction(doc, a, b)  # type: ignore[misc]
        found = resolving.resolve(p.reading, at)
        if found.type in {"DATE", "TIME"}:
            at.tell(_told(found.value), explicit_year=resolving.explicit_year(p.reading))
        first, last, grain = found.interval
        out.append(
            Time(
                id=f"t{number}",
                start=p.start,
                end=p.end,
                text=article.text[p.start : p.end],
                type=found.type,
                value=found.value,
                first=first,
                last=last,
                grain=grain,
                mod=found.mod,
                reasons=(Reason(rule=f"times.{p.rule}", start=p.start, end=p.end, note=found.note),),
            )
        )
    return out


def _told(value: str | None) -> str | None:
    """Return the date that a value tells, without the time of day."""
    return None if value is None else value.partition("T")[0]
