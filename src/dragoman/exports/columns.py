"""What a column of an export is, and how a cell is written.

`columns.tsv` says of every column what fills it and what it means when empty; each format has a function
for each of its columns. A test holds the two together, and the data dictionary and the documentation are
made from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Literal, TypeVar, get_args

from dragoman.codebook.tables import Faults, rows

R = TypeVar("R")

Kind = Literal["string", "integer", "number", "boolean", "date"]
Value = str | int | float | bool | date | None
Cells = Mapping[str, Callable[[R], Value]]
"""The columns of a table in their order, each with the function that gives its value."""

FILE = "columns.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its kind, where its value comes from, and what it means when empty ("" where it never is)."""

    table: str
    name: str
    kind: Kind
    fills: str
    empty: str


def load() -> dict[str, tuple[Column, ...]]:
    """Return the columns of each table, in their order.

    Raises:
        CodebookError: with every fault in ``columns.tsv``.
    """
    faults = Faults()
    found: dict[str, list[Column]] = {}
    for row in rows(files("dragoman.exports"), FILE, ("table", "column", "kind", "fills", "empty"), faults):
        kind = next((k for k in get_args(Kind) if k == row["kind"]), None)
        if kind is None:
            faults.add(row.file, row.line, f"kind {row['kind']!r} is none of {get_args(Kind)}")
            continue
        found.setdefault(row["table"], []).append(
            Column(table=row["table"], name=row["column"], kind=kind, fills=row["fills"], empty=row["empty"])
        )
    faults.stop()
    return {table: tuple(columns) for table, columns in found.items()}


def cell(value: Value) -> str:
    """Return *value* as text: ISO dates, true and false, whole numbers without a point; "" for None.

    >>> cell(None), cell(True), cell(-6.0), cell(6.5), cell(date(2031, 3, 3))
    ('', 'true', '-6', '6.5', '2031-03-03')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def plain_cell(value: Value) -> str:
    r"""Return *value* as text that no reader of tab-separated values takes apart.

    Tabs, line ends and other control characters become one space, double quotes single ones: the older
    formats are read with quotation and without it, and must say the same both ways.

    >>> plain_cell('He said:\t"no"\r\nand left')
    "He said: 'no' and left"
    """
    text = "".join(" " if _is_control(c) else c for c in cell(value))
    return " ".join(text.split()).replace('"', "'")


def _is_control(character: str) -> bool:
    return character < " " or "\x7f" <= character <= "\x9f" or character in "\u2028\u2029"


def line(cells: Cells[R], record: R) -> str:
    """Return *record* as one line of tab-separated values, with its line end."""
    return "\t".join(plain_cell(of(record)) for of in cells.values()) + "\n"


def head(cells: Cells[R]) -> str:
    """Return the line of the columns' names."""
    return "\t".join(cells) + "\n"
