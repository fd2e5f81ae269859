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


# PLOVER's sentences of 2016: their spellings, and one code for intergovernmental bodies.
COUNTRIES = {
    "JAP": "JPN", "ITL": "ITA", "VTN": "VNM", "PAL": "PSE", "ROM": "ROU", "TMP": "TLS", "ZAR": "COD",
    "UNO": "IGO", "EUR": "IGO",
}  # fmt: skip


def rows(path: Path, *needed: str) -> list[Row]:
    """Return the records of a JSON lines file, or of a JSON list; each has the fields *needed*.

    Raises:
        SourceError: if the file is missing, empty, no JSON, or of another form; the message names the line.
    """
    if not path.is_file():
        message = f"{path}: no such gold file; give a JSON lines file or a folder of codings"
        raise SourceError(message)
    out = _list(path) if _opens_with(path, "[") else _lines(path)
    if not out:
        message = f"{path}: empty; gold is one JSON object a line"
        raise SourceError(message)
    for number, row in enumerate(out, start=1):
        missing = [k for k in needed if not isinstance(row, dict) or k not in row]
        if missing:
            message = f"{path} record {number}: no {' or '.join(missing)}; is this gold for another task?"
            raise SourceError(message)
    return out


def _opens_with(path: Path, mark: str) -> bool:
    return _text(path).lstrip().startswith(mark)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror})"
        raise SourceError(message) from error


def _list(path: Path) -> list[Row]:
    try:
        return list(json.loads(_text(path)))
    except json.JSONDecodeError as error:
        message = f"{path} line {error.lineno}: not JSON ({error.msg})"
        raise SourceError(message) from error


def _lines(path: Path) -> list[Row]:
    out: list[Row] = []
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if line.strip():
            try:
                out.append(json.loads(line))
            except json.JSONDecodeError as error:
                message = f"{path} line {number}: not JSON ({error.msg}); gold is one JSON object a line"
                raise SourceError(message) from error
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
    return path.is_file() and _opens_with(path, '{"article"')


def article(row: Row) -> Article:
    """Return the text of a gold record as an article of its date (``dct``), where it has one."""
    return Article(
        id=str(row["id"]),
        text=row["text"],
        title=row.get("title"),
        url=row.get("url"),
        published=iso(row.get("dct") or row.get("date")),
    )


def iso(day: str | None) -> str | None:
    """Return a day as ISO writes it; None for what is no day.

    >>> iso("03-02-2009"), iso("2008-03-01T00:00:00"), iso("Today")
    ('2009-02-03', '2008-03-01', None)
    """
    if not day:
        return None
    parts = day[:10].split("-")
    if len(parts) == 3 and len(parts[2]) == 4:  # day first
        return "-".join(reversed(parts))
    return day[:10] if len(parts) == 3 and len(day) >= 10 else None


def country(code: str | None) -> str | None:
    """Return the country in one of PLOVER's actor codes, in the spelling of today; None for none.

    >>> country("jap"), country("USAGOV"), country("---GOV"), country(None)
    ('JPN', 'USA', None, None)
    """
    first = (code or "").strip().upper()[:3]
    return COUNTRIES.get(first, first) if len(first) == 3 and first.isalpha() else None
