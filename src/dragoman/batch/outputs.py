"""Codings in, a Parquet file out, and back: one row an article, with the tidy tables and the whole coding.

The columns of the table ``articles`` stand by themselves; ``tables`` holds the lines of the other four as
lists, by their names; ``coding`` is the record that `dragoman read` prints, as JSON. What a store alone knows
(happenings, copies, when it was learnt) is empty. The footer says of what and by what the file was made.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from dragoman.batch.records import Footer
from dragoman.errors import BatchError, ExportError
from dragoman.exports import columns
from dragoman.exports.codes import Codes
from dragoman.exports.parquet import fields, pyarrow_modules
from dragoman.exports.reports import Report
from dragoman.exports.tables import TABLES
from dragoman.records import Coding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MARK = b"dragoman.batch"
"""The key of an output's footer by which it is known as one."""

MANIFEST = "manifest.json"
"""The file beside the outputs that tells what was counted."""

GROUP = 200
"""Rows that are written together: each holds a whole coding."""

STORE_ALONE = ("happening", "happening_sources", "original_id", "learnt")
"""Columns that only the comparison with other articles, or a store, can fill."""

ARTICLES = next(t for t in TABLES if t.name == "articles")
NESTED = tuple(t for t in TABLES if t is not ARTICLES)
_NUMBER = re.compile(r"\d[\d,.]*")


def write(records: Iterable[bytes], footer: Footer, path: Path, alive: Callable[[], None]) -> None:
    """Write codings, which come as JSON, with *footer* to *path*; *alive* is called now and then.

    Raises:
        ExportError: if pyarrow is not installed.
    """
    arrow, parquet = pyarrow_modules()
    codes, schema = Codes.load(), _schema(arrow)
    found = iter(records)
    about = schema.with_metadata({MARK: msgspec.json.encode(footer)})
    with parquet.ParquetWriter(path, about, compression="zstd") as writer:
        while group := list(islice(found, GROUP)):
            rows = [_row(record, codes) for record in group]
            writer.write_table(arrow.Table.from_pylist(rows, schema=about))
            alive()


def footer(path: Path) -> Footer | None:
    """Return what the output at *path* says of itself; None if it is none, or damaged."""
    arrow, parquet = pyarrow_modules()
    try:
        found = (parquet.read_metadata(path).metadata or {}).get(MARK)
        return None if found is None else msgspec.json.decode(found, type=Footer)
    except (arrow.ArrowException, OSError, msgspec.MsgspecError):
        return None


def written(path: Path) -> list[Path]:
    """Return the files that may be outputs in folder *path*, sorted; or *path* itself, if it is a file."""
    if not path.is_dir():
        return [path] if path.suffix == ".parquet" and path.is_file() else []
    found = (p for p in path.rglob("*.parquet") if not p.name.startswith("."))
    return sorted(found, key=lambda p: p.relative_to(path).parts)


def is_output(source: str) -> bool:
    """Say whether *source* is an output of a batch, or a folder of them."""
    if "://" in source:
        return False
    try:
        path = Path(source)
        if path.is_dir() and not (path / MANIFEST).is_file():
            return False  # articles may lie there too
        found = written(path)
        return bool(found) and footer(found[0]) is not None
    except (OSError, ValueError, ExportError):
        return False  # the reader of files says why


def codings(path: Path) -> Iterator[Coding]:
    """Yield the codings of one output in their order.

    Raises:
        BatchError: if it is damaged, or no output of a batch.
    """
    arrow, parquet = pyarrow_modules()
    if footer(path) is None:
        message = f"{path}: this is no whole output of dragoman batch; run the batch again"
        raise BatchError(message)
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(GROUP, columns=["coding"]):
                for value in batch.column(0):
                    yield msgspec.json.decode(value.as_py(), type=Coding)
    except (arrow.ArrowException, OSError, msgspec.MsgspecError) as error:
        why = " ".join(str(error).split())[:200]
        message = f"{path}: it is damaged ({why}); delete it and run the batch again"
        raise BatchError(message) from error


def reason(why: str) -> str:
    """Return *why* without its numbers, so that the like can be counted.

    >>> reason("the text has 3,201 characters; split it")
    'the text has # characters; split it'
    """
    return _NUMBER.sub("#", why)


def _schema(arrow: Any) -> Any:  # noqa: ANN401  (pyarrow has no types)
    described = columns.load()
    nested = [
        arrow.field(
            table.name,
            arrow.list_(arrow.struct(fields(arrow, described[table.name], STORE_ALONE))),
            metadata={"description": table.means},
        )
        for table in NESTED
    ]
    return arrow.schema(
        [
            *fields(arrow, described[ARTICLES.name], STORE_ALONE),
            arrow.field("tables", arrow.struct(nested), nullable=False),
            arrow.field("coding", arrow.string(), nullable=False),
        ]
    )


def _row(record: bytes, codes: Codes) -> dict[str, object]:
    coding = msgspec.json.decode(record, type=Coding)
    report = Report(coding, coding.events)
    row: dict[str, object] = {name: of(report) for name, of in ARTICLES.cells.items()}
    row["tables"] = {
        table.name: [{n: of(line) for n, of in table.cells.items()} for line in table.lines(report, codes)]
        for table in NESTED
    }
    row["coding"] = record.decode()
    return row
