"""A file or a zip archive in, its lines out, as a stream: nothing is unpacked to disk, no line is endless."""

from __future__ import annotations

import io
import zipfile
import zlib
from itertools import islice
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, cast

from dragoman.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_LINE = 1 << 18
"""Bytes. GeoNames' longest line has some 20,000."""

MOST_TIMES = 100
"""How many times its packed size a member may have: lists of places have about five."""

FREE_SIZE = 1 << 24
"""Bytes that a member may have however small it is packed."""

METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
BESIDE = frozenset({"readme.txt", "iso-languagecodes.txt"})
SUFFIXES = frozenset({".txt", ".csv", ".tsv"})
FIRST = 20
"""Lines that are looked at to tell what the file is."""

BUFFER = 1 << 18
AGAIN = "fetch it again"


class Lines:
    """The lines of a file, without their ends; ``done`` of ``total`` bytes are read."""

    def __init__(self, path: Path, stream: IO[bytes], total: int, archive: zipfile.ZipFile | None) -> None:
        """Read from *stream*, which has *total* bytes and may be part of *archive*."""
        self.path = path
        self.total = total
        self.done = 0
        self.whole = True
        self._stream = stream
        self._archive = archive
        self._ahead: list[bytes] = []

    def ahead(self) -> list[bytes]:
        """Return the first lines; they will still be among those that come."""
        if not self._ahead:
            self._ahead = list(islice(self._read(), FIRST))
        return self._ahead

    def __iter__(self) -> Iterator[bytes]:
        """Yield the lines.

        Raises:
            SourceError: if the file can't be read to its end.
        """
        ahead, self._ahead = self._ahead, []
        yield from ahead
        yield from self._read()

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        if self._archive is not None:
            self._archive.close()

    def _read(self) -> Iterator[bytes]:
        while line := self._line():
            self.done += len(line)
            if self.done > self.total:
                self._fail("unpacks to more than it says; it may be a trap, so nothing of it is used")
            self.whole = line.endswith(b"\n")
            if not self.whole and len(line) >= LONGEST_LINE:
                self._fail(f"a line is longer than {LONGEST_LINE} bytes; this is no list of places")
            yield line.rstrip(b"\r\n")
        if self.done < self.total:
            self._fail(f"is cut short: {self.done} bytes, not {self.total}; {AGAIN}")

    def _line(self) -> bytes:
        try:
            return self._stream.readline(LONGEST_LINE)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            message = f"{self.path}: the archive is damaged or cut short ({error}); {AGAIN}"
            raise SourceError(message) from error
        except OSError as error:
            message = f"{self.path}: can't be read to its end: {error.strerror or error}"
            raise SourceError(message) from error

    def _fail(self, why: str) -> None:
        message = f"{self.path}: {why}"
        raise SourceError(message)


def opened(path: Path) -> Lines:
    """Open *path*, or the list in it if it is a zip archive.

    Raises:
        SourceError: if it can't be read, is an archive without one list in it, or is a trap.
    """
    try:
        if path.is_dir():
            message = f"{path}: is a folder; name the files in it"
            raise SourceError(message)
        size = path.stat().st_size
        if not size:
            message = f"{path}: is empty; {AGAIN}"
            raise SourceError(message)
        if path.suffix.lower() == ".zip" or zipfile.is_zipfile(path):
            return _member(path)
        return Lines(path, path.open("rb"), size, None)
    except OSError as error:
        message = f"{path}: {error.strerror or error}"
        raise SourceError(message) from error


def _member(path: Path) -> Lines:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        message = f"{path}: is no whole zip archive ({error}); {AGAIN}"
        raise SourceError(message) from error
    try:
        member = _list_in(archive, path)
        stream = cast("zipfile.ZipExtFile", archive.open(member))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        archive.close()
        message = f"{path}: the archive can't be read ({error}); {AGAIN}"
        raise SourceError(message) from error
    except SourceError:
        archive.close()
        raise
    return Lines(path, io.BufferedReader(stream, BUFFER), member.file_size, archive)


def _list_in(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """Return the one list in *archive*: the one that is named like it, if there are several."""
    found = []
    for info in archive.infolist():
        name = PurePosixPath(info.filename)
        if name.suffix.lower() in SUFFIXES and name.name.lower() not in BESIDE and not info.is_dir():
            found.append(info)
    named = [i for i in found if PurePosixPath(i.filename).stem.lower() == path.stem.lower()]
    chosen = named if len(named) == 1 else found
    why = None
    if len(chosen) != 1:
        inside = ", ".join(i.filename for i in found[:5]) or "none"
        why = f"holds {len(found)} lists of places ({inside}); give an archive with one, or the list itself"
    elif chosen[0].flag_bits & 1:
        why = "is locked with a password; unpack it and give the list itself"
    elif chosen[0].compress_type not in METHODS:
        why = "is packed in a way that isn't read here; unpack it and give the list itself"
    elif chosen[0].file_size > max(FREE_SIZE, MOST_TIMES * chosen[0].compress_size):
        why = (
            f"{chosen[0].filename} would unpack from {chosen[0].compress_size} to {chosen[0].file_size}"
            " bytes; no list of places does, so it may be a trap and is not read"
        )
    if why is not None:
        message = f"{path}: {why}"
        raise SourceError(message)
    return chosen[0]
