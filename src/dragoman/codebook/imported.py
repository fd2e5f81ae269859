"""Places that a user has imported: names in, the places they may mean out.

The file is a head of fixed length (what is in it, as JSON) and one sorted block of lines, as the shipped
cities are. It is mapped into memory and searched where it lies: opening it costs nothing, and of millions of
names only the pages that are asked for are ever read. `dragoman.dumps` writes it.
"""

from __future__ import annotations

import hashlib
import mmap
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from dragoman.codebook.gazetteer import Spot, lines_at
from dragoman.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MAGIC = b"dragoman places 1\n"
HEAD = 1 << 16
"""Bytes before the block: room for the names of some hundred source files."""

PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that was imported: how many places it gave, how many names it has here, and its newest change.

    ``newest`` is empty where the file doesn't say; names may have gone over to a file that came later.
    """

    file: str
    kind: str
    places: int
    names: int = 0
    newest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What the head of the file says: how many names, from where, and the block's length and digest."""

    names: int
    length: int
    digest: str
    sources: tuple[Source, ...]

    def __str__(self) -> str:
        parts = (
            f"{s.names} from {s.file} ({s.places} places{f', up to {s.newest}' if s.newest else ''})"
            for s in self.sources
            if s.names
        )
        return f"{self.names} names: {', '.join(parts)}"


@dataclass(frozen=True, slots=True)
class Imported:
    """The imported places, open for look-ups. It keeps what it opened even if the file is replaced."""

    path: Path
    contents: Contents
    data: bytes | mmap.mmap
    iso3: Mapping[str, str]

    @classmethod
    def open(cls, path: Path, iso3: Mapping[str, str]) -> Imported:
        """Open *path*, with the ISO 3166 alpha-3 code of each alpha-2 code in *iso3*.

        Raises:
            CodebookError: if it is no file of imported places, or is damaged or cut short.
        """
        try:
            with path.open("rb") as file:
                contents = read_head(file, path)
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            message = f"{path}: the imported places can't be read: {error.strerror}"
            raise CodebookError(message) from error
        return cls(path, contents, data, iso3)

    def __reduce__(self) -> tuple[object, ...]:
        """Let another process open the file anew."""
        return Imported.open, (self.path, dict(self.iso3))

    @property
    def digest(self) -> str:
        """The digest of the block: the same places, the same digest."""
        return self.contents.digest

    def named(self, key: str) -> tuple[Spot, ...]:
        """Return the places whose folded name is *key*.

        Raises:
            CodebookError: if the file is damaged there.
        """
        try:
            return tuple(self._spot(line.decode()) for line in lines_at(self.data, key, HEAD))
        except (ValueError, IndexError) as error:
            message = f"{self.path}: damaged: the line of {key!r} can't be read; {AGAIN}"
            raise CodebookError(message) from error

    def check(self) -> None:
        """Read all of it and compare it with its digest.

        Raises:
            CodebookError: if something in it has changed since it was written.
        """
        found = hashlib.sha256()
        for start in range(HEAD, len(self.data), PIECE):
            found.update(self.data[start : start + PIECE])
        if found.hexdigest() != self.digest:
            message = f"{self.path}: damaged: its names are not those that were written; {AGAIN}"
            raise CodebookError(message)

    def _spot(self, line: str) -> Spot:
        key, number, lat, lon, iso2, admin1, people, feature, name, source = line.split("\t")
        return Spot(
            name=name or key.title(),
            feature=feature,
            country=self.iso3.get(iso2),
            lat=float(lat),
            lon=float(lon),
            geonameid=int(number) if number else None,
            admin1=f"{iso2}.{admin1}" if admin1 else "",
            people=int(people),
            source=self.contents.sources[int(source)].file,
        )


AGAIN = "remove it with: dragoman places forget, and import again"


def is_ours(path: Path) -> bool:
    """Say whether the file at *path* begins as imported places do."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def read_head(file: BinaryIO, path: Path) -> Contents:
    """Return what the head of *file* says, and check that the file is whole.

    Raises:
        CodebookError: if it is no such file, or is damaged or cut short.
    """
    head = file.read(HEAD)
    if not head.startswith(MAGIC):
        message = f"{path}: these are no imported places of this release; choose another file as places_db"
        raise CodebookError(message)
    try:
        contents = msgspec.json.decode(head[len(MAGIC) :].strip(), type=Contents)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"{path}: damaged: its head can't be read; {AGAIN}"
        raise CodebookError(message) from error
    size = file.seek(0, 2)
    if size != HEAD + contents.length:
        message = f"{path}: damaged: {size} bytes, not {HEAD + contents.length}; {AGAIN}"
        raise CodebookError(message)
    return contents


def head(contents: Contents) -> bytes:
    """Return the head that says *contents*.

    Raises:
        ValueError: if there are so many sources that it doesn't fit.
    """
    text = MAGIC + msgspec.json.encode(contents)
    if len(text) >= HEAD:
        message = f"{len(contents.sources)} sources are more than the file can name"
        raise ValueError(message)
    return text.ljust(HEAD - 1) + b"\n"


def block(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of an opened *file* of imported places."""
    file.seek(HEAD)
    yield from file
