"""A `Coding` in, its text in pieces out: each piece with every mark that lies on it.

Marks of all kinds overlap as they please, so the text is cut wherever one begins or ends, and a piece carries
the kinds that cover it. What lights up with a record is given as ranges of offsets, each with its part in it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.records import Actor, Attribution, Coding, Event, Reason

DEEPEST = 3
"""Levels of speech within speech that look different."""


class Mark(NamedTuple):
    """From where to where, what kind of mark, and the record on the page that it belongs to."""

    start: int
    end: int
    kind: str
    record: str


class Range(NamedTuple):
    """From where to where, and the part that these words have in a record."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words under the same marks. ``numbers`` are the events whose trigger ends here."""

    start: int
    text: str
    kinds: tuple[str, ...]
    record: str | None
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """The paragraphs of a text, and for each record of the page the ranges that light up with it."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    lit: dict[str, str]


def marked(coding: Coding) -> Marked:
    """Return the text of *coding* with all its marks."""
    text = coding.article.text
    marks = list(_marks(coding))
    lit = dict(_lit(coding))
    cuts = {0, len(text)} | {c for m in marks for c in (m.start, m.end)}
    cuts |= {c for ranges in lit.values() for r in ranges for c in (r.start, r.end)}
    edges = sorted(c for c in cuts if 0 <= c <= len(text))
    numbers: dict[int, list[str]] = {}
    for e in coding.events:
        numbers.setdefault(e.trigger.end, []).append(e.id)
    over = _over(marks, edges)

    def piece(start: int, end: int) -> Piece:
        here = over[bisect_right(edges, start) - 1]
        first = min(here, key=lambda m: _FIRST[m.kind], default=None)
        record = first.record if first else None
        return Piece(start, text[start:end], _kinds(here), record, tuple(numbers.get(end, ())))

    paragraphs = []
    for start, end in _paragraphs(text):
        inner = [start, *(c for c in edges if start < c < end), end]
        paragraphs.append(tuple(piece(a, b) for a, b in pairwise(inner)))
    return Marked(tuple(paragraphs), {k: " ".join(f"{r}:{a}:{b}" for r, a, b in v) for k, v in lit.items()})


def told(coding: Coding, event: Event) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the paragraph that tells *event* in pieces, each with the parts that it has in the event."""
    text = coding.article.text
    ranges = list(_event(event, coding))
    start, end = next(((a, b) for a, b in _paragraphs(text) if a <= event.trigger.start < b), (0, len(text)))
    inner = sorted({start, end, *(c for r in ranges for c in (r.start, r.end) if start < c < end)})
    return tuple(
        (text[a:b], tuple(dict.fromkeys(r.role for r in ranges if r.start <= a < r.end)))
        for a, b in pairwise(inner)
    )


_FIRST = {"event": 0, "cue": 1, "source": 2, "time": 3, "place": 4, "actor": 5, "said": 6}
"""The record of which kind is meant where several lie on one word."""


def _over(marks: Sequence[Mark], edges: Sequence[int]) -> list[list[Mark]]:
    """Return for each stretch between two edges the marks that lie on it."""
    over: list[list[Mark]] = [[] for _ in edges]
    place = {edge: n for n, edge in enumerate(edges)}
    for m in marks:
        for n in range(place[m.start], place[m.end]):
            over[n].append(m)
    return over


def _kinds(here: Sequence[Mark]) -> tuple[str, ...]:
    kinds = dict.fromkeys(m.kind for m in here)
    depth = min(DEEPEST, len({m.record for m in here if m.kind == "said"}))
    return tuple(f"said{depth}" if kind == "said" else kind for kind in kinds)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the lines that hold words."""
    start = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            first = start + line.index(stripped)
            yield first, first + len(stripped)
        start += len(line)


def _marks(coding: Coding) -> Iterator[Mark]:
    for e in coding.events:
        yield Mark(e.trigger.start, e.trigger.end, "event", f"event-{e.id}")
    for t in coding.times:
        yield Mark(t.start, t.end, "time", f"time-{t.id}")
    for p in coding.places:
        yield Mark(p.start, p.end, "place", f"place-{p.id}")
    for a in coding.actors:
        for m in a.mentions:
            yield Mark(m.start, m.end, "actor", f"actor-{a.id}")
    for s in coding.attributions:
        for r in _attribution(s):
            kind = "said" if r.role == "content" else r.role
            yield Mark(r.start, r.end, kind, f"says-{s.id}")


def _lit(coding: Coding) -> Iterator[tuple[str, list[Range]]]:
    """Yield each record's name on the page, and the words that belong to it."""
    for e in coding.events:
        yield f"event-{e.id}", list(_event(e, coding))
    for s in coding.attributions:
        yield f"says-{s.id}", list(_attribution(s)) + _reasons(s.reasons)
    for a in coding.actors:
        yield f"actor-{a.id}", [Range("actor", m.start, m.end) for m in a.mentions] + _reasons(a.reasons)
    for t in coding.times:
        yield f"time-{t.id}", [Range("time", t.start, t.end), *_reasons(t.reasons)]
    for p in coding.places:
        yield f"place-{p.id}", [Range("place", p.start, p.end), *_reasons(p.reasons)]
    for n, d in enumerate(coding.dropped):
        yield f"aside-{n}", [Range("reason", d.start, d.end)] if d.end > d.start else []


def _event(e: Event, coding: Coding) -> Iterator[Range]:
    """Yield an event's sentence, trigger, arguments, time, place, sources and reasons."""
    yield Range("sentence", e.sentence.start, e.sentence.end)
    yield from _reasons(e.reasons)
    actors = {a.id: a for a in coding.actors}
    said = {s.id: s for s in coding.attributions}
    for stand in e.assessments:
        if stand.attribution in said:
            yield from (r for r in _attribution(said[stand.attribution]) if r.role != "content")
    for role, ids in (("participant", e.participants), ("recipient", e.recipients), ("actor", e.actors)):
        for name in ids:
            if name in actors:
                yield from _nearest(actors[name], e, role)
    for t in coding.times:
        if t.id == e.time:
            yield Range("time", t.start, t.end)
    for p in coding.places:
        if p.id == e.place:
            yield Range("place", p.start, p.end)
    yield Range("trigger", e.trigger.start, e.trigger.end)


def _nearest(actor: Actor, e: Event, role: str) -> Iterator[Range]:
    """Yield the actor's mentions in the event's sentence, or else the last one before it."""
    inside = [m for m in actor.mentions if m.start >= e.sentence.start and m.end <= e.sentence.end]
    before = [m for m in actor.mentions if m.end <= e.sentence.start][-1:]
    for m in inside or before:
        yield Range(role, m.start, m.end)


def _attribution(s: Attribution) -> Iterator[Range]:
    for span in s.content.spans:
        yield Range("content", span.start, span.end)
    for span in s.source.spans if s.source else ():
        yield Range("source", span.start, span.end)
    for span in s.cue.spans if s.cue else ():
        yield Range("cue", span.start, span.end)


def _reasons(reasons: Sequence[Reason]) -> list[Range]:
    return [Range("reason", r.start, r.end) for r in reasons if r.end > r.start]
