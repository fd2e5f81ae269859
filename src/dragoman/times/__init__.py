"""Document in, `Time` records out: when.

`words` cuts the text, `matching` finds expressions with the grammar of the codebook, `builders` says what
each means, `resolving` counts from the anchors to a TIMEX3 value and to the first and last possible day.

A `Time` is what its own words denote. "Since last year" has the time "last year", all of that year; that
the event runs on until the day of publication is for the events room to say. A range ("from May to August")
is two times, and the first names the second in ``until``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from dragoman.records import Dropped, Found, Reason, Time
from dragoman.times import matching, resolving
from dragoman.times.builders import BUILDERS
from dragoman.times.matching import Piece, Scene
from dragoman.times.ranges import is_range, year_ahead
from dragoman.times.story import after_aside, day_of, fits, is_aside, is_narrative, leads_with_news, own_date
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
        dropped=dropped,
    )
    pieces = matching.match(scene, words, BUILDERS)
    own = own_date(pieces, doc)
    day = article.day or day_of(own)
    narrative = not leads_with_news(pieces, doc, day) and is_narrative(
        pieces, doc, day, dated=own is not None
    )
    pieces = [p for p in pieces if fits(p, article.text, narrative=narrative)]
    times = _resolve(pieces, doc, article, day, narrative=narrative)
    return Found(kept=tuple(times), dropped=tuple(dropped))


def _resolve(
    pieces: list[Piece], doc: Document, article: Article, day: date | None, *, narrative: bool
) -> list[Time]:
    """Turn pieces into times, in text order: each moves the anchors for those after it."""
    at = resolving.Anchors(speech=day, narrative=narrative)
    out: list[Time] = []
    for i, p in enumerate(pieces):
        inside = doc.tokens_in(p.start, p.end)
        at.sentence = doc.tokens[inside.start].sent if inside else at.sentence
        at.direction = partial(direction, doc, p.start, p.end)
        at.aside = partial(is_aside, doc, inside.start)
        at.year_ahead = year_ahead(pieces, i + 1, article.text, at)
        closes = i > 0 and is_range(pieces[i - 1], p, article.text)
        at.behind = out[-1].value if closes else None
        found = resolving.resolve(p.reading, at)
        if found.type in {"DATE", "TIME"}:
            firm = resolving.explicit_year(p.reading) and not after_aside(doc, inside.start)
            at.tell(_told(found.value), explicit_year=firm)
        out.append(_time(f"t{i + 1}", p, found, article.text))
        if closes and {out[-2].type, found.type} <= {"DATE", "TIME"}:
            out[-2] = replace(out[-2], until=out[-1].id)
    return out


def _time(name: str, piece: Piece, found: resolving.Resolved, text: str) -> Time:
    first, last, grain = found.interval
    reason = Reason(rule=f"times.{piece.rule}", start=piece.start, end=piece.end, note=found.note)
    return Time(
        id=name,
        start=piece.start,
        end=piece.end,
        text=text[piece.start : piece.end],
        type=found.type,
        value=found.value,
        first=first,
        last=last,
        grain=grain,
        mod=found.mod,
        reasons=(reason,),
    )


def _told(value: str | None) -> str | None:
    """Return the date that a value tells, without the time of day."""
    return None if value is None else value.partition("T")[0]
