"""CSV and Parquet in, ready-made articles out, row by row, in bounded memory. ``text`` is final as it stands.

Columns have our names (text, title, published or date, publisher, url, id, language) or those of a map.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any, cast

import msgspec

from dragoman.articles import dates, ready
from dragoman.articles.decoding import BOMS
from dragoman.articles.ready import NoArticle
from dragoman.articles.rows import Record, Rows
from dragoman.codebook.articles import Pages
from dragoman.records import Article, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dragoman.articles.columns import Columns
    from dragoman.settings import Settings

SNIFF = 1 << 16
SEPARATORS = ",;\t|"
# Letters of a row besides its text.
OTHER_FIELDS = 1_000_000
# One long text may stand in many rows, and takes no room in the file.
ROWS_AT_ONCE = 4
# Unpacked bytes of the columns that are read, in one row group: its longest text is held in memory.
LARGEST_GROUP = 4_000_000_000
WITHOUT_PYARROW = "reading Parquet needs pyarrow; install it with: pip install 'dragoman[parquet]'"


class Tables:
    """Reads the tables of one run."""

    def __init__(self, settings: Settings, columns: Columns, published: str | None) -> None:
        """Take *published* as the date of rows that have none."""
        self.settings = settings
        self.columns = columns
        self.published = published
        self._pages: Pages | None = None

    def csv(self, stream: IO[bytes], source: str) -> Iterator[Article | Refused]:
        """Yield an article, or why there is none, for each row of a CSV or TSV file."""
        longest = self.settings.longest_article + OTHER_FIELDS
        csv.field_size_limit(longest)
        lines = _Lines(stream, longest)
        head = next(lines, "")
        if not head.strip():
            yield Refused(source=source, why="the table is empty; give a line of column names, and the rows")
            return
        separator = max(SEPARATORS, key=head.count)
        names = [n.strip() for n in next(csv.reader([head], delimiter=separator), [])]
        try:
            self.columns.check(names)
        except NoArticle as no:
            yield Refused(source=source, why=str(no))
            return
        yield from self._articles(_rows(lines, names, separator), source)

    def parquet(self, path: Path, source: str) -> Iterator[Article | Refused]:
        """Yield an article, or why there is none, for each row of a Parquet file."""
        try:
            import pyarrow as pa  # noqa: PLC0415  (an extra)
            from pyarrow import parquet as pq  # noqa: PLC0415
        except ImportError:
            yield Refused(source=source, why=WITHOUT_PYARROW)
            return
        try:
            with pq.ParquetFile(path, pre_buffer=False, buffer_size=SNIFF) as table:
                self.columns.check(table.schema_arrow.names)
                yield from self._articles(self._groups(table), source)
        except NoArticle as no:
            yield Refused(source=source, why=str(no))
        except (pa.ArrowException, OSError) as error:
            why = " ".join(str(error).split())[:200]
            yield Refused(
                source=source, why=f"it is not a whole Parquet file ({why}); fetch or write it again"
            )

    def _groups(self, table: Any) -> Iterator[tuple[int, Mapping[str, object] | str]]:  # noqa: ANN401
        """Yield the rows of a Parquet file with their numbers, one row group after the other."""
        wanted = [n for n in table.schema_arrow.names if n in self._wanted()]
        number = 0
        for group in range(table.num_row_groups):
            about = table.metadata.row_group(group)
            parts = [about.column(i) for i in range(about.num_columns)]
            size = sum(p.total_uncompressed_size for p in parts if p.path_in_schema.split(".")[0] in wanted)
            if size > LARGEST_GROUP:
                yield number + 1, f"row group {group + 1} has {size:,} bytes; write it in smaller row groups"
                number += about.num_rows
                continue
            for batch in table.iter_batches(ROWS_AT_ONCE, row_groups=[group], columns=wanted):
                for row in range(batch.num_rows):
                    number += 1
                    yield number, {n: batch.column(n)[row].as_py() for n in wanted}

    def _wanted(self) -> set[str]:
        names = {self.columns.name(n).split(".")[0] for n in Record.__struct_fields__}
        return names | {"date"} | {self.columns.name(n) for n in Record.__struct_fields__}

    def _articles(
        self, found: Iterator[tuple[int, Mapping[str, object] | str]], source: str
    ) -> Iterator[Article | Refused]:
        rows = Rows(self.settings, self.published)
        some = False
        for line, row in found:
            some = True
            if isinstance(row, str):
                yield Refused(source=source, line=line, why=row)
                continue
            try:
                yield rows.article(self._record(row), line)
            except NoArticle as no:
                yield Refused(source=source, line=line, why=str(no))
        if not some:
            yield Refused(source=source, why="the table has no rows; give one for each article")

    def _record(self, row: Mapping[str, object]) -> Record:
        picked = {k: _plain(v) for k, v in self.columns.pick(row).items()}
        picked = {k: v for k, v in picked.items() if v not in (None, "")}
        if "text" not in picked:
            message = "there is no text in this row; each row needs one, the article itself"
            raise NoArticle(message)
        if isinstance(picked.get("published"), str):
            picked["published"] = self._date(str(picked["published"]))
        try:
            return msgspec.convert({k: v if k == "id" else str(v) for k, v in picked.items()}, type=Record)
        except msgspec.ValidationError as error:
            raise NoArticle(str(error)) from None

    def _date(self, text: str) -> str:
        """Return a date as people write it in tables in ISO's form, where it can be read in one way only."""
        if dates.given(text) is not None:
            return text
        if self._pages is None:
            self._pages = Pages.default()
        stamp = dates.from_metadata(text, self._pages)
        if stamp is None:
            shown = text if len(text) < 40 else text[:37] + "..."
            trouble = f"published is {shown!r}, which is no date or can be read in two ways"
            raise NoArticle(f"{trouble}; give {ready.WHAT_IS_A_DATE}")  # noqa: EM102
        return stamp.value


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return (
            value.isoformat(timespec="seconds")
            if value.time() != datetime.min.time()
            else value.date().isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) and not value.strip() else value


def _rows(
    lines: _Lines, names: list[str], separator: str
) -> Iterator[tuple[int, Mapping[str, object] | str]]:
    """Yield the rows with the number of the line on which each ends; what is wrong with one is a text."""
    reader = csv.reader(lines, delimiter=separator)
    while True:
        lines.cut = False
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield lines.number, f"the row can't be read ({error}); is a quote left open before it?"
            continue
        if lines.cut:
            yield (
                lines.number,
                f"it is longer than {lines.longest:,} characters; raise the setting longest_article",
            )
        elif row:
            yield lines.number, dict(zip(names, row, strict=False))


class _Lines:
    """The lines of a stream as text; one that is longer than *longest* is never kept whole."""

    def __init__(self, stream: IO[bytes], longest: int) -> None:
        self.longest = longest
        self.number = 0
        self.cut = False
        head = stream.read(SNIFF)
        text = io.TextIOWrapper(
            cast("IO[bytes]", _Whole(head, stream)), encoding=_encoding(head), errors="replace", newline=""
        )
        self._text = text

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self.longest + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > self.longest and not line.endswith("\n"):
            self.cut = True
            while (rest := self._text.readline(SNIFF)) and not rest.endswith("\n"):
                pass
            return "\n"
        return line.replace("\x00", "")


class _Whole(io.BufferedIOBase):
    """A stream whose beginning has been read already."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._rest.read(SNIFF if size is None or size < 0 else size)

    def read1(self, size: int = -1, /) -> bytes:
        return self.read(size)


def _encoding(head: bytes) -> str:
    """Return the encoding of a table that begins with *head*."""
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A letter may be cut in two at the end of what was looked at.
        if error.start < len(head) - 4 or len(head) < SNIFF:
            return "cp1252"
    return "utf-8"
