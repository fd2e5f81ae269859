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
from dragoman.times import intervals, matching, resolving
from dragoman.times.builders import BUILDERS
from dragoman.times.matching import Piece, Scene
from dragoman.times.readings import Deictic, Partial, Weekday
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
    day = article.day or _day_of(own)
    narrative = not _leads_with_news(pieces, doc, day) and is_narrative(pieces, day, dated=own is not None)
    pieces = [p for p in pieces if _fits(p, article.text, narrative=narrative)]
    times = _resolve(pieces, doc, article, day, narrative=narrative)
    return Found(kept=tuple(times), dropped=tuple(dropped))


def _fits(piece: Piece, text: str, *, narrative: bool) -> bool:
    """ "Former" is part of a person's title in news; "soon" in a story says how fast, not when."""
    words = text[piece.start : piece.end].lower()
    if words.startswith("former"):
        return narrative
    return not (narrative and words.endswith("soon"))


def is_narrative(pieces: list[Piece], day: date | None, *, dated: bool) -> bool:
    """Whether the text tells a story of the past rather than the news of *day*.

    A story gives many years in full, most of them long before the article's day, and hardly ever says
    "today", "on Monday" or "last week". A text that gives its own date (*dated*) is news unless it is
    full of old years.
    """
    years = resolving.years_told(p.reading for p in pieces)
    spoken = sum(1 for p in pieces if _is_spoken(p))
    if day is None:
        return len(years) >= 3 and len(years) > 3 * spoken
    far = sum(1 for y in years if abs(y - day.year) > 1)
    return far >= (24 if dated else 5) and far > 0.6 * len(years) and far > 3 * spoken


HEAD = 5
"""A date that is a line of its own among the first so many paragraphs is the text's own."""


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


def _leads_with_news(pieces: list[Piece], doc: Document, day: date | None) -> bool:
    """Whether one of the first sentences says "on Tuesday", "yesterday" or a date near the article's."""
    end = doc.sentences[min(LEAD, len(doc.sentences)) - 1].end if doc.sentences else 0
    for p in pieces:
        if p.start >= end:
            break
        if _is_spoken(p):
            return True
        near = _day_of(p)
        if near is not None and day is not None and abs((near - day).days) <= 31:
            return True
    return False


LEAD = 4
"""Sentences in which news says when it happened."""


def _day_of(own: Piece | None) -> date | None:
    if own is None or not isinstance(own.reading, Partial):
        return None
    r = own.reading
    return intervals.day_or_none(r.year or 0, r.month or 0, r.day or 0)


def _is_spoken(piece: Piece) -> bool:
    reading = piece.reading
    if isinstance(reading, Deictic):
        return reading.base == "speech"
    return isinstance(reading, Weekday)


def _resolve(pieces: list[Piece], doc: Document, article: Article, day: date | None, *, narrative: bool) -> list[Time]:
    at = resolving.Anchors(speech=day, narrative=narrative)
    out: list[Time] = []
    for number, p in enumerate(pieces, start=1):
        inside = doc.tokens_in(p.start, p.end)
        at.sentence = doc.tokens[inside.start].sent if inside else at.sentence
        at.direction = lambda a=p.start, b=p.end: direction(doc, a, b)  # type: ignore[misc]
        at.aside = lambda v, k=inside.start: _is_aside(doc, k, v, at.told)  # type: ignore[misc]
        at.year_ahead = _year_ahead(pieces, number, article.text, at)
        at.behind = out[-1].value if number > 1 and _ends(pieces[number - 2], p, article.text) else None
        found = resolving.resolve(p.reading, at)
        if found.type in {"DATE", "TIME"}:
            at.tell(_told(found.value), explicit_year=resolving.explicit_year(p.reading) and not _after_aside(doc, inside.start))
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


_ENDS = frozenset({"to", "-", "–", "—", "until", "till", "through"})


def _ends(first: Piece, second: Piece, text: str) -> bool:
    """Whether two dates are a range: "from October to March"."""
    between = text[first.end : second.start].strip().lower()
    return between.removesuffix(" the") in _ENDS and resolving.bare(first.reading) is not None


_ASIDES = frozenset({"since", "until", "till", "before"})


def _after_aside(doc: Document, first: int) -> bool:
    return first > 0 and doc.tokens[first - 1].lower in _ASIDES


def _is_aside(doc: Document, first: int, value: str, told: str | None) -> bool:
    """Whether a date is told by the way: after "since" or "until", or back in time with "had"."""
    if told is None or first == 0:
        return False
    if doc.tokens[first - 1].lower in _ASIDES:
        return True
    if value >= told:
        return False
    verb = next((t for t in doc.ancestors(first) if t.pos in {"VERB", "AUX"}), None)
    return verb is not None and any(k.lower == "had" for k in doc.children(verb.i, "aux"))


_JOINTS = frozenset({"to", "and", "-", "–", "—", "until", "till", "through", "or", "/", "and the", "and early", "and late"})


def _year_ahead(pieces: list[Piece], after: int, text: str, at: resolving.Anchors) -> int | None:
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


def _told(value: str | None) -> str | None:
    """Return the date that a value tells, without the time of day."""
    return None if value is None else value.partition("T")[0]
