"""Reports in, a folder of Parquet files out, each column typed and described inside, with a data dictionary.

pyarrow is an extra (``pip install dragoman[parquet]``): it takes 170 MB and serves this format
alone. It is here and not polars because it writes a file group by group as the rows come, and keeps a
description with each column.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from dragoman.errors import ExportError
from dragoman.exports import columns, dictionary
from dragoman.exports.reports import reports
from dragoman.exports.tables import TABLES
from dragoman.exports.writing import MARK

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path
    from types import ModuleType

    from dragoman.exports.codes import Codes
    from dragoman.exports.columns import Column, Kind, Value
    from dragoman.exports.reports import Tally, Wanted
    from dragoman.exports.tables import Table
    from dragoman.store import Store

GROUP = 10_000
"""Rows that are held in memory and written together."""

TYPES: dict[Kind, str] = {
    "string": "string",
    "integer": "int64",
    "number": "float64",
    "boolean": "bool",
    "date": "date32[day]",
}


def write(store: Store, wanted: Wanted, codes: Codes, tally: Tally, folder: Path) -> None:
    """Write the five tables and ``datapackage.json`` into *folder*.

    Raises:
        ExportError: if pyarrow is not installed.
    """
    arrow, parquet = pyarrow_modules()
    described = columns.load()
    with ExitStack() as stack:
        files = [
            stack.enter_context(_File(arrow, parquet, table, described[table.name], folder))
            for table in TABLES
        ]
        for report in reports(store, wanted, tally):
            for file in files:
                for line in file.table.lines(report, codes):
                    file.add([of(line) for of in file.table.cells.values()])
    rows = {file.table.name: file.rows for file in files}
    tally.rows = sum(rows.values())
    dictionary.write(folder / MARK, dictionary.package(TABLES, described, "parquet", rows))


def pyarrow_modules() -> tuple[ModuleType, ModuleType]:
    """Return pyarrow and its Parquet part.

    Raises:
        ExportError: if pyarrow is not installed.
    """
    try:
        import pyarrow  # noqa: PLC0415  (an extra, and big)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        message = "Parquet needs pyarrow; install it with: pip install 'dragoman[parquet]', or export csv"
        raise ExportError(message) from error
    return pyarrow, parquet


def fields(arrow: ModuleType, described: Sequence[Column], unknown: Collection[str] = ()) -> list[Any]:
    """Return the typed and described columns of a table; *unknown* ones may be empty, whatever is said."""
    return [
        arrow.field(
            c.name,
            arrow.type_for_alias(TYPES[c.kind]),
            nullable=bool(c.empty) or c.name in unknown,
            metadata={"description": c.fills, "when_empty": c.empty or "never empty"},
        )
        for c in described
    ]


class _File:
    """One Parquet file, written a group of rows at a time."""

    def __init__(
        self,
        arrow: ModuleType,
        parquet: ModuleType,
        table: Table,
        described: Sequence[Column],
        folder: Path,
    ) -> None:
        self.table = table
        self.rows = 0
        self._arrow = arrow
        self._waiting: list[list[Value]] = []
        self._schema = arrow.schema(fields(arrow, described), metadata={"description": table.means})
        self._writer = parquet.ParquetWriter(
            folder / f"{table.name}.parquet", self._schema, compression="zstd"
        )

    def __enter__(self) -> _File:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self._write()
        self._writer.close()

    def add(self, row: list[Value]) -> None:
        """Take *row* in, and write when there are enough."""
        self._waiting.append(row)
        self.rows += 1
        if len(self._waiting) >= GROUP:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            arrays = [
                self._arrow.array(values, type=field.type)
                for values, field in zip(zip(*self._waiting, strict=True), self._schema, strict=True)
            ]
            self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
            self._waiting = []
