"""Entries in, the file of imported places out: written aside, merged with what was there, put in place whole.

A line of the block holds the folded name, GeoNames' id, latitude and longitude in degrees, country, province,
people, feature, the name if it isn't the folded one with capitals, and the number of its source in the head.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from dragoman.codebook import imported
from dragoman.codebook.imported import Contents, Source
from dragoman.dumps.sorting import Sorter
from dragoman.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from dragoman.dumps.entries import Entry

BUFFER = 1 << 20
LOCK = "lock"


class Workplace:
    """A folder beside the target in which the new file is made."""

    def __init__(self, target: Path, folder: Path) -> None:
        """Work in *folder*; `Workplace.at` is the usual way."""
        self.target = target
        self.folder = folder
        self.before = _contents(target)
        self.sorter = Sorter(folder)
        self._sources: dict[str, int] = {}

    @classmethod
    @contextmanager
    def at(cls, target: Path) -> Iterator[Workplace]:
        """Make a workplace for *target*, clear what a killed import left, and clear up at the end.

        Raises:
            SourceError: if nothing can be written there, or another import is under way.
            CodebookError: if *target* is there and is damaged, or no file of ours.
        """
        folder = target.with_name(target.name + ".part")
        try:
            folder.mkdir(exist_ok=True)
            with _alone(folder, target):
                try:
                    _clear(folder)
                    yield cls(target, folder)
                finally:
                    _clear(folder)
        except OSError as error:
            message = f"{target}: can't be written: {error.strerror or error}"
            raise SourceError(message) from error

    def take(self, file: str, entry: Entry) -> None:
        """Take in a place of the source *file*, under each of its names."""
        source = self._sources.setdefault(file, len(self._sources))
        rest = (
            f"\t{entry.id}\t{_number(entry.lat)}\t{_number(entry.lon)}\t{entry.country}\t{entry.admin1}"
            f"\t{entry.people}\t{entry.feature}\t"
        )
        for key in entry.keys:
            name = "" if key.title() == entry.name else entry.name
            self.sorter.add(f"{key}{rest}{name}\t+{source}\n".encode())

    def finish(self, gave: Mapping[str, tuple[str, int, str]]) -> Contents:
        """Write the file and put it in place; *gave* says of each source its kind, places and newest change.

        Raises:
            SourceError: if there are more sources than the file can name.
        """
        kept = {s.file: s for s in (self.before.sources if self.before else ()) if s.file not in gave}
        fresh = {f: Source(file=f, kind=k, places=n, newest=d) for f, (k, n, d) in gave.items()}
        sources = tuple(sorted((kept | fresh).values(), key=lambda s: s.file))
        at = {s.file: i for i, s in enumerate(sources)}
        numbers = {f"+{n}".encode(): b"%d" % at[file] for file, n in self._sources.items()}
        for i, source in enumerate(self.before.sources if self.before else ()):
            if source.file in kept:
                numbers[b"%d" % i] = b"%d" % at[source.file]
        new = self.folder / "new"
        with new.open("wb", BUFFER) as out:
            out.write(b" " * imported.HEAD)
            contents = self._write(out, numbers, sources)
            out.seek(0)
            try:
                out.write(imported.head(contents))
            except ValueError as error:
                message = f"{self.target}: {error}; start again with: dragoman places forget"
                raise SourceError(message) from error
            out.flush()
            os.fsync(out.fileno())
        new.replace(self.target)
        return contents

    def _write(self, out: BinaryIO, numbers: Mapping[bytes, bytes], sources: tuple[Source, ...]) -> Contents:
        digest, length = hashlib.sha256(), 0
        names: Counter[bytes] = Counter()
        for line, number in _once(self.sorter.merged(self._there(numbers)), numbers):
            out.write(line)
            digest.update(line)
            names[number] += 1
            length += len(line)
        counted = tuple(replace(s, names=names[b"%d" % i]) for i, s in enumerate(sources))
        return Contents(names=names.total(), length=length, digest=digest.hexdigest(), sources=counted)

    def _there(self, numbers: Mapping[bytes, bytes]) -> Iterator[bytes]:
        """Yield the lines that are there already and stay."""
        if self.before is None:
            return
        with self.target.open("rb", BUFFER) as file:
            for line in imported.block(file):
                if line[line.rindex(b"\t") + 1 : -1] in numbers:
                    yield line


def _once(lines: Iterable[bytes], numbers: Mapping[bytes, bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield each place once under a name, and its source's final number: newly imported before older."""
    kept, told = b"", b""
    for line in lines:
        end = line.index(b"\t", line.index(b"\t") + 1)
        own = line[:end] if line[end - 1 : end] != b"\t" else line[: line.rindex(b"\t")]
        if own != told:
            if kept:
                yield _numbered(kept, numbers)
            kept, told = line, own
        elif _is_new(line) and not _is_new(kept):
            kept = line
    if kept:
        yield _numbered(kept, numbers)


def _is_new(line: bytes) -> bool:
    return line[line.rindex(b"\t") + 1 :].startswith(b"+")


def _numbered(line: bytes, numbers: Mapping[bytes, bytes]) -> tuple[bytes, bytes]:
    at = line.rindex(b"\t") + 1
    number = numbers[line[at:-1]]
    return line[:at] + number + b"\n", number


def _number(x: float) -> str:
    return f"{x:.4f}".rstrip("0").rstrip(".")


def _contents(target: Path) -> Contents | None:
    """Return what the *target* holds already, or None if there is none."""
    if not target.exists():
        return None
    if not imported.is_ours(target):
        message = f"{target}: is there, and is no file of imported places; choose another places_db"
        raise SourceError(message)
    with target.open("rb") as file:
        return imported.read_head(file, target)


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != LOCK:
            path.unlink()


@contextmanager
def _alone(folder: Path, target: Path) -> Iterator[None]:
    """Hold a lock that goes with this process, however it ends: SQLite has one on every system."""
    lock = sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        lock.close()
        message = f"{target}: can't be locked: another import into it is under way ({error})"
        raise SourceError(message) from error
    try:
        yield
    finally:
        lock.close()
        with suppress(OSError):  # another import may begin at this moment
            (folder / LOCK).unlink()
            folder.rmdir()
