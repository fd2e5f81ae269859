"""Records in, bytes on standard output out: tables on a terminal, JSON lines or CSV elsewhere."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from dragoman.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.console import Console

    from dragoman.evaluation import Result
    from dragoman.exports import Format, Tally, Wanted
    from dragoman.happenings import Ground, Happening
    from dragoman.meetings import Meeting
    from dragoman.records import Coding
    from dragoman.register.known import Known
    from dragoman.register.rows import Import
    from dragoman.store import EventRow, Version

NARROWEST = 60
"""Columns: a table in less is unreadable, so lines run over instead."""

NUMBERS = frozenset({"lat", "lon", "people", "geonameid"})

MEETING_COLUMNS = (
    "happening",
    "first",
    "last",
    "status",
    "level",
    "principals",
    "visitor",
    "host",
    "place",
    "along",
    "sources",
    "words",
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


def article(versions: Sequence[Version], body: bytes | None, *, versions_shown: bool) -> None:
    """Print an article's last text, or what has changed between its texts, or the bytes of its page."""
    if body is not None:
        sys.stdout.buffer.write(body)
        return
    from dragoman.views import versions as view  # noqa: PLC0415  (only where something is shown)

    lines = view.changes(versions) if versions_shown else view.last(versions)
    for line in lines:
        sys.stdout.write(line + "\n")


def happening(found: Happening, grounds: Sequence[Ground], reports: Sequence[EventRow], form: str) -> None:
    """Print one happening with its reports, and why they were taken to be of one."""
    if form == "jsonl":
        _lines([{"happening": found, "grounds": grounds}])
        return
    from dragoman.views import happenings  # noqa: PLC0415  (only where something is shown)

    out = console()
    for part in happenings.happening(found, grounds, reports, out.width):
        out.print(part)


def meetings(found: Sequence[Meeting], form: str) -> None:
    """Print a series of meetings."""
    if form == "jsonl":
        _lines(found)
    elif form == "csv":
        rows(MEETING_COLUMNS, map(_meeting_cells, found))
    elif found:
        from dragoman.views import happenings  # noqa: PLC0415  (only where something is shown)

        out = console()
        out.print(happenings.meetings(found))


def exported(form: Format, wanted: Wanted, tally: Tally, out: Path | None) -> Iterator[str]:
    """Yield what a user should know of an export: how much there is, what is left out or open."""
    where = f"; {out}" if out else ""
    yield f"{form.name}: {counted(tally.rows, 'row')}{where}"
    if tally.hidden:
        parts = ", ".join(f"{n} {status}" for status, n in sorted(tally.hidden.items()))
        yield f"left out, as {form.name} has no place for a status: {parts}"
    if tally.undated and form.name == "dyads":
        yield f"{counted(tally.undated, 'happening')} can't be told to lie in one {wanted.by}"
    elif tally.undated and form.dates:
        hint = "" if wanted.undated else "; --undated published fills in the day of publication"
        yield f"{counted(tally.undated, 'row')} without a day, as the text tells none{hint}"
    if tally.outside:
        yield f"{counted(tally.outside, 'happening')} before the first article or after the last"
    if tally.placeless:
        yield f"{counted(tally.placeless, 'event')} without a point on the map"


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


def known(found: Sequence[Known], form: str) -> None:
    """Print what is known of a name; a star marks what is taken."""
    if form == "jsonl":
        _lines(found)
        return
    head = ("", "name", "office", "whose", "sectors", "days", "source")
    _table(
        head,
        (
            (
                "*" if k.taken else "",
                k.name,
                k.office or k.kind,
                k.country or "",
                " ".join(k.sectors),
                f"{k.first or '?'} to {k.last or '...'}" if k.first or k.last else "",
                k.source,
            )
            for k in found
        ),
    )


def imports(found: Sequence[Import], form: str) -> None:
    """Print what was imported."""
    if form == "jsonl":
        _lines(found)
        return
    head = ("name", "from", "state", "lines", "people", "tenures", "bodies", "ended")
    counted = ("people", "tenures", "bodies")
    _table(
        head,
        (
            (
                i.name,
                "dump" if i.form == "wikidata" else "table",
                i.state,
                str(i.lines or ""),
                *(str(i.tally.get(c, "")) for c in counted),
                (i.ended or "")[: len("2024-01-19")],
            )
            for i in found
        ),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  (only where something is shown)
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in head:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    if table.rows:
        console().print(table)


def spots(found: Sequence[dict[str, object]], form: str) -> None:
    """Print places, each with its columns by name."""
    if form == "jsonl":
        return _lines(found)
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  (only where something is shown)
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in found[0]:
        table.add_column(column, justify="right" if column in NUMBERS else "left")
    for spot in found:
        table.add_row(*("" if v is None else str(v) for v in spot.values()))
    console().print(table)
    return None


def hidden(rows: Sequence[Happening], shown: Sequence[Happening]) -> str:
    """Return how many of *rows* are not *shown*, by status; nothing if all are."""
    missing = Counter(r.status for r in rows) - Counter(r.status for r in shown)
    counts = ", ".join(f"{n} {status}" for status, n in sorted(missing.items()))
    return f"not shown: {counts}; --all shows them" if counts else ""


def records(found: Iterable[object]) -> None:
    """Print each of *found* as a line of JSON."""
    _lines(found)


def record(found: object, *, indent: bool = True) -> None:
    """Print *found* as one JSON value, laid out for people if *indent*."""
    whole = msgspec.json.encode(found)
    sys.stdout.buffer.write((msgspec.json.format(whole, indent=2) if indent else whole) + b"\n")
    sys.stdout.buffer.flush()


def rows(columns: Sequence[str], found: Iterable[Iterable[object]]) -> None:
    """Print a CSV table."""
    from dragoman.listings.data import table  # noqa: PLC0415  (only where something is shown)

    sys.stdout.buffer.write(table(columns, [tuple(row) for row in found]))


def _lines(records: Iterable[object]) -> None:
    out = sys.stdout.buffer
    for record in records:
        out.write(msgspec.json.encode(record) + b"\n")
        out.flush()


def _meeting_cells(m: Meeting) -> Iterator[object]:
    h = m.happening
    yield from (h.id, h.first, h.last, h.status, m.level)
    yield "; ".join(f"{name} ({country})" for country, name in m.principals if name)
    yield from (m.visitor, m.host, h.place, "; ".join(m.along), h.sources, h.words)
