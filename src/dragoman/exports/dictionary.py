"""The tables' columns in, the data dictionary out: a Frictionless Data Package, which R and Python read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

import dragoman

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragoman.exports.columns import Column
    from dragoman.exports.tables import Table

PROFILE = "tabular-data-package"


def package(
    tables: Sequence[Table], columns: Mapping[str, Sequence[Column]], suffix: str, rows: Mapping[str, int]
) -> dict[str, Any]:
    """Return the description of *tables*, which lie in files with *suffix* and hold *rows* lines."""
    return {
        "profile": PROFILE,
        "name": "dragoman-export",
        "title": "Events read from news by dragoman: who did what to whom, when, where, and who says so",
        "created_by": f"dragoman {dragoman.__version__}",
        "resources": [
            {
                "name": table.name,
                "path": f"{table.name}.{suffix}",
                "description": table.means,
                "format": suffix,
                "encoding": "utf-8",
                "rows": rows[table.name],
                "schema": _schema(table, columns[table.name]),
            }
            for table in tables
        ],
    }


def _schema(table: Table, columns: Sequence[Column]) -> dict[str, Any]:
    return {
        "fields": [
            {
                "name": c.name,
                "type": c.kind,
                "description": c.fills,
                "when_empty": c.empty or "never empty",
                "constraints": {"required": not c.empty, "unique": table.key == (c.name,)},
            }
            for c in columns
        ],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "fields": field,
                "reference": {"resource": "" if to == table.name else to, "fields": _target(to)},
            }
            for field, to in table.leads.items()
        ],
    }


def _target(table: str) -> str:
    return f"{table.removesuffix('s')}_id"


def write(path: Path, described: Mapping[str, Any]) -> None:
    """Write *described* to *path*, in a form that people can read too."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(described), indent=2) + b"\n")
