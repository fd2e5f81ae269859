"""A Wikidata dump in, its lines out, with the place in the unpacked file that each goes up to.

Plain, gzip or bzip2, told apart by their first bytes; memory is bounded, whatever the file is.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from dragoman.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

LONGEST_LINE = 1 << 26
"""Bytes: the largest entities have some ten million."""

BLOCK = 1 << 20
TAIL = 1 << 10
HEAD = 1 << 20
"""Bytes at a file's beginning that tell it from another."""

_GZIP = b"\x1f\x8b"
_BZIP2 = b"BZh"
_OTHERS = {
    b"PK\x03\x04": "a zip file; unpack it first",
    b"\xfd7zXZ": "compressed with xz; unpack it first",
    b"(\xb5/\xfd": "compressed with zstd; unpack it first",
    b"SQLite format 3": "an SQLite database; give a dump or a table",
    b"%PDF": "a PDF; give a dump or a table",
    b"\xff\xfe": "a text in UTF-16; save it as UTF-8",
    b"\xfe\xff": "a text in UTF-16; save it as UTF-8",
}
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Head:
    """What a file begins with: is it a dump (JSON), and one big array; what tells it from other files."""

    is_json: bool
    is_array: bool
    fingerprint: str


def head(path: Path) -> Head:
    """Look at the beginning of *path*.

    Raises:
        SourceError: if it can't be read, is empty, or is of a kind that holds neither dump nor table.
    """
    try:
        with path.open("rb") as file:
            first = file.read(HEAD)
            size = file.seek(0, io.SEEK_END)
        with Dump(path) as dump:
            begins = dump.file.read(BLOCK).removeprefix(_BOM).lstrip() if first else b""
    except (OSError, EOFError, zlib.error) as error:
        message = f"{path}: {_reason(error)}"
        raise SourceError(message) from error
    for magic, what in _OTHERS.items():
        if first.startswith(magic):
            message = f"{path}: this is {what}"
            raise SourceError(message)
    if not begins:
        message = f"{path}: the file is empty"
        raise SourceError(message)
    digest = hashlib.sha256(first + str(size).encode()).hexdigest()
    return Head(begins[:1] in (b"[", b"{"), begins[:1] == b"[", digest)


class Dump:
    """An open dump; ``done`` and ``size`` are bytes of the file as it lies on the disk."""

    def __init__(self, path: Path) -> None:
        """Open *path*, whatever it is packed with."""
        self.path = path
        self.size = path.stat().st_size
        self._raw = path.open("rb", buffering=BLOCK)
        magic = self._raw.read(len(_BZIP2))
        self._raw.seek(0)
        unpacked: IO[bytes] = self._raw
        if magic.startswith(_GZIP):
            unpacked = cast("IO[bytes]", io.BufferedReader(gzip.GzipFile(fileobj=self._raw), BLOCK))
        elif magic.startswith(_BZIP2):
            unpacked = cast("IO[bytes]", io.BufferedReader(bz2.BZ2File(self._raw), BLOCK))
        self.packed = unpacked is not self._raw
        self.file = unpacked
        self.tail = b""
        """The last bytes that were read or skipped."""

    @property
    def done(self) -> int:
        """How much of the file was read."""
        return self._raw.tell()

    def __enter__(self) -> Dump:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.close()
        self._raw.close()

    def skip(self, position: int) -> Iterator[None]:
        """Go to *position* of the unpacked file; packed ones are unpacked up to there, one yield a block.

        Raises:
            SourceError: if the file ends before, or can't be unpacked.
        """
        if not self.packed:
            self.file.seek(max(0, position - TAIL))
            self.tail = self._read(min(position, TAIL), lines=False)
            return
        while position:
            block = self._read(min(BLOCK, position), lines=False)
            if not block:
                message = f"{self.path}: the file ends before the place where the import was stopped"
                raise SourceError(message)
            position -= len(block)
            self.tail = (self.tail + block)[-TAIL:]
            yield

    def end(self) -> bytes:
        """Return the last bytes of a file that is not packed, before anything is read."""
        self.file.seek(max(0, self.size - TAIL))
        found = self._read(TAIL, lines=False)
        self.file.seek(0)
        return found

    def lines(self) -> Iterator[bytes]:
        """Yield the lines from here on.

        Raises:
            SourceError: if the archive ends in the middle or is damaged, or a line can be no entity.
        """
        while line := self._read(LONGEST_LINE, lines=True):
            if len(line) >= LONGEST_LINE:
                message = (
                    f"{self.path}: a line of more than {LONGEST_LINE >> 20} MB;"
                    " a dump has one entity a line, as latest-all.json has"
                )
                raise SourceError(message)
            yield line
            self.tail = line[-TAIL:] if line.strip() else self.tail

    def _read(self, size: int, *, lines: bool) -> bytes:
        try:
            return self.file.readline(size) if lines else self.file.read(size)
        except EOFError as error:
            message = f"{self.path}: the archive ends in the middle; get the whole file again"
            raise SourceError(message) from error
        except (OSError, zlib.error) as error:
            message = f"{self.path}: {_reason(error)}"
            raise SourceError(message) from error


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "this is a folder; give the files in it"
    if isinstance(error, PermissionError):
        return "you may not read this file"
    if isinstance(error, EOFError):
        return "the archive ends in the middle; get the whole file again"
    return f"the archive is damaged ({error}); get the file again"
