"""Reports in, a folder of CSV files out (RFC 4180, UTF-8, missing is empty), with their data dictionary."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from typing import TYPE_CHECKING

from dragoman.exports import columns, dictionary
from dragoman.exports.columns import cell
from dragoman.exports.reports import reports
from dragoman.exports.tables import TABLES
from dragoman.exports.writing import MARK

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.exports.codes import Codes
    from dragoman.exports.reports import Tally, Wanted
    from dragoman.store import Store


def write(store: Store, wanted: Wanted, codes: Codes, tally: Tally, folder: Path) -> None:
    """Write the five tables and ``datapackage.json`` into *folder*."""
    rows = dict.fromkeys((t.name for t in TABLES), 0)
    with ExitStack() as files:
        writers = {}
        for table in TABLES:
            file = files.enter_context((folder / f"{table.name}.csv").open("w", encoding="utf-8", newline=""))
            writers[table.name] = csv.writer(file, lineterminator="\n")
            writers[table.name].writerow(table.cells)
        for report in reports(store, wanted, tally):
            for table in TABLES:
                for line in table.lines(report, codes):
                    writers[table.name].writerow([cell(of(line)) for of in table.cells.values()])
                    rows[table.name] += 1
    tally.rows = sum(rows.values())
    dictionary.write(folder / MARK, dictionary.package(TABLES, columns.load(), "csv", rows))
