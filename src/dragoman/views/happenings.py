"""Happenings, claims and meetings in, something to read out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from dragoman.views.tables import timeline
from dragoman.views.words import counted, one_line, parties, quoted, what, when

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from dragoman.claims import Claim, Saying
    from dragoman.happenings import Ground, Happening
    from dragoman.meetings import Meeting
    from dragoman.store import EventRow

LONGEST = 300
STYLES = {"contested": "bold red", "denied": "red", "retracted": "red", "confirmed": "green"}


def happening(
    found: Happening, grounds: Sequence[Ground], reports: Sequence[EventRow], width: int
) -> Iterator[RenderableType]:
    """Yield a happening, where its sources differ, what became of it, its reports, and the grounds."""
    yield Text(f"happening {found.id}", style="bold")
    yield timeline([found], width)
    for name, values in (
        ("type", found.spread.types),
        ("date", found.spread.dates),
        ("place", found.spread.places),
        ("actors", found.spread.actors),
        ("recipients", found.spread.recipients),
    ):
        if len(values) > 1:
            told = ", ".join(f"{one_line(value)} ({counted(n, 'source')})" for value, n in values)
            yield Text(f"{name}: {told}")
    yield Text("\nwhat became of it", style="bold")
    for turn in found.history:
        yield Text(
            f"{when(turn.day, turn.day):<11} {turn.status:<11} {one_line(turn.publisher or turn.article)}"
        )
    yield Text("\nreports", style="bold")
    for r in reports:
        yield Text(
            f"{one_line(r.article_id)}#{r.id} {one_line(r.publisher or '')}: {quoted(r.sentence, LONGEST)}"
        )
    if grounds:
        yield Text("\nwhy they are one", style="bold")
    for ground in grounds:
        pair = " and ".join(f"{one_line(article)}#{event}" for article, event in (ground.one, ground.other))
        yield Text(f"{pair}: {one_line('; '.join(ground.grounds))}", style="dim")


def claim(found: Claim) -> Iterator[RenderableType]:
    """Yield a claim: what is claimed, the state of play, and who said what when."""
    h = found.happening
    yield Text.assemble(
        (found.state, STYLES.get(found.state, "bold")),
        f"  {when(h.first, h.last)}  {parties(h.actors, h.recipients)}: {what(h.event_type, h.modes)}",
        (f"  [{h.id}]", "dim"),
    )
    yield Text(f"    {quoted(h.words, LONGEST)}", style="dim")
    for saying in found.sayings:
        yield Text("    ").append(_saying(saying))
    yield Text()


def _saying(s: Saying) -> Text:
    by = f" ({s.country})" if s.country and s.country != s.source else ""
    where = one_line(s.publisher or s.article) if s.kind != "outlet" else ""
    more = f", in {s.articles} articles" if s.articles > 1 else ""
    return Text.assemble(
        f"{when(s.day, s.day):<11}",
        (f"{s.act:<9}", "red" if s.act in ("denies", "retracts") else ""),
        f"{one_line(s.source)}{by}: {quoted(s.quote, LONGEST)}",
        (f" {where}{more}" if where or more else "", "dim"),
    )


def meetings(found: Sequence[Meeting]) -> Table:
    """Return a series of meetings, under the year of each."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("when", width=10)
    table.add_column("level", ratio=2)
    table.add_column("who met", ratio=4)
    table.add_column("visitor, host, place", ratio=3)
    table.add_column("came along", ratio=3)
    table.add_column("status", ratio=2)
    for _, rows in groupby(found, key=lambda m: m.happening.first and m.happening.first.year):
        for m in rows:
            h = m.happening
            people = [f"{one_line(name)} ({country})" for country, name in m.principals if name]
            guest = f"{m.visitor} in {m.host}" if m.visitor else ""
            place = one_line(h.place or "")
            table.add_row(
                when(h.first, h.last),
                Text(m.level or ""),
                Text(", ".join(people) or parties(h.actors, h.recipients)),
                Text(", ".join(part for part in (guest, place) if part)),
                Text(one_line(", ".join(m.along))),
                Text(f"{h.status}, {counted(h.sources, 'source')}"),
            )
    return table
