"""Records in, bytes on standard output out: tables on a terminal, JSON lines or CSV elsewhere."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from dragoman.evaluation import Result
    from dragoman.records import Coding
    from dragoman.store import Party, Version
    from dragoman.timeline import TimelineRow

NARROWEST = 60
"""Columns: a table in less is unreadable, so lines run over instead."""

COLUMNS = (
    "first",
    "last",
    "type",
    "modes",
    "score",
    "actors",
    "actor_countries",
    "recipients",
    "recipient_countries",
    "participants",
    "place",
    "status",
    "said_by",
    "denied_by",
    "sources",
    "words",
    "article",
    "publisher",
    "url",
)


def form_for(form: str | None) -> str:
    """Return *form*, or the one that fits where standard output goes."""
    return form or ("table" if sys.stdout.isatty() else "jsonl")


def console() -> Console:
    """Return standard output for tables: text from articles is never read as markup."""
    from rich.console import Console  # noqa: PLC0415  (only where something is shown)

    out = Console(highlight=False, markup=False, emoji=False)
    out.width = max(NARROWEST, out.width)
    return out


def codings(found: Iterable[Coding], form: str) -> None:
    """Print each of *found* as soon as it comes."""
    if form == "jsonl":
        return _lines(found)
    from dragoman.views import tables  # noqa: PLC0415  (only where something is shown)

    out = console()
    for coding in found:
        for part in tables.coding(coding, out.width):
            out.print(part)
    return None


def timeline(rows: Sequence[TimelineRow], form: str) -> None:
    """Print the rows of a timeline."""
    if form == "jsonl":
        _lines(rows)
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_cells(row) for row in rows)
    elif rows:
        from dragoman.views import tables  # noqa: PLC0415  (only where something is shown)

        out = console()
        out.print(tables.timeline(rows, out.width))


def article(versions: Sequence[Version], body: bytes | None, *, versions_shown: bool) -> None:
    """Print an article's last text, or what has changed between its texts, or the bytes of its page."""
    if body is not None:
        sys.stdout.buffer.write(body)
        return
    from dragoman.views import versions as view  # noqa: PLC0415  (only where something is shown)

    lines = view.changes(versions) if versions_shown else view.last(versions)
    for line in lines:
        sys.stdout.write(line + "\n")


def scores(result: Result, form: str, errors: int) -> None:
    """Print the scores on one set, and up to *errors* items that came out wrong."""
    wrong = list(result.notes.items())[:errors]
    if form == "jsonl":
        head = {"task": result.task, "gold": result.gold}
        _lines(head | msgspec.to_builtins(s) for s in result.scores)
        _lines(head | {"item": item, "note": note} for item, note in wrong)
        return
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  (only where something is shown)
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(f"{result.task}, {result.gold}", ratio=1)
    for name in ("P", "R", "value", "95 % interval", "n"):
        table.add_column(name, justify="right", no_wrap=True)
    for s in result.scores:
        shown = ("" if x is None else f"{x:.1f}" for x in (s.precision, s.recall, s.value))
        table.add_row(s.measure, *shown, f"{s.low:.1f} to {s.high:.1f}", str(s.n))
    out = console()
    out.print(table)
    for item, note in wrong:
        out.print(f"wrong  {item}  {note}", soft_wrap=True)


def hidden(rows: Sequence[TimelineRow], shown: Sequence[TimelineRow]) -> str:
    """Return how many of *rows* are not *shown*, by status; nothing if all are."""
    missing = Counter(r.status for r in rows) - Counter(r.status for r in shown)
    counts = ", ".join(f"{n} {status}" for status, n in sorted(missing.items()))
    return f"not shown: {counts}; --all shows them" if counts else ""


def _lines(records: Iterable[object]) -> None:
    out = sys.stdout.buffer
    for record in records:
        out.write(msgspec.json.encode(record) + b"\n")
        out.flush()


def _cells(row: TimelineRow) -> Iterator[object]:
    yield from (row.first, row.last, row.event_type, "; ".join(row.modes), row.score)
    yield from (_names(row.actors), _codes(row.actors), _names(row.recipients), _codes(row.recipients))
    yield from (_names(row.participants), row.place, row.status)
    yield from ("; ".join(row.said_by), "; ".join(row.denied_by), row.sources, row.words)
    yield from (row.article, row.publisher, row.url)


def _names(parties: Iterable[Party]) -> str:
    return "; ".join(p.name for p in parties)


def _codes(parties: Iterable[Party]) -> str:
    return "; ".join(dict.fromkeys(p.country for p in parties if p.country))
