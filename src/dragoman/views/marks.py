"""`Coding` in, its text out with every record's words underlined and named, and the rules beneath.

Each kind of record has its own lines under the text, so that spans may overlap and colour only helps.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal

from rich.text import Text

from dragoman.views.words import one_line, parties, plain, quoted, what, when, who

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragoman.records import Actor, Assessment, Attribution, Coding, Event, Place, Reason, Time

Kind = Literal["actors", "times", "places", "says", "said", "events"]

STYLES: dict[Kind, str] = {
    "events": "bold red",
    "actors": "green",
    "times": "cyan",
    "places": "blue",
    "says": "yellow",
    "said": "yellow dim",
}
"""The kinds in the order of their lines, and their colours."""

GUTTER = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that belong to the record that *label* names."""

    kind: Kind
    start: int
    end: int
    label: str


def marks(coding: Coding) -> list[Mark]:
    """Return the marks of every record of *coding*."""
    found: list[Mark] = [Mark("events", e.trigger.start, e.trigger.end, e.id) for e in coding.events]
    found += [Mark("actors", m.start, m.end, a.id) for a in coding.actors for m in a.mentions]
    found += [Mark("times", t.start, t.end, t.id) for t in coding.times]
    found += [Mark("places", p.start, p.end, p.id) for p in coding.places]
    for a in coding.attributions:
        who_and_how = chain(a.source.spans if a.source else (), a.cue.spans if a.cue else ())
        found += [Mark("says", s.start, s.end, a.id) for s in who_and_how]
        found += [Mark("said", s.start, s.end, a.id) for s in a.content.spans]
    return sorted(found, key=lambda m: (m.start, m.end, m.label))


def underlined(text: str, marked: Iterable[Mark], width: int) -> Iterator[Text]:
    """Yield the lines of *text*, folded to *width*, each with the marks that it holds under it."""
    marked = list(marked)
    for start, end in _fold(text, max(20, width - GUTTER)):
        yield Text(" " * GUTTER + plain(text[start:end]).replace("\t", " "))
        for kind, style in STYLES.items():
            here = [m for m in marked if m.kind == kind and m.start < end and m.end > start]
            for n, row in enumerate(_rows(here, start, end)):
                name = kind if n == 0 else ""
                yield Text.assemble((f"{name:<{GUTTER}}", "dim"), (row, style))


def _fold(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the lines of *text*, broken where it is and at spaces to keep to *width*."""
    start = 0
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if stop - start > width:
            space = text.rfind(" ", start + 1, start + width + 1)
            stop = space if space > start else start + width
        if text[start:stop].strip():
            yield start, stop
        start = stop + 1 if text[stop : stop + 1].isspace() else stop


def _rows(here: list[Mark], start: int, end: int) -> list[str]:
    """Return as few rows as hold all marks without one running into another."""
    rows: list[str] = []
    for m in here:
        at = max(m.start, start) - start
        bar = m.label + "─" * (min(m.end, end) - max(m.start, start) - len(m.label))
        for n, row in enumerate(rows):
            if len(row) < at or not row:
                rows[n] = row.ljust(at) + bar
                break
        else:
            rows.append(" " * at + bar)
    return rows


def explained(coding: Coding, width: int) -> Iterator[Text]:
    """Yield the marked text of *coding*, each record with the rules that made it, and what was set aside."""
    text = coding.article.text
    names = {a.id: who(a) for a in coding.actors}
    yield from underlined(text, marks(coding), width)
    for event in coding.events:
        yield from _record("events", event.id, _event(event, coding), event.reasons, text)
    for said in coding.attributions:
        yield from _record("says", said.id, _attribution(said, names), said.reasons, text)
    for actor in coding.actors:
        yield from _record("actors", actor.id, _actor(actor), actor.reasons, text)
    for time in coding.times:
        yield from _record("times", time.id, _time(time), time.reasons, text)
    for place in coding.places:
        yield from _record("places", place.id, _place(place), place.reasons, text)
    if coding.dropped:
        yield Text("\nset aside", style="dim")
    for d in coding.dropped:
        yield Text(f"    {d.room}: {_words(text, d.start, d.end)}{one_line(d.why)}")


def _record(kind: Kind, label: str, facts: str, reasons: tuple[Reason, ...], text: str) -> Iterator[Text]:
    yield Text.assemble("\n", (label, STYLES[kind]), "  ", facts)
    for r in reasons:
        note = f" ({one_line(r.note)})" if r.note else ""
        yield Text(f"    {r.rule}: {_words(text, r.start, r.end)}".rstrip(": ") + note, style="dim")


def _words(text: str, start: int, end: int) -> str:
    return quoted(text[start:end], 80) + " " if end > start else ""


def _event(e: Event, coding: Coding) -> str:
    actors = {a.id: a for a in coding.actors}
    places = {p.id: p.name for p in coding.places}

    def named(ids: tuple[str, ...]) -> list[Actor]:
        return [actors[i] for i in ids if i in actors]

    facts = [
        what(e.event_type, e.event_mode),
        parties(named(e.actors), named(e.recipients), named(e.participants)),
        when(e.date.first, e.date.last) if e.date else "no date",
        f"in {one_line(places[e.place])}" if e.place in places else "",
        e.status,
        "; ".join(_stand(s, actors) for s in e.assessments),
        f"score {e.score:g}" if e.score is not None else "",
        f"CAMEO {e.cameo}" if e.cameo else "",
        f"confidence {e.confidence:.2f}",
    ]
    return " · ".join(fact for fact in facts if fact)


def _stand(s: Assessment, actors: dict[str, Actor]) -> str:
    """Return one source's stand in words.

    >>> from dragoman.records import Assessment
    >>> _stand(Assessment(source="author", polarity="-", certainty="certain"), {})
    'the article: no, certain'
    """
    named = {"author": "the article", "unspecified": "unnamed sources"}
    source = who(actors[s.source]) if s.source in actors else named.get(s.source, s.source)
    answer = {"+": "yes", "-": "no", "unknown": "open"}[s.polarity]
    return f"{source}: {answer}" + (f", {s.certainty}" if s.certainty != "unknown" else "")


def _attribution(a: Attribution, names: dict[str, str]) -> str:
    source = one_line(a.source.text) if a.source else "somebody"
    if a.source and a.source.actor in names:
        source += f" = {names[a.source.actor]}"
    cue = f" {quoted(a.cue.text)}" if a.cue else ""
    return f"{source}{cue} · {a.kind}, {a.stance}" + (f", within {a.within}" if a.within else "")


def _actor(a: Actor) -> str:
    return " · ".join(part for part in (who(a), a.kind, "/".join(a.sectors), one_line(a.role or "")) if part)


def _time(t: Time) -> str:
    return " · ".join(part for part in (quoted(t.text), t.type, t.value, when(t.first, t.last)) if part)


def _place(p: Place) -> str:
    where = f"{p.lat:.2f}, {p.lon:.2f}" if p.lat is not None and p.lon is not None else None
    return " · ".join(part for part in (one_line(p.name), p.country, p.feature, where) if part)
