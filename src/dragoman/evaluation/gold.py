"""Gold files in, plain rows out. Each set keeps its own form; what is unreadable is named by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from dragoman.errors import SourceError
from dragoman.records import Article, Coding

if TYPE_CHECKING:
    from pathlib import Path

Row: TypeAlias = dict[str, Any]
"""A gold record as its file has it: the sets differ too much for one type."""


def rows(path: Path) -> list[Row]:
    """Return the records of a JSON lines file, or of a JSON list.

    Raises:
        SourceError: if the file is missing, empty or no JSON; the message names the line.
    """
    if not path.is_file():
        message = f"{path}: no such gold file; give a JSON lines file or a folder of codings"
        raise SourceError(message)
    text = path.read_text(encoding="utf-8", errors="replace")
    if text.lstrip().startswith("["):
        try:
            return list(json.loads(text))
        except json.JSONDecodeError as error:
            message = f"{path} line {error.lineno}: {error.msg}"
            raise SourceError(message) from error
    out: list[Row] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                out.append(json.loads(line))
            except json.JSONDecodeError as error:
                message = f"{path} line {number}: not JSON ({error.msg}); gold is one JSON object a line"
                raise SourceError(message) from error
    if not out:
        message = f"{path}: empty; gold is one JSON object a line"
        raise SourceError(message)
    return out


def codings(path: Path) -> list[Coding]:
    """Return the hand-made codings in a folder of JSON files, or in a JSON lines file of codings.

    Raises:
        SourceError: if one does not have the form that `dragoman read` prints.
    """
    found: list[Coding] = []
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    for file in files:
        for number, line in enumerate(_documents(file), start=1):
            try:
                found.append(msgspec.json.decode(line, type=Coding))
            except (msgspec.ValidationError, msgspec.DecodeError) as error:
                message = f"{file} record {number}: not a coding as `dragoman read` prints it: {error}"
                raise SourceError(message) from error
    if not found:
        message = f"{path}: no codings in it; there should be .json files, or JSON lines"
        raise SourceError(message)
    return found


def _documents(file: Path) -> list[bytes]:
    if file.suffix == ".json":
        return [file.read_bytes()]
    return [line for line in file.read_bytes().split(b"\n") if line.strip()]


def is_codings(path: Path) -> bool:
    """Tell whether *path* holds codings: a folder, or records with an article in them."""
    if path.is_dir():
        return True
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.readline().lstrip().startswith('{"article"')


def article(row: Row) -> Article:
    """Return the text of a gold record as an article of its date (``dct``), where it has one."""
    return Article(id=str(row["id"]), text=row["text"], published=_iso(row.get("dct") or row.get("date")))


def _iso(day: str | None) -> str | None:
    if not day:
        return None
    parts = day[:10].split("-")
    if len(parts) == 3 and len(parts[2]) == 4:  # day first
        return "-".join(reversed(parts))
    return day[:10] if len(parts) == 3 and len(day) >= 10 else None
