"""What a column of an export is: its name, what fills it, what it means when empty, and how a cell is written.

A format is a tuple of `Column`s. The same tuple writes the file, the data dictionary and the page in the
documentation, so that none can say what the others don't.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

R = TypeVar("R")

Kind = Literal["string", "integer", "number", "boolean", "date"]
Value = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of rows made from records *R*.

    ``fills`` says where the value comes from, ``empty`` what it means when there is none; "" where there
    always is one. ``of`` returns the value.
    """

    name: str
    kind: Kind
    fills: str
    empty: str
    of: Callable[[R], Value]


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

    Tabs, line ends and other control characters become one space, double quotes single ones: the older formats
    are read with quotation and without it, and must say the same both ways.

    >>> plain_cell('He said:\t"no"\r\nand left')
    "He said: 'no' and left"
    """
    text = "".join(" " if _is_control(c) else c for c in cell(value)) if value is not None else ""
    return " ".join(text.split()).replace('"', "'")


def _is_control(character: str) -> bool:
    return character < " " or "\x7f" <= character <= "\x9f" or character in "\u2028\u2029"


def line(columns: tuple[Column[R], ...], record: R) -> str:
    """Return *record* as one line of tab-separated values, with its line end."""
    return "\t".join(plain_cell(c.of(record)) for c in columns) + "\n"


def head(columns: tuple[Column[R], ...]) -> str:
    """Return the line of the columns' names."""
    return "\t".join(c.name for c in columns) + "\n"
