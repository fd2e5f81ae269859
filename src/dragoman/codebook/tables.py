"""Reads the codebook's tab-separated and TOML files, and gathers every fault in them, not the first.

A table is UTF-8 text: lines starting with ``#`` are comments, the first other line names the columns, every
further line is one row. Empty cells are ``""``. Several values in a cell are divided by ``|``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragoman.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.resources.abc import Traversable


@dataclass(slots=True)
class Faults:
    """Collects what is wrong with the codebook while it loads."""

    found: list[str] = field(default_factory=list)

    def add(self, file: str, line: int | None, what: str) -> None:
        """Note a fault: *file*, *line* where there is one, and *what* is wrong and what would be right."""
        self.found.append(f"{file}: {what}" if line is None else f"{file} line {line}: {what}")

    def stop(self) -> None:
        """Raise CodebookError with all faults, if there are any."""
        if self.found:
            raise CodebookError("\n".join(self.found))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with its file and line for messages."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell under *column*."""
        return self.cells[column]

    def many(self, column: str) -> tuple[str, ...]:
        """Return the values of a cell that holds several, divided by ``|``."""
        cell = self.cells[column]
        return tuple(v for part in cell.split("|") if (v := part.strip())) if cell else ()


def rows(folder: Traversable, name: str, columns: Sequence[str], faults: Faults) -> Iterator[Row]:
    """Yield the rows of table *name*, whose header must be exactly *columns*."""
    header: list[str] | None = None
    text = folder.joinpath(name).read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [c.strip() for c in line.rstrip("\r").split("\t")]
        if header is None:
            header = cells
            if header != list(columns):
                faults.add(name, number, f"columns are {header}, expected {list(columns)}")
                return
            continue
        if len(cells) > len(header):
            faults.add(name, number, f"{len(cells)} cells, but there are {len(header)} columns")
            continue
        cells += [""] * (len(header) - len(cells))
        yield Row(name, number, dict(zip(header, cells, strict=True)))


def toml(folder: Traversable, name: str, faults: Faults) -> dict[str, Any]:
    """Return the contents of TOML file *name*; a fault and an empty dict if it does not parse."""
    try:
        return tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        faults.add(name, None, str(error))
        return {}
