"""The store in, other people's formats out: event data's, tables', investigators', the web's and maps'.

Each format is a module of its own that yields lines or writes a folder, one article at a time and in one
order; `export` writes them aside and renames the file or folder when it is whole. The rooms before this one
are named for the record that they hand on, in the plural; what leaves here are exports.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from dragoman.errors import ExportError
from dragoman.exports.codes import Codes
from dragoman.exports.reports import Tally, Wanted
from dragoman.exports.writing import folder, write_lines
from dragoman.records import CLASSIC

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from dragoman.store import Store

__all__ = ["FORMATS", "Format", "Tally", "Wanted", "export"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: the module that writes it, its kind, and whether it holds the classic view alone.

    ``tables`` formats are folders. ``dates`` are written as single days, so that others are left open.
    """

    name: str
    module: str
    means: str
    classic: bool = False
    tables: bool = False
    dates: bool = False


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format(
            name="plover", module="plover", means="PLOVER's JSON records with status and words", dates=True
        ),
        Format(name="polecat", module="polecat", means="POLECAT's 40 columns", classic=True, dates=True),
        Format(name="icews", module="icews", means="ICEWS' 20 columns", classic=True, dates=True),
        Format(name="gdelt-events", module="gdelt_events", means="GDELT 2 events", classic=True, dates=True),
        Format(name="gdelt-mentions", module="gdelt_mentions", means="GDELT 2 mentions", classic=True),
        Format(name="csv", module="csv_tables", means="a folder of tidy tables", tables=True),
        Format(name="parquet", module="parquet", means="the same as Parquet", tables=True),
        Format(name="dyads", module="dyads", means="dyad-month table with zero rows", dates=True),
        Format(name="ftm", module="ftm", means="FollowTheMoney entities", classic=True),
        Format(name="jsonld", module="jsonld", means="schema.org articles, quotations, claims"),
        Format(name="geojson", module="geojson", means="events with a point"),
        Format(name="gold", module="gold", means="articles that somebody put right, as gold"),
    )
}


def export(
    store: Store, name: str, wanted: Wanted, *, out: Path | None = None, stream: TextIO | None = None
) -> Tally:
    """Write what *wanted* picks from *store* in format *name* to *out*, or to *stream* (standard output).

    Returns what was counted on the way.

    Raises:
        ExportError: if *name* is no format, a folder is wanted without *out*, the format can't hold a status
            that is asked for, or the file can't be written.
    """
    chosen = _chosen(name, wanted, out)
    if out is not None and out.exists() and store.path.exists() and out.samefile(store.path):
        message = f"{out}: this is the store itself; name another file with --out"
        raise ExportError(message)
    module = import_module(f"dragoman.exports.{chosen.module}")
    codes, tally = Codes.load(), Tally()
    with store.snapshot():
        if chosen.tables:
            assert out is not None  # _chosen saw to it
            with folder(out) as aside:
                module.write(store, wanted, codes, tally, aside)
        elif out is not None:
            write_lines(module.lines(store, wanted, codes, tally), out)
        else:
            (stream or sys.stdout).writelines(module.lines(store, wanted, codes, tally))
    return tally


def _chosen(name: str, wanted: Wanted, out: Path | None) -> Format:
    if name not in FORMATS:
        message = f"{name!r} is no export format; there are {', '.join(FORMATS)}"
        raise ExportError(message)
    chosen = FORMATS[name]
    if chosen.tables and out is None:
        message = f"{name} writes a folder of tables; name it with --out"
        raise ExportError(message)
    unfit = sorted((wanted.statuses or frozenset()) - CLASSIC)
    if chosen.classic and unfit:
        message = (
            f"{name} has no place for a status, so what is {' or '.join(unfit)} would look done;"
            " export csv, parquet or plover for that"
        )
        raise ExportError(message)
    return chosen
