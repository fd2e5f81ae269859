"""Codings and timeline rows in, tables for the terminal out: columns where there is room, else blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from dragoman.records import CLASSIC
from dragoman.views.words import counted, headline, one_line, parties, quoted, what, when, who

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from dragoman.happenings import Happening
    from dragoman.records import Coding, Event

LONGEST_WORDS = 300

ROOMY = 120
"""Columns of the terminal from which on a table is easier to read than blocks."""


@dataclass(frozen=True, slots=True)
class _Line:
    """What one event or happening shows."""

    when: str
    sides: str
    deed: str
    place: str | None
    status: str
    voices: tuple[str, ...]
    words: str


def coding(found: Coding, width: int) -> Iterator[RenderableType]:
    """Yield an article's headline, its events, who says what, and a count of all that was found."""
    yield Text(headline(found.article), style="bold")
    if found.events:
        yield _laid_out([_event(e, found) for e in found.events], width)
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


def timeline(rows: Iterable[Happening], width: int) -> Table:
    """Return the timeline of two countries."""
    return _laid_out([_row(row) for row in rows], width)


def _event(e: Event, found: Coding) -> _Line:
    actors = {a.id: a for a in found.actors}
    places = {p.id: p.name for p in found.places}
    sides = ([actors[i] for i in ids if i in actors] for ids in (e.actors, e.recipients, e.participants))
    return _Line(
        when=when(e.date.first, e.date.last) if e.date else "no date",
        sides=parties(*sides),
        deed=what(e.event_type, e.event_mode),
        place=places.get(e.place or ""),
        status=e.status,
        voices=(),
        words=e.sentence.text,
    )


def _row(row: Happening) -> _Line:
    voices = [", ".join(row.said_by)] if row.said_by else []
    if row.denied_by:
        voices.append("denied by " + ", ".join(row.denied_by))
    spread = f" in {row.articles} articles" if row.articles > row.sources else ""
    if row.copies:
        spread += f", {row.copies} of them " + ("a copy" if row.copies == 1 else "copies")
    number = f" [{row.id}]" if row.id is not None else ""
    voices.append(counted(row.sources, "independent source") + spread + number)
    return _Line(
        when=when(row.first, row.last),
        sides=parties(row.actors, row.recipients, row.participants),
        deed=what(row.event_type, row.modes),
        place=row.place,
        status=row.status,
        voices=tuple(voices),
        words=row.words,
    )


def _laid_out(lines: list[_Line], width: int) -> Table:
    return _columns(lines) if width >= ROOMY else _blocks(lines)


def _columns(lines: list[_Line]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True, leading=1)
    table.add_column("when", width=10)
    table.add_column("who did what to whom, where", ratio=3)
    table.add_column("status, who says so", ratio=2)
    table.add_column("words", ratio=4)
    for line in lines:
        status = _status(line.status)
        for voice in line.voices:
            status.append(f"\n{one_line(voice)}", style="not italic")
        table.add_row(
            line.when,
            Text.assemble(line.sides, "\n", _deed(line)),
            status,
            Text(quoted(line.words, LONGEST_WORDS)),
        )
    return table


def _blocks(lines: list[_Line]) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(width=10)
    table.add_column(ratio=1)
    for line in lines:
        status = _status(line.status)
        for voice in line.voices:
            status.append(f" · {one_line(voice)}", style="not italic")
        words = Text.assemble((quoted(line.words, LONGEST_WORDS), "dim"), "\n")
        table.add_row(line.when, Text("\n").join([Text(line.sides), _deed(line), status, words]))
    return table


def _deed(line: _Line) -> Text:
    where = f" in {one_line(line.place)}" if line.place else ""
    return Text.assemble((line.deed, "bold"), where)


def _status(status: str) -> Text:
    return Text.assemble((status, "" if status in CLASSIC else "italic"))


def _attributions(found: Coding) -> Table:
    names = {a.id: who(a) for a in found.actors}
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True, leading=1)
    table.add_column("who says", ratio=3)
    table.add_column("how", ratio=2)
    table.add_column("what", ratio=5)
    for a in found.attributions:
        source = one_line(a.source.text) if a.source else "?"
        known = names.get(a.source.actor or "") if a.source else None
        table.add_row(
            Text(source if known in (None, source) else f"{source}\n= {known}"),
            Text(f"{quoted(a.cue.text)}\n{a.stance}" if a.cue else a.stance),
            Text(quoted(a.content.text, LONGEST_WORDS)),
        )
    return table
