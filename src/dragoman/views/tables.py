"""Codings and timeline rows in, tables for the terminal out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from dragoman.records import CLASSIC
from dragoman.views.words import counted, headline, one_line, parties, quoted, what, when, who

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from dragoman.records import Coding
    from dragoman.timeline import TimelineRow

LONGEST_WORDS = 300


def coding(found: Coding) -> Iterator[RenderableType]:
    """Yield an article's headline, its events, who says what, and a count of what was set aside."""
    yield Text(headline(found.article), style="bold")
    if found.events:
        yield _events(found)
    if found.attributions:
        yield _attributions(found)
    tally = [
        counted(len(found.events), "event"),
        counted(len(found.attributions), "attribution"),
        counted(len(found.actors), "actor"),
        counted(len(found.times), "time"),
        counted(len(found.places), "place"),
        f"{len(found.dropped)} set aside",
    ]
    yield Text(", ".join(tally) + "\n", style="dim")


def _events(found: Coding) -> Table:
    actors = {a.id: a for a in found.actors}
    places = {p.id: p.name for p in found.places}
    table = _table("when", "who did what to whom, where", "status", "words")
    for e in found.events:
        sides = ([actors[i] for i in ids if i in actors] for ids in (e.actors, e.recipients, e.participants))
        table.add_row(
            when(e.date.first, e.date.last) if e.date else "no date",
            _deed(parties(*sides), what(e.event_type, e.event_mode), places.get(e.place or "")),
            _status(e.status),
            Text(quoted(e.sentence.text, LONGEST_WORDS)),
        )
    return table


def _attributions(found: Coding) -> Table:
    names = {a.id: who(a) for a in found.actors}
    table = _table("who says", "how", "what")
    for a in found.attributions:
        source = one_line(a.source.text) if a.source else "?"
        if a.source and names.get(a.source.actor or "", source) != source:
            source += f"\n= {names[a.source.actor or '']}"
        cue = f"{quoted(a.cue.text)}\n" if a.cue else ""
        table.add_row(Text(source), Text(f"{cue}{a.stance}"), Text(quoted(a.content.text, LONGEST_WORDS)))
    return table


def timeline(rows: Iterable[TimelineRow]) -> Table:
    """Return the timeline of two countries as a table."""
    table = _table("when", "who did what to whom, where", "status, who says so", "sources", "words")
    for row in rows:
        said = Text.assemble(_status(row.status))
        if row.said_by:
            said.append(f"\n{one_line(', '.join(row.said_by))}")
        if row.denied_by:
            said.append(f"\ndenied by {one_line(', '.join(row.denied_by))}")
        table.add_row(
            when(row.first, row.last),
            _deed(
                parties(row.actors, row.recipients, row.participants),
                what(row.event_type, row.modes),
                row.place,
            ),
            said,
            str(row.sources),
            Text(quoted(row.words, LONGEST_WORDS)),
        )
    return table


def _table(*columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True, leading=1)
    widths = {"when": 10, "sources": 7}
    for name in columns:
        wide = name in ("words", "what")
        table.add_column(
            name,
            min_width=widths.get(name),
            max_width=widths.get(name),
            ratio=None if name in widths else 2 + wide,
        )
    return table


def _deed(sides: str, deed: str, place: str | None) -> Text:
    where = f" in {one_line(place)}" if place else ""
    return Text.assemble(sides, "\n", (deed, "bold"), where)


def _status(status: str) -> Text:
    return Text(status, style="" if status in CLASSIC else "italic")
